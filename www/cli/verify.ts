/** `kyc-assent verify FILE`: whether a receipt, an export or its table holds, offline. */
import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { AssentError, type KeySet, type VerificationReport, verify } from "kyc-assent/verify";
import type { Command } from "./main.ts";
import { argumentsOf } from "./usage.ts";
import { reportText } from "./verify-text.ts";

const help = `Usage: kyc-assent verify FILE [--keys FILE] [--person LOCATOR] [--json]

Says whether a receipt (.json), an export (.jsonl) or its table (.csv) is as it was made, and by whom it was signed.
It asks nobody: everything is recomputed from the file.

  FILE              the file, or - for what comes by standard input
  --keys FILE       the operator's public keys (a JWK set, from /log/keys), which you have got in another way than
                    with the file; a table cannot be verified without them
  --person LOCATOR  your own identifier, as userId:johnd-123: whether the receipt is yours
  --json            the report as JSON

Exit code 0: it holds; 1: it does not; 2: it could not be read.`;

export const command: Command = {
  summary: "whether a receipt, an export or its table holds, offline",
  help,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { file, keys, locator, json } = options(args);
  const content = await bytesOf(file);
  const given = { ...(keys !== undefined && { keys: await keysOf(keys) }), ...(locator !== undefined && { locator }) };
  const report = checked(content, given);
  console.log(json ? JSON.stringify(report, null, 2) : reportText(report, hasColours()));
  if (report.kind === "unknown") return 2;
  return report.holds ? 0 : 1;
}

function options(args: readonly string[]) {
  return argumentsOf(help, () => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { keys: { type: "string" }, person: { type: "string" }, json: { type: "boolean" } },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new Error("name one file, or - for standard input");
    return { file, keys: values.keys, locator: values.person, json: values.json === true };
  });
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return file === "-" ? await buffer(process.stdin) : await readFile(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new Error(`${file} cannot be read (${code})`);
  }
}

async function keysOf(file: string): Promise<KeySet> {
  const text = new TextDecoder().decode(await bytesOf(file));
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON; it must be the operator's JWK set, as /log/keys answers it`);
  }
}

function checked(content: Uint8Array, given: { keys?: KeySet; locator?: string }): VerificationReport {
  try {
    return verify(content, given);
  } catch (error) {
    if (error instanceof AssentError && error.code === "invalid-input") throw new Error(`--keys: ${error.message}`);
    throw error;
  }
}

/** No colour where nobody looks, and where the person wants none (https://no-color.org). */
function hasColours(): boolean {
  return process.stdout.isTTY === true && !process.env["NO_COLOR"];
}
