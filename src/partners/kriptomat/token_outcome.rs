//! What became of a Sumsub share token that was sent with `kriptomat.importKyc`. It works once and lives for a short
//! time, so after an unclear reply it is never sent again: `kyc_status` is read, then another one is made (Sumsub, share
//! tokens; Kriptomat, compliance).

use crate::decision::words;

/// How many further tokens one hand-over makes after unclear replies: an outage is left to the next hand-over.
const FURTHER_TOKENS: u32 = 1;

words! {
    /// What an error of the import says of the token that was sent.
    TokenOutcome {
        /// Kriptomat has looked at it and refused it.
        Refused = "refused",
        /// Kriptomat has not looked at it.
        NotTaken = "not-taken",
        /// Nobody knows. Only the user's status can tell.
        Unclear = "unclear",
    }
}

impl TokenOutcome {
    /// By the code of the error that the import ended in, or any other word where it ended in none of ours. Only what
    /// says for sure that the token was not looked at counts as such.
    ///
    /// ```
    /// use kyc_assent::partners::kriptomat::TokenOutcome;
    /// assert_eq!(TokenOutcome::of("unavailable"), TokenOutcome::Unclear);
    /// assert_eq!(TokenOutcome::of("rate-limited"), TokenOutcome::NotTaken);
    /// ```
    #[must_use]
    pub fn of(code: &str) -> Self {
        match code {
            "refused" => Self::Refused,
            "invalid-input" | "consent-required" | "unauthorized" | "not-found" | "not-enabled"
            | "rate-limited" => Self::NotTaken,
            _ => Self::Unclear,
        }
    }

    /// Whether the user's status must be read before anything else is done.
    #[must_use]
    pub const fn must_look(self) -> bool {
        !matches!(self, Self::NotTaken)
    }

    /// Whether another token may be made and sent in the same hand-over, after `sent` tokens, once the status says that
    /// nothing has begun. The same token never is.
    #[must_use]
    pub const fn may_renew(self, sent: u32) -> bool {
        matches!(self, Self::Unclear) && sent <= FURTHER_TOKENS
    }
}
