import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { Miniflare, type MiniflareOptions } from "miniflare";
import { bundle, type Modules, type Substitutes } from "./bundle.ts";
import { faultsOf } from "./described.ts";
import { RuntimeOutput } from "./runtime-output.ts";
import { type Sent, send } from "./send.ts";

export const ORIGIN = "https://shop.example";
export const ISSUER = "https://host.example";
export const AUDIENCE = "kyc-gateway";
/** Secrets and variables that work together; a test changes some. */
export const API_KEY = "sk_staging_thisIsTheSecretKeyOfTheTests";
export const LEDGER_KEY = randomBytes(32).toString("base64");

/** A new key of the log, as LEDGER_SIGNING_KEYS has it. */
export function signingKey(): JWK {
  return { ...generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }) };
}

export const SIGNING_KEY = signingKey();

const bundles = new Map<string, Promise<Modules>>();

function bundled(entry: string, substitutes: Substitutes = {}): Promise<Modules> {
  const key = JSON.stringify([entry, substitutes]);
  const known = bundles.get(key) ?? bundle(entry, substitutes);
  bundles.set(key, known);
  return known;
}

export interface StartOptions extends Substitutes {
  /** Worker to run in the gateway's place. */
  readonly entry?: string;
  /** Variables that differ; undefined leaves one out. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** `bound`, as in development; `outside`: the sandbox is what the gateway finds where the real partners would be. */
  readonly sandbox?: "bound" | "outside";
  /** Host and port where a socket stands before the sandbox: that is seen as the gateway's SANDBOX. */
  readonly front?: string;
  /** Stands in for the partners, and is seen as the gateway's SANDBOX. */
  readonly partner?: string;
  /** Whether POLICY_BOOK is not bound. */
  readonly withoutBook?: boolean;
  /** Whether CONSENT_INDEX is not bound. */
  readonly withoutIndex?: boolean;
  /** A second Worker beside the gateway, with the same code, variables and Durable Objects: an isolate of its own. */
  readonly twin?: boolean;
  /** Whether METRICS is bound: to what prints each data point, or to what takes none. */
  readonly metrics?: "printed" | "broken";
  /** Whether that one plays on what the sandbox keeps. */
  readonly partnerHasState?: boolean;
}

/** An answer of the gateway, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

/** What answers are made of, as far as tests look at it. */
export interface Body {
  readonly [member: string]: unknown;
  readonly code?: string;
  readonly id?: string;
  readonly delivery?: string;
  readonly acceptedAt?: string;
  readonly withdrawnAt?: string;
  readonly rules?: readonly string[];
  readonly retryAfter?: number;
  readonly value?: Body;
  readonly decisions?: readonly Body[];
  readonly consents?: readonly Body[];
  readonly eligibility?: readonly Body[];
  readonly policy?: string;
  readonly version?: string;
  readonly language?: string;
  readonly segments?: readonly { readonly text: string; readonly href?: string }[];
  readonly problem?: string;
  readonly next?: string;
  readonly status?: unknown;
  readonly detail?: string;
  readonly field?: string;
  readonly said?: string;
  readonly missing?: unknown;
  readonly requestId?: string;
  readonly words?: unknown;
  readonly event?: string;
  readonly operation?: string;
  readonly attempts?: number;
  readonly operator?: number;
  readonly done?: boolean;
  readonly heads?: readonly {
    readonly number: number;
    readonly size: number;
    readonly kid: string;
    readonly jws: string;
  }[];
  readonly keys?: readonly (JWK & { readonly kid: string; readonly exp?: number })[];
  readonly ms?: number;
  readonly variables?: readonly string[];
  readonly lapsedAt?: string;
  readonly toldAt?: string;
  readonly at?: readonly string[];
  readonly tokens?: readonly string[];
  readonly link?: string;
  readonly plan?: { readonly steps: readonly Body[]; readonly lookAgainAfter: number | null };
  readonly products?: readonly Body[];
  readonly problems?: readonly (string & Body)[];
  readonly partner?: string;
  readonly signedIn?: boolean;
  readonly calls?: readonly Body[];
  readonly webhooks?: readonly Body[];
  readonly state?: string;
  readonly data?: readonly Body[];
  readonly types?: readonly Body[];
  readonly uuid?: string;
  readonly path?: string;
  readonly region?: string;
  readonly effectiveFrom?: string;
  readonly policyHash?: string;
  readonly fields?: readonly Body[];
  readonly received?: readonly string[];
  readonly versions?: readonly Body[];
  readonly source?: string;
  readonly current?: boolean;
  readonly inUse?: boolean;
}

