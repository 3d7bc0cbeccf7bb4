/** Verifies in a thread of its own, so that the page stays alive however long a file is. */
import { AssentError, init, type VerifyOptions, verify } from "kyc-assent/verify";
import type { News, Order } from "./messages.ts";

/** No export of this size is expected; a module of 32 bits could not hold it either. */
const LARGEST = 1 << 30;

const tell = (news: News): void => postMessage(news);

addEventListener("message", async ({ data }: MessageEvent<Order>) => {
  try {
    tell({ kind: "report", report: await verified(data) });
  } catch (error) {
    tell({ kind: "failed", text: words(error) });
  }
});

// At once: what is loaded now works when the network is gone.
init().then(
  () => tell({ kind: "ready" }),
  (error: unknown) => tell({ kind: "failed", text: words(error) }),
);

async function verified({ file, keys, locator }: Order) {
  if (file.size > LARGEST)
    throw new RangeError("This file is larger than 1 GB: use npx kyc-assent verify in a terminal.");
  await init();
  const options: VerifyOptions = {
    onProgress: (done) => tell({ kind: "progress", done }),
    ...(keys !== null && { keys: keysOf(keys) }),
    ...(locator !== null && { locator }),
  };
  return verify(new Uint8Array(await file.arrayBuffer()), options);
}

function keysOf(text: string): NonNullable<VerifyOptions["keys"]> {
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError("The file of keys is not JSON. It must be what the operator's /log/keys answers.");
  }
}

function words(error: unknown): string {
  if (error instanceof RangeError) return error.message;
  if (error instanceof AssentError && error.code === "invalid-input")
    return `The keys cannot be used: ${error.message}.`;
  if (error instanceof AssentError && error.code === "unavailable")
    return "The verifier could not be loaded. Load this page again.";
  return "The file could not be read to its end. Choose it again.";
}
