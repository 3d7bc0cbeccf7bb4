//! `POST /api/v1/partners/auth/login` (docs: login). There is no refreshing: before a session ends, another login, with
//! another one-time code.

use alloc::string::String;
use core::fmt;

use super::Account;
use super::account::common_headers;
use crate::credential::Totp;
use crate::error::Error;
use crate::http::{Method, Request};
use crate::json::Json;
use crate::operation::{Call, NOT_A_CLOCK};
use crate::time::Timestamp;

/// What Kriptomat handed out at onboarding. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Of the API account.
    pub email: String,
    /// Of the API account.
    pub password: String,
    /// A number on the wire.
    pub client_id: u64,
    /// The secret beside it.
    pub client_secret: String,
    /// The secret of the second factor.
    pub totp: Totp,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials")
    }
}

/// The request for a token, with the code of `now`. `expires_in` (seconds) asks for a life; only the reply says what is
/// granted. No `Authorization`: who logs in has no token yet, whatever the docs' samples show.
#[must_use]
pub fn login(
    account: &Account,
    credentials: &Credentials,
    expires_in: Option<u64>,
    now: Timestamp,
) -> Request {
    let mut body = Json::object([
        ("email", credentials.email.as_str().into()),
        ("password", credentials.password.as_str().into()),
        ("client_id", credentials.client_id.into()),
        ("client_secret", credentials.client_secret.as_str().into()),
        ("security_code", credentials.totp.code(now).into()),
    ]);
    if let Some(seconds) = expires_in {
        body.set("expires_in", seconds.into());
    }
    let url = [account.base(), "/api/v1/partners/auth/login"].concat();
    Request { method: Method::Post, url, headers: common_headers(), body: None }.with_json(&body)
}

pub(super) fn prepare(call: &Call<'_>) -> Result<Request, Error> {
    let field = &call.account;
    let account = Account::read(field)?;
    call.input.only(&["expiresIn"])?;
    let secret = field.get("totpSecret");
    let credentials = Credentials {
        email: field.get("email").text()?.into(),
        password: field.get("password").text()?.into(),
        client_id: field.get("clientId").number()?,
        client_secret: field.get("clientSecret").text()?.into(),
        totp: Totp::from_base32(secret.text()?)
            .ok_or_else(|| secret.wrong("must be base32, as the authenticator app showed it"))?,
    };
    let now = call.now.ok_or_else(|| Error::input("now", NOT_A_CLOCK))?;
    Ok(login(&account, &credentials, call.input.get("expiresIn").optional_number()?, now))
}
