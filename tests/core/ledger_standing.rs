//! What becomes of acceptances: the entries of a ledger, read together.

use crate::sample::{parsed, value};
use kyc_assent::json::Json;
use kyc_assent::ledger::{Range, Standing, acceptances};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Entries of these events, one a minute, as far as standings are read from them.
fn entries(events: &[Value]) -> Vec<Json> {
    let entry = |(index, event): (usize, &Value)| {
        let at = format!("2026-01-01T00:{index:02}:00.000Z");
        parsed(
            &json!({ "sequence": index + 1, "at": at, "hash": format!("hash-{}", index + 1), "event": event }),
        )
    };
    events.iter().enumerate().map(entry).collect()
}

fn accepted(policy: &str, version: &str) -> Value {
    json!({ "kind": "accepted", "policy": policy, "version": version })
}

fn told(acceptance: u64) -> Value {
    json!({ "kind": "told", "policy": "p", "partner": "crossmint", "acceptance": acceptance })
}

fn lapsed(acceptance: u64) -> Value {
    json!({ "kind": "lapsed", "policy": "p", "partner": "crossmint", "acceptance": acceptance })
}

fn withdrawn(policy: &str) -> Value {
    json!({ "kind": "withdrawn", "policy": policy })
}

/// What `marks` gives of an acceptance to which these things happened at these minutes.
fn at(minutes: [Option<u32>; 3]) -> [Option<String>; 3] {
    minutes.map(|minute| minute.map(|minute| format!("2026-01-01T00:{minute:02}:00.000Z")))
}

fn marks(standing: &Standing) -> [Option<String>; 3] {
    [standing.told_at.clone(), standing.withdrawn_at.clone(), standing.lapsed_at.clone()]
}

#[test]
fn an_acceptance_is_told_and_withdrawn() {
    let found = acceptances(&entries(&[accepted("p", "1"), told(1), withdrawn("p")]));
    assert_eq!(found.len(), 1);
    assert_eq!(marks(&found[0]), at([Some(1), Some(2), None]));
    assert_eq!(
        value(&found[0].to_json()),
        json!({ "sequence": 1, "id": "hash-1", "at": "2026-01-01T00:00:00.000Z", "event": accepted("p", "1"), "toldAt": "2026-01-01T00:01:00.000Z", "withdrawnAt": "2026-01-01T00:02:00.000Z" })
    );
}

#[test]
fn a_withdrawal_means_every_acceptance_of_its_policy_that_was_not_withdrawn_before() {
    let events = [
        accepted("p", "1"),
        accepted("q", "1"),
        withdrawn("p"),
        accepted("p", "1"),
        accepted("p", "2"),
        withdrawn("p"),
    ];
    let found = acceptances(&entries(&events));
    let found: Vec<_> = found.iter().map(marks).collect();
    let expected = [Some(2), None, Some(5), Some(5)];
    assert_eq!(found, expected.map(|withdrawn| at([None, withdrawn, None])));
}

#[test]
fn told_and_lapsed_mean_the_acceptance_that_they_name() {
    let found = acceptances(&entries(&[
        accepted("p", "1"),
        accepted("p", "1"),
        told(2),
        lapsed(1),
        told(9),
        told(2),
    ]));
    assert_eq!(marks(&found[0]), at([None, None, Some(3)]));
    assert_eq!(marks(&found[1]), at([Some(2), None, None]), "the first time counts");
}

#[test]
fn an_erasure_changes_no_acceptance() {
    let found = acceptances(&entries(&[accepted("p", "1"), told(1), json!({ "kind": "erased" })]));
    assert_eq!(marks(&found[0]), at([Some(1), None, None]));
}

#[test]
fn in_force_is_what_is_of_this_version_and_neither_withdrawn_nor_dropped() {
    let in_force = |events: &[Value]| acceptances(&entries(events))[0].is_in_force("p", "1");
    assert!(in_force(&[accepted("p", "1")]));
    assert!(in_force(&[accepted("p", "1"), told(1), withdrawn("q"), accepted("p", "2")]));
    assert!(!in_force(&[accepted("p", "2")]));
    assert!(!in_force(&[accepted("q", "1")]));
    assert!(!in_force(&[accepted("p", "1"), withdrawn("p")]));
    assert!(!in_force(&[accepted("p", "1"), lapsed(1)]));
}

