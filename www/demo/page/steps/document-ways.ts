/** What residents of a country may hand in, as the gateway says. */
import type { DocumentItem } from "../../../package/types.ts";
import type { Gateway } from "../gateway.ts";
import { Problem } from "../problem.ts";
import { type Part, type Way, ways } from "./document-types.ts";

/** The ways for the item that residents of the country (alpha-2) may use. */
export async function waysFor(gateway: Gateway, item: DocumentItem, country: string): Promise<readonly Way[]> {
  const [first, ...others] = ways[item];
  if (first === undefined) return [];
  const allowed = await Promise.all(others.map(async ({ parts }) => parts[0] && isFor(gateway, parts[0], country)));
  return [first, ...others.filter((_, index) => allowed[index] === true)];
}

/** Asks with a document that is empty on purpose: the gateway refuses it unsent, and names the type or the data. */
async function isFor(gateway: Gateway, { type }: Part, country: string): Promise<boolean> {
  try {
    await gateway.uploadDocument({ documentType: type, data: "", countryOfResidence: country }, () => {});
  } catch (problem) {
    if (problem instanceof Problem && problem.code === "invalid-input") return problem.field !== "input.documentType";
    throw problem;
  }
  return true;
}
