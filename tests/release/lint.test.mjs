// What tools that others use say of the tarball.
import { readFileSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { expect, test } from "vitest";
import { manifest, packed } from "./packed.mjs";

test("publint has nothing to say, not even a suggestion", async () => {
  const tarball = readFileSync(packed().tarball);
  const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(tarball).buffer }, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

test("the types are those of the modules that a resolver finds", async () => {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(packed().tarball))));
  if (!analysis.types) throw new Error("the package has no types");
  // An ESM package for Node ≥ 20.19, where require() loads ESM too: the two resolutions that are about CommonJS do not apply.
  const others = new Set(["node10", "node16-cjs"]);
  const problems = analysis.problems.filter(
    (problem) => !("resolutionKind" in problem && others.has(problem.resolutionKind)),
  );
  expect(problems).toEqual([]);
  expect(Object.keys(analysis.entrypoints).length).toBeGreaterThan(20);
});

test("nothing runs when it is installed", () => {
  expect(manifest().scripts).toBeUndefined();
});
