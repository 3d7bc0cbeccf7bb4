// A Worker of a user's own.
import * as assent from "kyc-assent";
import policy from "kyc-assent/policies/crossmint-privacy-policy.json";

export default {
  /** @param {Request} request */
  async fetch(request) {
    const { decisions } = assent.read("crossmint.getVerification", {
      status: 200,
      headers: {},
      body: await request.text(),
    });
    const { url } = assent.prepare("crossmint.getUser", {
      account: { environment: "staging", apiKey: "sk_staging_x" },
      input: { userLocator: "userId:a" },
      now: new Date().toISOString(),
    });
    return Response.json({ next: decisions[0]?.next, url, language: assent.present(policy, ["de"]).language });
  },
};
