//! Who calls Sumsub: an app token and its secret key, which signs every request (docs: authentication).

use alloc::string::{String, ToString};
use alloc::vec;
use core::fmt;

use crate::credential::hmac_hex;
use crate::error::Error;
use crate::http::{Method, Request, is_header_text, origin};
use crate::input::Field;
use crate::json::Json;
use crate::operation::{Call, NOT_A_CLOCK};
use crate::time::Timestamp;

/// One host for sandbox and production; the token pair tells them apart.
const BASE: &str = "https://api.sumsub.com";

/// How a share token is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ShareTokenForm {
    /// The current form: a JSON body.
    #[default]
    Json,
    /// The older form: everything in the query, which some partners' pages still show.
    Query,
}

/// An account. `Debug` shows neither token nor key.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    base: String,
    app_token: String,
    secret_key: String,
    pub(super) share_token_form: ShareTokenForm,
}

impl Account {
    /// An account with the pair that Sumsub gave.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] when `base` is not an https origin, or the pair is not whole.
    pub fn new(base: Option<&str>, app_token: &str, secret_key: &str) -> Result<Self, Error> {
        let base = origin(base.unwrap_or(BASE)).ok_or_else(|| {
            Error::input(
                "account.baseUrl",
                "must be an https address without path, as https://api.sumsub.com",
            )
        })?;
        for (field, text) in [("account.appToken", app_token), ("account.secretKey", secret_key)] {
            if !is_header_text(text) {
                return Err(Error::input(field, "must be the whole text that Sumsub gave, without blanks"));
            }
        }
        Ok(Self {
            base,
            app_token: app_token.into(),
            secret_key: secret_key.into(),
            share_token_form: ShareTokenForm::Json,
        })
    }

    /// The account, asking for share tokens in that form.
    #[must_use]
    pub const fn with_share_token_form(mut self, form: ShareTokenForm) -> Self {
        self.share_token_form = form;
        self
    }

    pub(super) fn read(field: &Field<'_>) -> Result<Self, Error> {
        field.only(&["baseUrl", "appToken", "secretKey", "shareTokenForm"])?;
        let form = field.get("shareTokenForm");
        let share_token_form = match form.optional_text()? {
            None | Some("json") => ShareTokenForm::Json,
            Some("query") => ShareTokenForm::Query,
            Some(_) => return Err(form.wrong("must be json or query")),
        };
        let base = field.get("baseUrl").optional_text()?;
        Self::new(base, field.get("appToken").token()?, field.get("secretKey").token()?)
            .map(|account| account.with_share_token_form(share_token_form))
    }

    /// A signed request. Signed are exactly the bytes that are handed out, so whoever sends it must change none.
    pub(super) fn request(&self, method: Method, path: &str, body: Option<&Json>, now: Timestamp) -> Request {
        let seconds = now.0.div_euclid(1000).to_string();
        let request = Request {
            method,
            url: [self.base.as_str(), path].concat(),
            headers: vec![("accept", "application/json".into()), ("x-app-token", self.app_token.clone())],
            body: None,
        };
        let mut request = if let Some(body) = body { request.with_json(body) } else { request };
        let sent = request.body.as_deref().unwrap_or_default().as_bytes();
        let parts = [seconds.as_bytes(), method.as_str().as_bytes(), path.as_bytes(), sent];
        let signature = hmac_hex(self.secret_key.as_bytes(), &parts);
        request.headers.push(("x-app-access-ts", seconds));
        request.headers.push(("x-app-access-sig", signature));
        request
    }
}

/// The clock that a signature needs: Sumsub refuses one that is over a minute off.
pub(super) fn clock(call: &Call<'_>) -> Result<Timestamp, Error> {
    call.now.ok_or_else(|| Error::input("now", NOT_A_CLOCK))
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({})", self.base)
    }
}
