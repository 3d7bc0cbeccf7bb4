import { AssentError } from "kyc-assent/edge";
import type { Consent, Partner, UserLocator } from "../../package/types.ts";
import type { Settings } from "../configuration.ts";
import type { CallContext } from "../partners/partner-call.ts";
import { keyedHash } from "../sessions/seal.ts";
import type { SignedIn } from "../sign-in.ts";
import type { Standing } from "../verification/looks.ts";
import type {
  Accepted,
  ConsentLedger,
  ConsentRecord,
  NewAcceptance,
  PolicyVersion,
  Status,
  WholeLedger,
} from "./consent-ledger.ts";
import { failure, type Outcome, success, unwrapped } from "./outcome.ts";

/** The person who is signed in: the locator, and the ledger that is found by it. */
export class Person {
  readonly locator: UserLocator;
  readonly claims: SignedIn["claims"];
  readonly #ledger: DurableObjectStub<ConsentLedger>;
  readonly #context: CallContext;

  constructor({ locator, claims }: SignedIn, ledger: DurableObjectStub<ConsentLedger>, context: CallContext) {
    this.locator = locator;
    this.claims = claims;
    this.#ledger = ledger;
    this.#context = context;
  }

  accept(acceptance: Omit<NewAcceptance, "locator">): Promise<Accepted> {
    return this.#ask((ledger) => ledger.accept({ ...acceptance, locator: this.locator }, this.#context));
  }

  consents(): Promise<readonly ConsentRecord[]> {
    return this.#ask((ledger) => ledger.consents(this.#context));
  }

  /** The whole ledger, verified anew, with the key that proves whose it is: for the person alone. */
  whole(): Promise<WholeLedger> {
    return this.#ask((ledger) => ledger.whole());
  }

  /** Withdraws, and says when that was. */
  withdraw(policy: string): Promise<string> {
    return this.#ask((ledger) => ledger.withdraw(policy, this.#context));
  }

  /** Those that are in force of these policies. */
  inForce(needed: readonly PolicyVersion[]): Promise<readonly ConsentRecord[]> {
    return this.#ask((ledger) => ledger.consents(this.#context, needed.map(versionOf)));
  }

  /** The consents on the ledger that data may be sent under; throws when one is missing, or the partner does not know it. */
  consentsTo(needed: readonly PolicyVersion[]): Promise<readonly Consent[]> {
    return this.#ask((ledger) => ledger.consentsTo(needed.map(versionOf), this.#context));
  }

  /** Where the person stands at Crossmint, or the errand to ask, which {@link bring} ends. */
  status(needed: readonly PolicyVersion[], mostAge: number): Promise<Status> {
    return this.#ask((ledger) => ledger.status(needed.map(versionOf), mostAge, this.#context));
  }

  /** Tells those who wait what came of an errand. Should it get lost, the next one who comes is sent. */
  async bring(errand: string, answer: Outcome<Standing>): Promise<void> {
    await this.#ledger.bring(errand, answer, this.#context).catch(() => undefined);
  }

  /** After something was done at Crossmint. Should it get lost, the old state is shown for the time that Crossmint has named. */
  async changed(): Promise<void> {
    await this.#ledger.changed().catch(() => undefined);
  }

  async lapse(policy: string, partner: Partner, askedAt: string): Promise<void> {
    await this.#ask((ledger) => ledger.lapse(policy, partner, askedAt, this.#context));
  }

  /** False: the person was erased meanwhile, and nothing is to be kept. */
  keepDocument(id: string): Promise<boolean> {
    return this.#ask(async (ledger) => success(await ledger.keepDocument(id)));
  }

  hasDocument(id: string): Promise<boolean> {
    return this.#ask(async (ledger) => success(await ledger.hasDocument(id)));
  }

  /** Runs `work` when no other such work of this person runs. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    let result: { readonly value: T } | { readonly error: unknown } | undefined;
    // What the work brings stays here; the ledger only says when to begin, and learns when it is done.
    const turn = async (): Promise<void> => {
      try {
        result = { value: await work() };
      } catch (error) {
        result = { error };
      }
    };
    await this.#ask((ledger) => ledger.inTurn(turn, this.#context));
    if (result === undefined) throw new AssentError({ code: "unavailable", message: "this took too long; try again" });
    if ("error" in result) throw result.error;
    return result.value;
  }

  async #ask<T>(question: (ledger: DurableObjectStub<ConsentLedger>) => Promise<Outcome<T>>): Promise<T> {
    let outcome: Outcome<T>;
    try {
      outcome = await question(this.#ledger);
    } catch {
      outcome = failure(new AssentError({ code: "unavailable", message: "the ledger is out of reach; try again" }));
    }
    return unwrapped(outcome);
  }
}

/** A policy's file is large, and the ledger needs none of it. */
function versionOf({ policy, version }: PolicyVersion): PolicyVersion {
  return { policy, version };
}

/** The person who is signed in. */
export async function personOf(signedIn: SignedIn, settings: Settings, context: CallContext): Promise<Person> {
  const ledger = settings.ledgers.getByName(await ledgerName(signedIn.locator, settings));
  return new Person(signedIn, ledger, context);
}

/** The name of a person's ledger: a keyed hash of the locator, so that it gives nothing away. */
export function ledgerName(locator: UserLocator, { ledgerKey }: Settings): Promise<string> {
  return keyedHash(ledgerKey, locator);
}
