/** The order beside the flow. All numbers are made up. */
import { byId, el } from "./dom.ts";
import { decimal, live, money, text, words } from "./language.ts";
import type { TextKey } from "./texts/en.ts";

const pays = 250;
const fee = 3.75;
const rate = 2612.4;
const currency = "EUR";

export function drawOrder(): void {
  const receives = () => decimal((pays - fee) / rate, 5);
  byId("order-receives", HTMLElement).replaceChildren(
    el("span", { class: "order-amount" }, live(receives)),
    " ",
    el("abbr", { title: "Ether" }, "ETH"),
  );
  const lines: readonly (readonly [TextKey, () => string])[] = [
    ["order.pays", () => money(pays, currency)],
    ["order.fee", () => money(fee, currency)],
    ["order.rate", () => text("order.rate-value", { amount: money(rate, currency) })],
  ];
  byId("order-lines", HTMLElement).replaceChildren(
    ...lines.map(([label, value]) => el("div", {}, el("dt", {}, words(label)), el("dd", {}, live(value)))),
  );
}
