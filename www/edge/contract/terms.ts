/** The words that a route's contract is written in. Types alone: a deployed gateway carries none of it. */

/** Who may ask: a person by the host's token, an operator by a token of OPERATOR_TOKENS, anybody, a partner by its digest. */
export type Asker = "person" | "operator" | "anybody" | "partner";

/** What a route takes and gives, and how it turns down. */
export interface RouteTerms {
  readonly asker: Asker;
  /** Parts of the address. */
  readonly path?: object;
  readonly query?: object;
  /** Headers that mean something here, besides the token. */
  readonly headers?: object;
  /** JSON, or a {@link Media}. */
  readonly body?: object;
  /** Whether a body with other members is refused. */
  readonly closed?: true;
  /** By status: JSON, or a {@link Media}; null for nothing. */
  readonly answers: object;
  /** Headers of the answers, by name. */
  readonly gives?: string;
  /** The statuses of errors, each with an {@link ErrorAnswer}. */
  readonly errors: number;
}

/** Something else than JSON. */
export interface Media<Type extends string> {
  readonly media: Type;
}

/** What may be left out may be null as well. */
export type OrNull<T> = T extends readonly (infer Item)[]
  ? readonly OrNull<Item>[]
  : T extends object
    ? { readonly [M in keyof T]: undefined extends T[M] ? OrNull<T[M]> | null : OrNull<T[M]> }
    : T;

/** Raw bytes of any type. */
export type Bytes = Media<"*/*">;

/** The gateway is not set up, the page's origin may not ask, or nobody foresaw what happened. */
export type OfAll = 403 | 500 | 503;
/** The token, or a person who asks for too much at once. */
export type OfPerson = OfAll | 401 | 429;
/** The operators' token; 404 where there are no operators. */
export type OfOperator = 401 | 404 | 422 | 429 | 500 | 502 | 503;
/** A body that does not arrive, is too large, or is not what is expected. */
export type OfBody = 400 | 408 | 413 | 415 | 422;
/** What a partner says, or does not say; and that the person must agree first. */
export type OfPartner = 403 | 404 | 422 | 429 | 502 | 503;
