//! The heads of the log: what is signed, and when the next one is due.

use super::tree::Hash;
use crate::decision::words;
use crate::error::Error;
use crate::input::Field;
use crate::json::Json;
use crate::time::Timestamp;

/// A head at least once a day, also when nothing was added: whoever watches can tell a quiet log from a dead one.
const DAY: i64 = 86_400_000;

/// The payload of the head of a log of `size` leaves with this root: `{ log, size, root, at }`. Its time is `now`, or
/// that of the head before where the clock has jumped back.
///
/// # Errors
/// [`Error::InvalidInput`] when the log has no name, `now` is no moment, or the log has shrunk since `previous`, the
/// payload of the head before.
///
/// ```
/// use kyc_assent::ledger::{head, Tree};
/// let empty = head(None, "kyc.shop.example", 0, Tree::empty().root(), "2026-01-01T00:00:00Z").unwrap();
/// assert!(empty.to_text().ends_with(r#""at":"2026-01-01T00:00:00.000Z"}"#));
/// ```
pub fn head(previous: Option<&Json>, log: &str, size: u64, root: Hash, now: &str) -> Result<Json, Error> {
    if log.is_empty() {
        return Err(Error::input("log", "must be the name of the log"));
    }
    let mut at = moment(now)?;
    if let Some(previous) = previous {
        let last = Field::root("previous", Some(previous));
        if last.get("size").number()? > size {
            return Err(last.get("size").wrong("is larger than the log; leaves are lost"));
        }
        at = at.max(Timestamp::parse(last.get("at").text()?).unwrap_or(at));
    }
    Ok(Json::object([
        ("log", log.into()),
        ("size", size.into()),
        ("root", root.to_hex().into()),
        ("at", at.to_text().into()),
    ]))
}

/// When the next head is due. `previous` is the payload of the last one, `size` that of the log now, `every` the
/// seconds between two heads of a log that grows. A head whose time lies ahead, because a clock did, delays the next
/// one by no more than that.
///
/// # Errors
/// [`Error::InvalidInput`] when `now` is no moment or `previous` no head.
pub fn next_head(previous: Option<&Json>, size: u64, now: &str, every: u32) -> Result<Timestamp, Error> {
    let now = moment(now)?;
    let Some(previous) = previous else { return Ok(now) };
    let last = Field::root("previous", Some(previous));
    let at = moment(last.get("at").text()?)?;
    let wait = if size > last.get("size").number()? { i64::from(every) * 1000 } else { DAY };
    Ok(Timestamp(at.min(now).0 + wait))
}

words! {
    /// Whose turn it is to sign a head.
    HeadSigner {
        /// The first key of the set.
        Active = "active",
        /// The key that signed the head before: one more head, which covers the announcement of the active one.
        Before = "before",
        /// The active key, though nothing that the key before has signed announces it: an operator must know.
        Unvouched = "unvouched",
    }
}

/// Which key signs the next head. `last` is the `kid` and the size of the last head, `active` the `kid` of the first key of
/// the set, `announced` the number of the leaf that announces it, `has_before` whether the private half of the key that
/// signed the last head is still there.
///
/// A new key signs once a head of the key before covers its announcement, so that whoever trusts the old key has its word
/// for the new one.
///
/// ```
/// use kyc_assent::ledger::{HeadSigner, head_signer};
/// assert_eq!(head_signer(None, "new", Some(0), false), HeadSigner::Active);
/// assert_eq!(head_signer(Some(("old", 7)), "new", Some(7), true), HeadSigner::Before);
/// assert_eq!(head_signer(Some(("old", 8)), "new", Some(7), true), HeadSigner::Active);
/// ```
#[must_use]
pub fn head_signer(
    last: Option<(&str, u64)>,
    active: &str,
    announced: Option<u64>,
    has_before: bool,
) -> HeadSigner {
    let is_vouched_for =
        last.is_none_or(|(kid, size)| kid == active || announced.is_some_and(|leaf| size > leaf));
    match (is_vouched_for, has_before) {
        (true, _) => HeadSigner::Active,
        (false, true) => HeadSigner::Before,
        (false, false) => HeadSigner::Unvouched,
    }
}

fn moment(text: &str) -> Result<Timestamp, Error> {
    Timestamp::parse(text)
        .ok_or_else(|| Error::input("now", "must be an ISO 8601 date and time that ends in Z"))
}
