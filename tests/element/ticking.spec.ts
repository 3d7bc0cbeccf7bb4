import type { KycConsent } from "../../www/element/index.ts";
import { ELEMENT, POLICY, presentation } from "./site.ts";
import { expect, test } from "./test.ts";

const VALUE = `${POLICY.policy}@${POLICY.version}`;
const UNTICKED = { checked: false, value: "", form: [], valid: false, states: [] };
const TICKED = { checked: true, value: VALUE, form: [VALUE], valid: true, states: ["ticked"] };

test("starts unticked, required and ready", async ({ consent }) => {
  await consent.open();
  await expect(consent.box).not.toBeChecked();
  expect(await consent.state()).toEqual(UNTICKED);
  expect(await consent.events()).toEqual(["kyc-consent-ready"]);
});

test("a click of the person ticks it, another unticks it", async ({ consent }) => {
  await consent.open();
  await consent.box.click();
  await expect(consent.box).toBeChecked();
  expect(await consent.state()).toEqual(TICKED);
  expect(await consent.events()).toEqual(["kyc-consent-ready", "input", "change", "kyc-consent-given"]);

  await consent.box.click();
  expect(await consent.state()).toEqual(UNTICKED);
  expect(await consent.details("kyc-consent-withdrawn")).toEqual([
    { policy: POLICY.policy, version: POLICY.version, withdrawnAt: null, reason: "person" },
  ]);
});

test("a click on the sentence ticks it, one on the link does not", async ({ consent, page }) => {
  await page.context().route(POLICY.link, (route) => route.fulfill({ body: "the policy" }));
  await consent.open();
  const popup = page.waitForEvent("popup");
  await consent.link.click();
  const opened = await popup;
  await expect(opened).toHaveURL(POLICY.link);
  expect(await opened.evaluate(() => opener)).toBeNull();
  await opened.close();
  await page.bringToFront();
  expect(await consent.state()).toEqual(UNTICKED);

  await consent.sentence.click({ position: { x: 10, y: 10 } });
  expect(await consent.state()).toEqual(TICKED);
  await expect(consent.box).toBeFocused();
});

test("selecting text in the sentence does not tick it", async ({ consent, page }) => {
  await consent.open();
  const frame = await consent.sentence.boundingBox();
  if (!frame) throw new Error("The sentence is not rendered");
  await page.mouse.move(frame.x + 5, frame.y + 10);
  await page.mouse.down();
  await page.mouse.move(frame.x + 120, frame.y + 10, { steps: 5 });
  await page.mouse.up();
  expect(await page.evaluate(() => String(getSelection()))).not.toBe("");
  expect(await consent.state()).toEqual(UNTICKED);
});

test("the keyboard alone does it all", async ({ consent, page }) => {
  await consent.open();
  await page.keyboard.press("Tab");
  await expect(consent.box).toBeFocused();
  await page.keyboard.press("Space");
  expect(await consent.state()).toEqual(TICKED);
  await page.keyboard.press("Tab");
  await expect(consent.link).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(/sent/);
  expect(new URL(page.url()).searchParams.get("consent")).toBe(VALUE);
});

