//! Names every rule that a rendered consent breaks.
//!
//! The rules are Crossmint's (identity quickstart, "Consent": terms visible; checkbox, unchecked by default; logo in
//! the flow; opening the link not required; localised but with a link to the same policy; asked again on a change),
//! and GDPR recital 32 with CJEU C-673/17 (a box that is ticked beforehand is no consent).

use super::{Links, Policy};
use crate::decision::words;
use crate::json::Json;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// The smallest side of a logo that a person can recognise, in CSS pixels: the size of a favicon.
pub const MIN_LOGO: u32 = 16;

words! {
    /// A rule that what was shown breaks.
    BrokenRule {
        /// The box was ticked before the person did it.
        PreTicked = "pre-ticked",
        /// There was no sentence.
        SentenceMissing = "sentence-missing",
        /// The sentence is not the prescribed one.
        SentenceDiffers = "sentence-differs",
        /// The policy was not linked.
        LinkMissing = "link-missing",
        /// The link led elsewhere, or stood on other words.
        LinkDiffers = "link-differs",
        /// The person had to open the policy first.
        OpeningForced = "opening-forced",
        /// The partner's logo was not there, or too small to be seen.
        LogoMissing = "logo-missing",
        /// The sentence or the box could not be seen.
        NotVisible = "not-visible",
        /// A script ticked the box, or nobody says who did.
        NotByPerson = "not-by-person",
        /// The policy has changed since.
        StaleVersion = "stale-version",
        /// It is another policy.
        UnknownPolicy = "unknown-policy",
        /// The policy has no sentence in that language.
        UnknownLanguage = "unknown-language",
        /// The policy differs by region, and it is none of its regions.
        UnknownRegion = "unknown-region",
        /// It is not the region that the person belongs to.
        RegionDiffers = "region-differs",
        /// One tick was to stand for several consents.
        BundledConsents = "bundled-consents",
        /// Nobody has reviewed this translation, and the host demands it.
        NotReviewed = "not-reviewed",
    }
}

/// What the host demands beyond the policy's own rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Demands<'a> {
    /// Refuse translations that nobody has reviewed.
    pub reviewed_only: bool,
    /// It is the evidence of an agreement, not a look at a page: a person must have ticked the box.
    pub evidence: bool,
    /// The region that the person belongs to, where the host knows it.
    pub region: Option<&'a str>,
}

/// Checks what was rendered against the policy. What is not stated counts as broken. Empty: no rule is broken.
///
/// ```
/// use kyc_assent::{consent::{check, BrokenRule, Demands, Policy}, json::Json, partners::crossmint};
/// let policy = Policy::from_json(&Json::parse(crossmint::PRIVACY_POLICY_FILE).unwrap()).unwrap();
/// let shown = Json::parse(r#"{ "policy": "crossmint-privacy-policy", "version": "2020-01-01", "language": "en",
///     "text": "I consent to my KYC data being processed by Crossmint in accordance with its Privacy Policy",
///     "link": { "text": "Privacy Policy", "href": "https://www.crossmint.com/legal/privacy-policy" },
///     "tickedAtStart": true, "openingForced": false, "visible": true,
///     "logo": { "shown": true, "width": 96, "height": 24 } }"#).unwrap();
/// assert_eq!(check(&policy, &shown, Demands::default()), [BrokenRule::StaleVersion, BrokenRule::PreTicked]);
/// ```
#[must_use]
pub fn check(policy: &Policy, shown: &Json, demands: Demands<'_>) -> Vec<BrokenRule> {
    let language = shown.get("language").and_then(Json::as_str);
    let sentence = policy.sentences.iter().find(|s| Some(s.language.as_str()) == language);
    let due = Due {
        policy: Some(&policy.name),
        version: Some(&policy.version),
        sentence: sentence.map(|sentence| DueSentence {
            text: words_of(&sentence.text()),
            link_text: words_of(sentence.link_text()),
            reviewed: sentence.reviewed,
        }),
        link: policy.link(shown.get("region").and_then(Json::as_str)),
        by_region: matches!(policy.links, Links::ByRegion(_)),
        logo: matches!(policy.logo, Some((_, true))),
    };
    due.broken_by(shown, demands)
}

