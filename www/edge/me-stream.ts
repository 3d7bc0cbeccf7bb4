import { etagOf } from "./etag.ts";
import type { Limits } from "./limits.ts";
import { logUnforeseen } from "./log.ts";
import type { Me } from "./me.ts";

/** What tells one state from another: all of it but the seconds that run by themselves. */
export function changing({ problems, ...rest }: Pick<Me, "problems">): string {
  return JSON.stringify({ ...rest, problems: problems.map(({ retryAfter: _, ...problem }) => problem) });
}

/**
 * Server-sent events: `me` with each state that differs from the one before, comments as signs of life, and `end` when
 * the token is over, after which the page comes back with a new one.
 *
 * @param until milliseconds since 1970 when the token ends
 */
export function meStream(
  first: Me,
  look: () => Promise<Me>,
  until: number,
  limits: Limits,
  requestId: string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isOpen = true;
  let wake = (): void => undefined;
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const end = Math.min(until, Date.now() + limits.streamTime);
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      let last = "";
      let spokeAt = 0;
      const tell = async (state: Me) => {
        const tag = await etagOf(changing(state));
        if (tag === last || !isOpen) return;
        last = tag;
        spokeAt = Date.now();
        send(`event: me\nid: ${tag.replaceAll('"', "")}\ndata: ${JSON.stringify(state)}\n\n`);
      };
      // Not awaited: a stream is not read before its start has returned.
      void (async () => {
        await tell(first);
        while (isOpen && Date.now() < end) {
          await pause(Math.max(0, Math.min(limits.streamLook, end - Date.now())));
          if (!isOpen || Date.now() >= end) break;
          await tell(await look());
          if (isOpen && Date.now() - spokeAt >= limits.streamHeartbeat) {
            spokeAt = Date.now();
            send(": still here\n\n");
          }
        }
        if (!isOpen) return;
        send(`event: end\ndata: {"tokenEnded":${Date.now() >= until}}\n\n`);
        controller.close();
      })().catch((error: unknown) => {
        logUnforeseen(error, { event: "stream-failed", requestId });
        // Broken off: the page comes back, and is told what is wrong.
        if (isOpen) controller.error(new Error("the stream broke off"));
      });
    },
    cancel() {
      isOpen = false;
      wake();
    },
  });
}
