import { DurableObject } from "cloudflare:workers";
import { policyHash } from "kyc-assent/edge";
import type { Policy, PolicyRule, PublicationRule } from "../../package/types.ts";
import { configuration, type Env } from "../configuration.ts";
import { unwrapped } from "../ledger/outcome.ts";
import { logOf } from "../log/log-settings.ts";
import { log, logUnforeseen } from "../log.ts";

/** A version of a policy that was published without a deploy. It never changes any more. */
export interface Publication {
  readonly policy: string;
  readonly version: string;
  /** SHA-256 (hex) over the canonical JSON of the file. */
  readonly policyHash: string;
  /** From when on it counts: ISO 8601, milliseconds, Z. */
  readonly effectiveFrom: string;
  readonly publishedAt: string;
}

/** A publication with its file. */
export interface PublishedFile extends Publication {
  readonly file: Policy;
}

/** What the book knows of the policies in use; `revision` tells one state from another. */
export interface BookReading {
  readonly revision: number;
  /** Of each policy the version that counts and those to come; null: as it was at the revision that was named. */
  readonly published: readonly PublishedFile[] | null;
}

export type Published =
  | { readonly publication: Publication; readonly created: boolean }
  | { readonly rule: RefusalRule; readonly advice: string };

type RefusalRule = PublicationRule | Extract<PolicyRule, "partner-differs">;

/** A version that came with a deployment's code. It never changes any more. */
export interface DeployedVersion {
  readonly policy: string;
  readonly version: string;
  readonly policyHash: string;
  /** When a gateway first had it in use. */
  readonly deployedAt: string;
}

type Unlogged = Record<"policy" | "version" | "policyHash", string>;
type Row = Record<"policy" | "version" | "policyHash" | "effectiveFrom" | "publishedAt" | "file", string>;
type DeployedRow = Record<"policy" | "version" | "policyHash" | "deployedAt" | "file", string>;