/// The same against one presentation, as [`Presentation::to_json`](super::Presentation::to_json) writes it, where the
/// policy itself is not at hand: its language is then the only one that is known, and its region the only region.
///
/// ```
/// use kyc_assent::{consent::{check_presented, present, BrokenRule, Demands, Policy}, json::Json, partners::crossmint};
/// let policy = Policy::from_json(&Json::parse(crossmint::PRIVACY_POLICY_FILE).unwrap()).unwrap();
/// let presentation = present(&policy, &["de"], None).unwrap().to_json();
/// let shown = Json::parse(r#"{ "policy": "crossmint-terms-of-service" }"#).unwrap();
/// assert_eq!(check_presented(&presentation, &shown, Demands::default()), [BrokenRule::UnknownPolicy]);
/// ```
#[must_use]
pub fn check_presented(presentation: &Json, shown: &Json, demands: Demands<'_>) -> Vec<BrokenRule> {
    let same = |name: &str| text(shown, name) == text(presentation, name);
    let by_region = presentation.get("region").is_some();
    let mut sentence = String::new();
    let mut link = None;
    for segment in presentation.get("segments").map(Json::items).unwrap_or_default() {
        sentence.push_str(text(segment, "text").unwrap_or_default());
        if segment.get("href").is_some() {
            link = Some(segment);
        }
    }
    let due = Due {
        policy: text(presentation, "policy"),
        version: text(presentation, "version"),
        sentence: same("language").then(|| DueSentence {
            text: words_of(&sentence),
            link_text: words_of(link.and_then(|link| text(link, "text")).unwrap_or_default()),
            reviewed: truth(presentation, "reviewed") == Some(true),
        }),
        link: link.filter(|_| !by_region || same("region")).and_then(|link| text(link, "href")),
        by_region,
        logo: presentation.get("logo").and_then(|logo| truth(logo, "required")) == Some(true),
    };
    due.broken_by(shown, demands)
}

fn text<'a>(value: &'a Json, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Json::as_str)
}

fn truth(value: &Json, name: &str) -> Option<bool> {
    value.get(name).and_then(Json::as_bool)
}

/// What ought to have been shown.
struct Due<'a> {
    policy: Option<&'a str>,
    version: Option<&'a str>,
    /// None for a language that there is not.
    sentence: Option<DueSentence>,
    /// None for a region that there is not.
    link: Option<&'a str>,
    by_region: bool,
    logo: bool,
}

struct DueSentence {
    text: String,
    link_text: String,
    reviewed: bool,
}

impl Due<'_> {
    fn broken_by(&self, shown: &Json, demands: Demands<'_>) -> Vec<BrokenRule> {
        if is_bundle(shown) {
            return vec![BrokenRule::BundledConsents];
        }
        if self.policy.is_none() || text(shown, "policy") != self.policy {
            return vec![BrokenRule::UnknownPolicy];
        }
        let mut broken = Vec::new();
        let mut rule = |holds: bool, rule: BrokenRule| {
            if !holds {
                broken.push(rule);
            }
        };
        rule(text(shown, "version") == self.version, BrokenRule::StaleVersion);
        rule(self.sentence.is_some(), BrokenRule::UnknownLanguage);
        let read = words_of(text(shown, "text").unwrap_or_default());
        rule(!read.is_empty(), BrokenRule::SentenceMissing);
        let link = shown.get("link").filter(|link| link.is_object());
        rule(link.is_some(), BrokenRule::LinkMissing);
        rule(self.link.is_some(), BrokenRule::UnknownRegion);
        if demands.region.is_some() && self.by_region && self.link.is_some() {
            rule(text(shown, "region") == demands.region, BrokenRule::RegionDiffers);
        }
        if let (Some(link), Some(href)) = (link, self.link) {
            let is = |name: &str, due: &str| text(link, name).is_some_and(|part| words_of(part) == due);
            let same_words = self.sentence.as_ref().is_none_or(|s| is("text", &s.link_text));
            rule(same_words && is("href", href), BrokenRule::LinkDiffers);
        }
        if let Some(sentence) = &self.sentence {
            rule(read.is_empty() || read == sentence.text, BrokenRule::SentenceDiffers);
            rule(sentence.reviewed || !demands.reviewed_only, BrokenRule::NotReviewed);
        }
        rule(truth(shown, "tickedAtStart") == Some(false), BrokenRule::PreTicked);
        rule(truth(shown, "openingForced") == Some(false), BrokenRule::OpeningForced);
        rule(truth(shown, "visible") == Some(true), BrokenRule::NotVisible);
        if self.logo {
            rule(shown.get("logo").is_some_and(is_seen), BrokenRule::LogoMissing);
        }
        rule(!demands.evidence || truth(shown, "byPerson") == Some(true), BrokenRule::NotByPerson);
        broken
    }
}

fn is_seen(logo: &Json) -> bool {
    let side = |name: &str| logo.get(name).is_some_and(at_least_min_logo);
    truth(logo, "shown") == Some(true) && side("width") && side("height")
}

/// Whether it speaks of several consents at once, in whatever form: each is a box of its own (GDPR recital 43).
fn is_bundle(shown: &Json) -> bool {
    let list = |name: &str| matches!(shown.get(name), Some(Json::Array(_)));
    !shown.items().is_empty() || list("policy") || list("policies") || list("consents")
}

/// The words with single blanks between them: line breaks and indents of a page are no change of the sentence.
fn words_of(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut ended = false;
    for letter in text.chars() {
        if letter.is_whitespace() {
            ended = !out.is_empty();
        } else {
            if ended {
                out.push(' ');
                ended = false;
            }
            out.push(letter);
        }
    }
    out
}

fn at_least_min_logo(size: &Json) -> bool {
    let Json::Number(digits) = size else { return false };
    let mut whole = 0_u32;
    for digit in digits.bytes() {
        match digit {
            b'0'..=b'9' => whole = whole.saturating_mul(10).saturating_add(u32::from(digit - b'0')),
            b'.' => break,
            _ => return false,
        }
    }
    whole >= MIN_LOGO
}