export interface Asked {
  readonly method?: string;
  /** Besides the origin of the page; the empty origin stands for none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string or bytes are sent as they are. */
  readonly body?: unknown;
  readonly token?: string;
  readonly send?: Sent["send"];
}

const keys = await generateKeyPair("ES256", { extractable: true });
export const PUBLIC_JWK = { ...(await exportJWK(keys.publicKey)), alg: "ES256", kid: "host" };

/** What a test's token has that the host's own have not. */
export interface OddToken {
  readonly audience?: string;
  readonly issuer?: string;
  /** Seconds since 1970, or null for never. */
  readonly expires?: number | null;
  readonly notBefore?: number;
  readonly kid?: string;
  /** What else the host says of the person. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A token as the host signs it, for the subject. */
export function token(subject: unknown, odd: OddToken = {}): Promise<string> {
  const jwt = new SignJWT({ sub: subject as string, ...odd.claims })
    .setProtectedHeader({ alg: "ES256", kid: odd.kid ?? "host" })
    .setIssuer(odd.issuer ?? ISSUER)
    .setAudience(odd.audience ?? AUDIENCE)
    .setIssuedAt();
  if (odd.expires !== null) jwt.setExpirationTime(odd.expires ?? "5m");
  if (odd.notBefore !== undefined) jwt.setNotBefore(odd.notBefore);
  return jwt.sign(keys.privateKey);
}

const VARIABLES: Readonly<Record<string, string>> = {
  CROSSMINT_ENVIRONMENT: "staging",
  CROSSMINT_API_KEY: API_KEY,
  ALLOWED_ORIGINS: `${ORIGIN},http://localhost:8780`,
  JWT_PUBLIC_KEY: JSON.stringify(PUBLIC_JWK),
  JWT_ISSUER: ISSUER,
  JWT_AUDIENCE: AUDIENCE,
  LEDGER_KEY,
  LEDGER_SIGNING_KEYS: JSON.stringify({ keys: [SIGNING_KEY] }),
  LOG_NAME: "kyc.shop.example",
  CONTROLLER: JSON.stringify({
    name: "Shop",
    address: "1 Example Street",
    email: "privacy@shop.example",
    url: "https://shop.example",
    jurisdiction: "IE",
  }),
  HEAD_EVERY: "1",
  // Tests wait by asking.
  LOG_RATE: "100000",
};

/** As in `wrangler.jsonc`. */
const DURABLE_OBJECTS = {
  CONSENT_LEDGER: { className: "ConsentLedger", useSQLite: true },
  CONSENT_LOG: { className: "ConsentLog", useSQLite: true },
  PARTNER_SESSION: { className: "PartnerSession", useSQLite: true },
  B2CORE_SESSION: { className: "B2coreSession", useSQLite: true },
  PARTNER_VERIFICATION: { className: "PartnerVerification", useSQLite: true },
  POLICY_BOOK: { className: "PolicyBook", useSQLite: true },
};

/** What stands before a data point in the output. */
const POINT = "point ";

/** What Analytics Engine would be handed. Miniflare's own keeps nothing that could be looked at. */
const SINKS = {
  printed: `export default () => ({ writeDataPoint(point) { console.log("${POINT}" + JSON.stringify(point)); } });`,
  broken: "export default () => ({ writeDataPoint() { throw new Error('no more points'); } });",
};

export interface DataPoint {
  readonly indexes: readonly string[];
  readonly blobs: readonly string[];
  readonly doubles: readonly number[];
}

/** The gateway, and the sandbox behind it, in workerd. */
export class RunningGateway {
  /** Where both keep what they keep. */
  readonly folder: string;
  readonly #options: StartOptions;
  readonly #output = new RuntimeOutput();
  #running: Miniflare | undefined;

