/** What a run of schemathesis amounts to: each operation of the description is one test. */

/**
 * Operations that no request of the run gets past the checks of, and why. What they answer then is held to the description
 * in tests/edge, where every answer is.
 * @type {Readonly<Record<string, string>>}
 */
export const unreached = {
  "POST /consent-forms": "a page's address of CONSENT_RETURN_URLS is not guessed",
  "POST /consent-forms/posted": "a ticket is sealed, and not guessed",
  "GET /crossmint/documents/{id}": "the ids of what the run hands in are not known to it",
  "POST /flow/tasks/{id}/fields": "the form is not open any more: the person's record is handed in",
  "POST /flow/tasks/{id}/documents/{part}": "no document is asked of this person",
  "POST /kriptomat/kyc-request": "the person is handed over from Sumsub, and verified by then",
  "GET /kriptomat/open/{name}": "PASS_THROUGH opens nothing here",
  "POST /kriptomat/open/{name}": "PASS_THROUGH opens nothing here",
  "PUT /kriptomat/open/{name}": "PASS_THROUGH opens nothing here",
  "DELETE /kriptomat/open/{name}": "PASS_THROUGH opens nothing here",
  "POST /b2core/sign-in": "no client of B2CORE has the example's password",
  "POST /b2core/second-factor": "nobody is signed in at B2CORE",
  "DELETE /b2core/session": "nobody is signed in at B2CORE",
  "GET /b2core/verifications": "nobody is signed in at B2CORE",
  "GET /b2core/verifications/{id}": "nobody is signed in at B2CORE",
  "GET /b2core/wizard": "nobody is signed in at B2CORE",
  "POST /b2core/wizard": "nobody is signed in at B2CORE",
  "POST /webhooks/sumsub": "a digest is not guessed",
  "POST /webhooks/kriptomat": "its members are the partner's own, and not described",
  "POST /operator/people": "the example is nobody here",
  "POST /operator/erasures": "the example is nobody here",
  "PUT /operator/policies/{policy}": "a policy file keeps rules that no schema says",
};

/**
 * @typedef {object} Report of schemathesis, in part
 * @property {{ total: number, tested: number }} operations
 * @property {readonly { title: string, operations: readonly string[] }[]} failures
 * @property {readonly { title?: string, operations?: readonly string[], message?: string }[]} errors
 * @property {Record<string, Record<string, { accepted: number }>>} valid_rates
 */

/**
 * @param {Report} report
 * @param {readonly string[]} operations all of the description, as `GET /me`
 * @param {Readonly<Record<string, string>>} [excused]
 * @returns {{ passed: number, faults: string[] }} a fault for each operation at the most, and one for a run that was cut short
 */
export function verdict(
  { operations: { tested }, failures, errors, valid_rates: rates },
  operations,
  excused = unreached,
) {
  /** @type {Map<string, string>} */
  const faults = new Map();
  for (const { title, operations: ofIt } of failures) for (const name of ofIt) faults.set(name, title);
  for (const error of errors) faults.set(error.operations?.[0] ?? "the run", error.title ?? JSON.stringify(error));
  for (const name of operations) {
    const isAccepted = Object.values(rates[name] ?? {}).some(({ accepted }) => accepted > 0);
    if (!isAccepted && !(name in excused) && !faults.has(name)) faults.set(name, "no request was ever accepted");
  }
  if (tested !== operations.length) faults.set("the run", `${tested} of ${operations.length} operations were asked`);
  const passed = operations.filter((name) => !faults.has(name)).length;
  return { passed, faults: [...faults].map(([name, fault]) => `${name}: ${fault}`) };
}
