import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { type Head, isBeginningOf, leavesOf, readHead } from "../edge/log-files.ts";
import { CountingPartner, type Moment } from "./partner.ts";
import type { Random } from "./random.ts";
import { prepareGateway, RunningWorkerd } from "./workerd.ts";

const OPERATOR = randomBytes(32).toString("hex");
const POLICY = "crossmint-privacy-policy";
const ISSUER = "https://host.example";
const host = await generateKeyPair("ES256", { extractable: true });
const log = await generateKeyPair("Ed25519", { extractable: true });

const VARIABLES = {
  CROSSMINT_ENVIRONMENT: "staging",
  CROSSMINT_API_KEY: "sk_staging_thisIsTheSecretKeyOfTheTests",
  ALLOWED_ORIGINS: "https://shop.example",
  JWT_PUBLIC_KEY: JSON.stringify({ ...(await exportJWK(host.publicKey)), alg: "ES256" }),
  JWT_ISSUER: ISSUER,
  JWT_AUDIENCE: "gateway",
  LEDGER_KEY: randomBytes(32).toString("base64"),
  LEDGER_SIGNING_KEYS: JSON.stringify({ keys: [await exportJWK(log.privateKey)] }),
  LOG_NAME: "crash.example",
  // The log is followed after every kill, always from one address.
  LOG_RATE: "100000",
  CONSENT_RATE: "100000",
  CONTROLLER: JSON.stringify({ name: "a", address: "b", email: "c", url: "d", jurisdiction: "IE" }),
  HEAD_EVERY: "1",
  OPERATOR_TOKENS: OPERATOR,
};

/** An acceptance that the gateway has answered with. */
export interface Answered {
  readonly id: string;
  readonly acceptedAt: string;
}

/** What one person did, and was answered. */
export class CrashPerson {
  readonly locator: `userId:${string}`;
  readonly token: string;
  /** By idempotency key: what was answered, if anything was. */
  readonly acceptances = new Map<string, Answered | undefined>();
  /** Whether an erasure was ever asked for: then answered acceptances may be nobody's. */
  isErased = false;

  constructor(subject: string, token: string) {
    this.locator = `userId:${subject}`;
    this.token = token;
  }

  static async of(subject: string): Promise<CrashPerson> {
    const jwt = new SignJWT({ sub: subject }).setIssuer(ISSUER).setAudience("gateway").setExpirationTime("5h");
    return new CrashPerson(subject, await jwt.setProtectedHeader({ alg: "ES256" }).sign(host.privateKey));
  }
}

/** When a process is killed: after so many milliseconds, or at the n-th time that the partner is at a moment. */
type Doom = { readonly after: number } | { readonly moment: Moment; readonly count: number };

/** One gateway that is killed again and again, with what people asked of it and were answered. */
export class Lane {
  readonly people: CrashPerson[] = [];
  readonly partner: CountingPartner;
  readonly folder: string;
  readonly #random: Random;
  readonly #output: string[] = [];
  #config = "";
  #running: RunningWorkerd | undefined;
  #head: Head | undefined;
  #evidence: unknown;
  #keys = 0;
  /** Milliseconds that a round took which was not killed in the middle. */
  #usual = 60;

  constructor(folder: string, random: Random) {
    this.folder = folder;
    this.#random = random;
    this.partner = new CountingPartner(random);
  }

  async begin(): Promise<void> {
    const partner = await this.partner.listen();
    this.#config = await prepareGateway({ folder: this.folder, variables: VARIABLES, partner });
    for (let number = 0; number < 8; number++) this.people.push(await CrashPerson.of(`person-${number}`));
    await this.start();
    this.#evidence = await this.#shown();
  }

  async start(): Promise<void> {
    this.#output.length = 0;
    this.#running = await RunningWorkerd.start(this.#config, this.#output);
  }

  async kill(): Promise<void> {
    await this.#running?.kill();
  }

  async end(): Promise<void> {
    await this.kill();
    await this.partner.close();
  }

