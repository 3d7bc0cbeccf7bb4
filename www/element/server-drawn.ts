import { isPresentation, type Presentation } from "./presentation.ts";

/** What a server has left in a shadow root that it drew. */
export interface ServerDrawn {
  readonly presentation: Presentation;
  /**
   * Whether the box was ticked before the script came. Nobody can tell any more who did it: a person, another script, or
   * the browser that remembered an earlier visit. So that tick does not count, and the person is asked again.
   */
  readonly wasTicked: boolean;
}

/** Takes over a shadow root that a server drew: the form of who has no script goes. Null where none drew this policy. */
export function takeOver(root: ShadowRoot, policy: string): ServerDrawn | null {
  root.querySelector("form")?.remove();
  try {
    const presentation = JSON.parse(root.querySelector("script")?.text ?? "");
    if (isPresentation(presentation) && presentation.policy === policy) {
      return { presentation, wasTicked: root.querySelector("input")?.checked ?? false };
    }
  } catch {
    // Then the gateway is asked, as anywhere.
  }
  return null;
}
