/** The page that verifies: takes a file, hands it to the Worker, shows what that found. Nothing leaves the browser. */
import type { News, Order } from "./messages.ts";
import { drawFailure, drawReport, place } from "./report-view.ts";

/** What is known of Trusted Types; TypeScript's own declarations do not have them. */
type Factory = {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
};

const file = field("file");
const keys = field("keys");
const locator = field("locator");
const progress = place("progress") as HTMLProgressElement;
const status = place("status");
const result = place("result");
const zone = place("zone");

const worker = new Worker(workerUrl(), { type: "module", name: "verifier" });
let current: File | null = null;

worker.addEventListener("message", ({ data }: MessageEvent<News>) => {
  if (data.kind === "ready") document.documentElement.dataset["ready"] = "";
  else if (data.kind === "progress") progress.value = data.done;
  else if (data.kind === "report") end(() => drawReport(data.report, current?.name ?? ""));
  else end(() => drawFailure(data.text, current?.name ?? ""));
});
worker.addEventListener("error", () => {
  end(() => drawFailure("The verifier could not be loaded. Load this page again.", current?.name ?? ""));
});

file.addEventListener("change", () => take(file.files));
for (const input of [keys, locator]) input.addEventListener("change", () => void start());
place("print").addEventListener("click", () => print());

for (const name of ["dragenter", "dragover"] as const) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    zone.toggleAttribute("data-over", true);
  });
}
document.addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) zone.removeAttribute("data-over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  zone.removeAttribute("data-over");
  take(event.dataTransfer?.files ?? null);
});

function take(files: FileList | null): void {
  const [first] = files ?? [];
  if (first === undefined) return;
  current = first;
  void start();
}

async function start(): Promise<void> {
  if (current === null) return;
  result.hidden = true;
  progress.hidden = false;
  progress.max = Math.max(1, current.size);
  progress.value = 0;
  status.textContent = `Verifying ${current.name} …`;
  const order: Order = {
    file: current,
    keys: (await keys.files?.[0]?.text()) ?? null,
    locator: locator.value.trim() || null,
  };
  worker.postMessage(order);
}

function end(draw: () => void): void {
  draw();
  progress.hidden = true;
  status.textContent = "";
  result.hidden = false;
  // The verdict is what a screen reader should say next.
  place("verdict").focus();
}

function field(id: string): HTMLInputElement {
  return place(id) as HTMLInputElement;
}

/** The address of the one script that the page may start, in the form that the page's policy demands. */
function workerUrl(): URL | string {
  const url = new URL("./worker.js", import.meta.url);
  const { trustedTypes } = globalThis as { trustedTypes?: Factory };
  const policy = trustedTypes?.createPolicy("kyc-assent-verify", { createScriptURL: () => url.href });
  return policy?.createScriptURL("") ?? url;
}
