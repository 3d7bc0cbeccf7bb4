import type {
  Acceptance,
  AcceptedEvent,
  B2coreHistory,
  BrokenRule,
  Call,
  CheckOptions,
  ClaimDoubt,
  CrossmintProduct,
  CrossmintRecordChange,
  CrossmintUserRecord,
  Decision,
  DocumentItem,
  Evidence,
  FlowQuestions,
  FormPost,
  FormTicket,
  GrownTree,
  HeadSigner,
  HeadTurn,
  KantaraReceipt,
  LedgerEntry,
  LedgerEvent,
  LedgerRange,
  LogHead,
  LogLeaf,
  Missing,
  NextLook,
  OperationName,
  Partner,
  Plan,
  Policy,
  PolicyFault,
  PolicyTimes,
  Presentation,
  PublicKey,
  Reading,
  Receipt,
  ReceiptInput,
  Redelivery,
  Reply,
  Request,
  Seal,
  SealedText,
  Session,
  Shown,
  SignedKind,
  SignInTries,
  SignInTry,
  SinceTold,
  TableRow,
  TokenOutcome,
  TreeNode,
  Watch,
  WebhookDelivery,
  WebhookRank,
  WebhookReading,
  Webhooks,
  WithinRange,
} from "./types.ts";

/** What the consent flavour offers. All functions are synchronous, stateless and throw `AssentError`. */
export interface ConsentSurface {
  /**
   * The sentence to show in the first of `languages` (BCP 47) that the policy has, else in English. A policy that differs
   * by region needs one of its regions.
   */
  present(policy: Policy, languages: readonly string[], region?: string): Presentation;
  /** Names every rule that what was shown, or the evidence of it, breaks. Empty: none. */
  check(policy: Policy, shown: Shown | Evidence, options?: CheckOptions): BrokenRule[];
}

/** What the browser flavour offers beyond that. */
export interface BrowserSurface extends ConsentSurface {
  /** Reads a partner's reply: the value, and what the person must do next. */
  read<N extends OperationName>(operation: N, reply: Reply): Reading<N>;
  /** What `record` still lacks for `products`; `documents` are those already handed in. */
  missing(
    record: CrossmintRecordChange,
    products: readonly CrossmintProduct[],
    options?: { readonly documents?: readonly DocumentItem[]; readonly enhanced?: boolean },
  ): Missing;
  /** The record with the change laid over it. No section and no field is ever dropped. */
  merge(record: CrossmintUserRecord, change: CrossmintRecordChange): CrossmintUserRecord;
  /** Folds decisions of several partners and products into one order of steps, losing none. */
  plan(decisions: readonly Decision[]): Plan;
  /** Whether the newest grant of a B2CORE history has reached the level that the host wants: an id or higher, or a name. */
  levelDecision(history: B2coreHistory, wanted: number | string): Decision;
}

