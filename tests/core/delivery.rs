//! When a partner is told again of a consent that it has not confirmed.

use kyc_assent::consent::{keys_known_from, may_tell, redelivery};
use kyc_assent::time::Timestamp;

#[test]
fn the_wait_doubles_from_five_seconds_to_an_hour() {
    let waits: Vec<u32> = (1..=14).map(|attempts| redelivery(attempts, "unavailable", None).after).collect();
    assert_eq!(waits, [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600, 3600]);
    for attempts in [17, 18, 33, 1_000, u32::MAX] {
        assert_eq!(redelivery(attempts, "unavailable", None).after, 3600);
    }
    assert_eq!(redelivery(0, "unavailable", None).after, 5);
}

#[test]
fn what_the_partner_asks_for_is_the_least_wait_and_a_day_the_longest() {
    assert_eq!(redelivery(1, "rate-limited", Some(60)).after, 60);
    assert_eq!(redelivery(6, "rate-limited", Some(60)).after, 160);
    assert_eq!(redelivery(1, "unavailable", Some(0)).after, 5);
    assert_eq!(redelivery(1, "unavailable", Some(7_200)).after, 7_200);
    assert_eq!(redelivery(1, "unavailable", Some(u32::MAX)).after, 86_400);
}

#[test]
fn what_an_operator_must_mend_is_reported_and_still_tried() {
    for code in [
        "unauthorized",
        "not-enabled",
        "refused",
        "not-found",
        "invalid-input",
        "consent-required",
        "trapped",
    ] {
        for attempts in [1, 5, 100] {
            let next = redelivery(attempts, code, Some(10));
            assert!(next.report, "{code}");
            assert_eq!(next.after, 3600, "{code}");
        }
    }
}

#[test]
fn what_passes_by_itself_is_not_reported() {
    for code in ["unavailable", "rate-limited", "unreadable", "", "something-new"] {
        assert!(!redelivery(3, code, None).report, "{code}");
        assert_eq!(redelivery(3, code, None).after, 20, "{code}");
    }
}

#[test]
fn a_partner_that_asked_to_be_left_alone_is_left_alone_until_then() {
    let now = Timestamp(1_000);
    for (problem, due, may) in [
        (Some("rate-limited"), 1_001, false),
        (Some("rate-limited"), 1_000, true),
        (Some("rate-limited"), 0, true),
        (Some("unavailable"), 1_001, true),
        (None, 1_001, true),
    ] {
        assert_eq!(may_tell(problem, Timestamp(due), now), may);
    }
}

#[test]
fn an_idempotency_key_is_known_for_a_day() {
    assert_eq!(keys_known_from(Timestamp(90_000_000)), Timestamp(3_600_000));
    assert_eq!(keys_known_from(Timestamp(i64::MIN)), Timestamp(i64::MIN));
}
