import { gatewayUrl } from "../calling.ts";
import { errorOf, FlowError, noAnswer } from "./error.ts";
import { type Flow, type FlowField, isFlow } from "./task.ts";

/** Milliseconds for one call, and for one file. */
const TIME_LIMIT = 15_000;
const FILE_TIME_LIMIT = 180_000;

/** What the calls need from the element. */
export interface Caller {
  readonly gateway: string;
  readonly scopes: string;
  readonly credentials: RequestCredentials;
  /** Of the page, the preferred first: a form asks for names in their order. */
  readonly languages: readonly string[];
  readonly authorize: (() => Promise<string> | string) | undefined;
  /** The host's own `fetch`, where it has set one. */
  readonly fetch: typeof globalThis.fetch | undefined;
}

/** An answer to `GET /flow`. */
export interface Look {
  readonly flow: Flow;
  readonly etag: string | null;
}

/** Where the person stands; null when that is what `etag` stands for. */
export async function askFlow(caller: Caller, etag: string | null, signal?: AbortSignal): Promise<Look | null> {
  const query = caller.scopes ? `?${new URLSearchParams({ scopes: caller.scopes })}` : "";
  const headers: Record<string, string> = etag ? { "if-none-match": etag } : {};
  const reply = await call(caller, `flow${query}`, { headers, ...(signal && { signal }) });
  if (reply.status === 304) return null;
  return { flow: readFlow(await reply.json().catch(() => null)), etag: reply.headers.get("etag") };
}

/** Hands in the answers to a task. */
export async function handIn(caller: Caller, id: string, values: Readonly<Record<string, string>>): Promise<Flow> {
  const reply = await call(caller, `flow/tasks/${encodeURIComponent(id)}`, json({ ...scopesOf(caller), values }));
  return readFlow(await reply.json().catch(() => null));
}

/** The fields of a form, once the person has answered those that decide. */
export async function askFields(
  caller: Caller,
  id: string,
  values: Readonly<Record<string, string>>,
): Promise<readonly FlowField[]> {
  const route = `flow/tasks/${encodeURIComponent(id)}/fields`;
  const reply = await call(caller, route, json({ ...scopesOf(caller), values }));
  const { fields } = ((await reply.json().catch(() => null)) ?? {}) as { fields?: FlowField[] };
  if (!Array.isArray(fields)) throw new FlowError("unreadable", "This is no list of fields");
  return fields;
}

/** A file on its way. */
export interface Upload {
  readonly body: Blob | { readonly path: string };
  readonly signal: AbortSignal;
  onProgress(share: number): void;
}

/** Hands in one part of a document, and gives the parts that have arrived. */
export async function handInPart(caller: Caller, id: string, part: string, upload: Upload): Promise<readonly string[]> {
  const query = caller.scopes ? `?${new URLSearchParams({ scopes: caller.scopes })}` : "";
  const route = `flow/tasks/${encodeURIComponent(id)}/documents/${encodeURIComponent(part)}${query}`;
  const { body, signal } = upload;
  const file = body instanceof Blob;
  const type = file ? body.type : "application/json";
  const content = file ? body : JSON.stringify(body);
  let answer: unknown;
  if (file && !caller.fetch) answer = await send(caller, route, body, upload);
  else {
    const init = { method: "POST", body: content, headers: { "content-type": type }, signal };
    answer = await (await call(caller, route, init, FILE_TIME_LIMIT)).json().catch(() => null);
  }
  const { received } = (answer ?? {}) as { received?: string[] };
  if (!Array.isArray(received)) throw new FlowError("unreadable", "This does not say what has arrived");
  return received;
}

/** Opens the stream that says when something has changed. */
export async function openStream(caller: Caller, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const { body } = await call(caller, "me/stream", { signal, headers: { accept: "text/event-stream" } }, null);
  if (!body) throw new FlowError("unreadable", "The stream has no body");
  return body;
}

function scopesOf({ scopes }: Caller): { scopes?: readonly string[] } {
  return scopes ? { scopes: scopes.split(",").map((scope) => scope.trim()) } : {};
}

function json(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

function readFlow(value: unknown): Flow {
  if (isFlow(value)) {
    const { tasks, problems = [] } = value as Flow & { problems?: readonly unknown[] };
    // Of partners that do not answer nothing is known: no way on, but another look.
    if (!tasks[0] && problems[0]) throw errorOf(502, problems[0], null);
    return value;
  }
  throw new FlowError("unreadable", "This is no flow");
}

async function tokenOf({ authorize }: Caller): Promise<string | null> {
  if (!authorize) return null;
  try {
    return await authorize();
  } catch {
    throw new FlowError("unauthorized", "The host gave no token");
  }
}

/** @param limit milliseconds until an answer must have begun; null for as long as it takes */
async function call(
  caller: Caller,
  route: string,
  init: RequestInit,
  limit: number | null = TIME_LIMIT,
): Promise<Response> {
  const headers = new Headers(init.headers);
  const token = await tokenOf(caller);
  if (token) headers.set("authorization", `Bearer ${token}`);
  const languages = caller.languages.filter((tag) => /^[A-Za-z0-9-]+$/.test(tag));
  if (languages.length > 0) headers.set("accept-language", languages.join());
  const late = limit === null ? [] : [AbortSignal.timeout(limit)];
  const signal = AbortSignal.any([...(init.signal ? [init.signal] : []), ...late]);
  const fetch = caller.fetch ?? globalThis.fetch.bind(globalThis);
  const options = { redirect: "error", cache: "no-store", credentials: caller.credentials } as const;
  let reply: Response;
  try {
    reply = await fetch(gatewayUrl(caller.gateway, route), { ...options, ...init, headers, signal });
  } catch {
    if (init.signal?.aborted) throw new FlowError("cancelled", "The call was given up");
    throw signal.aborted ? new FlowError("timed-out", "No answer in time") : noAnswer();
  }
  if (reply.ok || reply.status === 304) return reply;
  throw errorOf(reply.status, await reply.json().catch(() => null), reply.headers.get("retry-after"));
}

/** By XMLHttpRequest: `fetch` tells nothing of an upload's progress. */
async function send(caller: Caller, route: string, file: Blob, { signal, onProgress }: Upload): Promise<unknown> {
  const token = await tokenOf(caller);
  if (signal.aborted) throw new FlowError("cancelled", "The upload was stopped");
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", gatewayUrl(caller.gateway, route));
    request.setRequestHeader("content-type", file.type);
    if (token) request.setRequestHeader("authorization", `Bearer ${token}`);
    request.withCredentials = caller.credentials === "include";
    request.timeout = FILE_TIME_LIMIT;
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      const { status, response } = request;
      if (status >= 200 && status < 300) resolve(response);
      else reject(errorOf(status, response, request.getResponseHeader("retry-after")));
    };
    request.onerror = () => reject(noAnswer());
    request.ontimeout = () => reject(new FlowError("timed-out", "No answer in time"));
    request.onabort = () => reject(new FlowError("cancelled", "The upload was stopped"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
