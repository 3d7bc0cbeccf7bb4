import { flow } from "kyc-assent/edge";
import type { FlowFacts } from "../../package/types.ts";
import type { NoteFault } from "../configuration.ts";

/** The variables of the flow. */
export interface FlowEnv {
  readonly FLOW_SCOPES?: string;
  readonly FLOW_OPTIONS?: string;
  readonly FLOW_ENHANCED?: string;
  readonly IDENTITY_CHECK_CLAIM?: string;
  readonly LIVENESS_CHECK_CLAIM?: string;
}

export interface FlowSettings {
  /** What a page wants that does not say so; none: of each partner the first. */
  readonly scopes: readonly string[];
  /** Further options of choices, by item. */
  readonly options: NonNullable<FlowFacts["options"]>;
  /** Whether enhanced due diligence is asked for from the start. */
  readonly enhanced: boolean;
  /** The claims of the host's token with the times of its own checks. */
  readonly checkClaims: { readonly identity: string | undefined; readonly liveness: string | undefined };
}

/** Reads and checks the flow's variables. Whether partners have the scopes, the core says when it is asked. */
export function flowSettings(env: FlowEnv, fault: NoteFault): FlowSettings {
  const scopes = (env.FLOW_SCOPES ?? "").split(/[\s,]+/).filter((scope) => scope !== "");
  const { FLOW_ENHANCED: enhanced } = env;
  if (enhanced && enhanced !== "true" && enhanced !== "false") {
    fault("FLOW_ENHANCED", 'set it to "true" or "false"');
  }
  return {
    scopes,
    options: optionsOf(env.FLOW_OPTIONS, fault),
    enhanced: enhanced === "true",
    checkClaims: {
      identity: env.IDENTITY_CHECK_CLAIM || undefined,
      liveness: env.LIVENESS_CHECK_CLAIM || undefined,
    },
  };
}

function optionsOf(text: string | undefined, fault: NoteFault): FlowSettings["options"] {
  if (!text) return {};
  let options: unknown;
  try {
    options = JSON.parse(text);
  } catch {
    options = undefined;
  }
  if (flow("flowOptions", { options })) return options as FlowSettings["options"];
  const form = '{ "employment": [{ "value": "…", "label": "…" }] }';
  fault("FLOW_OPTIONS", `set it to a JSON object of further options, by items that are a choice: ${form}`);
  return {};
}
