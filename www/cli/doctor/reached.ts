/** Whether what the gateway calls can be called from here, and whether the clocks agree. */
import { prepare } from "kyc-assent/edge";
import { bad, type Finding, good, open } from "./finding.ts";

/** Milliseconds to wait for an answer. */
const PATIENCE = 10_000;
/** Seconds that clocks may differ: signatures of Sumsub are good for a minute, one-time codes for half of one. */
const TOLERANCE = 10;

/** What a request to a partner is made with here. None is sent: only where it would go is asked. */
const MADE_UP = { token: "x", person: 1, now: new Date().toISOString() };

/** The addresses of the partners that are on, by their names, from requests that the core builds. */
export function partnersOf(variables: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const { CROSSMINT_API_KEY: apiKey = "", CROSSMINT_ENVIRONMENT: environment } = variables;
  const { KRIPTOMAT_USER_CLAIM, KRIPTOMAT_BASE_URL: baseUrl, SUMSUB_APPLICANT_CLAIM, B2CORE_HOST: host } = variables;
  const { now, token, person } = MADE_UP;
  const key = apiKey || (environment === "production" ? "sk_production_x" : "sk_staging_x");
  const requests: readonly [string, unknown, () => { readonly url: string }][] = [
    [
      "Crossmint",
      true,
      () =>
        prepare("crossmint.getUser", {
          account: { environment: environment === "production" ? environment : "staging", apiKey: key },
          input: { userLocator: `userId:${person}` },
          now,
        }),
    ],
    [
      "Kriptomat",
      KRIPTOMAT_USER_CLAIM,
      () =>
        prepare("kriptomat.getUser", {
          account: { accessToken: token, ...(baseUrl && { baseUrl }) },
          input: { userId: person },
          now,
        }),
    ],
    [
      "Sumsub",
      SUMSUB_APPLICANT_CLAIM,
      () =>
        prepare("sumsub.getApplicantStatus", {
          account: { appToken: token, secretKey: token },
          input: { applicantId: `${person}` },
          now,
        }),
    ],
    ["B2CORE", host, () => prepare("b2core.startSignIn", { account: { host: host ?? "" }, input: {}, now })],
  ];
  return new Map(requests.flatMap(([name, isOn, request]) => (isOn ? addressOf(name, request) : [])));
}

/** None where no request can be built: what is wrong then is said of the variable. */
function addressOf(name: string, request: () => { readonly url: string }): readonly [string, string][] {
  try {
    return [[name, new URL(request().url).origin]];
  } catch {
    return [];
  }
}

/** Any answer will do: that there is one is what is asked. */
export async function reached(name: string, address: string): Promise<readonly Finding[]> {
  const host = new URL(address).host;
  try {
    const reply = await fetch(address, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    return [good(name, `${host} answers`), ...clock(name, reply)];
  } catch {
    return [bad(name, `${host} cannot be reached from here: look at the name, the network and its proxy`)];
  }
}

function clock(name: string, reply: Response): readonly Finding[] {
  const theirs = Date.parse(reply.headers.get("date") ?? "");
  if (Number.isNaN(theirs)) return [];
  const seconds = Math.round((Date.now() - theirs) / 1000);
  if (Math.abs(seconds) <= TOLERANCE) return [];
  const way = seconds > 0 ? "ahead of" : "behind";
  return [bad("clock", `this machine's is ${Math.abs(seconds)} seconds ${way} that of ${name}: set it by NTP`)];
}

/** Whether the keys of the host's sign-in are there, and are public. */
export async function signInKeys(address: string): Promise<readonly Finding[]> {
  const about = "JWT_JWKS_URL";
  try {
    const reply = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
    if (!reply.ok) return [bad(about, `it answers ${reply.status}: give the address of the JWK set itself`)];
    const { keys }: { keys?: unknown } = await reply.json();
    if (!Array.isArray(keys) || keys.length === 0) return [bad(about, "what is there is no JWK set, or has no key")];
    if (keys.some((key) => key?.d !== undefined || key?.kty === "oct"))
      return [bad(about, "it publishes a secret key: take it away, and use another one from now on")];
    return [
      good(about, `a set of ${keys.length} public ${keys.length === 1 ? "key" : "keys"}`),
      ...clock("your sign-in", reply),
    ];
  } catch {
    return [bad(about, "it cannot be reached, or is no JSON")];
  }
}

/** The gateway where it runs: whether it is set up, and lets the pages in. */
export async function deployed(address: string, origins: readonly string[]): Promise<readonly Finding[]> {
  const ask = (path: string, init: RequestInit) =>
    fetch(new URL(path, address), { ...init, signal: AbortSignal.timeout(PATIENCE) });
  try {
    const health: { status?: unknown; variables?: unknown } = await (await ask("/health", {})).json();
    const wrong = Array.isArray(health.variables) ? health.variables.map(String) : [];
    const set =
      health.status === "ok"
        ? good("gateway", "it runs, and is set up")
        : bad("gateway", `it runs; set wrongly there: ${wrong.join(", ") || "unknown"}`);
    const findings = origins.map(async (origin) => {
      const headers = {
        origin,
        "access-control-request-method": "GET",
        "access-control-request-headers": "authorization",
      };
      const { headers: answer } = await ask("/me", { method: "OPTIONS", headers });
      return answer.get("access-control-allow-origin") === origin
        ? good("CORS", `pages of ${origin} are let in`)
        : bad("CORS", `pages of ${origin} are not let in there: deploy with this ALLOWED_ORIGINS`);
    });
    return [set, ...(await Promise.all(findings))];
  } catch {
    return [bad("gateway", `nothing that is a gateway answers at ${new URL(address).host}`)];
  }
}

/** What was not asked. */
export function notAsked(): Finding {
  return open("network", "nobody was asked (--offline)");
}
