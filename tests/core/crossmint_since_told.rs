//! Crossmint's words about its policy, after the person has agreed anew.

use crate::sample::{eligibility, parsed, read, success, value};
use kyc_assent::json::Json;
use kyc_assent::partners::crossmint::{PolicyTimes, SinceTold, since_told};
use kyc_assent::time::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

/// As they are read from Crossmint.
fn decisions(operation: &str, body: &Value) -> Vec<Json> {
    let reading = value(&read(operation, body).to_json());
    reading["decisions"].as_array().unwrap().iter().map(parsed).collect()
}

fn pending() -> Vec<Json> {
    let list = [("onramp", "pending-privacy-policy"), ("offramp", "verified")];
    decisions("crossmint.getVerification", &eligibility(&list))
}

/// A summary whose acceptance is of a version that is not valid; or one that lists none.
fn summary(lists_it: bool) -> Vec<Json> {
    let mut user = success("crossmint.getUser");
    user["legalDocuments"] = if lists_it {
        json!([{ "type": "crossmint-privacy-policy", "isValidVersion": false }])
    } else {
        json!([])
    };
    let found = decisions("crossmint.getUser", &user);
    assert_eq!(found.len(), 1);
    found
}

fn now(list: &[Json], told: Option<i64>, asked: i64, triggered: Option<i64>) -> SinceTold {
    let times = PolicyTimes {
        told_at: told.map(Timestamp),
        asked_at: Timestamp(asked),
        triggered_at: triggered.map(Timestamp),
    };
    since_told(list, times)
}

fn nexts(found: &SinceTold) -> Vec<(&str, &str)> {
    found
        .decisions
        .iter()
        .map(|d| {
            (d.get("next").and_then(Json::as_str).unwrap(), d.get("text").and_then(Json::as_str).unwrap())
        })
        .collect()
}

const START: [(&str, &str); 2] = [("start-verification", "start-verification"), ("proceed", "proceed")];

#[test]
fn told_after_the_last_trigger_it_is_triggered_again() {
    let found = now(&pending(), Some(20), 30, Some(10));
    assert_eq!((nexts(&found), found.lapsed), (START.to_vec(), false));
    assert_eq!(
        value(&found.decisions[0]),
        json!({
            "partner": "crossmint", "scope": "onramp", "next": "start-verification", "text": "start-verification",
            "said": { "status": "pending-privacy-policy" }, "show": [],
        })
    );
}

#[test]
fn where_no_trigger_is_known_one_more_tells() {
    let found = now(&pending(), Some(20), 30, None);
    assert_eq!((nexts(&found), found.lapsed), (START.to_vec(), false));
}

#[test]
fn told_after_the_answer_was_asked_for_it_is_of_before() {
    let mut both = summary(true);
    both.extend(pending());
    for triggered in [None, Some(5), Some(25)] {
        let found = now(&both, Some(20), 19, triggered);
        assert_eq!((nexts(&found), found.lapsed), (START.to_vec(), false), "{triggered:?}");
    }
}

#[test]
fn told_before_the_last_trigger_it_has_lapsed() {
    for triggered in [20, 21] {
        let found = now(&pending(), Some(20), 30, Some(triggered));
        assert_eq!((&found.decisions, found.lapsed), (&pending(), true));
    }
}

#[test]
fn a_summary_that_names_it_as_not_valid_is_believed_whatever_the_trigger() {
    let mut both = summary(true);
    both.extend(pending());
    for triggered in [None, Some(10), Some(25)] {
        for asked in [20, 30] {
            let found = now(&both, Some(20), asked, triggered);
            assert_eq!((&found.decisions, found.lapsed), (&both, true), "{asked} {triggered:?}");
        }
    }
}

#[test]
fn a_summary_that_lists_nothing_says_nothing() {
    let mut both = summary(false);
    both.extend(pending());
    let found = now(&both, Some(20), 30, Some(10));
    assert_eq!((nexts(&found), found.lapsed), (START.to_vec(), false));
    assert!(now(&both, Some(20), 30, Some(25)).lapsed);
}

#[test]
fn without_an_acceptance_nothing_changes() {
    let mut both = summary(true);
    both.extend(pending());
    for triggered in [None, Some(1)] {
        let found = now(&both, None, 30, triggered);
        assert_eq!((&found.decisions, found.lapsed), (&both, false));
    }
}

#[test]
fn other_partners_and_other_steps_stay_as_they_are() {
    let list = [
        json!({ "partner": "sumsub", "scope": "x", "next": "ask-consent", "text": "ask-consent", "said": {} }),
        json!({ "partner": "crossmint", "scope": "x", "next": "wait", "text": "wait-review", "said": {} }),
        json!({ "next": "ask-consent" }),
        json!("ask-consent"),
        Value::Null,
    ]
    .map(|decision| parsed(&decision));
    let found = now(&list, Some(20), 30, Some(25));
    assert_eq!((found.decisions.as_slice(), found.lapsed), (list.as_slice(), false));
}

proptest! {
    #[test]
    fn law_1_fail_closed_nothing_becomes_proceed(
        statuses in proptest::collection::vec("[a-z-]{3,12}|pending-privacy-policy|verified", 1..5),
        told in proptest::option::of(0_i64..4), asked in 0_i64..4, triggered in proptest::option::of(0_i64..4),
    ) {
        let list: Vec<_> = statuses.iter().enumerate().map(|(at, status)| (format!("p{at}"), status)).collect();
        let list: Vec<_> = list.iter().map(|(product, status)| (product.as_str(), status.as_str())).collect();
        let before = decisions("crossmint.getVerification", &eligibility(&list));
        let found = now(&before, told, asked, triggered);
        prop_assert_eq!(found.decisions.len(), before.len());
        for (old, new) in before.iter().zip(&found.decisions) {
            prop_assert!(old == new || new.get("next") == Some(&"start-verification".into()));
        }
        prop_assert!(!found.lapsed || found.decisions == before);
    }
}
