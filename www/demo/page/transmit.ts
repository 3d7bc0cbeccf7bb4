/** One HTTP exchange. XMLHttpRequest, because `fetch` tells nothing of an upload's progress. */

export interface Transmission {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Blob | null;
  /** Whether cookies of another origin go along. Those of the page's own always do. */
  readonly credentials?: boolean;
  /** Milliseconds after which the exchange is given up. */
  readonly timeout: number;
  /** Called with 0 to 1 while the body is sent. */
  readonly onProgress?: (part: number) => void;
}

export interface Received {
  readonly status: number;
  readonly body: string;
  header(name: string): string | null;
}

/** No answer came: the server is not there, the line was cut, or it took too long. */
export class NoConnection extends Error {
  override readonly name = "NoConnection";
}

export function transmit(transmission: Transmission): Promise<Received> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(transmission.method, transmission.url);
    for (const [name, value] of Object.entries(transmission.headers)) request.setRequestHeader(name, value);
    request.withCredentials = transmission.credentials === true;
    request.timeout = transmission.timeout;
    const { onProgress } = transmission;
    if (onProgress !== undefined) {
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) onProgress(event.loaded / event.total);
      });
    }
    request.addEventListener("load", () =>
      resolve({
        status: request.status,
        body: request.responseText,
        header: (name) => request.getResponseHeader(name),
      }),
    );
    for (const end of ["error", "timeout", "abort"] as const) {
      request.addEventListener(end, () => reject(new NoConnection(`The exchange ended with ${end}.`)));
    }
    request.send(transmission.body);
  });
}
