/**
 * Folders that every clone of this user shares, beside the tools. Each is put there whole, never changes, and goes when no clone
 * has asked for it in a while.
 */
import { createHash } from "node:crypto";
import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { toolCache } from "./toolchain.mjs";

/** Days after which what no clone has asked for is removed: it is of another compiler, or of other sources. */
const keptDays = 30;

/**
 * The folder for one kind of thing.
 * @param {string} kind
 */
export function sharedCache(kind) {
  return join(dirname(toolCache()), kind);
}

/**
 * Puts a folder there, whole or not at all.
 * @param {string} to
 * @param {(draft: string) => void} fill writes what shall be in it
 */
export function putWhole(to, fill) {
  const draft = `${to}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  fill(draft);
  try {
    renameSync(draft, to);
  } catch {
    // Another clone was faster; its own is as good.
    rmSync(draft, { recursive: true });
  }
}

/**
 * Marks a folder as asked for now, and removes those beside it that are asked for no more.
 * @param {string} folder
 */
export function askFor(folder) {
  const beside = dirname(folder);
  for (const name of namesIn(beside)) {
    const path = join(beside, name);
    // A draft of another clone may have got its name meanwhile.
    const asked = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - asked > keptDays * 86_400_000) rmSync(path, { recursive: true, force: true });
  }
  const now = new Date();
  if (existsSync(folder)) utimesSync(folder, now, now);
}

/**
 * Copies a file or a folder, with the times of its files, where it is there.
 * @param {string} from
 * @param {string} to
 */
export function copy(from, to) {
  if (existsSync(from))
    cpSync(from, to, { recursive: true, preserveTimestamps: true, mode: constants.COPYFILE_FICLONE });
}

/**
 * The names in a folder; none where there is no such folder.
 * @param {string} folder
 */
export function namesIn(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** @param {(string | Buffer)[]} parts */
export function digest(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest("hex").slice(0, 16);
}
