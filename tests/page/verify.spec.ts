// The page that verifies, from a plain server of files, and as `npm start` serves it.
import type { Page } from "@playwright/test";
import { accepted, exportOf, fileOf, Key, LOCATOR, POLICY, receiptOf } from "../package/records.ts";
import { findings } from "./findings.ts";
import { test as base, expect } from "./test.ts";
import { serveVerifier } from "./verifier-page.ts";

const key = new Key();
const receipt = fileOf(receiptOf([accepted("ar"), { kind: "withdrawn", policy: POLICY.policy }], key), key);
const { lines, table } = exportOf(40, key);

const test = base.extend<{ files: Awaited<ReturnType<typeof serveVerifier>> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern.
  files: async ({}, use) => {
    const files = await serveVerifier();
    await use(files);
    await files.stop();
  },
});

const file = (name: string, text: string) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(text),
});

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => "ready" in document.documentElement.dataset);
}

test("once loaded it needs no network: a receipt, an export, a table", async ({ page, files, context }) => {
  await open(page, files.url);
  const loaded = files.requests.length;
  await context.setOffline(true);
  await files.stop();
  const verdict = page.locator("#verdict");
  await page.setInputFiles("#file", file("receipt.json", receipt));
  await expect(verdict).toHaveText("This receipt holds.");
  await expect(verdict).toBeFocused();
  await expect(page.locator("#about")).toContainText("Withdrawn at");
  await expect(page.locator("#findings li[data-holds=null]")).toHaveCount(2);
  await page.setInputFiles("#file", file("export.jsonl", lines));
  await expect(verdict).toHaveText("This export holds.");
  await page.setInputFiles("#file", file("table.csv", table));
  await expect(verdict).toHaveText("This table does not hold.");
  await page.locator("summary").click();
  await page.setInputFiles("#keys", file("keys.json", JSON.stringify(key.set)));
  await expect(verdict).toHaveText("This table holds.");
  expect(files.requests.length).toBe(loaded);
});

test("what was changed is named with its place, in text that cannot become mark-up", async ({ page, files }) => {
  await open(page, files.url);
  await page.setInputFiles(
    "#file",
    file("export.jsonl", lines.replace("https://shop.example", "https://shop.examplE")),
  );
  await expect(page.locator("#verdict")).toHaveText("This export does not hold.");
  await expect(page.locator("#findings li").first()).toHaveText(/^Fails\s*line 3: This line was changed/);
  const hostile = JSON.parse(receipt);
  hostile.receipt.evidence.sentence.text = "<img src=x onerror=alert(1)>";
  await page.setInputFiles("#file", file("<b>name</b>.json", JSON.stringify(hostile)));
  await expect(page.locator("#about")).toContainText("<img src=x onerror=alert(1)>");
  await expect(page.locator("#file-name")).toHaveText("<b>name</b>.json");
  expect(await page.locator("main img, main b").count()).toBe(0);
});

test("a person's own identifier and the operator's keys are taken", async ({ page, files }) => {
  await open(page, files.url);
  await page.locator("summary").click();
  await page.getByLabel("Your own identifier").fill(LOCATOR);
  await page.setInputFiles("#file", file("receipt.json", receipt));
  await expect(page.locator("#findings")).toContainText("The receipt belongs to the identifier that you gave.");
  await page.setInputFiles("#keys", file("keys.json", "not JSON"));
  await expect(page.locator("#verdict")).toHaveText(/The file of keys is not JSON/);
  await page.setInputFiles("#keys", file("keys.json", JSON.stringify(new Key().set)));
  await expect(page.locator("#verdict")).toHaveText("This receipt does not hold.");
  expect(page.url()).toBe(files.url);
});

test("a file may be dropped, and the page lives while a long one is verified", async ({ page, files }) => {
  await open(page, files.url);
  // 24 MB of entries, made in the page: what matters is that the page answers in the meantime.
  const beats = await page.evaluate(async (text) => {
    const [head = "", ...rest] = text.split("\n");
    const long = `${head}\n${`${rest[2]}\n`.repeat(24_000)}${rest.join("\n")}`;
    const data = new DataTransfer();
    data.items.add(new File([long], "long.jsonl"));
    document.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, cancelable: true }));
    document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    const values = new Set<number>();
    const progress = document.querySelector("progress") as HTMLProgressElement;
    const result = document.querySelector("#result") as HTMLElement;
    while (result.hidden) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (!progress.hidden) values.add(progress.value);
    }
    return values.size;
  }, lines);
  expect(beats).toBeGreaterThan(3);
  await expect(page.locator("#verdict")).toHaveText("This export does not hold.");
  await expect(page.locator("#file-name")).toHaveText("long.jsonl");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing, before and after (${colorScheme})`, async ({ page, files }) => {
    await page.emulateMedia({ colorScheme });
    await open(page, files.url);
    expect(await findings(page)).toEqual([]);
    await page.locator("summary").click();
    await page.setInputFiles("#file", file("receipt.json", receipt.replace("Ostrea", "Otsrea")));
    await expect(page.locator("#verdict")).toHaveText("This receipt does not hold.");
    expect(await findings(page)).toEqual([]);
  });
}

test("on paper stands the result alone", async ({ page, files }) => {
  await open(page, files.url);
  await page.setInputFiles("#file", file("receipt.json", receipt));
  await expect(page.locator("#verdict")).toHaveText("This receipt holds.");
  await page.emulateMedia({ media: "print" });
  for (const hidden of ["#zone", "details", "#print"]) await expect(page.locator(hidden)).toBeHidden();
  await expect(page.locator("#findings")).toBeVisible();
});

test("npm start serves it under the same rules", async ({ page, product }) => {
  await open(page, `${product.demo}/verify/`);
  await page.setInputFiles("#file", file("receipt.json", receipt));
  await expect(page.locator("#verdict")).toHaveText("This receipt holds.");
});
