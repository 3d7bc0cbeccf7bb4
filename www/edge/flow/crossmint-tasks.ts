import type { Context } from "hono";
import { AssentError, flow } from "kyc-assent/edge";
import type { FlowFacts, FlowValues } from "../../package/types.ts";
import { readBytes } from "../body.ts";
import { hex } from "../hex.ts";
import type { Person } from "../ledger/person.ts";
import { callWithConsent, trigger } from "../partners/crossmint-call.ts";
import { Refusal } from "../problem.ts";
import { verificationOf } from "../verification/verification-of.ts";
import type { Visit } from "../visit.ts";
import { faults } from "./faults.ts";
import type { FlowTurn } from "./task-routes.ts";

/** Bytes that tell the type of a file. */
const HEAD = 16;

/** The form: the whole record, since an update replaces. */
export async function handInRecord({ c, person, state, task }: FlowTurn, values: FlowValues): Promise<void> {
  const { facts } = state;
  const made = flow("flowHandIn", { facts, task, values });
  if ("fields" in made) throw faults(made.fields);
  if ("unset" in made) throw untold();
  if (!("input" in made)) throw new AssentError({ code: "trapped", message: "the form has made no record" });
  const stored = facts.partners.crossmint?.stored;
  const input = { ...made.input, userLocator: person.locator, ...(stored !== undefined && { stored }) };
  try {
    await callWithConsent(c, person, "crossmint.putUser", input);
  } catch (error) {
    throw ofField(error, facts, task, values);
  }
  const verification = await verificationOf({ partner: "crossmint", id: person.locator }, c.get("settings"));
  await verification.keepFlowNote(made.note);
}

/** Starts the verification. Should the note of it get lost, what was handed in is asked for once more. */
export async function startVerification({ c, person }: FlowTurn): Promise<void> {
  await trigger(c, person);
  const verification = await verificationOf({ partner: "crossmint", id: person.locator }, c.get("settings"));
  await verification.flowDone(null);
}

/** Hands in one file, and gives the parts that have arrived. Its name does not get here; its type is what its first bytes say. */
export async function handInFile(
  c: Context<Visit>,
  person: Person,
  facts: FlowFacts,
  task: string,
  part: string,
  maxBytes: number,
): Promise<readonly string[]> {
  const { raw } = c.req;
  if (!raw.headers.has("content-length")) {
    throw new Refusal(411, { code: "invalid-input", message: "send the file with its content-length" });
  }
  const bytes = await readBytes(raw, maxBytes, c.get("limits").bodyTime);
  const contentType = (raw.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const head = hex(bytes.slice(0, HEAD).buffer as ArrayBuffer);
  const documentType = flow("flowDocument", { facts, task, part, contentType, head });
  const data = `data:${contentType};base64,${base64(bytes)}`;
  const input = { documentType, data, userLocator: person.locator };
  const { value } = await callWithConsent(c, person, "crossmint.uploadDocument", input);
  if (!(await person.keepDocument(value.id))) return [part];
  const verification = await verificationOf({ partner: "crossmint", id: person.locator }, c.get("settings"));
  return verification.flowDone(part);
}

/** A fault that the core finds in the record, at the field that it is about. */
function ofField(error: unknown, facts: FlowFacts, task: string, values: FlowValues): unknown {
  if (!(error instanceof AssentError) || error.code !== "invalid-input" || error.field === undefined) return error;
  const fields = flow("flowFault", { facts, task, values, field: error.field });
  return fields === null ? error : faults(fields);
}

function untold(): Refusal {
  const message =
    "the host's token does not say when it has checked the person's identity and liveness: its operator sets IDENTITY_CHECK_CLAIM and LIVENESS_CHECK_CLAIM";
  return new Refusal(502, { code: "not-enabled", message });
}

/** Characters that are made of bytes at once: the stack holds no more arguments than that for sure. */
const CHUNK = 0x8000;

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}
