//! The order of webhooks: they arrive in any, and more than once (docs: webhook manager). Their own times put them in
//! order; a later one may turn GREEN to RED.

use crate::decision::words;
use crate::time::Timestamp;

words! {
    /// What a webhook is, next to those that came before it.
    WebhookRank {
        /// The newest: what it decides stands.
        Newest = "newest",
        /// Which of it and what is known is newer cannot be told: whoever wants to know asks the partner.
        Unclear = "unclear",
        /// An older one: it changes nothing.
        Older = "older",
    }
}

/// Where a webhook made at `created` stands, by its own time: next to the newest that came before (`last`), and to when
/// the partner was last asked for the status that is known (`read_at`), if either is.
///
/// ```
/// use kyc_assent::{partners::sumsub::{WebhookRank, rank_webhook}, time::Timestamp};
/// assert_eq!(rank_webhook(Timestamp(2), Some(Timestamp(1)), None), WebhookRank::Newest);
/// assert_eq!(rank_webhook(Timestamp(2), Some(Timestamp(3)), None), WebhookRank::Older);
/// assert_eq!(rank_webhook(Timestamp(2), None, Some(Timestamp(2))), WebhookRank::Unclear);
/// ```
#[must_use]
pub fn rank_webhook(created: Timestamp, last: Option<Timestamp>, read_at: Option<Timestamp>) -> WebhookRank {
    if last.is_some_and(|last| created < last) {
        WebhookRank::Older
    } else if last == Some(created) || read_at.is_some_and(|read| read >= created) {
        WebhookRank::Unclear
    } else {
        WebhookRank::Newest
    }
}
