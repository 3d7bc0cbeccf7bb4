//! Names every rule that a policy file breaks, before anything of it is shown to a person.
//!
//! [`Policy::from_json`](super::Policy::from_json) reads a file that has passed here. `policy.schema.json` says the same
//! for editors, as far as a schema can: what it cannot say are [`PolicyRule::DuplicateLanguage`],
//! [`PolicyRule::DuplicateRegion`], [`PolicyRule::CountryTwice`], [`PolicyRule::CountryUnknown`] and
//! [`PolicyRule::SinceIsVersion`].

use super::policy::MEMBERS;
use crate::country::alpha2;
use crate::decision::words;
use crate::json::{Json, Member};
use crate::partners::{DOCUMENTS, PartnerDocument};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The longest text of a sentence's piece, a title or a change, in characters.
const LONGEST_TEXT: usize = 2000;
/// The longest link, in characters: what an entry of the ledger takes.
const LONGEST_LINK: usize = 300;

words! {
    /// A rule that a policy file breaks.
    PolicyRule {
        /// The file is a JSON object.
        NotAnObject = "not-an-object",
        /// It has no member that nobody knows: a misspelt one would be left out in silence.
        UnknownMember = "unknown-member",
        /// It is about one consent: another one is another file, and another box.
        BundledConsents = "bundled-consents",
        /// `policy`: 1 to 64 of `A-Z a-z 0-9 . _ -`.
        NameMalformed = "name-malformed",
        /// `version`: the same.
        VersionMalformed = "version-malformed",
        /// `partner`: the same.
        PartnerMalformed = "partner-malformed",
        /// A document of a partner belongs to that partner.
        PartnerDiffers = "partner-differs",
        /// `title`: a text of at most 2,000 characters, not blank, without control characters. So are all texts here.
        TitleMalformed = "title-malformed",
        /// There is a `link`, or there are `regions`.
        LinkMissing = "link-missing",
        /// There are not both.
        LinkBesideRegions = "link-beside-regions",
        /// A link is an https address of at most 300 ASCII characters, without user name or password.
        LinkNotHttps = "link-not-https",
        /// A partner's document that differs by region has `regions`.
        RegionsMissing = "regions-missing",
        /// `regions`: a list of at least one `{ region, countries?, link }`.
        RegionsMalformed = "regions-malformed",
        /// The partner knows the region.
        RegionUnknown = "region-unknown",
        /// No two regions have one name.
        DuplicateRegion = "duplicate-region",
        /// `countries`: a list of at least one ISO 3166-1 alpha-2 code in capital letters.
        CountriesMalformed = "countries-malformed",
        /// There is a country of that code.
        CountryUnknown = "country-unknown",
        /// No country belongs to two regions.
        CountryTwice = "country-twice",
        /// At most one region names no country: it is for everybody else.
        TwoFallbackRegions = "two-fallback-regions",
        /// `logo`: `{ of, required? }`, a text and a boolean.
        LogoMalformed = "logo-malformed",
        /// There is at least one sentence.
        SentencesMissing = "sentences-missing",
        /// A sentence is an object with a list of `{ text, link? }`, a text and a boolean.
        SentenceMalformed = "sentence-malformed",
        /// A sentence bears the link.
        SentenceWithoutLink = "sentence-without-link",
        /// It bears one: a second would be a second document.
        TwoLinks = "two-links",
        /// Languages are BCP 47 tags of at most 35 characters.
        LanguageMalformed = "language-malformed",
        /// No two sentences are in one language.
        DuplicateLanguage = "duplicate-language",
        /// `direction` is `ltr` or `rtl`.
        DirectionMalformed = "direction-malformed",
        /// `reviewed` says whether somebody has approved the wording.
        ReviewedNotStated = "reviewed-not-stated",
        /// `changes`: at least one text by its language.
        ChangesMalformed = "changes-malformed",
        /// `changes` and `since` come together.
        ChangesWithoutSince = "changes-without-since",
        /// `since`: the name of a version, as `version`.
        SinceMalformed = "since-malformed",
        /// It is an earlier version.
        SinceIsVersion = "since-is-version",
    }
}

/// A rule that a policy file breaks, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFault {
    /// Which.
    pub rule: PolicyRule,
    /// The member at fault, as `sentences[1].segments`; empty for the whole file.
    pub field: String,
}

