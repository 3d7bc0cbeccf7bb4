import { html, raw } from "hono/html";

/** What became of a post, as the gateway says in the address that it sends the browser to. */
const OUTCOMES: Readonly<Record<string, string>> = {
  recorded: "Your consent is on record.",
  used: "This form was used before, and the consent that it gave has ended since. Tick the box below to give it again.",
  expired: "This page was open for too long. Please tick the box again.",
  "stale-version": "The text has changed meanwhile. Please read it again.",
};
const FAILED = "Your consent could not be saved. Please try again.";

/** The page whose consent a server has drawn. */
export function consentPage(consent: string, gateway: string, outcome: string | undefined): string {
  const told = outcome === undefined ? "" : html`<p class="core" role="status">${OUTCOMES[outcome] ?? FAILED}</p>`;
  return String(html`<!doctype html>
<html lang="en" dir="ltr">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="gateway-origin" content="${gateway}">
    <title>A consent without script – kyc-assent</title>
    <link rel="icon" href="/images/ostrea.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/alone.css">
    <script type="module" src="/kyc-assent/element.js"></script>
    <script type="module" src="/without-script.js"></script>
  </head>
  <body>
    <div class="shop">
      <header class="masthead">
        <p class="brand"><img src="/images/ostrea.svg" alt="" width="36" height="36"><span>kyc-assent</span></p>
        <a href="/">To the checkout</a>
      </header>
      <main>
        <h1>A consent without script</h1>
        <p>The server has drawn this element. Where scripts run, the element takes it over as it is; where none do, it is a form.</p>
        ${told}
        ${raw(consent)}
      </main>
    </div>
  </body>
</html>
`);
}
