import { lazySheet } from "../dom.ts";

export const documentSheet = lazySheet(`
[part~=document] { padding: var(--_gap); border: 1px solid var(--_line); border-radius: .5rem; min-inline-size: 0 }
[part~=document] > legend { padding-inline: .25rem; margin: 0 }
[part~=ways] { gap: .25rem }
[part~=file] { position: relative }
[part~=file]:focus-within { outline: 3px solid var(--_accent); outline-offset: 2px }
[part~=file] input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; opacity: 0; cursor: pointer; font-size: 0 }
[part~=preview] { display: block; max-inline-size: min(100%, 15rem); max-block-size: 11rem; border: 1px solid var(--_line); border-radius: .375rem }
progress { inline-size: 100%; accent-color: var(--_accent) }
[part~=received] { color: var(--_good) }
`);
