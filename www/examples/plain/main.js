import "kyc-assent/element";

const form = document.querySelector("form");
const [given, recorded] = [document.querySelector("#given"), document.querySelector("#recorded")];

/** The element may be taken out and put in again: it then begins anew, and so does what hangs on it. */
function attend(consent) {
  consent.authorize = async () => (await fetch("/token")).text(); // the token of your own sign-in
  consent.addEventListener("kyc-consent-given", ({ detail }) => {
    given.textContent = `Agreed to version ${detail.evidence.version}`;
  });
  return consent;
}

let consent = attend(document.querySelector("kyc-consent"));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { acceptedAt } = await consent.record();
  recorded.textContent = `On record since ${acceptedAt}`;
});

document.querySelector("#lock").addEventListener("click", () => {
  consent.disabled = !consent.disabled;
});

document.querySelector("#over").addEventListener("click", () => {
  const fresh = attend(consent.cloneNode(true));
  consent.replaceWith(fresh);
  consent = fresh;
  given.textContent = recorded.textContent = "";
});
