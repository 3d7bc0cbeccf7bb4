//! When a partner is asked again where a person stands: by whoever waits for the end of a verification, and after a hint
//! that nobody has signed.

use crate::consent::redelivery;
use crate::decision::words;
use crate::json::Json;
use crate::plan::plan;
use crate::time::Timestamp;

/// For how long the end is waited for, in milliseconds. A result comes within a day (Kriptomat, compliance); after two
/// it is looked for only when somebody asks.
const LONGEST_WATCH: i64 = 48 * 60 * 60 * 1000;
/// The least between two looks that unsigned hints lead to, in milliseconds: anybody can send them.
const HINT_PAUSE: i64 = 30_000;

words! {
    /// Whether there is still something to wait for.
    WatchState {
        /// Another look is due after its time.
        Waiting = "waiting",
        /// The partner has decided: no further look.
        Over = "over",
        /// It takes longer than any documented time: no further look, and an operator should know.
        Overdue = "overdue",
    }
}

/// Whether and when the next look is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextLook {
    /// Whether there is one.
    pub state: WatchState,
    /// Seconds until then.
    pub after: u32,
}

/// The next look of somebody who has waited since `since` and looked `looks` times. `decisions` is what the last look
/// brought (as [`crate::decision::Decision::to_json`] gives them); none when it brought nothing, or is still to come.
///
/// It is not before the partner's own time, and later with each look that did not end the waiting.
///
/// ```
/// use kyc_assent::{json::Json, look::{WatchState, next_look}, time::Timestamp};
/// let wait = Json::parse(r#"[{ "next": "wait", "lookAgainAfter": 180 }]"#).unwrap();
/// let next = next_look(Timestamp(0), 1, Some(wait.items()), Timestamp(1000));
/// assert_eq!((next.state, next.after), (WatchState::Waiting, 180));
/// ```
#[must_use]
pub fn next_look(since: Timestamp, looks: u32, decisions: Option<&[Json]>, now: Timestamp) -> NextLook {
    let backoff = redelivery(looks.max(1), "unavailable", None).after;
    let waits = |decisions| plan(decisions).get("lookAgainAfter").and_then(Json::as_u64);
    let asked_for = decisions.and_then(waits);
    // What was just handed over may not have arrived where the status is read.
    let may_begin = |list: &[Json]| {
        list.iter().any(|decision| decision.get("next").and_then(Json::as_str) == Some("start-verification"))
    };
    let is_over = decisions.is_some_and(|list| asked_for.is_none() && !may_begin(list));
    let state = if is_over {
        WatchState::Over
    } else if now.0 >= since.0.saturating_add(LONGEST_WATCH) {
        WatchState::Overdue
    } else {
        WatchState::Waiting
    };
    let asked_for = u32::try_from(asked_for.unwrap_or_default()).unwrap_or(u32::MAX);
    NextLook { state, after: backoff.max(asked_for) }
}

/// When a hint leads to a look, after the last one that did: at once, unless that was just now.
///
/// ```
/// use kyc_assent::{look::hinted_look, time::Timestamp};
/// assert_eq!(hinted_look(None, Timestamp(5)), Timestamp(5));
/// assert_eq!(hinted_look(Some(Timestamp(5)), Timestamp(6)), Timestamp(30_005));
/// ```
#[must_use]
pub fn hinted_look(last: Option<Timestamp>, now: Timestamp) -> Timestamp {
    last.map_or(now, |last| now.max(Timestamp(last.0.saturating_add(HINT_PAUSE))))
}
