//! How long a partner's token is used, and when a new one is due.

use crate::time::Timestamp;

/// The part of a token's life after which a new one is due, in percent: late enough to spare logins, early enough to
/// try again before it ends.
const RENEWAL: i64 = 80;

/// The life of a token, from the partner's reply alone: what was asked for says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// From then on a new token should be fetched.
    pub renew_at: Timestamp,
    /// From then on the token must not be used.
    pub ends_at: Timestamp,
}

impl Session {
    /// The life of a token that was asked for at `asked_at` and granted for `expires_in` seconds. It counts from the
    /// asking: the time on the way is not given away.
    ///
    /// ```
    /// use kyc_assent::{credential::Session, time::Timestamp};
    /// let session = Session::granted(Timestamp(0), 3600);
    /// assert_eq!((session.renew_at, session.ends_at), (Timestamp(2_880_000), Timestamp(3_600_000)));
    /// ```
    #[must_use]
    pub fn granted(asked_at: Timestamp, expires_in: u32) -> Self {
        let life = i64::from(expires_in) * 1000;
        Self {
            renew_at: Timestamp(asked_at.0.saturating_add(life * RENEWAL / 100)),
            ends_at: Timestamp(asked_at.0.saturating_add(life)),
        }
    }
}
