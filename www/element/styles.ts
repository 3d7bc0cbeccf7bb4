/*
 * Colours follow the page's own color-scheme by light-dark(). The card has a surface of its own, so that its contrast
 * does not hang on the page's: text 15:1, links and messages at least 5:1, the box's border at least 4:1.
 */
export const STYLES = `
:host {
  --_accent: var(--kyc-consent-accent, light-dark(#1d4fd7, #8fb4ff));
  --_text: var(--kyc-consent-text, light-dark(#171c26, #eceff5));
  --_muted: var(--kyc-consent-muted, light-dark(#5b6475, #a5afc0));
  --_danger: var(--kyc-consent-danger, light-dark(#b3261e, #ffa097));
  --_surface: var(--kyc-consent-surface, light-dark(#fff, #171b23));
  --_line: var(--kyc-consent-line, light-dark(#d8dde6, #343c4a));
  --_gap: .75rem;
  --_padding: 1rem 1.125rem;
  display: block;
}
:host([density=compact]) { --_gap: .375rem; --_padding: .5rem .625rem }
:host([hidden]), [hidden] { display: none !important }
[part~=base] {
  display: flex;
  flex-direction: column;
  gap: var(--_gap);
  min-block-size: 1.5rem;
  padding: var(--kyc-consent-padding, var(--_padding));
  border: 1px solid var(--_line);
  border-radius: var(--kyc-consent-radius, .75rem);
  background: var(--_surface);
  color: var(--_text);
  line-height: 1.5;
  text-align: start;
  overflow-wrap: anywhere;
}
:host(:state(invalid)) [part~=base] { border-color: var(--_danger) }
::slotted(*) {
  display: block;
  align-self: start;
  max-inline-size: 100%;
  max-block-size: var(--kyc-consent-logo-height, 2rem);
}
[part~=control] { display: flex; gap: .75rem; align-items: start }
[part~=box] {
  appearance: none;
  flex: none;
  box-sizing: border-box;
  display: grid;
  place-content: center;
  inline-size: 1.5rem;
  block-size: 1.5rem;
  min-inline-size: 24px;
  min-block-size: 24px;
  margin: 0;
  border: 2px solid var(--_muted);
  border-radius: .375rem;
  background: var(--_surface);
  font: inherit;
  cursor: pointer;
}
[part~=box]:hover { border-color: var(--_accent) }
[part~=box]::before {
  content: "";
  inline-size: .5rem;
  block-size: .875rem;
  margin-block-end: .25rem;
  border: solid var(--_surface);
  border-width: 0 .1875rem .1875rem 0;
  rotate: 45deg;
  scale: 0;
}
[part~=box]:checked { border-color: var(--_accent); background: var(--_accent) }
[part~=box]:checked::before { scale: 1 }
[part~=box][aria-invalid=true] { border-color: var(--_danger) }
[part~=box][aria-disabled=true], [part~=box]:disabled { border-style: dashed; border-color: var(--_muted); cursor: not-allowed }
:host(:state(busy)) [part~=box] { border-style: solid; cursor: progress }
[part~=sentence] { cursor: pointer }
:disabled + [part~=sentence], [aria-disabled=true] + [part~=sentence] { cursor: default }
a { color: var(--_accent); text-underline-offset: .15em; border-radius: .125rem }
a::after { content: "\\00a0↗\\fe0e"; content: "\\00a0↗\\fe0e" / ""; display: inline-block; font-size: .85em }
[dir=rtl] > a::after { content: "\\00a0↖\\fe0e"; content: "\\00a0↖\\fe0e" / "" }
a:hover { text-decoration-thickness: 2px }
:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px }
p { margin: 0; font-size: .875em; color: var(--_muted) }
[part~=changes] { color: var(--_text) }
[part~=changes]:empty, [part~=note]:empty { display: none }
[part~=failure] { color: var(--_danger) }
[part~=note] { margin-block-start: -.25rem; padding-inline-start: 2.25rem }
[part~=feedback] { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; padding-inline-start: 2.25rem }
[part~=control][hidden] ~ [part~=feedback] { padding: 0 }
[part~=feedback]:has(> p:empty) { margin-block-start: calc(var(--_gap) * -1) }
button {
  min-block-size: 2rem;
  padding: .25rem .875rem;
  border: 1px solid var(--_muted);
  border-radius: .5rem;
  background: transparent;
  color: var(--_text);
  font: inherit;
  font-size: .875em;
  cursor: pointer;
}
form { margin: 0; padding-inline-start: 2.25rem }
button:hover { border-color: var(--_accent); color: var(--_accent) }
@media (prefers-reduced-motion: no-preference) {
  [part~=box], [part~=box]::before { transition: .12s ease-out }
}
@media (forced-colors: active) {
  [part~=box] { appearance: auto }
  [part~=box]::before { content: none }
  [part~=failure] { font-weight: bold }
}
`;
