// The verification wizard: steps that each ask for documents, and the levels that they lead to.

import { type Answer, type Context, json, type MatchedCall, Refusal } from "../partner.ts";
import type { Store } from "../store.ts";
import type { Client } from "./clients.ts";
import { documentType } from "./document-types.ts";
import { grantNext } from "./history.ts";
import { settingsOf } from "./settings.ts";
import { bodyOf } from "./sign-in.ts";

interface Procedure {
  uuid: string;
  step: number;
  /** Types that were submitted in this step, and in all of them. */
  inStep: number[];
  submitted: number[];
}

const VERIFYING = "B2B\\TCA\\Wizards\\Workflow\\VerificationWorkflow";
const TERMINATED = "B2B\\TCA\\Wizards\\Workflow\\TerminateWorkflow";

const invalid = (message: string) => new Refusal(400, "invalid", message);

/** Whether the client has gone through the wizard. */
function isThrough(client: Client, store: Store): boolean {
  return client.fate.steps.length === 0 || store.read<boolean>("through", client.email) === true;
}

/** Types that the step still asks for: all of a group `all`, one of a group `one`. */
function wanted(client: Client, { step, inStep }: Procedure): number[] {
  const types = client.fate.steps[step] ?? [];
  const one = documentType(types[0] ?? 0)?.group.type === "one";
  return one && inStep.length > 0 ? [] : types.filter((type) => !inStep.includes(type));
}

function answer(context: Context, code: 200 | 202, done: boolean, uuid: string, data: unknown, last: boolean): Answer {
  const status = settingsOf(context.settings).wizardStatus === "as-code" ? code : 200;
  return json(status, { code, data, done, uuid, workflow: last ? TERMINATED : VERIFYING });
}

function askingData(types: number[], language: string, context: Context): unknown {
  const { wizardData, wizardTypes } = settingsOf(context.settings);
  if (wizardData === "null") return null;
  const objects = types.map((id) => documentType(id, language));
  const shapes = { objects, object: objects[0], strings: types.map(String) };
  const data = { types: shapes[wizardTypes] };
  return wizardData === "array" ? [data] : data;
}

function lastData(submitted: number[], context: Context): unknown {
  const { lastTypes } = settingsOf(context.settings);
  if (lastTypes === "null") return null;
  return { types: lastTypes === "empty" ? [] : submitted.map(String) };
}

function languageOf(call: MatchedCall): string {
  return call.headers["accept-language"]?.slice(0, 2).toLowerCase() ?? "en";
}

/** Starts the procedure anew; an earlier one of this client is over. */
export function startWizard(call: MatchedCall, client: Client, context: Context): Answer {
  const uuid = crypto.randomUUID();
  if (isThrough(client, context.store)) return answer(context, 202, true, uuid, lastData([], context), true);
  const procedure: Procedure = { uuid, step: 0, inStep: [], submitted: [] };
  context.store.write("wizard", client.email, procedure);
  const data = askingData(wanted(client, procedure), languageOf(call), context);
  const asSampled = settingsOf(context.settings).wizardStart === "202";
  return answer(context, asSampled ? 202 : 200, true, uuid, data, asSampled);
}

/** The documents of a run: nested under `data` or flat, one object or a list. */
function documentsIn(call: MatchedCall): { uuid: unknown; documents: { type: number; files: unknown[] }[] } {
  const body = bodyOf(call);
  const { data } = body;
  const nested = typeof data === "object" && data !== null && !Array.isArray(data);
  const { uuid, documents } = nested ? (data as Record<string, unknown>) : body;
  const list: unknown[] = Array.isArray(documents) ? documents : [documents];
  if (list.length === 0) throw invalid("documents is empty");
  return {
    uuid,
    documents: list.map((item) => {
      if (typeof item !== "object" || item === null) throw invalid("documents must be an object or a list of objects");
      const { type, files } = item as Record<string, unknown>;
      const id = typeof type === "string" && /^\d+$/.test(type) ? Number(type) : type;
      if (typeof id !== "number") throw invalid("documents.type must be the id of a document type");
      if (!Array.isArray(files) || files.length === 0) throw invalid("documents.files must be a list of paths");
      return { type: id, files };
    }),
  };
}

export function runWizard(call: MatchedCall, client: Client, context: Context): Answer {
  const { store } = context;
  const { uuid, documents } = documentsIn(call);
  const procedure = store.read<Procedure>("wizard", client.email);
  if (procedure === null || procedure.uuid !== uuid) throw invalid("uuid is not of the wizard that was started");
  for (const { type, files } of documents) {
    if (!wanted(client, procedure).includes(type)) throw invalid("documents.type was not asked for");
    for (const path of files) {
      if (typeof path !== "string" || store.read<string>("file", path) !== client.email) {
        throw invalid("documents.files has a path that the server did not issue");
      }
    }
    procedure.inStep.push(type);
    procedure.submitted.push(type);
  }
  if (wanted(client, procedure).length === 0) {
    procedure.step += 1;
    procedure.inStep = [];
  }
  const asked = wanted(client, procedure);
  if (asked.length > 0) {
    store.write("wizard", client.email, procedure);
    return answer(context, 200, false, procedure.uuid, askingData(asked, languageOf(call), context), false);
  }
  store.remove("wizard", client.email);
  if (!client.fate.refused) {
    store.write("through", client.email, true);
    grantNext(client, context);
  }
  const data = lastData(procedure.submitted, context);
  return answer(context, 202, !client.fate.refused, procedure.uuid, data, true);
}

/** Issues a path as an upload does: a letter, the second, the name. */
export function issuePath(client: Client, name: string, { store, now }: Context): string {
  const count = store.read<number>("files", "count") ?? 0;
  store.write("files", "count", count + 1);
  const path = `${String.fromCharCode(97 + (count % 26))}/${Math.floor(now / 1000)}_${name}`;
  store.write("file", path, client.email);
  return path;
}
