//! Texts that a host writes into the module's memory itself, one behind the other: a call whose texts come this way costs no
//! allocation.

// The host is told an address, and fills what is there.
#![allow(unsafe_code)]

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering};

/// The most bytes that are held for the next call.
const KEPT: usize = 1 << 16;

static ROOM: AtomicPtr<Vec<u8>> = AtomicPtr::new(ptr::null_mut());

/// Room for the texts of the next call, of `length` bytes in all: its address. It is the same one as long as it does.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    let last = ROOM.swap(ptr::null_mut(), Ordering::Relaxed);
    // SAFETY: what this function has left there, and nobody else has it since.
    let mut bytes = if last.is_null() { Box::default() } else { unsafe { Box::from_raw(last) } };
    bytes.reserve(length);
    let at = bytes.as_mut_ptr();
    ROOM.store(Box::into_raw(bytes), Ordering::Relaxed);
    at
}

/// Gives the text in the room, `length` bytes, to a call. It may take the text along, but then leaves one that can be used
/// again.
///
/// # Safety
/// The host has filled as many bytes of what [`room`] gave with UTF-8.
pub(super) unsafe fn with_text<T>(length: usize, call: impl FnOnce(&mut String) -> T) -> T {
    let last = ROOM.swap(ptr::null_mut(), Ordering::Relaxed);
    // SAFETY: as above.
    let mut bytes: Box<Vec<u8>> =
        if last.is_null() { Box::default() } else { unsafe { Box::from_raw(last) } };
    // SAFETY: the caller's promise. A length beyond the room would be the host's mistake: nothing is read then.
    unsafe { bytes.set_len(length.min(bytes.capacity())) };
    // SAFETY: the caller's promise: a TextEncoder, or a loop over ASCII, wrote them.
    let mut text = unsafe { String::from_utf8_unchecked(core::mem::take(&mut *bytes)) };
    let result = call(&mut text);
    *bytes = text.into_bytes();
    bytes.clear();
    bytes.shrink_to(KEPT);
    ROOM.store(Box::into_raw(bytes), Ordering::Relaxed);
    result
}
