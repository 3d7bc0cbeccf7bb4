// Verification history: the grants of levels.

import { type Answer, type Context, json, type MatchedCall, Refusal } from "../partner.ts";
import type { Client } from "./clients.ts";
import { settingsOf } from "./settings.ts";

interface Grant {
  id: number;
  level: number;
  /** Number of the application that led to it; null for the default level. */
  application: number | null;
  createdAt: number;
}

const LEVELS = [
  { id: 1, name: "Level 0" },
  { id: 2, name: "Level 1" },
  { id: 3, name: "Level 2" },
];

/** Ids of a client's grants: the newer the level, the smaller the id, as in the samples. */
function idOf(clientId: number, level: number): number {
  return clientId * 10 + 9 - level;
}

/** The grants of a client, newest level first. A made-up client has all of them from one moment. */
function grantsOf({ clientId, fate }: Client, { store, now }: Context): Grant[] {
  const stored = store.read<Grant[]>("grants", String(clientId));
  if (stored !== null) return stored;
  const createdAt = now - (now % 1000);
  const grants: Grant[] = [];
  for (let level = 0; level <= fate.level; level += 1) {
    const application = level === 0 ? null : 837 + level;
    grants.unshift({ id: idOf(clientId, level), level, application, createdAt });
  }
  store.write("grants", String(clientId), grants);
  return grants;
}

/** Grants the next level. */
export function grantNext(client: Client, context: Context): void {
  const grants = grantsOf(client, context);
  const level = (grants[0]?.level ?? -1) + 1;
  const id = idOf(client.clientId, level);
  const createdAt = context.now - (context.now % 1000);
  context.store.write("grants", String(client.clientId), [
    { id, level, application: 837 + level, createdAt },
    ...grants,
  ]);
}

function row(grant: Grant, { clientId }: Client, { settings }: Context, userId: string | number): object {
  const { previousLevelField, reasonName } = settingsOf(settings);
  const { application } = grant;
  const reason = application === null ? "created" : `Application: ${application}`;
  return {
    id: grant.id,
    clientId,
    currentLevel: LEVELS[grant.level],
    [previousLevelField]: LEVELS[grant.level - 1] ?? null,
    reason: { name: reasonName === "string" ? reason : (application ?? 0) },
    userId,
    createTime: new Date(grant.createdAt).toISOString().replace(/\.\d+Z$/, "+00:00"),
  };
}

function wholeNumber(query: URLSearchParams, name: string, initial: number): number {
  const text = query.get(name);
  if (text === null) return initial;
  if (!/^\d{1,9}$/.test(text)) throw new Refusal(400, "invalid", `${name} must be a whole number`);
  return Number(text);
}

/** Newest first unless asked otherwise. Rows of one time keep their order, whichever way they are sorted. */
export function listVerifications(call: MatchedCall, client: Client, context: Context): Answer {
  const query = new URLSearchParams(call.query);
  const limit = wholeNumber(query, "limit", 50);
  const offset = wholeNumber(query, "offset", 0);
  const order = query.get("sort_order") ?? "desc";
  if ((query.get("sort_by") ?? "createTime") !== "createTime") {
    throw new Refusal(400, "invalid", "sort_by must be createTime");
  }
  if (order !== "asc" && order !== "desc") throw new Refusal(400, "invalid", "sort_order must be asc or desc");
  const grants = grantsOf(client, context);
  const sorted = grants.toSorted((a, b) => (a.createdAt - b.createdAt) * (order === "asc" ? 1 : -1));
  const data = sorted.slice(offset, offset + limit).map((grant) => row(grant, client, context, "1"));
  return json(200, { total: grants.length, data });
}

export function getVerification(call: MatchedCall, client: Client, context: Context): Answer {
  const grant = grantsOf(client, context).find(({ id }) => String(id) === call.segments[0]);
  if (grant === undefined && settingsOf(context.settings).foreignId === "404") {
    throw new Refusal(404, "not_found", "not found");
  }
  const data = grant === undefined ? [] : [row(grant, client, context, 11)];
  return json(200, { total: data.length, data });
}
