//! Consent: which policy, in which words, shown how, agreed to when; and the proof that a request with KYC data needs.
//!
//! policy → [`Presentation`] → the person ticks → [`check()`] → acceptance on a ledger → [`Proof`].
//! The rules are Crossmint's (identity quickstart, "Consent"), where they also fit everybody else's.

mod acceptance;
mod check;
#[cfg(feature = "requests")]
mod claims;
#[cfg(feature = "requests")]
mod delivery;
#[cfg(feature = "requests")]
mod form_post;
mod language;
mod policy;
#[cfg(feature = "requests")]
mod policy_rules;
mod presentation;
mod until_accepted;

pub use acceptance::{Acceptance, Proof};
pub use check::{BrokenRule, Demands, MIN_LOGO, check, check_presented};
#[cfg(feature = "requests")]
pub use claims::{ClaimDoubt, claim_doubts};
#[cfg(feature = "requests")]
pub use delivery::{Redelivery, keys_known_from, may_tell, redelivery};
#[cfg(feature = "requests")]
pub use form_post::{TICKET_LIFETIME, posted_evidence};
pub use policy::{Changes, Links, Policy, Region, Segment, Sentence};
#[cfg(feature = "requests")]
pub use policy_rules::{PolicyFault, PolicyRule, policy_faults};
pub use presentation::{Presentation, present};
pub use until_accepted::until_accepted;
