import { DurableObject } from "cloudflare:workers";
import { AssentError, levelDecision, session } from "kyc-assent/edge";
import type { B2coreFlowWizard, B2coreSignIn, Call, Decision, Reading } from "../../package/types.ts";
import { configuration, type Env, type Settings } from "../configuration.ts";
import { hex } from "../hex.ts";
import { failure, type Outcome, success } from "../ledger/outcome.ts";
import { LIMITS } from "../limits.ts";
import { logUnforeseen } from "../log.ts";
import type { B2coreSettings } from "../partners/b2core-settings.ts";
import { type CallContext, callPartner, statusOf } from "../partners/partner-call.ts";
import { detailOf } from "../problem.ts";
import { seal, unseal } from "./seal.ts";
import { countTry, noteBlock } from "./sign-in-tries.ts";

/** What a client who is signed in may ask. */
export type ClientOperation =
  | "b2core.listVerifications"
  | "b2core.getVerification"
  | "b2core.startWizard"
  | "b2core.runWizard";

/** On whose behalf B2CORE is called, and how. */
export interface ClientContext extends CallContext {
  /** The languages for names of levels and documents, as in the header. */
  readonly acceptLanguage?: string;
}

/** Who shows a cookie: its secret, and the person of the host's token, as a keyed hash. */
export interface Holder {
  readonly secret: string;
  readonly owner: string;
}

/** How far a sign-in has come. */
export interface SignInStep {
  readonly signedIn: boolean;
}

interface KeptSession {
  /** SHA-256 of the cookie's secret. */
  readonly secretHash: string;
  readonly owner: string;
  /** Of the step that is open; undefined once signed in. */
  readonly uuid?: string;
  /** Where the code of that step comes from, once it was chosen. */
  readonly method?: Method;
  /** The access token, encrypted; undefined until signed in. */
  readonly sealed?: Uint8Array;
  /** Milliseconds since 1970, where the installation states a life. */
  readonly endsAt?: number;
  /** The procedure that is under way. */
  readonly wizard?: B2coreFlowWizard;
}

type Method = "google" | "sms";

/** Where a client stands, with what the flow goes by. */
export interface ClientFlow {
  readonly signIn: "second-factor" | "code" | "done";
  readonly method?: Method;
  readonly wizard?: B2coreFlowWizard;
}

/** How many grants are looked at: several can bear one time, and then the level tells which is the newest. */
export const DECIDING_GRANTS = 20;
/** Browsers in which one client is signed in at once; the oldest gives way. */
const MOST_SESSIONS = 4;

/**
 * The sessions of one client of the B2CORE installation, named by a keyed hash of the e-mail. Tokens are kept encrypted
 * and never leave this object: what needs one is asked from here. A session is opened by the cookie's secret together
 * with the host's token of the person who has signed in, and by nothing less.
 */
