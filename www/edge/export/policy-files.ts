import type { Policy } from "../../package/types.ts";
import type { Settings } from "../configuration.ts";
import type { PolicyRegistry } from "../policies/policy-registry.ts";

/** Every version of every policy that this gateway has, in pieces: those in the code, and all that were ever published. */
export async function* policyFiles(
  registry: PolicyRegistry,
  { policies: { book } }: Settings,
): AsyncGenerator<readonly Policy[]> {
  yield registry.builtIns().map(({ file }) => file);
  let from: number | null = book === undefined ? null : 0;
  while (from !== null && book !== undefined) {
    const page: { readonly files: readonly Policy[]; readonly next: number | null } = await book
      .getByName("policies")
      .files(from);
    yield page.files;
    from = page.next;
  }
}
