"use client";
import "kyc-assent/element";
import { useEffect, useRef, useState } from "react";

/** What the server has drawn. The parser has made a shadow root of it before React comes, so React is to leave it alone. */
export function Consent({ html }) {
  const place = useRef(null);
  const [given, setGiven] = useState("");
  const [recorded, setRecorded] = useState("");

  // React 19 sets no properties of elements that it hydrates, and adds no listeners to them (react/react, issue 35446).
  useEffect(() => {
    const consent = place.current.querySelector("kyc-consent");
    consent.authorize = async () => (await fetch("/token")).text();
    const listen = ({ detail }) => setGiven(`Agreed to version ${detail.evidence.version}`);
    consent.addEventListener("kyc-consent-given", listen);
    return () => consent.removeEventListener("kyc-consent-given", listen);
  }, []);

  async function send(event) {
    event.preventDefault();
    const { acceptedAt } = await place.current.querySelector("kyc-consent").record();
    setRecorded(`On record since ${acceptedAt}`);
  }

  return (
    <form onSubmit={send}>
      <div ref={place} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: html }} />
      <button type="submit">Continue</button>
      <p>{given}</p>
      <p>{recorded}</p>
    </form>
  );
}
