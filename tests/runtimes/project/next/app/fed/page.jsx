"use client";
// The elements that a gateway feeds: consent, flow and status.
import "kyc-assent/element";
import "kyc-assent/flow";
import "kyc-assent/status";

const logo = <img slot="logo" src="logo.svg" alt="Crossmint" width="132" height="24" />;

export default function Page() {
  return (
    <>
      <form>
        <kyc-consent policy="crossmint-privacy-policy" gateway="gateway">
          {logo}
        </kyc-consent>
        <button type="submit">Send</button>
      </form>
      <kyc-flow gateway="gateway" scopes="onramp">
        {logo}
      </kyc-flow>
      <kyc-status gateway="gateway" scopes="onramp" />
    </>
  );
}
