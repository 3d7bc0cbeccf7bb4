import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { atTask, FIELDS, flowAt } from "../element/flow-answers.ts";
import { type Site, SiteServer } from "../element/site.ts";
import { type Element, KEYS, WebKit } from "./webdriver.ts";

/** A picture of one pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const folder = mkdtempSync(join(tmpdir(), "kyc-assent-webkit-"));
const picture = join(folder, "Mara-Lindqvist.png");
let server: SiteServer;
let webkit: WebKit;

beforeAll(async () => {
  writeFileSync(picture, PNG);
  server = await SiteServer.start();
  webkit = await WebKit.start();
});

afterAll(async () => {
  await webkit.stop();
  await server.stop();
  rmSync(folder, { recursive: true });
});

const inFlow = (selector: string) => webkit.find("kyc-flow", selector);
const submit = async () => webkit.click(await inFlow("button[type=submit]"));
const text = (selector: string) =>
  webkit.call(
    (inner: string) => document.querySelector("kyc-flow")?.shadowRoot?.querySelector(inner)?.textContent ?? "",
    selector,
  );

/** Whether the heading of the step has the focus, and what it says. */
const heading = () =>
  webkit.call(() => {
    const active = document.querySelector("kyc-flow")?.shadowRoot?.activeElement;
    return active?.getAttribute("part")?.includes("heading") ? (active.textContent ?? "") : "";
  });

/** The control of the flow that has this in its name. */
async function labelled(name: string): Promise<Element> {
  const found = await webkit.call((wanted: string) => {
    const root = document.querySelector("kyc-flow")?.shadowRoot;
    const controls = [...(root?.querySelectorAll<HTMLInputElement>("input, select") ?? [])];
    const namesOf = (control: HTMLInputElement) =>
      (control.getAttribute("aria-labelledby")?.split(" ") ?? []).map((id) => root?.getElementById(id)?.textContent);
    const nameOf = (control: HTMLInputElement) =>
      [...[...(control.labels ?? [])].map(({ textContent }) => textContent), ...namesOf(control)].join(" ");
    return (controls.find((control) => nameOf(control).includes(wanted)) ?? null) as HTMLElement | null;
  }, name);
  if (!found) throw new Error(`nothing has the name ${name}`);
  return found;
}

it("the whole way: consent, details, documents, waiting, result", async () => {
  const site = server.site();
  atTask(site, "consent");
  await webkit.open(site.url);
  await consent(site);
  await details(site);
  await documents(site);
  await result(site);
  expect(await webkit.call(() => sessionStorage.length)).toBe(0);
});

async function consent(site: Site): Promise<void> {
  const ready = () =>
    webkit.call(
      () =>
        document.querySelector("kyc-flow")?.shadowRoot?.querySelector("kyc-consent")?.shadowRoot?.querySelector("input")
          ?.ariaDisabled,
    );
  await expect.poll(ready).toBe("false");
  await webkit.click(await webkit.find("kyc-flow", "kyc-consent", "input"));
  site.routes["GET /flow"] = () => ({ body: flowAt("form") });
  await submit();
  await expect.poll(heading).toBe("Your details");
  expect(site.calls.filter(({ path }) => path === "/consents")).toHaveLength(1);
}

async function details(site: Site): Promise<void> {
  site.routes["POST /flow/tasks/one.details/fields"] = () => ({ body: { fields: FIELDS } });
  site.routes["POST /flow/tasks/one.details"] = () => ({ body: flowAt("documents") });
  await submit();
  await expect.poll(() => text("[part~=errors]")).toContain("First name");
  await webkit.type(await labelled("Country you live in"), "Germany");
  await webkit.type(await labelled("First name"), "Mara");
  for (const [label, value] of [
    ["Day", "7"],
    ["Month", "4"],
    ["Year", "1991"],
  ] as const) {
    await webkit.type(await labelled(label), value);
  }
  await webkit.type(await labelled("Employment"), "My own");
  await webkit.press(KEYS.Tab);
  await submit();
  const values = {
    "country-of-residence": "DE",
    "first-name": "Mara",
    "date-of-birth": "1991-04-07",
    employment: "own",
  };
  const sent = () => site.calls.filter(({ path }) => path === "/flow/tasks/one.details").map(({ body }) => body);
  await expect.poll(() => sent().map((body) => JSON.parse(body).values)).toEqual([values]);
}

async function documents(site: Site): Promise<void> {
  const upload = "/flow/tasks/one.documents/documents/";
  site.routes[`POST ${upload}passport`] = () => ({ body: { received: ["passport"] } });
  site.routes[`POST ${upload}selfie`] = () => ({ body: { received: ["passport", "selfie"] } });
  await expect.poll(() => text("button[type=submit]")).toContain("Send documents");
  await webkit.type(await labelled("passport"), picture);
  await webkit.type(await labelled("Photo of your face"), picture);
  const previews = () =>
    webkit.call(() => document.querySelector("kyc-flow")?.shadowRoot?.querySelectorAll("[part~=preview]").length);
  await expect.poll(previews).toBe(2);
  site.routes["GET /flow"] = () => ({ body: flowAt("wait") });
  await submit();
  await expect.poll(heading).toBe("Your details are being checked");
  const sent = site.calls.filter(({ path }) => path.startsWith(upload));
  expect(sent.map(({ path }) => path.slice(upload.length)).sort()).toEqual(["passport", "selfie"]);
  expect(sent.map(({ headers, body }) => JSON.stringify(headers) + body).join()).not.toContain("Lindqvist");
}

async function result(site: Site): Promise<void> {
  site.routes["GET /flow"] = () => ({ body: flowAt("done") });
  await webkit.open(site.url);
  await expect.poll(() => text("[part~=heading]")).not.toBe("");
  const link = () => webkit.call(() => (document.querySelector("a[slot=done]") as HTMLElement).checkVisibility());
  await expect.poll(link).toBe(true);
}
