/** The gallery: every state of the elements, in one theme, language, width and density, as the address says. */
import { byId, el } from "../dom.ts";
import { draw } from "./stage.ts";
import { states } from "./states.ts";

const form = byId("look", HTMLFormElement);
const wished = new URLSearchParams(location.search);

for (const { name, title } of states) {
  form.querySelector("[name=state]")?.append(el("option", { value: name }, title));
}
for (const select of form.querySelectorAll("select")) {
  const value = wished.get(select.name);
  if (value !== null) select.value = value;
}

form.addEventListener("change", () => {
  history.replaceState(null, "", `?${new URLSearchParams(entries())}`);
  show();
});
show();

function entries(): [string, string][] {
  return [...new FormData(form)].map(([name, value]) => [name, String(value)]);
}

function show(): void {
  const { state = "", theme = "", lang = "en", width = "640", density = "" } = Object.fromEntries(entries());
  document.documentElement.dataset["theme"] = theme;
  const stage = byId("stage", HTMLElement);
  stage.className = `stage-${width}`;
  const shown = states.filter(({ name }) => state === "" || name === state);
  const all = shown.map((one) => ({ one, ...draw(one, lang, density) }));
  stage.replaceChildren(
    ...all.map(({ one, picture }) => {
      const caption = el("figcaption", {}, `${one.title}${one.tick ? " (tick it: a script cannot)" : ""}`);
      return el("figure", {}, picture, caption);
    }),
  );
  // Some take the focus, and the page goes to them.
  void Promise.all(all.map(({ ready }) => ready)).then(() => scrollTo(0, 0));
}
