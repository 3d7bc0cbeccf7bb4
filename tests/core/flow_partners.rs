//! The flow at Kriptomat, Sumsub and B2CORE.

use crate::sample::{parsed, value};
use kyc_assent::flow;
use serde_json::{Value, json};

fn first(partners: &Value, scope: &str) -> Value {
    let given = json!({ "scopes": [scope], "now": "2026-01-01T00:00:00Z", "partners": partners });
    let flow = value(&flow::flow(&parsed(&given)));
    assert_eq!(flow["tasks"].as_array().unwrap().len(), 1, "{flow}");
    flow["tasks"][0].clone()
}

fn decision(partner: &str, scope: &str, next: &str) -> Value {
    json!({ "partner": partner, "scope": scope, "next": next, "reason": "review", "lookAgainAfter": 60, "final": true,
            "policy": "terms", "show": ["words for the person"] })
}

fn at_kriptomat(kyc: &str, from: &str, review: Option<&str>) -> Value {
    let mut partners = json!({
        "kriptomat": { "decisions": [decision("kriptomat", "kyc", kyc)], "from": from },
    });
    if let Some(review) = review {
        partners["sumsub"] = json!({ "decisions": [decision("sumsub", "identity", review)] });
    }
    partners
}

#[test]
fn law_1_nobody_is_handed_over_whom_sumsub_has_not_approved() {
    for (review, id) in [
        ("proceed", "kriptomat.start"),
        ("provide", "sumsub.outside"),
        ("wait", "sumsub.wait"),
        ("stop", "sumsub.result"),
        ("hold", "sumsub.result"),
        ("Proceed", "sumsub.result"),
        ("start-verification", "sumsub.result"),
        ("ask-consent", "sumsub.consent"),
    ] {
        let task = first(&at_kriptomat("start-verification", "sumsub", Some(review)), "kyc");
        assert_eq!((task["id"].as_str(), &task["scopes"]), (Some(id), &json!(["kyc"])), "{review}");
        assert_ne!(task["kind"], "done");
    }
    // Sumsub has not answered: there is nothing that could be done.
    let partners = at_kriptomat("start-verification", "sumsub", None);
    let given = json!({ "scopes": ["kyc"], "now": "2026-01-01T00:00:00Z", "partners": partners });
    assert_eq!(value(&flow::flow(&parsed(&given)))["tasks"], json!([]));
}

#[test]
fn what_sumsub_releases_for_the_person_goes_along() {
    let task = first(&at_kriptomat("start-verification", "sumsub", Some("provide")), "kyc");
    assert_eq!(task["show"], json!(["words for the person"]));
}

#[test]
fn where_kriptomat_verifies_there_is_a_start_and_then_a_link() {
    let mut partners = at_kriptomat("start-verification", "link", None);
    assert_eq!(first(&partners, "kyc")["kind"], "start");
    partners["kriptomat"]["link"] = "https://verify.example/1".into();
    let task = first(&partners, "kyc");
    assert_eq!(
        (task["kind"].as_str(), task["url"].as_str()),
        (Some("link"), Some("https://verify.example/1"))
    );
    let mut waits = at_kriptomat("wait", "link", None);
    waits["kriptomat"]["link"] = "https://verify.example/1".into();
    assert_eq!(first(&waits, "kyc")["kind"], "link", "the link is told once, so it is not lost");
    for over in ["proceed", "stop", "hold", "ask-consent"] {
        let mut partners = at_kriptomat(over, "link", None);
        partners["kriptomat"]["link"] = "https://verify.example/1".into();
        assert_ne!(first(&partners, "kyc")["kind"], "link", "{over}");
    }
    for odd in ["http://verify.example", "javascript:alert(1)", ""] {
        partners["kriptomat"]["link"] = odd.into();
        assert_eq!(first(&partners, "kyc")["kind"], "start", "{odd}");
    }
    assert_eq!(first(&at_kriptomat("provide", "link", None), "kyc")["kind"], "outside");
    assert_eq!(first(&at_kriptomat("wait", "link", None), "kyc")["kind"], "wait");
}

fn at_b2core(level: &str, sign_in: &str, wizard: &Value) -> Value {
    json!({ "b2core": { "decisions": [decision("b2core", "level", level)], "signIn": sign_in, "wizard": wizard } })
}

