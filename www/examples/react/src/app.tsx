import "kyc-assent/element";
import type { KycConsent } from "kyc-assent/element";
import type {} from "kyc-assent/react";
import { type FormEvent, useRef, useState } from "react";

/** The token of your own sign-in. */
const hostToken = async () => (await fetch("/token")).text();

export function App() {
  const consent = useRef<KycConsent>(null);
  const [turn, setTurn] = useState(0);
  const [isLocked, setLocked] = useState(false);
  const [given, setGiven] = useState("");
  const [recorded, setRecorded] = useState("");

  async function send(event: FormEvent) {
    event.preventDefault();
    const record = await consent.current?.record();
    setRecorded(`On record since ${record?.acceptedAt}`);
  }

  function startOver() {
    setTurn(turn + 1);
    setGiven("");
    setRecorded("");
  }

  return (
    <>
      <h1>Your account</h1>
      <form onSubmit={send}>
        <kyc-consent
          key={turn}
          ref={consent}
          policy="crossmint-privacy-policy"
          gateway="https://kyc.shop.example"
          name="consent"
          disabled={isLocked}
          authorize={hostToken}
          onkyc-consent-given={({ detail }) => setGiven(`Agreed to version ${detail.evidence.version}`)}
        >
          <img slot="logo" src="/crossmint.svg" alt="Crossmint" width="132" height="24" />
        </kyc-consent>
        <button type="submit">Continue</button>
        <button type="button" onClick={() => setLocked(!isLocked)}>
          Lock
        </button>
        <button type="button" onClick={startOver}>
          Start over
        </button>
      </form>
      <p>{given}</p>
      <p>{recorded}</p>
    </>
  );
}
