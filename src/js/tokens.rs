//! Answers as words of 32 bits, which `www/package/answer.ts` reads from the module's memory: it makes the objects that the
//! host gets, without a text of JSON between.
//!
//! The low three bits of a word say what it is, the others how long or how much:
//!
//! | | what | the others |
//! |---|---|---|
//! | 0 | a constant of the core | 8 bits of length, 21 of address: it never changes, so the host decodes it once |
//! | 1 | an object: name and value of each member follow | how many |
//! | 2 | a list: its items follow | how many |
//! | 3 | a whole number | the number |
//! | 4 | null, false, true | 0, 1, 2 |
//! | 5 | a text: the next of all texts | UTF-16 units |
//! | 6 | another number: its digits are the next of all texts | UTF-16 units |
//! | 7 | an object whose members' names are known: their values follow | which, see `reading.rs` |

// The addresses of constants come from the linker, and the answer stays in memory while the host reads it.
#![allow(unsafe_code)]

use alloc::boxed::Box;
#[cfg(feature = "browser")]
use alloc::string::ToString;
use alloc::vec::Vec;
use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering};

#[cfg(feature = "edge")]
use super::scratch::Kept;
use crate::error::Error;
use crate::json::{Value, text_of};

const CONSTANT: u32 = 0;
const OBJECT: u32 = 1;
const LIST: u32 = 2;
const WHOLE: u32 = 3;
const FEW: u32 = 4;
const TEXT: u32 = 5;
const NUMBER: u32 = 6;
#[cfg(feature = "browser")]
const FORM: u32 = 7;

/// Where an answer lies: the address and the length in bytes of all its texts, whether it is an error (1, else 0), and its
/// words. It stays until the next call.
pub type Answer = *const u32;

/// What stands before the words.
const HEAD: usize = 3;

/// The most words, or bytes, that are held for the next answer.
const KEPT: usize = 1 << 14;

/// `{"ok":…}` or `{"error":…}`, as it were.
#[allow(clippy::needless_pass_by_value)]
pub(super) fn answer(result: Result<Value<'_>, Error>) -> Answer {
    let mut out = Tokens::begun();
    out.result(&result);
    out.told()
}

/// The same, of what was made in a [`super::scratch`].
#[cfg(feature = "edge")]
pub(super) fn answer_kept(kept: Kept, result: Result<Value<'_>, Error>) -> Answer {
    let mut out = Tokens::begun();
    out.result(&result);
    kept.discard(result);
    out.told()
}

/// An answer while it is written.
pub(super) struct Tokens {
    words: Vec<u32>,
    texts: Vec<u8>,
}

/// The answer of the call before: its room is used again.
static LAST: AtomicPtr<Tokens> = AtomicPtr::new(ptr::null_mut());

impl Tokens {
    // It goes back to where it lay.
    #[allow(clippy::unnecessary_box_returns)]
    pub(super) fn begun() -> Box<Self> {
        let last = LAST.swap(ptr::null_mut(), Ordering::Relaxed);
        let mut out = if last.is_null() {
            Box::new(Self { words: Vec::with_capacity(256), texts: Vec::new() })
        } else {
            // SAFETY: what `told` has left there, and nobody else has it since.
            unsafe { Box::from_raw(last) }
        };
        out.words.clear();
        out.texts.clear();
        if out.words.capacity().max(out.texts.capacity()) > KEPT {
            out.words.shrink_to(KEPT);
            out.texts.shrink_to(KEPT);
        }
        for _ in 0..HEAD {
            out.words.push(0);
        }
        out
    }

    pub(super) fn told(mut self: Box<Self>) -> Answer {
        let (texts, length) = (word(self.texts.as_ptr().addr()), word(self.texts.len()));
        if let [at, long, ..] = self.words.as_mut_slice() {
            (*at, *long) = (texts, length);
        }
        let answer = self.words.as_ptr();
        LAST.store(Box::into_raw(self), Ordering::Relaxed);
        answer
    }

