//! B2CORE: the front office of a brokerage, one host for each installation (docs.b2core.b2broker.com).
//!
//! The way through: sign in as the client → start the wizard → run it with documents, step by step → read the history
//! until the wanted level is there. Paths are those of the cURL samples, which always have `/api/v2`.

#[cfg(feature = "requests")]
mod account;
#[cfg(feature = "requests")]
mod fingerprint;
#[cfg(feature = "requests")]
mod history;
mod history_reply;
mod refusal;
#[cfg(feature = "requests")]
mod sign_in;
mod sign_in_reply;
#[cfg(feature = "requests")]
mod sign_in_tries;
#[cfg(feature = "requests")]
mod tasks;
#[cfg(feature = "requests")]
mod wizard;
mod wizard_reply;

#[cfg(feature = "requests")]
pub use account::{Account, RunForm};
#[cfg(feature = "requests")]
pub use fingerprint::device_fingerprint;
#[cfg(feature = "requests")]
pub use history::{Page, SortOrder, get_verification, list_verifications};
pub use history_reply::{WantedLevel, level_decision, read_details, read_history};
#[cfg(feature = "requests")]
pub use sign_in::{SecondFactor, sign_in, start_sign_in, submit_second_factor};
pub use sign_in_reply::{read_sign_in, read_sign_in_wizard};
#[cfg(feature = "requests")]
pub use sign_in_tries::SignInTries;
#[cfg(feature = "requests")]
pub use wizard::{Document, run_wizard, run_wizard_at_once, start_wizard};
pub use wizard_reply::read_wizard;

#[cfg(feature = "requests")]
pub(crate) use tasks::FLOW;

use super::operation;
use crate::operation::Operation;

/// B2CORE's seven operations.
pub(crate) static OPERATIONS: [Operation; 7] = [
    operation!("b2core.startSignIn", sign_in::prepare_start, read_sign_in_wizard),
    operation!("b2core.signIn", sign_in::prepare_sign_in, read_sign_in),
    operation!("b2core.submitSecondFactor", sign_in::prepare_second_factor, read_sign_in),
    operation!("b2core.listVerifications", history::prepare_list, read_history),
    operation!("b2core.getVerification", history::prepare_get, read_details),
    operation!("b2core.startWizard", wizard::prepare_start, read_wizard),
    operation!("b2core.runWizard", wizard::prepare_run, read_wizard),
];
