//! `POST …/users/{user_id}/kyc-import` and `…/kyc-request` (docs: show user; compliance).

use super::Account;
use crate::error::Error;
use crate::http::{Method, Request};
use crate::json::Json;
use crate::operation::Call;

/// The request that hands over a finished Sumsub verification. The token works once: after an unclear reply the user is
/// read, and a further try takes a new token.
///
/// # Errors
/// [`Error::InvalidInput`] without an access token, or for a share token that is empty or over 1 kB (Sumsub: opaque,
/// at most 1 KB).
pub fn import_kyc(account: &Account, user: u64, token: &str) -> Result<Request, Error> {
    if token.is_empty() || token.len() > 1024 {
        return Err(Error::input("input.token", "must be the share token as Sumsub gave it"));
    }
    let request = account.request(Method::Post, account.kyc_prefix(), user, "/kyc-import")?;
    Ok(request.with_json(&Json::object([("token", token.into())])))
}

/// The request that lets Kriptomat verify the person itself. No body is documented.
///
/// # Errors
/// [`Error::InvalidInput`] without an access token.
pub fn request_kyc(account: &Account, user: u64) -> Result<Request, Error> {
    account.request(Method::Post, account.kyc_prefix(), user, "/kyc-request")
}

pub(super) fn prepare_import(call: &Call<'_>) -> Result<Request, Error> {
    let account = Account::read(&call.account)?;
    call.input.only(&["userId", "token"])?;
    import_kyc(&account, call.input.get("userId").number()?, call.input.get("token").text()?)
}

pub(super) fn prepare_request(call: &Call<'_>) -> Result<Request, Error> {
    let account = Account::read(&call.account)?;
    call.input.only(&["userId"])?;
    request_kyc(&account, call.input.get("userId").number()?)
}
