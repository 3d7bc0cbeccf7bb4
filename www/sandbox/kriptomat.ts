// Kriptomat's white-label partner API: login, users, KYC and its webhook (partner-apis §2).

import { accounts, type KriptomatAccount, listedAccounts } from "./kriptomat/accounts.ts";
import {
  eddStatus,
  findUser,
  hookBody,
  keepUser,
  kycStatus,
  startKyc,
  takeShareToken,
  type User,
} from "./kriptomat/kyc.ts";
import { neighbourOperations } from "./kriptomat/neighbours.ts";
import { type KnownUser, people, userNamed } from "./kriptomat/people.ts";
import { accountOf, bodyOf, login, loginCode, tokenOf } from "./kriptomat/session.ts";
import { kriptomatSettings, settingsOf } from "./kriptomat/settings.ts";
import {
  type Answer,
  bodiless,
  type Context,
  json,
  type MatchedCall,
  type Operation,
  objectIn,
  type Partner,
  Refusal,
} from "./partner.ts";
import type { Settings } from "./settings.ts";
import { codeNow } from "./totp.ts";

function meet(call: MatchedCall, context: Context): KnownUser {
  return knownUser(call.segments[0] ?? "", accountOf(call, context), context);
}

function knownUser(id: string, account: KriptomatAccount, context: Context): KnownUser {
  const known = userNamed(id, account, context.store);
  if (known === null) throw new Refusal(404, "not_found", "User not found.");
  context.concerns(known.fate.outcome);
  return known;
}

function getUser(call: MatchedCall, context: Context): Answer {
  const known = meet(call, context);
  const user = findUser(known, context);
  const { blankEmail } = settingsOf(context.settings);
  const blank = blankEmail === "always" || (blankEmail === "first" && !user.shown) ? " " : "";
  if (!user.shown) keepUser(known, { ...user, shown: true }, context);
  return json(200, {
    status: true,
    data: {
      email: `${blank}user-${known.number}@kriptomat.sandbox.example${blank}`,
      name: "Ada",
      surname: "Muster",
      phone: `+4917000${String(known.number).padStart(6, "0")}`,
      date_of_birth: "1990-02-28",
      address: "Musterweg 12",
      building_number: "12",
      city: "Berlin",
      postal_code: "10115",
      country: "DEU",
      status: "active",
      kyc_status: kycStatus(known, user, context),
      edd_status: eddStatus(known, user, context),
    },
  });
}

/** KYC is started once: a failed one can be tried again, a running or passed one not. */
function startable(known: KnownUser, context: Context): User {
  const user = findUser(known, context);
  const status = kycStatus(known, user, context);
  if (status === "pending" || status === "passed" || status === "verified") {
    throw new Refusal(422, "kyc_started", `KYC of this user is ${status}.`);
  }
  return user;
}

function importKyc(call: MatchedCall, context: Context): Answer {
  const known = meet(call, context);
  const { token } = bodyOf(call);
  if (typeof token !== "string" || token === "") throw new Refusal(422, "invalid", "The token field is required.");
  const settings = settingsOf(context.settings);
  const user = startable(known, context);
  const fault = takeShareToken(token, context);
  if (fault !== null) {
    const message = `Import failed: ${fault}.`;
    if (settings.importRefusalStatus === 200) return json(200, { status: false, message });
    throw new Refusal(settings.importRefusalStatus, "import_failed", message);
  }
  startKyc(known, user, context);
  return settings.importReply === "status" ? json(200, { status: true }) : bodiless(200);
}

function requestKyc(call: MatchedCall, context: Context): Answer {
  const known = meet(call, context);
  if (call.body !== "") bodyOf(call);
  startKyc(known, startable(known, context), context);
  const link = `https://kyc.kriptomat.sandbox.example/start/${crypto.randomUUID()}`;
  const [outer = "url", inner] = settingsOf(context.settings).requestLink.split(".");
  return json(200, { status: true, [outer]: inner === undefined ? link : { [inner]: link } });
}

const wrongStatus = { status: "yes", data: [] };

const operations: Operation[] = [
  {
    name: "login",
    method: "POST",
    path: /^\/api\/v1\/partners\/auth\/login$/,
    wrongShape: { access_token: null, expires_in: "soon" },
    oneTimeCode: loginCode,
    carryOut: (call, context) => login(call, context, (refusal) => refuse(refusal, context.settings)),
  },
  {
    name: "logout",
    method: "POST",
    path: /^\/api\/v1\/partners\/auth\/logout$/,
    wrongShape: wrongStatus,
    carryOut(call, { store }) {
      store.remove("session", tokenOf(call));
      return json(200, { status: true });
    },
  },
  {
    name: "getUser",
    method: "GET",
    path: /^\/api\/v1\/partners\/users\/([^/]+)$/,
    wrongShape: { status: true, data: { kyc_status: ["passed"], edd_status: 0 } },
    carryOut: getUser,
  },
  {
    name: "importKyc",
    method: "POST",
    path: /^(?:\/api\/v1\/partners|\/v1)\/users\/([^/]+)\/kyc-import$/,
    wrongShape: wrongStatus,
    carryOut: importKyc,
  },
  {
    name: "requestKyc",
    method: "POST",
    path: /^(?:\/api\/v1\/partners|\/v1)\/users\/([^/]+)\/kyc-request$/,
    wrongShape: wrongStatus,
    carryOut: requestKyc,
  },
  ...neighbourOperations(meet),
];

