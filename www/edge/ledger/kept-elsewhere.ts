import { AssentError } from "kyc-assent/edge";
import type { UserLocator } from "../../package/types.ts";
import type { Settings } from "../configuration.ts";
import { keyedName } from "../sessions/seal.ts";
import { verificationOf } from "../verification/verification-of.ts";

/** What a person is called at partners other than Crossmint, whose name for them is the locator. */
export interface PartnerNames {
  readonly kriptomat?: string;
  readonly sumsub?: string;
  /** The e-mail of the client. */
  readonly b2core?: string;
}

/** An object beside the ledger that keeps something of a person. Its id gives nothing away. */
export interface KeptElsewhere {
  readonly kind: "verification" | "b2core";
  readonly id: string;
  /** At B2CORE, whose sessions are meant: a client may have signed in for several people. */
  readonly owner: string;
}

/** The objects that keep something of this person. Which names belong together is written nowhere: the operator says it. */
export async function keptElsewhere(
  locator: UserLocator,
  { kriptomat, sumsub, b2core }: PartnerNames,
  settings: Settings,
): Promise<readonly KeptElsewhere[]> {
  const subjects = [
    { partner: "crossmint", id: locator } as const,
    ...(kriptomat === undefined ? [] : [{ partner: "kriptomat", id: kriptomat } as const]),
    ...(sumsub === undefined ? [] : [{ partner: "sumsub", id: sumsub } as const]),
  ];
  const found: KeptElsewhere[] = [];
  for (const subject of subjects) {
    const { id } = await verificationOf(subject, settings);
    found.push({ kind: "verification", id: id.toString(), owner: "" });
  }
  if (b2core !== undefined && settings.b2core !== undefined) {
    const name = await keyedName(settings.ledgerKey, "b2core-client", b2core.trim().toLowerCase());
    const owner = await keyedName(settings.ledgerKey, "b2core-owner", locator);
    found.push({ kind: "b2core", id: settings.b2core.sessions.idFromName(name).toString(), owner });
  }
  return found;
}

/** Has these objects delete what they keep of the person. A second time changes nothing. */
export async function eraseElsewhere(all: readonly KeptElsewhere[], settings: Settings): Promise<void> {
  for (const { kind, id, owner } of all) {
    if (kind === "verification") {
      await settings.verifications.get(settings.verifications.idFromString(id)).erase();
    } else if (settings.b2core === undefined) {
      throw new AssentError({ code: "not-enabled", message: "this gateway is not set up for B2CORE any more" });
    } else {
      await settings.b2core.sessions.get(settings.b2core.sessions.idFromString(id)).erase(owner);
    }
  }
}
