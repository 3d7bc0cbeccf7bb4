import { crc32 } from "node:zlib";
import type { Locator, Page } from "@playwright/test";
import { atTask, flowAt, TASKS } from "./flow-answers.ts";
import { expect, test } from "./test.ts";

const SECRET = "GPS-52.5200-13.4050";

/** A picture of 60 by 40 pixels, red at the upper left, made by the browser itself. */
async function picture(page: Page, type: string): Promise<Buffer> {
  const url = await page.evaluate((kind) => {
    const canvas = document.createElement("canvas");
    canvas.width = 60;
    canvas.height = 40;
    const paint = canvas.getContext("2d") as CanvasRenderingContext2D;
    paint.fillStyle = "blue";
    paint.fillRect(0, 0, 60, 40);
    paint.fillStyle = "red";
    paint.fillRect(0, 0, 30, 20);
    return canvas.toDataURL(kind, 1);
  }, type);
  return Buffer.from(url.split(",")[1] ?? "", "base64");
}

/** A segment or chunk may hold anything: here, where the person was. */
function withExif(jpeg: Buffer, orientation: number): Buffer {
  const tiff = Buffer.from("49492a0008000000010012010300010000000000000000000000", "hex");
  tiff.writeUInt16LE(orientation, 18);
  const segment = (marker: number, body: Buffer) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  };
  const exif = segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0"), tiff, Buffer.from(SECRET)]));
  const xmp = segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${SECRET}`));
  const iptc = segment(0xed, Buffer.from(`Photoshop 3.0\0${SECRET}`));
  const comment = segment(0xfe, Buffer.from(SECRET));
  return Buffer.concat([jpeg.subarray(0, 2), exif, xmp, iptc, comment, jpeg.subarray(2), Buffer.from(SECRET)]);
}

function withText(png: Buffer): Buffer {
  const chunk = (name: string) => {
    const body = Buffer.concat([Buffer.from(name), Buffer.from(`Comment\0${SECRET}`)]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length - 4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const [head, rest] = [png.subarray(0, 33), png.subarray(33)];
  return Buffer.concat([head, chunk("tEXt"), chunk("eXIf"), rest, Buffer.from(SECRET)]);
}

/** Size of the sent picture, and in which quarter it is red: by a decoder that turns nothing. */
function seen(page: Page, bytes: Buffer, type: string): Promise<{ size: string; red: string }> {
  return page.evaluate(
    async ([base64, kind]) => {
      const blob = new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: kind });
      const bitmap = await createImageBitmap(blob, { imageOrientation: "none" });
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const paint = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
      paint.drawImage(bitmap, 0, 0);
      const isRed = (x: number, y: number) => (paint.getImageData(x, y, 1, 1).data[0] ?? 0) > 128;
      const [x, y] = [bitmap.width - 5, bitmap.height - 5];
      const red = isRed(5, 5) ? "upper left" : isRed(x, 5) ? "upper right" : isRed(5, y) ? "lower left" : "lower right";
      return { size: `${bitmap.width}x${bitmap.height}`, red };
    },
    [bytes.toString("base64"), type] as const,
  );
}

const PASSPORT = "POST /flow/tasks/one.documents/documents/passport";
const SELFIE = "POST /flow/tasks/one.documents/documents/selfie";

function input(page: Page, label: string | RegExp): Locator {
  return page.getByLabel(label).and(page.locator("input[type=file]"));
}

function choose(page: Page, label: string | RegExp, buffer: Buffer, mimeType: string): Promise<void> {
  return input(page, label).setInputFiles({ name: "Mara-Lindqvist.jpg", mimeType, buffer });
}

test.beforeEach(async ({ page, site }) => {
  atTask(site, "documents");
  site.routes[PASSPORT] = () => ({ body: { received: ["passport"] } });
  site.routes[SELFIE] = () => ({ body: { received: ["passport", "selfie"] } });
  await page.goto(site.url);
  await expect(page.getByRole("button", { name: "Send documents" })).toBeVisible();
});

const upright: [orientation: number, size: string, red: string][] = [
  [1, "60x40", "upper left"],
  [2, "60x40", "upper right"],
  [3, "60x40", "lower right"],
  [4, "60x40", "lower left"],
  [5, "40x60", "upper left"],
  [6, "40x60", "upper right"],
  [7, "40x60", "lower right"],
  [8, "40x60", "lower left"],
];
test("a picture of each orientation is sent upright, with nothing but the picture in it", async ({ page, site }) => {
  const jpeg = await picture(page, "image/jpeg");
  for (const [orientation, size, red] of upright) {
    site.calls.length = 0;
    await page.reload();
    await choose(page, /Page of the passport/, withExif(jpeg, orientation), "image/jpeg");
    await choose(page, /Photo of your face/, jpeg, "image/jpeg");
    await expect(page.getByRole("img", { name: /Preview/ })).toHaveCount(2);
    await page.getByRole("button", { name: "Send documents" }).click();
    await expect.poll(() => site.calls.filter(({ method }) => method === "POST").length).toBe(2);
    const [call] = site.calls.filter(({ path }) => path.endsWith("/passport"));
    const bytes = call?.bytes ?? Buffer.alloc(0);
    expect(bytes.includes(SECRET), `orientation ${orientation}`).toBe(false);
    expect(bytes.includes("Exif")).toBe(false);
    expect(JSON.stringify(call?.headers) + call?.path).not.toContain("Mara");
    expect(call?.headers["content-type"]).toBe("image/jpeg");
    expect(await seen(page, bytes, "image/jpeg"), `orientation ${orientation}`).toEqual({ size, red });
  }
});

test("a PNG is sent without its texts; what is chosen by another name is taken by its bytes", async ({
  page,
  site,
}) => {
  const png = await picture(page, "image/png");
  await choose(page, /Page of the passport/, withText(png), "image/jpeg");
  await choose(page, /Photo of your face/, png, "image/png");
  await expect(page.getByRole("img", { name: /Preview/ })).toHaveCount(2);
  await page.getByRole("button", { name: "Send documents" }).click();
  await expect.poll(() => site.calls.some(({ path }) => path.endsWith("/passport"))).toBe(true);
  const [call] = site.calls.filter(({ path }) => path.endsWith("/passport"));
  expect(call?.headers["content-type"]).toBe("image/png");
  expect(call?.bytes.includes(SECRET)).toBe(false);
  expect(await seen(page, call?.bytes ?? Buffer.alloc(0), "image/png")).toEqual({ size: "60x40", red: "upper left" });
});

const bad: [name: string, bytes: Buffer, words: string][] = [
  ["empty", Buffer.alloc(0), "This file is empty"],
  ["HEIC", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"), "HEIC"],
  ["of another type", Buffer.from("GIF89a and more"), "This kind of file cannot be used"],
  ["too large", Buffer.concat([Buffer.from("%PDF-1.7"), Buffer.alloc(200_000)]), "too large"],
  ["broken off", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 1]), "cannot be read"],
];
for (const [name, bytes, words] of bad) {
  test(`a file that is ${name} is refused before it is sent`, async ({ page, site }) => {
    await choose(page, /Page of the passport/, bytes, "image/jpeg");
    await expect(input(page, /Page of the passport/)).toHaveAccessibleErrorMessage(new RegExp(words));
    await page.getByRole("button", { name: "Send documents" }).click();
    await expect(page.locator("[part~=errors]")).toContainText("Please choose a file.");
    expect(site.calls.filter(({ method }) => method === "POST")).toEqual([]);
  });
}

test("an upload that is cancelled or fails leaves what has arrived, and sends only the rest", async ({
  page,
  site,
}) => {
  const jpeg = await picture(page, "image/jpeg");
  let release: (() => void) | undefined;
  site.routes[SELFIE] = async () => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return { body: { received: [] } };
  };
  await choose(page, /Page of the passport/, jpeg, "image/jpeg");
  await choose(page, /Photo of your face/, jpeg, "image/jpeg");
  await expect(page.getByRole("img", { name: /Preview/ })).toHaveCount(2);
  const send = page.getByRole("button", { name: "Send documents" });
  await send.click();
  await expect.poll(() => release !== undefined).toBe(true);
  await expect(page.getByRole("progressbar", { name: "Photo of your face" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Stopped. What has been received stays.")).toBeVisible();
  await expect(send).toBeFocused();
  release?.();
  site.routes[SELFIE] = () => "cut";
  await send.click();
  await expect(page.getByText("does not answer right now")).toBeVisible();
  site.routes[SELFIE] = () => ({ body: { received: ["passport", "selfie"] } });
  site.routes["GET /flow"] = () => ({ body: flowAt("wait") });
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Your details are being checked" })).toBeFocused();
  expect(site.calls.filter(({ path }) => path.endsWith("/passport"))).toHaveLength(1);
});

test("what has arrived before a reload, or in another tab, is not asked for again", async ({ page, site }) => {
  const [identity, selfie] = TASKS.documents.documents;
  const documents = [{ ...identity, received: ["card-front"] }, selfie];
  site.routes["GET /flow"] = () => ({ body: flowAt("documents", { ...TASKS.documents, documents }) });
  site.routes["POST /flow/tasks/one.documents/documents/card-back"] = () => ({ body: { received: ["card-back"] } });
  await page.reload();
  // The way that was begun is the one that goes on.
  await expect(page.getByRole("radio", { name: "Identity card" })).toBeChecked();
  await expect(page.getByText("Received.", { exact: true })).toHaveCount(1);
  const jpeg = await picture(page, "image/jpeg");
  await choose(page, /Identity card, back/, jpeg, "image/jpeg");
  await choose(page, /Photo of your face/, jpeg, "image/jpeg");
  await expect(page.getByRole("img", { name: /Preview/ })).toHaveCount(2);
  await page.getByRole("button", { name: "Send documents" }).click();
  const sent = () => site.calls.filter(({ method }) => method === "POST").map(({ path }) => path.split("/").at(-1));
  await expect.poll(sent).toEqual(["card-back", "selfie"]);
});

test("a file that is chosen stays when the language changes", async ({ page }) => {
  await choose(page, /Page of the passport/, await picture(page, "image/png"), "image/png");
  await expect(page.getByRole("img", { name: /Preview/ })).toBeVisible();
  await page.evaluate(() => (document.documentElement.lang = "de"));
  await expect(page.locator("kyc-flow [part~=base]")).toHaveAttribute("lang", "de");
  await expect(page.locator("kyc-flow canvas")).toHaveCount(1);
});
