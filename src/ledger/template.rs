//! Documents as data: a JSON file whose texts that begin with `$` stand for values.

use crate::json::{Json, Member};

/// The document with every `$name` replaced by the value of that name. None when a name has no value.
pub(super) fn filled(template: &str, values: &[(&str, Json)]) -> Option<Json> {
    fill(Json::parse(template).ok()?, values)
}

fn fill(part: Json, values: &[(&str, Json)]) -> Option<Json> {
    match part {
        Json::String(text) => match text.strip_prefix('$') {
            Some(name) => values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()),
            None => Some(Json::String(text)),
        },
        Json::Array(items) => {
            items.into_iter().map(|item| fill(item, values)).collect::<Option<_>>().map(Json::Array)
        }
        Json::Object(members) => members
            .into_iter()
            .map(|(name, value)| Some((name, fill(value, values)?)))
            .collect::<Option<alloc::vec::Vec<Member<'static>>>>()
            .map(Json::Object),
        other => Some(other),
    }
}
