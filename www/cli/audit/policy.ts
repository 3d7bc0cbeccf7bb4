import { readFile } from "node:fs/promises";

/**
 * The text of a policy file: one of the package's by its name, or any by its path.
 *
 * @throws {Error} what is wrong and what to do
 */
export async function readPolicy(nameOrPath: string): Promise<string> {
  const isName = /^[a-z0-9-]+$/.test(nameOrPath);
  const path = isName ? new URL(`../policies/${nameOrPath}.json`, import.meta.url) : nameOrPath;
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    throw new Error(
      isName
        ? `The package has no policy named ${nameOrPath}; --policy also takes the path of a file (./${nameOrPath}.json).`
        : `The policy file ${nameOrPath} could not be read.`,
    );
  }
  try {
    JSON.parse(text);
  } catch {
    throw new Error(`The policy file ${nameOrPath} is not JSON.`);
  }
  return text;
}
