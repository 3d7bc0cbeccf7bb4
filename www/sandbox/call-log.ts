// The last calls, without personal data: no locator, no body, no key.

export interface LoggedCall {
  at: string;
  partner: string;
  world: string;
  /** `<partner>.<operation>`, or null for a path or method that does not exist. */
  operation: string | null;
  method: string;
  /** What the partner decided; a fault may have hidden it from the caller. Null when the call was not carried out. */
  status: number | null;
  /** The kind of person by the id's beginning. */
  outcome: string | null;
  fault: string | null;
}

const KEPT = 200;

export class CallLog {
  #calls: LoggedCall[] = [];

  add(call: LoggedCall): void {
    this.#calls.push(call);
    if (this.#calls.length > KEPT) this.#calls.shift();
  }

  /** Newest first. */
  calls(): LoggedCall[] {
    return this.#calls.toReversed();
  }

  clear(): void {
    this.#calls = [];
  }
}
