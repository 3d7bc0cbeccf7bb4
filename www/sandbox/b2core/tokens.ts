// Access and refresh tokens of signed-in clients.

import { type Context, type MatchedCall, Refusal } from "../partner.ts";
import { type Client, clientWith } from "./clients.ts";
import { settingsOf } from "./settings.ts";

interface Token {
  email: string;
  endsAt: number;
  /** The token that came with it and ends with it. */
  twin: string;
}

const unauthorized = () => new Refusal(401, "unauthorized", "Unauthorized");

/** A new pair, under the names that are set. */
export function issueTokens({ email }: Client, { store, now, settings }: Context): Record<string, string | number> {
  const { accessSeconds, refreshSeconds, tokenNames } = settingsOf(settings);
  const access = `sandbox-only-access-${crypto.randomUUID()}`;
  const refresh = `sandbox-only-refresh-${crypto.randomUUID()}`;
  store.write("access", access, { email, endsAt: now + accessSeconds * 1000, twin: refresh } satisfies Token);
  store.write("refresh", refresh, { email, endsAt: now + refreshSeconds * 1000, twin: access } satisfies Token);
  const refreshName = tokenNames === "accessToken" ? "refreshToken" : "refresh_token";
  return { [tokenNames]: access, [refreshName]: refresh };
}

function found(kind: "access" | "refresh", text: string, { store, now }: Context): { token: Token; client: Client } {
  const token = store.read<Token>(kind, text);
  const client = token === null ? null : clientWith(token.email, store);
  if (token === null || client === null || now >= token.endsAt) throw unauthorized();
  return { token, client };
}

function bearer(call: MatchedCall): string {
  const { authorization = "" } = call.headers;
  return /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? "";
}

/** The client that a call is of. */
export function signedIn(call: MatchedCall, context: Context): Client {
  const { client } = found("access", bearer(call), context);
  context.concerns(client.fate.outcome);
  return client;
}

/** A new pair for a refresh token; the old pair is gone. */
export function refresh(text: unknown, context: Context): Record<string, string | number> {
  if (typeof text !== "string") throw new Refusal(400, "invalid", "refresh_token is required");
  const { token, client } = found("refresh", text, context);
  context.store.remove("refresh", text);
  context.store.remove("access", token.twin);
  return issueTokens(client, context);
}

export function signOut(call: MatchedCall, context: Context): void {
  const text = bearer(call);
  const { token } = found("access", text, context);
  context.store.remove("access", text);
  context.store.remove("refresh", token.twin);
}
