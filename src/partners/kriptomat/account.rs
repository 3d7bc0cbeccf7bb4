//! Who calls Kriptomat: where, and with which token.

use alloc::string::{String, ToString};
use alloc::vec;
use core::fmt;

use crate::error::Error;
use crate::http::{Method, Request, is_header_text, origin};
use crate::input::Field;

/// Kriptomat's production (docs: login, show user).
const BASE: &str = "https://api.kriptomat.io";

/// Under which prefix the KYC routes answer. The docs print the older one, their neighbours have the newer one, and
/// which of them answers is not known: so it is configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KycPaths {
    /// `/v1/users/{id}/kyc-import`, as printed.
    #[default]
    Printed,
    /// `/api/v1/partners/users/{id}/kyc-import`, as its neighbours.
    Partners,
}

/// An account. `Debug` leaves the token out.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    base: String,
    token: Option<String>,
    kyc_paths: KycPaths,
}

impl Account {
    /// An account with the token of a login, at Kriptomat's production or at another origin of its.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] when `base` is not an https origin, or the token cannot stand in a header.
    pub fn new(base: Option<&str>, token: Option<&str>, kyc_paths: KycPaths) -> Result<Self, Error> {
        let base =
            origin(base.unwrap_or(BASE)).ok_or_else(|| Error::input("account.baseUrl", NOT_AN_ORIGIN))?;
        if token.is_some_and(|t| !is_header_text(t)) {
            return Err(Error::input("account.accessToken", "must be the whole token, without blanks"));
        }
        Ok(Self { base, token: token.map(String::from), kyc_paths })
    }

    pub(super) fn read(field: &Field<'_>) -> Result<Self, Error> {
        field.only(&[
            "baseUrl",
            "accessToken",
            "email",
            "password",
            "clientId",
            "clientSecret",
            "totpSecret",
            "kycPaths",
        ])?;
        let paths = field.get("kycPaths");
        let kyc_paths = match paths.optional_text()? {
            None | Some("printed") => KycPaths::Printed,
            Some("partners") => KycPaths::Partners,
            Some(_) => return Err(paths.wrong("must be printed or partners")),
        };
        Self::new(field.get("baseUrl").optional_text()?, field.get("accessToken").optional_text()?, kyc_paths)
    }

    pub(super) fn base(&self) -> &str {
        &self.base
    }

    pub(super) const fn kyc_prefix(&self) -> &'static str {
        match self.kyc_paths {
            KycPaths::Printed => "/v1/users/",
            KycPaths::Partners => "/api/v1/partners/users/",
        }
    }

    /// A request about one user, with the token.
    pub(super) fn request(
        &self,
        method: Method,
        prefix: &str,
        user: u64,
        suffix: &str,
    ) -> Result<Request, Error> {
        let token = self.token.as_ref().ok_or_else(|| {
            Error::input(
                "account.accessToken",
                "is missing; log in first (kriptomat.login) and use its access_token",
            )
        })?;
        let url = [self.base(), prefix, &user.to_string(), suffix].concat();
        let mut headers = common_headers();
        headers.push(("authorization", ["Bearer ", token].concat()));
        Ok(Request { method, url, headers, body: None })
    }
}

pub(super) fn common_headers() -> alloc::vec::Vec<(&'static str, String)> {
    vec![("accept", "application/json".into()), ("x-requested-with", "XMLHttpRequest".into())]
}

const NOT_AN_ORIGIN: &str = "must be an https address without path, as https://api.kriptomat.io";

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({})", self.base)
    }
}
