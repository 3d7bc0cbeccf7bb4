//! From what was handed in to Crossmint's own record and documents.

use alloc::vec::Vec;

use super::fields::{RESIDENCE, fields, is_stored, required, wanted};
use super::note::{Note, asked_for, note};
use super::record::UserRecord;
use super::requirements::missing;
use crate::decision::DataItem;
use crate::error::Error;
use crate::flow::{ACCEPT, Asked, Facts, Field, Problem, answer, file_type, item_at, problems_json, put};
use crate::json::Json;

/// The answers, which the fields' own rules have passed, as the input of `crossmint.putUser`:
/// `{ input, note }`. Or `{ fields }`, where the record's rules find fault with one; or `{ unset }`, with the items that the
/// host's token has to say and does not.
pub(super) fn hand_in(facts: &Facts<'_>, name: &str, values: &Json) -> Result<Json, Error> {
    let fields = fields(facts, name, values);
    let mut record = record_of(&fields, values);
    let needed = required(facts, values);
    let unset = host_times(facts, &needed, &mut record);
    if !unset.is_empty() {
        return Ok(Json::object([("unset", Json::strings(unset.iter().map(|item| item.as_str())))]));
    }
    let record = match UserRecord::from_json(&record, Some(facts.now)) {
        Ok(record) => record,
        Err(error) => return of_field(&fields, error),
    };
    let wanted = wanted(facts);
    let lacking = missing(record.as_json(), &wanted);
    if !lacking.data.is_empty() {
        let required: Vec<_> = lacking.data.iter().map(|item| (item.as_str(), Problem::Required)).collect();
        return Ok(Json::object([("fields", problems_json(&required))]));
    }
    // What Crossmint has already looked at, it asks for by itself.
    let has_looked = facts
        .scopes
        .iter()
        .filter_map(|scope| facts.decision(scope))
        .any(|decision| decision.get("next").and_then(Json::as_str) == Some("provide"));
    let documents = if has_looked { asked_for(facts) } else { lacking.documents };
    let country = answer(values, RESIDENCE).unwrap_or_default();
    let mut input = record.as_json().clone();
    input.set("products", Json::strings(wanted.products.iter().map(|product| product.as_str())));
    Ok(Json::object([("input", input), ("note", note(&facts.scopes, &documents, country))]))
}

fn of_field(fields: &[Field], error: Error) -> Result<Json, Error> {
    match &error {
        Error::InvalidInput { field, .. } => match item_at(fields, field) {
            Some(item) => Ok(Json::object([("fields", problems_json(&[(item, Problem::Invalid)]))])),
            None => Err(error),
        },
        _ => Err(error),
    }
}

/// Only what is asked for: what is left over from another residence stays out.
fn record_of(fields: &[Field], values: &Json) -> Json {
    let mut record = Json::Object(Vec::new());
    for Field { row, .. } in fields {
        let Some(given) = answer(values, row.item) else { continue };
        let (kind, issuer) = match DataItem::parse(row.item) {
            Some(DataItem::SocialSecurityNumber) => ("ssn", Some("US")),
            Some(DataItem::IdentityNumber) => ("passport", answer(values, DataItem::Nationality.as_str())),
            _ => {
                put(&mut record, row.path, given);
                continue;
            }
        };
        let mut document = Json::object([("type", kind.into()), ("number", given.into())]);
        if let Some(issuer) = issuer {
            document.set("issuingCountryCode", issuer.into());
        }
        let mut kyc = record.get("kycData").cloned().unwrap_or(Json::Object(Vec::new()));
        kyc.set("identityDocument", document);
        record.set("kycData", kyc);
    }
    record
}

/// Puts the times of the host's own checks where they are needed; gives those that it does not say.
fn host_times(facts: &Facts<'_>, needed: &[DataItem], record: &mut Json) -> Vec<DataItem> {
    let mut unset = Vec::new();
    for (item, name, path) in [
        (DataItem::IdentityCheckTime, "identity", ["verificationHistory", "idVerificationTimestamp"]),
        (DataItem::LivenessCheckTime, "liveness", ["verificationHistory", "livenessVerificationTimestamp"]),
    ] {
        let said = facts.own.get("checkedAt").and_then(|times| times.get(name)?.as_str());
        match said {
            _ if !needed.contains(&item) => {}
            Some(at) => put(record, &path, at),
            // What is stored has one of them at least; which, nobody says.
            None => unset.push(item),
        }
    }
    let stored_alone = !is_stored(facts, "verificationHistory");
    if !stored_alone && unset.len() == 1 { Vec::new() } else { unset }
}

/// The name that Crossmint has for a file, once it may be handed in: its part is asked for now, and its first bytes are
/// of the type that it says.
///
/// # Errors
/// [`Error::InvalidInput`] with `part` or `content-type`.
pub(super) fn document(
    facts: &Facts<'_>,
    part: &str,
    content_type: &str,
    head: &[u8],
) -> Result<Json, Error> {
    let asked = Note::of(facts).asked(facts);
    let known = asked.iter().flat_map(Asked::parts).find(|known| known.name == part);
    let known = known.ok_or_else(|| Error::input("part", "is none that is asked for now"))?;
    if !ACCEPT.contains(&content_type) || file_type(head) != Some(content_type) {
        let problem = "must be image/jpeg, image/png or application/pdf, as the file itself is";
        return Err(Error::input("content-type", problem));
    }
    Ok(known.partner_name.into())
}