/** What the edge flavour offers beyond that. */
export interface EdgeSurface extends BrowserSurface {
  /** Builds the request of an operation, or refuses; nothing is sent. */
  prepare<N extends OperationName>(operation: N, call: Call<N>): Request;
  /** Every rule that a policy file breaks, and where. Empty: none, and only then is it to be used. */
  policyFaults(file: unknown): PolicyFault[];
  /** What is absurd about the times that the browser states in its evidence. They are claims in any case. */
  claimDoubts(evidence: Evidence, now: string): ClaimDoubt[];
  /** The region of the policy that a country of residence (alpha-2) belongs to, or null. */
  policyRegion(policy: Policy, country: string): string | null;
  /** Decisions while policies of `partner` are `missing`: each of that partner's becomes `ask-consent`. */
  untilAccepted(decisions: readonly Decision[], partner: Partner, missing: readonly string[]): Decision[];
  /** SHA-256 (hex) over the sentence as shown: policy, version, language, text and link. */
  sentenceHash(presentation: Presentation): string;
  /** SHA-256 (hex) over the canonical JSON of a whole policy file. */
  policyHash(policy: Policy): string;
  /**
   * What the ledger keeps of an agreement whose evidence has passed `check`: `presentation` is what the gateway itself
   * would show, `origin` the page's, `region` empty where the policy has none.
   */
  acceptedEvent(
    policy: Policy,
    presentation: Presentation,
    evidence: Evidence,
    origin: string,
    region?: string,
  ): AcceptedEvent;
  /** HMAC-SHA-256 of the locator under the link key (32 bytes in hex) that only this person's ledger holds. */
  pseudonym(linkKey: string, locator: string): string;
  /** The entry that follows `previous` in the ledger of `person`. */
  ledgerEntry(previous: LedgerEntry | null, event: LedgerEvent, now: string, person: string): LedgerEntry;
  /** Index of the first entry at which the chain does not hold, or null when all of it does. */
  brokenLink(entries: readonly LedgerEntry[]): number | null;
  /** Every acceptance of a ledger, oldest first, as it stands after the last entry. */
  acceptances(entries: readonly LedgerEntry[]): readonly Acceptance[];
  /** One acceptance as it stands after a later entry of the same ledger. */
  acceptanceAfter(acceptance: Acceptance, entry: LedgerEntry): Acceptance;
  /** Whether a consent can rest on it: of this version, not withdrawn, not dropped by its partner. */
  isInForce(acceptance: Acceptance, policy: string, version: string): boolean;
  /** Hash of a leaf of the log (RFC 9162): SHA-256 over 0x00 and its canonical JSON. */
  leafHash(leaf: LogLeaf): string;
  /** Adds leaves, by their hashes, to a tree of `size` leaves with that `frontier`. */
  growTree(size: number, frontier: readonly string[], leaves: readonly string[]): GrownTree;
  /**
   * The hash of the complete subtree that is made of smaller ones of one level, from left to right: 1, 2, 4, 8, … hashes of
   * 32 bytes in a row.
   */
  subtreeHash(hashes: Uint8Array): string;
  /** The stored hashes that a proof needs that leaf number `index` is in the tree of `size` leaves. */
  inclusionNodes(index: number, size: number): readonly TreeNode[];
  /** That proof, of the hashes of those nodes. */
  inclusionPath(index: number, size: number, hashes: readonly string[]): readonly string[];
  /** The stored hashes that a proof needs that the tree of `first` leaves is the beginning of that of `second`. */
  consistencyNodes(first: number, second: number): readonly TreeNode[];
  /** That proof, of the hashes of those nodes. */
  consistencyPath(first: number, second: number, hashes: readonly string[]): readonly string[];
  /** The root that a proof of inclusion leads to; null when it can be none for that place. */
  rootOfInclusion(leaf: string, index: number, size: number, path: readonly string[]): string | null;
  /** Whether a proof of consistency holds. */
  isConsistent(first: number, firstRoot: string, second: number, secondRoot: string, path: readonly string[]): boolean;
  /** The head of a log of that size and root, to be signed. Its time never runs back, and no log shrinks. */
  logHead(previous: LogHead | null, log: string, size: number, root: string, now: string): LogHead;
  /** When the next head is due, in milliseconds since 1970: `every` seconds after a change, else once a day. */
  nextHead(previous: LogHead | null, size: number, now: string, every: number): number;
  /**
   * Which key signs the next head: a new one once a head of the key `before` covers its announcement. `unvouched`: it
   * signs without, since the private half of that key is gone; an operator must know.
   */
  headSigner(turn: HeadTurn): HeadSigner;
  /** The `kid` of an Ed25519 key: its thumbprint (RFC 7638). */
  keyId(key: PublicKey): string;
  /** The bytes, as text, that a compact JWS signs: header and canonical payload in base64url. */
  signingInput(typ: SignedKind, kid: string, payload: object): string;
  /** The receipt of an acceptance, to be signed as `kyc-assent-receipt`. */
  receipt(input: ReceiptInput, now: string): Receipt;
  /** The same in the older form that many tools read. It has no evidence. */
  kantaraView(receipt: Receipt): KantaraReceipt;
  /** The next lines of an export, each with its digest and its end. `seal` is null at the beginning of the file. */
  sealLines(seal: Seal | null, lines: readonly object[]): SealedText;
  /** The next rows of an export's table; its header comes by itself. */
  sealRows(seal: Seal | null, acceptances: readonly TableRow[]): SealedText;
  /** Which of a person's entries, all of them handed in, and which of the acceptances in them a range is about. */
  withinRange(entries: readonly LedgerEntry[], range: LedgerRange): WithinRange;
  /** When to tell a partner again, after `attempts` (1 or more) tries of which the last ended in `code`. */
  redelivery(attempts: number, code: string, retryAfter?: number): Redelivery;
  /**
   * Whether a partner may be told now, also before the next try is `due` (milliseconds since 1970): not while it has asked
   * to be left alone. `problem` is the code that the last try ended in, null where there was none.
   */
  mayTell(problem: string | null, due: number, now: string): boolean;
  /**
   * The evidence of a consent that a form posted without script, for `check` to be held against the policy. `presentation`
   * is what is presented for the ticket now.
   */
  postedEvidence(ticket: FormTicket, presentation: Presentation, post: FormPost, now: string): Evidence;
  /** How long such a form's ticket counts, in milliseconds. */
  ticketLifetime(): number;
  /** Idempotency keys that were used before this moment, in milliseconds since 1970, are forgotten. */
  keysKnownFrom(now: string): number;
  /** Verifies and reads a webhook. `now` is the host's clock. */
  receive<N extends keyof Webhooks>(
    webhook: N,
    delivery: WebhookDelivery,
    guard: Webhooks[N]["guard"],
    now: string,
  ): WebhookReading<N>;
  /**
   * Whether and when somebody who waits for the end of a verification looks again. `decisions` is what the last look
   * brought; null when it brought nothing, or is still to come.
   */
  nextLook(watch: Watch, decisions: readonly Decision[] | null, now: string): NextLook;
  /** When an unsigned hint leads to a look, after the last one that did: milliseconds since 1970, as `last`. */
  hintedLook(last: number | null, now: string): number;
  /** Counts a try to sign a client in at B2CORE before it is made, or says how many seconds it has to wait. */
  signInTry(tries: SignInTries | null, now: string): SignInTry;
  /**
   * What the `code` of an import's error (empty where it has none) says of the Sumsub share token, after `sent` tokens
   * in this hand-over. A token is never sent twice.
   */
  tokenOutcome(code: string, sent: number): TokenOutcome;
  /**
   * Where a webhook of Sumsub stands by its own time: next to the newest before, and to when the status that is known
   * was asked for. Milliseconds since 1970; null where there is none.
   */
  rankWebhook(createdAtMs: number, last: number | null, readAt: number | null): WebhookRank;
  /**
   * Crossmint's decisions in the light of the acceptance on the ledger. After a new one `ask-consent` of a product becomes
   * `start-verification`, unless Crossmint knew of it and does not count it: then it has `lapsed`. Nothing ever becomes
   * `proceed`.
   */
  sinceTold(decisions: readonly Decision[], times: PolicyTimes): SinceTold;
  /**
   * The person's whole way, as tasks, and what a task takes: which fields, what is wrong with the answers, the record that
   * they make, the name of a file. What each question is given and answers, {@link FlowQuestions} says.
   */
  flow<Q extends keyof FlowQuestions>(question: Q, given: FlowQuestions[Q]["given"]): FlowQuestions[Q]["answer"];
  /** When a token that was asked for at `askedAt` and granted for `expiresIn` seconds is renewed, and when it ends. */
  session(askedAt: string, expiresIn: number): Session;
  /** The window that the one-time code of `now` belongs to. No code is used twice, so no window is. */
  codeWindow(now: string): number;
  /** A country by its two or three letters, or null. */
  country(code: string): { readonly alpha2: string; readonly alpha3: string } | null;
}
