import type { Shown } from "../package/types.ts";

/** The least rendered width and height of a logo, in CSS pixels. */
const LEAST_SIZE = 16;

/** Whether an element can be seen as it is now: rendered, not hidden, not transparent, of some size. */
export function isVisible(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return (
    width > 0 &&
    height > 0 &&
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
  );
}

/** The image in the logo's slot: an `img` (also within `picture`) or an inline `svg`. */
export function logoImage(slot: HTMLSlotElement): HTMLImageElement | SVGSVGElement | null {
  for (const element of slot.assignedElements({ flatten: true })) {
    const image = element.matches("img,svg") ? element : element.querySelector("img,svg");
    if (image) return image as HTMLImageElement | SVGSVGElement;
  }
  return null;
}

/** Measures the logo as it is rendered now. It is shown when it has loaded, can be seen and is not too small. */
export function measureLogo(slot: HTMLSlotElement): Shown["logo"] {
  const image = logoImage(slot);
  if (!image) return { shown: false, width: 0, height: 0 };
  const { width, height } = image.getBoundingClientRect();
  const loaded = !("naturalWidth" in image) || (image.complete && image.naturalWidth > 0);
  return { shown: loaded && width >= LEAST_SIZE && height >= LEAST_SIZE && isVisible(image), width, height };
}

/** Whether the logo may still turn up by itself: its image is on its way. */
export function isLogoLoading(slot: HTMLSlotElement): boolean {
  const image = logoImage(slot);
  return image !== null && "complete" in image && !image.complete;
}

/** Calls `changed` whenever the logo may have turned up, gone away or changed its size. */
export function watchLogo(host: HTMLElement, slot: HTMLSlotElement, changed: () => void): void {
  const sizes = new ResizeObserver(changed);
  slot.addEventListener("slotchange", () => {
    sizes.disconnect();
    for (const element of [...slot.assignedElements(), logoImage(slot)]) {
      if (element) sizes.observe(element);
    }
    changed();
  });
  // Neither bubbles; the image is a descendant of the host all the same.
  for (const type of ["load", "error"]) host.addEventListener(type, changed, true);
}
