//! `GET /resources/applicants/{applicantId}/status` (docs: get applicant review status).

use super::Account;
use super::account::clock;
use crate::error::Error;
use crate::http::{Method, Request, path_segment};
use crate::operation::Call;
use crate::time::Timestamp;

/// The request for where an applicant's review stands.
///
/// # Errors
/// [`Error::InvalidInput`] when the id is not one segment of a path.
pub fn get_applicant_status(account: &Account, applicant: &str, now: Timestamp) -> Result<Request, Error> {
    let applicant = path_segment(applicant)
        .ok_or_else(|| Error::input("input.applicantId", "must be the applicant's id at Sumsub"))?;
    let path = ["/resources/applicants/", &applicant, "/status"].concat();
    Ok(account.request(Method::Get, &path, None, now))
}

pub(super) fn prepare(call: &Call<'_>) -> Result<Request, Error> {
    let account = Account::read(&call.account)?;
    call.input.only(&["applicantId"])?;
    get_applicant_status(&account, call.input.get("applicantId").text()?, clock(call)?)
}
