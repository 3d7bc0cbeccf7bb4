import { AssentError } from "kyc-assent/edge";
import { logUnforeseen } from "../log.ts";
import type { PublishedFile } from "./policy-book.ts";
import type { PolicySettings } from "./policy-settings.ts";

interface Known {
  readonly revision: number;
  readonly published: readonly PublishedFile[];
  /** When the book was asked, in milliseconds since 1970. */
  readonly askedAt: number;
}

/**
 * What this isolate knows of the book. A version counts `lead` seconds after it was published at the earliest, so who
 * has asked within that time knows all that counts by now. Asked again after half of it; where the book is out of reach
 * then, what is known holds for the other half, and no longer.
 */
export class BookReader {
  #known: Known | undefined;
  #asking: Promise<void> | undefined;

  async published({ book, names, lead }: PolicySettings): Promise<readonly PublishedFile[]> {
    if (book === undefined) return [];
    if (this.#age() > (lead * 1000) / 2) {
      this.#asking ??= this.#ask(book, names).finally(() => {
        this.#asking = undefined;
      });
      await this.#asking;
    }
    if (this.#known !== undefined && this.#age() < lead * 1000) return this.#known.published;
    throw new AssentError({ code: "unavailable", message: "the policies are out of reach; try again" });
  }

  #age(): number {
    return this.#known === undefined ? Number.POSITIVE_INFINITY : Date.now() - this.#known.askedAt;
  }

  async #ask(book: NonNullable<PolicySettings["book"]>, names: readonly string[]): Promise<void> {
    const askedAt = Date.now();
    try {
      const { revision, published } = await book.getByName("policies").read(names, this.#known?.revision ?? -1);
      this.#known = { revision, published: published ?? this.#known?.published ?? [], askedAt };
    } catch (error) {
      logUnforeseen(error, { event: "policies-not-read" });
    }
  }
}
