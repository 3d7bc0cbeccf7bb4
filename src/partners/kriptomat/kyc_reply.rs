//! The replies to an import and to a request for verification.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::refusal::{confirmed, success, success_or_nothing};
use super::user_reply::waiting;
use crate::decision::{Decision, Partner};
use crate::error::Error;
use crate::http::Reply;
use crate::json::{Json, Value};
use crate::operation::Reading;

/// Reads the reply to an import: empty, or `{"status": true}`. It says that the import was taken, never what came of it.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_import(reply: &Reply) -> Result<Reading, Error> {
    let mut value = Json::Object(Vec::new());
    if let Some(body) = success_or_nothing(reply)? {
        confirmed(&body)?;
        if body.get("status").and_then(Value::as_bool) == Some(true) {
            value.set("status", true.into());
        }
    }
    let decision = Decision {
        partner: Partner::Kriptomat,
        scope: "kyc".into(),
        next: waiting(),
        said: Json::object([("import", Json::word("accepted"))]),
        show: Vec::new(),
    };
    Ok(Reading { value, decisions: vec![decision] })
}

/// Reads the link that the person opens to be verified. The name of its field is not documented, so it is the one
/// https address in the reply, given as `link`.
///
/// # Errors
/// See [`crate::operation::read`]; [`Error::Unreadable`] for no address, and for several.
pub fn read_request(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    let mut links = Vec::new();
    collect(&body, &mut links);
    match links.as_slice() {
        [link] => {
            Ok(Reading { value: Json::object([("link", link.as_str().into())]), decisions: Vec::new() })
        }
        [] => Err(Error::Unreadable { field: "body", problem: "has no link for the person to open" }),
        _ => Err(Error::Unreadable {
            field: "body",
            problem: "has several links; which one to open is not known",
        }),
    }
}

fn collect(value: &Value<'_>, links: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let is_link = text.starts_with("https://") && !text.contains([' ', '"', '<', '>']);
            if is_link && links.iter().all(|link| link != text) {
                links.push(String::from(&**text));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, links)),
        Value::Object(members) => members.iter().for_each(|(_, value)| collect(value, links)),
        _ => {}
    }
}
