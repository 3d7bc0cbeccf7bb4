// The Durable Object that holds all state. Each call is carried out in one piece, after what has to be computed for it.

import { DurableObject } from "cloudflare:workers";
import { CallLog, type LoggedCall } from "./call-log.ts";
import { Clock } from "./clock.ts";
import {
  badGateway,
  type Fault,
  isCarriedOut,
  parseFault,
  readStoredFaults,
  type StoredFault,
  takeFault,
} from "./faults.ts";
import { Limiter } from "./limits.ts";
import {
  type Answer,
  type Call,
  type Context,
  json,
  type MatchedCall,
  type Operation,
  type Partner,
  Refusal,
} from "./partner.ts";
import { operationNames, partnerNamed, partners } from "./partners.ts";
import type { SandboxEnv } from "./sandbox-env.ts";
import { changeSettings, type SettingSpecs, type Settings, settingsInForce } from "./settings.ts";
import { clearStore, prepareStore, Store } from "./store.ts";
import { stepOf } from "./totp.ts";
import { type Attempt, type Order, type StoredHook, Webhooks } from "./webhooks.ts";

/** The answer, and the fault under which it is to be delivered. */
export interface Outcome {
  answer: Answer;
  fault: Fault | null;
}

/** What a control call gives: a value, or what is wrong with it. */
export type Controlled<T> = { value: T; wrong?: never } | { value?: never; wrong: string; status: number };

export interface ClockReading {
  now: string;
  running: boolean;
}

function matched(call: Call, segments: string[]): MatchedCall {
  return { ...call, segments, body: new TextDecoder().decode(call.bytes), codeStep: null };
}

function route(partner: Partner, call: Call): { operation: Operation; segments: string[] } | { refusal: Refusal } {
  let otherMethod = false;
  for (const operation of partner.operations) {
    const match = operation.path.exec(call.path);
    if (match === null) continue;
    if (operation.method === call.method) return { operation, segments: match.slice(1) };
    otherMethod = true;
  }
  return {
    refusal: otherMethod
      ? new Refusal(405, "method_not_allowed", "method not allowed")
      : new Refusal(404, "not_found", "not found"),
  };
}

export class SandboxState extends DurableObject {
  readonly #initial: Readonly<Record<string, Settings>>;
  readonly #frame: Store;
  readonly #clock: Clock;
  readonly #limiter = new Limiter();
  readonly #log = new CallLog();
  readonly #webhooks: Webhooks;
  #faults: StoredFault[];

