//! An Operation is one partner endpoint: how to ask, and how to read the answer.
//!
//! [`prepare`] and [`read`] are the two ways in for hosts that name an operation; Rust hosts can call the typed
//! functions in [`crate::partners`] instead.

use crate::decision::Decision;
use crate::error::Error;
use crate::http::Reply;
use crate::json::Json;
use crate::partners;
use alloc::vec::Vec;

#[cfg(feature = "requests")]
use crate::consent::Acceptance;
#[cfg(feature = "requests")]
use crate::http::Request;
#[cfg(feature = "requests")]
use crate::input::Field;
#[cfg(feature = "requests")]
use crate::time::Timestamp;

/// One partner endpoint.
pub struct Operation {
    /// `partner.operation`.
    pub name: &'static str,
    #[cfg(feature = "requests")]
    pub(crate) prepare: fn(&Call<'_>) -> Result<Request, Error>,
    pub(crate) read: fn(&Reply) -> Result<Reading, Error>,
}

impl core::fmt::Debug for Operation {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name)
    }
}

/// What a host hands to an operation.
#[cfg(feature = "requests")]
pub(crate) struct Call<'a> {
    pub(crate) account: Field<'a>,
    pub(crate) input: Field<'a>,
    /// The acceptance on record; none when there is none, or none that can be read.
    pub(crate) consent: Option<Acceptance>,
    /// The host's clock; none when it was not given.
    pub(crate) now: Option<Timestamp>,
}

/// What a reply says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The partner's answer, by its own field names, each in one spelling and one type.
    pub value: Json,
    /// What the person must do next, as far as this reply tells.
    pub decisions: Vec<Decision>,
}

impl Reading {
    /// The reading as the JSON value that crosses to the host.
    #[must_use]
    pub fn to_json(&self) -> Json {
        self.clone().into_json()
    }

    /// The same, of a reading that is not needed any more.
    #[must_use]
    pub fn into_json(self) -> Json {
        Json::object([
            ("value", self.value),
            ("decisions", Json::list(self.decisions.into_iter().map(Decision::into_json))),
        ])
    }
}

/// The operation of that name.
///
/// # Errors
/// [`Error::InvalidInput`] when there is none.
pub fn find(name: &str) -> Result<&'static Operation, Error> {
    partners::OPERATIONS
        .iter()
        .flat_map(|operations| operations.iter())
        .find(|operation| operation.name == name)
        .ok_or_else(unknown)
}

fn unknown() -> Error {
    Error::input("operation", "is not one that this build knows")
}

/// The number of the operation of that name, for hosts that name it often. It is the same as long as the build is.
#[cfg_attr(not(all(feature = "browser", target_arch = "wasm32")), allow(dead_code))]
pub(crate) fn number_of(name: &str) -> Option<usize> {
    partners::OPERATIONS.iter().flat_map(|operations| operations.iter()).position(|known| known.name == name)
}

/// The operation of that number.
#[cfg_attr(not(all(feature = "browser", target_arch = "wasm32")), allow(dead_code))]
pub(crate) fn numbered(number: usize) -> Result<&'static Operation, Error> {
    let mut before = 0;
    for operations in partners::OPERATIONS {
        if let Some(operation) = number.checked_sub(before).and_then(|at| operations.get(at)) {
            return Ok(operation);
        }
        before += operations.len();
    }
    Err(unknown())
}

/// Builds the request of an operation from `{account, input, consent, now}`.
///
/// # Errors
/// [`Error::InvalidInput`] and [`Error::ConsentRequired`]. In both cases there is nothing to send.
///
/// ```
/// use kyc_assent::{json::Json, operation};
/// let call = Json::parse(r#"{
///     "account": { "environment": "staging", "apiKey": "sk_staging_example" },
///     "input": { "userLocator": "userId:johnd-123" },
///     "now": "2026-01-01T00:00:00Z"
/// }"#).unwrap();
/// let request = operation::prepare("crossmint.getVerification", &call).unwrap();
/// assert!(request.url.ends_with("/users/userId%3Ajohnd-123/identity-verification"));
/// ```
#[cfg(feature = "requests")]
pub fn prepare(name: &str, call: &Json) -> Result<Request, Error> {
    let operation = find(name)?;
    let now = match call.get("now") {
        None | Some(Json::Null) => None,
        Some(now) => {
            Some(now.as_str().and_then(Timestamp::parse).ok_or_else(|| Error::input("now", NOT_A_CLOCK))?)
        }
    };
    let consent = call.get("consent").and_then(Acceptance::from_json);
    (operation.prepare)(&Call {
        account: Field::root("account", call.get("account")),
        input: Field::root("input", call.get("input")),
        consent,
        now,
    })
}

#[cfg(feature = "requests")]
pub(crate) const NOT_A_CLOCK: &str = "must be the host's clock as an ISO 8601 date and time that ends in Z";

/// Reads what a partner answered to an operation.
///
/// # Errors
/// Every code but `invalid-input` and `consent-required`; `invalid-input` only for a name nobody knows.
pub fn read(name: &str, reply: &Reply) -> Result<Reading, Error> {
    (find(name)?.read)(reply)
}
