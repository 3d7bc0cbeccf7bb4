/** Hands a file to the shop's own host, which puts it where B2CORE can take it: the wizard takes paths, not files. */
import { Problem, problemOf } from "./problem.ts";
import { NoConnection, transmit } from "./transmit.ts";

const TIMEOUT = 60_000;

/** The path under which the file is there. Throws `Problem`. */
export async function storeFile(file: File, onProgress: (part: number) => void): Promise<string> {
  const { path } = await post<{ path: string }>("/b2core/files", file.type, file, onProgress);
  return path;
}

/** For testers: the code that a person would read from a telephone. Throws `Problem`. */
export async function authenticatorCode(): Promise<string> {
  const { code } = await post<{ code: string }>("/backstage/authenticator-code", "application/json", "{}", () => {});
  return code;
}

async function post<V>(url: string, type: string, body: string | Blob, onProgress: (part: number) => void): Promise<V> {
  const headers = { "content-type": type };
  try {
    const { status, body: answer } = await transmit({
      method: "POST",
      url,
      headers,
      body,
      timeout: TIMEOUT,
      onProgress,
    });
    if (status !== 200) throw problemOf(status, undefined);
    return JSON.parse(answer) as V;
  } catch (cause) {
    if (cause instanceof NoConnection) throw new Problem({ code: "no-connection", status: null });
    throw cause;
  }
}
