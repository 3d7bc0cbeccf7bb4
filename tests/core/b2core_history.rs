//! B2CORE's grants of levels: one spelling and one type for each member, their order, and the level that is wanted.

use crate::accounts::changed;
use crate::sample::{parsed, read, reply, value};
use kyc_assent::decision::{Decision, Next, Partner};
use kyc_assent::error::Error;
use kyc_assent::operation;
use kyc_assent::partners::b2core::{WantedLevel, level_decision};
use proptest::prelude::*;
use serde_json::{Value, json};

const LIST: &str = "b2core.listVerifications";
const DETAILS: &str = "b2core.getVerification";

fn grant(id: u64, level: u64, time: &str) -> Value {
    json!({ "id": id, "clientId": 222, "currentLevel": { "id": level, "name": format!("Level {level}") },
            "previousLevel": null, "reason": { "name": "created" }, "userId": 11, "createTime": time })
}

fn history(data: &Value) -> Value {
    json!({ "total": data.as_array().unwrap().len(), "data": data })
}

/// The ids of the levels, in the order in which they are handed on.
fn levels(data: &Value) -> Vec<u64> {
    let read = value(&read(LIST, &history(data)).value);
    read["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|grant| grant["currentLevel"]["id"].as_u64().unwrap())
        .collect()
}

fn unreadable(operation: &str, body: &Value) -> &'static str {
    match operation::read(operation, &reply(200, body)) {
        Err(Error::Unreadable { field, .. }) => field,
        other => panic!("{body}: {other:?}"),
    }
}

/// Rows 20, 21 and 30: `userId` a string, and the newer level with the smaller id at the same time.
#[test]
fn the_documented_history() {
    let body = json!({ "total": 2, "data": [
        { "id": 186, "clientId": 222, "currentLevel": { "id": 1, "name": "Level 0" }, "previousLevel": null,
          "reason": { "name": "created" }, "userId": "1", "createTime": "2022-01-01T00:00:00+00:00" },
        { "id": 75, "clientId": 222, "currentLevel": { "id": 2, "name": "Level 1" },
          "previousLevel": { "id": 1, "name": "Level 0" },
          "reason": { "name": "Application: 838" }, "userId": "1", "createTime": "2022-01-01T00:00:00+00:00" },
    ] });
    let reading = read(LIST, &body);
    assert_eq!(
        value(&reading.value),
        json!({ "total": 2, "data": [
            { "id": 75, "clientId": 222, "currentLevel": { "id": 2, "name": "Level 1" },
              "previousLevel": { "id": 1, "name": "Level 0" },
              "reason": { "name": "Application: 838" }, "userId": 1, "createTime": "2022-01-01T00:00:00+00:00" },
            { "id": 186, "clientId": 222, "currentLevel": { "id": 1, "name": "Level 0" }, "previousLevel": null,
              "reason": { "name": "created" }, "userId": 1, "createTime": "2022-01-01T00:00:00+00:00" },
        ] })
    );
    assert!(reading.decisions.is_empty(), "which level is wanted, the host knows");
}

/// Row 22: the details are a list of one.
#[test]
fn the_documented_details() {
    let row = changed(grant(18, 2, "2022-01-01T00:00:00+00:00"), &json!({ "reason": { "name": 838 } }));
    let expected = changed(row.clone(), &json!({ "reason": { "name": "838" } }));
    for data in [json!([row]), row, json!([expected, grant(1, 1, "2023-01-01T00:00:00+00:00")])] {
        let reading = read(DETAILS, &json!({ "total": 1, "data": data }));
        assert_eq!(value(&reading.value), expected);
        assert!(reading.decisions.is_empty());
    }
    let none = operation::read(DETAILS, &reply(200, &json!({ "total": 0, "data": [] })));
    assert_eq!(none, Err(Error::NotFound(None)));
}

#[test]
fn each_member_has_one_spelling_and_one_type() {
    let row = |changes: Value| {
        let body = json!({ "data": [changed(grant(1, 2, "2022-01-01T00:00:00+00:00"), &changes)] });
        value(&read(DETAILS, &body).value)
    };
    let before = json!({ "id": 1, "name": "Level 0" });
    for changes in [
        json!({ "previousLevel": before }),
        json!({ "previousLevel": { "id": "1", "name": "Level 0", "enabled": true } }),
    ] {
        assert_eq!(row(changes)["previousLevel"], before);
    }
    let mut misspelt = grant(1, 2, "2022-01-01T00:00:00+00:00");
    misspelt.as_object_mut().unwrap().remove("previousLevel");
    misspelt["previuosLevel"] = before.clone();
    let read_misspelt = value(&read(DETAILS, &json!({ "data": [misspelt] })).value);
    assert_eq!(read_misspelt["previousLevel"], before, "row 18");
    assert_eq!(read_misspelt.get("previuosLevel"), None);
    assert_eq!(row(json!({ "previousLevel": null, "previuosLevel": before }))["previousLevel"], before);
    let other = json!({ "id": 9 });
    assert_eq!(row(json!({ "previousLevel": before, "previuosLevel": other }))["previousLevel"], before);
    for (user, expected) in [(json!("1"), json!(1)), (json!(11), json!(11)), (json!("x"), Value::Null)] {
        assert_eq!(row(json!({ "userId": user })).get("userId").cloned().unwrap_or_default(), expected);
    }
    for (reason, expected) in [
        (json!({ "name": "created" }), json!({ "name": "created" })),
        (json!({ "name": 838 }), json!({ "name": "838" })),
        (json!({ "name": null }), Value::Null),
        (json!({}), Value::Null),
        (Value::Null, Value::Null),
        (json!("created"), json!({ "name": "created" })),
    ] {
        assert_eq!(
            row(json!({ "reason": reason })).get("reason").cloned().unwrap_or_default(),
            expected,
            "{reason}"
        );
    }
    let bare = read(DETAILS, &json!({ "data": [{ "id": "5", "currentLevel": { "id": 3 } }] }));
    assert_eq!(value(&bare.value), json!({ "id": 5, "currentLevel": { "id": 3 }, "previousLevel": null }));
}