#[test]
fn what_is_no_standing_is_not_read() {
    let standing = acceptances(&entries(&[accepted("p", "1"), told(1), withdrawn("p"), lapsed(1)])).remove(0);
    let whole = value(&standing.to_json());
    assert_eq!(Standing::from_json(&parsed(&whole)), Some(standing));
    for name in ["sequence", "id", "at", "event", "toldAt", "withdrawnAt", "lapsedAt"] {
        for wrong in [Value::Null, json!(-1), json!([])] {
            let mut changed = whole.clone();
            changed[name] = wrong;
            assert_eq!(Standing::from_json(&parsed(&changed)), None, "{name}");
        }
    }
    for no_entry in [json!({}), json!([]), json!({ "event": accepted("p", "1") }), entries_json(&told(1))] {
        assert_eq!(Standing::of(&parsed(&no_entry)), None);
    }
}

fn entries_json(event: &Value) -> Value {
    value(&entries(std::slice::from_ref(event))[0])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    /// A host that follows its acceptances entry by entry, and asks only about those that an entry can mean, knows the
    /// same as one that reads all of them.
    #[test]
    fn acceptances_followed_entry_by_entry_are_those_read_together(picks in prop::collection::vec(0_u64..40, 0..30)) {
        let event = |pick: &u64| match pick % 4 {
            0 => accepted(["p", "q"][(pick / 4 % 2) as usize], "1"),
            1 => told(pick / 4),
            2 => lapsed(pick / 4),
            _ => withdrawn(["p", "q"][(pick / 4 % 2) as usize]),
        };
        let all = entries(&picks.iter().map(event).collect::<Vec<_>>());
        let mut followed: Vec<Standing> = Vec::new();
        for entry in &all {
            for standing in &mut followed {
                *standing = Standing::from_json(&standing.to_json()).unwrap().after(entry);
            }
            followed.extend(Standing::of(entry));
        }
        prop_assert_eq!(followed, acceptances(&all));
    }
}

#[test]
fn a_range_is_about_acceptances_and_what_became_of_them() {
    let all = entries(&[
        accepted("p", "1"),
        told(1),
        accepted("q", "1"),
        accepted("p", "2"),
        withdrawn("p"),
        json!({ "kind": "erased" }),
    ]);
    let minute = |minute: usize| format!("2026-01-01T00:{minute:02}:00.000Z");
    let (first, fourth, fifth) = (minute(1), minute(4), minute(5));
    let whole = Range::default();
    assert_eq!(whole.entries(&all), [true, true, true, true, true, false]);
    assert_eq!(whole.acceptances(&all).len(), 3);
    for (range, marked, found) in [
        (Range { policy: Some("p"), ..whole }, [true, true, false, true, true, false], vec![1, 4]),
        (Range { policy: Some("q"), ..whole }, [false, false, true, false, false, false], vec![3]),
        (
            Range { policy: Some("p"), version: Some("2"), ..whole },
            [false, false, false, true, true, false],
            vec![4],
        ),
        (Range { version: Some("3"), ..whole }, [false; 6], vec![]),
        // From is in it, to is not.
        (
            Range { from: Some(&first), to: Some(&fourth), ..whole },
            [false, true, true, true, false, false],
            vec![1, 3, 4],
        ),
        (Range { from: Some(&fourth), ..whole }, [false, false, false, false, true, false], vec![1, 4]),
        (Range { from: Some(&fifth), ..whole }, [false; 6], vec![]),
        (Range { to: Some(&first), ..whole }, [true, false, false, false, false, false], vec![1]),
    ] {
        assert_eq!(range.entries(&all), marked, "{range:?}");
        let numbers: Vec<u64> = range.acceptances(&all).iter().map(|one| one.sequence).collect();
        assert_eq!(numbers, found, "{range:?}");
    }
}

#[test]
fn of_an_entry_that_is_none_a_range_says_nothing() {
    let odd = [json!({}), json!({ "at": 1, "event": 2 }), json!({ "at": "x", "event": { "kind": "told" } })];
    let all: Vec<Json> = odd.iter().map(parsed).collect();
    assert_eq!(Range::default().entries(&all), [false; 3]);
}
