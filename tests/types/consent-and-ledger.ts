// The types of consent, records and the ledger.

import type { BrokenRule, CrossmintUserRecord, Evidence, LedgerEntry, Policy, Shown } from "kyc-assent/browser";
import * as page from "kyc-assent/browser";
import { call } from "kyc-assent/client";
import { check, ledgerEntry, merge, missing, prepare, present, redelivery, sentenceHash } from "kyc-assent/edge";

declare const policy: Policy;
declare const shown: Shown;
declare const evidence: Evidence;
declare const record: CrossmintUserRecord;
declare const entry: LedgerEntry;
const now = "2026-01-01T00:00:00Z";
const person = "5ca1ab1e".repeat(8);

// ------------------------------------------------------------------------------------------------ consent

sentenceHash(present(policy, ["de", "en"]));
// @ts-expect-error a list of languages
present(policy, "de");
// @ts-expect-error a policy, not its name
present("crossmint-privacy-policy", ["de"]);

const broken: BrokenRule[] = check(policy, shown, { reviewedOnly: true });
check(policy, evidence, { evidence: true });
// @ts-expect-error no rule bears this name
broken.includes("ticked");
// @ts-expect-error an option that does not exist
check(policy, shown, { strict: true });
// @ts-expect-error what was shown is stated whole
check(policy, { ...shown, visible: undefined });
// @ts-expect-error the hash is over a presentation
sentenceHash(policy);

// ------------------------------------------------------------------------------------------------ records

merge(record, { kycData: { addressOfResidence: { city: "Cork" } } });
// @ts-expect-error law 6: a change is no record
merge({ kycData: { nationality: "IE" } }, {});
// @ts-expect-error null takes nothing away
merge(record, { kycData: null });
// @ts-expect-error a field that no section has
merge(record, { kycData: { city: "Cork" } });

missing({}, ["onramp"], { enhanced: true, documents: ["selfie"] });
// @ts-expect-error a product that does not exist
missing({}, ["payouts"]);
// @ts-expect-error our own word, not the partner's
missing({}, ["onramp"], { documents: ["selfie-front"] });

// ------------------------------------------------------------------------------------------------ ledger

ledgerEntry(entry, { kind: "withdrawn", policy: "p" }, now, person);
ledgerEntry(null, { kind: "told", policy: "p", partner: "crossmint", acceptance: 1 }, now, person);
// @ts-expect-error law 8: nothing of the person is on the ledger
ledgerEntry(null, { kind: "withdrawn", policy: "p", email: "a@b.example" }, now, person);
// @ts-expect-error an acceptance says what was accepted
ledgerEntry(null, { kind: "accepted", policy: "p" }, now, person);
// @ts-expect-error an event of no known kind
ledgerEntry(null, { kind: "changed", policy: "p" }, now, person);
// @ts-expect-error the first entry follows null
ledgerEntry(undefined, { kind: "withdrawn", policy: "p" }, now, person);
// @ts-expect-error an entry is somebody's
ledgerEntry(null, { kind: "withdrawn", policy: "p" }, now);
// @ts-expect-error an entry is not changed
entry.hash = "";

const { after, report } = redelivery(1, "unavailable");
after.toFixed();
report.valueOf();

// ------------------------------------------------------------------------------------------------ flavours

page.init(new URL("https://shop.example/browser.wasm"));
// @ts-expect-error law 4: a page has no use for a key
page.prepare;
// @ts-expect-error law 10: nor does it write a ledger
page.ledgerEntry;

const account = { environment: "staging", apiKey: "sk_staging_x" } as const;
call("crossmint.getUser", { account, input: { userLocator: "x:a" }, now }).then(({ value }) => value.kycData.valueOf());
// @ts-expect-error law 2 holds in one call too
call("crossmint.triggerVerification", { account, input: { userLocator: "x:a" }, now });
// @ts-expect-error nothing was sent yet
prepare("crossmint.getUser", { account, input: { userLocator: "x:a" }, now }).value;