#[test]
fn the_total_is_a_number() {
    for (total, expected) in
        [(json!(7), 7), (json!("7"), 7), (json!("x"), 1), (json!(-7), 1), (Value::Null, 1), (json!([7]), 1)]
    {
        let body = json!({ "total": total, "data": [grant(1, 2, "2022-01-01T00:00:00+00:00")] });
        assert_eq!(value(&read(LIST, &body).value)["total"], expected, "{total}");
    }
}

#[test]
fn a_grant_that_cannot_be_read_is_never_passed_over() {
    for operation in [LIST, DETAILS] {
        let good = grant(1, 2, "2022-01-01T00:00:00+00:00");
        for id in [Value::Null, json!("x"), json!(-1), json!("+1"), json!(true)] {
            let data = json!([changed(good.clone(), &json!({ "id": id }))]);
            assert_eq!(unreadable(operation, &json!({ "data": data })), "data[].id");
        }
        for level in [
            Value::Null,
            json!({}),
            json!(2),
            json!("Level 1"),
            json!({ "id": null }),
            json!({ "name": "x" }),
        ] {
            let data = json!([good, changed(good.clone(), &json!({ "currentLevel": level }))]);
            assert_eq!(unreadable(operation, &json!({ "data": data })), "data[].currentLevel");
        }
        for data in [Value::Null, json!("none"), json!(0)] {
            assert_eq!(unreadable(operation, &json!({ "data": data })), "data");
        }
        assert_eq!(unreadable(operation, &json!({ "total": 0 })), "data");
        assert_eq!(unreadable(operation, &json!([good])), "data");
    }
    let many: Vec<Value> = (0..1001).map(|id| grant(id, 1, "2022-01-01T00:00:00+00:00")).collect();
    assert_eq!(unreadable(LIST, &json!({ "data": many })), "data");
    assert_eq!(value(&read(LIST, &json!({ "data": many[1..] })).value)["total"], 1000);
}

#[test]
fn the_newest_comes_first_by_the_moment_and_then_by_the_level() {
    let same = "2022-01-01T00:00:00+00:00";
    for (rows, order) in [
        (vec![(1, 1, "2022-01-01T00:00:00+00:00"), (2, 2, "2022-01-02T00:00:00+00:00")], vec![2, 1]),
        (vec![(75, 2, same), (186, 1, same)], vec![2, 1]),
        (vec![(186, 1, same), (75, 2, same)], vec![2, 1]),
        (vec![(1, 3, same), (2, 1, same), (3, 2, same)], vec![3, 2, 1]),
        // 00:30 at +02:00 is 22:30 of the day before, which is before 23:00.
        (vec![(1, 1, "2022-01-02T00:30:00+02:00"), (2, 2, "2022-01-01T23:00:00+00:00")], vec![2, 1]),
        // 20:00 at -05:00 is 01:00 of the next day.
        (vec![(1, 1, "2022-01-01T20:00:00-05:00"), (2, 2, "2022-01-02T00:30:00+00:00")], vec![1, 2]),
        (vec![(1, 1, "2022-01-01T05:45:00+05:45"), (2, 2, "2021-12-31T23:59:59+00:00")], vec![1, 2]),
        (vec![(1, 1, "2022-01-01T00:00:01Z"), (2, 2, same)], vec![1, 2]),
        (vec![(1, 1, "2022-01-01T00:00:00.5+00:00"), (2, 2, same)], vec![1, 2]),
        // A level that was taken back.
        (vec![(1, 5, "2022-01-01T00:00:00+00:00"), (2, 1, "2022-06-01T00:00:00+00:00")], vec![1, 5]),
    ] {
        let data: Vec<Value> = rows.iter().map(|(id, level, time)| grant(*id, *level, time)).collect();
        assert_eq!(levels(&json!(data)), order, "{rows:?}");
    }
}

