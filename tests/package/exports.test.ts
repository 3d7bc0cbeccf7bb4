// What package.json promises: every export is a file of the package, and loads where it says it does.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { load, manifest, pkg, root } from "./built.ts";

vi.setConfig({ testTimeout: 60_000 });

// A project that has the package installed.
const project = join(root, "target", "package-tests", "project");

beforeAll(() => {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(join(project, "node_modules"), { recursive: true });
  symlinkSync(pkg, join(project, "node_modules", "kyc-assent"), "dir");
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Runs a module in a Node of its own and gives what it prints. */
function node(source: string, ...conditions: string[]): string {
  const flags = conditions.map((condition) => `--conditions=${condition}`);
  const run = ["--input-type=module", ...flags, "--eval", source];
  return execFileSync(process.execPath, run, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Every path that the exports name, conditions and types included. */
function targets(value: unknown): string[] {
  return typeof value === "string" ? [value] : Object.values(value as object).flatMap(targets);
}

/** A name for the star in a path. */
function one(path: string): string {
  if (path.includes("verify/")) return "index.html";
  if (path.includes("presentations")) return "crossmint-privacy-policy/de";
  return path.includes("texts") ? "ar" : "crossmint-privacy-policy";
}

test("every file that the exports name is there", () => {
  const all = targets(manifest.exports);
  expect(all.length).toBeGreaterThan(20);
  for (const target of all) {
    const file = target.replace("*", one(target));
    expect(existsSync(join(pkg, file)), file).toBe(true);
  }
});

test("what is packed holds every export and nothing that is not for users", () => {
  const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: pkg,
    encoding: "utf8",
  });
  const report: unknown = JSON.parse(packed);
  const [{ files }] = Object.values(report as Record<string, { files: { path: string }[] }>) as [
    { files: { path: string }[] },
  ];
  const paths = files.map(({ path }) => path);
  for (const target of targets(manifest.exports)) {
    expect(paths).toContain(target.replace("./", "").replace("*", one(target)));
  }
  for (const path of paths)
    expect(path).toMatch(
      /\.(js|wasm|json|d\.ts)$|^LICENSE|^(README|THIRD-PARTY|METRICS|CAPACITY)\.md$|^bin\/.+\.m?js$|^bin\/init\/|^verify\/.+\.(html|css)$/,
    );
  expect(paths).toContain("policies/crossmint-privacy-policy/en.json");
  for (const folder of ["element-words", "flow-words"]) expect(paths).toContain(`${folder}/pt-BR.js`);
});

test.each([
  [".", [], "node.js"],
  [".", ["workerd"], "workerd.js"],
  [".", ["edge-light"], "edge-light.js"],
  [".", ["module"], "node-bundled.js"],
  ["./edge", [], "node.js"],
  ["./edge", ["module"], "node-bundled.js"],
  ["./edge", ["workerd"], "workerd.js"],
  ["./browser", [], "browser.js"],
  ["./inline", [], "inline.js"],
  ["./no-wasm", [], "no-wasm.js"],
  ["./consent", [], "consent.js"],
  ["./audit", [], "audit.js"],
  ["./client", [], "client.js"],
  ["./verify", [], "verify-node.js"],
  ["./verify", ["workerd"], "verify-workerd.js"],
  ["./verify", ["edge-light"], "verify-edge-light.js"],
  ["./verify", ["module"], "verify-node-bundled.js"],
  ["./verify/index.html", [], "verify/index.html"],
  ["./element", [], "element.js"],
  ["./element-alone", [], "element-alone.js"],
  ["./element-alone", ["module"], "element-alone-bundled.js"],
  ["./flow", [], "flow.js"],
  ["./status", [], "status.js"],
  ["./server", [], "server.js"],
  ["./gateway", [], "gateway.js"],
  ["./gateway-client", [], "gateway-client.js"],
  ["./openapi.json", [], "openapi.json"],
  ["./policies/crossmint-privacy-policy.json", [], "policies/crossmint-privacy-policy.json"],
  ["./policies/crossmint-privacy-policy/de.json", [], "policies/crossmint-privacy-policy/de.json"],
  ["./presentations/crossmint-privacy-policy/de.json", [], "presentations/crossmint-privacy-policy/de.json"],
  ["./texts/de.json", [], "texts/de.json"],
  ["./words.json", [], "words.json"],
  ["./edge.wasm", [], "edge.wasm"],
  ["./browser.wasm", [], "browser.wasm"],
  ["./element-alone.wasm", [], "element-alone.wasm"],
])("%s is found with the conditions %j", (name, conditions, file) => {
  const specifier = name.replace(".", "kyc-assent");
  const found = node(`process.stdout.write(import.meta.resolve(${JSON.stringify(specifier)}))`, ...conditions);
  expect(relative(pkg, new URL(found).pathname)).toBe(file);
});

test("what bundlers get for servers has its wasm within, and says the same", () => {
  const folder = join(root, "target", "package-tests", "apart");
  mkdirSync(folder, { recursive: true });
  for (const name of ["node", "verify-node"])
    copyFileSync(join(pkg, `${name}-bundled.js`), join(folder, `${name}.mjs`));
  const source = `import { country } from "./node.mjs"; import { verify } from "./verify-node.mjs";
    process.stdout.write(country("DEU").alpha2 + verify("{}").kind);`;
  const run = ["--input-type=module", "--eval", source];
  expect(execFileSync(process.execPath, run, { cwd: folder, encoding: "utf8" })).toBe("DEunknown");
  rmSync(folder, { recursive: true });
});

test("what is no export is not found", () => {
  for (const hidden of ["kyc-assent/node.js", "kyc-assent/types/package/node.d.ts", "kyc-assent/client.wasm"]) {
    const tried = node(`import(${JSON.stringify(hidden)}).catch((error) => process.stdout.write(error.code))`);
    expect(tried).toBe("ERR_PACKAGE_PATH_NOT_EXPORTED");
  }
});

test.each(["kyc-assent", "kyc-assent/edge"])("%s works in Node by name", (name) => {
  const source = `
    import { present, prepare } from ${JSON.stringify(name)};
    import policy from "kyc-assent/policies/crossmint-privacy-policy.json" with { type: "json" };
    const { url } = prepare("crossmint.getUser", {
      account: { environment: "staging", apiKey: "sk_staging_x" }, input: { userLocator: "userId:a" }, now: "2026-01-01T00:00:00Z",
    });
    process.stdout.write(url + " " + present(policy, ["de"]).language);`;
  expect(node(source)).toBe("https://staging.crossmint.com/api/2025-06-09/users/userId%3Aa de");
});

test.each(["audit", "browser", "consent", "element", "element-alone", "flow", "status", "server", "client"])(
  "kyc-assent/%s is imported without a window, and does nothing",
  (name) => {
    const source = `
      const before = Object.keys(globalThis).length;
      const names = Object.keys(await import("kyc-assent/${name}"));
      process.stdout.write([typeof window, Object.keys(globalThis).length - before, names.length > 0].join());`;
    expect(node(source)).toBe("undefined,0,true");
  },
);

test("the policies of all languages are the one policy", () => {
  const whole = JSON.parse(readFileSync(join(pkg, "policies/crossmint-privacy-policy.json"), "utf8"));
  const source = JSON.parse(readFileSync(join(root, "src/consent/policies/crossmint-privacy-policy.json"), "utf8"));
  expect(whole).toEqual(source);
  const folder = join(pkg, "policies/crossmint-privacy-policy");
  const languages = readdirSync(folder).map((file) => file.replace(".json", ""));
  expect(languages.sort()).toEqual(whole.sentences.map(({ language }: { language: string }) => language).sort());
  for (const language of languages) {
    const { words, sentences, ...rules } = JSON.parse(readFileSync(join(folder, `${language}.json`), "utf8"));
    const { sentences: all, ...allRules } = whole;
    expect(rules).toEqual(allRules);
    expect(sentences).toEqual(all.filter((sentence: { language: string }) => sentence.language === language));
    expect(words.required).toMatch(/\S/);
  }
});

test("what the element on its own shows is what the core presents, in every language", async () => {
  const { present } = await load("node.js");
  const words = JSON.parse(readFileSync(join(pkg, "words.json"), "utf8"));
  const whole = JSON.parse(readFileSync(join(pkg, "policies/crossmint-privacy-policy.json"), "utf8"));
  const folder = join(pkg, "presentations/crossmint-privacy-policy");
  expect(readdirSync(folder)).toHaveLength(2 * whole.sentences.length);
  for (const { language } of whole.sentences) {
    const { notLoaded: _, ...shown } = words[language];
    const text = JSON.parse(readFileSync(join(folder, `${language}.json`), "utf8"));
    expect(text).toEqual({ presentations: [present(whole, [language])], words: shown });
    expect((await import(pathToFileURL(join(folder, `${language}.js`)).href)).default).toEqual(text);
  }
});

test("no module of the package names the folder it was built in, or evaluates text", () => {
  for (const file of readdirSync(pkg).filter((name) => /\.(js|wasm)$/.test(name))) {
    const text = readFileSync(join(pkg, file), "latin1");
    expect(text.includes(root), file).toBe(false);
    if (file.endsWith(".js")) expect(/\beval\(|new Function\(/.test(text), file).toBe(false);
  }
});