/// Names every rule that a policy file breaks. Empty: none.
///
/// ```
/// use kyc_assent::{consent::{policy_faults, PolicyRule}, json::Json, partners::crossmint};
/// let file = Json::parse(crossmint::PRIVACY_POLICY_FILE).unwrap();
/// assert!(policy_faults(&file).is_empty());
/// let mut bare = file.clone();
/// bare.set("link", "http://www.crossmint.com/legal/privacy-policy".into());
/// assert_eq!(policy_faults(&bare)[0].rule, PolicyRule::LinkNotHttps);
/// ```
#[must_use]
pub fn policy_faults(file: &Json) -> Vec<PolicyFault> {
    let mut found = Found(Vec::new());
    if !file.is_object() {
        found.add(false, PolicyRule::NotAnObject, "");
        return found.0;
    }
    found.members(file, "", MEMBERS);
    names(file, &mut found);
    links(file, &mut found);
    if let Some(logo) = file.get("logo") {
        let is_logo = logo.get("of").is_some_and(is_text)
            && logo.get("required").is_none_or(|r| r.as_bool().is_some())
            && logo.members().iter().all(|(name, _)| name == "of" || name == "required");
        found.add(is_logo, PolicyRule::LogoMalformed, "logo");
    }
    sentences(file, &mut found);
    changes(file, &mut found);
    found.0
}

struct Found(Vec<PolicyFault>);

impl Found {
    fn add(&mut self, holds: bool, rule: PolicyRule, field: &str) {
        if !holds {
            self.0.push(PolicyFault { rule, field: field.into() });
        }
    }

    /// Of an object that has others than these. The name is the file's, and may be anything: it is not repeated.
    fn members(&mut self, object: &Json, field: &str, known: &[&str]) {
        let only = object.members().iter().all(|(name, _)| known.contains(&&**name));
        self.add(only, PolicyRule::UnknownMember, field);
    }
}

fn names(file: &Json, found: &mut Found) {
    let is_name = |name: &str| file.get(name).and_then(Json::as_str).is_some_and(is_short);
    let is_list = matches!(file.get("policy"), Some(Json::Array(_)));
    found.add(!is_list, PolicyRule::BundledConsents, "policy");
    found.add(is_list || is_name("policy"), PolicyRule::NameMalformed, "policy");
    found.add(is_name("version"), PolicyRule::VersionMalformed, "version");
    found.add(is_name("partner"), PolicyRule::PartnerMalformed, "partner");
    found.add(file.get("title").is_some_and(is_text), PolicyRule::TitleMalformed, "title");
    if let Some(document) = document_of(file) {
        let partner = file.get("partner").and_then(Json::as_str);
        found.add(partner == Some(document.partner), PolicyRule::PartnerDiffers, "partner");
    }
}

fn document_of(file: &Json) -> Option<&'static PartnerDocument> {
    let name = file.get("policy")?.as_str()?;
    DOCUMENTS.iter().find(|document| document.name == name)
}

fn links(file: &Json, found: &mut Found) {
    let known = document_of(file).map_or(&[][..], |document| document.regions);
    match (file.get("link"), file.get("regions")) {
        (Some(_), Some(_)) => found.add(false, PolicyRule::LinkBesideRegions, "regions"),
        (None, None) if known.is_empty() => found.add(false, PolicyRule::LinkMissing, "link"),
        _ => {}
    }
    if let Some(link) = file.get("link") {
        found.add(is_link(link), PolicyRule::LinkNotHttps, "link");
    }
    match file.get("regions") {
        None => found.add(known.is_empty(), PolicyRule::RegionsMissing, "regions"),
        Some(Json::Array(list)) if !list.is_empty() => regions(list, known, found),
        Some(_) => found.add(false, PolicyRule::RegionsMalformed, "regions"),
    }
}

fn regions(list: &[Json], known: &[&str], found: &mut Found) {
    let mut names: Vec<&str> = Vec::new();
    let mut countries: Vec<&str> = Vec::new();
    let mut fallbacks = 0;
    for (index, item) in list.iter().enumerate() {
        let field = at("regions", index);
        found.members(item, &field, &["region", "countries", "link"]);
        let name = item.get("region").and_then(Json::as_str).filter(|name| is_short(name));
        found.add(name.is_some(), PolicyRule::RegionsMalformed, &field);
        if let Some(name) = name {
            found.add(!names.contains(&name), PolicyRule::DuplicateRegion, &field);
            found.add(known.is_empty() || known.contains(&name), PolicyRule::RegionUnknown, &field);
            names.push(name);
        }
        found.add(item.get("link").is_some_and(is_link), PolicyRule::LinkNotHttps, &field);
        let Some(codes) = item.get("countries") else {
            fallbacks += 1;
            continue;
        };
        let is_code = |code: &Json| {
            code.as_str().is_some_and(|c| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase()))
        };
        let is_list = !codes.items().is_empty() && codes.items().iter().all(is_code);
        found.add(is_list, PolicyRule::CountriesMalformed, &field);
        for code in codes.items().iter().filter(|code| is_code(code)).filter_map(Json::as_str) {
            found.add(alpha2(code).is_some(), PolicyRule::CountryUnknown, &field);
            found.add(!countries.contains(&code), PolicyRule::CountryTwice, &field);
            countries.push(code);
        }
    }
    found.add(fallbacks < 2, PolicyRule::TwoFallbackRegions, "regions");
}

