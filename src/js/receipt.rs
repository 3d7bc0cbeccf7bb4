//! Receipts, and the lines of exports, for hosts that keep a ledger.

use alloc::string::String;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Answer, answer, argument, list};
use crate::error::Error;
use crate::json::Json;
use crate::ledger::{self, Fault, Range, Seal, Standing};

/// `receipt` of the package.
#[wasm_bindgen]
pub fn receipt(input: &str, now: &str) -> Answer {
    answer(argument("receipt", input).and_then(|input| ledger::receipt(&input, now)))
}

/// `kantaraView` of the package.
#[wasm_bindgen(js_name = kantaraView)]
pub fn kantara_view(receipt: &str) -> Answer {
    answer(argument("receipt", receipt).and_then(|receipt| ledger::kantara_view(&receipt)))
}

/// `sealLines` of the package: `{ text, seal: { digest, lines } }`. `seal` is `null` at the beginning of a file.
#[wasm_bindgen(js_name = sealLines)]
pub fn seal_lines(seal: &str, lines: &str) -> Answer {
    answer((|| {
        let mut seal = resumed(seal)?.unwrap_or_default();
        let text = list("lines", lines)?.iter().map(|line| seal.line(line)).collect();
        Ok(sealed(&seal, text))
    })())
}

/// `sealRows` of the package: the same for a table, whose header comes by itself. `acceptances` is a list of
/// `{ person, acceptance }`, or `{ person, fault }` where a ledger is not what it has to be.
#[wasm_bindgen(js_name = sealRows)]
pub fn seal_rows(seal: &str, acceptances: &str) -> Answer {
    answer((|| {
        let mut text = String::new();
        let begun = resumed(seal)?;
        let is_new = begun.is_none();
        let mut seal = begun.unwrap_or_default();
        if is_new {
            text.push_str(&seal.header());
        }
        for item in list("acceptances", acceptances)? {
            let person = item.get("person").and_then(Json::as_str);
            let acceptance = item.get("acceptance").and_then(Standing::from_json);
            let fault = item.get("fault").and_then(Json::as_str).and_then(Fault::parse);
            text.push_str(&match (person, acceptance, fault) {
                (Some(person), Some(acceptance), None) => seal.row(person, &acceptance),
                (Some(person), None, Some(fault)) => seal.fault_row(person, fault),
                _ => return Err(Error::input("acceptances", "must be a list of { person, acceptance }")),
            });
        }
        Ok(sealed(&seal, text))
    })())
}

/// `withinRange` of the package: `{ entries: [boolean], acceptances }`.
#[wasm_bindgen(js_name = withinRange)]
pub fn within_range(entries: &str, range: &str) -> Answer {
    answer((|| {
        let (entries, range) = (list("entries", entries)?, argument("range", range)?);
        let range = Range::read(&range);
        let marks = range.entries(&entries).into_iter().map(Json::Bool).collect();
        let found = range.acceptances(&entries).iter().map(Standing::to_json).collect();
        Ok(Json::object([("entries", Json::Array(marks)), ("acceptances", Json::Array(found))]))
    })())
}

fn resumed(seal: &str) -> Result<Option<Seal>, Error> {
    let seal = argument("seal", seal)?;
    if seal == Json::Null {
        return Ok(None);
    }
    let digest = seal.get("digest").and_then(Json::as_str);
    let lines = seal.get("lines").and_then(Json::as_u64);
    digest
        .zip(lines)
        .and_then(|(digest, lines)| Seal::resumed(digest, lines))
        .map(Some)
        .ok_or_else(|| Error::input("seal", "must be null, or what the call before gave"))
}

fn sealed(seal: &Seal, text: String) -> Json {
    Json::object([("text", text.into()), ("seal", seal.payload())])
}
