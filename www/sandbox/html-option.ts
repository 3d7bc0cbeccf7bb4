// A choice in a list of the control page.

import { html } from "hono/html";
import type { SettingValue } from "./settings.ts";

export type Html = ReturnType<typeof html>;

export function option(value: SettingValue, chosen: boolean, text: string = String(value)): Html {
  return html`<option value="${value}" ${chosen ? "selected" : ""}>${text}</option>`;
}
