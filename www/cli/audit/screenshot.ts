import type { Page } from "playwright-core";
import type { AuditFinding, AuditRect } from "../../package/audit-report.ts";

/** A frame around a place, and the numbers of the findings beside it. */
interface Mark {
  readonly frame: AuditRect;
  readonly numbers: string;
  readonly label: AuditRect;
}

const LABEL_HEIGHT = 20;

/** Draws the marks over the page. Runs in the page: it must stand by itself. */
function draw(marks: readonly Mark[]): void {
  const layer = document.createElement("div");
  layer.style.cssText = "all:initial;position:absolute;left:0;top:0;width:0;height:0;z-index:2147483647";
  const add = ({ x, y, width, height }: AuditRect, css: string, text: string) => {
    const box = document.createElement("div");
    box.textContent = text;
    box.style.cssText = `all:initial;position:absolute;box-sizing:border-box;left:${x}px;top:${y}px;width:${width}px;height:${height}px;${css}`;
    layer.append(box);
  };
  for (const { frame } of marks) add(frame, "border:2px solid #d4002a;border-radius:4px;outline:1px solid #fff", "");
  for (const { label, numbers } of marks) {
    const text = `font:700 13px/${label.height}px sans-serif;text-align:center;white-space:nowrap`;
    add(label, `border-radius:4px;background:#d4002a;color:#fff;${text}`, numbers);
  }
  document.documentElement.append(layer);
}

/** Frames, and labels where none covers another: beside the frame, else above or below it, else further away. */
function marksOf(findings: readonly AuditFinding[]): Mark[] {
  const places = new Map<string, { frame: AuditRect; numbers: string }>();
  for (const [index, { rect, where }] of findings.entries()) {
    if (where === "") continue;
    const frame = {
      x: Math.max(1, rect.x - 4),
      y: Math.max(1, rect.y - 4),
      width: Math.max(20, rect.width + 8),
      height: Math.max(20, rect.height + 8),
    };
    const key = Object.values(frame).map(Math.round).join();
    const known = places.get(key);
    places.set(key, { frame, numbers: known ? `${known.numbers}, ${index + 1}` : `${index + 1}` });
  }
  const taken: AuditRect[] = [];
  return [...places.values()].map(({ frame, numbers }) => {
    const size = { width: 14 + 8 * numbers.length, height: LABEL_HEIGHT };
    const label = spots(frame, size).find(
      (spot) => spot.x >= 0 && spot.y >= 0 && !taken.some((other) => overlap(spot, other)),
    );
    const chosen = label ?? { x: frame.x, y: frame.y, ...size };
    taken.push(chosen);
    return { frame, numbers, label: chosen };
  });
}

function spots({ x, y, width, height }: AuditRect, size: { width: number; height: number }): AuditRect[] {
  const out: AuditRect[] = [];
  for (let step = 0; step < 6; step += 1) {
    const away = step * (size.width + 3);
    out.push({ x: x - size.width - 3 - away, y, ...size });
    out.push({ x: x + width + 3 + away, y, ...size });
  }
  out.push({ x, y: y - size.height - 2, ...size }, { x, y: y + height + 2, ...size });
  return out;
}

function overlap(one: AuditRect, other: AuditRect): boolean {
  const across = one.x < other.x + other.width && other.x < one.x + one.width;
  return across && one.y < other.y + other.height && other.y < one.y + one.height;
}

/** The whole page as PNG, with the places of the findings outlined and numbered as in the list. */
export async function picture(page: Page, findings: readonly AuditFinding[]): Promise<Buffer> {
  await page.evaluate("scrollTo(0, 0)");
  await page.evaluate(draw, marksOf(findings));
  return page.screenshot({ fullPage: true, animations: "disabled" });
}
