//! The receipt: what a person downloads and keeps, so that they can show what they agreed to without us.
//!
//! It is a consent record and receipt of ISO/IEC TS 27560:2023 as JSON-LD, by the W3C Data Privacy Vocabulary (guide
//! "Implementing ISO/IEC TS 27560:2023 using DPV" of the DPVCG and its schema `dpv-27560:record-2`). Its member `evidence` has the
//! ledger's own entries and the proof that the log has them. What we do not know is not claimed: where and how long a
//! recipient stores data is in its policy, and the receipt says so.

use super::accepted::sentence_hash;
use super::entry::broken_link;
use super::standing::{Standing, acceptances};
use super::template::filled;
use super::tree::Hash;
use crate::error::Error;
use crate::input::Field;
use crate::json::Json;
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// The members of a controller: who asks for the consent, as the receipt names them.
pub const CONTROLLER: [&str; 5] = ["name", "address", "email", "url", "jurisdiction"];

/// The receipt of an acceptance. `input` is
/// `{ entries, acceptance, policy, controller, log?, linkKey? }`: the whole chain of the person, the number of the
/// acceptance's entry, the whole file of the policy in the accepted version, `{ name, address, email, url, jurisdiction }`
/// of whoever asks, the proof `{ index, size, path, head }` that the log has the acceptance (null as long as it has it
/// not), and the key that links the person's locator to the pseudonym, for a receipt that goes to the person alone.
///
/// # Errors
/// [`Error::InvalidInput`] for a chain that does not hold, an entry that is no acceptance, a policy file that is not the
/// accepted one, and a controller that lacks something.
pub fn receipt(input: &Json, now: &str) -> Result<Json, Error> {
    let field = Field::root("receipt", Some(input));
    field.only(&["entries", "acceptance", "policy", "controller", "log", "linkKey"])?;
    let list = field.get("entries");
    let entries = list.value().map(Json::items).unwrap_or_default();
    if broken_link(entries).is_some() {
        return Err(list.wrong("is a chain that does not hold"));
    }
    let number = field.get("acceptance").number()?;
    let known = acceptances(entries);
    let acceptance = known
        .iter()
        .find(|acceptance| acceptance.sequence == number)
        .ok_or_else(|| field.get("acceptance").wrong("is not the number of an acceptance"))?;
    let policy = field.get("policy");
    let file = policy.value().ok_or_else(|| policy.wrong("is missing"))?;
    let sentence = sentence_of(file, &acceptance.event)
        .ok_or_else(|| policy.wrong("does not have the accepted sentence"))?;
    let created = Timestamp::parse(now)
        .ok_or_else(|| Error::input("now", "must be an ISO 8601 date and time that ends in Z"))?;
    let mut evidence = Json::object([
        ("entries", Json::Array(concerning(entries, acceptance))),
        ("sentence", sentence),
        ("log", field.get("log").value().cloned().unwrap_or(Json::Null)),
    ]);
    let link = field.get("linkKey");
    if let Some(key) = link.optional_text()? {
        let key =
            Hash::parse(key).ok_or_else(|| link.wrong("must be 32 bytes in 64 lower-case hex digits"))?;
        evidence.set("link", Json::object([("key", key.to_hex().into())]));
    }
    let controller = field.get("controller");
    controller.only(&CONTROLLER)?;
    let mut texts = Vec::new();
    for name in CONTROLLER {
        texts.push((name.into(), controller.get(name).text()?.into()));
    }
    let partner = policy.get("partner").text()?;
    let company = policy.get("logo").get("of").optional_text()?.unwrap_or(partner);
    statement(&evidence, &Json::Object(texts), (partner, company), &created.to_text())
        .ok_or_else(|| list.wrong("has an acceptance that lacks a member"))
}

/// The accepted sentence, out of the policy's file: `{ policy, version, language, text, link }`. None when the file has
/// it not, by its hash.
pub(super) fn sentence_of(file: &Json, event: &Json) -> Option<Json> {
    let language = event.get("language")?;
    let sentence = file.get("sentences")?.items().iter().find(|s| s.get("language") == Some(language))?;
    let segments = sentence.get("segments")?.items();
    let text: String = segments.iter().filter_map(|segment| segment.get("text")?.as_str()).collect();
    let found = Json::object([
        ("policy", file.get("policy")?.clone()),
        ("version", file.get("version")?.clone()),
        ("language", language.clone()),
        ("text", text.into()),
        ("link", event.get("link")?.clone()),
    ]);
    (hash_of(&found).as_deref() == event.get("sentenceHash")?.as_str()).then_some(found)
}

