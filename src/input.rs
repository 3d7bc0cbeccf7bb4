//! Reads a host's input field by field, and names the field that is wrong. Values never get into a message.

use crate::error::Error;
use crate::http::is_header_text;
use crate::json::Json;
use alloc::string::String;

/// A member of the input and its path.
#[derive(Debug, Clone)]
pub(crate) struct Field<'a> {
    path: String,
    value: Option<&'a Json>,
}

impl<'a> Field<'a> {
    /// The outermost field. `null` is the same as absent, here and below: hosts write either.
    pub(crate) fn root(name: &str, value: Option<&'a Json>) -> Self {
        Self { path: name.into(), value: value.filter(|v| **v != Json::Null) }
    }

    /// A member of this field.
    pub(crate) fn get(&self, name: &str) -> Self {
        let mut path = String::with_capacity(self.path.len() + name.len() + 1);
        path.push_str(&self.path);
        path.push('.');
        path.push_str(name);
        Self { path, value: self.value.and_then(|v| v.get(name)).filter(|v| **v != Json::Null) }
    }

    /// The value, when there is one.
    pub(crate) const fn value(&self) -> Option<&'a Json> {
        self.value
    }

    /// An error about this field.
    pub(crate) fn wrong(&self, problem: &'static str) -> Error {
        Error::input(self.path.as_str(), problem)
    }

    /// Demands an object that has no members but these. Absent passes.
    pub(crate) fn only(&self, names: &[&str]) -> Result<(), Error> {
        let Some(value) = self.value else { return Ok(()) };
        if !value.is_object() {
            return Err(self.wrong("must be an object"));
        }
        match value.members().iter().find(|(name, _)| !names.contains(&&**name)) {
            Some((name, _))
                if (1..=40).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric()) =>
            {
                Err(self.get(name).wrong("is not a field of this operation; check its spelling"))
            }
            Some(_) => Err(self.wrong("has a field that this operation does not know")),
            None => Ok(()),
        }
    }

    /// A text that is there, is not blank, and has no control characters.
    pub(crate) fn text(&self) -> Result<&'a str, Error> {
        self.optional_text()?.ok_or_else(|| self.wrong("is missing"))
    }

    /// The same, or nothing.
    pub(crate) fn optional_text(&self) -> Result<Option<&'a str>, Error> {
        let Some(value) = self.value else { return Ok(None) };
        let text = value.as_str().ok_or_else(|| self.wrong("must be a string"))?;
        if text.trim().is_empty() {
            return Err(self.wrong("must not be empty"));
        }
        if text.chars().any(char::is_control) {
            return Err(self.wrong("must not have control characters or line breaks"));
        }
        Ok(Some(text))
    }

    /// A whole number from 0 to 2^53 - 1, as JSON or, as forms and environments have it, in digits. Or nothing.
    pub(crate) fn optional_number(&self) -> Result<Option<u64>, Error> {
        let Some(value) = self.value else { return Ok(None) };
        let number = match value {
            Json::String(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok(),
            other => other.as_u64(),
        };
        number
            .filter(|n| *n < 1 << 53)
            .map(Some)
            .ok_or_else(|| self.wrong("must be a whole number that is not negative"))
    }

    /// A whole number that is there.
    pub(crate) fn number(&self) -> Result<u64, Error> {
        self.optional_number()?.ok_or_else(|| self.wrong("is missing"))
    }

    /// A text of no rule but that it can stand in a header: a token or a key.
    pub(crate) fn token(&self) -> Result<&'a str, Error> {
        self.such(|t| t.len() <= 8192 && is_header_text(t), "must be the whole text, without blanks")
    }

    /// A text that passes a test, or nothing.
    pub(crate) fn optional_such(
        &self,
        test: impl FnOnce(&str) -> bool,
        problem: &'static str,
    ) -> Result<Option<&'a str>, Error> {
        let found = self.optional_text()?;
        if found.is_some_and(|text| !test(text)) {
            return Err(self.wrong(problem));
        }
        Ok(found)
    }

    /// Two capital letters, or nothing. Which pairs are countries changes with the world, so that is left to the partner.
    pub(crate) fn optional_country(&self) -> Result<Option<&'a str>, Error> {
        self.optional_such(
            |text| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()),
            "must be an ISO 3166-1 alpha-2 code in capital letters, as DE",
        )
    }

    /// A text that is there and passes a test.
    pub(crate) fn such(
        &self,
        test: impl FnOnce(&str) -> bool,
        problem: &'static str,
    ) -> Result<&'a str, Error> {
        self.optional_such(test, problem)?.ok_or_else(|| self.wrong("is missing"))
    }
}

/// Whether a text has the form of an e-mail address; whether somebody has it, only a message could tell.
pub(crate) fn is_email(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
        && !text.contains(' ')
}
