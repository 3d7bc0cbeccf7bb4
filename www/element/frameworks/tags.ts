/** The tags of the package as templates write them: what can be set, and what is heard. */
import type { KycConsentEvents } from "../events.ts";
import type { KycFlowEvents } from "../flow/events.ts";
import type { KycFlow } from "../flow/kyc-flow.ts";
import type { KycConsent } from "../kyc-consent.ts";
import type { KycStatus } from "../status/kyc-status.ts";

/** Properties of an element that a template may set. */
type Settable<Element, Names extends keyof Element> = { readonly [Name in Names]?: Element[Name] | undefined };

/** Attributes that are no properties. */
interface FlowAttributes {
  /** `include` where the gateway is of another origin and keeps a sign-in of its own. */
  readonly credentials?: "include" | "same-origin" | "omit" | undefined;
}

/** Each element: its class, what can be set on its tag, and the details of its events by name. */
export interface Tags {
  "kyc-consent": {
    element: KycConsent;
    settable: Settable<
      KycConsent,
      | "policy"
      | "region"
      | "gateway"
      | "name"
      | "density"
      | "optional"
      | "disabled"
      | "authorize"
      | "presentation"
      | "fetch"
    >;
    events: KycConsentEvents;
  };
  "kyc-flow": {
    element: KycFlow;
    settable: Settable<
      KycFlow,
      "gateway" | "scopes" | "keep" | "density" | "authorize" | "words" | "fetch" | "storeFile"
    > &
      FlowAttributes & {
        /** The level of the step's heading; else 2. */
        readonly "heading-level"?: 1 | 2 | 3 | 4 | 5 | 6 | `${1 | 2 | 3 | 4 | 5 | 6}` | undefined;
      };
    events: Omit<KycFlowEvents, "kyc-status-changed">;
  };
  "kyc-status": {
    element: KycStatus;
    settable: Settable<KycStatus, "gateway" | "scopes" | "density" | "authorize" | "words" | "fetch"> & FlowAttributes;
    events: Pick<KycFlowEvents, "kyc-status-changed" | "kyc-flow-failed">;
  };
}

/** Listeners by the event's name, with `on` before it. */
export type Listeners<Events> = {
  readonly [Name in keyof Events & string as `on${Name}`]?: ((event: CustomEvent<Events[Name]>) => void) | undefined;
};
