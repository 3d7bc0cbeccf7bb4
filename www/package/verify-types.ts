/** What a verification is told and what it tells. */

/** A public Ed25519 key, as the log publishes it at `/log/keys`. */
export interface PublicKey {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  /** 32 bytes in base64url. */
  readonly x: string;
  /** RFC 7638 thumbprint of the key. */
  readonly kid: string;
  readonly alg?: "EdDSA";
  readonly use?: "sig";
}

export interface KeySet {
  readonly keys: readonly PublicKey[];
}

export interface VerifyOptions {
  /** Keys that the reader has got in another way than with the file. Without them the report says what to compare. */
  readonly keys?: KeySet | readonly PublicKey[];
  /** The person's own locator (`userId:…`, `email:…`): whether the receipt is theirs. It gets into no finding. */
  readonly locator?: string;
  /** Called with the number of bytes done, about once for each megabyte. */
  readonly onProgress?: (done: number) => void;
}

/** One thing that was looked at. */
export interface Finding {
  /** Its name, which stays. */
  readonly check: string;
  /** null: it cannot be known from this file. */
  readonly holds: boolean | null;
  /** Where in the file, when it does not hold: `line 12`, `receipt.evidence.entries[1]`. */
  readonly where?: string;
  /** Plain English. */
  readonly text: string;
}

/** What a verification found. */
export interface VerificationReport {
  /** Nothing fails, and a signature over the file was verified. */
  readonly holds: boolean;
  readonly kind: "receipt" | "export" | "csv" | "unknown";
  readonly findings: readonly Finding[];
  /** What the file says, as far as it could be read. */
  readonly about: Readonly<Record<string, unknown>>;
}

/** What the verify flavour offers. */
export interface VerifySurface {
  /**
   * Verifies a receipt, an export or its table, offline.
   *
   * @param file as it was downloaded: bytes, or text that nothing has changed
   * @throws {AssentError} `invalid-input` when `keys` are none; whatever the file is, there is a report
   */
  verify(file: Uint8Array | string, options?: VerifyOptions): VerificationReport;
}
