//! A share token: hands an approved applicant to another client of Sumsub, once (docs: generate share token; copy
//! applicant). Today's form is a JSON body; the older query form is still on partners' pages.

use alloc::string::{String, ToString};

use super::account::clock;
use super::{Account, ShareTokenForm};
use crate::error::Error;
use crate::http::{Method, Request, add_query};
use crate::json::Json;
use crate::operation::Call;
use crate::time::Timestamp;

/// The request for a token that hands `applicant` to `for_client` (the recipient's Sumsub client id) and stands for
/// `ttl_in_secs` seconds, 1200 where none are given.
#[must_use]
pub fn create_share_token(
    account: &Account,
    applicant: &str,
    for_client: &str,
    ttl_in_secs: Option<u64>,
    now: Timestamp,
) -> Request {
    match account.share_token_form {
        ShareTokenForm::Json => {
            let mut body =
                Json::object([("applicantId", applicant.into()), ("forClientId", for_client.into())]);
            if let Some(seconds) = ttl_in_secs {
                body.set("ttlInSecs", seconds.into());
            }
            account.request(Method::Post, "/resources/accessTokens/shareToken", Some(&body), now)
        }
        ShareTokenForm::Query => {
            let mut path = String::from("/resources/accessTokens/-/shareToken");
            add_query(&mut path, "applicantId", applicant);
            add_query(&mut path, "forClientId", for_client);
            if let Some(seconds) = ttl_in_secs {
                add_query(&mut path, "ttlInSecs", &seconds.to_string());
            }
            account.request(Method::Post, &path, None, now)
        }
    }
}

pub(super) fn prepare(call: &Call<'_>) -> Result<Request, Error> {
    let account = Account::read(&call.account)?;
    let input = &call.input;
    input.only(&["applicantId", "forClientId", "ttlInSecs"])?;
    let ttl = input.get("ttlInSecs");
    let seconds = ttl.optional_number()?;
    if seconds.is_some_and(|s| s == 0 || i32::try_from(s).is_err()) {
        return Err(ttl.wrong("must be a number of seconds from 1 to 2147483647"));
    }
    let (applicant, client) = (input.get("applicantId").text()?, input.get("forClientId").text()?);
    Ok(create_share_token(&account, applicant, client, seconds, clock(call)?))
}
