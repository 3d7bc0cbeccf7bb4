import type { View } from "./view.ts";

/** What the box asks of the element. The element holds the only state that counts. */
export interface Person {
  isTicked(): boolean;
  /** Whether the person may change the box now. */
  mayToggle(): boolean;
  /** The person has changed the box. */
  toggle(): void;
}

/** The box as the browser has it, past every property laid over it. */
export interface BrowserState {
  isTicked(): boolean;
  /** Makes the browser's box show what the element holds. */
  sync(): void;
}

/**
 * Lets nobody but the person tick the box. A `change` is no proof: browsers mark it as trusted after `input.click()` too.
 * The proof is a click that is trusted itself (pointer, Space and assistive technology all end in one) and that turned
 * the box from the state the element holds. No label may be in play: a script can click one, and nothing promises that
 * the click which the browser then sends to the box is marked as the script's. So the sentence is no `<label>`.
 */
export function guardBox(root: ShadowRoot, { box, sentence }: View, person: Person): BrowserState {
  const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "checked") as PropertyDescriptor;
  const isTicked = (): boolean => native.get?.call(box);
  const sync = () => native.set?.call(box, person.isTicked());
  let click: Event | null = null;

  // Once set, the browser follows the attribute `checked` no longer.
  sync();
  Object.defineProperty(box, "checked", { get: isTicked, set: sync });

  root.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target === box) {
      const flipped = isTicked() !== person.isTicked();
      if (event.isTrusted && flipped && !box.labels?.length && person.mayToggle()) click = event;
      else event.preventDefault();
      setTimeout(() => {
        click = null;
        sync();
      });
    } else if (
      event.isTrusted &&
      sentence.contains(target) &&
      !target.closest("a") &&
      !box.disabled &&
      !hasSelection()
    ) {
      box.focus();
      if (person.mayToggle()) person.toggle();
    }
  });

  // Both are stopped: the element sends its own once its state is the new one.
  box.addEventListener("input", (event) => event.stopImmediatePropagation());
  box.addEventListener("change", (event) => {
    event.stopImmediatePropagation();
    if (event.isTrusted && click && !click.defaultPrevented) person.toggle();
    click = null;
    sync();
  });
  return { isTicked, sync };
}

/** Whoever selects text in the sentence does not mean to tick it. */
function hasSelection(): boolean {
  return String(getSelection()) !== "";
}
