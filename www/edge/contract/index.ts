/**
 * What every route takes and gives, as types. The routes are held to it by the compiler, and the OpenAPI description is
 * made of it (www/tooling/openapi): a route without a contract, or a contract without a route, ends the build.
 */
import type { ErrorDetail } from "../../package/types.ts";
import type { ConsentRoutes } from "./consents.ts";
import type { OperatorRoutes, PublicRoutes } from "./operators.ts";
import type { PartnerRoutes } from "./partners.ts";
import type { PeopleRoutes } from "./people.ts";

/** Every route, by method and address. */
export interface Contract extends PublicRoutes, ConsentRoutes, PeopleRoutes, PartnerRoutes, OperatorRoutes {}

/** What a route answers with this status, or with any. */
export type Answer<
  R extends keyof Contract,
  S extends keyof Contract[R]["answers"] = keyof Contract[R]["answers"],
> = Contract[R]["answers"][S];

/** The routes that take JSON, or a form. */
export type WithBody = { [R in keyof Contract]: Contract[R] extends { body: object } ? R : never }[keyof Contract];

/** The names of what a route's body has. */
export type Member<R extends WithBody> = keyof Contract[R]["body"] & string;

/** A body as it came: its members by name, nothing known of any. */
export type Untrusted<R extends WithBody> = { readonly [M in Member<R>]?: unknown };

/** What any error answers, `application/problem+json` (RFC 9457). */
export interface ErrorAnswer extends Omit<ErrorDetail, "message"> {
  /** `urn:kyc-assent:error:` and the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What was wrong and what to do, for developers. Never personal data. */
  readonly detail: string;
  /** As in `X-Request-Id`, and in the gateway's log. */
  readonly requestId: string;
}
