//! The times that a browser states in its evidence: claims, which are noted and not believed.

use crate::decision::words;
use crate::json::Json;
use crate::time::Timestamp;
use alloc::vec::Vec;

/// How far a browser's clock may be ahead of the gateway's, in milliseconds: a day, for clocks that are set to the wrong
/// day or zone.
const AHEAD: i64 = 24 * 60 * 60 * 1000;

words! {
    /// Why a browser's times cannot be right.
    ClaimDoubt {
        /// `presentedAt` or `tickedAt` is missing, or no time at all.
        NotATime = "not-a-time",
        /// It lies more than a day ahead.
        FromTheFuture = "from-the-future",
        /// The box was ticked before the sentence was there.
        TickedBeforePresented = "ticked-before-presented",
    }
}

/// What is absurd about the times that the evidence states. They are a claim of the browser whether or not something is:
/// the ledger keeps them as that, and counts by its own clock.
///
/// ```
/// use kyc_assent::{consent::{claim_doubts, ClaimDoubt}, json::Json, time::Timestamp};
/// let evidence = Json::parse(r#"{ "presentedAt": "1970-01-01T00:00:09Z", "tickedAt": "1970-01-01T00:00:01Z" }"#).unwrap();
/// assert_eq!(claim_doubts(&evidence, Timestamp(10_000)), [ClaimDoubt::TickedBeforePresented]);
/// ```
#[must_use]
pub fn claim_doubts(evidence: &Json, now: Timestamp) -> Vec<ClaimDoubt> {
    let time = |name: &str| evidence.get(name).and_then(Json::as_str).and_then(Timestamp::parse);
    let (presented, ticked) = (time("presentedAt"), time("tickedAt"));
    let mut doubts = Vec::new();
    if presented.is_none() || ticked.is_none() {
        doubts.push(ClaimDoubt::NotATime);
    }
    if presented.max(ticked).is_some_and(|latest| latest.0 - now.0 > AHEAD) {
        doubts.push(ClaimDoubt::FromTheFuture);
    }
    if presented.is_some() && ticked.is_some() && ticked < presented {
        doubts.push(ClaimDoubt::TickedBeforePresented);
    }
    doubts
}
