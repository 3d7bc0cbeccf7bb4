/** The host of the page with the two tags: says where the gateway is, who is signed in, and where files are stored. */
import type { KycFlow } from "kyc-assent/flow";
import type { KycStatus } from "kyc-assent/status";
import { Session } from "./session.ts";
import { settings } from "./settings.ts";

const session = new Session();
const flow = document.querySelector("kyc-flow") as KycFlow;
const status = document.querySelector("kyc-status") as KycStatus;

if (!(await session.resume())) await session.signIn("verified");

flow.storeFile = async (file, { signal }) => {
  const reply = await fetch("/b2core/files", {
    method: "POST",
    headers: { "content-type": file.type },
    body: file,
    signal,
  });
  if (!reply.ok) throw new Error(`The host answered ${reply.status}.`);
  return reply.json();
};
for (const element of [flow, status]) {
  element.lang = new URLSearchParams(location.search).get("lang") ?? "";
  if (element.lang === "") element.removeAttribute("lang");
  element.authorize = () => session.token();
  element.gateway = settings.gateway;
}
