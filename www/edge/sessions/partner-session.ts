import { DurableObject } from "cloudflare:workers";
import { AssentError, codeWindow, redelivery, session } from "kyc-assent/edge";
import { configuration, type Env, type Settings } from "../configuration.ts";
import { failure, type Outcome, success } from "../ledger/outcome.ts";
import { LIMITS } from "../limits.ts";
import { log, logUnforeseen } from "../log.ts";
import type { CallContext } from "../partners/partner-call.ts";
import { detailOf } from "../problem.ts";
import { newSpan } from "../trace.ts";
import { LOGINS, type Login } from "./logins.ts";
import { keyedName, seal, unseal } from "./seal.ts";

/** A token for one request. */
export interface SessionToken {
  readonly token: string;
  /** Number of the login that it came from. */
  readonly number: number;
}

/** A token as it is kept. */
interface Kept {
  readonly number: number;
  readonly sealed: Uint8Array;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  readonly renewAt: number;
  readonly endsAt: number;
  /** Whether anybody has used it: one that nobody does is left to end. */
  readonly used: boolean;
  /** How many logins in a row were made because the partner refused the token of the one before. */
  readonly refusals: number;
}

/** A login that failed, and until when none is tried. */
interface Failed {
  readonly attempts: number;
  readonly due: number;
  readonly code: string;
}

/** Seconds that no window of a one-time code is longer than. */
const LONGEST_WINDOW = 120;

/**
 * The gateway's session with its account at one partner, whose name it bears. However many ask, one login is
 * on its way. The token is kept encrypted and leaves this object only for a request that is about to be sent. It is
 * renewed before it ends, by alarm, while it is used; no one-time code is used twice, whatever crashes.
 */
export class PartnerSession extends DurableObject<Env> {
  readonly #storage: DurableObjectStorage;
  #running: Promise<Kept> | undefined;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#storage = state.storage;
  }

  /**
   * A token that can be used now. `refused` is the number of a token that the partner no longer takes: if it is still
   * the one that is kept, a new one is fetched first.
   */
  async token(partner: string, context: CallContext, refused?: number): Promise<Outcome<SessionToken>> {
    try {
      return success(await this.#token(partner, context, refused));
    } catch (error) {
      if (!(error instanceof AssentError)) logUnforeseen(error, { event: "session-failed", ...about(context) });
      return failure(error);
    }
  }

  async #token(partner: string, context: CallContext, refused: number | undefined): Promise<SessionToken> {
    if (this.#storage.kv.get("partner") !== partner) this.#storage.kv.put("partner", partner);
    const settings = await settingsOf(this.env);
    const owner = await ownerOf(settings, partner);
    const kept = this.#kept(owner);
    const isRefused = kept !== undefined && kept.number === refused;
    if (kept !== undefined && !isRefused && Date.now() < kept.endsAt) {
      const token = await unseal(settings.ledgerKey, owner, kept.sealed);
      if (token !== undefined) {
        if (!kept.used) this.#storage.kv.put("kept", { owner, kept: { ...kept, used: true } });
        return { token, number: kept.number };
      }
    }
    if (isRefused) mustNotInsist(kept);
    const refusals = isRefused ? kept.refusals + 1 : 0;
    const fresh = await this.#withPatience(this.#logIn(settings, partner, owner, refusals, context), context);
    const token = await unseal(settings.ledgerKey, owner, fresh.sealed);
    if (token === undefined) throw new AssentError({ code: "unavailable", message: "the session was lost; try again" });
    this.#storage.kv.put("kept", { owner, kept: { ...fresh, used: true } });
    return { token, number: fresh.number };
  }

  /** Renews what is in use before it ends. While it has not ended, a failure is tried again. */
  override async alarm(): Promise<void> {
    const context = { requestId: newSpan().requestId };
    try {
      const partner = this.#storage.kv.get<string>("partner") ?? "";
      const settings = await settingsOf(this.env);
      const owner = await ownerOf(settings, partner);
      const kept = this.#kept(owner);
      if (kept !== undefined && Date.now() < kept.renewAt) return await this.#storage.setAlarm(kept.renewAt);
      if (kept !== undefined && !kept.used) return;
      await this.#logIn(settings, partner, owner, 0, context);
    } catch (error) {
      if (!(error instanceof AssentError)) logUnforeseen(error, { event: "session-failed", ...about(context) });
    }
  }

  /** The one login there is: whoever asks meanwhile waits for the same. */
  #logIn(settings: Settings, partner: string, owner: string, refusals: number, context: CallContext): Promise<Kept> {
    this.#running ??= this.#tryLogIn(settings, partner, owner, refusals, context).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #tryLogIn(
    settings: Settings,
    partner: string,
    owner: string,
    refusals: number,
    context: CallContext,
  ): Promise<Kept> {
    const { limits, requestId } = context;
    const failed = this.#failed(owner);
    if (failed !== undefined && failed.due > Date.now()) throw stillFailing(failed);
    const now = await this.#newWindow();
    const started = Date.now();
    const attempts = (failed?.attempts ?? 0) + 1;
    try {
      // Without the caller's fault: that is meant for the caller's own operation.
      const { token, expiresIn } = await loginOf(partner).logIn(
        settings,
        now,
        limits ? { requestId, limits } : { requestId },
      );
      const { renewAt, endsAt } = session(now, expiresIn);
      const number = (this.#storage.kv.get<number>("number") ?? 0) + 1;
      const sealed = await seal(settings.ledgerKey, owner, token);
      const kept: Kept = { number, sealed, askedAt: Date.parse(now), renewAt, endsAt, used: false, refusals };
      this.#storage.kv.put("number", number);
      this.#storage.kv.put("kept", { owner, kept });
      this.#storage.kv.delete("failed");
      void this.#storage.setAlarm(renewAt);
      log("info", { event: "login", partner, attempts, ms: Date.now() - started, requestId });
      return kept;
    } catch (error) {
      throw this.#noteFailure({ partner, owner }, attempts, error, context, started);
    }
  }

  /**
   * Waits for a window of which no code was used, and takes it: that is on disk before a code goes out. The alarm sees
   * to it should this object be put away while it waits.
   */
  async #newWindow(): Promise<string> {
    for (;;) {
      const now = new Date();
      const window = codeWindow(now.toISOString());
      if (window > (this.#storage.kv.get<number>("window") ?? Number.NEGATIVE_INFINITY)) {
        this.#storage.kv.put("window", window);
        return now.toISOString();
      }
      const wait = untilNextWindow(now) * 1000;
      void this.#storage.setAlarm(Date.now() + wait);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  #noteFailure(
    { partner, owner }: { readonly partner: string; readonly owner: string },
    attempts: number,
    error: unknown,
    context: CallContext,
    started: number,
  ): AssentError {
    const { code, retryAfter } = detailOf(error);
    if (!(error instanceof AssentError)) logUnforeseen(error, { event: "session-failed", ...about(context) });
    const { after, report } = redelivery(attempts, code, retryAfter);
    const failed: Failed = { attempts, due: Date.now() + after * 1000, code };
    this.#storage.kv.put("failed", { owner, failed });
    const kept = this.#kept(owner);
    // A token that has not ended is worth another try; without one, the next who needs it tries.
    if (kept !== undefined && failed.due < kept.endsAt) void this.#storage.setAlarm(failed.due);
    const ms = Date.now() - started;
    log(report ? "error" : "warn", { event: "login", partner, code, attempts, ms, ...about(context) });
    return stillFailing(failed);
  }

  /** Callers do not wait longer than for a partner; the login goes on. */
  async #withPatience(login: Promise<Kept>, { limits = LIMITS }: CallContext): Promise<Kept> {
    login.catch(() => undefined);
    let late = (): void => undefined;
    const timer = setTimeout(() => late(), limits.partnerTime);
    const timeOut = new Promise<never>((_, reject) => {
      late = () => {
        const message = "the gateway is logging in to the partner, which takes a new one-time code; try again";
        reject(new AssentError({ code: "unavailable", message, retryAfter: untilNextWindow(new Date()) }));
      };
    });
    try {
      return await Promise.race([login, timeOut]);
    } finally {
      clearTimeout(timer);
    }
  }

  #kept(owner: string): Kept | undefined {
    const found = this.#storage.kv.get<{ owner: string; kept: Kept }>("kept");
    return found?.owner === owner ? found.kept : undefined;
  }

  #failed(owner: string): Failed | undefined {
    const found = this.#storage.kv.get<{ owner: string; failed: Failed }>("failed");
    return found?.owner === owner ? found.failed : undefined;
  }
}