  constructor(ctx: DurableObjectState, env: SandboxEnv) {
    super(ctx, env as unknown as Cloudflare.Env);
    this.#initial = env.INITIAL_SETTINGS ?? {};
    prepareStore(ctx.storage.sql);
    this.#frame = new Store(ctx.storage.sql, "frame");
    this.#clock = new Clock(this.#frame);
    this.#faults = this.#frame.read<StoredFault[]>("faults", "all") ?? [];
    this.#webhooks = new Webhooks(
      this.#frame,
      () => this.#clock.now(),
      (partner) => this.#settings(partner),
    );
  }

  /** The partner that plays a host which is named by a setting; null when no setting names it. */
  partnerAt(host: string): { partner: string; world: string } | null {
    for (const partner of partners) {
      const { hostSetting } = partner;
      if (hostSetting !== undefined && this.#settings(partner)[hostSetting.setting] === host) {
        return { partner: partner.name, world: hostSetting.world };
      }
    }
    return null;
  }

  /** One call to a partner. */
  async answer(partnerName: string, world: string, call: Call): Promise<Outcome> {
    const partner = partnerNamed(partnerName);
    if (partner === null) throw new Error("no such partner");
    const routed = route(partner, call);
    const operation = "operation" in routed ? routed.operation : null;
    const name = operation === null ? null : `${partner.name}.${operation.name}`;
    const logged: LoggedCall = {
      at: new Date(this.#clock.now()).toISOString(),
      partner: partner.name,
      world,
      operation: name,
      method: call.method,
      status: null,
      outcome: null,
      fault: null,
    };
    this.#log.add(logged);

    const settings = this.#settings(partner);
    const asked = call.headers["x-sandbox-fault"] ?? "";
    const fault = asked === "" ? this.#takeStoredFault(name) : parseFault(asked);
    if (asked !== "" && fault === null) {
      return {
        answer: partner.refuse(new Refusal(400, "unknown_fault", "x-sandbox-fault: no such fault"), settings),
        fault,
      };
    }
    logged.fault = fault?.kind ?? null;
    if (fault !== null && !isCarriedOut(fault)) return { answer: this.#insteadOf(partner, fault, settings), fault };

    const answer =
      "refusal" in routed
        ? partner.refuse(routed.refusal, settings)
        : await this.#carryOut(partner, world, routed.operation, matched(call, routed.segments), logged);
    logged.status = answer.status;
    if (fault?.kind === "lost-reply") return { answer: badGateway, fault };
    if (fault?.kind === "wrong-json") return { answer: json(200, operation?.wrongShape ?? []), fault };
    return { answer, fault };
  }

  async #carryOut(
    partner: Partner,
    world: string,
    operation: Operation,
    call: MatchedCall,
    logged: LoggedCall,
  ): Promise<Answer> {
    const context: Context = {
      ...this.#context(partner, world),
      concerns(outcome) {
        logged.outcome = outcome;
      },
    };
    try {
      await partner.admit(call, operation, context);
      const asked = operation.oneTimeCode?.(call, context) ?? null;
      if (asked !== null) call.codeStep = await stepOf(asked.code, asked.secret, asked.now);
      const limit = partner.limit(operation, context.settings);
      const wait = limit === null ? null : this.#limiter.count(`${partner.name}/${world}`, limit, context.now);
      if (wait !== null) return partner.tooMany(wait, context.now, context.settings);
      const answer = this.ctx.storage.transactionSync(() => operation.carryOut(call, context));
      // Not awaited: the caller may be the one whom the webhook is for.
      if (this.#webhooks.haveChanged()) this.ctx.waitUntil(this.#sendWebhooks());
      return answer;
    } catch (error) {
      if (error instanceof Refusal) return partner.refuse(error, context.settings);
      throw error;
    }
  }

  #insteadOf(partner: Partner, fault: Fault, settings: Settings): Answer {
    if (fault.kind === "429") return partner.tooMany(60, this.#clock.now(), settings);
    if (fault.kind === "500") {
      return partner.refuse(new Refusal(500, "internal_error", "internal server error"), settings);
    }
    return badGateway;
  }

  #takeStoredFault(operation: string | null): Fault | null {
    if (this.#faults.length === 0) return null;
    const { fault, rest } = takeFault(this.#faults, operation);
    if (fault !== null) this.#keepFaults(rest);
    return fault;
  }

  #keepFaults(faults: StoredFault[]): void {
    this.#faults = faults;
    this.#frame.write("faults", "all", faults);
  }

  #settings(partner: Partner): Settings {
    return settingsInForce(this.#specs(partner), new Store(this.ctx.storage.sql, partner.name));
  }

  /** A partner's settings, with the initial values that this Worker was started with. */
  #specs({ name, settings }: Partner): SettingSpecs {
    const initial = Object.entries(this.#initial[name] ?? {});
    const changed = initial.flatMap(([setting, value]) => {
      const spec = settings[setting];
      return spec === undefined ? [] : [[setting, { ...spec, initial: value }] as const];
    });
    return { ...settings, ...Object.fromEntries(changed) };
  }

  #context(partner: Partner, world: string): Context {
    return {
      world,
      now: this.#clock.now(),
      machineNow: Date.now(),
      store: new Store(this.ctx.storage.sql, `${partner.name}/${world}`),
      settings: this.#settings(partner),
      hooks: {
        send: (hook) => this.#webhooks.add(partner.name, hook),
        withdraw: (about) => this.#webhooks.withdraw(partner.name, about),
      },
      elsewhere: (other, itsWorld) => this.#elsewhere(other, itsWorld),
      concerns() {},
    };
  }

  #elsewhere(name: string, world: string): { store: Store; settings: Settings } {
    const partner = partnerNamed(name);
    if (partner === null) throw new Error("no such partner");
    return { store: new Store(this.ctx.storage.sql, `${name}/${world}`), settings: this.#settings(partner) };
  }

  /** Sends the webhooks that are due, and wakes the object when the next one is. */
  async #sendWebhooks(order?: Order): Promise<void> {
    await this.#webhooks.sendDue(order);
    const next = this.#webhooks.nextAt();
    if (next !== null && this.#clock.running) {
      await this.ctx.storage.setAlarm(Date.now() + Math.max(0, next - this.#clock.now()));
    } else await this.ctx.storage.deleteAlarm();
  }

  override alarm(): Promise<void> {
    return this.#sendWebhooks();
  }

  webhooks(): { held: boolean; webhooks: StoredHook[] } {
    return { held: this.#webhooks.held, webhooks: this.#webhooks.all() };
  }

  /** Keeps webhooks back, or lets them go in the order in which they were due, or in the reverse. */
  async holdWebhooks(held: unknown, order: unknown): Promise<Controlled<{ held: boolean }>> {
    if (typeof held !== "boolean") return { wrong: "held must be true or false", status: 400 };
    if (order !== undefined && order !== "oldest-first" && order !== "newest-first") {
      return { wrong: "order must be oldest-first or newest-first", status: 400 };
    }
    this.#webhooks.hold(held);
    await this.#sendWebhooks(order);
    return { value: { held } };
  }

  /** Sends a webhook again, as it was or forged. */
  async copyWebhook(id: unknown, forgery: unknown): Promise<Controlled<Attempt>> {
    const how = forgery ?? null;
    const sent =
      typeof id === "string" && (how === null || typeof how === "string")
        ? await this.#webhooks.sendCopy(id, how)
        : undefined;
    if (sent === undefined) return { wrong: "no such webhook or forgery", status: 404 };
    return sent === "no-url" ? { wrong: "the setting webhookUrl is empty", status: 409 } : { value: sent };
  }

  faults(): StoredFault[] {
    return this.#faults;
  }

  /** Replaces the stored faults. */
  setFaults(input: unknown): Controlled<StoredFault[]> {
    const faults = readStoredFaults(input, operationNames());
    if (typeof faults === "string") return { wrong: faults, status: 400 };
    this.#keepFaults(faults);
    return { value: faults };
  }

  settings(): Record<string, Settings> {
    return Object.fromEntries(partners.map((partner) => [partner.name, this.#settings(partner)]));
  }

  /** Changes some of a partner's settings. */
  setSettings(partnerName: string, change: Record<string, unknown>): Controlled<Settings> {
    const partner = partnerNamed(partnerName);
    if (partner === null) return { wrong: "no such partner", status: 404 };
    const wrong = changeSettings(this.#specs(partner), new Store(this.ctx.storage.sql, partner.name), change);
    return wrong.length > 0 ? { wrong: wrong.join("; "), status: 400 } : { value: this.#settings(partner) };
  }

  clock(): ClockReading {
    return { now: new Date(this.#clock.now()).toISOString(), running: this.#clock.running };
  }

  /** Moves the clock forward, and sends what is due by then. */
  async advance(seconds: unknown): Promise<Controlled<ClockReading>> {
    if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= 100_000_000)) {
      return { wrong: "seconds must be a number from 0 to 100000000", status: 400 };
    }
    this.#clock.advance(Math.round(seconds * 1000));
    await this.#sendWebhooks();
    return { value: this.clock() };
  }

  /** Stops the clock, or lets it run on from where it stood. */
  async setRunning(running: unknown): Promise<Controlled<ClockReading>> {
    if (typeof running !== "boolean") return { wrong: "running must be true or false", status: 400 };
    if (running && !this.#clock.running) this.#clock.start();
    if (!running && this.#clock.running) this.#clock.stop();
    await this.#sendWebhooks();
    return { value: this.clock() };
  }

  log(): LoggedCall[] {
    return this.#log.calls();
  }

  /** Forgets people, faults, settings, counts and the log, and sets the clock right. */
  reset(): void {
    clearStore(this.ctx.storage.sql);
    this.#faults = [];
    this.#clock.reset();
    this.#limiter.clear();
    this.#log.clear();
  }

  /** Does what only a partner's staff could. */
  async staff(partnerName: string, action: string, input: Record<string, unknown>): Promise<Controlled<unknown>> {
    const partner = partnerNamed(partnerName);
    const found = partner?.staff.find(({ name }) => name === action);
    if (!partner || !found) return { wrong: "no such action", status: 404 };
    try {
      const value = await found.run(input, (world) => this.#context(partner, world));
      await this.#sendWebhooks();
      return { value };
    } catch (error) {
      if (error instanceof Refusal) return { wrong: error.message, status: error.status };
      throw error;
    }
  }
}
