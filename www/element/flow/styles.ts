import { lazySheet } from "./dom.ts";

/* Colours follow the page's own color-scheme. On the element's own surface text has 15:1, messages and links at least 5:1. */
export const flowSheet = lazySheet(`
:host {
  --_accent: var(--kyc-flow-accent, light-dark(#1d4fd7, #8fb4ff));
  --_on-accent: var(--kyc-flow-on-accent, light-dark(#fff, #0d1526));
  --_text: var(--kyc-flow-text, light-dark(#171c26, #eceff5));
  --_muted: var(--kyc-flow-muted, light-dark(#5b6475, #a5afc0));
  --_danger: var(--kyc-flow-danger, light-dark(#b3261e, #ffa097));
  --_good: var(--kyc-flow-good, light-dark(#17663f, #7ed7a8));
  --_surface: var(--kyc-flow-surface, light-dark(#fff, #171b23));
  --_line: var(--kyc-flow-line, light-dark(#d8dde6, #343c4a));
  --_gap: var(--kyc-flow-gap, 1.25rem);
  display: block;
}
:host([density=compact]) { --_gap: var(--kyc-flow-gap, .75rem) }
:host([hidden]), [hidden] { display: none !important }
*, ::before, ::after { box-sizing: border-box }
[part~=base] {
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  gap: var(--_gap);
  padding: var(--kyc-flow-padding, var(--_gap));
  border: 1px solid var(--_line);
  border-radius: var(--kyc-flow-radius, .75rem);
  background: var(--_surface);
  color: var(--_text);
  line-height: 1.5;
  text-align: start;
  overflow-wrap: anywhere;
}
[part~=step-body] { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--_gap) }
[part~=notice] { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center }
[part~=notice]:not(:has([part~=retry]:not([hidden]))):has([part~=status]:empty) { position: absolute }
p, ol, ul, h1, h2, h3, h4, h5, h6, fieldset, legend { margin: 0; padding: 0; border: 0; min-inline-size: 0 }
[part~=heading] { font-size: 1.25em; font-weight: 650; line-height: 1.3 }
[part~=heading]:focus { outline: none }
[part~=hint], [part~=small] { font-size: .875em; color: var(--_muted) }
[part~=failure], [part~=error] { color: var(--_danger) }
a { color: var(--_accent); text-underline-offset: .15em }
:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px }
[part~=actions] { display: flex; flex-wrap: wrap; gap: .75rem }
::slotted([slot^=logo]) { display: block; align-self: start; inline-size: auto; block-size: auto; max-inline-size: 100%; max-block-size: var(--kyc-consent-logo-height, 2rem) }
[part~=consent] { display: block; margin-block-end: 1rem }
button, [part~=button] {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-block-size: 2.5rem;
  padding: .375rem 1rem;
  border: 1px solid var(--_muted);
  border-radius: .5rem;
  background: transparent;
  color: var(--_text);
  font: inherit;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
}
button:hover, [part~=button]:hover { border-color: var(--_accent); color: var(--_accent) }
[part~=primary], [part~=primary]:hover { border-color: var(--_accent); background: var(--_accent); color: var(--_on-accent); font-weight: 600 }
[aria-disabled=true] { cursor: progress; border-style: dashed }
[part~=unseen], [part~=announcer] { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
[part~=base], li, label { position: relative }
[part~=activity] { flex: 1 1 100%; block-size: 4px; border-radius: 2px; background: linear-gradient(90deg, var(--_line), var(--_accent), var(--_line)) 0 / 200% }
[part~=timeline] { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; font-size: .875em; color: var(--_muted) }
[part~=step] { display: flex; gap: .375rem; align-items: center }
[part~=step-current] { color: var(--_text); font-weight: 650 }
[part~=mark] { flex: none; inline-size: .875rem; block-size: .875rem; border: 2px solid; border-radius: 50%; color: var(--_muted) }
[part~=step-done] [part~=mark] { background: var(--_good); border-color: var(--_good) }
[part~=step-current] [part~=mark] { border-color: var(--_accent); border-width: 4px }
[part~=step-failed] [part~=mark] { background: var(--_danger); border-color: var(--_danger); border-radius: 2px; rotate: 45deg }
[part~=scope] { font-weight: 650 }
[part~=vertical] [part~=timeline] { flex-direction: column; gap: .75rem; font-size: 1em }
[part~=vertical] [part~=step] { flex-wrap: wrap; column-gap: .625rem }
time, [part~=step-state] { color: var(--_muted); font-weight: 400; font-size: .875em }
@media (prefers-reduced-motion: no-preference) {
  [part~=activity] { animation: slide 1.6s linear infinite }
  [part~=waiting] [part~=step-current] [part~=mark] { animation: pulse 1.6s ease-in-out infinite }
}
@keyframes slide { to { background-position: -200% } }
@keyframes pulse { 50% { opacity: .35 } }
@media (forced-colors: active) {
  [part~=failure], [part~=error] { font-weight: bold }
  [part~=activity] { border: 1px solid }
  [part~=step-done] [part~=mark], [part~=step-failed] [part~=mark] { forced-color-adjust: none; background: Highlight; border-color: Highlight }
  [part~=step-current] [part~=mark] { border-color: Highlight }
  [part~=primary] { border-width: 3px }
}
`);
