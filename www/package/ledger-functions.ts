import { bytes, count, json, text } from "./arguments.ts";
import type { asker } from "./ask.ts";

/** The functions of the ledger and the log, as wasm-bindgen exports them: text in, the address of the answer out. */
export interface LedgerGlue {
  sentenceHash(presentation: string): number;
  policyHash(policy: string): number;
  acceptedEvent(policy: string, presentation: string, evidence: string, origin: string, region: string): number;
  pseudonym(linkKey: string, locator: string): number;
  ledgerEntry(previous: string, event: string, now: string, person: string): number;
  brokenLink(entries: string): number;
  acceptances(entries: string): number;
  acceptanceAfter(acceptance: string, entry: string): number;
  isInForce(acceptance: string, policy: string, version: string): number;
  leafHash(leaf: string): number;
  growTree(size: number, frontier: string, leaves: string): number;
  subtreeHash(hashes: Uint8Array): number;
  inclusionNodes(index: number, size: number): number;
  inclusionPath(index: number, size: number, hashes: string): number;
  consistencyNodes(first: number, second: number): number;
  consistencyPath(first: number, second: number, hashes: string): number;
  rootOfInclusion(leaf: string, index: number, size: number, path: string): number;
  isConsistent(first: number, firstRoot: string, second: number, secondRoot: string, path: string): number;
  logHead(previous: string, log: string, size: number, root: string, now: string): number;
  nextHead(previous: string, size: number, now: string, every: number): number;
  keyId(key: string): number;
  signingInput(typ: string, kid: string, payload: string): number;
  receipt(input: string, now: string): number;
  kantaraView(receipt: string): number;
  sealLines(seal: string, lines: string): number;
  sealRows(seal: string, acceptances: string): number;
  withinRange(entries: string, range: string): number;
}

/** Checks what callers without types hand in, and asks the core. */
export function ledgerFunctions(glue: LedgerGlue, ask: ReturnType<typeof asker>) {
  return {
    ...entryFunctions(glue, ask),
    ...treeFunctions(glue, ask),
    ...headFunctions(glue, ask),
    ...recordFunctions(glue, ask),
  };
}

function entryFunctions(glue: LedgerGlue, ask: ReturnType<typeof asker>) {
  return {
    sentenceHash: (presentation: unknown) => {
      const data = json("presentation", presentation);
      return ask(() => glue.sentenceHash(data));
    },
    policyHash: (policy: unknown) => {
      const data = json("policy", policy);
      return ask(() => glue.policyHash(data));
    },
    acceptedEvent: (
      policy: unknown,
      presentation: unknown,
      evidence: unknown,
      origin: unknown,
      region: unknown = "",
    ) => {
      const [file, shown, given] = [
        json("policy", policy),
        json("presentation", presentation),
        json("evidence", evidence),
      ];
      const [page, area] = [text("origin", origin), text("region", region)];
      return ask(() => glue.acceptedEvent(file, shown, given, page, area));
    },
    pseudonym: (linkKey: unknown, locator: unknown) => {
      const [key, name] = [text("linkKey", linkKey), text("locator", locator)];
      return ask(() => glue.pseudonym(key, name));
    },
    ledgerEntry: (previous: unknown, event: unknown, now: unknown, person: unknown) => {
      const [last, what] = [json("previous", previous), json("event", event)];
      const [clock, whose] = [text("now", now), text("person", person)];
      return ask(() => glue.ledgerEntry(last, what, clock, whose));
    },
    brokenLink: (entries: unknown) => {
      const data = json("entries", entries);
      return ask(() => glue.brokenLink(data));
    },
    acceptances: (entries: unknown) => {
      const data = json("entries", entries);
      return ask(() => glue.acceptances(data));
    },
    acceptanceAfter: (acceptance: unknown, entry: unknown) => {
      const [before, next] = [json("acceptance", acceptance), json("entry", entry)];
      return ask(() => glue.acceptanceAfter(before, next));
    },
    isInForce: (acceptance: unknown, policy: unknown, version: unknown) => {
      const data = json("acceptance", acceptance);
      const [name, wanted] = [text("policy", policy), text("version", version)];
      return ask(() => glue.isInForce(data, name, wanted));
    },
  };
}

