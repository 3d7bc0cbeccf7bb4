// The control page's style sheet.

export const controlStyle = `:root {
  color-scheme: light dark;
  --text: light-dark(#1b1f24, #e8eaed);
  --quiet: light-dark(#4d5660, #b3bac2);
  --ground: light-dark(#ffffff, #15181c);
  --raised: light-dark(#f3f5f7, #20252b);
  --line: light-dark(#767f89, #7d8792);
  --accent: light-dark(#0b57a4, #8cc2ff);
  --wrong: light-dark(#a3111b, #ff9ea3);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  padding: 1.5rem;
  max-width: 68rem;
  font: 1rem/1.5 system-ui, sans-serif;
  color: var(--text);
  background: var(--ground);
}
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
p { margin: 0.25rem 0 0.75rem; }
.quiet { color: var(--quiet); }
.notice { padding: 0.5rem 0.75rem; border: 1px solid var(--accent); border-radius: 0.4rem; }
.notice.wrong { border-color: var(--wrong); color: var(--wrong); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; color: var(--quiet); }
th, td { text-align: start; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); }
form { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: end; margin: 0.5rem 0; }
form.stacked { display: block; }
label { display: block; min-width: 0; max-width: 100%; }
.stacked .setting { margin: 0 0 0.75rem; }
.setting .quiet { display: block; }
input, select, button {
  font: inherit;
  color: inherit;
  background: var(--raised);
  border: 1px solid var(--line);
  border-radius: 0.3rem;
  padding: 0.3rem 0.6rem;
  min-height: 2.25rem;
  max-width: 100%;
}
button { cursor: pointer; border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { overflow-wrap: anywhere; font-family: ui-monospace, monospace; }
.scroll code { white-space: nowrap; }
`;
