//! What to show: one sentence, its link, its language and direction, and the logo that belongs beside it.

use super::{Policy, Sentence};
use crate::json::Json;

/// A policy in one language, ready to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Presentation<'a> {
    policy: &'a Policy,
    sentence: &'a Sentence,
}

/// The presentation of a policy in the first of the wanted languages (BCP 47) that it has, else in English. None only
/// for a policy without sentences, which [`Policy::from_json`] does not make.
#[must_use]
pub fn present<'a>(policy: &'a Policy, languages: &[&str]) -> Option<Presentation<'a>> {
    Some(Presentation { policy, sentence: policy.sentence(languages)? })
}

impl Presentation<'_> {
    /// The presentation as the JSON value that crosses to the host.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let Self { policy, sentence } = self;
        let segments = sentence.segments.iter().map(|segment| {
            let mut out = Json::object([("text", segment.text.as_str().into())]);
            if segment.link {
                out.set("href", policy.link.as_str().into());
            }
            out
        });
        let mut out = Json::object([
            ("policy", policy.name.as_str().into()),
            ("version", policy.version.as_str().into()),
            ("language", sentence.language.as_str().into()),
            ("direction", if sentence.right_to_left { "rtl" } else { "ltr" }.into()),
            ("reviewed", sentence.reviewed.into()),
            ("segments", Json::Array(segments.collect())),
        ]);
        if let Some((of, required)) = &policy.logo {
            out.set("logo", Json::object([("of", of.as_str().into()), ("required", (*required).into())]));
        }
        out
    }
}
