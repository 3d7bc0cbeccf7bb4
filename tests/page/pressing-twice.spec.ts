import { expect, test } from "./test.ts";

test("every button pressed twice does its work once", async ({ checkout, product }) => {
  let before = await product.now();
  await checkout.open();
  await checkout.box.click();
  await checkout.pressTwice();
  await checkout.at("details");
  expect(await product.countSince(before, "crossmint.acceptLegalDocument")).toBe(1);

  await checkout.fillIn();
  before = await product.now();
  await checkout.pressTwice();
  await checkout.at("documents");
  expect(await product.countSince(before, "crossmint.putUser")).toBe(1);

  await checkout.fillIn();
  before = await product.now();
  await checkout.pressTwice();
  await checkout.at("checking");
  await expect(checkout.page.locator("#stage .checking-countdown")).not.toBeEmpty();
  expect(await product.countSince(before, "crossmint.uploadDocument")).toBe(2);
  expect(await product.countSince(before, "crossmint.triggerVerification")).toBe(1);
});
