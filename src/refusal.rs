//! What a reply that is not a success means: the same for every partner.

use crate::error::{Error, Said};
use crate::http::Reply;
use crate::json::Value;
use alloc::string::String;

/// The longest part of a partner's words that is kept.
const MAX_SAID: usize = 300;

/// What a partner's error body says, read by that partner's own rules.
#[derive(Default)]
pub(crate) struct Refusal {
    /// Its message.
    pub(crate) said: Option<String>,
    /// Whether the message says that the feature is not switched on.
    pub(crate) not_enabled: bool,
}

impl Refusal {
    /// The error that this reply means. `window` is the length of the partner's rate limit window in seconds: the
    /// wait where a 429 states none.
    pub(crate) fn into_error(self, reply: &Reply, window: u32) -> Error {
        let said = self.said.map(|mut words| {
            let end =
                (0..=MAX_SAID.min(words.len())).rev().find(|at| words.is_char_boundary(*at)).unwrap_or(0);
            words.truncate(end);
            Said(words)
        });
        let wait =
            reply.header("retry-after").and_then(|seconds| seconds.parse().ok()).filter(|s| *s <= 86_400);
        match reply.status {
            429 => Error::RateLimited { retry_after: wait.unwrap_or(window) },
            _ if self.not_enabled => Error::NotEnabled(said),
            401 | 403 => Error::Unauthorized(said),
            404 => Error::NotFound(said),
            status @ 400..=499 => Error::Refused { status, said },
            _ => Error::Unavailable { retry_after: wait },
        }
    }
}

/// The words of a member: its text, or the texts of its list.
pub(crate) fn words(value: Option<&Value<'_>>) -> Option<String> {
    match value? {
        Value::String(text) => Some(String::from(&**text)),
        list @ Value::Array(_) => {
            let mut all = String::new();
            for text in list.items().iter().filter_map(Value::as_str) {
                if !all.is_empty() {
                    all.push_str("; ");
                }
                all.push_str(text);
            }
            (!all.is_empty()).then_some(all)
        }
        _ => None,
    }
}
