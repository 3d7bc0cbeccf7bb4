/** `kyc-assent init DIR`: writes the gateway as a Worker of the user's own. */
import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Command } from "./main.ts";
import { argumentsOf } from "./usage.ts";

const help = `Usage: kyc-assent init [DIR]

Writes the gateway as a Worker of your own into DIR (kyc-gateway): wrangler.jsonc with every variable explained, Durable
Objects, migrations and observability; and local/, with which it runs on this machine at once, the partners played by
the sandbox. A file that is there already is never changed: then nothing is written.

Keys for this machine are made anew and lie in local/.dev.vars, which git does not see.

Exit code 0: it is written; 2: it is not.`;

export const command: Command = {
  summary: "a Worker of your own with the gateway, ready to run against the sandbox",
  help,
  run,
};

/** Files that are called otherwise in the package: npm leaves .gitignore out of what it packs. */
const renamed: Readonly<Record<string, string>> = { gitignore: ".gitignore", "local/dev-vars": "local/.dev.vars" };

async function run(args: readonly string[]): Promise<number> {
  const folder = resolve(folderOf(args));
  const files = await filled(nameOf(folder));
  const there = [...files.keys()].filter((file) => existsSync(join(folder, file)));
  if (there.length > 0) {
    process.stderr.write(`Nothing was written: ${there.join(", ")} would be changed. Choose another folder.\n`);
    return 2;
  }
  for (const [file, text] of files) {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: "wx", mode: isSecret(file) ? 0o600 : 0o644 });
    console.log(`wrote ${file}`);
  }
  console.log(`
Next, in ${folder}:

  npm install
  npm run dev            the gateway on http://localhost:8787, the partners played by the sandbox
  npm run -s token       a token of a made-up person, to try it with

README.md says what to fill in before \`npm run deploy\`.`);
  return 0;
}

function folderOf(args: readonly string[]): string {
  return argumentsOf(help, () => {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const [folder = "kyc-gateway", ...more] = positionals;
    if (more.length > 0) throw new Error("name one folder");
    return folder;
  });
}

/** A name that Cloudflare takes for a Worker: lower case, digits, dashes. */
function nameOf(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 54);
  return name || "kyc-gateway";
}

function isSecret(file: string): boolean {
  return file === "local/.dev.vars" || file === "local/sign-in-key.json";
}

/** What is written: the texts by their paths. */
async function filled(name: string): Promise<ReadonlyMap<string, string>> {
  const from = fileURLToPath(new URL("./init/", import.meta.url));
  const files = new Map<string, string>();
  for (const file of (await readdir(from, { recursive: true })).sort()) {
    if (!(await stat(join(from, file))).isFile()) continue;
    const text = await readFile(join(from, file), "utf8");
    const path = file.replaceAll("\\", "/");
    files.set(renamed[path] ?? path, text.replaceAll("{{name}}", name));
  }
  const signIn = generateKeyPairSync("ed25519");
  files.set("local/sign-in-key.json", `${jwk(signIn.privateKey)}\n`);
  files.set("local/.dev.vars", `${files.get("local/.dev.vars")}${keysOfThisMachine(signIn.publicKey)}`);
  return files;
}

function keysOfThisMachine(signIn: KeyObject): string {
  const signing = generateKeyPairSync("ed25519").privateKey;
  const known = JSON.stringify({ ...signIn.export({ format: "jwk" }), alg: "EdDSA" });
  return `JWT_PUBLIC_KEY='${known}'
LEDGER_KEY="${randomBytes(32).toString("base64")}"
LEDGER_SIGNING_KEYS='{"keys":[${jwk(signing)}]}'
OPERATOR_TOKENS="${randomBytes(32).toString("hex")}"
`;
}

function jwk(key: KeyObject): string {
  return JSON.stringify(key.export({ format: "jwk" }));
}
