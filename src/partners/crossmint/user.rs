//! `PUT` and `GET …/users/{userLocator}` (API reference, upsert-user and get-user).
//!
//! The update is not additive: what is left out is not kept (identity quickstart). So a record is sent whole, and with
//! the sections that Crossmint holds at hand, a record that would drop one is refused.

use super::requirements::{Product, Wanted, missing};
use super::user_reply::SECTIONS;
use super::{Account, PRIVACY_POLICY, UserLocator, UserRecord};
use crate::consent::Proof;
use crate::error::Error;
use crate::http::{Method, Request};
use crate::input::Field;
use crate::json::Json;
use crate::operation::{Call, NOT_A_CLOCK};
use alloc::boxed::Box;

/// The sections that Crossmint holds of a person, from the booleans of a user summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StoredSections([bool; 4]);

impl StoredSections {
    /// Reads the booleans of a summary. A section that is not stated is not held.
    #[must_use]
    pub fn from_summary(summary: &Json) -> Self {
        Self(SECTIONS.map(|section| summary.get(section).and_then(Json::as_bool) == Some(true)))
    }
}

/// The request that replaces a person's record. It cannot be made without the [`Proof`] of a consent.
///
/// # Errors
/// [`Error::InvalidInput`] when the record would drop a section that is `stored`, or lacks what the `wanted` products
/// require, then with the list of what is missing.
pub fn put_user(
    account: &Account,
    locator: &UserLocator,
    record: &UserRecord,
    stored: StoredSections,
    wanted: &Wanted,
    _consent: &Proof,
) -> Result<Request, Error> {
    let lacking = missing(record.as_json(), wanted);
    if !lacking.data.is_empty() {
        return Err(Error::InvalidInput {
            field: "input".into(),
            problem: "lacks what the wanted products require; see `missing`",
            missing: Some(Box::new(lacking)),
        });
    }
    for (section, held) in SECTIONS.iter().zip(stored.0) {
        if held && record.as_json().get(section).is_none() {
            return Err(Field::root("input", None).get(section).wrong(
                "is stored at the partner and would be lost: an update replaces, so send the whole record",
            ));
        }
    }
    Ok(account.request(Method::Put, &["users", &locator.segment()]).with_json(record.as_json()))
}

/// The request for a person's summary.
#[must_use]
pub fn get_user(account: &Account, locator: &UserLocator) -> Request {
    account.request(Method::Get, &["users", &locator.segment()])
}

/// The proof that every operation with KYC data needs.
pub(super) fn proof(call: &Call<'_>) -> Result<Proof, Error> {
    match call.now {
        Some(now) => Proof::of(call.consent.as_ref(), PRIVACY_POLICY, now),
        None if call.consent.is_some() => Err(Error::input("now", NOT_A_CLOCK)),
        None => Proof::of(None, PRIVACY_POLICY, crate::time::Timestamp(0)),
    }
}

pub(super) fn prepare_put(call: &Call<'_>) -> Result<Request, Error> {
    let consent = proof(call)?;
    let account = Account::read(&call.account)?;
    let input = &call.input;
    input.only(&[
        "userLocator",
        "products",
        "stored",
        "userDetails",
        "kycData",
        "dueDiligence",
        "verificationHistory",
    ])?;
    let locator = UserLocator::read(&input.get("userLocator"))?;
    let record = UserRecord::read(input, call.now)?;
    let stored = input.get("stored").value().map(StoredSections::from_summary).unwrap_or_default();
    let wanted = Wanted { products: Product::read_list(&input.get("products"))?, ..Wanted::default() };
    put_user(&account, &locator, &record, stored, &wanted, &consent)
}

pub(super) fn prepare_get(call: &Call<'_>) -> Result<Request, Error> {
    let account = Account::read(&call.account)?;
    call.input.only(&["userLocator"])?;
    Ok(get_user(&account, &UserLocator::read(&call.input.get("userLocator"))?))
}
