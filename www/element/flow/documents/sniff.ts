/** The type of a file by its first bytes; null when it is none of those that people send. */
export function typeOf(bytes: Uint8Array): string | null {
  const starts = (...head: number[]) => head.every((byte, at) => bytes[at] === byte);
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (starts(0xff, 0xd8, 0xff)) return "image/jpeg";
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (text(0, 5) === "%PDF-") return "application/pdf";
  if (text(4, 8) === "ftyp" && /^(hei[cfmsx]|hev[cx]|mif1|msf1)/.test(text(8, 12))) return "image/heic";
  return null;
}
