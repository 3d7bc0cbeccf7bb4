import type { PartnerCall, Product } from "./product.ts";
import { expect, test } from "./test.ts";

async function callsSince(product: Product, before: readonly PartnerCall[]): Promise<string[]> {
  const now = await product.partnerCalls();
  return now.slice(0, now.length - before.length).map(({ operation }) => operation);
}

test("every button pressed twice does its work once", async ({ checkout, product }) => {
  await product.control("POST", "reset");
  await checkout.open();
  await checkout.box.click();
  await checkout.pressTwice();
  await checkout.at("details");
  let before = await product.partnerCalls();
  expect(before.filter(({ operation }) => operation === "crossmint.acceptLegalDocument")).toHaveLength(1);

  await checkout.fillIn();
  before = await product.partnerCalls();
  await checkout.pressTwice();
  await checkout.at("documents");
  expect((await callsSince(product, before)).filter((name) => name === "crossmint.putUser")).toHaveLength(1);

  await checkout.fillIn();
  before = await product.partnerCalls();
  await checkout.pressTwice();
  await checkout.at("checking");
  await expect(checkout.page.locator(".checking-countdown")).not.toBeEmpty();
  const calls = await callsSince(product, before);
  expect(calls.filter((name) => name === "crossmint.uploadDocument")).toHaveLength(2);
  expect(calls.filter((name) => name === "crossmint.triggerVerification")).toHaveLength(1);
});
