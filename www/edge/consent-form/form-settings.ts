import { commaList } from "../comma-list.ts";
import { isSecureOrLoopback, type NoteFault } from "../configuration.ts";

/** The variable of consents that are posted by a form. */
export interface FormEnv {
  readonly CONSENT_RETURN_URLS?: string;
}

export interface FormSettings {
  /** Where a browser may be sent once a form is posted. None: there are no such forms. */
  readonly returnUrls: ReadonlySet<string>;
}

/** Reads and checks the variable. Each address is of a page that may call the gateway. */
export function formSettings(env: FormEnv, origins: ReadonlySet<string>, fault: NoteFault): FormSettings {
  const returnUrls = commaList(env.CONSENT_RETURN_URLS);
  for (const [index, entry] of [...returnUrls].entries()) {
    const url = URL.parse(entry);
    const isPlain = url !== null && url.href === entry && url.username === "" && url.password === "" && url.hash === "";
    if (!isPlain || !isSecureOrLoopback(url) || !origins.has(url.origin)) {
      const form = "a whole address (https://shop.example/next), no fragment, of an origin in ALLOWED_ORIGINS";
      fault("CONSENT_RETURN_URLS", `entry ${index + 1} cannot be returned to: write ${form}`);
    }
  }
  return { returnUrls };
}
