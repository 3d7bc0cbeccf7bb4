/** The bytes are no JPEG, or break off. */
export class BrokenFile extends Error {
  override readonly name = "BrokenFile";
}

interface Segment {
  readonly marker: number;
  readonly from: number;
  readonly to: number;
}

const SOS = 0xda;
const EOI = 0xd9;

/** Segment after segment up to the picture's own end: what follows that (second pictures, films) is none of it. */
function segmentsOf(bytes: Uint8Array): Segment[] {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new BrokenFile("no JPEG");
  const segments: Segment[] = [];
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) throw new BrokenFile("it breaks off");
    if (marker === EOI) return [...segments, { marker, from: at, to: at + 2 }];
    let to = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    if (to < at + 4 || to > bytes.length) throw new BrokenFile("it breaks off");
    // The picture's data follow their header: up to the next marker that is neither stuffing nor a restart.
    if (marker === SOS) to = endOfData(bytes, to);
    segments.push({ marker, from: at, to });
    at = to;
  }
}

function endOfData(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new BrokenFile("it breaks off");
}

/**
 * The picture without what it tells beside itself: EXIF, XMP, IPTC, profiles, comments, further pictures. What a decoder
 * needs stays: JFIF's header, and Adobe's mark for how the colours are kept.
 */
export function bareJpeg(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const isNeeded = ({ marker, from }: Segment) => {
    if (marker === 0xe0) return String.fromCharCode(...bytes.subarray(from + 4, from + 9)) === "JFIF\0";
    return marker === 0xee || !((marker >= 0xe0 && marker <= 0xef) || marker === 0xfe);
  };
  return joined([
    bytes.subarray(0, 2),
    ...segmentsOf(bytes)
      .filter(isNeeded)
      .map((one) => bytes.subarray(one.from, one.to)),
  ]);
}

/** How the picture has to be turned, 1 (not at all) to 8, by its EXIF. */
export function orientationOf(bytes: Uint8Array): number {
  for (const { marker, from, to } of segmentsOf(bytes)) {
    if (marker !== 0xe1 || String.fromCharCode(...bytes.subarray(from + 4, from + 8)) !== "Exif") continue;
    const view = new DataView(bytes.buffer, bytes.byteOffset + from + 10, to - from - 10);
    if (view.byteLength < 10) return 1;
    const little = view.getUint16(0) === 0x4949;
    const directory = view.getUint32(4, little);
    if (directory + 2 > view.byteLength) return 1;
    for (let entry = 0; entry < view.getUint16(directory, little); entry++) {
      const place = directory + 2 + entry * 12;
      if (place + 10 > view.byteLength) return 1;
      if (view.getUint16(place, little) !== 0x0112) continue;
      const value = view.getUint16(place + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
  }
  return 1;
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
