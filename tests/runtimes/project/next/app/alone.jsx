"use client";
// The element that brings its text along, and the texts of a policy of one's own.
import { usePolicyTexts } from "kyc-assent/element-alone";

usePolicyTexts("shop-terms", (language) => import(`../presentations/shop-terms/${language}.json`));

export function Alone({ policy }) {
  return (
    <form>
      <kyc-consent policy={policy}>
        <img slot="logo" src="logo.svg" alt="Crossmint" width="132" height="24" />
      </kyc-consent>
      <button type="submit">Send</button>
    </form>
  );
}
