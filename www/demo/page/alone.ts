/** The element on its own, with the package's wasm where the page's policy allows it. */
import { check, init } from "kyc-assent/consent";
import type { KycConsent } from "kyc-assent/element-alone";
import "kyc-assent/element-alone";
import policyText from "../../../src/consent/policies/crossmint-privacy-policy.json" with { type: "json" };
import type { Evidence, Policy } from "../../package/types.ts";
import { byId, el } from "./dom.ts";
import { languageOptions } from "./language-options.ts";

const policy = policyText as Policy;

async function drawElement(hasCore: boolean): Promise<void> {
  const consent = document.createElement("kyc-consent") as KycConsent;
  consent.policy = policy.policy;
  consent.append(
    el("img", {
      slot: "logo",
      src: "/images/crossmint-placeholder.svg",
      width: 344,
      height: 48,
      alt: "Placeholder – put Crossmint’s logo here",
    }),
  );
  consent.addEventListener("change", () => showEvidence(consent.evidence, hasCore));
  byId("place", HTMLElement).replaceChildren(consent);
  const select = byId("language", HTMLSelectElement);
  select.replaceChildren(...languageOptions(policy.sentences.map(({ language }) => language)));
  select.value = "en";
  consent.lang = "en";
  select.addEventListener("change", () => {
    consent.lang = select.value;
    showEvidence(null, hasCore);
  });
}

function showEvidence(evidence: Evidence | null, hasCore: boolean): void {
  // It scrolls, so the keyboard must reach it.
  const shown = { role: "group", tabindex: "0", "aria-label": "Evidence" };
  byId("evidence", HTMLElement).replaceChildren(
    ...(evidence === null ? [] : [el("pre", shown, JSON.stringify(evidence, null, 2))]),
  );
  byId("rules", HTMLElement).replaceChildren(
    evidence === null ? "Tick the box to see it." : verdict(evidence, hasCore),
  );
}

function verdict(evidence: Evidence, hasCore: boolean): string {
  if (!hasCore) return "Not checked here: without the core, the gateway alone checks what was shown.";
  const rules = check(policy, evidence);
  return rules.length === 0 ? "The core finds no rule broken." : `The core finds broken: ${rules.join(", ")}.`;
}

/** Tries the smallest module there is. */
function allowsWasm(): boolean {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    return true;
  } catch {
    return false;
  }
}

async function loadCore(): Promise<boolean> {
  const note = byId("core", HTMLElement);
  try {
    await init();
    note.replaceChildren("The core is loaded: WebAssembly is allowed on this page.");
    return true;
  } catch {
    note.classList.add("core-missing");
    const why = allowsWasm()
      ? "it did not arrive"
      : "this page’s Content-Security-Policy does not allow WebAssembly ('wasm-unsafe-eval' in script-src)";
    note.replaceChildren(`The core could not be loaded: ${why}. The element shows the same text without it.`);
    return false;
  }
}

await drawElement(await loadCore());
