//! When to tell a partner again of a consent that it has not confirmed.

/// The wait after the first failure, in seconds. It doubles with each further one.
const FIRST: u32 = 5;
/// The longest wait, in seconds: an outage of a day costs some thirty requests.
const LONGEST: u32 = 3600;

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
