import type { Member, WithBody } from "./contract/index.ts";
import { JSON_DEPTH } from "./limits.ts";
import { Refusal } from "./problem.ts";

/** The JSON object in a request's body, see {@link readJson}. */
export async function readObject(request: Request, maxBytes: number, time: number): Promise<Record<string, unknown>> {
  return asObject(await readJson(request, maxBytes, time));
}

/** The object that a body is. Throws when it is none. */
export function asObject(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw refusal(422, "the body is not an object");
}

/** The body, if it has no other members than these of its route. */
export function only<R extends WithBody>(
  body: Record<string, unknown>,
  members: readonly Member<R>[],
): Record<string, unknown> {
  if (Object.keys(body).every((member) => (members as readonly string[]).includes(member))) return body;
  throw refusal(422, `the body has a member that is not one of ${members.join(", ")}; leave it out`);
}

/**
 * The JSON in a request's body. Only `application/json` will do: a form of a foreign page cannot send that
 * without asking first.
 */
export async function readJson(request: Request, maxBytes: number, time: number): Promise<unknown> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw refusal(415, "send the body with content-type: application/json");
  const text = await readText(request, maxBytes, time);
  if (depthOf(text) > JSON_DEPTH) throw refusal(422, `the body nests deeper than ${JSON_DEPTH} levels`);
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(400, "the body is not JSON");
  }
}

/** The fields of a form that a browser posts without script, each once. */
export async function readForm(request: Request, maxBytes: number, time: number): Promise<ReadonlyMap<string, string>> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded")
    throw refusal(415, "post a form, as application/x-www-form-urlencoded");
  const fields = [...new URLSearchParams(await readText(request, maxBytes, time))];
  const byName = new Map(fields);
  if (byName.size !== fields.length) throw refusal(422, "a field of the form comes twice");
  return byName;
}

function refusal(status: number, message: string): Refusal {
  return new Refusal(status, { code: "invalid-input", message });
}

/** The body as it came: what a webhook's digest is over. */
export async function readBytes(request: Request, maxBytes: number, time: number): Promise<Uint8Array> {
  return readAll(request, maxBytes, time, collectBytes);
}

async function readText(request: Request, maxBytes: number, time: number): Promise<string> {
  const notText = () => refusal(400, "the body is not UTF-8");
  return readAll(request, maxBytes, time, (reader, max, tooLarge) => collect(reader, max, tooLarge, notText));
}

/** Makes an error only when it is thrown: that takes longer than most bodies. */
type Failure = () => Error;
type Collect<T> = (reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number, tooLarge: Failure) => Promise<T>;

async function readAll<T>(request: Request, maxBytes: number, time: number, all: Collect<T>): Promise<T> {
  const tooLarge = () => refusal(413, `the body is larger than ${maxBytes} bytes`);
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  if (request.body === null) throw refusal(400, "there is no body");
  const reader = request.body.getReader();
  let late = (): void => undefined;
  const timer = setTimeout(() => late(), time);
  const timeOut = new Promise<never>((_, reject) => {
    late = () => reject(refusal(408, "the body took too long to arrive"));
  });
  try {
    return await Promise.race([all(reader, maxBytes, tooLarge), timeOut]);
  } catch (error) {
    reader.cancel().catch(() => undefined);
    throw error instanceof Refusal ? error : refusal(400, "the body did not arrive whole");
  } finally {
    clearTimeout(timer);
  }
}

/** Reads a stream to its end as UTF-8. Throws `tooLarge` as soon as there is more than `maxBytes`. */
export async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
  tooLarge: Failure,
  notText: Failure,
): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw notText();
    }
  };
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decode();
    size += value.byteLength;
    if (size > maxBytes) {
      reader.cancel().catch(() => undefined);
      throw tooLarge();
    }
    text += decode(value);
  }
}

async function collectBytes(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
  tooLarge: Failure,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** How deep arrays and objects nest, counted without parsing. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < json.length; index++) {
    const character = json[index];
    if (character === '"') index = endOfString(json, index);
    else if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth--;
  }
  return deepest;
}

/** Index of the quote that closes the string which opens at `start`. */
function endOfString(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); quote !== -1; quote = json.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (json[before] === "\\") before--;
    if ((quote - 1 - before) % 2 === 0) return quote;
  }
  return json.length;
}
