//! The core, tested natively, one module for each subject. They are one program: it is compiled and linked once, and
//! `cargo nextest run --features serde ledger_tree` runs the tests of one module.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod accounts;
mod audit;
mod b2core_history;
mod b2core_requests;
mod b2core_wizard;
mod consent;
mod country;
mod credential;
mod crossmint_documents;
mod crossmint_errors;
mod crossmint_locators;
mod crossmint_record;
mod crossmint_replies;
mod crossmint_requests;
mod crossmint_requirements;
mod crossmint_since_told;
mod crossmint_statuses;
mod delivery;
mod flow;
mod flow_crossmint;
mod flow_locale;
mod flow_partners;
mod form_post;
mod hostile;
mod json;
mod kriptomat_replies;
mod kriptomat_requests;
mod kriptomat_webhook;
mod languages;
mod laws;
mod ledger;
mod ledger_head;
mod ledger_standing;
mod ledger_tree;
mod look;
mod partner_laws;
mod partner_privacy;
mod plan;
mod policy_rules;
mod random_calls;
mod receipt;
mod records;
mod redaction;
mod resending;
mod sample;
#[cfg(feature = "serde")]
mod serde;
mod sumsub_requests;
mod sumsub_status;
mod sumsub_webhook;
mod sumsub_webhook_decisions;
mod texts;
mod time;
mod verify;
