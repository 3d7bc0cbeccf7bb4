import type { MiddlewareHandler } from "hono";
import { AddressLimit } from "./address-limit.ts";
import type { Env, NoteFault } from "./configuration.ts";
import { log } from "./log.ts";
import { Refusal } from "./problem.ts";
import type { Visit } from "./visit.ts";

/** A digest of each token that lets an operator in. */
export type OperatorTokens = readonly ArrayBuffer[];

const SHORTEST_TOKEN = 32;
const LONGEST_TOKEN = 512;
/** So many wrong tokens may come from one address within a minute; then none is looked at. */
const MOST_TRIES = 10;

/** Reads OPERATOR_TOKENS. Undefined: nobody is let in, and no route for operators is there. */
export async function operatorTokens(env: Env, fault: NoteFault): Promise<OperatorTokens | undefined> {
  if (!env.OPERATOR_TOKENS) return undefined;
  const tokens = env.OPERATOR_TOKENS.split(",").map((token) => token.trim());
  if (tokens.some((token) => token.length < SHORTEST_TOKEN || token.length > LONGEST_TOKEN)) {
    const range = `${SHORTEST_TOKEN} to ${LONGEST_TOKEN}`;
    return fault("OPERATOR_TOKENS", `each token, with commas between them, must have ${range} random characters`);
  }
  return Promise.all(tokens.map(digest));
}

/** Whether a path is for operators: no page calls it, so no origin is allowed to. */
export function isForOperators(path: string): boolean {
  return path.startsWith("/operator/");
}

/** A guess is hopeless anyway. */
const failures = new AddressLimit();

/** Lets operators in, by `Authorization: Bearer <one of OPERATOR_TOKENS>`, and logs each use without what it was about. */
export const operatorSignIn: MiddlewareHandler<Visit> = async (c, next) => {
  const { settings, requestId } = c.var;
  if (settings.operators === undefined) throw new Refusal(404, { code: "not-found", message: "no such route" });
  failures.refuse(c.req.raw, MOST_TRIES, "too many wrong tokens; wait and try again");
  const operator = await numberOf(c.req.header("authorization") ?? "", settings.operators);
  if (operator === 0) {
    failures.count(c.req.raw);
    log("warn", { event: "operator-refused", requestId });
    throw new Refusal(401, {
      code: "unauthorized",
      message: "send one of the operators' tokens: Authorization: Bearer …",
    });
  }
  log("info", { event: "operator", operator, requestId });
  await next();
};

/** Which of the tokens it is, from 1 on; 0 for none. Takes the same time wherever they differ. */
async function numberOf(header: string, tokens: OperatorTokens): Promise<number> {
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1] ?? "";
  const given = await digest(token);
  let found = 0;
  for (const [index, known] of tokens.entries()) {
    if (crypto.subtle.timingSafeEqual(given, known)) found = index + 1;
  }
  return found;
}

function digest(token: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
}
