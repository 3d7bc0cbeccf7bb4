//! `GET /api/v1/partners/users/{user_id}` (docs: show user).

use super::Account;
use crate::error::Error;
use crate::http::{Method, Request};
use crate::operation::Call;

/// The request for a user.
///
/// # Errors
/// [`Error::InvalidInput`] without a token.
pub fn get_user(account: &Account, user: u64) -> Result<Request, Error> {
    account.request(Method::Get, "/api/v1/partners/users/", user, "")
}

pub(super) fn prepare_get(call: &Call<'_>) -> Result<Request, Error> {
    call.input.only(&["userId"])?;
    get_user(&Account::read(&call.account)?, call.input.get("userId").number()?)
}
