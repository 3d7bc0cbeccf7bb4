//! Consent: which policy, in which words, shown how, agreed to when; and the proof that a request with KYC data needs.
//!
//! policy → [`Presentation`] → the person ticks → [`check()`] → acceptance on a ledger → [`Proof`].
//! The rules are Crossmint's (identity quickstart, "Consent"), where they also fit everybody else's.

mod acceptance;
mod check;
#[cfg(feature = "requests")]
mod delivery;
mod policy;
mod presentation;

pub use acceptance::{Acceptance, Proof};
pub use check::{BrokenRule, Demands, MIN_LOGO, check};
#[cfg(feature = "requests")]
pub use delivery::{Redelivery, redelivery};
pub use policy::{Policy, Segment, Sentence};
pub use presentation::{Presentation, present};
