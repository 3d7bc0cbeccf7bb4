/** Lays properties over text attributes: a missing attribute reads as "", and setting null or undefined removes it. */
export function reflectText(element: typeof HTMLElement, names: readonly string[]): void {
  for (const name of names) {
    Object.defineProperty(element.prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        return this.getAttribute(name) ?? "";
      },
      set(this: HTMLElement, value: string | null | undefined) {
        if (value == null) this.removeAttribute(name);
        else this.setAttribute(name, value);
      },
    });
  }
}

/** Lays properties over attributes that are there or not. */
export function reflectFlags(element: typeof HTMLElement, names: readonly string[]): void {
  for (const name of names) {
    Object.defineProperty(element.prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        return this.hasAttribute(name);
      },
      set(this: HTMLElement, value: unknown) {
        this.toggleAttribute(name, Boolean(value));
      },
    });
  }
}

/** Takes over properties that were set before the element was defined: each hides the accessor of its name. */
export function takeOverProperties(element: HTMLElement, names: readonly string[]): void {
  for (const name of names) {
    const own = Object.getOwnPropertyDescriptor(element, name);
    if (own && Reflect.deleteProperty(element, name)) Reflect.set(element, name, own.value);
  }
}
