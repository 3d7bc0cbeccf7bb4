//! The wizard object, of a start and of a run alike. `code` and `done` decide; `workflow` is the name of a class of the
//! installation and is left opaque.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::refusal::success;
use crate::decision::{Decision, Missing, Next, Partner};
use crate::error::Error;
use crate::http::Reply;
use crate::json::{Json, Value};
use crate::operation::Reading;

/// Reads a wizard object. The value has `code`, `done`, `uuid`, `workflow`, and `data`: null, or an object whose `types`
/// are always a list. The same list is beside it as `types`, empty where there is no `data`.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_wizard(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    let code = body
        .get("code")
        .and_then(Value::as_u64)
        .ok_or(Error::Unreadable { field: "code", problem: "is not a number" })?;
    let done = body.get("done").and_then(Value::as_bool);
    let data = body.get("data").unwrap_or(&Value::Null);
    let types = types(data);
    let mut value = stated(&body);
    value.set("data", data_with(data, &types));
    let next = match (code, done) {
        (202, Some(true)) => Next::Proceed,
        (200, _) => {
            Next::Provide(Missing { other: types.iter().map(name_of).collect(), ..Missing::default() })
        }
        _ => Next::Hold,
    };
    value.set("types", Json::Array(types));
    let mut said = Json::object([("code", code.into())]);
    if let Some(done) = done {
        said.set("done", done.into());
    }
    let decision =
        Decision { partner: Partner::B2core, scope: "verification".into(), next, said, show: Vec::new() };
    Ok(Reading { value, decisions: vec![decision] })
}

/// What a wizard says of itself, be it of a verification or of a sign-in: `code`, `done`, `uuid`, `workflow`, those that
/// are there and of their type.
pub(super) fn stated(body: &Value<'_>) -> Json {
    let mut value = Json::Object(Vec::new());
    if let Some(code) = body.get("code").and_then(Value::as_u64) {
        value.set("code", code.into());
    }
    if let Some(done) = body.get("done").and_then(Value::as_bool) {
        value.set("done", done.into());
    }
    for name in ["uuid", "workflow"] {
        if let Some(text) = body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()) {
            value.set(name, text.into());
        }
    }
    value
}

/// `data` in its one form: the object, with these types. A list of objects has no members of its own.
fn data_with(data: &Value<'_>, types: &[Json]) -> Json {
    let mut out = match data {
        Value::Object(_) => data.clone().into_owned(),
        Value::Array(_) => Json::Object(Vec::new()),
        _ => return Json::Null,
    };
    out.set("types", Json::Array(types.to_vec()));
    out
}

/// `data` is null, an object, or a list of objects; `types` in it one object, a list of objects, or of strings.
fn types(data: &Value<'_>) -> Vec<Json> {
    let parts = match data {
        Value::Array(parts) => parts.as_slice(),
        other => core::slice::from_ref(other),
    };
    let mut out = Vec::new();
    for types in parts.iter().filter_map(|part| part.get("types")) {
        match types {
            Value::Array(list) => out.extend(list.iter().cloned().map(Value::into_owned)),
            Value::Null => {}
            one => out.push(one.clone().into_owned()),
        }
    }
    out
}

/// What a document type is called in a list of what is missing: its id, which the run names, else its own words.
fn name_of(kind: &Json) -> String {
    let id = kind.get("id").and_then(Value::as_u64).map(|id| id.to_string());
    id.or_else(|| kind.as_str().map(String::from)).unwrap_or_else(|| kind.to_text())
}
