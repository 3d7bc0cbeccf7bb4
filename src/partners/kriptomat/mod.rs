//! Kriptomat: the white-label partner API (developer.kriptomat.io).
//!
//! The way through: log in → import a finished Sumsub verification, or let Kriptomat verify → read the user until
//! `kyc_status` says `passed`. The reply to an import is no decision, and neither is a webhook.

#[cfg(feature = "requests")]
mod account;
#[cfg(feature = "requests")]
mod kyc;
mod kyc_reply;
#[cfg(feature = "requests")]
mod login;
mod login_reply;
mod refusal;
#[cfg(feature = "requests")]
mod tasks;
#[cfg(feature = "requests")]
mod token_outcome;
#[cfg(feature = "requests")]
mod user;
mod user_reply;
mod webhook;

#[cfg(feature = "requests")]
pub use account::{Account, KycPaths};
#[cfg(feature = "requests")]
pub use kyc::{import_kyc, request_kyc};
pub use kyc_reply::{read_import, read_request};
#[cfg(feature = "requests")]
pub use login::{Credentials, login};
pub use login_reply::read_login;
#[cfg(feature = "requests")]
pub use token_outcome::TokenOutcome;
#[cfg(feature = "requests")]
pub use user::get_user;
pub use user_reply::read_user;
pub use webhook::read_webhook;

#[cfg(feature = "requests")]
pub(crate) use tasks::FLOW;

use super::operation;
use crate::operation::Operation;

/// Kriptomat's four operations.
pub(crate) static OPERATIONS: [Operation; 4] = [
    operation!("kriptomat.login", login::prepare, read_login),
    operation!("kriptomat.getUser", user::prepare_get, read_user),
    operation!("kriptomat.importKyc", kyc::prepare_import, read_import),
    operation!("kriptomat.requestKyc", kyc::prepare_request, read_request),
];
