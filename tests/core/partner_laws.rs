//! The laws that hold for Kriptomat, Sumsub and B2CORE alike: nothing proceeds unless the partner said so in its own
//! words, and nothing panics.

use crate::accounts::{every_operation, success};
use crate::sample::{nexts, parsed, reply, text_reply};
use kyc_assent::error::Error;
use kyc_assent::http::Reply;
use kyc_assent::operation;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The replies that say "proceed", and which of their members say it.
const PROCEEDING: [(&str, &[&str]); 4] = [
    ("kriptomat.getUser", &["/data/kyc_status"]),
    ("sumsub.getApplicantStatus", &["/reviewStatus", "/reviewResult/reviewAnswer"]),
    ("b2core.startWizard", &["/code", "/done"]),
    ("b2core.runWizard", &["/code", "/done"]),
];

fn proceeds(operation: &str, reply: &Reply) -> bool {
    operation::read(operation, reply).is_ok_and(|reading| nexts(&reading).contains(&"proceed"))
}

#[test]
fn law_1_fail_closed_without_what_says_it_nothing_proceeds() {
    let wrongs = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-202),
        json!(202.5),
        json!(""),
        json!("proceed"),
        json!("GREEN"),
        json!("true"),
        json!("202"),
        json!([]),
        json!({}),
        json!(["passed"]),
        json!({ "value": "passed" }),
    ];
    for (name, members) in PROCEEDING {
        let whole = success(name);
        assert!(proceeds(name, &reply(200, &whole)), "{name}");
        for member in members {
            for wrong in &wrongs {
                let mut changed = whole.clone();
                let place = changed.pointer_mut(member).unwrap();
                if *place == *wrong {
                    continue;
                }
                *place = wrong.clone();
                assert!(!proceeds(name, &reply(200, &changed)), "{name} {member} {wrong}");
            }
            let mut without = whole.clone();
            let (parent, last) = member.rsplit_once('/').unwrap();
            without.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(last);
            assert!(!proceeds(name, &reply(200, &without)), "{name} without {member}");
        }
    }
}

#[test]
fn law_1_fail_closed_what_proceeds_in_a_success_does_not_in_a_refusal() {
    for (name, _) in PROCEEDING {
        for status in (0..=600).filter(|status| !(200..300).contains(status)) {
            assert!(!proceeds(name, &reply(status, &success(name))), "{name} {status}");
        }
        for other in every_operation().filter(|other| !PROCEEDING.iter().any(|(name, _)| name == other)) {
            assert!(!proceeds(other, &reply(200, &success(name))), "{other} decides nothing of the kind");
        }
    }
}

#[test]
fn law_7_no_panic_a_reply_cut_at_any_byte_never_proceeds() {
    for name in every_operation() {
        let mut whole = success(name);
        whole["note"] = "漢 😀 \u{e9}\n\"".into();
        let text = whole.to_string();
        for at in (1..text.len()).filter(|at| text.is_char_boundary(*at)) {
            let (before, after) = text.split_at(at);
            for part in [before, after] {
                let read = operation::read(name, &text_reply(200, part));
                // What is left may be a text of its own; it bears no decision.
                let harmless = read.as_ref().is_ok_and(|reading| reading.decisions.is_empty());
                assert!(read.is_err() || harmless, "{name} cut at {at}");
            }
            assert!(operation::read(name, &text_reply(200, before)).is_err(), "{name} cut at {at}");
        }
        assert!(operation::read(name, &text_reply(200, &text)).is_ok());
    }
}

#[test]
fn law_7_no_panic_a_reply_with_one_byte_changed_proceeds_only_if_it_still_says_so() {
    for (name, members) in PROCEEDING {
        let whole = success(name).to_string();
        for (at, old) in whole.char_indices() {
            for new in (0..=0x7f).map(char::from).chain(['é', '\u{feff}', '\u{200b}', 'е']) {
                let mut text = whole.clone();
                text.replace_range(at..=at, &new.to_string());
                if new == old || !proceeds(name, &text_reply(200, &text)) {
                    continue;
                }
                let still: Value = serde_json::from_str(&text).unwrap();
                for member in members {
                    assert_eq!(still.pointer(member), success(name).pointer(member), "{text}");
                }
            }
        }
    }
}

