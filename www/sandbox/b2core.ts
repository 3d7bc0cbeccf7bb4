// B2CORE's front office: sign-in and verification procedures (partner-apis §3).

import { type Client, clientWith, listedAccounts, people, TOTP_SECRET } from "./b2core/clients.ts";
import { getVerification, listVerifications } from "./b2core/history.ts";
import { b2coreSettings, settingsOf } from "./b2core/settings.ts";
import { bodyOf, chooseFactor, googleCode, signIn, smsCodeOf, startSignIn, submitCode } from "./b2core/sign-in.ts";
import { refresh, signedIn, signOut } from "./b2core/tokens.ts";
import { issuePath, runWizard, startWizard } from "./b2core/wizard.ts";
import {
  type Answer,
  bodiless,
  type Context,
  json,
  type MatchedCall,
  type Operation,
  type Partner,
  Refusal,
} from "./partner.ts";
import type { Settings } from "./settings.ts";
import { codeNow } from "./totp.ts";

const WORLD = "installation";

function path(pattern: string): RegExp {
  return new RegExp(`^/api/v2/my${pattern}$`);
}

/** What only a signed-in client may do. */
function asClient(carryOut: (call: MatchedCall, client: Client, context: Context) => Answer): Operation["carryOut"] {
  return (call, context) => carryOut(call, signedIn(call, context), context);
}

const wrongWizard = { code: "done", data: 7, done: "yes", uuid: null, workflow: [] };
const wrongHistory = { total: "many", data: { currentLevel: "Level 1" } };

const operations: Operation[] = [
  {
    name: "startSignIn",
    method: "GET",
    path: path("/signin/wizard"),
    wrongShape: wrongWizard,
    carryOut: (_call, context) => startSignIn(context),
  },
  {
    name: "signIn",
    method: "POST",
    path: path("/signin"),
    wrongShape: wrongWizard,
    carryOut: (call, context) => signIn(call, context, (refusal) => refuse(refusal, context.settings)),
  },
  {
    name: "chooseSecondFactor",
    method: "POST",
    path: path("/signin/2fa"),
    wrongShape: wrongWizard,
    carryOut: chooseFactor,
  },
  {
    name: "submitGoogleCode",
    method: "POST",
    path: path("/2fa/google"),
    wrongShape: wrongWizard,
    oneTimeCode: googleCode,
    carryOut: (call, context) => submitCode("google", call, context, (refusal) => refuse(refusal, context.settings)),
  },
  {
    name: "submitSmsCode",
    method: "POST",
    path: path("/2fa/sms"),
    wrongShape: wrongWizard,
    carryOut: (call, context) => submitCode("sms", call, context, (refusal) => refuse(refusal, context.settings)),
  },
  {
    name: "refresh",
    method: "POST",
    path: path("/refresh"),
    wrongShape: { access_token: null },
    carryOut(call, context) {
      const { refresh_token: snake, refreshToken: camel = snake } = bodyOf(call);
      const tokens = refresh(camel, context);
      return json(200, settingsOf(context.settings).tokenPlace === "data" ? { data: tokens } : tokens);
    },
  },
  {
    name: "signOut",
    method: "POST",
    path: path("/signout"),
    wrongShape: [],
    carryOut(call, context) {
      signOut(call, context);
      return bodiless(204);
    },
  },
  {
    name: "listVerifications",
    method: "GET",
    path: path("/verifications"),
    wrongShape: wrongHistory,
    carryOut: asClient(listVerifications),
  },
  {
    name: "startWizard",
    method: "GET",
    path: path("/verifications/wizard"),
    wrongShape: wrongWizard,
    carryOut: asClient(startWizard),
  },
  {
    name: "getVerification",
    method: "GET",
    path: path("/verifications/([^/]+)"),
    wrongShape: wrongHistory,
    carryOut: asClient(getVerification),
  },
  {
    name: "runWizard",
    method: "POST",
    path: path("/verifications/?"),
    wrongShape: wrongWizard,
    carryOut: asClient(runWizard),
  },
];

function refuse({ status, code, message }: Refusal, settings: Settings): Answer {
  switch (settingsOf(settings).errorShape) {
    case "message":
      return json(status, { message, code });
    case "errors":
      return json(status, { errors: [{ message }] });
    case "empty":
      return bodiless(status);
  }
}

function clientIn({ email }: Record<string, unknown>, context: Context): Client {
  const client = clientWith(email, context.store);
  if (client === null) throw new Refusal(404, "not_found", "there is no client with this e-mail");
  return client;
}

export const b2core: Partner = {
  name: "b2core",
  hosts: {},
  hostSetting: { setting: "host", world: WORLD },
  operations,
  people,
  choosing: "The e-mail begins with the outcome, e.g. documents-1@b2core.sandbox.example. Others cannot sign in.",
  accounts: listedAccounts,
  settings: b2coreSettings,
  admit() {},
  limit: () => null,
  refuse,
  tooMany: (_wait, _now, settings) => refuse(new Refusal(429, "too_many", "too many requests"), settings),
  staff: [
    {
      name: "upload",
      what: "Uploads a file of a client and tells its path on the server.",
      fields: [
        { name: "email", label: "E-mail" },
        { name: "name", label: "File name" },
      ],
      tells: true,
      run(input, contextOf) {
        const context = contextOf(WORLD);
        const client = clientIn(input, context);
        const { name } = input;
        if (typeof name !== "string" || !/^[\w.-]{1,100}$/.test(name)) {
          throw new Refusal(400, "invalid", "name must be a file name of letters, digits, points and hyphens");
        }
        return { path: issuePath(client, name, context) };
      },
    },
    {
      name: "sms-code",
      what: "Tells the code that was sent by message in a sign-in.",
      fields: [{ name: "uuid", label: "uuid of the sign-in" }],
      tells: true,
      run({ uuid }, contextOf) {
        return { code: smsCodeOf(String(uuid), contextOf(WORLD)) };
      },
    },
    {
      name: "authenticator-code",
      what: "Tells the authenticator code of this moment; it is the same for every client.",
      fields: [],
      tells: true,
      async run(_input, contextOf) {
        const { settings, now, machineNow } = contextOf(WORLD);
        return { code: await codeNow(TOTP_SECRET, settingsOf(settings).codeClock === "sandbox" ? now : machineNow) };
      },
    },
  ],
};
