//! What pages get beside consent: replies read into decisions, decisions folded into a plan, records checked.

use alloc::string::String;
use alloc::vec::Vec;
use core::{mem, ptr};
use wasm_bindgen::prelude::wasm_bindgen;

use super::reading::answer_reading;
use super::room::with_text;
use super::scratch::Scratch;
use super::{Answer, answer, argument, list};
use crate::decision::DocumentItem;
use crate::error::Error;
use crate::http::Reply;
use crate::input::Field;
use crate::json::{Json, Member, Value};
use crate::operation::{self, Reading};
use crate::partners::b2core::{WantedLevel, level_decision as level_of};
use crate::partners::crossmint::{Product, RecordChange, UserRecord, Wanted, missing as missing_from};
use crate::plan::plan as plan_of;

/// The number by which [`read`] knows an operation, or -1: nobody's. Its name stands in the room, of so many bytes.
///
/// # Safety
/// The host has filled as many bytes of what [`super::room::room`] gave with UTF-8.
#[allow(unsafe_code)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn operation(name: usize) -> i32 {
    // SAFETY: the caller's promise.
    unsafe { with_text(name, |name| operation::number_of(name)) }
        .and_then(|n| n.try_into().ok())
        .unwrap_or(-1)
}

/// `read` of the package. In the room stand the reply's body and its headers, of so many bytes each; `number` is the
/// operation's. The headers are a JSON object of strings, or nothing; or one byte, how many there are, and the name and the
/// value of each as a line, where all of them are printable ASCII: where they are not, the answer is at address 0, and they have
/// to come as JSON.
///
/// # Safety
/// The host has filled as many bytes of what [`super::room::room`] gave with UTF-8, text for text.
#[allow(unsafe_code)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn read(body: usize, headers: usize, number: i32, status: u16) -> Answer {
    // SAFETY: the caller's promise.
    let (kept, result) = unsafe {
        with_text(body + headers, |text| {
            // SAFETY: nothing is kept of a reply but its reading, which is told at once.
            let scratch = Scratch::open();
            let result = read_text(text, body, number, status);
            (scratch.close(), result)
        })
    };
    result.map_or(ptr::null(), |result| answer_reading(kept, result))
}

/// None where the headers are not told in a way that can be read.
fn read_text(text: &mut String, body: usize, number: i32, status: u16) -> Option<Result<Reading, Error>> {
    let headers = match text.get(body..).unwrap_or_default() {
        "" => Vec::new(),
        json if json.starts_with('{') => match headers_of(json) {
            Ok(headers) => headers,
            Err(error) => return Some(Err(error)),
        },
        lines => header_lines(lines)?,
    };
    let operation = match operation::numbered(usize::try_from(number).unwrap_or(usize::MAX)) {
        Ok(operation) => operation,
        Err(error) => return Some(Err(error)),
    };
    text.truncate(body);
    let reply = Reply { status, headers, body: mem::take(text) };
    let reading = (operation.read)(&reply);
    *text = reply.body;
    Some(reading)
}

fn headers_of(text: &str) -> Result<Vec<(String, String)>, Error> {
    let headers = Value::read(text).map_err(|malformed| Error::input("reply.headers", malformed.reason()))?;
    let string = |(name, value): &Member<'_>| Some((String::from(&**name), value.as_str()?.into()));
    Ok(headers.members().iter().filter_map(string).collect())
}

fn header_lines(text: &str) -> Option<Vec<(String, String)>> {
    let (count, lines) = text.as_bytes().split_first()?;
    let count = usize::from(*count);
    let mut headers = Vec::with_capacity(count);
    let (mut start, mut name) = (1, None);
    for (end, byte) in (1..).zip(lines) {
        if *byte == b'\n' {
            let line = String::from(text.get(start..end)?);
            start = end + 1;
            match name.take() {
                None => name = Some(line),
                Some(name) => headers.push((name, line)),
            }
        } else if !matches!(byte, b' '..=b'~') {
            return None;
        }
    }
    // A line end within a name or a value makes more of them.
    (start == text.len() && name.is_none() && headers.len() == count).then_some(headers)
}

/// `missing` of the package. `wanted` is `{ products, documents?, enhanced? }`.
#[wasm_bindgen]
pub fn missing(record: &str, wanted: &str) -> Answer {
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
pub fn merge(record: &str, change: &str) -> Answer {
    answer((|| {
        let record = UserRecord::from_json(&argument("record", record)?, None)?;
        let change = RecordChange::from_json(&argument("change", change)?)?;
        Ok(record.merge(&change).as_json().clone())
    })())
}

/// `plan` of the package. `decisions` is a JSON list.
#[wasm_bindgen]
pub fn plan(decisions: &str) -> Answer {
    answer(list("decisions", decisions).map(|decisions| plan_of(&decisions)))
}

/// `levelDecision` of the package. `wanted` is an id or a name.
#[wasm_bindgen(js_name = levelDecision)]
pub fn level_decision(history: &str, wanted: &str) -> Answer {
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
