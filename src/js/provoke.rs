//! Ways to make the module trap, so that tests can see what the loaders make of it, and to have any value for an answer.

#![allow(clippy::panic, clippy::missing_panics_doc, clippy::indexing_slicing)]

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::json::Json;

use super::{Answer, answer, argument};

/// Panics.
#[wasm_bindgen(js_name = provokePanic)]
pub fn provoke_panic() -> Answer {
    panic!("provoked")
}

/// Uses up the stack.
#[wasm_bindgen(js_name = provokeStackOverflow)]
pub fn provoke_stack_overflow(depth: u32) -> Answer {
    fn deeper(depth: u32) -> [u32; 256] {
        let mut frame = [core::hint::black_box(depth); 256];
        if depth > 0 {
            frame[0] = frame[0].wrapping_add(deeper(depth - 1)[255]);
        }
        core::hint::black_box(frame)
    }
    answer(Ok(Json::from(deeper(depth)[0].to_string())))
}

/// Asks for all the memory there is.
#[wasm_bindgen(js_name = provokeOutOfMemory)]
pub fn provoke_out_of_memory() -> Answer {
    let mut held: Vec<Vec<u8>> = Vec::new();
    loop {
        // Asked for, not written to: the machine of the test keeps its memory.
        held.push(core::hint::black_box(Vec::with_capacity(256 << 20)));
    }
}

/// Any value that JSON can say.
#[wasm_bindgen]
pub fn echo(text: &str) -> Answer {
    answer(argument("text", text))
}

/// What `read` answers, as text of JSON.
#[wasm_bindgen(js_name = readAsText)]
pub fn read_as_text(name: &str, status: u16, body: String) -> String {
    let reply = crate::http::Reply { status, headers: Vec::new(), body };
    match crate::operation::read(name, &reply) {
        Ok(reading) => reading.into_json().to_text(),
        Err(error) => error.to_json().to_text(),
    }
}
