// What a server of a user's own asks the package.
import { prepare, present, read } from "kyc-assent/edge";
import policy from "kyc-assent/policies/crossmint-privacy-policy.json";

export function answer() {
  const body = '{"eligibility":[{"type":"onramp","status":"verified"}]}';
  const { decisions } = read("crossmint.getVerification", { status: 200, headers: {}, body });
  const { url } = prepare("crossmint.getUser", {
    account: { environment: "staging", apiKey: "sk_staging_x" },
    input: { userLocator: "userId:a" },
    now: new Date().toISOString(),
  });
  return Response.json({ next: decisions[0]?.next, url, language: present(policy, ["de"]).language });
}
