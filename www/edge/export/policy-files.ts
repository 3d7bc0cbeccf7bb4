import { policyHash } from "kyc-assent/edge";
import type { Policy } from "../../package/types.ts";
import type { Settings } from "../configuration.ts";
import type { PolicyRegistry } from "../policies/policy-registry.ts";

/** Every version of every policy that this gateway or one before it had, in pieces, each version once. */
export async function* policyFiles(
  registry: PolicyRegistry,
  { policies: { book } }: Settings,
): AsyncGenerator<readonly Policy[]> {
  const inCode = registry.known();
  const given = new Set(inCode.map(policyHash));
  yield inCode;
  let from: number | null = book === undefined ? null : 0;
  while (from !== null && book !== undefined) {
    const page: { readonly files: readonly Policy[]; readonly next: number | null } = await book
      .getByName("policies")
      .files(from);
    yield page.files.filter((file) => {
      const hash = policyHash(file);
      const isNew = !given.has(hash);
      given.add(hash);
      return isNew;
    });
    from = page.next;
  }
}
