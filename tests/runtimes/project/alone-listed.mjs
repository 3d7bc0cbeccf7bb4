// The same for a bundler that takes along only what is named as a whole.
import { usePolicyTexts } from "kyc-assent/element-alone";

const texts = { de: () => import("./presentations/shop-terms/de.json") };
usePolicyTexts("shop-terms", async (language) => texts[language]?.());