test.describe("nobody but the person ticks it:", () => {
  const attempts: Record<string, (element: KycConsent) => void> = {
    "the property": (element) => {
      element.checked = true;
    },
    "the attribute": (element) => element.setAttribute("checked", ""),
    "a click of the element": (element) => element.click(),
    "a click of its box": (element) => element.shadowRoot?.querySelector("input")?.click(),
    "a click of its sentence": (element) => element.shadowRoot?.querySelector<HTMLElement>("[part~=sentence]")?.click(),
    "a click event": (element) =>
      element.shadowRoot?.querySelector("input")?.dispatchEvent(new MouseEvent("click", { bubbles: true })),
    "an input and a change event": (element) => {
      const box = element.shadowRoot?.querySelector("input");
      for (const type of ["input", "change"]) box?.dispatchEvent(new Event(type, { bubbles: true }));
    },
    "a key": (element) => {
      const box = element.shadowRoot?.querySelector("input");
      for (const type of ["keydown", "keyup"]) box?.dispatchEvent(new KeyboardEvent(type, { key: " ", code: "Space" }));
    },
    "the box's property": (element) => {
      const box = element.shadowRoot?.querySelector("input");
      if (box) box.checked = true;
    },
    "the box's attribute": (element) => element.shadowRoot?.querySelector("input")?.setAttribute("checked", ""),
    "a label planted in the shadow root": (element) => {
      const label = document.createElement("label");
      label.htmlFor = "box";
      element.shadowRoot?.append(label);
      label.click();
    },
    "a label of the page": (element) => {
      const label = document.createElement("label");
      label.append("All");
      element.id = "consent";
      label.htmlFor = "consent";
      document.body.append(label);
      label.click();
    },
    "a click whose trace is wiped out": (element) => {
      addEventListener("click", (event) => event.stopImmediatePropagation(), { capture: true, once: true });
      element.shadowRoot?.querySelector("input")?.click();
    },
    "a reset of its form": (element) => {
      element.setAttribute("checked", "");
      element.form?.reset();
    },
    "a restored state": (element) => {
      const restore = Reflect.get(element, "formStateRestoreCallback");
      if (typeof restore === "function") restore.call(element, "crossmint-privacy-policy@2026-11-23", "restore");
    },
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    test(name, async ({ consent }) => {
      await consent.open();
      await consent.host.evaluate(attempt);
      await expect(consent.box).not.toBeChecked();
      expect(await consent.state()).toEqual(UNTICKED);
      expect((await consent.events()).filter((event) => event !== "kyc-consent-ready")).toEqual([]);

      // And the person still can. A planted label stays refused, whoever clicks.
      if (name.includes("planted")) return;
      await consent.box.click();
      expect(await consent.state()).toEqual(TICKED);
    });
  }

  test("the browser's own setter, past the property: the box is put right and the click does not count", async ({
    consent,
  }) => {
    await consent.open();
    await consent.host.evaluate((element: KycConsent) => {
      const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "checked")?.set;
      setter?.call(element.shadowRoot?.querySelector("input"), true);
    });
    expect(await consent.state()).toEqual(UNTICKED);
    await consent.box.click();
    await expect(consent.box).not.toBeChecked();
    expect(await consent.state()).toEqual(UNTICKED);
    await consent.box.click();
    expect(await consent.state()).toEqual(TICKED);
  });

  test("attribute and property from before the element was defined", async ({ consent, page, site }) => {
    site.html = `<form>${ELEMENT.replace("<kyc-consent", "<kyc-consent checked")}</form>`;
    await page.addInitScript(() => {
      document.addEventListener("readystatechange", () => {
        for (const element of document.querySelectorAll("kyc-consent")) Object.assign(element, { checked: true });
      });
    });
    await page.route("**/element.js", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await route.continue();
    });
    await consent.open();
    expect(await consent.state()).toEqual(UNTICKED);
    await consent.box.click();
    expect(await consent.state()).toEqual(TICKED);
  });

  test("a clone of a ticked one", async ({ consent, page }) => {
    await consent.open();
    await consent.box.click();
    await consent.host.evaluate((element) => {
      const clone = element.cloneNode(true) as Element;
      clone.id = "clone";
      element.after(clone);
    });
    const clone = page.locator("#clone");
    await expect(clone.getByRole("checkbox")).toHaveAttribute("aria-disabled", "false");
    await expect(clone.getByRole("checkbox")).not.toBeChecked();
    expect(await clone.evaluate((element: KycConsent) => [element.checked, element.evidence])).toEqual([false, null]);
    expect(await consent.state()).toMatchObject({ checked: true });
  });

  test("going back in the history, with the form's state restored", async ({ consent, page }) => {
    await consent.open();
    await consent.box.click();
    await page.getByRole("button", { name: "Continue" }).click();
    await page.waitForURL(/sent/);
    await page.goBack();
    await expect(consent.box).toHaveAttribute("aria-disabled", "false");
    await expect(consent.box).not.toBeChecked();
    expect(await consent.state()).toEqual(UNTICKED);
  });
});

