//! Sumsub: share tokens, applicant status and webhooks (docs.sumsub.com).
//!
//! The way through: read the applicant's status → when it is completed and GREEN, make a share token → hand it to the
//! recipient once. Webhooks tell of changes; a GREEN can turn RED later.

#[cfg(feature = "requests")]
mod account;
#[cfg(feature = "requests")]
mod applicant;
mod applicant_reply;
mod refusal;
#[cfg(feature = "requests")]
mod share_token;
mod share_token_reply;
#[cfg(feature = "requests")]
mod tasks;
#[cfg(feature = "requests")]
mod webhook;
#[cfg(feature = "requests")]
mod webhook_order;

#[cfg(feature = "requests")]
pub use account::{Account, ShareTokenForm};
#[cfg(feature = "requests")]
pub use applicant::get_applicant_status;
pub use applicant_reply::read_applicant_status;
#[cfg(feature = "requests")]
pub use share_token::create_share_token;
pub use share_token_reply::read_share_token;
#[cfg(feature = "requests")]
pub use webhook::{Guard, MAX_AGE, read_webhook};
#[cfg(feature = "requests")]
pub use webhook_order::{WebhookRank, rank_webhook};

#[cfg(feature = "requests")]
pub(crate) use tasks::{FLOW, outside};

use super::operation;
use crate::operation::Operation;

/// Sumsub's two operations.
pub(crate) static OPERATIONS: [Operation; 2] = [
    operation!("sumsub.createShareToken", share_token::prepare, read_share_token),
    operation!("sumsub.getApplicantStatus", applicant::prepare, read_applicant_status),
];
