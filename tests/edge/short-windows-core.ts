/** The core, but a one-time code's window lasts a second, so that tests need not wait. */
export * from "kyc-assent/edge";

export function codeWindow(now: string): number {
  return Math.floor(Date.parse(now) / 1000);
}
