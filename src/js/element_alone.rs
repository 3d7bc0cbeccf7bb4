//! What the element on its own gets: whether what was shown keeps the rules.
//!
//! Two functions by hand in place of wasm-bindgen's: what that would add on both sides is more than all the rules
//! (`www/element/core.ts` is the other side). A call takes a fresh instance, so nothing is ever given back.

// Exports bear their names as they are, and the text comes from outside.
#![allow(unsafe_code)]

use alloc::string::String;
use alloc::vec;
use core::{ptr, slice};

use crate::consent::{BrokenRule, Demands, check_presented};
use crate::json::Value;

/// Room for a text of `length` bytes.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    vec![0; length].leak().as_mut_ptr()
}

/// The rules that the evidence of a tick breaks: their words, each with a blank behind it, and 0 at the end. `text` is
/// `[presentation, evidence]` as JSON, of `length` bytes. What cannot be read is no evidence of anything.
///
/// # Safety
/// `text` is what [`room`] gave for `length`, filled with UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn check(text: *const u8, length: usize) -> *const u8 {
    // SAFETY: the caller's promise; the bytes live as long as the instance, and a TextEncoder wrote them.
    let text = unsafe { str::from_utf8_unchecked(slice::from_raw_parts(text, length)) };
    let given = Value::read(text).unwrap_or(Value::Null);
    let part = |at: usize| given.items().get(at).unwrap_or(&Value::Null);
    let demands = Demands { evidence: true, ..Demands::default() };
    let mut words = String::new();
    for rule in check_presented(part(0), part(1), demands).into_iter().map(BrokenRule::as_str) {
        words.push_str(rule);
        words.push(' ');
    }
    words.push('\0');
    ptr::from_ref(words.leak()).cast()
}
