//! What the standard library would bring to the published modules, at a third of the bytes: an allocator, and an end
//! to a panic. A panic becomes a trap, which the loaders turn into a typed error.

#[cfg(feature = "browser")]
#[global_allocator]
static ALLOCATOR: crate::scratch::Allocator = crate::scratch::Allocator::new();

#[cfg(all(any(feature = "consent", feature = "verify"), not(feature = "browser")))]
#[global_allocator]
#[allow(unsafe_code)]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    // SAFETY: the modules are built without threads.
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

/// Gives nothing back: an instance lives for one call.
#[cfg(not(any(feature = "consent", feature = "verify")))]
#[global_allocator]
#[allow(unsafe_code)]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::LeakingAllocator> =
    // SAFETY: as above.
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::LeakingAllocator::new()) };

#[panic_handler]
fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