async function settingsOf(env: Env): Promise<Settings> {
  const checked = await configuration(env);
  if ("settings" in checked) return checked.settings;
  throw new AssentError({ code: "unavailable", message: "the gateway is misconfigured" });
}

function loginOf(partner: string): Login {
  const login = LOGINS[partner];
  if (login === undefined) throw new AssentError({ code: "not-enabled", message: "this partner has no login" });
  return login;
}

/** Stands for the credentials: after they have changed, neither token nor failure counts. */
async function ownerOf(settings: Settings, partner: string): Promise<string> {
  const account = loginOf(partner).account(settings);
  if (account === undefined) throw new AssentError({ code: "not-enabled", message: "this partner is not configured" });
  return keyedName(settings.ledgerKey, "account", partner, account);
}

/** A partner that refuses one fresh token after the other is not logged in to for each request. */
function mustNotInsist({ askedAt, refusals }: Kept): void {
  if (refusals === 0) return;
  const due = askedAt + redelivery(refusals, "unavailable").after * 1000;
  if (due > Date.now()) {
    throw new AssentError({
      code: "unauthorized",
      message: "the partner refuses the token that it has just granted",
      retryAfter: secondsUntil(due),
    });
  }
}

function stillFailing({ due, code }: Failed): AssentError {
  const isDown = code === "unavailable" || code === "rate-limited" || code === "unreadable";
  return new AssentError({
    code: isDown ? (code as "unavailable") : "unauthorized",
    message: `the gateway cannot log in to the partner (${code}); its log says more`,
    retryAfter: secondsUntil(due),
  });
}

/** Seconds until the core says that another window has begun. */
function untilNextWindow(now: Date): number {
  const window = codeWindow(now.toISOString());
  for (let seconds = 1; seconds < LONGEST_WINDOW; seconds++) {
    if (codeWindow(new Date(now.getTime() + seconds * 1000).toISOString()) > window) return seconds;
  }
  return LONGEST_WINDOW;
}

function secondsUntil(due: number): number {
  return Math.max(1, Math.ceil((due - Date.now()) / 1000));
}

function about({ requestId }: CallContext): { readonly requestId: string } {
  return { requestId };
}
