import type { BrokenRule, Evidence } from "../package/types.ts";
import { callGateway, gatewayUrl } from "./calling.ts";
import type { Caller } from "./recording.ts";
import { loadWording, toAskFor } from "./words.ts";

export { isPresentation, type Presentation } from "./presentation-shape.ts";

/** Where presentations come from. */
export interface PresentationSource {
  /** The presentation of `policy` in the first of `languages` that there is, else in English. */
  present(policy: string, languages: readonly string[], options: LoadOptions): Promise<unknown>;
  /** Names the rules that the evidence breaks; a source without it leaves that to the gateway. */
  check?(evidence: Evidence): readonly BrokenRule[];
}

export interface LoadOptions extends Partial<Pick<Caller, "authorize">> {
  readonly signal: AbortSignal;
  readonly fetch: typeof globalThis.fetch;
  /** The person's region, or empty. */
  readonly region?: string;
  /** Ask past the cache: what is known is out of date. */
  readonly fresh: boolean;
}

let onlySource: PresentationSource | undefined;

/** Names the source of every element of the page; gateways are then asked for records alone. */
export function usePresentationSource(source: PresentationSource): void {
  onlySource = source;
}

/** The source of an element with this `gateway` attribute; undefined when there is nothing to load from. */
export function presentationSource(gateway: string | null): PresentationSource | undefined {
  if (onlySource || !gateway) return onlySource;
  return {
    async present(policy, languages, { signal, fetch, fresh, region, authorize }) {
      // Whatever the answer will be, its words are most likely these.
      void loadWording(languages);
      const query = new URLSearchParams({ lang: toAskFor(languages), ...(region && { region }) });
      const url = gatewayUrl(gateway, `policies/${encodeURIComponent(policy)}/presentation?${query}`);
      // As a preload asks, or the browser would not take what the page has asked for in advance.
      const credentials = "same-origin";
      const load = (headers = {}) =>
        callGateway(fetch, url, { signal, headers, credentials, cache: fresh ? "no-cache" : "default" });
      return load().catch(async (error) => {
        // What a person is shown by residence only their token can tell; all else is asked for without one.
        if (!authorize || error.code !== "unauthorized") throw error;
        return load({ authorization: `Bearer ${await authorize()}` });
      });
    },
  };
}
