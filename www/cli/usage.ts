/**
 * What a command's arguments say; where they cannot be read, an error that says how the command is used.
 *
 * @param help how the command is used
 * @param read reads the arguments
 */
export function argumentsOf<T>(help: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${help}`);
  }
}
