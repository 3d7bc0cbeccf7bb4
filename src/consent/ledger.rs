//! The entries of a person's ledger: each bears the hash of the one before.
//!
//! `hash` is SHA-256 (lower-case hex) over the canonical JSON (RFC 8785) of the entry's other members.

use crate::credential::sha256_hex;
use crate::error::Error;
use crate::input::Field;
use crate::json::Json;
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// The `previous` of a first entry.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What each kind of event states; nothing else gets into the ledger, and none of it is personal data.
const KINDS: [(&str, &[&str]); 4] = [
    ("accepted", &["policy", "version", "language", "sentenceHash", "reviewed", "link", "region", "origin"]),
    ("withdrawn", &["policy"]),
    ("told", &["policy", "partner", "acceptance"]),
    ("lapsed", &["policy", "partner", "acceptance"]),
];

fn hash(value: &Json) -> String {
    sha256_hex(value.clone().canonical().to_text().as_bytes())
}

/// The hash of a sentence as it is shown: policy, version, language, text and link of a presentation.
///
/// # Errors
/// [`Error::InvalidInput`] when it is not a presentation.
pub fn sentence_hash(presentation: &Json) -> Result<String, Error> {
    let field = Field::root("presentation", Some(presentation));
    let segments = field.get("segments").value().map(Json::items).unwrap_or_default();
    let text: String = segments.iter().filter_map(|s| s.get("text")?.as_str()).collect();
    let link = segments
        .iter()
        .find_map(|s| s.get("href")?.as_str())
        .ok_or_else(|| field.get("segments").wrong("must have one segment with the link"))?;
    Ok(hash(&Json::object([
        ("policy", field.get("policy").text()?.into()),
        ("version", field.get("version").text()?.into()),
        ("language", field.get("language").text()?.into()),
        ("text", text.into()),
        ("link", link.into()),
    ])))
}

/// The entry that follows `previous`. Its time is `now`, or the time of the entry before where the clock has jumped
/// back: a ledger's time never does.
///
/// # Errors
/// [`Error::InvalidInput`] for an event of no known kind or with members that its kind does not have, and for a
/// `previous` whose own hash does not hold.
pub fn entry(previous: Option<&Json>, event: &Json, now: &str) -> Result<Json, Error> {
    let field = Field::root("event", Some(event));
    let kind = field.get("kind").text()?;
    let (_, members) = KINDS
        .iter()
        .find(|(name, _)| *name == kind)
        .ok_or_else(|| field.get("kind").wrong("is not a kind of event that the ledger knows"))?;
    let mut allowed = vec!["kind"];
    allowed.extend_from_slice(members);
    field.only(&allowed)?;
    for member in *members {
        let value = field.get(member);
        match value.value() {
            Some(Json::String(text)) if text.len() <= 300 => {}
            Some(Json::Bool(_)) => {}
            Some(number) if number.as_u64().is_some() => {}
            _ => return Err(value.wrong("must be a short text, a boolean or a whole number")),
        }
    }
    let moment = Timestamp::parse(now)
        .ok_or_else(|| Error::input("now", "must be an ISO 8601 date and time that ends in Z"))?;
    let (mut sequence, mut before, mut at) = (1, NOTHING, now);
    if let Some(previous) = previous {
        let last = Field::root("previous", Some(previous));
        if !holds(previous) {
            return Err(last.get("hash").wrong("does not fit the entry; the ledger must be looked at first"));
        }
        sequence = last
            .get("sequence")
            .value()
            .and_then(Json::as_u64)
            .and_then(|number| number.checked_add(1))
            .ok_or_else(|| last.get("sequence").wrong("is not a number that another can follow"))?;
        before = last.get("hash").text()?;
        let then = last.get("at").text()?;
        if Timestamp::parse(then).is_some_and(|then| then > moment) {
            at = then;
        }
    }
    let mut entry = Json::object([
        ("sequence", sequence.into()),
        ("at", at.into()),
        ("previous", before.into()),
        ("event", event.clone()),
    ]);
    let hash = hash(&entry);
    entry.set("hash", hash.into());
    Ok(entry)
}

fn holds(entry: &Json) -> bool {
    let Json::Object(members) = entry else { return false };
    let (own, rest): (Vec<_>, Vec<_>) = members.iter().cloned().partition(|(name, _)| name == "hash");
    matches!(own.as_slice(), [(_, Json::String(own))] if *own == hash(&Json::Object(rest)))
}

/// The index of the first entry at which the chain does not hold: its hash, its number, its link to the one before,
/// or a time that runs back.
#[must_use]
pub fn broken_link(entries: &[Json]) -> Option<usize> {
    let (mut before, mut then) = (NOTHING, None);
    for (index, entry) in entries.iter().enumerate() {
        let text = |name: &str| entry.get(name).and_then(Json::as_str);
        let at = text("at").and_then(Timestamp::parse);
        let in_order = entry.get("sequence").and_then(Json::as_u64) == u64::try_from(index + 1).ok()
            && text("previous") == Some(before)
            && at.is_some()
            && at >= then;
        if !in_order || !holds(entry) {
            return Some(index);
        }
        before = text("hash").unwrap_or_default();
        then = at;
    }
    None
}