export class B2coreSession extends DurableObject<Env> {
  readonly #storage: DurableObjectStorage;
  #known: { readonly decisions: readonly Decision[]; readonly until: number } | undefined;
  /** Goes up when what is known does not count any more: a look that had begun before says nothing about the time after. */
  #changes = 0;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#storage = state.storage;
  }

  /** E-mail and password. The holder's cookie stands for what comes of it. */
  async signIn(
    holder: Holder,
    client: { readonly email: string; readonly password: string; readonly userAgent: string },
    context: CallContext,
  ): Promise<Outcome<SignInStep>> {
    return this.#answer(context, async () => {
      countTry(this.#storage.kv);
      const { account } = await this.#b2core();
      const start = { account, input: {}, now: new Date().toISOString() };
      const { settings } = await this.#configured();
      const { value } = await callPartner(settings, "b2core.startSignIn", start, context);
      const input = { ...client, uuid: value.uuid };
      const call = { account, input, now: new Date().toISOString() };
      const step = await this.#noteBlock(callPartner(settings, "b2core.signIn", call, context));
      return this.#keepStep(holder, step.value, call.now);
    });
  }

  /** The second factor: its code, or which one it shall be. */
  async submitSecondFactor(
    holder: Holder,
    factor: { readonly method: "google" | "sms"; readonly code?: string },
    context: CallContext,
  ): Promise<Outcome<SignInStep>> {
    return this.#answer(context, async () => {
      const { uuid } = await this.#session(holder);
      if (uuid === undefined) throw notSignedIn();
      if (factor.code !== undefined) countTry(this.#storage.kv);
      const { account } = await this.#b2core();
      const { settings } = await this.#configured();
      const call = { account, input: { ...factor, uuid }, now: new Date().toISOString() };
      const step = await this.#noteBlock(callPartner(settings, "b2core.submitSecondFactor", call, context));
      return this.#keepStep(holder, step.value, call.now);
    });
  }

  /** Says where the code shall come from. An installation with one way has nothing to choose, and refuses that. */
  async chooseFactor(holder: Holder, method: Method, context: CallContext): Promise<Outcome<SignInStep>> {
    const chosen = await this.submitSecondFactor(holder, { method }, context);
    if (!chosen.ok && chosen.error.code !== "refused") return chosen;
    return this.#answer(context, async () => {
      this.#change(await this.#session(holder), { method });
      return { signedIn: false };
    });
  }

  /** How far the client has come: the sign-in, and the procedure that is under way. */
  async flow(holder: Holder, context: CallContext): Promise<Outcome<ClientFlow>> {
    return this.#answer(context, async () => {
      const { sealed, method, wizard } = await this.#session(holder);
      if (sealed === undefined) {
        return method === undefined ? { signIn: "second-factor" } : { signIn: "code", method };
      }
      return { signIn: "done", ...(wizard !== undefined && { wizard }) };
    });
  }

  /** Starts the wizard, or hands in the file of one document type, and remembers what it asks for next. */
  async goOn(
    holder: Holder,
    file: { readonly type: number; readonly path: string } | null,
    context: ClientContext,
  ): Promise<Outcome<null>> {
    return this.#answer(context, async () => {
      const uuid = (await this.#session(holder)).wizard?.uuid ?? "";
      const { value, decisions } = await this.#changing<Reading<"b2core.startWizard" | "b2core.runWizard">>(() => {
        if (file === null) return this.#ask(holder, "b2core.startWizard", {}, context);
        const documents = { type: file.type, files: [file.path] };
        return this.#ask(holder, "b2core.runWizard", { uuid, documents }, context);
      });
      const wizard = { uuid: value.uuid ?? uuid, types: value.types, decisions };
      this.#change(await this.#session(holder), { wizard });
      return null;
    });
  }

  /** Does what may change where the client stands. */
  async #changing<T>(work: () => Promise<T>): Promise<T> {
    this.#forget();
    try {
      return await work();
    } finally {
      this.#forget();
    }
  }

  #forget(): void {
    this.#known = undefined;
    this.#changes++;
  }

  #change(session: KeptSession, change: Partial<KeptSession>): void {
    const { secretHash } = session;
    this.#put(this.#sessions().map((kept) => (kept.secretHash === secretHash ? { ...kept, ...change } : kept)));
  }

  /** Forgets a session. The partner's own end of it is not in the contract that is published. */
  async signOut(holder: Holder): Promise<void> {
    const secretHash = await sha256(holder.secret);
    this.#put(this.#sessions().filter((kept) => kept.secretHash !== secretHash || kept.owner !== holder.owner));
  }

  /** Deletes the sessions of this person, and with the last of the client's all that is kept. */
  async erase(owner: string): Promise<void> {
    this.#forget();
    const others = this.#sessions().filter((kept) => kept.owner !== owner);
    if (others.length > 0) this.#put(others);
    else await this.#storage.deleteAll();
  }

  /** Asks B2CORE as the client. The core checks what is asked. */
  async ask(
    holder: Holder,
    operation: ClientOperation,
    input: Readonly<Record<string, unknown>>,
    context: ClientContext,
  ): Promise<Outcome<Reading<ClientOperation>>> {
    return this.#answer(context, async () => {
      const ask = () => this.#ask(holder, operation, input, context);
      return operation === "b2core.runWizard" ? this.#changing(ask) : ask();
    });
  }

  /** Where the client stands: whether the newest grant has reached the level that the host wants. */
  async standing(holder: Holder, context: ClientContext): Promise<Outcome<readonly Decision[]>> {
    return this.#answer(context, async () => {
      // What is known was learnt by another session of the client: who has not passed the second factor is not told of it.
      if ((await this.#session(holder)).sealed === undefined) throw notSignedIn();
      if (this.#known !== undefined && Date.now() < this.#known.until) return this.#known.decisions;
      const changes = this.#changes;
      const input = { limit: DECIDING_GRANTS, sortBy: "createTime", sortOrder: "desc" } as const;
      const { value } = await this.#ask(holder, "b2core.listVerifications", input, context);
      const decisions = [levelDecision(value, (await this.#b2core()).wantedLevel)];
      const until = Date.now() + (context.limits ?? LIMITS).freshTime;
      if (changes === this.#changes) this.#known = { decisions, until };
      return decisions;
    });
  }

  async #ask<N extends ClientOperation>(
    holder: Holder,
    operation: N,
    input: Readonly<Record<string, unknown>>,
    context: ClientContext,
  ): Promise<Reading<N>> {
    const { settings } = await this.#configured();
    const { sealed, owner } = await this.#session(holder);
    const accessToken = sealed && (await unseal(settings.ledgerKey, owner, sealed));
    if (accessToken === undefined) throw notSignedIn();
    const { acceptLanguage } = context;
    const account = { ...(await this.#b2core()).account, accessToken, ...(acceptLanguage && { acceptLanguage }) };
    const call = { account, input, now: new Date().toISOString() } as unknown as Call<N>;
    try {
      return await callPartner(settings, operation, call, context);
    } catch (error) {
      if (statusOf(error) !== 401) throw error;
      await this.signOut(holder);
      throw notSignedIn();
    }
  }

  async #keepStep({ secret, owner }: Holder, step: B2coreSignIn, askedAt: string): Promise<SignInStep> {
    const { settings } = await this.#configured();
    const secretHash = await sha256(secret);
    const { accessToken, expiresIn, uuid } = step;
    const others = this.#sessions().filter((kept) => kept.secretHash !== secretHash);
    const sealed = accessToken === undefined ? undefined : await seal(settings.ledgerKey, owner, accessToken);
    const opened: KeptSession = {
      secretHash,
      owner,
      ...(sealed === undefined ? uuid !== undefined && { uuid } : { sealed }),
      ...(expiresIn !== undefined && { endsAt: session(askedAt, expiresIn).endsAt }),
    };
    this.#put([...others, opened].slice(-MOST_SESSIONS));
    return { signedIn: sealed !== undefined };
  }

  async #session({ secret, owner }: Holder): Promise<KeptSession> {
    const secretHash = await sha256(secret);
    const found = this.#sessions().find((kept) => kept.secretHash === secretHash && kept.owner === owner);
    if (found === undefined || (found.endsAt !== undefined && found.endsAt <= Date.now())) throw notSignedIn();
    return found;
  }

  #sessions(): readonly KeptSession[] {
    return this.#storage.kv.get<readonly KeptSession[]>("sessions") ?? [];
  }

  #put(sessions: readonly KeptSession[]): void {
    this.#storage.kv.put("sessions", sessions);
  }

  async #noteBlock<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      const { code, retryAfter } = detailOf(error);
      if (code === "rate-limited" && retryAfter !== undefined) noteBlock(this.#storage.kv, retryAfter);
      throw error;
    }
  }

  async #b2core(): Promise<B2coreSettings> {
    const { b2core } = (await this.#configured()).settings;
    if (b2core !== undefined) return b2core;
    throw new AssentError({ code: "not-enabled", message: "this gateway is not set up for B2CORE" });
  }

  async #configured(): Promise<{ readonly settings: Settings }> {
    const checked = await configuration(this.env);
    if ("settings" in checked) return checked;
    throw new AssentError({ code: "unavailable", message: "the gateway is misconfigured" });
  }

  async #answer<T>({ requestId }: CallContext, work: () => Promise<T>): Promise<Outcome<T>> {
    try {
      return success(await work());
    } catch (error) {
      if (!(error instanceof AssentError)) logUnforeseen(error, { event: "session-failed", requestId });
      return failure(error);
    }
  }
}

function notSignedIn(): AssentError {
  return new AssentError({
    code: "unauthorized",
    message: "the client has to sign in at B2CORE: POST /b2core/sign-in",
  });
}

async function sha256(text: string): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