test("a click that the page cancels does not tick it", async ({ consent, page }) => {
  await consent.open();
  await page.evaluate(() => addEventListener("click", (event) => event.preventDefault(), { once: true }));
  await consent.box.click();
  await expect(consent.box).not.toBeChecked();
  expect(await consent.state()).toEqual(UNTICKED);
});

test("a click that the page cancels and turns into one of its own does not tick it", async ({ consent }) => {
  await consent.open();
  await consent.host.evaluate((element: KycConsent) => {
    const onClick = (event: Event) => {
      event.preventDefault();
      addEventListener("click", (other) => other.stopImmediatePropagation(), { capture: true, once: true });
      element.shadowRoot?.querySelector("input")?.click();
    };
    addEventListener("click", onClick, { once: true });
  });
  await consent.box.click();
  await expect(consent.box).not.toBeChecked();
  expect(await consent.state()).toEqual(UNTICKED);
});

test("resetting the form unticks it", async ({ consent }) => {
  await consent.open();
  await consent.box.click();
  await consent.host.evaluate((element: KycConsent) => element.form?.reset());
  await expect(consent.box).not.toBeChecked();
  expect(await consent.state()).toEqual(UNTICKED);
  expect(await consent.details("kyc-consent-withdrawn")).toMatchObject([{ reason: "reset", withdrawnAt: null }]);
});

test("another text unticks it", async ({ consent }) => {
  await consent.open();
  await consent.box.click();
  await consent.host.evaluate((element) => element.setAttribute("lang", "de"));
  await expect(consent.sentence).toHaveText(/Ich willige ein/);
  expect(await consent.state()).toEqual(UNTICKED);
  expect(await consent.details("kyc-consent-withdrawn")).toMatchObject([{ reason: "text-replaced" }]);
});

test("moving it in the document keeps the tick", async ({ consent }) => {
  await consent.open();
  await consent.box.click();
  await consent.host.evaluate((element) => element.parentElement?.append(element));
  expect(await consent.state()).toEqual(TICKED);
});

test("a disabled fieldset disables it, and takes it out of the form", async ({ consent, site }) => {
  site.html = `<form><fieldset>${ELEMENT}</fieldset></form>`;
  await consent.open();
  await consent.host.evaluate((element) => element.parentElement?.toggleAttribute("disabled", true));
  await expect(consent.box).toBeDisabled();
  await consent.sentence.click({ position: { x: 10, y: 10 }, force: true });
  expect(await consent.state()).toMatchObject({ checked: false });
  expect(await consent.host.evaluate((element: KycConsent) => element.willValidate)).toBe(false);
});

test("the evidence is what the document really showed", async ({ consent }) => {
  await consent.open();
  expect(await consent.host.evaluate((element: KycConsent) => element.evidence)).toBeNull();
  await consent.host.evaluate((element: KycConsent) => {
    const link = element.shadowRoot?.querySelector("a");
    link?.before("absolutely ");
    link?.setAttribute("href", "https://elsewhere.example/");
  });
  await consent.box.click();
  const evidence = await consent.host.evaluate((element: KycConsent) => element.evidence);
  const text = presentation("en").segments.map((segment) => segment.text);
  expect(evidence).toEqual({
    policy: POLICY.policy,
    version: POLICY.version,
    language: "en",
    text: `${text[0]}absolutely ${text[1]}`,
    link: { text: text[1], href: "https://elsewhere.example/" },
    tickedAtStart: false,
    openingForced: false,
    visible: true,
    logo: { shown: true, width: 132, height: 24 },
    presentedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    tickedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    byPerson: true,
  });
  expect(await consent.details("kyc-consent-given")).toEqual([{ evidence }]);
  const frozen = await consent.host.evaluate((element: KycConsent) => [
    Object.isFrozen(element.evidence),
    Object.isFrozen(element.evidence?.link),
    Object.isFrozen(element.evidence?.logo),
  ]);
  expect(frozen).toEqual([true, true, true]);
});
