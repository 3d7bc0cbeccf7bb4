// A page of a user's project with the element that brings its text along, and the texts of a policy of one's own.
import { usePolicyTexts } from "kyc-assent/element-alone";

usePolicyTexts("shop-terms", (language) => import(`./presentations/shop-terms/${language}.json`));
