//! Requests, consent and status for KYC partners: one core for browser, edge and server.
//!
//! - [`operation::prepare`] builds the request of a partner's operation as plain data, or says what is wrong with it;
//! - [`operation::read`] reads the reply into a value and into [`decision`]s: what must this person do next?
//! - [`consent`] says what to show, checks what was shown, and proves what was agreed;
//! - `ledger` chains what was agreed, and holds all of it in one tree whose heads are signed.
//!
//! The core has no I/O, no clock and no randomness: `now` is an argument, whoever has a `fetch` sends. It does not
//! panic, it fails closed, and neither its errors nor `Debug` show personal data or a secret.

#![cfg_attr(feature = "standalone", no_std)]

extern crate alloc;

#[cfg(not(feature = "standalone"))]
pub mod audit;
pub mod consent;
pub mod country;
#[cfg(feature = "requests")]
pub mod credential;
pub mod decision;
pub mod error;
#[cfg(feature = "requests")]
pub mod flow;
pub mod http;
#[cfg_attr(not(feature = "requests"), allow(dead_code))]
mod input;
#[cfg(all(
    any(feature = "audit", feature = "consent", feature = "element-alone", feature = "verify"),
    target_arch = "wasm32"
))]
pub mod js;
pub mod json;
#[cfg(feature = "requests")]
pub mod ledger;
#[cfg(feature = "requests")]
pub mod look;
pub mod operation;
pub mod partners;
pub mod plan;
mod refusal;
mod scratch;
#[cfg(all(feature = "standalone", target_arch = "wasm32"))]
mod standalone;
pub mod time;
#[cfg(all(feature = "client", target_arch = "wasm32"))]
pub mod transport;
