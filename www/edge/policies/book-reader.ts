import { AssentError } from "kyc-assent/edge";
import type { Policy } from "../../package/types.ts";
import { logUnforeseen } from "../log.ts";
import type { PublishedFile } from "./policy-book.ts";
import type { PolicySettings } from "./policy-settings.ts";

interface Known {
  readonly revision: number;
  readonly published: readonly PublishedFile[];
  /** When the book was asked, in milliseconds since 1970. */
  readonly askedAt: number;
}

const NOTHING: readonly PublishedFile[] = [];
/** Milliseconds after which one who asks is given up, and another asks. */
const PATIENCE = 1_000;

/**
 * What this isolate knows of the book. A version counts `lead` seconds after it was published at the earliest, so who
 * has asked within that time knows all that counts by now. Asked again after half of it, by one request at a time; what
 * is known holds meanwhile, and where the book is out of reach, for the other half, and no longer.
 *
 * No request waits for what another has asked: that one may be gone before the answer is there.
 */
export class BookReader {
  #known: Known | undefined;
  #askingSince = 0;

  /** What was published of the policies in use. `inCode` gives the files of those that the code brings: the book keeps them. */
  async published(
    { book, names, lead }: PolicySettings,
    inCode: () => readonly Policy[],
  ): Promise<readonly PublishedFile[]> {
    if (book === undefined) return NOTHING;
    const isAsking = Date.now() - this.#askingSince < PATIENCE;
    const holds = this.#age() < lead * 1000;
    if (this.#age() > (lead * 1000) / 2 && !(isAsking && holds)) {
      this.#askingSince = Date.now();
      await this.#ask(book, names, inCode);
    }
    if (this.#known !== undefined && this.#age() < lead * 1000) return this.#known.published;
    throw new AssentError({ code: "unavailable", message: "the policies are out of reach; try again" });
  }

  #age(): number {
    return this.#known === undefined ? Number.POSITIVE_INFINITY : Date.now() - this.#known.askedAt;
  }

  async #ask(
    book: NonNullable<PolicySettings["book"]>,
    names: readonly string[],
    inCode: () => readonly Policy[],
  ): Promise<void> {
    const askedAt = Date.now();
    const before = this.#known;
    try {
      const unkept = before === undefined ? inCode() : [];
      const { revision, published } = await book.getByName("policies").read(names, before?.revision ?? -1, unkept);
      // Of two who asked at once, the later to have asked knows more.
      if (askedAt < (this.#known?.askedAt ?? 0)) return;
      this.#known = { revision, published: published ?? before?.published ?? [], askedAt };
    } catch (error) {
      logUnforeseen(error, { event: "policies-not-read" });
    } finally {
      this.#askingSince = 0;
    }
  }
}
