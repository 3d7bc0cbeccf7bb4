import { test as base, expect, type Locator, type Page } from "@playwright/test";
import type { KycConsent, KycConsentEvents } from "../../www/element/index.ts";
import { type Site, SiteServer } from "./site.ts";

export { expect };

/** What a test sees of the element. */
export interface Consent {
  readonly host: Locator;
  readonly box: Locator;
  readonly sentence: Locator;
  readonly link: Locator;
  readonly note: Locator;
  readonly status: Locator;
  readonly retry: Locator;
  /** Opens the site's page and waits until the box can be ticked. */
  open(): Promise<void>;
  /** What the element says of itself. */
  state(): Promise<{ checked: boolean; value: string; form: string[]; valid: boolean; states: string[] }>;
  /** The names of the element's events so far, native `input` and `change` among them. */
  events(): Promise<string[]>;
  /** The details of the events of one name so far. */
  details<Name extends keyof KycConsentEvents>(name: Name): Promise<KycConsentEvents[Name][]>;
}

const STATES = ["ticked", "busy", "invalid", "recorded", "unready"];

/** Every test may make no call of the console's `error`, and break no rule of the content security policy. */
export const test = base.extend<{ site: Site; consent: Consent; silent: undefined }, { server: SiteServer }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern.
    async ({}, use) => {
      const server = await SiteServer.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],

  site: async ({ server }, use) => use(server.site()),

  silent: [
    async ({ page, site }, use) => {
      const errors: string[] = [];
      // Firefox tells as an error what such a page forbids, and the element tries.
      const isForbidden = (text: string) => !site.allowsWasm && text.includes("blocked WebAssembly");
      page.on("pageerror", (error) => !isForbidden(error.message) && errors.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
          errors.push(message.text());
        }
      });
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],

  consent: async ({ page, site }, use) => {
    await page.addInitScript(() => {
      const seen: { name: string; detail: unknown }[] = [];
      Object.assign(globalThis, { seen });
      const names = ["ready", "given", "withdrawn", "recorded", "failed", "stale"].map((name) => `kyc-consent-${name}`);
      for (const name of [...names, "kyc-receipt-saved", "input", "change"]) {
        addEventListener(name, (event) => {
          if (!(event.target as Element).matches?.("kyc-consent")) return;
          const detail = (event as CustomEvent).detail ?? null;
          const error = detail?.error;
          const copy = error ? { ...detail, error: { code: error.code, rules: error.rules } } : detail;
          seen.push({ name, detail: structuredClone(copy) });
        });
      }
    });
    await use(consentOn(page, site));
  },
});

/** What a person can wish of every page. */
export type Wishes = Pick<
  NonNullable<Parameters<Page["emulateMedia"]>[0]>,
  "colorScheme" | "forcedColors" | "reducedMotion"
>;

const FEATURES = {
  colorScheme: "prefers-color-scheme",
  forcedColors: "forced-colors",
  reducedMotion: "prefers-reduced-motion",
};

/** Has the pages see these wishes. Firefox cannot be told; it has them in its settings, or this fails. */
export async function wish(page: Page, wishes: Wishes): Promise<void> {
  await page.emulateMedia(wishes);
  const queries = Object.entries(wishes).map(([name, value]) => `(${FEATURES[name as keyof Wishes]}: ${value})`);
  const unseen = await page.evaluate((all) => all.filter((query) => !matchMedia(query).matches), queries);
  expect(unseen, "wishes that the browser does not show to the page").toEqual([]);
}

function consentOn(page: Page, site: Site): Consent {
  const host = page.locator("kyc-consent").first();
  const seen = () =>
    page.evaluate(() => (globalThis as unknown as { seen: { name: string; detail: unknown }[] }).seen.slice());
  return {
    host,
    box: host.getByRole("checkbox"),
    sentence: host.locator("[part~=sentence]"),
    link: host.getByRole("link"),
    note: host.locator("[part~=note]"),
    status: host.getByRole("status"),
    retry: host.getByRole("button"),
    async open() {
      await page.goto(site.url);
      await expect(host.getByRole("checkbox")).toHaveAttribute("aria-disabled", "false");
    },
    state: () =>
      host.evaluate((element: KycConsent, names) => {
        const form = element.form ? [...new FormData(element.form).values()].map(String) : [];
        const states = names.filter((name) => element.matches(`:state(${name})`));
        return { checked: element.checked, value: element.value, form, valid: element.validity.valid, states };
      }, STATES),
    events: async () => (await seen()).map(({ name }) => name),
    details: async <Name extends keyof KycConsentEvents>(name: Name) =>
      (await seen()).filter((event) => event.name === name).map(({ detail }) => detail as KycConsentEvents[Name]),
  };
}
