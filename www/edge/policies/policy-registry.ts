import { AssentError, policyFaults, policyHash } from "kyc-assent/edge";
import type { Policy, PolicyFault } from "../../package/types.ts";
import type { Fault, Settings } from "../configuration.ts";
import { log } from "../log.ts";
import { Refusal } from "../problem.ts";
import { BookReader } from "./book-reader.ts";
import { EARLIER_EDITIONS, PACKAGE_POLICIES } from "./package-policies.ts";
import type { PublishedFile } from "./policy-book.ts";

/** The policies in use at one moment, each in the version that counts then. */
export class PoliciesInUse {
  readonly all: readonly Policy[];

  constructor(all: readonly Policy[]) {
    this.all = all;
  }

  /** The policy of that name. */
  named(name: unknown): Policy {
    const policy = this.all.find(({ policy }) => policy === name);
    if (policy !== undefined) return policy;
    throw new Refusal(404, { code: "not-found", message: "this gateway has no policy of that name in use" });
  }

  /** Those that a person has to accept before anything of theirs goes to this partner. */
  of(partner: string): readonly Policy[] {
    return this.all.filter((policy) => policy.partner === partner);
  }
}

/** What follows from these settings and publications, until the next of them takes effect. */
interface LastInUse {
  readonly settings: Settings;
  readonly published: readonly PublishedFile[];
  /** ISO 8601. */
  readonly until: string;
  readonly policies: PoliciesInUse;
}

/** After every time in ISO 8601. */
const FOREVER = "~";

/** Which policies there are: the package's, those given in code, and those published. The later of these counts. */
export class PolicyRegistry {
  readonly #given: readonly unknown[];
  readonly #reader = new BookReader();
  readonly #faults = new WeakMap<Settings, readonly Fault[]>();
  /** Those that need no publication, by name; made when they are known to be policies. */
  #builtIn: ReadonlyMap<string, Policy> | undefined;
  /** What was in use at the last look: nearly every request asks, and it changes now and then. */
  #lastInUse: LastInUse | undefined;

  constructor(given: readonly unknown[]) {
    this.#given = given;
  }

  /** What is wrong with the policies that are known at start, and with how they are put to use. */
  faults(settings: Settings): readonly Fault[] {
    const known = this.#faults.get(settings) ?? this.#check(settings);
    this.#faults.set(settings, known);
    return known;
  }

  #check(settings: Settings): readonly Fault[] {
    const broken = this.#given.flatMap((file, index) => {
      const variable = `gateway({ policies: [${index}] })`;
      return policyFaults(file).map((fault) => ({ variable, advice: adviceOf(fault) }));
    });
    const names = (this.#given as readonly Policy[]).map(({ policy }) => policy);
    if (broken.length > 0) return broken;
    if (new Set(names).size < names.length) {
      return [{ variable: "gateway({ policies })", advice: "give one file for each policy: two bear one name" }];
    }
    return settings.policies.names.flatMap((name): readonly Fault[] => {
      const policy = this.builtIn(name);
      if (policy !== undefined) {
        const problem = unfitness(policy, settings);
        return problem === undefined ? [] : [{ variable: "POLICIES", advice: `${name}: ${problem.advice}` }];
      }
      if (settings.policies.book !== undefined) return [];
      const advice = `there is no policy of the name ${name}: give it in code, or bind POLICY_BOOK and publish it`;
      return [{ variable: "POLICIES", advice }];
    });
  }

  /** The policy of that name that needs no publication. */
  builtIn(name: string): Policy | undefined {
    this.#builtIn ??= new Map(
      [...PACKAGE_POLICIES, ...(this.#given as readonly Policy[])].map((policy) => [policy.policy, policy]),
    );
    return this.#builtIn.get(name);
  }

  /** All of them, with where each comes from. */
  builtIns(): readonly { readonly file: Policy; readonly source: "package" | "code" }[] {
    const given = (this.#given as readonly Policy[]).map((file) => ({ file, source: "code" as const }));
    const hidden = (name: string) => given.some(({ file }) => file.policy === name);
    const own = PACKAGE_POLICIES.filter(({ policy }) => !hidden(policy));
    return [...given, ...own.map((file) => ({ file, source: "package" as const }))];
  }

  /** Every file that needs no publication, also those that an earlier release of the package had. */
  known(): readonly Policy[] {
    return [...this.builtIns().map(({ file }) => file), ...EARLIER_EDITIONS];
  }

  /** The file of this hash, in use or not any more; undefined when no gateway here ever had it in use. */
  async accepted(hash: string, { policies: { book } }: Settings): Promise<Policy | undefined> {
    const own = this.known().find((file) => policyHash(file) === hash);
    if (own !== undefined || book === undefined) return own;
    return (await book.getByName("policies").file(hash)) ?? undefined;
  }

  /** What is in use now. Throws where a policy that is to be in use is not there: then nothing goes anywhere. */
  async inUse(settings: Settings): Promise<PoliciesInUse> {
    const inCode = () => {
      const wanted = new Set(settings.policies.names);
      return this.builtIns().flatMap(({ file }) => (wanted.has(file.policy) ? [file] : []));
    };
    const published = await this.#reader.published(settings.policies, inCode);
    const now = new Date().toISOString();
    const last = this.#lastInUse;
    if (last?.settings === settings && last.published === published && now < last.until) return last.policies;
    const policies = this.#inUseAt(now, settings, published);
    const until = published.reduce((next, { effectiveFrom: at }) => (now < at && at < next ? at : next), FOREVER);
    this.#lastInUse = { settings, published, until, policies };
    return policies;
  }

  #inUseAt(now: string, settings: Settings, published: readonly PublishedFile[]): PoliciesInUse {
    const inEffect = published.filter(({ effectiveFrom }) => effectiveFrom <= now);
    const newest = new Map(inEffect.map(({ policy, file }) => [policy, file]));
    const all = settings.policies.names.map((name) => {
      const policy = newest.get(name) ?? this.builtIn(name);
      if (policy !== undefined) return policy;
      log("error", { event: "misconfigured", problems: [`POLICIES: ${name} is not published, or not yet in effect`] });
      throw new AssentError({
        code: "unavailable",
        message: "a policy of this gateway is not there yet; try again later",
      });
    });
    return new PoliciesInUse(all);
  }
}

/** Why a policy cannot be in use at this gateway, though its file breaks no rule. */
export function unfitness(
  { partner, sentences }: Policy,
  settings: Settings,
): { readonly rule: "partner-not-on" | "no-reviewed-sentence"; readonly advice: string } | undefined {
  const partners = ["crossmint", ...(["kriptomat", "sumsub", "b2core"] as const).filter((name) => settings[name])];
  if (!partners.includes(partner)) {
    const advice = `partner-not-on: its partner must be one that is on here: ${partners.join(", ")}`;
    return { rule: "partner-not-on", advice };
  }
  if (settings.reviewedOnly && !sentences.some(({ reviewed }) => reviewed)) {
    const advice = "no-reviewed-sentence: under REVIEWED_ONLY at least one sentence must be reviewed";
    return { rule: "no-reviewed-sentence", advice };
  }
  return undefined;
}

function adviceOf({ rule, field }: PolicyFault): string {
  return `the policy file breaks the rule ${rule}${field === "" ? "" : `, at ${field}`}; see src/consent/policies/README.md`;
}
