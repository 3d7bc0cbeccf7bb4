//! What hosts with keys get beside it: requests, and the entries of the ledger.

use alloc::string::String;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{answer, argument};
use crate::consent;
use crate::json::Json;
use crate::operation;

/// `prepare` of the package. `call` is `{ account, input, consent, now }`.
#[wasm_bindgen]
pub fn prepare(name: &str, call: &str) -> String {
    answer(
        argument("input", call)
            .and_then(|call| operation::prepare(name, &call))
            .map(|request| request.to_json()),
    )
}

/// `sentenceHash` of the package.
#[wasm_bindgen(js_name = sentenceHash)]
pub fn sentence_hash(presentation: &str) -> String {
    answer(argument("presentation", presentation).and_then(|p| consent::sentence_hash(&p)).map(Json::from))
}

/// `ledgerEntry` of the package. `previous` is `null` for the first.
#[wasm_bindgen(js_name = ledgerEntry)]
pub fn ledger_entry(previous: &str, event: &str, now: &str) -> String {
    answer((|| {
        let previous = argument("previous", previous)?;
        let previous = Some(&previous).filter(|p| **p != Json::Null);
        consent::entry(previous, &argument("event", event)?, now)
    })())
}

/// `brokenLink` of the package.
#[wasm_bindgen(js_name = brokenLink)]
pub fn broken_link(entries: &str) -> String {
    answer(argument("entries", entries).map(|entries| {
        consent::broken_link(entries.items())
            .and_then(|index| u64::try_from(index).ok())
            .map_or(Json::Null, Json::from)
    }))
}

/// `redelivery` of the package. `retry_after` is 0 when the partner has stated none.
#[wasm_bindgen]
pub fn redelivery(attempts: u32, code: &str, retry_after: u32) -> String {
    let next = consent::redelivery(attempts, code, Some(retry_after));
    answer(Ok(Json::object([("after", u64::from(next.after).into()), ("report", next.report.into())])))
}
