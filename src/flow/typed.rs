//! Numbers and addresses of machines as people type them: with the digits of their own script, in the wide letters of an
//! East Asian keyboard, with marks of direction that they do not see. They are read, not refused; partners get ASCII.

use alloc::string::String;

use super::{Control, Field, FieldRow, Group};
use crate::decision::DataItem;
use crate::json::Json;

/// The zeros of scripts whose digits follow each other (Unicode, general category Nd).
const ZEROS: [char; 17] = [
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}', '\u{1810}',
];

/// Whether it is no text of a language: a name or a street is kept as it was written.
fn is_code(row: &FieldRow) -> bool {
    matches!(row.control, Control::Date | Control::Tel | Control::OneTimeCode | Control::Email)
        || row.group == Group::Identity
        || row.item == DataItem::PostalCode.as_str()
}

/// The answers to these fields, with codes and numbers in ASCII.
pub(super) fn read(fields: &[Field], values: &Json) -> Json {
    let mut out = values.clone();
    for Field { row, .. } in fields.iter().filter(|field| is_code(field.row)) {
        if let Some(text) = values.get(row.item).and_then(Json::as_str) {
            out.set(row.item, plain(text).into());
        }
    }
    out
}

fn plain(text: &str) -> String {
    text.chars().filter(|letter| !is_mark(*letter)).map(narrow).collect()
}

/// Marks of direction, which keyboards and copying put in.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The ASCII character that is meant, where one is.
fn narrow(letter: char) -> char {
    let code = u32::from(letter);
    let digit = ZEROS.iter().find_map(|zero| {
        let value = code.checked_sub(u32::from(*zero)).filter(|value| *value < 10)?;
        char::from_digit(value, 10)
    });
    match letter {
        '\u{3000}' => ' ',
        // A minus, and the mark of a long vowel, which stands where the hyphen is on a Japanese keyboard.
        '\u{2212}' | '\u{30fc}' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(code - 0xfee0).unwrap_or(letter),
        _ => digit.unwrap_or(letter),
    }
}
