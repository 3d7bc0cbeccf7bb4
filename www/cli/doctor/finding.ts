/** One thing that was looked at. */
export interface Finding {
  /** What was looked at: a variable, a binding, a host. */
  readonly about: string;
  /** Null: it cannot be known from here. */
  readonly holds: boolean | null;
  /** What is so, or what to do. Never the value of a secret. */
  readonly text: string;
}

export function good(about: string, text: string): Finding {
  return { about, holds: true, text };
}

export function bad(about: string, text: string): Finding {
  return { about, holds: false, text };
}

export function open(about: string, text: string): Finding {
  return { about, holds: null, text };
}
