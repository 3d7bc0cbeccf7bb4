//! What the ledger keeps of an acceptance: the hashes of what was shown, and how it was shown and agreed to.

use super::canonical_hash;
use crate::error::Error;
use crate::input::Field;
use crate::json::Json;
use crate::time::Timestamp;
use alloc::string::String;

/// The hash of a whole policy file: every sentence in every language, the link, the rules.
#[must_use]
pub fn policy_hash(policy: &Json) -> String {
    canonical_hash(policy)
}

/// The hash of a sentence as it is shown: policy, version, language, text and link of a presentation.
///
/// # Errors
/// [`Error::InvalidInput`] when it is not a presentation.
pub fn sentence_hash(presentation: &Json) -> Result<String, Error> {
    let field = Field::root("presentation", Some(presentation));
    let segments = field.get("segments").value().map(Json::items).unwrap_or_default();
    let text: String = segments.iter().filter_map(|s| s.get("text")?.as_str()).collect();
    Ok(canonical_hash(&Json::object([
        ("policy", field.get("policy").text()?.into()),
        ("version", field.get("version").text()?.into()),
        ("language", field.get("language").text()?.into()),
        ("text", text.into()),
        ("link", link_of(&field)?.into()),
    ])))
}

fn link_of<'a>(presentation: &Field<'a>) -> Result<&'a str, Error> {
    let segments = presentation.get("segments");
    segments
        .value()
        .map(Json::items)
        .unwrap_or_default()
        .iter()
        .find_map(|s| s.get("href")?.as_str())
        .ok_or_else(|| segments.wrong("must have one segment with the link"))
}

/// The event `accepted` for evidence that has passed [`crate::consent::check()`]: `policy` is the whole policy file,
/// `presentation` what the gateway itself would show, `origin` the page's, `region` empty where the policy has none.
/// Sizes are whole CSS pixels, 0 where no logo was shown; a time that the browser states in another form than ISO 8601
/// is left out, since it could hold anything.
///
/// # Errors
/// [`Error::InvalidInput`] when `presentation` is none, or the evidence does not say how the sentence was shown.
pub fn accepted_event(
    policy: &Json,
    presentation: &Json,
    evidence: &Json,
    origin: &str,
    region: &str,
) -> Result<Json, Error> {
    let shown = Field::root("presentation", Some(presentation));
    let given = Field::root("evidence", Some(evidence));
    let truth = |field: Field| {
        field
            .value()
            .and_then(Json::as_bool)
            .map(Json::from)
            .ok_or_else(|| field.wrong("must be true or false"))
    };
    let moment = |name: &str| {
        let stated = given.get(name).value().and_then(Json::as_str).and_then(Timestamp::parse);
        Json::text(stated.map_or_else(String::new, Timestamp::to_text))
    };
    let logo = given.get("logo");
    let is_shown = logo.get("shown").value().and_then(Json::as_bool) == Some(true);
    let side = |name: &str| logo.get(name).value().filter(|_| is_shown).map_or(0, whole_pixels);
    Ok(Json::object([
        ("kind", "accepted".into()),
        ("policy", shown.get("policy").text()?.into()),
        ("version", shown.get("version").text()?.into()),
        ("policyHash", policy_hash(policy).into()),
        ("language", shown.get("language").text()?.into()),
        ("sentenceHash", sentence_hash(presentation)?.into()),
        ("reviewed", truth(shown.get("reviewed"))?),
        ("link", link_of(&shown)?.into()),
        ("region", region.into()),
        ("origin", origin.into()),
        ("tickedAtStart", truth(given.get("tickedAtStart"))?),
        ("openingForced", truth(given.get("openingForced"))?),
        ("visible", truth(given.get("visible"))?),
        ("byPerson", truth(given.get("byPerson"))?),
        ("logoWidth", side("width").into()),
        ("logoHeight", side("height").into()),
        ("presentedAt", moment("presentedAt")),
        ("tickedAt", moment("tickedAt")),
    ]))
}

/// The whole pixels of a size; 0 for what is none.
fn whole_pixels(size: &Json) -> u64 {
    let Json::Number(digits) = size else { return 0 };
    let whole = digits.split('.').next().and_then(|whole| whole.parse::<u32>().ok());
    u64::from(whole.unwrap_or(0))
}
