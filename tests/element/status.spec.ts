import AxeBuilder from "@axe-core/playwright";
import { flowAt } from "./flow-answers.ts";
import { expect, test, wish } from "./test.ts";

const looks = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  forced: { forcedColors: "active" },
} as const;
for (const [look, media] of Object.entries(looks)) {
  for (const kind of ["wait", "stop", "done", "form"] as const) {
    test(`axe finds nothing in <kyc-status>: ${kind}, ${look}`, async ({ page, site }) => {
      await wish(page, media);
      site.script = "status.js";
      site.html = `<kyc-status gateway="gateway"></kyc-status>`;
      site.routes["GET /flow"] = () => ({ body: { ...flowAt(kind), lookAgainAfter: null } });
      if (look === "dark") site.attributes = `lang="ar" dir="rtl"`;
      await page.goto(site.url);
      await expect(page.getByRole("listitem").first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`))).toEqual([]);
    });
  }
}
