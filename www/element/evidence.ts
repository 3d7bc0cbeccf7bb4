import type { Evidence } from "../package/types.ts";
import { isVisible, measureLogo } from "./logo.ts";
import type { Presentation } from "./presentation.ts";
import type { View } from "./view.ts";

/** What was noted when the sentence came up, before the person did anything. */
export interface Start {
  readonly presentedAt: string;
  readonly tickedAtStart: boolean;
}

/**
 * What the person saw when ticking the box: read back from the document, not taken from what was meant to be shown.
 * `byPerson` is true because nothing else gets here, see `KycConsent`.
 */
export function readEvidence(view: View, { policy, version, region }: Presentation, start: Start): Evidence {
  const { sentence, logo } = view;
  const link = sentence.querySelector("a");
  return Object.freeze({
    policy,
    version,
    language: sentence.lang,
    text: sentence.textContent ?? "",
    link: link && Object.freeze({ text: link.textContent ?? "", href: link.getAttribute("href") ?? "" }),
    ...(region !== undefined && { region }),
    ...start,
    openingForced: false,
    visible: isVisible(sentence),
    logo: Object.freeze(measureLogo(logo)),
    tickedAt: new Date().toISOString(),
    byPerson: true,
  });
}