proptest! {
    #[test]
    fn the_order_in_which_grants_arrive_makes_no_difference(
        rows in proptest::collection::vec((1_u64..6, 0_i64..4, 0_i64..3), 1..8), seed in any::<prop::sample::Index>(),
    ) {
        let data: Vec<Value> = rows.iter().enumerate().map(|(id, (level, day, hours))| {
            let time = format!("2022-01-0{}T0{hours}:00:00+0{hours}:00", day + 1);
            grant(id as u64, *level, &time)
        }).collect();
        let mut turned = data.clone();
        turned.rotate_left(seed.index(data.len()));
        prop_assert_eq!(levels(&json!(data)), levels(&json!(turned)));
        let mut expected: Vec<(i64, u64)> = rows.iter().map(|(level, day, _)| (*day, *level)).collect();
        expected.sort_unstable_by(|a, b| b.cmp(a));
        let expected: Vec<u64> = expected.into_iter().map(|(_, level)| level).collect();
        prop_assert_eq!(levels(&json!(data)), expected);
    }

    #[test]
    fn law_7_no_panic_a_time_of_any_text_is_kept(time in "\\PC{0,30}|[0-9T:+-]{0,30}|2022-01-01T00:00:00.{6}") {
        let data = json!([grant(1, 1, &time), grant(2, 2, "2022-01-01T00:00:00+00:00")]);
        let read = value(&read(LIST, &history(&data)).value);
        let kept = read["data"].as_array().unwrap().iter().any(|grant| grant["createTime"] == time.as_str());
        prop_assert!(kept);
    }
}

fn decide(data: &Value, wanted: &WantedLevel) -> Decision {
    level_decision(&read(LIST, &history(data)).value, wanted)
}

fn name(level: &str) -> WantedLevel {
    WantedLevel::Name(level.into())
}

#[test]
fn the_newest_grant_has_reached_the_level_or_not() {
    let data = json!([grant(1, 1, "2022-01-01T00:00:00+00:00"), grant(2, 2, "2022-01-02T00:00:00+00:00")]);
    for (wanted, next) in [
        (WantedLevel::Id(0), Next::Proceed),
        (WantedLevel::Id(1), Next::Proceed),
        (WantedLevel::Id(2), Next::Proceed),
        (WantedLevel::Id(3), Next::StartVerification),
        (name("Level 2"), Next::Proceed),
        (name("Level 1"), Next::StartVerification),
        (name("level 2"), Next::StartVerification),
        (name("Level 2 "), Next::StartVerification),
        (name(""), Next::StartVerification),
    ] {
        let decision = decide(&data, &wanted);
        assert_eq!(decision.next, next, "{wanted:?}");
        assert_eq!((decision.partner, &*decision.scope), (Partner::B2core, "level"));
        assert_eq!(value(&decision.said), json!({ "currentLevel": 2 }));
        assert!(decision.show.is_empty());
    }
}

#[test]
fn law_1_fail_closed_a_level_that_was_taken_back_does_not_proceed() {
    let data = json!([grant(1, 5, "2022-01-01T00:00:00+00:00"), grant(2, 1, "2022-06-01T00:00:00+00:00")]);
    assert_eq!(decide(&data, &WantedLevel::Id(5)).next, Next::StartVerification);
    assert_eq!(decide(&data, &name("Level 5")).next, Next::StartVerification);
}

/// Which of several grants is the newest is not known when one of them does not say its time.
#[test]
fn law_1_fail_closed_grants_whose_order_is_not_known_do_not_proceed() {
    for time in [
        Value::Null,
        json!("2022-06-01 00:00:00"),
        json!(""),
        json!("soon"),
        json!(1_654_041_600),
        json!("2022-06-01T00:00:00+0000"),
    ] {
        let taken_back = changed(grant(2, 1, ""), &json!({ "createTime": time }));
        let data = json!([grant(1, 5, "2022-01-01T00:00:00+00:00"), taken_back]);
        assert_eq!(decide(&data, &WantedLevel::Id(5)).next, Next::Hold, "{time}");
        assert_eq!(decide(&data, &name("Level 5")).next, Next::Hold, "{time}");
        let alone = changed(grant(2, 5, ""), &json!({ "createTime": time }));
        assert_eq!(decide(&json!([alone]), &WantedLevel::Id(5)).next, Next::Proceed, "one has no order");
    }
}

#[test]
fn law_1_fail_closed_a_history_of_nothing_does_not_proceed() {
    for history in
        [json!({ "total": 0, "data": [] }), json!({}), Value::Null, json!([]), json!({ "data": "x" })]
    {
        for wanted in [WantedLevel::Id(0), WantedLevel::Id(1), name("Level 1")] {
            let decision = level_decision(&parsed(&history), &wanted);
            let empty = history["data"] == json!([]);
            assert_eq!(decision.next, if empty { Next::StartVerification } else { Next::Hold });
            assert_eq!(value(&decision.said), json!({}));
        }
    }
    let odd = json!({ "data": [{ "currentLevel": { "id": "9", "name": 9 } }, { "currentLevel": null }, 9] });
    assert_ne!(level_decision(&parsed(&odd), &WantedLevel::Id(1)).next, Next::Proceed);
}
