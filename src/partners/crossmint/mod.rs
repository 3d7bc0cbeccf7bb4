//! Crossmint: users and KYC, API version 2025-06-09 (docs.crossmint.com, "users" and "identity").
//!
//! The way through: accept the privacy policy → put the user's whole record → upload documents → trigger the
//! verification → read it until the wanted product says `verified`.

#[cfg(feature = "requests")]
mod acceptance_told;
#[cfg(feature = "requests")]
mod account;
#[cfg(feature = "requests")]
mod document;
mod document_reply;
#[cfg(feature = "requests")]
mod document_ways;
#[cfg(feature = "requests")]
mod fields;
#[cfg(feature = "requests")]
mod hand_in;
#[cfg(feature = "requests")]
mod legal_document;
mod legal_document_reply;
#[cfg(feature = "requests")]
mod locator;
#[cfg(feature = "requests")]
mod note;
mod record;
mod refusal;
mod requirements;
#[cfg(feature = "requests")]
mod tasks;
#[cfg(feature = "requests")]
mod user;
mod user_reply;
#[cfg(feature = "requests")]
mod verification;
mod verification_reply;

#[cfg(feature = "requests")]
pub use acceptance_told::{PolicyTimes, SinceTold, since_told};
#[cfg(feature = "requests")]
pub use account::{Account, Environment};
#[cfg(feature = "requests")]
pub use document::{Document, DocumentType, get_document, upload_document};
pub use document_reply::read_document;
#[cfg(feature = "requests")]
pub(crate) use legal_document::DOCUMENTS;
#[cfg(feature = "requests")]
pub use legal_document::{LegalDocument, accept_legal_document};
pub use legal_document_reply::read_acceptance;
#[cfg(feature = "requests")]
pub use locator::UserLocator;
#[cfg(feature = "requests")]
pub use note::{HandedIn, note_after};
pub use record::{RecordChange, UserRecord};
pub use requirements::{Product, Wanted, missing};
#[cfg(feature = "requests")]
pub(crate) use tasks::FLOW;
#[cfg(feature = "requests")]
pub use user::{StoredSections, get_user, put_user};
pub use user_reply::read_user;
#[cfg(feature = "requests")]
pub use verification::{get_verification, trigger_verification};
pub use verification_reply::{read_triggered, read_verification};

use super::operation;
use crate::operation::Operation;

/// The policy that a person accepts before any KYC data is sent, by Crossmint's own name for it.
pub const PRIVACY_POLICY: &str = "crossmint-privacy-policy";

/// The terms of service, by Crossmint's own name for them. They differ by region.
pub const TERMS_OF_SERVICE: &str = "crossmint-terms-of-service";

/// The policy as data: its link, its logo, and the sentence in each language.
pub const PRIVACY_POLICY_FILE: &str = include_str!("../../consent/policies/crossmint-privacy-policy.json");

/// Crossmint's seven operations.
pub(crate) static OPERATIONS: [Operation; 7] = [
    operation!("crossmint.acceptLegalDocument", legal_document::prepare, read_acceptance),
    operation!("crossmint.putUser", user::prepare_put, read_user),
    operation!("crossmint.getUser", user::prepare_get, read_user),
    operation!("crossmint.uploadDocument", document::prepare_upload, read_document),
    operation!("crossmint.getDocument", document::prepare_get, read_document),
    operation!("crossmint.triggerVerification", verification::prepare_trigger, read_triggered),
    operation!("crossmint.getVerification", verification::prepare_get, read_verification),
];
