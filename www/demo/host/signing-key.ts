import { DurableObject } from "cloudflare:workers";
import { exportJWK, generateKeyPair, type JWK } from "jose";

/** The host's ES256 key pair as JWKs, both with the same `kid`. */
export interface SigningKeyPair {
  readonly kid: string;
  readonly publicKey: JWK;
  readonly privateKey: JWK;
}

/** Holds the one key the host signs with. Made once and kept, so that tokens outlive a restart. */
export class SigningKey extends DurableObject {
  async pair(): Promise<SigningKeyPair> {
    return this.ctx.blockConcurrencyWhile(async () => {
      const kept = await this.ctx.storage.get<SigningKeyPair>("pair");
      if (kept !== undefined) return kept;
      const made = await generateKeyPair("ES256", { extractable: true });
      const kid = crypto.randomUUID();
      const stamp = { kid, alg: "ES256", use: "sig" };
      const pair: SigningKeyPair = {
        kid,
        publicKey: { ...(await exportJWK(made.publicKey)), ...stamp },
        privateKey: { ...(await exportJWK(made.privateKey)), ...stamp },
      };
      await this.ctx.storage.put("pair", pair);
      return pair;
    });
  }
}
