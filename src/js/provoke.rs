//! Ways to make the module trap, so that tests can see what the loaders make of it.

#![allow(clippy::panic, clippy::missing_panics_doc, clippy::indexing_slicing)]

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use wasm_bindgen::prelude::wasm_bindgen;

/// Panics.
#[wasm_bindgen(js_name = provokePanic)]
pub fn provoke_panic() -> String {
    panic!("provoked")
}

/// Uses up the stack.
#[wasm_bindgen(js_name = provokeStackOverflow)]
pub fn provoke_stack_overflow(depth: u32) -> String {
    fn deeper(depth: u32) -> [u32; 256] {
        let mut frame = [core::hint::black_box(depth); 256];
        if depth > 0 {
            frame[0] = frame[0].wrapping_add(deeper(depth - 1)[255]);
        }
        core::hint::black_box(frame)
    }
    deeper(depth)[0].to_string()
}

/// Asks for all the memory there is.
#[wasm_bindgen(js_name = provokeOutOfMemory)]
pub fn provoke_out_of_memory() -> String {
    let mut held: Vec<Vec<u8>> = Vec::new();
    loop {
        // Asked for, not written to: the machine of the test keeps its memory.
        held.push(core::hint::black_box(Vec::with_capacity(256 << 20)));
    }
}
