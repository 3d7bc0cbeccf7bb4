import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/**
 * What axe finds on the page as it is now: rules and the elements that break them.
 *
 * @param options of axe. Where the page's policy allows styles by nonce alone, `preload: false`: axe parses the style of a
 *   shadow root by putting a copy in a document of its own, without the nonce, and the policy refuses that aloud
 */
export async function findings(page: Page, options: { preload?: boolean } = {}): Promise<string[]> {
  // There are no frames in it, so nothing has to be put together in a second page, which takes three times as long.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ["violations"], ...options })
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

/** Pixels by which the page is wider than its window. */
export function sticksOut(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}
