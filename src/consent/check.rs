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
    let text = |name: &str| shown.get(name).and_then(Json::as_str);
    let truth = |name: &str| shown.get(name).and_then(Json::as_bool);
    if is_bundle(shown) {
        return vec![BrokenRule::BundledConsents];
    }
    if text("policy") != Some(&policy.name) {
        return vec![BrokenRule::UnknownPolicy];
    }
    let mut broken = Vec::new();
    let mut rule = |holds: bool, rule: BrokenRule| {
        if !holds {
            broken.push(rule);
        }
    };
    rule(text("version") == Some(&policy.version), BrokenRule::StaleVersion);
    let language = text("language").unwrap_or_default();
    let sentence = policy.sentences.iter().find(|s| s.language == language);
    rule(sentence.is_some(), BrokenRule::UnknownLanguage);
    let read = words_of(text("text").unwrap_or_default());
    rule(!read.is_empty(), BrokenRule::SentenceMissing);
    let link = shown.get("link").filter(|link| link.is_object());
    rule(link.is_some(), BrokenRule::LinkMissing);
    let region = text("region");
    let expected = policy.link(region);
    rule(expected.is_some(), BrokenRule::UnknownRegion);
    if let (Some(demanded), Links::ByRegion(_), Some(_)) = (demands.region, &policy.links, expected) {
        rule(region == Some(demanded), BrokenRule::RegionDiffers);
    }
    if let (Some(link), Some(expected)) = (link, expected) {
        let part = |name: &str| link.get(name).and_then(Json::as_str).map(words_of);
        let same_words = sentence.is_none_or(|s| part("text").as_deref() == Some(s.link_text()));
        rule(same_words && part("href").as_deref() == Some(expected), BrokenRule::LinkDiffers);
    }
    if let Some(sentence) = sentence {
        rule(read.is_empty() || read == words_of(&sentence.text()), BrokenRule::SentenceDiffers);
        rule(sentence.reviewed || !demands.reviewed_only, BrokenRule::NotReviewed);
    }
    rule(truth("tickedAtStart") == Some(false), BrokenRule::PreTicked);
    rule(truth("openingForced") == Some(false), BrokenRule::OpeningForced);
    rule(truth("visible") == Some(true), BrokenRule::NotVisible);
    if matches!(policy.logo, Some((_, true))) {
        let logo = shown.get("logo");
        let side = |name: &str| logo.and_then(|l| l.get(name)).is_some_and(at_least_min_logo);
        let there = logo.and_then(|l| l.get("shown")).and_then(Json::as_bool) == Some(true);
        rule(there && side("width") && side("height"), BrokenRule::LogoMissing);
    }
    rule(!demands.evidence || truth("byPerson") == Some(true), BrokenRule::NotByPerson);
    broken
}

/// Whether it speaks of several consents at once, in whatever form: each is a box of its own (GDPR recital 43).
fn is_bundle(shown: &Json) -> bool {
    let list = |name: &str| matches!(shown.get(name), Some(Json::Array(_)));
    !shown.items().is_empty() || list("policy") || list("policies") || list("consents")
}

/// The words with single blanks between them: line breaks and indents of a page are no change of the sentence.
fn words_of(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn at_least_min_logo(size: &Json) -> bool {
    let Json::Number(digits) = size else { return false };
    digits.split('.').next().and_then(|whole| whole.parse::<u32>().ok()).is_some_and(|size| size >= MIN_LOGO)
}
