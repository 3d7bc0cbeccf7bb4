/** Builds elements without HTML strings: the page runs under `require-trusted-types-for 'script'`. */

export { type Attributes, type Child, el } from "../../element/flow/dom.ts";

/** The one element of the page with this id. The page's own HTML is at fault when it is not there. */
export function byId<E extends HTMLElement>(id: string, kind: new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} with the id ${id}.`);
  return found;
}

let counter = 0;

/** An id that no other element of the page has. */
export function freshId(stem: string): string {
  counter += 1;
  return `${stem}-${counter}`;
}
