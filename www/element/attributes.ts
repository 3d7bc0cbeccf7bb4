/** Lays properties over text attributes: a missing attribute reads as "", and setting null or undefined removes it. */
export function reflectText(element: typeof HTMLElement, names: readonly string[]): void {
  const write = (host: HTMLElement, name: string, value: unknown) => {
    if (value == null) host.removeAttribute(name);
    else host.setAttribute(name, value as string);
  };
  reflect(element, names, (host, name) => host.getAttribute(name) ?? "", write);
}

/** Lays properties over attributes that are there or not. */
export function reflectFlags(element: typeof HTMLElement, names: readonly string[]): void {
  const write = (host: HTMLElement, name: string, value: unknown) => host.toggleAttribute(name, Boolean(value));
  reflect(element, names, (host, name) => host.hasAttribute(name), write);
}

function reflect(
  element: typeof HTMLElement,
  names: readonly string[],
  read: (host: HTMLElement, name: string) => unknown,
  write: (host: HTMLElement, name: string, value: unknown) => void,
): void {
  for (const name of names) {
    Object.defineProperty(element.prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        return read(this, name);
      },
      set(this: HTMLElement, value: unknown) {
        write(this, name, value);
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
