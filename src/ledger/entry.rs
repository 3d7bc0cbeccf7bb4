//! The entries of a person's ledger: each bears the hash of the one before.
//!
//! `hash` is SHA-256 (lower-case hex) over the canonical JSON (RFC 8785) of the entry's other members.

use super::canonical_hash;
use super::tree::Hash;
use crate::credential::hmac_hex;
use crate::error::Error;
use crate::input::Field;
use crate::json::Json;
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// The `previous` of a first entry.
pub(super) const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// The longest text of an event, in bytes.
const LONGEST_TEXT: usize = 300;
/// The `rendering` of what a server drew and a form posted without script: nobody measured it in the browser.
pub(crate) const RENDERED_BY_SERVER: &str = "server";
/// The kind after which nothing follows.
const LAST_KIND: &str = "erased";

/// What a member of an event may be.
#[derive(Clone, Copy)]
enum Is {
    /// A text of 1 to [`LONGEST_TEXT`] bytes.
    Text,
    /// The same, or empty.
    TextOrNone,
    /// SHA-256 in lower-case hex.
    Hash,
    /// true or false.
    Flag,
    /// A whole number that is not negative.
    Number,
    /// A moment in ISO 8601 that ends in Z, or empty.
    MomentOrNone,
    /// This word, or not there at all.
    WordIfAny(&'static str),
}

/// What each kind of event states; nothing else gets into the ledger, and none of it is personal data.
const KINDS: [(&str, &[(&str, Is)]); 5] = [
    (
        "accepted",
        &[
            ("policy", Is::Text),
            ("version", Is::Text),
            ("policyHash", Is::Hash),
            ("language", Is::Text),
            ("sentenceHash", Is::Hash),
            ("reviewed", Is::Flag),
            ("link", Is::Text),
            ("region", Is::TextOrNone),
            ("origin", Is::Text),
            ("tickedAtStart", Is::Flag),
            ("openingForced", Is::Flag),
            ("visible", Is::Flag),
            ("byPerson", Is::Flag),
            ("logoWidth", Is::Number),
            ("logoHeight", Is::Number),
            ("presentedAt", Is::MomentOrNone),
            ("tickedAt", Is::MomentOrNone),
            ("rendering", Is::WordIfAny(RENDERED_BY_SERVER)),
        ],
    ),
    ("withdrawn", &[("policy", Is::Text)]),
    ("told", &[("policy", Is::Text), ("partner", Is::Text), ("acceptance", Is::Number)]),
    ("lapsed", &[("policy", Is::Text), ("partner", Is::Text), ("acceptance", Is::Number)]),
    (LAST_KIND, &[]),
];

impl Is {
    fn check(self, field: &Field) -> Result<(), Error> {
        let value = field.value();
        let text = value.and_then(Json::as_str);
        let (holds, problem) = match self {
            Self::Text => {
                (text.is_some_and(|t| !t.is_empty() && t.len() <= LONGEST_TEXT), "must be a short text")
            }
            Self::TextOrNone => {
                (text.is_some_and(|t| t.len() <= LONGEST_TEXT), "must be a short text, or an empty one")
            }
            Self::Hash => {
                (text.and_then(Hash::parse).is_some(), "must be a SHA-256 in 64 lower-case hex digits")
            }
            Self::Flag => (value.and_then(Json::as_bool).is_some(), "must be true or false"),
            Self::Number => (
                value.and_then(Json::as_u64).is_some_and(|n| n < 1 << 53),
                "must be a whole number that is not negative",
            ),
            Self::MomentOrNone => (
                text.is_some_and(|t| t.is_empty() || Timestamp::parse(t).is_some_and(|_| t.len() <= 40)),
                "must be an ISO 8601 date and time that ends in Z, or empty",
            ),
            Self::WordIfAny(word) => {
                (value.is_none_or(|value| value.as_str() == Some(word)), "must be its one word, or left out")
            }
        };
        if holds { Ok(()) } else { Err(field.wrong(problem)) }
    }
}

/// The pseudonym of a person: the `person` of all entries of one ledger. HMAC-SHA-256 over the locator, under the link
/// key (32 bytes in lower-case hex) that only this person's ledger holds: without that key nobody can tell whose the
/// entries are, and with it the person can prove that they are theirs.
///
/// # Errors
/// [`Error::InvalidInput`] for a link key of another form, and for an empty locator.
///
/// ```
/// use kyc_assent::ledger::person_of;
/// let person = person_of(&"0b".repeat(32), "userId:johnd-123").unwrap();
/// assert_eq!(person.len(), 64);
/// assert_ne!(person, person_of(&"0c".repeat(32), "userId:johnd-123").unwrap());
/// ```
pub fn person_of(link_key: &str, locator: &str) -> Result<String, Error> {
    let key = Hash::parse(link_key)
        .ok_or_else(|| Error::input("linkKey", "must be 32 bytes in 64 lower-case hex digits"))?;
    if locator.is_empty() {
        return Err(Error::input("locator", "must not be empty"));
    }
    Ok(hmac_hex(key.as_bytes(), &[locator.as_bytes()]))
}

/// The entry that follows `previous` in the ledger of `person` (see [`person_of`]). Its time is `now`, to the
/// millisecond, or the time of the entry before where the clock has jumped back: a ledger's time never does.
///
/// # Errors
/// [`Error::InvalidInput`] for an event of no known kind or with members that its kind does not have, for a `person`
/// that is no pseudonym or not the one of `previous`, and for a `previous` whose own hash does not hold or after which
/// nothing may follow.
///
/// ```
/// use kyc_assent::{json::Json, ledger::{broken_link, entry}};
/// let person = "ab".repeat(32);
/// let event = Json::parse(r#"{"kind":"withdrawn","policy":"crossmint-privacy-policy"}"#).unwrap();
/// let first = entry(None, &event, "2026-01-01T00:00:00Z", &person).unwrap();
/// assert_eq!(first.get("at").and_then(Json::as_str), Some("2026-01-01T00:00:00.000Z"));
/// let second = entry(Some(&first), &event, "1999-01-01T00:00:00Z", &person).unwrap();
/// assert_eq!(second.get("at"), first.get("at"));
/// assert_eq!(broken_link(&[first, second]), None);
/// ```
pub fn entry(previous: Option<&Json>, event: &Json, now: &str, person: &str) -> Result<Json, Error> {
    check_event(event)?;
    if Hash::parse(person).is_none() {
        return Err(Error::input("person", "must be a pseudonym: 64 lower-case hex digits"));
    }
    let moment = Timestamp::parse(now)
        .ok_or_else(|| Error::input("now", "must be an ISO 8601 date and time that ends in Z"))?;
    let (mut sequence, mut before, mut at) = (1, NOTHING, moment);
    if let Some(previous) = previous {
        let last = Field::root("previous", Some(previous));
        if !holds(previous) {
            return Err(last.get("hash").wrong("does not fit the entry; the ledger must be looked at first"));
        }
        if last.get("person").text()? != person {
            return Err(last.get("person").wrong("is another person than the one of the new entry"));
        }
        if kind(previous) == Some(LAST_KIND) {
            return Err(last.get("event").wrong("says that this ledger is erased; nothing may follow"));
        }
        sequence = last
            .get("sequence")
            .value()
            .and_then(Json::as_u64)
            .and_then(|number| number.checked_add(1))
            .ok_or_else(|| last.get("sequence").wrong("is not a number that another can follow"))?;
        before = last.get("hash").text()?;
        at = Timestamp::parse(last.get("at").text()?).map_or(at, |then| then.max(at));
    }
    let mut entry = Json::object([
        ("person", person.into()),
        ("sequence", sequence.into()),
        ("at", at.to_text().into()),
        ("previous", before.into()),
        ("event", event.clone()),
    ]);
    let hash = canonical_hash(&entry);
    entry.set("hash", hash.into());
    Ok(entry)
}

fn check_event(event: &Json) -> Result<(), Error> {
    let field = Field::root("event", Some(event));
    let kind = field.get("kind").text()?;
    let (_, members) = KINDS
        .iter()
        .find(|(name, _)| *name == kind)
        .ok_or_else(|| field.get("kind").wrong("is not a kind of event that the ledger knows"))?;
    let mut allowed = vec!["kind"];
    allowed.extend(members.iter().map(|(name, _)| *name));
    field.only(&allowed)?;
    // A member that is null would be hashed as one.
    if let Some((name, _)) = event.members().iter().find(|(_, value)| *value == Json::Null) {
        return Err(field.get(name).wrong("must not be null"));
    }
    members.iter().try_for_each(|(name, is)| is.check(&field.get(name)))
}

fn kind(entry: &Json) -> Option<&str> {
    entry.get("event")?.get("kind")?.as_str()
}

/// Whether the entry's own hash fits.
pub(super) fn holds(entry: &Json) -> bool {
    let Json::Object(members) = entry else { return false };
    let (own, rest): (Vec<_>, Vec<_>) = members.iter().cloned().partition(|(name, _)| name == "hash");
    matches!(own.as_slice(), [(_, Json::String(own))] if *own == canonical_hash(&Json::Object(rest)))
}

/// The index of the first entry at which the chain does not hold: its hash, its number, its link to the one before,
/// a time that runs back or is not written as the ledger writes it, another person, or anything after an erasure.
#[must_use]
pub fn broken_link(entries: &[Json]) -> Option<usize> {
    let (mut before, mut then) = (NOTHING, None);
    let person = entries.first().and_then(|entry| entry.get("person")).and_then(Json::as_str);
    let mut is_over = person.and_then(Hash::parse).is_none();
    for (index, entry) in entries.iter().enumerate() {
        let text = |name: &str| entry.get(name).and_then(Json::as_str);
        let at = text("at").and_then(|at| Timestamp::parse(at).filter(|moment| moment.to_text() == at));
        let in_order = !is_over
            && text("person") == person
            && entry.get("sequence").and_then(Json::as_u64) == u64::try_from(index + 1).ok()
            && text("previous") == Some(before)
            && at.is_some()
            && at >= then;
        if !in_order || !holds(entry) {
            return Some(index);
        }
        before = text("hash").unwrap_or_default();
        then = at;
        is_over = kind(entry) == Some(LAST_KIND);
    }
    None
}
