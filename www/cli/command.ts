/** What a command of `kyc-assent` is, and what it may end in. */

/** The exit codes of every command: what was looked at holds, does not hold, or could not be looked at. */
export const EXIT = { holds: 0, broken: 1, cannot: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly usage: string;
  run(args: readonly string[]): Promise<ExitCode>;
}

/** Something that the person at the terminal can mend; its message is printed without a stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
