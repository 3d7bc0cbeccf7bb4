//! What pages get beside consent: replies read into decisions, decisions folded into a plan, records checked.

use alloc::string::String;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{answer, argument, list};
use crate::decision::DocumentItem;
use crate::error::Error;
use crate::http::Reply;
use crate::input::Field;
use crate::json::Json;
use crate::operation::{self, Reading};
use crate::partners::b2core::{WantedLevel, level_decision as level_of};
use crate::partners::crossmint::{Product, RecordChange, UserRecord, Wanted, missing as missing_from};
use crate::plan::plan as plan_of;

/// `read` of the package. `headers` is a JSON object of strings.
#[wasm_bindgen]
pub fn read(name: &str, status: u16, headers: &str, body: String) -> String {
    answer(argument("reply.headers", headers).and_then(|headers| {
        let headers = headers
            .members()
            .iter()
            .filter_map(|(name, value)| Some((String::from(&**name), value.as_str()?.into())))
            .collect();
        operation::read(name, &Reply { status, headers, body }).map(Reading::into_json)
    }))
}

/// `missing` of the package. `wanted` is `{ products, documents?, enhanced? }`.
#[wasm_bindgen]
pub fn missing(record: &str, wanted: &str) -> String {
    answer((|| {
        let record = RecordChange::from_json(&argument("record", record)?)?;
        let wanted = argument("wanted", wanted)?;
        let field = Field::root("options", Some(&wanted));
        let documents = field.get("documents");
        let documents = documents.value().map(Json::items).unwrap_or_default().iter().map(|item| {
            item.as_str().and_then(DocumentItem::parse).ok_or_else(|| {
                documents
                    .wrong("must be a list of identity-document, selfie, proof-of-address, proof-of-income")
            })
        });
        let wanted = Wanted {
            products: Product::read_list(&field.get("products"))?,
            enhanced: field.get("enhanced").value().and_then(Json::as_bool).unwrap_or(false),
            documents: documents.collect::<Result<_, _>>()?,
        };
        Ok(missing_from(record.as_json(), &wanted).to_json())
    })())
}

/// `merge` of the package.
#[wasm_bindgen]
pub fn merge(record: &str, change: &str) -> String {
    answer((|| {
        let record = UserRecord::from_json(&argument("record", record)?, None)?;
        let change = RecordChange::from_json(&argument("change", change)?)?;
        Ok(record.merge(&change).as_json().clone())
    })())
}

/// `plan` of the package. `decisions` is a JSON list.
#[wasm_bindgen]
pub fn plan(decisions: &str) -> String {
    answer(list("decisions", decisions).map(|decisions| plan_of(&decisions)))
}

/// `levelDecision` of the package. `wanted` is an id or a name.
#[wasm_bindgen(js_name = levelDecision)]
pub fn level_decision(history: &str, wanted: &str) -> String {
    answer((|| {
        let wanted = match argument("wanted", wanted)? {
            Json::String(name) => WantedLevel::Name(name.into_owned()),
            other => WantedLevel::Id(
                other
                    .as_u64()
                    .ok_or_else(|| Error::input("wanted", "must be the id of a level, or its name"))?,
            ),
        };
        Ok(level_of(&argument("history", history)?, &wanted).to_json())
    })())
}
