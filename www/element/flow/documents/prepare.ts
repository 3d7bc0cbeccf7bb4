import { BrokenFile, bareJpeg, orientationOf } from "./jpeg.ts";
import { barePng } from "./png.ts";
import { typeOf } from "./sniff.ts";

/** Pixels of the longer side of a picture that is drawn anew: every browser has a canvas of that size. */
const LONGEST_SIDE = 4096;

/** A file as it is sent: nothing is left in it but what can be seen. A PDF is left as it is. */
export interface Prepared {
  readonly body: Blob;
  /** Null for what cannot be drawn. */
  readonly picture: ImageBitmap | null;
}

/** Why a file cannot be sent: the end of a key `problem.file-…`. */
export class BadFile extends Error {
  override readonly name = "BadFile";
  readonly reason: "empty" | "large" | "type" | "heic" | "broken";

  constructor(reason: BadFile["reason"]) {
    super(reason);
    this.reason = reason;
  }
}

/** What a task takes. */
export interface Limits {
  readonly accept: readonly string[];
  readonly maxBytes: number;
}

/** Checks a file by its bytes, turns it upright, and takes out what it tells beside the picture. */
export async function prepare(file: Blob, { accept, maxBytes }: Limits): Promise<Prepared> {
  if (file.size === 0) throw new BadFile("empty");
  const head = new Uint8Array(
    await file
      .slice(0, 32)
      .arrayBuffer()
      .catch(() => broken()),
  );
  const type = typeOf(head);
  if (type === "image/heic") throw new BadFile("heic");
  if (!type || !accept.includes(type)) throw new BadFile("type");
  if (file.size > maxBytes) throw new BadFile("large");
  const bytes = new Uint8Array(await file.arrayBuffer().catch(() => broken()));
  if (type === "application/pdf") return { body: new Blob([bytes], { type }), picture: null };
  const body = await bare(bytes, type);
  if (body.size > maxBytes) throw new BadFile("large");
  return { body, picture: await decoded(body) };
}

async function bare(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Blob> {
  try {
    if (type === "image/png") return new Blob([barePng(bytes)], { type });
    if (orientationOf(bytes) === 1) return new Blob([bareJpeg(bytes)], { type });
  } catch (cause) {
    if (cause instanceof BrokenFile || cause instanceof RangeError) broken();
    throw cause;
  }
  return redrawn(await decoded(new Blob([bytes], { type })));
}

/** The picture drawn anew, upright. The browser has turned it when it read it. */
async function redrawn(picture: ImageBitmap): Promise<Blob> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
  return blob ?? broken();
}

function decoded(blob: Blob): Promise<ImageBitmap> {
  return createImageBitmap(blob, { imageOrientation: "from-image" }).catch(() => broken());
}

function broken(): never {
  throw new BadFile("broken");
}
