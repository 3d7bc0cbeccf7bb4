// Receipts, exports and tables, made by the package as a gateway makes them, and signed by Node's own crypto.
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LedgerEntry, LedgerEvent, Policy, Receipt } from "../../www/package/types.ts";
import { load, pkg } from "./built.ts";

const core = await load("node.js");

const WHOLE_POLICY: Policy = JSON.parse(readFileSync(join(pkg, "policies", "crossmint-privacy-policy.json"), "utf8"));
/** In two languages: what is made of it is flipped bit by bit. */
export const POLICY: Policy = {
  ...WHOLE_POLICY,
  sentences: WHOLE_POLICY.sentences.filter(({ language }) => ["en", "ar"].includes(language)),
};

export const CONTROLLER = {
  name: "Ostrea Ltd",
  address: "1 Quay Street, Dublin, D01 X2Y3, Ireland",
  email: "privacy@shop.example",
  url: "https://shop.example",
  jurisdiction: "IE",
};
export const LOCATOR = "userId:johnd-123";
export const LINK_KEY = randomBytes(32).toString("hex");

/** An operator's key. */
export class Key {
  readonly #secret: KeyObject;
  readonly jwk: { readonly kty: "OKP"; readonly crv: "Ed25519"; readonly x: string; readonly kid: string };

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.#secret = privateKey;
    const x = String(publicKey.export({ format: "jwk" }).x);
    const jwk = { kty: "OKP", crv: "Ed25519", x } as const;
    this.jwk = { ...jwk, kid: core.keyId(jwk) };
  }

  sign(typ: Parameters<typeof core.signingInput>[0], payload: object): string {
    const input = core.signingInput(typ, this.jwk.kid, payload);
    return `${input}.${sign(null, Buffer.from(input), this.#secret).toString("base64url")}`;
  }

  get set() {
    return { keys: [this.jwk] };
  }
}

export function accepted(language = "en"): LedgerEvent {
  const evidence = {
    tickedAtStart: false,
    openingForced: false,
    visible: true,
    byPerson: true,
    presentedAt: "2026-01-01T00:00:00.000Z",
    tickedAt: "2026-01-01T00:00:05.000Z",
    logo: { shown: true, width: 120, height: 24 },
  };
  const presentation = core.present(POLICY, [language]);
  return core.acceptedEvent(POLICY, presentation, evidence as never, "https://shop.example");
}

export function chain(person: string, events: readonly LedgerEvent[]): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (const [minute, event] of events.entries()) {
    const now = `2026-01-01T00:${String(minute).padStart(2, "0")}:10.250Z`;
    entries.push(core.ledgerEntry(entries.at(-1) ?? null, event, now, person));
  }
  return entries;
}

/** A log of these entries: its head, and the proof of each. */
export function logOf(entries: readonly LedgerEntry[], key: Key) {
  const leaves = entries.map(({ person, sequence, hash }) => core.leafHash({ kind: "entry", person, sequence, hash }));
  const { size, root, nodes } = core.growTree(0, [], leaves);
  const stored = new Map(nodes.map(([level, index, hash]) => [`${level}/${index}`, hash]));
  const head = key.sign("kyc-assent-head", core.logHead(null, "kyc.shop.example", size, root, "2026-01-01T01:00:00Z"));
  const proof = (index: number) => {
    const hashes = core.inclusionNodes(index, size).map(([level, at]) => stored.get(`${level}/${at}`) ?? "");
    return { index, path: core.inclusionPath(index, size, hashes) };
  };
  return { size, head, proof };
}

export function receiptOf(events: readonly LedgerEvent[], key: Key, isLogged = true): Receipt {
  const entries = chain(core.pseudonym(LINK_KEY, LOCATOR), events);
  const { size, head, proof } = logOf(entries, key);
  const log = isLogged ? { ...proof(0), size, head } : null;
  const input = { entries, acceptance: 1, policy: POLICY, controller: CONTROLLER, log, linkKey: LINK_KEY };
  return core.receipt(input, "2026-01-02T00:00:00Z");
}

/** What a person downloads. */
export function fileOf(receipt: object, key: Key, format = "kyc-assent-receipt/1"): string {
  return JSON.stringify({ format, receipt, jws: key.sign("kyc-assent-receipt", receipt), keys: key.set });
}

/** An export of so many people, and its table. */
export function exportOf(people: number, key: Key): { lines: string; table: string } {
  const persons = Array.from({ length: people }, (_, at) => core.pseudonym(LINK_KEY, `userId:person-${at}`)).sort();
  const chains = persons.map((person, at) => {
    const { policy } = POLICY;
    const told: LedgerEvent = { kind: "told", policy, partner: "crossmint", acceptance: 1 };
    const events: LedgerEvent[] = [accepted(at % 2 ? "ar" : "en"), told, { kind: "withdrawn", policy }];
    return chain(person, events.slice(0, 1 + (at % 3)));
  });
  const entries = chains.flat();
  const { head, proof } = logOf(entries, key);
  const first = {
    kind: "export",
    format: "kyc-assent-export/1",
    log: "kyc.shop.example",
    at: "2026-01-02T00:00:00.000Z",
    range: {},
  };
  const { text, seal } = core.sealLines(null, [
    first,
    { kind: "policy", file: POLICY },
    ...entries.map((entry, index) => ({ kind: "entry", entry, inRange: true, proof: proof(index) })),
    { kind: "head", jws: head },
    { kind: "keys", keys: key.set.keys },
  ]);
  const jws = key.sign("kyc-assent-export", seal);
  const last = core.sealLines(seal, [{ kind: "seal", lines: seal.lines, jws }]).text;
  const rows = core.sealRows(
    null,
    chains.flatMap((own, at) => core.acceptances(own).map((acceptance) => ({ person: persons[at] ?? "", acceptance }))),
  );
  return { lines: text + last, table: `${rows.text}seal,${key.sign("kyc-assent-export", rows.seal)}\r\n` };
}
