//! The same receipt in the older form that many tools read: Kantara Initiative Consent Receipt Specification 1.1.0
//! (2018-02-20), with the members and types of the JSON schema that its work group published.

use super::receipt::standing_of;
use crate::error::Error;
use crate::input::Field;
use crate::json::Json;
use crate::time::Timestamp;
use alloc::string::String;
use alloc::vec;

/// The Kantara view of a [`super::receipt()`]. It has no evidence: `consentReceiptID` leads to the receipt that has.
///
/// The specification has no member for a withdrawal; `termination` says it in words.
///
/// # Errors
/// [`Error::InvalidInput`] when it is not a receipt.
pub fn kantara_view(receipt: &Json) -> Result<Json, Error> {
    view(receipt)
        .ok_or_else(|| Field::root("receipt", Some(receipt)).wrong("is not a receipt of this package"))
}

fn view(receipt: &Json) -> Option<Json> {
    let evidence = receipt.get("evidence")?;
    let sentence = evidence.get("sentence")?;
    let entries = evidence.get("entries")?.items();
    let standing = standing_of(entries)?;
    let process = receipt.get("dpv:hasProcess")?.items().first()?;
    let controller = receipt.get("dpv:hasEntity")?.get("_:controller")?;
    let recipient = receipt.get("dpv:hasEntity")?.get("_:recipient")?;
    let contacts = controller.get("dpv:hasContact")?.items();
    let company = recipient.get("dpv:hasName")?.clone();
    let mut method = String::from("A box beside the sentence, ticked on the page ");
    method.push_str(standing.event.get("origin")?.as_str()?);
    let mut end = String::from("When the person withdraws it");
    for (mark, words) in [
        (&standing.withdrawn_at, "Withdrawn by the person at "),
        (&standing.lapsed_at, "Ended by the recipient at "),
    ] {
        if let Some(at) = mark {
            end = String::from(words);
            end.push_str(at);
            break;
        }
    }
    let seconds = u64::try_from(Timestamp::parse(&standing.at)?.0 / 1000).ok()?;
    let purpose = Json::object([
        ("purpose", sentence.get("text")?.clone()),
        ("purposeCategory", Json::strings(["Identity verification (KYC)"])),
        ("consentType", "EXPLICIT".into()),
        ("piiCategory", Json::strings(["Data handed over to verify who the person is (KYC)"])),
        ("primaryPurpose", true.into()),
        ("termination", end.into()),
        ("thirdPartyDisclosure", true.into()),
        ("thirdPartyName", company.clone()),
    ]);
    let named = Json::object([
        ("piiController", controller.get("dpv:hasName")?.clone()),
        ("contact", controller.get("dpv:hasName")?.clone()),
        ("address", Json::object([("streetAddress", controller.get("dpv:hasAddress")?.clone())])),
        ("email", contacts.first()?.clone()),
        // Demanded by the schema; nobody has given us one.
        ("phone", "".into()),
        ("piiControllerUrl", contacts.get(1)?.clone()),
    ]);
    Some(Json::object([
        ("version", "KI-CR-v1.1.0".into()),
        ("jurisdiction", process.get("dpv:hasJurisdiction")?.clone()),
        ("consentTimestamp", seconds.into()),
        ("collectionMethod", method.into()),
        ("consentReceiptID", standing.id.as_str().into()),
        ("language", sentence.get("language")?.clone()),
        ("piiPrincipalId", entries.first()?.get("person")?.clone()),
        ("piiControllers", Json::Array(vec![named])),
        ("policyUrl", sentence.get("link")?.clone()),
        (
            "services",
            Json::Array(vec![Json::object([("service", company), ("purposes", Json::Array(vec![purpose]))])]),
        ),
        // Identity papers and pictures of faces may be among it.
        ("sensitive", true.into()),
        ("spiCat", Json::strings(["Identity documents, where the recipient asks for them"])),
    ]))
}
