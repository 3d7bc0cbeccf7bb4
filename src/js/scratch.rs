//! The time of a call in which what is made is not kept: see [`crate::scratch`].

// Whoever opens the piece promises that nothing of it is used after.
#![allow(unsafe_code)]

use core::mem;

/// The piece of memory, while what is allocated lies in it.
pub(super) struct Scratch(());

/// What was allocated in the meantime, which may still be read.
pub(super) struct Kept {
    is_whole: bool,
}

impl Scratch {
    /// Opens the piece: what is allocated from here on lies in it. The standard library's allocator has none.
    ///
    /// # Safety
    /// What is allocated until [`Scratch::close`] must be gone, or handed to [`Kept::discard`], before another is opened.
    pub(super) unsafe fn open() -> Self {
        #[cfg(feature = "standalone")]
        // SAFETY: the caller's promise.
        unsafe {
            crate::scratch::begin();
        }
        Self(())
    }

    /// What is allocated from here on lies elsewhere.
    // It was open, and is not any more.
    #[allow(clippy::unused_self)]
    pub(super) fn close(self) -> Kept {
        #[cfg(feature = "standalone")]
        let is_whole = crate::scratch::end();
        #[cfg(not(feature = "standalone"))]
        let is_whole = false;
        Kept { is_whole }
    }
}

impl Kept {
    /// Gives back what a call has made: without a look at its parts where all of them lie in the piece.
    pub(super) fn discard<T>(self, value: T) {
        if self.is_whole { mem::forget(value) } else { drop(value) }
    }
}