/// The hash of a sentence in the form of the evidence.
pub(super) fn hash_of(sentence: &Json) -> Option<String> {
    let segment =
        Json::object([("text", sentence.get("text")?.clone()), ("href", sentence.get("link")?.clone())]);
    let mut presentation = sentence.clone();
    presentation.set("segments", Json::Array(vec![segment]));
    sentence_hash(&presentation).ok()
}

/// The acceptance's entry, and those after it that changed how it stands.
fn concerning(entries: &[Json], acceptance: &Standing) -> Vec<Json> {
    let number = |entry: &Json| entry.get("sequence").and_then(Json::as_u64).unwrap_or(0);
    let mut standing: Option<Standing> = None;
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| number(entry) >= acceptance.sequence) {
        let next = match &standing {
            None => Standing::of(entry),
            Some(before) => Some(before.clone().after(entry)),
        };
        if next != standing {
            found.push(entry.clone());
            standing = next;
        }
    }
    found
}

/// The receipt as data; a text that begins with `$` stands for a value of [`statement`].
///
/// `skos:broader` of the purpose is DPV's root: the sentence says for what, and a narrower class would be our own reading
/// of it.
const FORM: &str = include_str!("receipt.json");

/// The whole receipt over its evidence. It follows from the evidence, the controller, the recipient (its name in the
/// partner's API, and that of the company) and the time alone, so that a verifier can make it again and compare.
pub(super) fn statement(
    evidence: &Json,
    controller: &Json,
    (partner, company): (&str, &str),
    created: &str,
) -> Option<Json> {
    let entries = evidence.get("entries")?.items();
    let sentence = evidence.get("sentence")?;
    let standing = standing_of(entries)?;
    let text = |name: &str| sentence.get(name).and_then(Json::as_str);
    let link = text("link")?;
    let mut as_in_policy = String::from("as stated in the policy: ");
    as_in_policy.push_str(link);
    let origin = standing.event.get("origin")?;
    let mut values: Vec<(&str, Json)> = Vec::new();
    for name in CONTROLLER {
        values.push((name, controller.get(name)?.clone()));
    }
    values.extend([
        ("id", standing.id.as_str().into()),
        ("created", created.into()),
        ("language", text("language")?.split('-').next()?.into()),
        ("person", entries.first()?.get("person")?.clone()),
        ("notice", [text("policy")?, text("version")?].join("@").into()),
        ("sentence", text("text")?.into()),
        ("link", link.into()),
        ("asInPolicy", as_in_policy.into()),
        ("origin", origin.clone()),
        ("states", Json::Array(states(&standing, origin))),
        ("partner", partner.into()),
        ("company", company.into()),
        ("evidence", evidence.clone()),
    ]);
    filled(FORM, &values)
}

/// How the acceptance of a receipt stands after all its entries.
pub(super) fn standing_of(entries: &[Json]) -> Option<Standing> {
    let (first, rest) = entries.split_first()?;
    Some(rest.iter().fold(Standing::of(first)?, Standing::after))
}

/// Every state that the consent has been in, in the order of time.
fn states(standing: &Standing, origin: &Json) -> Vec<Json> {
    let state = |name: &str, at: &str| {
        Json::object([
            ("@type", Json::strings([name, "dpv:ExplicitlyExpressedConsent"])),
            ("dpv:isIndicatedAtTime", at.into()),
            ("dpv:isExercisedAt", origin.clone()),
        ])
    };
    let mut out = vec![state("dpv:ConsentGiven", &standing.at)];
    let mut ends: Vec<(&str, &str)> = Vec::new();
    ends.extend(standing.withdrawn_at.as_deref().map(|at| (at, "dpv:ConsentWithdrawn")));
    // The recipient has said that this consent no longer counts; DPV's word for what the person did not do.
    ends.extend(standing.lapsed_at.as_deref().map(|at| (at, "dpv:ConsentInvalidated")));
    if let [first, second] = ends.as_mut_slice()
        && first > second
    {
        core::mem::swap(first, second);
    }
    out.extend(ends.into_iter().map(|(at, name)| state(name, at)));
    out
}
