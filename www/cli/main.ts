/** `kyc-assent`: one command for each file beside this one. */
import { readFileSync } from "node:fs";

/** A command. */
export interface Command {
  /** What it does, in one line. */
  readonly summary: string;
  /** How it is used. */
  readonly help: string;
  /**
   * @param args what follows the command's name
   * @returns the exit code: 0 it holds, 1 it does not, 2 it cannot be known
   */
  run(args: readonly string[]): Promise<number>;
}

const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  audit: () => import("./audit.ts"),
  doctor: () => import("./doctor.ts"),
  init: () => import("./init.ts"),
  present: () => import("./present.ts"),
  verify: () => import("./verify.ts"),
};

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === "--version" || name === "-v") {
    // Of the package around `bin/`, where this lies once it is built.
    const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    process.stdout.write(`${(JSON.parse(manifest) as { readonly version: string }).version}\n`);
    return 0;
  }
  const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    const isAsked = name === "--help" || name === "-h" || name === "help";
    (isAsked ? process.stdout : process.stderr).write(await overview(name, isAsked));
    return isAsked ? 0 : 2;
  }
  const { command } = await load();
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(`${command.help}\n`);
    return 0;
  }
  return command.run(args);
}

async function overview(name: string | undefined, isAsked: boolean): Promise<string> {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => `  ${name.padEnd(10)}${(await load()).command.summary}`),
  );
  const unknown = name === undefined || isAsked ? "" : `kyc-assent has no command ${JSON.stringify(name)}.\n\n`;
  const use = "kyc-assent COMMAND --help says how a command is used.";
  const codes = "Exit codes: 0 it holds, 1 it does not, 2 it cannot be known.";
  return `${unknown}Usage: kyc-assent COMMAND …\n\n${lines.join("\n")}\n\n${use}\n${codes}\n`;
}

// Not process.exit(): what is still being written to a pipe would be cut off.
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
});
