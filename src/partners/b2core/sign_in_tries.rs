//! How often a client's sign-in may be tried. An installation blocks a client for ten minutes after five tries in a
//! minute, and counts wrong codes too (docs: front authentication).

use alloc::vec::Vec;

use crate::time::Timestamp;

/// The most tries in a window: one short of the installation's own, so that nobody gets a client blocked through us.
const MOST_TRIES: usize = 4;
/// The window, in milliseconds.
const WINDOW: i64 = 60_000;

/// The tries that still count, and until when the installation has said that it takes none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignInTries {
    /// When each was made, oldest first.
    pub at: Vec<Timestamp>,
    /// From then on it takes tries again; none where it never blocked this client.
    pub blocked_until: Option<Timestamp>,
}

impl SignInTries {
    /// Counts a try that is about to be made. What comes back is to be on record before the try is made.
    ///
    /// # Errors
    /// The seconds to wait, 1 or more, when there have been too many: then nothing may be sent.
    ///
    /// ```
    /// use kyc_assent::{partners::b2core::SignInTries, time::Timestamp};
    /// let mut tries = SignInTries::default();
    /// for second in 0..4 {
    ///     tries = tries.count(Timestamp(second * 1000)).unwrap();
    /// }
    /// assert_eq!(tries.count(Timestamp(10_000)), Err(50)); // 60 s after the first
    /// ```
    pub fn count(&self, now: Timestamp) -> Result<Self, u32> {
        // A time from after now is of a clock that was set back since: it counts, or the limit could be got round.
        let recent = |at: &&Timestamp| at.0 > now.0.saturating_sub(WINDOW);
        let mut at: Vec<Timestamp> = self.at.iter().filter(recent).copied().collect();
        let blocked = self.blocked_until.map_or(i64::MIN, |until| until.0);
        let full = match at.first() {
            Some(oldest) if at.len() >= MOST_TRIES => oldest.0.saturating_add(WINDOW),
            _ => i64::MIN,
        };
        let free_at = blocked.max(full);
        if free_at > now.0 {
            let seconds = free_at.saturating_sub(now.0).saturating_add(999) / 1000;
            return Err(u32::try_from(seconds).unwrap_or(u32::MAX));
        }
        at.push(now);
        Ok(Self { at, blocked_until: self.blocked_until })
    }
}