#[test]
fn a_client_signs_in_first_then_starts_then_hands_in() {
    for (sign_in, items) in [
        ("password", vec!["client-email", "client-password"]),
        ("second-factor", vec!["second-factor"]),
        ("code", vec!["second-factor-code"]),
    ] {
        let task = first(&json!({ "b2core": { "decisions": [], "signIn": sign_in } }), "level");
        let asked: Vec<&str> =
            task["fields"].as_array().unwrap().iter().map(|field| field["item"].as_str().unwrap()).collect();
        assert_eq!(asked, items);
    }
    assert_eq!(first(&at_b2core("start-verification", "done", &Value::Null), "level")["id"], "b2core.wizard");
    let wizard = |next: &str, types: Value| json!({ "uuid": "u", "types": types, "decisions": [decision("b2core", "verification", next)] });
    let one = |id: u64, group: &str| json!({ "id": id, "description": "Words", "enabled": true, "group": { "type": group } });
    let off = json!({ "id": 9, "description": "Words", "enabled": false });
    let types = json!([one(1, "one"), one(2, "one"), one(3, "all"), "4", off, "a word"]);
    let task = first(&at_b2core("start-verification", "done", &wizard("provide", types.clone())), "level");
    assert_eq!((task["kind"].as_str(), task["storage"].as_str()), (Some("documents"), Some("host")));
    let ways: Vec<usize> = task["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["ways"].as_array().unwrap().len())
        .collect();
    assert_eq!(ways, [2, 1, 1], "a choice of two, and two of their own");
    assert_eq!(
        task["documents"][0]["ways"][1]["parts"][0],
        json!({ "part": "2", "camera": "environment", "name": "Words" })
    );
    let given = parsed(&json!({ "scopes": ["level"], "now": "2026-01-01T00:00:00Z",
        "partners": at_b2core("start-verification", "done", &wizard("provide", types)) }));
    let id = |part: &str| flow::document(&given, "b2core.documents", part, "", b"").ok().map(|id| value(&id));
    assert_eq!(
        (id("3"), id("4"), id("9"), id("03"), id("")),
        (Some(json!(3)), Some(json!(4)), None, None, None)
    );
}

/// A group is what its object says, whatever else is in it: of two groups, one document each.
#[test]
fn of_each_group_of_choice_one_document_is_enough() {
    let identity = json!({ "id": 1, "type": "one" });
    let address = json!({ "id": 2, "type": "one" });
    let of = |id: u64, group: &Value| json!({ "id": id, "group": group });
    let types =
        json!([of(1, &identity), of(2, &address), of(3, &Value::Null), of(4, &identity), of(5, &address)]);
    let wizard =
        json!({ "uuid": "u", "types": types, "decisions": [decision("b2core", "verification", "provide")] });
    let task = first(&at_b2core("start-verification", "done", &wizard), "level");
    let ways: Vec<Vec<&str>> = task["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["ways"].as_array().unwrap().iter().map(|way| way["way"].as_str().unwrap()).collect())
        .collect();
    assert_eq!(ways, [vec!["1", "4"], vec!["2", "5"], vec!["3"]]);
}

#[test]
fn law_1_the_end_of_a_wizard_is_no_level() {
    let wizard = |next: &str| json!({ "uuid": "u", "types": [], "decisions": [decision("b2core", "verification", next)] });
    for (next, kind) in
        [("proceed", "wait"), ("hold", "hold"), ("stop", "hold"), ("provide", "hold"), ("", "hold")]
    {
        assert_eq!(
            first(&at_b2core("start-verification", "done", &wizard(next)), "level")["kind"],
            kind,
            "{next}"
        );
    }
    for odd in ["", "Done", "yes"] {
        assert_eq!(
            first(&at_b2core("start-verification", odd, &Value::Null), "level")["kind"],
            "hold",
            "{odd}"
        );
    }
}

#[test]
fn a_password_is_taken_as_it_was_typed_and_a_code_without_blanks() {
    let take = |sign_in: &str, id: &str, values: Value| {
        let partners = json!({ "b2core": { "decisions": [], "signIn": sign_in } });
        let given = json!({ "scopes": ["level"], "now": "2026-01-01T00:00:00Z", "partners": partners });
        flow::hand_in(&parsed(&given), id, &parsed(&values)).map(|made| value(&made)).ok()
    };
    let client = json!({ "client-email": " ada@example.com ", "client-password": " pass word " });
    assert_eq!(
        take("password", "b2core.sign-in", client.clone()),
        Some(json!({ "client": { "email": "ada@example.com", "password": " pass word " } }))
    );
    assert_eq!(take("code", "b2core.sign-in", client), None, "not open");
    assert_eq!(
        take("code", "b2core.code", json!({ "second-factor-code": "123 456" })),
        Some(json!({ "code": "123456" }))
    );
    for (code, problem) in
        [("12a456", "invalid"), ("123", "invalid"), ("", "required"), ("1234567890123", "too-long")]
    {
        let fields = json!({ "fields": [{ "item": "second-factor-code", "problem": problem }] });
        assert_eq!(
            take("code", "b2core.code", json!({ "second-factor-code": code })),
            Some(fields),
            "{code}"
        );
    }
    assert_eq!(
        take("second-factor", "b2core.second-factor", json!({ "second-factor": "sms" })),
        Some(json!({ "method": "sms" }))
    );
    let fields = json!({ "fields": [{ "item": "second-factor", "problem": "invalid" }] });
    assert_eq!(
        take("second-factor", "b2core.second-factor", json!({ "second-factor": "pigeon" })),
        Some(fields)
    );
}
