//! Follows the digests of a file from line to line, so that a change is found in its own line and in no other.

use super::super::entry::NOTHING;
use super::super::seal::chained;
use alloc::string::String;

/// The digest of the line before: as that line states it, and as it must be. They differ where that line was changed,
/// and either may be what the next one was made from.
#[derive(Debug, Clone)]
pub(super) struct Digests {
    stated: String,
    computed: String,
    is_known: bool,
}

impl Digests {
    pub(super) fn new() -> Self {
        Self { stated: NOTHING.into(), computed: NOTHING.into(), is_known: true }
    }

    /// Whether the next line fits: its content without the digest, and the digest.
    pub(super) fn fit(&mut self, content: &[u8], digest: &str) -> bool {
        let from_stated = chained(&self.stated, content);
        let from_computed =
            if self.stated == self.computed { from_stated.clone() } else { chained(&self.computed, content) };
        let fits = from_stated == digest || from_computed == digest || !self.is_known;
        self.computed = if fits { digest.into() } else { from_stated };
        self.stated = digest.into();
        self.is_known = true;
        fits
    }

    /// Notes a line that could not be read: of the next one it is not known whether it fits.
    pub(super) fn lose(&mut self) {
        self.is_known = false;
    }

    /// The digest of the last line.
    pub(super) fn last(&self) -> &str {
        &self.stated
    }
}
