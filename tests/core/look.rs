//! When a partner is looked at again: by whoever waits, after hints, and what webhooks out of order change.

use crate::sample::parsed;
use kyc_assent::look::{WatchState, hinted_look, next_look};
use kyc_assent::partners::sumsub::{WebhookRank, rank_webhook};
use kyc_assent::time::Timestamp;
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;

fn look(looks: u32, decisions: &Value, now: i64) -> (&'static str, u32) {
    let known = parsed(decisions);
    let known = (!decisions.is_null()).then(|| known.items());
    let next = next_look(Timestamp(0), looks, known, Timestamp(now));
    (next.state.as_str(), next.after)
}

fn wait(seconds: u32) -> Value {
    json!([{ "next": "wait", "lookAgainAfter": seconds }])
}

#[test]
fn it_is_not_before_the_partners_own_time_and_later_with_each_look() {
    let afters = |seconds| [0, 1, 2, 3, 6, 7, 30].map(|looks| look(looks, &wait(seconds), HOUR).1);
    assert_eq!(afters(1), [5, 5, 10, 20, 160, 320, 3600]);
    assert_eq!(afters(180), [180, 180, 180, 180, 180, 320, 3600]);
    assert_eq!(look(1, &wait(u32::MAX), HOUR), ("waiting", u32::MAX));
}

#[test]
fn a_look_that_brought_nothing_is_followed_by_another() {
    assert_eq!(look(0, &Value::Null, 0), ("waiting", 5));
    assert_eq!(look(4, &Value::Null, HOUR), ("waiting", 40));
}

#[test]
fn the_waiting_ends_when_the_partner_has_decided() {
    for next in ["proceed", "stop", "provide", "ask-consent", "hold"] {
        assert_eq!(look(1, &json!([{ "next": next }]), HOUR).0, "over", "{next}");
        assert_eq!(look(1, &json!([{ "next": next }]), 500 * HOUR).0, "over", "{next}");
    }
    assert_eq!(look(1, &json!([]), HOUR).0, "over");
    let both = json!([{ "next": "proceed" }, { "next": "wait", "lookAgainAfter": 7 }]);
    assert_eq!(look(1, &both, HOUR), ("waiting", 7));
}

/// What was just handed over may not be seen yet where the status is read.
#[test]
fn a_status_that_has_not_begun_is_waited_for() {
    assert_eq!(look(2, &json!([{ "next": "start-verification" }]), HOUR), ("waiting", 10));
}

#[test]
fn after_two_days_nobody_looks_any_more() {
    for decisions in [wait(180), json!([{ "next": "start-verification" }]), Value::Null] {
        assert_eq!(look(9, &decisions, 48 * HOUR - 1).0, "waiting", "{decisions}");
        assert_eq!(look(9, &decisions, 48 * HOUR).0, "overdue", "{decisions}");
    }
    let at_the_end = next_look(Timestamp(i64::MAX), u32::MAX, None, Timestamp(i64::MIN));
    assert_eq!((at_the_end.state, at_the_end.after), (WatchState::Waiting, 3600));
}

#[test]
fn hints_lead_to_a_look_now_and_then() {
    let at = |last: Option<i64>, now: i64| hinted_look(last.map(Timestamp), Timestamp(now)).0;
    assert_eq!(at(None, 7), 7);
    assert_eq!(at(Some(1_000), 1_000), 31_000);
    assert_eq!(at(Some(1_000), 30_999), 31_000);
    assert_eq!(at(Some(1_000), 31_000), 31_000);
    assert_eq!(at(Some(1_000), 90_000), 90_000);
    assert_eq!(at(Some(i64::MAX), 0), i64::MAX);
}

#[test]
fn webhooks_are_put_in_order_by_their_own_times() {
    let rank = |created: i64, last: Option<i64>, read: Option<i64>| {
        rank_webhook(Timestamp(created), last.map(Timestamp), read.map(Timestamp))
    };
    assert_eq!(rank(5, None, None), WebhookRank::Newest);
    assert_eq!(rank(5, Some(4), Some(4)), WebhookRank::Newest);
    assert_eq!(rank(5, Some(6), None), WebhookRank::Older);
    assert_eq!(rank(5, Some(6), Some(4)), WebhookRank::Older);
    assert_eq!(rank(5, Some(5), None), WebhookRank::Unclear, "two of one moment");
    assert_eq!(rank(5, Some(4), Some(5)), WebhookRank::Unclear, "asked in that moment");
    assert_eq!(rank(5, None, Some(6)), WebhookRank::Unclear, "asked since");
}
