// The gateway with a storage that fails: `/fault?write=N` lets the N-th write from then on throw, once.

import gateway, { ConsentLedger as Ledger, ConsentLog as Log } from "kyc-assent/gateway";

export { B2coreSession, PartnerSession, PartnerVerification, PolicyBook } from "kyc-assent/gateway";

let left = 0;

/** Counts the writes of every object in this isolate. */
function watch(storage: DurableObjectStorage): void {
  const exec = storage.sql.exec;
  const prototype = Object.getPrototypeOf(storage.sql) as { exec: typeof exec; isWatched?: boolean };
  if (prototype.isWatched) return;
  prototype.isWatched = true;
  prototype.exec = function (this: SqlStorage, query: string, ...values: SqlStorageValue[]) {
    if (/^\s*(INSERT|UPDATE|DELETE)/.test(query) && left > 0 && --left === 0) throw new Error("the storage failed");
    return exec.call(this, query, ...values);
  } as typeof exec;
}

export class ConsentLedger extends Ledger {
  constructor(...[state, env]: ConstructorParameters<typeof Ledger>) {
    watch(state.storage);
    super(state, env);
  }
}

export class ConsentLog extends Log {
  constructor(...[state, env]: ConstructorParameters<typeof Log>) {
    watch(state.storage);
    super(state, env);
  }
}

export default {
  fetch(request, env, context) {
    const url = new URL(request.url);
    if (url.pathname !== "/fault") return gateway.fetch(request, env, context);
    // What is left tells the caller whether the write came.
    const before = left;
    left = Number(url.searchParams.get("write"));
    return new Response(String(before));
  },
} satisfies typeof gateway;
