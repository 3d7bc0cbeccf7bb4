/** B2CORE's seven operations by hand. */
import { z } from "zod";
import { member, PeerError, type Reading, type Refusals, type Reply, success, words } from "./reply.ts";
import { absent, type Call, input, origin, type Request, request, segment, text, token, whole } from "./request.ts";

const refusals: Refusals = {
  window: 600,
  said: (body) => {
    const error = member(body, "error");
    return (
      words(member(body, "message")) ?? words(error) ?? words(member(error, "message")) ?? words(member(body, "errors"))
    );
  },
};

const id = z.union([z.int().nonnegative(), z.string().regex(/^\d+$/).transform(Number)]);
const optionalId = id.optional().catch(undefined);
const optionalText = z.string().optional().catch(undefined);
const level = z.object({ id, name: optionalText });
const grant = z.object({
  id,
  currentLevel: level,
  clientId: optionalId,
  previousLevel: level.nullish().catch(null),
  previuosLevel: level.nullish().catch(null),
  reason: z.union([z.object({ name: z.unknown().optional() }), z.unknown().transform((name) => ({ name }))]).nullish(),
  userId: optionalId,
  createTime: optionalText,
});
const page = z.object({
  total: optionalId,
  data: z.union([z.array(grant), grant.transform((one) => [one])]),
});

function plain(row: z.output<typeof grant>) {
  const reason = row.reason?.name;
  return {
    id: row.id,
    currentLevel: row.currentLevel,
    ...(row.clientId === undefined ? {} : { clientId: row.clientId }),
    previousLevel: row.previousLevel ?? row.previuosLevel ?? null,
    ...(reason == null ? {} : { reason: { name: typeof reason === "string" ? reason : JSON.stringify(reason) } }),
    ...(row.userId === undefined ? {} : { userId: row.userId }),
    ...(row.createTime === undefined ? {} : { createTime: row.createTime }),
  };
}

function readHistory(reply: Reply): Reading {
  const { total, data } = success(reply, page, refusals);
  const grants = data.map(plain);
  const time = (row: (typeof grants)[number]) => Date.parse(row.createTime ?? "") || Number.NEGATIVE_INFINITY;
  grants.sort((a, b) => {
    const [of, other] = [time(a), time(b)];
    return of === other ? b.currentLevel.id - a.currentLevel.id : other - of;
  });
  return { value: { total: total ?? grants.length, data: grants }, decisions: [] };
}

function readDetails(reply: Reply): Reading {
  const first = success(reply, page, refusals).data[0];
  if (!first) throw new PeerError("not-found", "no such grant");
  return { value: plain(first), decisions: [] };
}

const kind = z.unknown();
const typed = z.looseObject({
  types: z.union([z.array(kind), kind.transform((one) => (one == null ? [] : [one]))]).optional(),
});
const wizard = z.object({
  code: z.int().nonnegative(),
  done: z.boolean().optional().catch(undefined),
  uuid: optionalText,
  workflow: optionalText,
  data: z
    .union([z.array(typed), typed.transform((one) => [one])])
    .nullish()
    .catch(null),
});

const nameOf = (of: unknown) => {
  const number = member(of, "id");
  if (typeof number === "number") return String(number);
  return typeof of === "string" ? of : JSON.stringify(of);
};

function readWizard(reply: Reply): Reading {
  const { data: parts, ...rest } = success(reply, wizard, refusals);
  const types = (parts ?? []).flatMap((part) => part.types ?? []);
  const data = parts == null ? null : { ...parts[0], types };
  let next: { next: string; text: string; [more: string]: unknown } = { next: "hold", text: "hold" };
  if (rest.code === 202 && rest.done) next = { next: "proceed", text: "proceed" };
  if (rest.code === 200) next = { next: "provide", text: "provide", data: [], documents: [], other: types.map(nameOf) };
  const said = rest.done === undefined ? { code: rest.code } : { code: rest.code, done: rest.done };
  const decision = { partner: "b2core", scope: "verification", ...next, said, show: [] };
  return { value: { ...rest, data, types }, decisions: [decision] };
}

const filled = z.string().min(1);
const stated = z.object({
  code: z.int().nonnegative().optional().catch(undefined),
  done: z.boolean().optional().catch(undefined),
  uuid: filled.optional().catch(undefined),
  workflow: filled.optional().catch(undefined),
});
const looseData = z.looseObject({}).optional().catch(undefined);
const started = stated.extend({ uuid: filled, data: looseData });
const either = z.object({
  access_token: filled.optional(),
  accessToken: filled.optional(),
  token: filled.optional(),
  refresh_token: filled.optional(),
  refreshToken: filled.optional(),
  expires_in: z.int().optional().catch(undefined),
  expiresIn: z.int().optional().catch(undefined),
  uuid: filled.optional(),
  workflow: filled.optional(),
});
const signedIn = stated.extend(either.shape).extend({ data: either.loose().optional().catch(undefined) });

