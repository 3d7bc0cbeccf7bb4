import { AssentError, prepare, read } from "kyc-assent/edge";
import type { Request as PartnerRequest, Reply } from "../../package/types.ts";
import type { NoteFault, Settings } from "../configuration.ts";
import { inSession, kriptomatOf } from "./kriptomat-call.ts";
import { type CallContext, exchange } from "./partner-call.ts";

/** An endpoint of Kriptomat whose contract is not published, opened in configuration. */
export interface OpenEndpoint {
  readonly method: Exclude<PartnerRequest["method"], "PATCH">;
  /** Segments of the path; {@link USER_ID} stands for the person's own id. */
  readonly segments: readonly string[];
  /** Bytes that a body may have; 0 for none. */
  readonly maxBytes: number;
}

export const USER_ID = "{userId}";

const METHODS = ["GET", "POST", "PUT", "DELETE"] as const;
const MEMBERS = ["partner", "name", "method", "path", "maxBytes"];
const MOST_BYTES = 1024 * 1024;

const FORM = 'a JSON list of { "partner", "name", "method", "path", "maxBytes" }';

/** Reads the list of what is open, by name. Nothing is by default. */
export function openEndpoints(
  text: string | undefined,
  hasKriptomat: boolean,
  fault: NoteFault,
): ReadonlyMap<string, OpenEndpoint> {
  const open = new Map<string, OpenEndpoint>();
  if (!text) return open;
  if (!hasKriptomat) fault("PASS_THROUGH", "set Kriptomat's variables too, or leave this out");
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    list = undefined;
  }
  if (!Array.isArray(list)) {
    fault("PASS_THROUGH", `set it to ${FORM}, or leave it out`);
    return open;
  }
  for (const [index, entry] of (list as unknown[]).entries()) {
    const read = endpoint(entry);
    if (typeof read === "string") fault("PASS_THROUGH", `entry ${index + 1} ${read}`);
    else if (open.has(read.name)) fault("PASS_THROUGH", `entry ${index + 1} has the name of another`);
    else open.set(read.name, read.endpoint);
  }
  return open;
}

/** An entry that is as it should be, or what is wrong with it. */
function endpoint(entry: unknown): { readonly name: string; readonly endpoint: OpenEndpoint } | string {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return `is not an object: write ${FORM}`;
  const { partner, name, method: asked, path, maxBytes = 0, ...others } = entry as Record<string, unknown>;
  if (Object.keys(others).length > 0) return `has a member that is not one of ${MEMBERS.join(", ")}`;
  if (partner !== "kriptomat") return 'has a partner other than "kriptomat", the one with a session of the gateway';
  if (typeof name !== "string" || !/^[a-z0-9-]{1,64}$/.test(name)) {
    return "has no name of small letters, digits and hyphens";
  }
  const method = METHODS.find((known) => known === asked);
  if (method === undefined) return `has a method that is not one of ${METHODS.join(", ")}`;
  if (typeof path !== "string" || !path.startsWith("/")) return "has a path that does not begin with a slash";
  const segments = path.slice(1).split("/");
  if (!segments.every(isConfined)) {
    return `has a path with an empty part, a point alone, or a character that is no letter, digit or one of . _ -; ${USER_ID} is a part of its own`;
  }
  if (!segments.includes(USER_ID)) return `has a path without ${USER_ID}: only what is the person's own can be opened`;
  const isSize = typeof maxBytes === "number" && Number.isInteger(maxBytes) && maxBytes >= 0 && maxBytes <= MOST_BYTES;
  if (!isSize) return `has a maxBytes that is not a whole number from 0 to ${MOST_BYTES}`;
  if (maxBytes > 0 && method === "GET") return "has a maxBytes, but a GET has no body";
  return { name, endpoint: { method, segments, maxBytes } };
}

/** One segment and nothing but: no way up, no escape, no query. */
function isConfined(segment: string): boolean {
  return segment === USER_ID || (/^[\w.-]+$/.test(segment) && !/^\.+$/.test(segment));
}

/** Asks an open endpoint about a person, in the gateway's session. Gives the JSON of the reply, or null. */
export function callOpenEndpoint(
  settings: Settings,
  name: string,
  { method, segments }: OpenEndpoint,
  userId: string,
  body: string | null,
  context: CallContext,
): Promise<unknown> {
  return inSession(settings, context, (accessToken) => {
    // Host and headers are those of the partner's published operations, so the core makes them.
    const account = { ...kriptomatOf(settings).account, accessToken };
    const input = { userId: Number(userId) };
    const known = prepare("kriptomat.getUser", { account, input, now: new Date().toISOString() });
    const path = segments.map((segment) => (segment === USER_ID ? userId : segment)).join("/");
    const url = `${new URL(known.url).origin}/${path}`;
    const headers = { ...known.headers, ...(body !== null && { "content-type": "application/json" }) };
    return exchange(settings, `kriptomat.open.${name}`, { method, url, headers, body }, context, jsonOf);
  });
}

/**
 * An import's reply may be empty and has no members that must be there: what is no success there is none here. But `status`
 * may be any word: only of the published operations is it known to be `true`, and something may have been done by now.
 */
function jsonOf(reply: Reply): unknown {
  try {
    read("kriptomat.importKyc", reply);
  } catch (error) {
    const isWord = error instanceof AssentError && error.code === "unreadable" && error.field === "status";
    if (!isWord) throw error;
  }
  return reply.body?.trim() ? (JSON.parse(reply.body) as unknown) : null;
}
