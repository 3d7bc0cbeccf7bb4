/**
 * The button that saves the receipt of a consent. The element loads this once a consent is on record at a gateway that
 * signs receipts; until then it costs a page nothing.
 */
import type { ReceiptFile } from "./recording.ts";

/** What the button asks of its element. */
export interface ReceiptHolder {
  /** The row with the feedback. */
  readonly row: HTMLElement;
  label(): string;
  fetch(): Promise<ReceiptFile>;
  saved(): void;
  failed(cause: unknown, retry: () => unknown): void;
}

/** Puts the button into the row. Called again, it stays the one there is. */
export function offerReceipt({ row, label, fetch, saved, failed }: ReceiptHolder): void {
  if (row.querySelector("[part=receipt]")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("part", "receipt");
  button.textContent = label();
  let isBusy = false;
  const run = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    button.ariaDisabled = "true";
    try {
      save(await fetch());
      saved();
    } catch (cause) {
      failed(cause, run);
    } finally {
      isBusy = false;
      button.ariaDisabled = null;
    }
  };
  button.addEventListener("click", run);
  row.append(button);
}

function save(file: ReceiptFile): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "consent-receipt.json";
  link.click();
  // The download has begun by then; the address would keep the receipt in memory as long as the page lives.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
