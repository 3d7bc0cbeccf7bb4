/**
 * The gateway with everything counted that Cloudflare bills by count: calls and alarms of Durable Objects by class, rows of
 * their storage and of D1, bytes stored, calls of partners, log lines. `GET /counts` gives the sums and begins anew.
 */
import privacyPolicy from "../../../../src/consent/policies/crossmint-privacy-policy.json";
import shopTerms from "../../../../src/consent/policies/examples/shop-terms.json";
import type { Env } from "../../../edge/configuration.ts";
import * as parts from "../../../edge/index.ts";
import type { Acceptance, Policy } from "../../../package/types.ts";

/** How many policies there are beside Crossmint's own. The build puts a number in its place. */
declare const FURTHER_POLICIES: number;

interface Counts {
  /** Calls, by class and method. */
  readonly calls: Record<string, number>;
  /** Rows of storage by class. */
  readonly rowsRead: Record<string, number>;
  readonly rowsWritten: Record<string, number>;
  /** Bytes of the storage of each class' object that was called last. */
  readonly bytes: Record<string, number>;
  d1Read: number;
  d1Written: number;
  d1Bytes: number;
  partnerCalls: number;
  lines: number;
}

const none = (): Counts => ({
  calls: {},
  rowsRead: {},
  rowsWritten: {},
  bytes: {},
  d1Read: 0,
  d1Written: 0,
  d1Bytes: 0,
  partnerCalls: 0,
  lines: 0,
});
let counts = none();

function add(sums: Record<string, number>, name: string, count: number): void {
  sums[name] = (sums[name] ?? 0) + count;
}

for (const level of ["info", "warn", "error"] as const) {
  console[level] = (line: string) => {
    counts.lines += 1;
    if (line.includes('"event":"partner-call"')) counts.partnerCalls += 1;
  };
}

/** A deleted or changed row counts as written, as does each `setAlarm`; so the price list says. */
function watchStorage(storage: DurableObjectStorage, name: string): void {
  const { sql, kv } = storage;
  const exec = sql.exec.bind(sql);
  Object.defineProperty(sql, "exec", {
    value: (query: string, ...values: SqlStorageValue[]) => {
      const cursor = exec(query, ...values);
      // Every caller has read it to its end before this runs.
      queueMicrotask(() => {
        add(counts.rowsRead, name, cursor.rowsRead);
        add(counts.rowsWritten, name, cursor.rowsWritten);
      });
      return cursor;
    },
  });
  for (const [method, kind] of [
    ["get", "rowsRead"],
    ["put", "rowsWritten"],
    ["delete", "rowsWritten"],
  ] as const) {
    const real = (kv[method] as (...args: unknown[]) => unknown).bind(kv);
    Object.defineProperty(kv, method, {
      value: (...args: unknown[]) => {
        add(counts[kind], name, 1);
        return real(...args);
      },
    });
  }
  const setAlarm = storage.setAlarm.bind(storage);
  Object.defineProperty(storage, "setAlarm", {
    value: (at: number) => {
      add(counts.rowsWritten, name, 1);
      return setAlarm(at);
    },
  });
}

type Constructor = new (state: DurableObjectState, env: Env) => object;

/** The class with its calls counted: each method that is there to be called from outside, and the alarm. */
function counted<C extends Constructor>(Base: C, name: string): C {
  const Counted = class extends (Base as Constructor) {
    constructor(state: DurableObjectState, env: Env) {
      watchStorage(state.storage, name);
      super(state, watchD1(env));
    }
  };
  for (const method of Object.getOwnPropertyNames(Base.prototype).filter((one) => one !== "constructor")) {
    const real = (Base.prototype as Record<string, (...args: unknown[]) => unknown>)[method];
    Object.defineProperty(Counted.prototype, method, {
      async value(this: { readonly ctx: DurableObjectState }, ...args: unknown[]) {
        add(counts.calls, `${name}.${method}`, 1);
        try {
          return await real?.apply(this, args);
        } finally {
          counts.bytes[name] = this.ctx.storage.sql.databaseSize;
        }
      },
    });
  }
  return Counted as unknown as C;
}

function watchD1(env: Env): Env {
  const index = env.CONSENT_INDEX;
  if (index === undefined) return env;
  const batch = index.batch.bind(index);
  const watched = {
    prepare: (query: string) => index.prepare(query),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await batch(statements);
      for (const { meta } of results) {
        counts.d1Read += meta.rows_read;
        counts.d1Written += meta.rows_written;
        counts.d1Bytes = meta.size_after;
      }
      return results;
    },
  };
  return Object.assign(Object.create(env), { CONSENT_INDEX: watched }) as Env;
}

export const B2coreSession = counted(parts.B2coreSession, "B2coreSession");
export const ConsentLedger = counted(parts.ConsentLedger, "ConsentLedger");
export const ConsentLog = counted(parts.ConsentLog, "ConsentLog");
export const PartnerSession = counted(parts.PartnerSession, "PartnerSession");
export const PartnerVerification = counted(parts.PartnerVerification, "PartnerVerification");
export const PolicyBook = counted(parts.PolicyBook, "PolicyBook");

const policies = Array.from({ length: FURTHER_POLICIES }, (_, number) => {
  return { ...shopTerms, partner: "crossmint", policy: `further-terms-${number}` } as unknown as Policy;
});
const gateway = parts.gateway({ policies });

/** What stands for a pseudonym, the id of an object and the hashes of two entries: in no order, as those are. */
function hashesOf(number: number): Promise<readonly string[]> {
  const digest = async (part: number) => {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${number} ${part}`));
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  return Promise.all([0, 1, 2, 3].map(digest));
}

/** An acceptance that its partner was told of. */
function accepted(id: string): Acceptance {
  const [at, toldAt] = ["2026-11-23T10:00:09.123Z", "2026-11-23T10:00:09.234Z"];
  const { policy, version } = privacyPolicy;
  const event = { kind: "accepted", policy, version, language: "en", region: "" };
  return { sequence: 1, id, at, toldAt, event } as unknown as Acceptance;
}

export default {
  async fetch(request, env, context) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/counts") {
      const sums = counts;
      counts = none();
      return Response.json(sums);
    }
    if (pathname === "/calls") {
      // Without beginning anew.
      return Response.json(Object.values(counts.calls).reduce((one, other) => one + other, 0));
    }
    if (pathname === "/fill-log") {
      // As many ledgers hand in an acceptance that was told, one after the other.
      const log = env.CONSENT_LOG?.getByName("log");
      const [from, to] = [Number(searchParams.get("from")), Number(searchParams.get("to"))];
      for (let number = from; number < to; number++) {
        const [person = "", ledger = "", ...hashes] = await hashesOf(number);
        const entries = hashes.map((hash, index) => ({ sequence: index + 1, hash }));
        await log?.take({ person, ledger, erased: false, entries, acceptances: [accepted(hashes[0] ?? "")] });
      }
      return new Response(null, { status: 204 });
    }
    return gateway.fetch(request, env, context);
  },
} satisfies ExportedHandler<Env>;