function readSignIn(reply: Reply): Reading {
  const { data, done, ...top } = success(reply, signedIn, refusals);
  const all = { ...data, ...top };
  const { code, uuid, workflow } = top;
  const said = {
    ...(code !== undefined && { code }),
    ...(done !== undefined && { done }),
    ...(uuid && { uuid }),
    ...(workflow && { workflow }),
  };
  const accessToken = all.access_token ?? all.accessToken ?? all.token;
  if (accessToken !== undefined) {
    const refreshToken = all.refresh_token ?? all.refreshToken;
    const expiresIn = all.expires_in ?? all.expiresIn;
    return {
      value: { ...said, accessToken, ...(refreshToken && { refreshToken }), ...(expiresIn && { expiresIn }) },
      decisions: [],
    };
  }
  if (all.uuid === undefined) throw new PeerError("unreadable", "body has neither a token nor a further step");
  const next = { uuid: all.uuid, ...(all.workflow && { workflow: all.workflow }), done: done ?? false };
  return { value: { ...said, ...next, ...(data && { data }) }, decisions: [] };
}

const account = z.strictObject({
  host: z
    .string()
    .transform((host) => (/^https?:/.test(host) ? host : `https://${host}`))
    .pipe(origin),
  accessToken: absent(token),
  acceptLanguage: absent(z.string().regex(/^[ -~]+$/)),
  runForm: absent(z.enum(["nested", "flat"])),
});

type Headers = Readonly<Record<string, string>>;
const accepted = (acceptLanguage: string | undefined): Headers => ({
  accept: "application/json",
  ...(acceptLanguage !== undefined && { "accept-language": acceptLanguage }),
});

function open(call: Call, method: string, path: string, body?: object): Request {
  const { host, acceptLanguage } = input(account, call.account);
  return request(method, `${host}/api/v2/my/${path}`, accepted(acceptLanguage), body);
}

function send(call: Call, method: string, path: string, body?: object): Request {
  const { host, accessToken, acceptLanguage } = input(account, call.account);
  if (accessToken === undefined) throw new PeerError("invalid-input", "the client has to sign in first");
  const headers = { ...accepted(acceptLanguage), authorization: `Bearer ${accessToken}` };
  return request(method, `${host}/api/v2/my/${path}`, headers, body);
}

const nothing = z.strictObject({});
const passwords = z.strictObject({
  uuid: text,
  email: text,
  password: text,
  deviceFingerprint: absent(text),
  userAgent: absent(text),
});
const second = z.strictObject({
  uuid: absent(text),
  method: z.enum(["google", "sms"]),
  code: absent(z.string().regex(/^\d{4,10}$/)),
});
const listing = z.strictObject({
  limit: absent(whole),
  offset: absent(whole),
  sortBy: absent(z.literal("createTime")),
  sortOrder: absent(z.enum(["asc", "desc"])),
});
const grantId = z.strictObject({ verificationId: z.union([text, z.int().nonnegative().transform(String)]) });
const document = z.strictObject({ type: whole, files: z.array(text).min(1) });
const run = z.strictObject({ uuid: text, documents: z.union([document, z.array(document).min(1)]) });

function prepareSignIn(call: Call): Request {
  const { uuid, email, password, deviceFingerprint, userAgent } = input(passwords, call.input);
  if (deviceFingerprint === undefined && userAgent === undefined)
    throw new PeerError("invalid-input", "userAgent is missing");
  const made = () => Buffer.from(JSON.stringify({ user_agent: userAgent })).toString("base64");
  return open(call, "POST", "signin", { uuid, email, password, device_fingerprint: deviceFingerprint ?? made() });
}

function prepareSecondFactor(call: Call): Request {
  const { uuid, method, code } = input(second, call.input);
  if (code === undefined) return open(call, "POST", "signin/2fa", { uuid, method });
  return open(call, "POST", `2fa/${method}`, { uuid, code });
}

function prepareList(call: Call): Request {
  const { limit, offset, sortBy, sortOrder } = input(listing, call.input);
  const query = new URLSearchParams();
  if (limit !== undefined) query.set("limit", String(limit));
  if (offset !== undefined) query.set("offset", String(offset));
  if (sortBy !== undefined) query.set("sort_by", sortBy);
  if (sortOrder !== undefined) query.set("sort_order", sortOrder);
  return send(call, "GET", query.size > 0 ? `verifications?${query}` : "verifications");
}

function prepareGet(call: Call): Request {
  const { verificationId } = input(grantId, call.input);
  if (verificationId.toLowerCase() === "wizard") throw new PeerError("invalid-input", "is no id of a grant");
  return send(call, "GET", `verifications/${segment(verificationId)}`);
}

function prepareRun(call: Call): Request {
  const { uuid, documents } = input(run, call.input);
  const { runForm } = input(account, call.account);
  return send(call, "POST", "verifications", runForm === "flat" ? { documents, uuid } : { data: { documents, uuid } });
}

const bare = (prepare: () => Request, call: Call): Request => {
  input(nothing, call.input);
  return prepare();
};

function readStarted(reply: Reply): Reading {
  const said = success(reply, started, refusals);
  return { value: Object.fromEntries(Object.entries(said).filter(([, part]) => part !== undefined)), decisions: [] };
}

export const b2core = {
  startSignIn: { prepare: (call: Call) => bare(() => open(call, "GET", "signin/wizard"), call), read: readStarted },
  signIn: { prepare: prepareSignIn, read: readSignIn },
  submitSecondFactor: { prepare: prepareSecondFactor, read: readSignIn },
  listVerifications: { prepare: prepareList, read: readHistory },
  getVerification: { prepare: prepareGet, read: readDetails },
  startWizard: {
    prepare: (call: Call) => bare(() => send(call, "GET", "verifications/wizard"), call),
    read: readWizard,
  },
  runWizard: { prepare: prepareRun, read: readWizard },
};
