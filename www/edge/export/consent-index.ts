import { unwrapped } from "../ledger/outcome.ts";
import { type LogSettings, logOf } from "../log/log-settings.ts";
import { Refusal } from "../problem.ts";
import type { ExportRange } from "./export-range.ts";

/** The index as it is asked. It only says whom to look at: what is handed out is read from the ledgers. */
export class ConsentIndex {
  readonly #database: D1Database;
  readonly #settings: LogSettings;
  readonly #rebuilds: number;

  private constructor(database: D1Database, settings: LogSettings, rebuilds: number) {
    this.#database = database;
    this.#settings = settings;
    this.#rebuilds = rebuilds;
  }

  /** The index, once it has all that the log has taken by now. Refuses where it has not, or where there is none. */
  static async complete(settings: LogSettings): Promise<ConsentIndex> {
    const { index } = settings;
    if (index === undefined) {
      const message = "bind a D1 database as CONSENT_INDEX: exports and reports are made by it";
      throw new Refusal(404, { code: "not-enabled", message });
    }
    const { people, rebuilds } = unwrapped(await logOf(settings).completeIndex());
    const indexed = await index.prepare("SELECT count(*) AS count FROM indexed_people").first<number>("count");
    if ((indexed ?? 0) < people) {
      const message = "the index lacks people: make it anew (POST /operator/index/rebuild), then ask again";
      throw new Refusal(503, { code: "unavailable", message, retryAfter: 60 });
    }
    return new ConsentIndex(index, settings, rebuilds);
  }

  /** Throws where the index was made anew since, so that not all that was read was complete. */
  async mustBeUnchanged(): Promise<void> {
    const { rebuilds } = unwrapped(await logOf(this.#settings).completeIndex());
    if (rebuilds !== this.#rebuilds) throw new Error("the index was made anew meanwhile");
  }

  /**
   * People with an acceptance that the range is about, after one of them, in the order of their pseudonyms. Where it is
   * about everything, also those without one: what is missing in their ledgers has to be named.
   */
  async people(range: ExportRange, after: string, most: number): Promise<readonly string[]> {
    const { where, values } = conditions(range);
    const { person, ...limits } = range;
    const isAboutAll = Object.keys(limits).length === 0;
    const others = isAboutAll
      ? `UNION SELECT person FROM indexed_people WHERE person > unhex(?) ${person ? "AND person = unhex(?)" : ""}`
      : "";
    const query = `SELECT DISTINCT person FROM indexed_acceptances WHERE person > unhex(?) ${where} ${others}
      ORDER BY person LIMIT ?`;
    const { results } = await this.#database
      .prepare(`SELECT lower(hex(person)) AS person FROM (${query})`)
      .bind(after, ...values, ...(isAboutAll ? [after, ...values] : []), most)
      .all<{ person: string }>();
    return results.map(({ person }) => person);
  }

  /** Who has to be asked again, after one of them, in the order of their pseudonyms. */
  async outdated(policy: string, version: string, after: string, most: number): Promise<readonly string[]> {
    const query = `SELECT lower(hex(person)) AS person FROM (
      SELECT DISTINCT person ${OUTDATED} AND person > unhex(?3) ORDER BY person LIMIT ?4)`;
    const values = [policy, version, after, most];
    const { results } = await this.#database
      .prepare(query)
      .bind(...values)
      .all<{ person: string }>();
    return results.map(({ person }) => person);
  }

  async outdatedCount(policy: string, version: string): Promise<number> {
    const query = this.#database.prepare(`SELECT count(DISTINCT person) AS count ${OUTDATED}`);
    return (await query.bind(policy, version).first<number>("count")) ?? 0;
  }
}

/** Have agreed and not withdrawn, and have no consent in force to the version. Nobody can ask who was erased. */
const OUTDATED = `FROM indexed_acceptances AS old
  WHERE version IN (SELECT number FROM indexed_versions WHERE policy = ?1) AND withdrawnAt IS NULL
  AND NOT EXISTS (SELECT 1 FROM indexed_acceptances AS own WHERE own.person = old.person
    AND own.version = (SELECT number FROM indexed_versions WHERE policy = ?1 AND version = ?2)
    AND own.withdrawnAt IS NULL AND own.lapsedAt IS NULL)
  AND person NOT IN (SELECT person FROM indexed_people WHERE erased = 1)`;

/** What finds a member of a range in the table of acceptances. */
const FINDS = {
  policy: "version IN (SELECT number FROM indexed_versions WHERE policy = ?)",
  version: "version IN (SELECT number FROM indexed_versions WHERE version = ?)",
  person: "person = unhex(?)",
} as const;

/** The same as the core's range: of the policy and version, and given, confirmed, withdrawn or lapsed in the time. */
function conditions(range: ExportRange): { where: string; values: readonly (string | number)[] } {
  const names = (["policy", "version", "person"] as const).filter((name) => range[name] !== undefined);
  const marks = ["acceptedAt", "toldAt", "withdrawnAt", "lapsedAt"];
  const bounds: readonly [string, string | undefined][] = [
    [">=", range.from],
    ["<", range.to],
  ];
  const given = bounds.filter(([, value]) => value !== undefined);
  const inTime = marks.map((mark) => `(${given.map(([sign]) => `${mark} ${sign} ?`).join(" AND ")})`);
  const where = [
    ...names.map((name) => `AND ${FINDS[name]}`),
    ...(given.length > 0 ? [`AND (${inTime.join(" OR ")})`] : []),
  ];
  const times = marks.flatMap(() => given.map(([, value]) => Date.parse(value ?? "")));
  return { where: where.join(" "), values: [...names.map((name) => range[name] ?? ""), ...times] };
}
