/** `kyc-assent present FILE`: a policy of one's own, checked and made ready for the element that brings its text along. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { policyFaults, present } from "kyc-assent/edge";
import type { Policy } from "../package/types.ts";
import type { Command } from "./main.ts";
import { argumentsOf } from "./usage.ts";

const help = `Usage: kyc-assent present FILE [--words FILE] [--out DIR]

Writes what kyc-assent/element-alone shows of a policy of your own: one file for each language, to be served beside the
package's presentations/. A file that breaks a rule of policies is refused with the rules, and nothing is written.

  FILE          the policy file; see policies/policy.schema.json of the package
  --words FILE  your own words of the element, as in words.json of the package: { "de": { "required": "…" } }; what is
                not in it is the package's
  --out DIR     where the folder of the policy is made (presentations)

Exit code 0: it is written; 1: the policy file breaks rules; 2: it could not be read or written.`;

type Words = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What lies beside the command in the package. */
const beside = join(dirname(fileURLToPath(import.meta.url)), "..");

export const command: Command = {
  summary: "check a policy of your own, and write what the element shows of it",
  help,
  async run(args) {
    const options = { words: { type: "string" }, out: { type: "string", default: "presentations" } } as const;
    const { values, positionals } = argumentsOf(help, () =>
      parseArgs({ args: [...args], options, allowPositionals: true }),
    );
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new Error(`name one policy file\n\n${help}`);
    const policy = await jsonOf(file);
    const faults = policyFaults(policy);
    if (faults.length > 0) {
      const lines = faults.map(({ rule, field }) => `  ${rule}${field === "" ? "" : `, at ${field}`}\n`);
      process.stderr.write(`${file} breaks rules, and nothing was written:\n${lines.join("")}`);
      return 1;
    }
    const own = values.words === undefined ? {} : wordsOf(await jsonOf(values.words), values.words);
    const words = wordsOf(await jsonOf(join(beside, "words.json")), "words.json");
    // The core has just read it.
    const folder = await write(policy as Policy, words, own, values.out);
    process.stdout.write(`${folder}\n`);
    return 0;
  },
};

/** For every language that an element asks for: what the policy has for it, else what stands in. */
async function write(policy: Policy, words: Words, own: Words, out: string): Promise<string> {
  const folder = join(out, policy.policy);
  await mkdir(folder, { recursive: true });
  const regions = policy.regions?.map(({ region }) => region) ?? [""];
  for (const tag of Object.keys(words)) {
    const presentations = regions.map((region) => present(policy, [tag], region));
    const language = presentations[0]?.language ?? "en";
    // There is a text, so nobody is told that there is none yet.
    const all = { ...(words[language] ?? words["en"]), ...own[language], notLoaded: undefined };
    await writeFile(join(folder, `${tag}.json`), JSON.stringify({ presentations, words: all }));
  }
  return folder;
}

async function jsonOf(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((error) => {
    throw new Error(`${file} cannot be read (${error.code ?? "unknown error"})`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON`);
  }
}

function wordsOf(value: unknown, file: string): Words {
  const isText = (words: unknown) =>
    typeof words === "object" && words !== null && Object.values(words).every((word) => typeof word === "string");
  if (typeof value === "object" && value !== null && Object.values(value).every(isText)) return value as Words;
  throw new Error(`${file} must be an object of words by language: { "de": { "required": "…" } }`);
}
