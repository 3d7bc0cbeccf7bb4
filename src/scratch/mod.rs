//! Where a call that is made often keeps what it makes: one piece of memory, filled from its beginning and given back all at
//! once, instead of a free list that is walked for each text and each list. Modules without the standard library have it.

#[cfg(all(feature = "browser", feature = "standalone", target_arch = "wasm32"))]
mod piece;

#[cfg(all(feature = "browser", feature = "standalone", target_arch = "wasm32"))]
pub(crate) use piece::{Allocator, begin, end};

/// Ends a value that was made for one call: its parts are looked at one by one only where they do not lie in the piece.
pub(crate) fn leave<T>(value: T) {
    #[cfg(all(feature = "browser", feature = "standalone", target_arch = "wasm32"))]
    if piece::holds_all() {
        core::mem::forget(value);
        return;
    }
    drop(value);
}
