// A page of a user's project with the elements that a gateway feeds: consent, flow and status.
import "kyc-assent/element";
import "kyc-assent/flow";
import "kyc-assent/status";
