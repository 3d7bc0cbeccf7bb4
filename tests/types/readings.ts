// The types of what comes back: each operation's own value, decisions told apart by `next`, requests and errors.

import {
  AssentError,
  type BrokenRule,
  type Decision,
  type PolicyRule,
  type PublicationRule,
  prepare,
  type Reading,
  type Reply,
  type rankWebhook,
  read,
  signInTry,
  sinceTold,
} from "kyc-assent/edge";

declare const reply: Reply;

/** Compiles only when the two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<_ extends true>(): void {}

// ------------------------------------------------------------------------------------------------ values

const user = read("crossmint.getUser", reply).value;
same<Same<typeof user.kycData, boolean>>();
same<Same<typeof user.email, string | undefined>>();
same<Same<(typeof user.legalDocuments)[0]["isValidVersion"], boolean>>();
// @ts-expect-error one spelling
user.legalDocuments[0]?.validVersion;
// @ts-expect-error a summary has no eligibility
user.eligibility;

same<Same<Reading<"crossmint.putUser">["value"], Reading<"crossmint.getUser">["value"]>>();
same<Same<Reading<"crossmint.uploadDocument">["value"], Reading<"crossmint.getDocument">["value"]>>();

const list = read("crossmint.getVerification", reply).value.eligibility;
same<Same<(typeof list)[0]["status"], string>>();
same<Same<(typeof list)[0]["missingData"], readonly string[] | undefined>>();
// @ts-expect-error what was read is not written to
list.push({ type: "onramp", status: "verified" });

same<Same<Reading<"crossmint.acceptLegalDocument">["value"]["acceptedAt"], string>>();
// @ts-expect-error a document's record has no data
read("crossmint.getDocument", reply).value.data;
// @ts-expect-error no operation bears this name
read("crossmint.listUsers", reply);
// @ts-expect-error a fetch Response is no reply yet
read("crossmint.getUser", new Response());
// @ts-expect-error headers are a plain object
read("crossmint.getUser", { status: 200, headers: new Headers(), body: "" });
// @ts-expect-error the body is the text as it came
read("crossmint.getUser", { status: 200, headers: {}, body: { userDetails: true } });

// ------------------------------------------------------------------------------------------------ decisions

export function told(decision: Decision): string {
  // @ts-expect-error only where there is something to provide
  decision.documents;
  switch (decision.next) {
    case "proceed":
    case "start-verification":
    case "hold":
      return decision.scope;
    case "ask-consent":
      return decision.policy;
    case "provide":
      return [...decision.data, ...decision.documents, ...decision.other].join();
    case "wait":
      same<Same<typeof decision.lookAgainAfter, number>>();
      return decision.reason;
    case "stop":
      same<Same<typeof decision.final, boolean | null>>();
      return String(decision.final);
  }
}

declare const decision: Decision;
// @ts-expect-error a word that is no next step
decision.next === "done";
// @ts-expect-error a decision is not changed
decision.next = "proceed";

// ------------------------------------------------------------------------------------------------ requests and errors

const request = prepare("crossmint.getUser", {
  account: { environment: "staging", apiKey: "sk_staging_x" },
  input: { userLocator: "userId:a" },
  now: "2026-01-01T00:00:00Z",
});
// A request is what fetch takes.
fetch(request.url, request);
// @ts-expect-error a request is sent as it is
request.url = "https://evil.example";

declare const error: unknown;
if (error instanceof AssentError) {
  same<Same<typeof error.retryAfter, number | undefined>>();
  same<Same<typeof error.said, string | undefined>>();
  // @ts-expect-error a code that no error bears
  error.code === "not-authorised";
  // @ts-expect-error an error is not changed
  error.code = "trapped";
}

// ------------------------------------------------------------------------------------------------ rules of the gateway

const tried = signInTry(null, "2026-01-01T00:00:00Z");
if (tried.tries === undefined) same<Same<typeof tried.wait, number>>();
else same<Same<typeof tried.wait, undefined>>();
same<Same<ReturnType<typeof rankWebhook>, "newest" | "unclear" | "older">>();
// @ts-expect-error without it nobody knows what the answer is worth
sinceTold([decision], { toldAt: "2026-01-01T00:00:00Z" });
if (error instanceof AssentError)
  same<Same<typeof error.rules, readonly (BrokenRule | PolicyRule | PublicationRule)[] | undefined>>();
