import { lazySheet } from "../dom.ts";

export const fieldSheet = lazySheet(`
form, fieldset, [part~=parts] { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--_gap) }
[part~=field], [part~=document-part] { display: grid; grid-template-columns: minmax(0, 1fr); gap: .25rem }
legend { font-weight: 650; margin-block-end: .5rem }
fieldset fieldset legend, [part~=field] > legend { font-weight: 550; margin: 0 }
[part~=label] { font-weight: 550 }
[part~=optional] { color: var(--_muted); font-weight: 400 }
[part~=control] {
  inline-size: 100%;
  min-block-size: 2.75rem;
  padding: .375rem .75rem;
  border: 1px solid var(--_muted);
  border-radius: .5rem;
  background: var(--_surface);
  color: var(--_text);
  font: inherit;
}
[part~=control][aria-invalid=true] { border: 2px solid var(--_danger) }
[part~=date] { display: flex; flex-wrap: wrap; gap: .75rem }
[part~=date] label { display: grid; gap: .125rem; font-size: .875em }
[part~=date] input { inline-size: 4.5rem }
[part~=date] input[part~=year] { inline-size: 6.5rem }
[part~=error] { font-weight: 550 }
[part~=error]:empty { display: none }
[part~=errors] { padding: var(--_gap); border: 2px solid var(--_danger); border-radius: .5rem }
[part~=errors]:focus { outline: none }
[part~=errors] ul { padding-inline-start: 1.25rem }
[part~=errors] a { display: inline-block; vertical-align: top; min-block-size: 24px; color: var(--_danger) }
[part~=choice] { display: flex; gap: .5rem; align-items: center; min-block-size: 2rem }
[part~=choice] input { inline-size: 1.5rem; block-size: 1.5rem; margin: 0; accent-color: var(--_accent); flex: none }
`);
