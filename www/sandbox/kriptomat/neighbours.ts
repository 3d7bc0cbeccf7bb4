// Pages of Kriptomat's whose contracts are not published here. They answer plainly made-up data, so that a gateway which
// passes such calls through can be tested.

import { type Context, json, type MatchedCall, type Operation, objectIn, Refusal } from "../partner.ts";

interface Neighbour {
  name: string;
  method: string;
  path: RegExp;
  data: Record<string, unknown>;
}

const ROOT = "^/api/v1/partners";

export const neighbours: readonly Neighbour[] = [
  {
    name: "userBalance",
    method: "GET",
    path: /\/users\/([^/]+)\/balance$/,
    data: { currency: "EUR", balance: "0.00" },
  },
  { name: "userLimits", method: "GET", path: /\/users\/([^/]+)\/limits$/, data: { currency: "EUR", daily: "0.00" } },
  { name: "userTransactions", method: "GET", path: /\/users\/([^/]+)\/transactions$/, data: { transactions: [] } },
  { name: "withdraw", method: "POST", path: /\/users\/([^/]+)\/withdraw$/, data: { id: 0, state: "PENDING" } },
  { name: "buyOrder", method: "POST", path: /\/users\/([^/]+)\/orders\/buy$/, data: { id: 0, state: "PENDING" } },
  { name: "removeBank", method: "DELETE", path: /\/users\/([^/]+)\/banks\/(?:[^/]+)$/, data: {} },
  { name: "currencies", method: "GET", path: /\/currencies$/, data: { currencies: [] } },
].map(({ path, ...rest }) => ({ ...rest, path: new RegExp(ROOT + path.source) }));

/** The answer names the fields that came, so that a test sees what was passed through. */
function answer(call: MatchedCall, { name, data }: Neighbour) {
  const sent = call.body === "" ? {} : objectIn(call.body);
  if (sent === null) throw new Refusal(400, "invalid_json", "The body must be a JSON object.");
  const query = [...new URLSearchParams(call.query).keys()];
  return json(200, {
    status: true,
    data: { sandbox: true, operation: name, query, fields: Object.keys(sent), ...data },
  });
}

/** As operations; `meet` refuses users that the account does not have. */
export function neighbourOperations(meet: (call: MatchedCall, context: Context) => unknown): Operation[] {
  return neighbours.map((neighbour) => ({
    name: neighbour.name,
    method: neighbour.method,
    path: neighbour.path,
    wrongShape: { status: "yes", data: [] },
    carryOut(call, context) {
      if (call.segments[0] !== undefined) meet(call, context);
      return answer(call, neighbour);
    },
  }));
}