/** Refuses a path that is switched off, then a call without a session. */
function admit(call: MatchedCall, operation: Operation, context: Context): void {
  const { importPath } = settingsOf(context.settings);
  if (operation.name === "importKyc" || operation.name === "requestKyc") {
    const prefixed = call.path.startsWith("/api/");
    if (importPath === (prefixed ? "printed" : "prefixed")) throw new Refusal(404, "not_found", "Not found.");
  }
  if (operation.name !== "login") accountOf(call, context);
}

function refuse({ status, message }: Refusal, settings: Settings): Answer {
  switch (settingsOf(settings).errorShape) {
    case "status-message":
      return json(status, { status: false, message });
    case "message":
      return json(status, { message });
    case "empty":
      return bodiless(status);
  }
}

const worlds = ["production", "staging"] as const;
const userFields = [
  { name: "user", label: "User" },
  { name: "clientId", label: "Account", choices: accounts.map(({ clientId }) => String(clientId)) },
  { name: "environment", label: "Environment", choices: worlds },
];

/** The account, world and user that a control action means: those of the first account in production by default. */
function meant(input: Record<string, unknown>, contextOf: (world: string) => Context) {
  const { user = "", clientId = accounts[0]?.clientId, environment = "production" } = input;
  const account = accounts.find((one) => String(one.clientId) === String(clientId));
  const world = worlds.find((one) => one === environment);
  if (account === undefined || world === undefined) {
    throw new Refusal(400, "invalid", "clientId must be an account's, environment production or staging");
  }
  const context = contextOf(world);
  return { account, context, known: () => knownUser(String(user), account, context) };
}

export const kriptomat: Partner = {
  name: "kriptomat",
  hosts: { "api.kriptomat.io": "production", "stagingapi.kminfra.net": "staging" },
  operations,
  people,
  choosing:
    "The user id is a number in the range (100000 more for the second account), or begins with the outcome, e.g. passed-1. Others are not found.",
  accounts: listedAccounts,
  settings: kriptomatSettings,
  hooks: {
    url: (settings) => settingsOf(settings).webhookUrl,
    headers: async () => ({}),
    patience: () => 5000,
    resendAfter: (settings) => new Array<number>(settingsOf(settings).webhookTimes - 1).fill(300),
    forgeries: { answer: "the other answer, as anybody could send it" },
    async forge(_how, body) {
      const { user_id: userId, status } = objectIn(body) as { user_id: number; status: { createDate: string } };
      const started = Date.parse(status.createDate.replace(" ", "T").replace("+0000", "Z"));
      return { body: hookBody(userId, body.includes('"RED"'), started, started, true), headers: {} };
    },
  },
  admit,
  limit: () => null,
  refuse,
  tooMany: (_wait, _now, settings) => refuse(new Refusal(429, "too_many", "Too Many Attempts."), settings),
  staff: [
    {
      name: "security-code",
      what: "Tells the security code of this moment.",
      fields: userFields.slice(1, 2),
      tells: true,
      async run(input, contextOf) {
        const { account, context } = meant(input, contextOf);
        const now = settingsOf(context.settings).codeClock === "sandbox" ? context.now : context.machineNow;
        return { security_code: await codeNow(account.totpSecret, now) };
      },
    },
    {
      name: "set-status",
      what: "Sets a user's statuses to any word, also to one that no paper names.",
      fields: [
        ...userFields,
        { name: "kyc_status", label: "kyc_status", optional: true },
        { name: "edd_status", label: "edd_status", optional: true },
      ],
      run(input, contextOf) {
        const { context, known } = meant(input, contextOf);
        const user = known();
        const changed = findUser(user, context);
        const { kyc_status: kyc, edd_status: edd } = input;
        if (typeof kyc === "string") changed.kycSet = kyc;
        if (typeof edd === "string") changed.eddSet = edd;
        keepUser(user, changed, context);
        return { kyc_status: kycStatus(user, changed, context), edd_status: eddStatus(user, changed, context) };
      },
    },
    {
      name: "send-webhook",
      what: "Sends a KYC webhook about a user, whatever its status is.",
      fields: [...userFields, { name: "answer", label: "Answer", choices: ["GREEN", "RED"] }],
      run(input, contextOf) {
        const { context, known } = meant(input, contextOf);
        const { number } = known();
        const { answer } = input;
        if (answer !== "GREEN" && answer !== "RED") throw new Refusal(400, "invalid", "answer must be GREEN or RED");
        const body = hookBody(number, answer === "GREEN", context.now, context.now, true);
        context.hooks.send({ type: "kyc", about: `${number} by hand`, body, dueAt: context.now });
        return { user_id: number };
      },
    },
  ],
};