    fn result(&mut self, result: &Result<Value<'_>, Error>) {
        match result {
            Ok(value) => self.value(value),
            Err(error) => self.error(error),
        }
    }

    pub(super) fn error(&mut self, error: &Error) {
        if let Some(is_error) = self.words.get_mut(HEAD - 1) {
            *is_error = 1;
        }
        self.value(&error.to_json());
    }

    /// A list of so many values, which follow.
    #[cfg(feature = "browser")]
    pub(super) fn list(&mut self, length: usize) {
        self.push(LIST, word(length));
    }

    /// A list of texts, so many.
    #[cfg(feature = "browser")]
    pub(super) fn strings(&mut self, length: usize, texts: &mut dyn Iterator<Item = &str>) {
        self.list(length);
        for text in texts {
            self.string(text);
        }
    }

    /// A whole number.
    #[cfg(feature = "browser")]
    pub(super) fn number(&mut self, number: u32) {
        if number >> 29 == 0 {
            self.push(WHOLE, number);
        } else {
            self.text(NUMBER, &number.to_string());
        }
    }

    /// True, false, or null for what nobody has said.
    #[cfg(feature = "browser")]
    pub(super) fn truth(&mut self, truth: Option<bool>) {
        self.push(FEW, truth.map_or(0, |truth| 1 + u32::from(truth)));
    }

    /// An object whose members' names both sides know: their values follow.
    #[cfg(feature = "browser")]
    pub(super) fn form(&mut self, form: u32) {
        self.push(FORM, form);
    }

    pub(super) fn value(&mut self, value: &Value<'_>) {
        match value {
            Value::Null => self.push(FEW, 0),
            Value::Bool(truth) => self.push(FEW, 1 + u32::from(*truth)),
            Value::Number(digits) => match small(digits) {
                Some(number) => self.push(WHOLE, number),
                None => self.text(NUMBER, digits),
            },
            Value::String(text) => self.string(text_of(text)),
            Value::Array(items) => {
                self.push(LIST, word(items.len()));
                for item in items {
                    self.value(item);
                }
            }
            Value::Object(members) => {
                self.push(OBJECT, word(members.len()));
                for (name, value) in members {
                    self.string(text_of(name));
                    self.value(value);
                }
            }
        }
    }

    pub(super) fn string(&mut self, text: &str) {
        match address(text) {
            Some(at) => self.push(CONSTANT, at << 8 | word(text.len())),
            None => self.text(TEXT, text),
        }
    }

    fn text(&mut self, what: u32, text: &str) {
        let mut units = 0;
        for byte in text.bytes() {
            // A character has a unit, and one more where it takes four bytes.
            units += u32::from(byte & 0xC0 != 0x80) + u32::from(byte >= 0xF0);
        }
        self.push(what, units);
        self.texts.extend_from_slice(text.as_bytes());
    }

    fn push(&mut self, what: u32, rest: u32) {
        self.words.push(rest << 3 | what);
    }
}

/// Addresses and lengths have 32 bits where this runs.
fn word(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A number whose digits are those that the host would write, and few enough.
fn small(digits: &str) -> Option<u32> {
    let plain = matches!(digits.as_bytes(), [b'0'] | [b'1'..=b'9', ..]) && digits.len() <= 8;
    if plain { digits.parse().ok() } else { None }
}

/// Where a text lies that is part of the module, and short enough to be told by its place.
fn address(text: &str) -> Option<u32> {
    unsafe extern "C" {
        /// Where the module's constants begin.
        static __global_base: u8;
        /// Where they end.
        static __heap_base: u8;
    }
    let at = text.as_ptr().addr();
    let is_constant = at >= (&raw const __global_base).addr() && at < (&raw const __heap_base).addr();
    if is_constant && text.len() < 1 << 8 && at < 1 << 21 { Some(word(at)) } else { None }
}
