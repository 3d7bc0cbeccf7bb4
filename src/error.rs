//! Everything that can go wrong, with codes that stay.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use crate::decision::Missing;
use crate::json::Json;

/// A partner's own words. They may name the person, so `Debug` and every message leave them out.
#[derive(Clone, PartialEq, Eq)]
pub struct Said(pub String);

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Said({} bytes)", self.0.len())
    }
}

/// Why a request was not built, or what a reply that is no answer means.
///
/// [`Error::code`] is stable; the words of `Display` are for developers and may change. No variant holds personal
/// data or a secret, but for [`Said`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The caller's input is not what the partner takes. Nothing was sent.
    InvalidInput {
        /// The path of the field, as `input.userDetails.dateOfBirth`.
        field: String,
        /// What is wrong with it and what to do.
        problem: &'static str,
        /// When the record lacks something: what.
        missing: Option<Box<Missing>>,
    },
    /// An operation that carries KYC data was called without a consent that allows it. Nothing was sent.
    ConsentRequired {
        /// The policy that has to be accepted.
        policy: &'static str,
        /// Why the consent given does not do.
        problem: &'static str,
    },
    /// 401, 403: the partner does not accept the key, or its scope.
    Unauthorized(Option<Said>),
    /// 404.
    NotFound(Option<Said>),
    /// The partner has not switched the feature on for this project, or not for this residence.
    NotEnabled(Option<Said>),
    /// Any other 4xx.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The partner's reason.
        said: Option<Said>,
    },
    /// 429.
    RateLimited {
        /// Seconds to wait: what the partner says, else the window of its documented limit.
        retry_after: u32,
    },
    /// 5xx, a redirect, or a page in place of the JSON of a success.
    Unavailable {
        /// Seconds to wait, when the partner says.
        retry_after: Option<u32>,
    },
    /// A success that cannot be understood. Whether the partner did what was asked is not known.
    Unreadable {
        /// The member at fault.
        field: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl Error {
    /// An input that is wrong.
    pub fn input(field: impl Into<String>, problem: &'static str) -> Self {
        Self::InvalidInput { field: field.into(), problem, missing: None }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InvalidInput { .. } => "invalid-input",
            Self::ConsentRequired { .. } => "consent-required",
            Self::Unauthorized(_) => "unauthorized",
            Self::NotFound(_) => "not-found",
            Self::NotEnabled(_) => "not-enabled",
            Self::Refused { .. } => "refused",
            Self::RateLimited { .. } => "rate-limited",
            Self::Unavailable { .. } => "unavailable",
            Self::Unreadable { .. } => "unreadable",
        }
    }

    /// The partner's own words, where it said some.
    #[must_use]
    pub const fn said(&self) -> Option<&Said> {
        match self {
            Self::Unauthorized(said)
            | Self::NotFound(said)
            | Self::NotEnabled(said)
            | Self::Refused { said, .. } => said.as_ref(),
            _ => None,
        }
    }

    /// What is wrong and what to do, without anything of the person or the key.
    #[must_use]
    pub fn message(&self) -> String {
        let (subject, words) = match self {
            Self::InvalidInput { field, problem, .. } => (field.as_str(), *problem),
            Self::ConsentRequired { problem, .. } => ("consent", *problem),
            Self::Unreadable { field, problem } => (*field, *problem),
            Self::Unauthorized(_) => {
                ("the partner", "does not accept the key for this call; check the key and its scopes")
            }
            Self::NotFound(_) => ("the partner", "knows nothing of that name; check the identifier"),
            Self::NotEnabled(_) => (
                "the partner",
                "has not switched this feature on for the project, or not for this residence; ask its sales or support",
            ),
            Self::Refused { .. } => ("the partner", "refused the request; see what it said"),
            Self::RateLimited { .. } => ("the partner", "asks for fewer requests; wait and try again"),
            Self::Unavailable { .. } => ("the partner", "is not available; try again later"),
        };
        let mut out = String::from(subject);
        out.push(' ');
        out.push_str(words);
        out
    }

    /// The error as the JSON value that crosses to the host.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut out = Json::object([("code", self.code().into()), ("message", self.message().into())]);
        match self {
            Self::InvalidInput { field, missing, .. } => {
                out.set("field", field.as_str().into());
                if let Some(missing) = missing {
                    out.set("missing", missing.to_json());
                }
            }
            Self::Unreadable { field, .. } => out.set("field", (*field).into()),
            Self::RateLimited { retry_after } | Self::Unavailable { retry_after: Some(retry_after) } => {
                out.set("retryAfter", u64::from(*retry_after).into());
            }
            _ => {}
        }
        if let Some(Said(words)) = self.said() {
            out.set("said", words.as_str().into());
        }
        out
    }
}

/// [`Error::message`].
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl core::error::Error for Error {}
