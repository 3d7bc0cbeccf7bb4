//! When to tell a partner again of a consent that it has not confirmed, and for how long a repeated request is known.

use crate::time::Timestamp;

/// The wait after the first failure, in seconds. It doubles with each further one.
const FIRST: u32 = 5;
/// The longest wait, in seconds: an outage of a day costs some thirty requests.
const LONGEST: u32 = 3600;

/// For how long an idempotency key is known, in milliseconds: a day, as the IETF draft on the header suggests for retries
/// that a client makes by itself.
const KEY_LIFETIME: i64 = 24 * 60 * 60 * 1000;

/// Whether and when to try again. There is no giving up: what a partner has not confirmed stays queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redelivery {
    /// Seconds until the next try.
    pub after: u32,
    /// Whether it will not succeed before an operator has done something.
    pub report: bool,
}

/// The next try, after `attempts` tries (1 or more) of which the last ended in the error `code`.
///
/// `acceptLegalDocument` is a PUT that records the latest version, so telling a partner twice is harmless.
#[must_use]
pub fn redelivery(attempts: u32, code: &str, retry_after: Option<u32>) -> Redelivery {
    let report = matches!(
        code,
        "unauthorized"
            | "not-enabled"
            | "refused"
            | "not-found"
            | "invalid-input"
            | "consent-required"
            | "trapped"
    );
    let doubled = FIRST.saturating_mul(1 << attempts.saturating_sub(1).min(16)).min(LONGEST);
    let after = if report { LONGEST } else { doubled.max(retry_after.unwrap_or(0).min(24 * LONGEST)) };
    Redelivery { after, report }
}

/// Whether a partner may be told now, also before the next try is `due`: not while it has asked to be left alone.
/// `problem` is the code of the error that the last try ended in.
///
/// ```
/// use kyc_assent::{consent::may_tell, time::Timestamp};
/// assert!(may_tell(Some("unavailable"), Timestamp(60_000), Timestamp(0)));
/// assert!(!may_tell(Some("rate-limited"), Timestamp(60_000), Timestamp(0)));
/// ```
#[must_use]
pub fn may_tell(problem: Option<&str>, due: Timestamp, now: Timestamp) -> bool {
    problem != Some("rate-limited") || due <= now
}

/// Idempotency keys that were used before this moment are forgotten.
///
/// ```
/// use kyc_assent::{consent::keys_known_from, time::Timestamp};
/// assert_eq!(keys_known_from(Timestamp(86_400_001)), Timestamp(1));
/// ```
#[must_use]
pub const fn keys_known_from(now: Timestamp) -> Timestamp {
    Timestamp(now.0.saturating_sub(KEY_LIFETIME))
}
