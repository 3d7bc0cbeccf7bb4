//! A user's locator, one path segment: `userId:…`, `email:…`, `phoneNumber:…`, `twitter:…`, `x:…`
//! (API reference, upsert-user and get-user).

use alloc::string::String;
use core::fmt;

use crate::error::Error;
use crate::http::path_segment;
use crate::input::{Field, is_email};

/// Which user is meant. `Debug` shows the form only: the rest may be an e-mail address.
#[derive(Clone, PartialEq, Eq)]
pub struct UserLocator {
    text: String,
}

impl UserLocator {
    /// Reads one of the five documented forms.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for any other form and for an empty identifier.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::checked(text).ok_or_else(|| Error::input("input.userLocator", PROBLEM))
    }

    fn checked(text: &str) -> Option<Self> {
        let (form, id) = text.split_once(':')?;
        let known = matches!(form, "userId" | "email" | "phoneNumber" | "twitter" | "x");
        let whole =
            !id.is_empty() && id.trim() == id && text.len() <= 512 && !text.chars().any(char::is_control);
        let plausible = form != "email" || is_email(id);
        (known && whole && plausible).then(|| Self { text: text.into() })
    }

    pub(super) fn read(field: &Field<'_>) -> Result<Self, Error> {
        Self::checked(field.text()?).ok_or_else(|| field.wrong(PROBLEM))
    }

    /// The locator as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The locator as one encoded segment of a path: the colon too, as Crossmint's own clients do.
    pub(super) fn segment(&self) -> String {
        path_segment(&self.text).unwrap_or_default()
    }
}

const PROBLEM: &str =
    "must be userId:…, email:…, phoneNumber:…, twitter:… or x:… with an identifier after the colon";

impl fmt::Debug for UserLocator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UserLocator({})", self.text.split(':').next().unwrap_or_default())
    }
}