  constructor(folder: string, options: StartOptions) {
    this.folder = folder;
    this.#options = options;
  }

  /** The variables that it was set up with, beside the usual ones. */
  get variables(): StartOptions["variables"] {
    return this.#options.variables;
  }

  get #miniflare(): Miniflare {
    if (this.#running === undefined) throw new Error("the gateway is not running");
    return this.#running;
  }

  /** Starts workerd. What an earlier one has written is there; `change` is as if another version were deployed. */
  async start(change: StartOptions = {}): Promise<void> {
    const options = await miniflareOptions(this.folder, { ...this.#options, ...change }, this.#output);
    this.#running = new Miniflare(options);
    await this.#running.ready;
  }

  /** Ends workerd wherever it is just now. */
  async halt(): Promise<void> {
    await this.#running?.dispose();
    this.#running = undefined;
  }

  async restart(change: StartOptions = {}): Promise<void> {
    await this.halt();
    await this.start(change);
  }

  async stop(): Promise<void> {
    await this.halt();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Everything that was logged so far, by every request that was answered at the least. */
  get output(): string {
    return this.#output.text;
  }

  /** The lines of the gateway's own log. */
  get log(): readonly Body[] {
    const lines = this.output.split("\n").filter((line) => line.startsWith("{"));
    return lines.map((line) => JSON.parse(line) as Body);
  }

  /** The data points, where METRICS is bound. */
  get points(): readonly DataPoint[] {
    const lines = this.output.split("\n").filter((line) => line.startsWith(POINT));
    return lines.map((line) => JSON.parse(line.slice(POINT.length)) as DataPoint);
  }

  /** Where the gateway listens. */
  get address(): Promise<URL> {
    return this.#miniflare.ready;
  }

  /** Where the sandbox itself listens. */
  get sandboxAddress(): Promise<URL> {
    return this.#miniflare.unsafeGetDirectURL("sandbox");
  }

  async ask(
    path: string,
    { method = "GET", headers = {}, body, token: bearer, send: trickle }: Asked = {},
  ): Promise<Answer> {
    const { origin } = headers;
    const all = {
      ...(origin !== "" && { origin: ORIGIN }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...Object.fromEntries(Object.entries(headers).filter(([name, value]) => name !== "origin" || value !== "")),
    };
    const isRaw = body === undefined || typeof body === "string" || body instanceof Uint8Array;
    const sent = { method, headers: all, body: isRaw ? body : JSON.stringify(body), ...(trickle && { send: trickle }) };
    const reply = await send(new URL(path, await this.address), sent);
    const requestId = reply.headers.get("x-request-id");
    if (requestId !== null) await this.#output.request(requestId);
    const faults = faultsOf({ method, path, sent: body, ...reply });
    if (faults.length > 0) throw new Error(`not as pkg/openapi.json has it:\n${faults.join("\n")}`);
    const isJson = /json\b/.test(reply.headers.get("content-type") ?? "");
    return { ...reply, body: isJson ? (JSON.parse(reply.text) as Body) : {} };
  }

  /** Asks the gateway's twin, as a server would: what Miniflare passes on has no origin. */
  async askTwin(path: string, { method = "GET", body, token: bearer }: Asked = {}): Promise<Answer> {
    const twin = await this.#miniflare.getWorker("twin");
    const headers = {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    };
    const sent = body === undefined ? null : JSON.stringify(body);
    const reply = await twin.fetch(new URL(path, "https://twin.example"), { method, headers, body: sent });
    const text = await reply.text();
    const isJson = /json\b/.test(reply.headers.get("content-type") ?? "");
    const all = new Headers([...reply.headers]);
    return { status: reply.status, headers: all, text, body: isJson ? (JSON.parse(text) as Body) : {} };
  }

  /** The gateway as one person uses it. */
  person(subject: string, claims: Readonly<Record<string, unknown>> = {}): Person {
    return new Person(this, subject, claims);
  }

  /** Asks the index. */
  async index(query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const index = await this.#miniflare.getD1Database("CONSENT_INDEX", "gateway");
    return (await index.prepare(query).all()).results;
  }

  /** Asks the sandbox's control API, where the sandbox listens: a Worker that Miniflare hands out costs it a thread. */
  async control(path: string, method = "GET", body?: unknown): Promise<Body> {
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const headers = sent === undefined ? {} : { "content-type": "application/json" };
    const { text } = await send(new URL(path, await this.sandboxAddress), { method, headers, body: sent });
    return JSON.parse(text) as Body;
  }

  /** The operations that the sandbox was asked for, oldest first, with the fault that each met. */
  async partnerCalls(): Promise<readonly string[]> {
    const { calls } = await this.control("/control/log");
    const named = (calls as readonly Body[]).map(({ operation, fault }) => {
      const name = String(operation).replace("crossmint.", "");
      return fault === null ? name : `${name} (${fault})`;
    });
    return named.reverse();
  }

  async fail(fault: string, operation: string | null, calls: number, partner = "crossmint"): Promise<void> {
    const faults = [{ fault, calls, operation: operation === null ? null : `${partner}.${operation}` }];
    await this.control("/control/faults", "PUT", { faults: calls === 0 ? [] : faults });
  }
}

/** One person who is signed in. */
export class Person {
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly #gateway: RunningGateway;

  constructor(gateway: RunningGateway, subject: string, claims: Readonly<Record<string, unknown>>) {
    this.#gateway = gateway;
    this.subject = subject;
    this.claims = claims;
  }

  async ask(path: string, asked: Asked = {}): Promise<Answer> {
    return this.#gateway.ask(path, { token: await token(this.subject, { claims: this.claims }), ...asked });
  }

  /** Reads the sentence and agrees to it, as the element does. */
  async agree(headers: Readonly<Record<string, string>> = {}, language = "en", policy?: string): Promise<Answer> {
    const bearer = await token(this.subject, { claims: this.claims });
    const body = await evidence(this.#gateway, language, policy, { token: bearer });
    return this.ask("/consents", { method: "POST", body, headers });
  }

  /** Agrees to this policy. */
  agreeTo(policy: string): Promise<Answer> {
    return this.agree({}, "en", policy);
  }

  put(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.ask("/crossmint/user", { method: "PUT", body, headers });
  }

  upload(headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.ask("/crossmint/documents", { method: "POST", body: DOCUMENT, headers });
  }

  trigger(headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.ask("/crossmint/identity-verification", { method: "PUT", headers });
  }

  async consents(): Promise<readonly Body[]> {
    return (await this.ask("/consents")).body.consents ?? [];
  }
}

/** What a page reads back after showing the sentence as it should. */
export async function evidence(
  gateway: Pick<RunningGateway, "ask">,
  language = "en",
  policyName = "crossmint-privacy-policy",
  { region: wanted, token: bearer }: { readonly region?: string; readonly token?: string } = {},
): Promise<{ readonly version?: unknown; readonly region?: unknown; readonly [member: string]: unknown }> {
  const query = new URLSearchParams({ lang: language, ...(wanted !== undefined && { region: wanted }) });
  const asked = bearer === undefined ? {} : { token: bearer };
  const { body } = await gateway.ask(`/policies/${policyName}/presentation?${query}`, asked);
  const { policy, version, region, segments = [], language: chosen } = body;
  const link = segments.find(({ href }) => href !== undefined);
  return {
    policy,
    version,
    language: chosen,
    ...(region !== undefined && { region }),
    text: segments.map(({ text }) => text).join(""),
    link: { text: link?.text, href: link?.href },
    tickedAtStart: false,
    openingForced: false,
    visible: true,
    logo: { shown: true, width: 96, height: 24 },
    presentedAt: "2026-11-23T10:00:00.000Z",
    tickedAt: "2026-11-23T10:00:09.000Z",
    byPerson: true,
  };
}

/** A whole record of a made-up person. */
export const RECORD = {
  userDetails: { firstName: "Zenobia", lastName: "Quixwell", dateOfBirth: "1987-06-05", countryOfResidence: "DE" },
  kycData: {
    nationality: "DE",
    addressOfResidence: { line1: "Lindenallee 17", city: "Kleinkleckersdorf", postalCode: "99998" },
    email: "zenobia@quixwell.example",
    phoneNumber: "+4915112345678",
    identityDocument: { type: "passport", number: "C01X00T47", issuingCountryCode: "DE" },
  },
  dueDiligence: {
    employmentStatus: "full-time",
    sourceOfFunds: "salary-disbursement",
    industry: "financial-institution",
    estimatedYearlyIncome: "income-50k-100k",
    expectedYearlyTxVolume: "volume-0-25k",
  },
  verificationHistory: {
    idVerificationTimestamp: "2026-01-02T03:04:05Z",
    livenessVerificationTimestamp: "2026-01-02T03:05:05Z",
  },
};

export const DOCUMENT = {
  documentType: "id-passport",
  data: "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
};

/** Starts the gateway with the sandbox behind it. */
export async function startGateway(options: StartOptions = {}): Promise<RunningGateway> {
  const folder = await mkdtemp(join(tmpdir(), "kyc-assent-edge-"));
  const gateway = new RunningGateway(folder, options);
  await gateway.start();
  return gateway;
}

function external(address: string) {
  return { external: { address, http: {} } };
}

async function miniflareOptions(
  folder: string,
  options: StartOptions,
  output: RuntimeOutput,
): Promise<MiniflareOptions> {
  const { entry = "www/edge/worker.ts", partner, policyVersion, core, flavour, variables = {} } = options;
  const all = Object.entries({ ...VARIABLES, ...variables });
  const bindings = Object.fromEntries(all.filter(([, value]) => value !== undefined));
  const compatibility = { compatibilityDate: "2026-07-30", compatibilityFlags: ["global_fetch_strictly_public"] };
  const sandboxState = { SANDBOX_STATE: { className: "SandboxState", useSQLite: true } };
  const behind =
    options.sandbox === "outside"
      ? { outboundService: "sandbox" }
      : { serviceBindings: { SANDBOX: options.front ? external(options.front) : "sandbox" } };
  const modules = await bundled(entry, { policyVersion, core, flavour });
  const objects = Object.entries(DURABLE_OBJECTS).filter(([name]) => name !== "POLICY_BOOK" || !options.withoutBook);
  const ofGateway = Object.fromEntries(objects.map(([name, it]) => [name, { ...it, scriptName: "gateway" }]));
  return {
    defaultPersistRoot: folder,
    handleRuntimeStdio: (stdout: Readable, stderr: Readable) => output.follow(stdout, stderr),
    workers: [
      {
        name: "gateway",
        modules,
        ...compatibility,
        bindings,
        durableObjects: Object.fromEntries(objects),
        ...(!options.withoutIndex && { d1Databases: { CONSENT_INDEX: "consent-index" } }),
        ...(options.metrics && { wrappedBindings: { METRICS: "sink" } }),
        ...behind,
      },
      ...(options.twin
        ? [{ name: "twin", modules, ...compatibility, bindings, durableObjects: ofGateway, ...behind }]
        : []),
      ...(options.metrics
        ? [
            {
              name: "sink",
              modules: [{ type: "ESModule" as const, path: "sink.js", contents: SINKS[options.metrics] }],
            },
          ]
        : []),
      {
        name: "sandbox",
        modules: await bundled(partner ?? "www/sandbox/worker.ts"),
        ...compatibility,
        ...((partner === undefined || options.partnerHasState) && { durableObjects: sandboxState }),
        unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
      },
    ],
  };
}
