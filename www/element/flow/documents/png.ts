import { BrokenFile, joined } from "./jpeg.ts";

/** The chunks that a still picture is made of. Texts, EXIF, times, profiles and films are none of them. */
const NEEDED: ReadonlySet<string> = new Set([
  "IHDR",
  "PLTE",
  "IDAT",
  "IEND",
  "tRNS",
  "gAMA",
  "sRGB",
  "cHRM",
  "sBIT",
  "bKGD",
]);

/** The picture without what it tells beside itself, and without what follows its end. */
export function barePng(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const to = at + 12 + view.getUint32(at);
    if (to > bytes.length) break;
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (NEEDED.has(name)) kept.push(bytes.subarray(at, to));
    if (name === "IEND") return joined(kept);
    at = to;
  }
  throw new BrokenFile("it breaks off");
}
