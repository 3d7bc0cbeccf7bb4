//! What pages get: consent, and replies read into decisions.

use alloc::string::String;
use alloc::vec::Vec;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{answer, argument};
use crate::consent::{BrokenRule, Demands, Policy, check as check_shown, present as present_policy};
use crate::decision::DocumentItem;
use crate::error::Error;
use crate::http::Reply;
use crate::input::Field;
use crate::json::Json;
use crate::operation;
use crate::partners::crossmint::{Product, RecordChange, UserRecord, Wanted, missing as missing_from};

/// `read` of the package. `headers` is a JSON object of strings.
#[wasm_bindgen]
pub fn read(name: &str, status: u16, headers: &str, body: String) -> String {
    answer(argument("reply.headers", headers).and_then(|headers| {
        let headers = headers
            .members()
            .iter()
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.into())))
            .collect();
        operation::read(name, &Reply { status, headers, body }).map(|reading| reading.to_json())
    }))
}

/// `present` of the package. `languages` is a JSON list.
#[wasm_bindgen]
pub fn present(policy: &str, languages: &str) -> String {
    answer((|| {
        let policy = Policy::from_json(&argument("policy", policy)?)?;
        let languages = argument("languages", languages)?;
        let languages: Vec<&str> = languages.items().iter().filter_map(Json::as_str).collect();
        present_policy(&policy, &languages)
            .map(|presentation| presentation.to_json())
            .ok_or_else(|| Error::input("policy.sentences", "must have at least one sentence"))
    })())
}

/// `check` of the package.
#[wasm_bindgen]
pub fn check(policy: &str, shown: &str, reviewed_only: bool, evidence: bool) -> String {
    answer((|| {
        let policy = Policy::from_json(&argument("policy", policy)?)?;
        let broken = check_shown(&policy, &argument("shown", shown)?, Demands { reviewed_only, evidence });
        Ok(Json::strings(broken.into_iter().map(BrokenRule::as_str)))
    })())
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
