import { afterAll, beforeAll, expect, it } from "vitest";
import { SiteServer } from "../element/site.ts";
import { ConsentPage } from "./consent-page.ts";
import { WebKit } from "./webdriver.ts";

let server: SiteServer;
let webkit: WebKit;

beforeAll(async () => {
  server = await SiteServer.start();
  webkit = await WebKit.start({ GTK_THEME: "Adwaita:dark" });
});

afterAll(async () => {
  await webkit.stop();
  await server.stop();
});

it("in a dark desktop the card is dark, its text light", async () => {
  await new ConsentPage(webkit).open(server.site());
  expect(await webkit.call(() => matchMedia("(prefers-color-scheme: dark)").matches)).toBe(true);
  const [surface = 255, ink = 0] = await webkit.call(() => {
    const card = document.querySelector("kyc-consent")?.shadowRoot?.querySelector("[part~=base]") as HTMLElement;
    const paint = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
    const { backgroundColor, color } = getComputedStyle(card);
    return [backgroundColor, color].map((colour) => {
      paint.fillStyle = colour;
      paint.fillRect(0, 0, 1, 1);
      return paint.getImageData(0, 0, 1, 1).data[1] ?? Number.NaN;
    });
  });
  expect(surface).toBeLessThan(64);
  expect(ink).toBeGreaterThan(192);
});
