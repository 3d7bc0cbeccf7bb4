//! Who calls Crossmint: an environment and the server key that belongs to it.

use alloc::string::String;
use alloc::vec;
use core::fmt;

use crate::error::Error;
use crate::http::{Method, Request, is_header_text};
use crate::input::Field;

/// Crossmint's two environments (docs: identity quickstart; API reference, servers).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// Test networks.
    Staging,
    /// Main networks.
    Production,
}

/// An account: the key is checked against the environment when it is made. `Debug` leaves the key out.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    environment: Environment,
    key: String,
}

impl Account {
    /// An account of this environment.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a client key (`ck_…`), a key of another environment, or one in the retired forms.
    ///
    /// ```
    /// use kyc_assent::partners::crossmint::{Account, Environment};
    /// assert!(Account::new(Environment::Staging, "sk_staging_example").is_ok());
    /// assert!(Account::new(Environment::Production, "sk_staging_example").is_err());
    /// assert!(Account::new(Environment::Staging, "ck_staging_example").is_err());
    /// ```
    pub fn new(environment: Environment, key: &str) -> Result<Self, Error> {
        Self::checked(environment, key).map_err(|problem| Error::input("account.apiKey", problem))
    }

    fn checked(environment: Environment, key: &str) -> Result<Self, &'static str> {
        if key.starts_with("ck_") {
            return Err("is a client key; these calls need a server key (sk_…), kept on a server");
        }
        let Some(rest) = key.strip_prefix("sk_") else {
            return Err("must be a server key: sk_staging_… or sk_production_…");
        };
        let secret = match environment {
            Environment::Staging => rest.strip_prefix("staging_"),
            Environment::Production => rest.strip_prefix("production_"),
        };
        match secret {
            Some(secret) if !secret.is_empty() && is_header_text(key) => {
                Ok(Self { environment, key: key.into() })
            }
            Some(_) => Err("must be the whole key, without blanks"),
            None => Err("belongs to another environment than account.environment"),
        }
    }

    pub(super) fn read(field: &Field<'_>) -> Result<Self, Error> {
        field.only(&["environment", "apiKey"])?;
        let environment = field.get("environment");
        let environment = match environment.text()? {
            "staging" => Environment::Staging,
            "production" => Environment::Production,
            _ => return Err(environment.wrong("must be staging or production")),
        };
        Self::new(environment, field.get("apiKey").text()?)
    }

    /// A request to a path below the version segment.
    pub(super) fn request(&self, method: Method, path: &[&str]) -> Request {
        let mut url = String::from(match self.environment {
            Environment::Staging => "https://staging.crossmint.com/api/2025-06-09",
            Environment::Production => "https://www.crossmint.com/api/2025-06-09",
        });
        for segment in path {
            url.push('/');
            url.push_str(segment);
        }
        let headers = vec![("x-api-key", self.key.clone()), ("accept", "application/json".into())];
        Request { method, url, headers, body: None }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({:?})", self.environment)
    }
}
