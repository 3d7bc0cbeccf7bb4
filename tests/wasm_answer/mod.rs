//! The other side of the surface, as the loaders have it, for the tests that run as wasm: texts are put into the room, and
//! answers are read from memory by what `src/js/tokens.rs` says of them.

#![allow(unsafe_code, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, dead_code)]

use kyc_assent::js::tokens::Answer;
use kyc_assent::js::{browser, room::room};
use serde_json::{Map, Value, json};

/// What an answer gives.
pub(crate) fn ok(answer: Answer) -> Value {
    let (is_error, value) = told(answer);
    assert!(!is_error, "{value}");
    value
}

/// The detail of an error.
pub(crate) fn error(answer: Answer) -> Value {
    let (is_error, value) = told(answer);
    assert!(is_error, "{value}");
    value
}

/// `read`, by the name of the operation.
#[allow(clippy::needless_pass_by_value)]
pub(crate) fn read(name: &str, status: u16, headers: &str, body: String) -> Answer {
    // SAFETY: the texts lie in the room.
    unsafe {
        put(name);
        let operation = browser::operation(name.len());
        put(&[&body, headers].concat());
        browser::read(body.len(), headers.len(), operation, status)
    }
}

unsafe fn put(text: &str) {
    // SAFETY: the room has as many bytes.
    unsafe { room(text.len()).copy_from_nonoverlapping(text.as_ptr(), text.len()) }
}

fn told(answer: Answer) -> (bool, Value) {
    // SAFETY: an answer begins with the address and length of its texts, and whether it is an error.
    let (texts, length, is_error) = unsafe { (*answer, *answer.add(1), *answer.add(2) == 1) };
    let mut reader = Reader { at: unsafe { answer.add(3) }, texts: text_at(texts, length) };
    (is_error, reader.value())
}

fn text_at(address: u32, length: u32) -> &'static str {
    // SAFETY: the module's own word for where a text lies.
    let bytes = unsafe { std::slice::from_raw_parts(address as *const u8, length as usize) };
    std::str::from_utf8(bytes).unwrap()
}

struct Reader {
    at: *const u32,
    texts: &'static str,
}

impl Reader {
    fn value(&mut self) -> Value {
        // SAFETY: no more words are read than the ones before say.
        let word = unsafe { *self.at };
        self.at = unsafe { self.at.add(1) };
        let rest = word >> 3;
        match word & 7 {
            0 => text_at(word >> 11, rest & 0xff).into(),
            1 => Value::Object((0..rest).map(|_| self.member()).collect::<Map<_, _>>()),
            2 => (0..rest).map(|_| self.value()).collect(),
            3 => rest.into(),
            4 => [Value::Null, false.into(), true.into()][rest as usize].take(),
            5 => self.text(rest).into(),
            6 => serde_json::from_str(&self.text(rest)).unwrap(),
            _ => self.form(rest),
        }
    }

    fn member(&mut self) -> (String, Value) {
        (self.value().as_str().unwrap().to_owned(), self.value())
    }

    fn form(&mut self, form: u32) -> Value {
        if form == 0 {
            return json!({ "value": self.value(), "decisions": self.value() });
        }
        let own: &[&str] = match form {
            1 => &[],
            2 => &["policy"],
            3 => &["data", "documents", "other"],
            4 => &["reason", "lookAgainAfter"],
            5 => &["final"],
            _ => panic!("no such form: {form}"),
        };
        let names = ["partner", "scope", "next", "text"].iter().chain(own).chain(&["said", "show"]);
        names.map(|name| ((*name).to_owned(), self.value())).collect()
    }

    fn text(&mut self, units: u32) -> String {
        let mut left = units as usize;
        let end = self.texts.char_indices().find(|(_, c)| {
            let is_end = left == 0;
            left = left.saturating_sub(c.len_utf16());
            is_end
        });
        let (text, rest) = self.texts.split_at(end.map_or(self.texts.len(), |(at, _)| at));
        self.texts = rest;
        text.to_owned()
    }
}
