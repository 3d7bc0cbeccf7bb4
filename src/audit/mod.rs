//! Reads a page that somebody else built against the rules of a consent.
//!
//! Whoever sees the page gathers [`Facts`]; [`judge`] names each [`Rule`] that they break, where, and what to do. The rules are
//! Crossmint's six points (identity quickstart, "Consent"), the GDPR's, and WCAG 2.2's as far as they touch a consent.
//!
//! ```
//! use kyc_assent::{audit::{Facts, Rule, judge}, consent::Policy, json::Json, partners::crossmint};
//! let policy = Policy::from_json(&Json::parse(crossmint::PRIVACY_POLICY_FILE).unwrap()).unwrap();
//! assert_eq!(judge(&policy, &Facts::default())[0].rule, Rule::ConsentMissing);
//! ```

mod colour;
mod facts;
mod finding;
mod rules;
mod sentence;

pub use facts::{
    Cause, Colour, Consent, Control, Event, Facts, Link, Logo, Medium, Neighbour, Observation, Place, Rect,
    Run, Sentence, Unseen,
};
pub use finding::{Finding, Rule};
pub use rules::judge;
pub use sentence::{BLOCK_EDGE, Beside, Match, Sentences, asks_for_more, is_select_all};
