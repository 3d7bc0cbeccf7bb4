//! The allocator of the modules that read replies.

// An allocator hands out addresses.
#![allow(unsafe_code)]

use core::alloc::{GlobalAlloc, Layout};
use core::ptr;
use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering::Relaxed};
use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

/// What a call takes whose reply has some dozens of entries. What does not fit comes from the free list.
const PIECE_LAYOUT: Layout = Layout::new::<[u64; 1 << 12]>();

/// Blocks of a free list, and between [`begin`] and [`end`], of the piece.
pub(crate) struct Allocator {
    blocks: AssumeSingleThreaded<FreeListAllocator>,
}

/// Where the piece lies; null before it is needed first.
static PIECE: AtomicPtr<u8> = AtomicPtr::new(ptr::null_mut());
/// How much of it is taken.
static TAKEN: AtomicUsize = AtomicUsize::new(0);
/// How much of it may be taken: all of it, or nothing while it is closed.
static LIMIT: AtomicUsize = AtomicUsize::new(0);
/// Whether something of this call does not lie in it.
static IS_SPILT: AtomicBool = AtomicBool::new(false);

impl Allocator {
    pub(crate) const fn new() -> Self {
        // SAFETY: the modules are built without threads.
        Self { blocks: unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) } }
    }
}

/// How far into the piece an address lies; beyond its end for any other.
fn place(at: *mut u8) -> usize {
    at.addr().wrapping_sub(PIECE.load(Relaxed).addr())
}

// SAFETY: a block of the piece is given once from one beginning to the next, and [`begin`] has its callers promise that none is
// used after. Before the piece is there nothing is taken of it, and no address lies so low but the stack's.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let at = (TAKEN.load(Relaxed) + layout.align() - 1) & !(layout.align() - 1);
        let end = at.saturating_add(layout.size());
        if end <= LIMIT.load(Relaxed) && layout.align() <= PIECE_LAYOUT.align() {
            TAKEN.store(end, Relaxed);
            // SAFETY: it lies before the limit, which is the end of the piece.
            return unsafe { PIECE.load(Relaxed).add(at) };
        }
        IS_SPILT.store(true, Relaxed);
        // SAFETY: the caller's promise.
        unsafe { self.blocks.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        if place(at) >= PIECE_LAYOUT.size() {
            // SAFETY: it is of the free list, and the caller's promise.
            unsafe { self.blocks.dealloc(at, layout) }
        }
    }
}

/// Opens the piece, empty.
///
/// # Safety
/// Nothing is used any more that was allocated after the last call of this function and before [`end`].
pub(crate) unsafe fn begin() {
    if PIECE.load(Relaxed).is_null() {
        // SAFETY: the layout has a size.
        PIECE.store(unsafe { alloc::alloc::alloc(PIECE_LAYOUT) }, Relaxed);
    }
    TAKEN.store(0, Relaxed);
    LIMIT.store(if PIECE.load(Relaxed).is_null() { 0 } else { PIECE_LAYOUT.size() }, Relaxed);
    IS_SPILT.store(false, Relaxed);
}

/// Whether it is open, and all that was allocated since lies in it.
pub(crate) fn holds_all() -> bool {
    LIMIT.load(Relaxed) > 0 && !IS_SPILT.load(Relaxed)
}

/// Closes it: whether all that was allocated in between lies in it.
pub(crate) fn end() -> bool {
    LIMIT.store(0, Relaxed);
    !IS_SPILT.load(Relaxed)
}
