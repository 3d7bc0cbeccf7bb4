//! The record of a document: the reply of upload and get alike (API reference, upload-document and get-document).

use super::refusal::success;
use crate::error::Error;
use crate::http::Reply;
use crate::json::{Json, Value};
use crate::operation::Reading;
use alloc::vec::Vec;

/// Reads a document's record. It decides nothing about a product.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_document(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    let mut value = Json::Object(Vec::new());
    for (name, problem) in [("id", "is not there"), ("documentType", "is not there")] {
        let text =
            body.get(name).and_then(Value::as_str).ok_or(Error::Unreadable { field: name, problem })?;
        value.set(name, text.into());
    }
    for name in ["createdAt", "expiresAt"] {
        if let Some(text) = body.get(name).and_then(Value::as_str) {
            value.set(name, text.into());
        }
    }
    Ok(Reading { value, decisions: Vec::new() })
}
