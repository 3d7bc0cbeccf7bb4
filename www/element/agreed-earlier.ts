import type { PolicyVersion } from "./events.ts";
import { askGateway, type Caller } from "./recording.ts";

/** Whether the person has agreed to another version of this policy before, withdrawn since or not. */
export async function agreedToEarlier(caller: Caller, { policy, version }: PolicyVersion): Promise<boolean> {
  if (!caller.gateway || !caller.authorize) return false;
  const { consents } = (await askGateway(caller, "consents", {})) as { readonly consents: readonly PolicyVersion[] };
  return consents.some((known) => known.policy === policy && known.version !== version);
}