#[test]
fn members_named_twice_are_never_believed() {
    for (name, text) in [
        ("kriptomat.getUser", r#"{"status":true,"data":{"kyc_status":"failed","kyc_status":"passed"}}"#),
        ("kriptomat.getUser", r#"{"status":false,"status":true,"data":{"kyc_status":"passed"}}"#),
        (
            "sumsub.getApplicantStatus",
            r#"{"reviewStatus":"pending","reviewStatus":"completed","reviewResult":{"reviewAnswer":"GREEN"}}"#,
        ),
        (
            "sumsub.getApplicantStatus",
            r#"{"reviewStatus":"completed","reviewResult":{"reviewAnswer":"RED","reviewAnswer":"GREEN"}}"#,
        ),
        ("b2core.runWizard", r#"{"code":200,"code":202,"done":true}"#),
        ("b2core.runWizard", r#"{"code":202,"done":false,"d\u006fne":true}"#),
    ] {
        let read = operation::read(name, &text_reply(200, text));
        assert!(matches!(read, Err(Error::Unreadable { field: "body", .. })), "{text}");
    }
}

#[test]
fn pages_and_nothing_in_place_of_json() {
    for name in every_operation() {
        for page in ["<!DOCTYPE html>", " \n<html>", "\u{feff}<p>", "<?xml version=\"1.0\"?>"] {
            for status in [200, 201, 502, 503] {
                let error = operation::read(name, &text_reply(status, page)).unwrap_err();
                assert_eq!(error, Error::Unavailable { retry_after: None }, "{name} {status} {page}");
            }
        }
        for body in ["", " ", "{", "nul", "{\"a\":1,}", "ok", "{}{}", "\u{feff}{}"] {
            let read = operation::read(name, &text_reply(200, body));
            let blank_import = name == "kriptomat.importKyc" && body.trim().is_empty();
            assert_eq!(read.is_ok(), blank_import, "{name} {body:?}");
        }
        let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
        let long = format!("\"{}\"", "x".repeat(1 << 20));
        for body in [deep, long] {
            let read = operation::read(name, &text_reply(200, &body));
            assert!(matches!(read, Err(Error::Unreadable { .. })), "{name}");
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("passed"),
        Just("GREEN"),
        Just("RED"),
        Just("completed"),
        Just("RETRY"),
        Just("x"),
        Just("u-1"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop_oneof![Just(200), Just(202), Just(0), Just(-1)].prop_map(Value::from),
        word.prop_map(Value::from),
    ];
    let name = prop_oneof![
        Just("status"),
        Just("data"),
        Just("kyc_status"),
        Just("edd_status"),
        Just("code"),
        Just("done"),
        Just("reviewStatus"),
        Just("reviewResult"),
        Just("reviewAnswer"),
        Just("types"),
        Just("uuid"),
        Just("id"),
        Just("currentLevel"),
        Just("createTime"),
        Just("token"),
        Just("rejectLabels"),
        Just("message"),
    ];
    leaf.prop_recursive(4, 24, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(name.clone(), inner, 0..6).prop_map(|members| json!(members)),
        ]
    })
}

/// What each partner has to say, in the plainest of words.
fn says_proceed(name: &str, body: &Value) -> bool {
    match name {
        "kriptomat.getUser" => {
            let unstated =
                |value: &Value, fine: &[&str]| value.is_null() || fine.iter().any(|word| value == word);
            matches!(body.get("status"), None | Some(Value::Bool(true)))
                && body["data"]["kyc_status"] == "passed"
                && unstated(&body["data"]["edd_status"], &["", "not_required", "confirmed"])
                && unstated(&body["data"]["status"], &["active"])
        }
        "sumsub.getApplicantStatus" => {
            body["reviewStatus"] == "completed" && body["reviewResult"]["reviewAnswer"] == "GREEN"
        }
        "b2core.startWizard" | "b2core.runWizard" => body["code"] == 202 && body["done"] == true,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn law_1_fail_closed_whatever_is_sent_only_the_partners_words_proceed(body in any_json(), status in 200_u16..210) {
        for name in every_operation() {
            prop_assert_eq!(proceeds(name, &reply(status, &body)), says_proceed(name, &body), "{}", name);
        }
    }

    #[test]
    fn law_1_fail_closed_a_member_that_is_changed_is_believed_no_more_than_it_says(
        pick in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), wrong in any_json(),
    ) {
        fn places(value: &Value, here: &str, out: &mut Vec<String>) {
            out.push(here.into());
            if let Value::Object(members) = value {
                members.iter().for_each(|(name, value)| places(value, &format!("{here}/{name}"), out));
            }
        }
        let (name, _) = PROCEEDING[pick.index(PROCEEDING.len())];
        let mut body = success(name);
        let mut all = Vec::new();
        places(&body, "", &mut all);
        *body.pointer_mut(&all[place.index(all.len())]).unwrap() = wrong;
        prop_assert_eq!(proceeds(name, &reply(200, &body)), says_proceed(name, &body));
    }
}

#[test]
fn the_registry_has_thirteen_operations_of_these_partners() {
    assert_eq!(every_operation().count(), 13);
    for name in every_operation() {
        assert_eq!(operation::find(name).unwrap().name, name);
        for other in [name.to_uppercase(), format!("{name} "), name.replace('.', "_")] {
            let refused = operation::prepare(&other, &parsed(&json!({})));
            assert!(matches!(refused, Err(Error::InvalidInput { field, .. }) if field == "operation"));
        }
    }
}
