//! What to show: one sentence, its link, its language and direction, and the logo that belongs beside it.

use super::{Links, Policy, Sentence};
use crate::json::Json;

/// A policy in one language, ready to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Presentation<'a> {
    policy: &'a Policy,
    sentence: &'a Sentence,
    region: Option<&'a str>,
    link: &'a str,
}

/// The presentation of a policy in the first of the wanted languages (BCP 47) that it has, else in English.
///
/// `region` is one of the policy's own, where it differs by region ([`Policy::region_of`]); elsewhere it is of no account.
/// None for a region that the policy does not have, and for a policy without sentences, which [`Policy::from_json`] does
/// not make.
#[must_use]
pub fn present<'a>(
    policy: &'a Policy,
    languages: &[&str],
    region: Option<&'a str>,
) -> Option<Presentation<'a>> {
    let region = region.filter(|_| matches!(policy.links, Links::ByRegion(_)));
    Some(Presentation { policy, sentence: policy.sentence(languages)?, region, link: policy.link(region)? })
}

impl Presentation<'_> {
    /// The presentation as the JSON value that crosses to the host.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let Self { policy, sentence, region, link } = self;
        let segments = sentence.segments.iter().map(|segment| {
            let mut out = Json::object([("text", segment.text.as_str().into())]);
            if segment.link {
                out.set("href", (*link).into());
            }
            out
        });
        let mut out = Json::object([
            ("policy", policy.name.as_str().into()),
            ("version", policy.version.as_str().into()),
            ("language", sentence.language.as_str().into()),
            ("direction", if sentence.right_to_left { "rtl" } else { "ltr" }.into()),
            ("reviewed", sentence.reviewed.into()),
            ("segments", Json::list(segments)),
        ]);
        if let Some((of, required)) = &policy.logo {
            out.set("logo", Json::object([("of", of.as_str().into()), ("required", (*required).into())]));
        }
        if let Some(region) = region {
            out.set("region", (*region).into());
        }
        if let Some(changes) = &policy.changes
            && let Some((language, text)) = changes.text(&[&sentence.language])
        {
            out.set("changes", Json::object([("language", language.into()), ("text", text.into())]));
            out.set("since", changes.since.as_str().into());
        }
        out
    }
}