function treeFunctions(glue: LedgerGlue, ask: ReturnType<typeof asker>) {
  return {
    leafHash: (leaf: unknown) => {
      const data = json("leaf", leaf);
      return ask(() => glue.leafHash(data));
    },
    growTree: (size: unknown, frontier: unknown, leaves: unknown) => {
      const [many, subtrees, added] = [count("size", size), json("frontier", frontier), json("leaves", leaves)];
      return ask(() => glue.growTree(many, subtrees, added));
    },
    subtreeHash: (hashes: unknown) => {
      const row = bytes("hashes", hashes);
      return ask(() => glue.subtreeHash(row));
    },
    inclusionNodes: (index: unknown, size: unknown) => {
      const [place, many] = [count("index", index), count("size", size)];
      return ask(() => glue.inclusionNodes(place, many));
    },
    inclusionPath: (index: unknown, size: unknown, hashes: unknown) => {
      const [place, many, stored] = [count("index", index), count("size", size), json("hashes", hashes)];
      return ask(() => glue.inclusionPath(place, many, stored));
    },
    consistencyNodes: (first: unknown, second: unknown) => {
      const [from, to] = [count("first", first), count("second", second)];
      return ask(() => glue.consistencyNodes(from, to));
    },
    consistencyPath: (first: unknown, second: unknown, hashes: unknown) => {
      const [from, to, stored] = [count("first", first), count("second", second), json("hashes", hashes)];
      return ask(() => glue.consistencyPath(from, to, stored));
    },
    rootOfInclusion: (leaf: unknown, index: unknown, size: unknown, path: unknown) => {
      const [hash, place, many] = [text("leaf", leaf), count("index", index), count("size", size)];
      const proof = json("path", path);
      return ask(() => glue.rootOfInclusion(hash, place, many, proof));
    },
    isConsistent: (first: unknown, firstRoot: unknown, second: unknown, secondRoot: unknown, path: unknown) => {
      const [from, to, proof] = [count("first", first), count("second", second), json("path", path)];
      const [before, after] = [text("firstRoot", firstRoot), text("secondRoot", secondRoot)];
      return ask(() => glue.isConsistent(from, before, to, after, proof));
    },
  };
}

function headFunctions(glue: LedgerGlue, ask: ReturnType<typeof asker>) {
  return {
    logHead: (previous: unknown, log: unknown, size: unknown, root: unknown, now: unknown) => {
      const [last, name, many] = [json("previous", previous), text("log", log), count("size", size)];
      const [hash, clock] = [text("root", root), text("now", now)];
      return ask(() => glue.logHead(last, name, many, hash, clock));
    },
    nextHead: (previous: unknown, size: unknown, now: unknown, every: unknown) => {
      const [last, many] = [json("previous", previous), count("size", size)];
      const [clock, seconds] = [text("now", now), count("every", every)];
      return ask(() => glue.nextHead(last, many, clock, seconds));
    },
    keyId: (key: unknown) => {
      const data = json("key", key);
      return ask(() => glue.keyId(data));
    },
    signingInput: (typ: unknown, kid: unknown, payload: unknown) => {
      const [what, key, data] = [text("typ", typ), text("kid", kid), json("payload", payload)];
      return ask(() => glue.signingInput(what, key, data));
    },
  };
}

/** Receipts, and the lines of exports. */
function recordFunctions(glue: LedgerGlue, ask: ReturnType<typeof asker>) {
  return {
    receipt: (input: unknown, now: unknown) => {
      const [data, clock] = [json("receipt", input), text("now", now)];
      return ask(() => glue.receipt(data, clock));
    },
    kantaraView: (receipt: unknown) => {
      const data = json("receipt", receipt);
      return ask(() => glue.kantaraView(data));
    },
    sealLines: (seal: unknown, lines: unknown) => {
      const [before, content] = [json("seal", seal), json("lines", lines)];
      return ask(() => glue.sealLines(before, content));
    },
    sealRows: (seal: unknown, acceptances: unknown) => {
      const [before, content] = [json("seal", seal), json("acceptances", acceptances)];
      return ask(() => glue.sealRows(before, content));
    },
    withinRange: (entries: unknown, range: unknown) => {
      const [all, wanted] = [json("entries", entries), json("range", range)];
      return ask(() => glue.withinRange(all, wanted));
    },
  };
}
