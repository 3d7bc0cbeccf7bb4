//! The surface of the modules and nothing else, one file for each flavour of the build.
//!
//! Texts go in: a reply as it came, an argument as JSON. Answers come out as words of 32 bits ([`tokens`]), of which the
//! loaders in `www/package/` make objects, and give them their types.

// The callers are in another language.
#![allow(clippy::must_use_candidate)]

#[cfg(feature = "audit")]
pub mod audit;
#[cfg(feature = "browser")]
pub mod browser;
#[cfg(feature = "consent")]
pub mod consent;
#[cfg(feature = "edge")]
pub mod edge;
#[cfg(feature = "element-alone")]
pub mod element_alone;
#[cfg(feature = "edge")]
mod flow;
#[cfg(feature = "edge")]
pub mod ledger;
#[cfg(feature = "edge")]
pub mod policies;
#[cfg(feature = "provoke-traps")]
pub mod provoke;
#[cfg(feature = "browser")]
mod reading;
#[cfg(feature = "edge")]
pub mod receipt;
#[cfg(feature = "browser")]
pub mod room;
#[cfg(feature = "edge")]
pub mod rules;
#[cfg(feature = "browser")]
mod scratch;
#[cfg(any(feature = "consent", feature = "verify"))]
pub mod tokens;
#[cfg(feature = "verify")]
pub mod verify;

#[cfg(any(feature = "audit", feature = "consent", feature = "verify"))]
use crate::error::Error;
#[cfg(any(feature = "audit", feature = "consent", feature = "verify"))]
use crate::json::Json;
#[cfg(any(feature = "consent", feature = "verify"))]
use tokens::{Answer, answer};

/// An argument. The loaders write it with `JSON.stringify`, so what fails here is too deep, too wide, or holds half a
/// surrogate pair.
#[cfg(any(feature = "audit", feature = "consent", feature = "verify"))]
fn argument(name: &'static str, text: &str) -> Result<Json, Error> {
    Json::parse(text).map_err(|malformed| Error::input(name, malformed.reason()))
}

/// A moment as hosts keep it: milliseconds since 1970.
#[cfg(feature = "edge")]
fn millis(at: crate::time::Timestamp) -> Json {
    Json::from(u64::try_from(at.0).unwrap_or_default())
}

/// An argument that is a list. Anything else is refused: an empty list would be an answer, too.
#[cfg(feature = "browser")]
fn list(name: &'static str, text: &str) -> Result<alloc::vec::Vec<Json>, Error> {
    match argument(name, text)? {
        Json::Array(items) => Ok(items),
        _ => Err(Error::input(name, "must be a list")),
    }
}