  /** Several people at once, and the process is killed among them; then it is started, and asked what it knows. */
  async round(): Promise<void> {
    const present = await this.#gathered();
    const doom = this.#doom();
    const started = performance.now();
    let isOver = false;
    const dead = new Promise<void>((done) => {
      const kill = () => {
        if (!isOver) void this.kill().then(done);
        isOver = true;
      };
      if ("after" in doom) setTimeout(kill, doom.after);
      let left = "count" in doom ? doom.count : 0;
      this.partner.onMoment = (moment) => {
        if ("moment" in doom && moment === doom.moment && --left === 0) kill();
      };
    });
    const acting = Promise.all(present.map((person) => this.#act(person)));
    void acting.then(() => {
      this.#usual = this.#usual * 0.8 + (performance.now() - started) * 0.2;
    });
    // Where the moment does not come, the end of the round is as good as any.
    await Promise.race([dead, acting.then(() => new Promise((wait) => setTimeout(wait, this.#random.below(20))))]);
    this.partner.onMoment = () => undefined;
    isOver = true;
    await this.kill();
    await acting;
    await this.start();
    for (const person of present) await this.#check(person);
    await this.#followHead();
  }

  /** Lets everything come to its end, with a partner that answers. */
  async settle(isSettled: () => boolean): Promise<void> {
    this.partner.isReliable = true;
    for (const person of this.people) {
      for (;;) {
        const records = await this.#consents(person);
        if (records.every(({ delivery }) => delivery !== "queued")) break;
        // Whoever agrees again is told at once what waits.
        await this.#ask("POST", "/consents", person.token, this.#evidence);
        await pause(50);
      }
    }
    while (!isSettled()) await pause(200);
    // A head that covers all of it.
    const size = leavesOf(this.folder).length;
    do await this.#followHead();
    while ((this.#head?.size ?? 0) < size);
  }

  get head(): Head | undefined {
    return this.#head;
  }

  #doom(): Doom {
    if (this.#random.below(2) === 0) return { after: this.#random.below(Math.ceil(this.#usual * 1.2)) };
    const moment = this.#random.pick(["asked", "recorded", "answered"] as const);
    return { moment, count: 1 + this.#random.below(3) };
  }

  async #gathered(): Promise<readonly CrashPerson[]> {
    const present = new Set<CrashPerson>();
    const count = 3 + this.#random.below(4);
    while (present.size < count) present.add(this.#random.pick(this.people));
    if (this.#random.below(3) === 0) {
      const newcomer = await CrashPerson.of(`person-${this.people.length}`);
      this.people.push(newcomer);
      present.add(newcomer);
    }
    return [...present];
  }

  async #act(person: CrashPerson): Promise<void> {
    const what = this.#random.below(100);
    const unanswered = [...person.acceptances].find(([, answered]) => answered === undefined)?.[0];
    const key = unanswered ?? `key-${this.#keys++}`;
    if (what < 55) return this.#agree(person, key);
    // A double click, and a second tab.
    if (what < 75) return void (await Promise.all([1, 2, 3].map(() => this.#agree(person, key))));
    if (what < 95) return void (await this.#ask("DELETE", `/consents/${POLICY}`, person.token));
    person.isErased = true;
    await this.#ask("POST", "/operator/erasures", OPERATOR, { locator: person.locator });
  }

  async #agree(person: CrashPerson, key: string): Promise<void> {
    if (!person.acceptances.has(key)) person.acceptances.set(key, undefined);
    const answer = await this.#ask("POST", "/consents", person.token, this.#evidence, key);
    if (answer?.status !== 200 && answer?.status !== 201) return;
    const { id, acceptedAt } = answer.body as Answered;
    const known = person.acceptances.get(key);
    if (known !== undefined && known.id !== id && !person.isErased) {
      throw new Error(`${person.locator}: one key, two acceptances: ${known.id}, ${id}`);
    }
    person.acceptances.set(key, { id, acceptedAt });
  }

  /** Every acceptance that was answered is there. */
  async #check(person: CrashPerson): Promise<void> {
    const records = await this.#consents(person);
    if (person.isErased) return;
    for (const answered of person.acceptances.values()) {
      if (answered === undefined) continue;
      const record = records.find(({ id }) => id === answered.id);
      if (record?.acceptedAt !== answered.acceptedAt) throw new Error(`${person.locator} has lost ${answered.id}`);
    }
  }

  /** Read from a chain that the gateway has verified since it was started. */
  async #consents(person: CrashPerson): Promise<readonly (Answered & { readonly delivery: string })[]> {
    for (;;) {
      const answer = await this.#ask("GET", "/consents", person.token);
      if (answer?.status === 200) return (answer.body as { consents: (Answered & { delivery: string })[] }).consents;
      // A ledger on its way out asks for patience; one whose chain is broken would for ever.
      if (this.#output.join("").includes("ledger-broken")) throw new Error(`${person.locator}: the chain is broken`);
      if (!person.isErased) throw new Error(`${person.locator}: ${JSON.stringify(answer)}\n${this.#output.join("")}`);
      await pause(50);
    }
  }

  /** The newest head is signed, and the last one that was seen is its beginning. */
  async #followHead(): Promise<void> {
    const { keys } = await this.#log<{ keys: readonly { kid: string }[] }>("/log/keys");
    const newest = await readHead((await this.#ask("GET", "/log/head"))?.text ?? "", keys);
    if (this.#head !== undefined) {
      const [from, to] = [this.#head.size, newest.size];
      const { path } = await this.#log<{ path: readonly string[] }>(`/log/consistency?from=${from}&to=${to}`);
      if (!isBeginningOf(this.#head, newest, path))
        throw new Error(`the log of ${from} is no beginning of that of ${to}`);
    }
    this.#head = newest;
  }

  async #log<T>(path: string): Promise<T> {
    const answer = await this.#ask("GET", path);
    if (answer?.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}\n${this.#output.join("")}`);
    return answer.body as T;
  }

  /** What a page reads back after showing the sentence as it should. */
  async #shown(): Promise<unknown> {
    const presentation = await this.#log<{
      version: string;
      segments: readonly { text: string; href?: string }[];
    }>(`/policies/${POLICY}/presentation?lang=en`);
    const link = presentation.segments.find(({ href }) => href !== undefined);
    return {
      policy: POLICY,
      version: presentation.version,
      language: "en",
      text: presentation.segments.map(({ text }) => text).join(""),
      link: { text: link?.text, href: link?.href },
      tickedAtStart: false,
      openingForced: false,
      visible: true,
      logo: { shown: true, width: 96, height: 24 },
      byPerson: true,
    };
  }

  /** Undefined when there was no answer, because there is nobody any more to give one. */
  async #ask(
    method: string,
    path: string,
    token?: string,
    body?: unknown,
    key?: string,
  ): Promise<{ readonly status: number; readonly text: string; readonly body: unknown } | undefined> {
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(key !== undefined && { "idempotency-key": key }),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    try {
      const reply = await fetch(new URL(path, this.#running?.origin), { method, headers, ...sent });
      const text = await reply.text();
      return { status: reply.status, text, body: text.startsWith("{") ? JSON.parse(text) : text };
    } catch {
      return undefined;
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
