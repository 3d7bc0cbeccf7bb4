/** `npx kyc-assent COMMAND …`: finds the command, one file each, and runs it. */
import { type Command, EXIT, type ExitCode, UsageError } from "./command.ts";

/** Each command is loaded when it is called for. */
const COMMANDS: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  verify: () => import("./verify.ts"),
};

async function main([name = "--help", ...args]: readonly string[]): Promise<ExitCode> {
  if (name === "--help" || name === "-h" || name === "help") {
    console.log(await overview());
    return EXIT.holds;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    throw new UsageError(`no command is called ${JSON.stringify(name)}; there are ${Object.keys(COMMANDS).join(", ")}`);
  }
  const { command } = await load();
  if (args.includes("--help") || args.includes("-h")) {
    console.log(command.usage);
    return EXIT.holds;
  }
  return command.run(args);
}

async function overview(): Promise<string> {
  const lines = Object.entries(COMMANDS).map(async ([name, load]) => {
    const { command } = await load();
    return `  ${name.padEnd(10)}${command.summary}`;
  });
  const list = (await Promise.all(lines)).join("\n");
  return `kyc-assent COMMAND …\n\n${list}\n\nkyc-assent COMMAND --help says more. Exit code 0: it holds; 1: it does not; 2: it could not be looked at.`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`kyc-assent: ${error.message}`);
  process.exitCode = EXIT.cannot;
}
