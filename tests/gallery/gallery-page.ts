import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "@playwright/test";
import sharp from "sharp";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const ASSETS = join(ROOT, "target/www/demo-assets");
const FONTS = join(ROOT, "node_modules/@fontsource/vazirmatn/files");
const ORIGIN = "http://gallery.example";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Every machine has other fonts: the pictures are made with one that comes with the tests. */
const FONT_FACES = ["latin", "arabic"]
  .flatMap((script) => [400, 700].map((weight) => [script, weight] as const))
  .map(([script, weight]) => {
    const range = script === "arabic" ? "unicode-range: U+0600-06FF, U+200C-200E, U+FB50-FDFF, U+FE70-FEFC;" : "";
    const source = `url("/fonts/vazirmatn-${script}-${weight}-normal.woff2")`;
    return `@font-face { font-family: Pictures; font-weight: ${weight}; src: ${source}; ${range} }`;
  });

/** An image has no part in the fonts of its page: it brings the one of the tests along. */
function inOwnFont(svg: string): string {
  const font = readFileSync(join(FONTS, "vazirmatn-latin-400-normal.woff2"), "base64");
  const face = `@font-face { font-family: Pictures; src: url("data:font/woff2;base64,${font}") }`;
  return svg.replace(/(<svg[^>]*>)/, `$1<style>${face} text { font-family: Pictures }</style>`);
}

/** How the gallery is looked at. */
export interface Look {
  readonly theme: "light" | "dark" | "forced";
  readonly lang: "en" | "ar";
  readonly width: "320" | "640" | "wide";
}

/** Opens the gallery from the built files, in the tests' own font and at a fixed moment, and waits for every state. */
export async function openGallery(page: Page, { theme, lang, width }: Look): Promise<void> {
  if (!existsSync(join(ASSETS, "gallery.html"))) throw new Error("The gallery is not built: npm run build");
  if (!existsSync(FONTS)) throw new Error("The font of the pictures is missing: npm install");
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    const path = pathname.startsWith("/fonts/") ? join(FONTS, pathname.slice(7)) : join(ASSETS, pathname);
    if (!existsSync(path)) return route.fulfill({ status: 404 });
    const type = TYPES[extname(path)];
    const body = extname(path) === ".svg" ? inOwnFont(readFileSync(path, "utf8")) : readFileSync(path);
    return route.fulfill({ body, ...(type && { contentType: type }) });
  });
  await page.clock.setFixedTime("2026-11-23T10:00:05Z");
  await page.setViewportSize({ width: 1200, height: 900 });
  await page.emulateMedia({
    colorScheme: theme === "dark" ? "dark" : "light",
    forcedColors: theme === "forced" ? "active" : "none",
    reducedMotion: "reduce",
  });
  await page.goto(`${ORIGIN}/gallery.html?${new URLSearchParams({ lang, width })}`);
  const fonts = [...FONT_FACES, ":root { --sans: Pictures } * { caret-color: transparent !important }"];
  await page.addStyleTag({ content: fonts.join("\n") });
  await page.evaluate(() =>
    Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 16px Pictures`, "aش"))),
  );
}

/** Every state that the gallery has, by name. */
export async function stateNames(page: Page): Promise<readonly string[]> {
  const options = await page.locator("[name=state] option").all();
  const names = await Promise.all(options.map((option) => option.getAttribute("value")));
  return names.filter((name): name is string => name !== null && name !== "");
}

/** Shows one state alone, and waits until it has got there. */
export async function show(page: Page, state: string): Promise<Locator> {
  await page.locator("[name=state]").selectOption(state);
  const picture = page.locator(`.picture[data-state="${state}"][data-ready]`);
  await picture.waitFor();
  // Only a person's own hand does that.
  if (state.endsWith("-ticked")) {
    await picture.getByRole("checkbox").click();
    await page.mouse.move(0, 0);
  }
  await picture.evaluate((one) => Promise.all([...one.querySelectorAll("img")].map((image) => image.decode())));
  return picture;
}

/**
 * One picture, in few colours: both what is kept and what is seen, so that the files stay small and an edge of a letter
 * that is a shade lighter elsewhere is the same.
 */
export async function take(picture: Locator, colours: number): Promise<Buffer> {
  const seen = await picture.screenshot({ animations: "disabled", caret: "hide" });
  return sharp(seen).png({ palette: true, colours, dither: 0, effort: 10 }).toBuffer();
}

/** Whether the picture is the one in the file, to the byte. To compare the dots of all is a third of the work of these tests. */
export function isKept(picture: Buffer, file: string): boolean {
  return existsSync(file) && picture.equals(readFileSync(file));
}
