//! `PUT` and `GET …/users/{userLocator}/identity-verification` (API reference, trigger-identity-verification and
//! get-identity-verification). Neither carries a body.

use super::user::proof;
use super::{Account, UserLocator};
use crate::consent::Proof;
use crate::error::Error;
use crate::http::{Method, Request};
use crate::operation::Call;

/// The request that starts the verification, or starts it again after data was added.
#[must_use]
pub fn trigger_verification(account: &Account, locator: &UserLocator, _consent: &Proof) -> Request {
    request(account, Method::Put, locator)
}

/// The request for where the verification stands.
#[must_use]
pub fn get_verification(account: &Account, locator: &UserLocator) -> Request {
    request(account, Method::Get, locator)
}

fn request(account: &Account, method: Method, locator: &UserLocator) -> Request {
    account.request(method, &["users", &locator.segment(), "identity-verification"])
}

pub(super) fn prepare_trigger(call: &Call<'_>) -> Result<Request, Error> {
    let consent = proof(call)?;
    let (account, locator) = read(call)?;
    Ok(trigger_verification(&account, &locator, &consent))
}

pub(super) fn prepare_get(call: &Call<'_>) -> Result<Request, Error> {
    let (account, locator) = read(call)?;
    Ok(get_verification(&account, &locator))
}

fn read(call: &Call<'_>) -> Result<(Account, UserLocator), Error> {
    let account = Account::read(&call.account)?;
    call.input.only(&["userLocator"])?;
    Ok((account, UserLocator::read(&call.input.get("userLocator"))?))
}
