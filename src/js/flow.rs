//! The flow's functions, behind the one export of all rules.

use alloc::vec::Vec;

use crate::error::Error;
use crate::flow;
use crate::json::Json;
use crate::partners::crossmint::{HandedIn, note_after};

/// A function of the flow by its name.
pub(super) fn rule(name: &str, given: &Json) -> Result<Json, Error> {
    let member = |name: &str| given.get(name).unwrap_or(&Json::Null);
    let text =
        |name: &'static str| member(name).as_str().ok_or_else(|| Error::input(name, "must be a string"));
    let texts = |name: &str| -> Vec<&str> { member(name).items().iter().filter_map(Json::as_str).collect() };
    let facts = member("facts");
    let values = member("values");
    match name {
        "flow" => Ok(flow::flow(facts)),
        "flowWanted" => flow::wanted(&texts("scopes"), &texts("on")),
        "flowFields" => flow::fields(facts, text("task")?, values),
        "flowHandIn" => flow::hand_in(facts, text("task")?, values),
        "flowFault" => Ok(flow::fault(facts, text("task")?, values, text("field")?).unwrap_or(Json::Null)),
        "flowDocument" => {
            let head = bytes(text("head")?);
            flow::document(facts, text("task")?, text("part")?, text("contentType")?, &head)
        }
        "flowNote" => {
            let part = member("part").as_str();
            Ok(note_after(member("note"), part.map_or(HandedIn::Trigger, HandedIn::Part)))
        }
        "flowOptions" => Ok(flow::takes_options(member("options")).into()),
        _ => Err(Error::input("rule", "must be a rule of this package")),
    }
}

/// Bytes in hexadecimal, as far as they are that.
fn bytes(hex: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? * 16 + digit(*low)?),
        _ => None,
    };
    hex.as_bytes().chunks(2).map_while(pair).collect()
}
