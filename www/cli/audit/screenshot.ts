import type { Page } from "playwright-core";
import type { AuditFinding } from "../../package/audit-report.ts";

/** Draws a frame and a number over each place. Runs in the page: it must stand by itself. */
function draw(marks: readonly { x: number; y: number; width: number; height: number; numbers: string }[]): void {
  const layer = document.createElement("div");
  layer.style.cssText = "all:initial;position:absolute;left:0;top:0;width:0;height:0;z-index:2147483647";
  for (const { x, y, width, height, numbers } of marks) {
    const frame = document.createElement("div");
    const [left, top] = [Math.max(2, x - 4), Math.max(2, y - 4)];
    frame.style.cssText = `all:initial;position:absolute;box-sizing:border-box;left:${left}px;top:${top}px;width:${Math.max(20, width + 8)}px;height:${Math.max(20, height + 8)}px;border:2px solid #d4002a;border-radius:4px;outline:2px solid #fff;pointer-events:none`;
    const label = document.createElement("div");
    label.textContent = numbers;
    label.style.cssText = `all:initial;position:absolute;left:-2px;${top < 24 ? "top:100%" : "bottom:100%"};padding:1px 6px;border-radius:4px;background:#d4002a;color:#fff;font:700 13px/18px sans-serif;white-space:nowrap`;
    frame.append(label);
    layer.append(frame);
  }
  document.documentElement.append(layer);
}

/** The whole page as PNG, with the places of the findings outlined and numbered as in the list. */
export async function picture(page: Page, findings: readonly AuditFinding[]): Promise<Buffer> {
  const marks = new Map<string, { x: number; y: number; width: number; height: number; numbers: string }>();
  for (const [index, { rect, where }] of findings.entries()) {
    if (where === "") continue;
    const { x, y, width, height } = rect;
    const key = [x, y, width, height].map(Math.round).join();
    const known = marks.get(key);
    marks.set(key, { x, y, width, height, numbers: known ? `${known.numbers}, ${index + 1}` : `${index + 1}` });
  }
  await page.evaluate("scrollTo(0, 0)");
  await page.evaluate(draw, [...marks.values()]);
  return page.screenshot({ fullPage: true, animations: "disabled" });
}
