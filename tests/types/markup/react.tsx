// The tags in React's JSX.

import type { KycConsent } from "kyc-assent/element";
import type {} from "kyc-assent/react";
import { createRef } from "react";

export const right = [
  <kyc-consent
    key="consent"
    ref={createRef<KycConsent>()}
    className="card"
    policy="crossmint-privacy-policy"
    gateway="https://kyc.shop.example"
    name="consent"
    density="compact"
    optional
    disabled={false}
    authorize={async () => "token"}
    onkyc-consent-given={({ detail }) => detail.evidence.tickedAt.toUpperCase()}
    onkyc-consent-failed={({ detail }) => detail.error.code.toUpperCase()}
  >
    <img slot="logo" src="/crossmint.svg" alt="Crossmint" />
  </kyc-consent>,
  <kyc-flow
    key="flow"
    scopes="onramp"
    heading-level={3}
    credentials="include"
    onkyc-flow-done={({ detail }) => detail.id}
  />,
  <kyc-status key="status" gateway="/" onkyc-status-changed={({ detail }) => detail.timeline.length} />,
];

export const wrong = [
  // @ts-expect-error law 3: no property ticks the box
  <kyc-consent key="1" checked />,
  // @ts-expect-error a density that there is not
  <kyc-consent key="2" density="tight" />,
  // @ts-expect-error the token comes from a function
  <kyc-consent key="3" authorize="token" />,
  // @ts-expect-error a detail that this event has not; of names with a hyphen JSX checks only those that there are
  <kyc-consent key="4" onkyc-consent-ready={({ detail }) => detail.evidence} />,
  // @ts-expect-error no heading is of this level
  <kyc-flow key="5" heading-level={7} />,
  // @ts-expect-error a detail that the event has not
  <kyc-status key="6" onkyc-status-changed={({ detail }) => detail.evidence} />,
];