fn sentences(file: &Json, found: &mut Found) {
    let list = file.get("sentences").map(Json::items).unwrap_or_default();
    found.add(!list.is_empty(), PolicyRule::SentencesMissing, "sentences");
    let mut languages: Vec<&str> = Vec::new();
    for (index, item) in list.iter().enumerate() {
        let field = at("sentences", index);
        found.members(item, &field, &["language", "direction", "reviewed", "segments"]);
        let language = item.get("language").and_then(Json::as_str).filter(|tag| is_language(tag));
        found.add(language.is_some(), PolicyRule::LanguageMalformed, &field);
        if let Some(tag) = language {
            let is_new = !languages.iter().any(|known| known.eq_ignore_ascii_case(tag));
            found.add(is_new, PolicyRule::DuplicateLanguage, &field);
            languages.push(tag);
        }
        let direction = item.get("direction").and_then(Json::as_str);
        found.add(matches!(direction, Some("ltr" | "rtl")), PolicyRule::DirectionMalformed, &field);
        let reviewed = item.get("reviewed").and_then(Json::as_bool);
        found.add(reviewed.is_some(), PolicyRule::ReviewedNotStated, &field);
        segments(item.get("segments"), &field, found);
    }
}

fn segments(segments: Option<&Json>, field: &str, found: &mut Found) {
    let list = segments.map(Json::items).unwrap_or_default();
    let is_segment = |segment: &Json| {
        segment.get("text").is_some_and(is_text)
            && segment.get("link").is_none_or(|link| link.as_bool().is_some())
            && segment.members().iter().all(|(name, _)| name == "text" || name == "link")
    };
    let links = list.iter().filter(|s| s.get("link").and_then(Json::as_bool) == Some(true)).count();
    found.add(!list.is_empty() && list.iter().all(is_segment), PolicyRule::SentenceMalformed, field);
    found.add(links > 0, PolicyRule::SentenceWithoutLink, field);
    found.add(links < 2, PolicyRule::TwoLinks, field);
}

fn changes(file: &Json, found: &mut Found) {
    let (texts, since) = (file.get("changes"), file.get("since"));
    found.add(texts.is_some() == since.is_some(), PolicyRule::ChangesWithoutSince, "changes");
    if let Some(texts) = texts {
        let is_change = |(tag, text): &Member<'static>| is_language(tag) && is_text(text);
        let all = !texts.members().is_empty() && texts.members().iter().all(is_change);
        found.add(all, PolicyRule::ChangesMalformed, "changes");
    }
    if let Some(since) = since {
        let name = since.as_str().filter(|name| is_short(name));
        found.add(name.is_some(), PolicyRule::SinceMalformed, "since");
        found.add(file.get("version") != Some(since), PolicyRule::SinceIsVersion, "since");
    }
}

fn at(list: &str, index: usize) -> String {
    let mut field = String::from(list);
    field.push('[');
    field.push_str(&index.to_string());
    field.push(']');
    field
}

fn is_short(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// Blank is what Unicode and ECMAScript call so, since the schema's pattern is read by the latter.
fn is_text(text: &Json) -> bool {
    text.as_str().is_some_and(|t| {
        let is_blank = t.chars().all(|c| c.is_whitespace() || c == '\u{feff}');
        !is_blank && !t.chars().any(char::is_control) && t.chars().count() <= LONGEST_TEXT
    })
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    tag.len() <= 35
        && parts.next().is_some_and(|first| {
            (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic())
        })
        && parts.all(is_part)
}

/// The characters that an address may have (RFC 3986), but for `@`: nobody is to sign in, or to seem another host.
fn is_link(link: &Json) -> bool {
    let Some(rest) = link.as_str().and_then(|link| link.strip_prefix("https://")) else { return false };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let Some((authority, path)) = rest.split_at_checked(end) else { return false };
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    rest.len() + 8 <= LONGEST_LINK
        && host.split('.').all(is_label)
        && port.is_none_or(|p| (1..=5).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
        && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:/?#[]!$&'()*+,;=%".contains(&b))
}