/** Each is some kilobytes. */
const FILES_AT_ONCE = 20;
/** Milliseconds until another try to reach the log. */
const LOG_RETRY = 30_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS publications (
    number INTEGER PRIMARY KEY, policy TEXT NOT NULL, version TEXT NOT NULL, policyHash TEXT NOT NULL,
    effectiveFrom TEXT NOT NULL, publishedAt TEXT NOT NULL, file TEXT NOT NULL, UNIQUE (policy, version),
    UNIQUE (policy, effectiveFrom));
  CREATE TABLE IF NOT EXISTS deployed (
    number INTEGER PRIMARY KEY, policy TEXT NOT NULL, version TEXT NOT NULL, policyHash TEXT NOT NULL UNIQUE,
    deployedAt TEXT NOT NULL, file TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS unlogged (policy TEXT NOT NULL, version TEXT NOT NULL, policyHash TEXT NOT NULL);
  ${["publications", "deployed"].map(appendOnly).join("")}
`;

function appendOnly(table: string): string {
  return `
  CREATE TRIGGER IF NOT EXISTS ${table}_stay BEFORE DELETE ON ${table}
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER IF NOT EXISTS ${table}_stay_as_they_are BEFORE UPDATE ON ${table}
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;`;
}

/**
 * The policies that were published without a deploy: one object for the whole gateway. A version is written once, and
 * counts from an instant that lies far enough ahead for every isolate to have read of it by then (`POLICY_LEAD`), so
 * that all switch at that instant and none has to ask at each request.
 *
 * It also keeps the files that came with the code: people have agreed to their words, and a later deployment may bring
 * others in their place.
 */
export class PolicyBook extends DurableObject<Env> {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#storage = state.storage;
    this.#sql = state.storage.sql;
    this.#sql.exec(TABLES);
    // Whatever happened to the alarm, it is set again before anything else is done.
    state.blockConcurrencyWhile(async () => {
      if (this.#unlogged().length > 0 && (await this.#storage.getAlarm()) === null) this.#scheduleLog(0);
    });
  }

  /** Writes a version down. The file has been checked by the Worker. The same once more changes nothing. */
  async publish(file: Policy, effectiveFrom: string | undefined, lead: number): Promise<Published> {
    const now = Date.now();
    const { policy, version } = file;
    const known = this.#rows("policy = ? AND version = ?", policy, version)[0];
    const hash = policyHash(file);
    if (known !== undefined) {
      const isSame = known.policyHash === hash && [undefined, known.effectiveFrom].includes(effectiveFrom);
      if (isSame) return { publication: publicationOf(known), created: false };
      return refused("version-taken", "a version is published once: give this one another name");
    }
    if (this.#deployed("policy = ? AND version = ? AND policyHash <> ?", policy, version, hash).length > 0) {
      return refused("version-taken", "an earlier deployment had a version of this name, with other content");
    }
    // Those of before are of one partner, since each of them has been through here.
    const [earlier] = this.#rows("policy = ?", policy);
    const partner = earlier && (JSON.parse(earlier.file) as Policy).partner;
    if (partner !== undefined && partner !== file.partner) {
      return refused("partner-differs", `this policy belongs to ${partner}: its products would need it no longer`);
    }
    const from = effectiveFrom ?? new Date(now + lead * 1000).toISOString();
    if (Date.parse(from) < now + lead * 1000) {
      return refused("too-soon", `let it count from ${lead} seconds ahead or later, so that all switch together`);
    }
    if (this.#rows("policy = ? AND effectiveFrom = ?", policy, from).length > 0) {
      return refused("instant-taken", "another version of this policy counts from that very instant");
    }
    const publishedAt = new Date(now).toISOString();
    const row: Row = {
      policy,
      version,
      policyHash: hash,
      effectiveFrom: from,
      publishedAt,
      file: JSON.stringify(file),
    };
    this.#storage.transactionSync(() => {
      this.#sql.exec(
        `INSERT INTO publications (policy, version, policyHash, effectiveFrom, publishedAt, file)
         VALUES (?, ?, ?, ?, ?, ?)`,
        ...Object.values(row),
      );
      this.#sql.exec("INSERT INTO unlogged (policy, version, policyHash) VALUES (?, ?, ?)", policy, version, hash);
      this.#scheduleLog(0);
    });
    log("info", { event: "policy-published", policy });
    return { publication: publicationOf(row), created: true };
  }

  /**
   * The versions of these policies that count now or later, unless nothing was published since `revision`. Whoever asks
   * for the first time hands in the files of its own code that are in use: they are kept before anybody agrees to them.
   */
  async read(names: readonly string[], revision: number, inCode: readonly Policy[]): Promise<BookReading> {
    for (const file of inCode) this.#keepDeployed(file);
    const { count } = this.#sql.exec<{ count: number }>("SELECT count(*) AS count FROM publications").one();
    if (count === revision) return { revision, published: null };
    const now = new Date().toISOString();
    const published = names.flatMap((name) => {
      const rows = this.#rows("policy = ?", name);
      const current = rows.findLastIndex(({ effectiveFrom }) => effectiveFrom <= now);
      return rows.slice(Math.max(0, current));
    });
    const files = published.map((row) => ({ ...publicationOf(row), file: JSON.parse(row.file) as Policy }));
    return { revision: count, published: files };
  }

  /**
   * Every file there is, those of the code first, each kind in the order in which it came. `from` is the page, from 0 on;
   * `next` is where to go on.
   */
  async files(from: number): Promise<{ readonly files: readonly Policy[]; readonly next: number | null }> {
    const query = `SELECT file FROM (SELECT 0 AS kind, number, file FROM deployed
      UNION ALL SELECT 1 AS kind, number, file FROM publications) ORDER BY kind, number LIMIT ? OFFSET ?`;
    const rows = this.#sql.exec<{ file: string }>(query, FILES_AT_ONCE, from).toArray();
    const next = rows.length < FILES_AT_ONCE ? null : from + rows.length;
    return { files: rows.map(({ file }) => JSON.parse(file) as Policy), next };
  }

  /** The file of this hash (`policyHash`), whether it counts now or not; null when no gateway here ever had it. */
  async file(hash: string): Promise<Policy | null> {
    const [row] = [...this.#rows("policyHash = ?", hash), ...this.#deployed("policyHash = ?", hash)];
    return row === undefined ? null : (JSON.parse(row.file) as Policy);
  }

  /** Every version that was ever published, by policy, the earliest first. */
  async publications(): Promise<readonly Publication[]> {
    return this.#rows("1").map(publicationOf);
  }

  /** Every version that ever came with the code and was in use, by policy, the earliest first. */
  async deployed(): Promise<readonly DeployedVersion[]> {
    return this.#deployed("1").map(({ file: _, ...version }) => version);
  }

  /** Puts what was published on the log over all people, again and again until it is there. */
  override async alarm(): Promise<void> {
    this.#scheduleLog(LOG_RETRY);
    try {
      const checked = await configuration(this.env);
      // Without a log it stays noted: should one be set up, it learns of it then.
      if ("settings" in checked && checked.settings.log !== undefined) {
        for (const { policy, version, policyHash: hash } of this.#unlogged()) {
          unwrapped(await logOf(checked.settings.log).publish(policy, version, hash));
          this.#sql.exec("DELETE FROM unlogged WHERE policy = ? AND version = ?", policy, version);
        }
      }
      if ("settings" in checked) await this.#storage.deleteAlarm();
    } catch (error) {
      logUnforeseen(error, { event: "policy-not-logged" });
    }
  }

  #unlogged(): readonly Unlogged[] {
    return this.#sql.exec<Unlogged>("SELECT * FROM unlogged").toArray();
  }

  #scheduleLog(milliseconds: number): void {
    // Not awaited: the runtime writes it together with what was written just before.
    void this.#storage.setAlarm(Date.now() + milliseconds);
  }

  #keepDeployed(file: Policy): void {
    const [{ policy, version }, hash] = [file, policyHash(file)];
    if (this.#deployed("policyHash = ?", hash).length > 0) return;
    const row = [policy, version, hash, new Date().toISOString(), JSON.stringify(file)];
    const columns = "policy, version, policyHash, deployedAt, file";
    this.#sql.exec(`INSERT INTO deployed (${columns}) VALUES (?, ?, ?, ?, ?)`, ...row);
    log("info", { event: "policy-deployed", policy });
  }

  #deployed(where: string, ...values: readonly string[]): readonly DeployedRow[] {
    const columns = "policy, version, policyHash, deployedAt, file";
    const query = `SELECT ${columns} FROM deployed WHERE ${where} ORDER BY policy, number`;
    return this.#sql.exec<DeployedRow>(query, ...values).toArray();
  }

  #rows(where: string, ...values: readonly string[]): readonly Row[] {
    const query = `SELECT * FROM publications WHERE ${where} ORDER BY policy, effectiveFrom`;
    return this.#sql.exec<Row>(query, ...values).toArray();
  }
}

function publicationOf({ policy, version, policyHash, effectiveFrom, publishedAt }: Row): Publication {
  return { policy, version, policyHash, effectiveFrom, publishedAt };
}

function refused(rule: RefusalRule, advice: string): Published {
  return { rule, advice };
}
