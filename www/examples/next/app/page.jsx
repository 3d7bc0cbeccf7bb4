import { fetchConsentForm, renderConsent } from "kyc-assent/server";
import { Consent } from "./consent.jsx";
import { hostToken } from "./sign-in.js";

// The page is this person's own: a ticket is in it.
export const dynamic = "force-dynamic";

const logo = { src: "/crossmint.svg", alt: "Crossmint", width: 132, height: 24 };

export default async function Page({ searchParams }) {
  const { "kyc-consent": outcome } = await searchParams;
  const gateway = process.env.GATEWAY;
  const { presentation, ticket } = await fetchConsentForm({
    gateway,
    token: await hostToken(),
    policy: "crossmint-privacy-policy",
    languages: ["en"],
    logo,
    returnTo: process.env.RETURN_TO,
  });
  const html = await renderConsent(presentation, {
    gateway,
    name: "consent",
    logo,
    form: { ticket, submit: "I agree" },
  });
  return (
    <main>
      <h1>Your account</h1>
      {outcome && <p>Sent without script: {outcome}</p>}
      <Consent html={html} />
    </main>
  );
}
