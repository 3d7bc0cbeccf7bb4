//! The same receipt in the older form that many tools read: Kantara Initiative Consent Receipt Specification 1.1.0
//! (2018-02-20), with the members and types of the JSON schema that its work group published.

use super::receipt::standing_of;
use super::template::filled;
use crate::error::Error;
use crate::input::Field;
use crate::json::Json;
use crate::time::Timestamp;
use alloc::string::String;

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

/// The view as data; a text that begins with `$` stands for a value of [`view`]. The schema demands a telephone number,
/// which nobody has given us. Among what is handed over may be identity papers and pictures of faces.
const FORM: &str = include_str!("kantara.json");

fn view(receipt: &Json) -> Option<Json> {
    let evidence = receipt.get("evidence")?;
    let sentence = evidence.get("sentence")?;
    let entries = evidence.get("entries")?.items();
    let standing = standing_of(entries)?;
    let process = receipt.get("dpv:hasProcess")?.items().first()?;
    let controller = receipt.get("dpv:hasEntity")?.get("_:controller")?;
    let recipient = receipt.get("dpv:hasEntity")?.get("_:recipient")?;
    let contacts = controller.get("dpv:hasContact")?.items();
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
    filled(
        FORM,
        &[
            ("jurisdiction", process.get("dpv:hasJurisdiction")?.clone()),
            ("seconds", seconds.into()),
            ("method", method.into()),
            ("id", standing.id.as_str().into()),
            ("language", sentence.get("language")?.clone()),
            ("person", entries.first()?.get("person")?.clone()),
            ("name", controller.get("dpv:hasName")?.clone()),
            ("address", controller.get("dpv:hasAddress")?.clone()),
            ("email", contacts.first()?.clone()),
            ("url", contacts.get(1)?.clone()),
            ("link", sentence.get("link")?.clone()),
            ("company", recipient.get("dpv:hasName")?.clone()),
            ("sentence", sentence.get("text")?.clone()),
            ("termination", end.into()),
        ],
    )
}
