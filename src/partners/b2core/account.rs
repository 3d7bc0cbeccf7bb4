//! Which installation is called, and with which client's token.

use alloc::string::String;
use alloc::vec;
use core::fmt;

use crate::error::Error;
use crate::http::{Method, Request, is_header_text, origin};
use crate::input::Field;

/// How the wizard's run names its members: the docs' sample nests them under `data`, the field list is flat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RunForm {
    /// `{ "data": { "documents": …, "uuid": … } }`
    #[default]
    Nested,
    /// `{ "documents": …, "uuid": … }`
    Flat,
}

/// A client of an installation. `Debug` leaves the token out.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    host: String,
    token: Option<String>,
    language: Option<String>,
    pub(super) run_form: RunForm,
}

impl Account {
    /// An installation by its origin, and the token of a client who is signed in.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] when `host` is not an https origin without credentials and path, or the token cannot
    /// stand in a header.
    pub fn new(host: &str, token: Option<&str>, run_form: RunForm) -> Result<Self, Error> {
        let with_scheme = if host.starts_with("https:") || host.starts_with("http:") {
            host.into()
        } else {
            ["https://", host].concat()
        };
        let host = origin(&with_scheme).ok_or_else(|| {
            Error::input(
                "account.host",
                "must be an https host without credentials, path or query, as my.broker.example",
            )
        })?;
        if token.is_some_and(|t| !is_header_text(t)) {
            return Err(Error::input("account.accessToken", "must be the whole token, without blanks"));
        }
        Ok(Self { host, token: token.map(String::from), language: None, run_form })
    }

    /// The account, asking for names (of levels and document types) in the languages of an `Accept-Language` header.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] when the text cannot stand in a header.
    pub fn with_language(mut self, accept_language: &str) -> Result<Self, Error> {
        let is_header = !accept_language.trim().is_empty()
            && accept_language.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
        if !is_header {
            return Err(Error::input(
                "account.acceptLanguage",
                "must be as in an Accept-Language header: de, en;q=0.5",
            ));
        }
        self.language = Some(accept_language.into());
        Ok(self)
    }

    pub(super) fn read(field: &Field<'_>) -> Result<Self, Error> {
        field.only(&["host", "accessToken", "runForm", "acceptLanguage"])?;
        let form = field.get("runForm");
        let run_form = match form.optional_text()? {
            None | Some("nested") => RunForm::Nested,
            Some("flat") => RunForm::Flat,
            Some(_) => return Err(form.wrong("must be nested or flat")),
        };
        let account =
            Self::new(field.get("host").text()?, field.get("accessToken").optional_text()?, run_form)?;
        match field.get("acceptLanguage").optional_text()? {
            Some(languages) => account.with_language(languages),
            None => Ok(account),
        }
    }

    /// A request of nobody yet: for the sign-in.
    pub(super) fn open_request(&self, method: Method, path: &str) -> Request {
        let url = [self.host.as_str(), "/api/v2/my/", path].concat();
        let mut headers = vec![("accept", "application/json".into())];
        if let Some(language) = &self.language {
            headers.push(("accept-language", language.clone()));
        }
        Request { method, url, headers, body: None }
    }

    /// A request of the client who is signed in.
    pub(super) fn request(&self, method: Method, path: &str) -> Result<Request, Error> {
        let token = self.token.as_ref().ok_or_else(|| {
            Error::input("account.accessToken", "is missing; the client has to sign in first")
        })?;
        let mut request = self.open_request(method, path);
        request.headers.push(("authorization", ["Bearer ", token].concat()));
        Ok(request)
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({})", self.host)
    }
}
