//! The laws of the house in the flow, for all partners.

use crate::sample::{parsed, value};
use kyc_assent::flow;
use proptest::prelude::*;
use serde_json::{Value, json};

const NOW: &str = "2026-01-01T00:00:00Z";
const SCOPES: [(&str, &str); 4] =
    [("crossmint", "onramp"), ("kriptomat", "kyc"), ("sumsub", "identity"), ("b2core", "level")];

fn facts(partner: &str, scope: &str, decisions: &Value) -> Value {
    let own = json!({ "decisions": decisions, "from": "sumsub", "signIn": "done" });
    json!({ "scopes": [scope], "now": NOW, "partners": { partner: own } })
}

fn kinds(facts: &Value) -> Vec<String> {
    let flow = value(&flow::flow(&parsed(facts)));
    flow["tasks"].as_array().unwrap().iter().map(|task| task["kind"].as_str().unwrap().into()).collect()
}

fn timeline(facts: &Value) -> Vec<(String, String)> {
    let flow = value(&flow::flow(&parsed(facts)));
    let step = |step: &Value| (step["step"].as_str().unwrap().into(), step["state"].as_str().unwrap().into());
    flow["timeline"].as_array().unwrap().iter().map(step).collect()
}

#[test]
fn law_1_only_the_word_proceed_of_that_partner_for_that_scope_is_done() {
    for (partner, scope) in SCOPES {
        let said = |partner: &str, scope: &str, next: &str| json!({ "partner": partner, "scope": scope, "next": next });
        assert_eq!(kinds(&facts(partner, scope, &json!([said(partner, scope, "proceed")]))), ["done"]);
        for decisions in [
            json!([]),
            json!([said("another", scope, "proceed")]),
            json!([said(partner, "another", "proceed")]),
            json!([said(partner, scope, "Proceed")]),
            json!([said(partner, scope, "proceed "), said(partner, "another", "proceed")]),
            json!([said(partner, scope, "")]),
            json!([{ "partner": partner, "scope": scope }]),
            json!([said(partner, scope, "proceed"), said(partner, scope, "proceed")]),
            json!([said(partner, scope, "proceed"), said(partner, scope, "wait")]),
            json!("proceed"),
        ] {
            let kinds = kinds(&facts(partner, scope, &decisions));
            assert!(!kinds.contains(&"done".into()), "{partner} {decisions}: {kinds:?}");
        }
        assert_eq!(kinds(&facts(partner, scope, &json!([said(partner, scope, "approved")]))), ["hold"]);
        assert_eq!(
            kinds(&facts(partner, scope, &json!([said(partner, scope, "wait")]))),
            ["hold"],
            "no reason, no time"
        );
    }
}

#[test]
fn law_1_a_partner_that_has_not_answered_has_no_task() {
    let nothing = json!({ "scopes": ["onramp"], "now": NOW, "partners": {} });
    assert_eq!(kinds(&nothing), Vec::<String>::new());
    assert_eq!(timeline(&nothing), []);
}

#[test]
fn law_2_while_a_policy_is_missing_nothing_else_is_asked_for() {
    for (partner, scope) in SCOPES {
        let ask = |scope: &str, policy: &str| json!({ "partner": partner, "scope": scope, "next": "ask-consent", "policy": policy, "text": "ask-consent" });
        let verified = json!({ "partner": partner, "scope": scope, "next": "proceed", "text": "proceed" });
        for decisions in [
            json!([ask("terms", "terms")]),
            json!([ask("terms", "terms"), verified]),
            json!([verified, ask(scope, "terms")]),
        ] {
            let flow = value(&flow::flow(&parsed(&facts(partner, scope, &decisions))));
            assert_eq!(flow["tasks"].as_array().unwrap().len(), 1, "{partner} {decisions}");
            assert_eq!(flow["tasks"][0]["kind"], "consent");
            assert_eq!(flow["tasks"][0]["policies"], json!(["terms"]));
        }
        let two = json!([ask("terms", "terms"), ask("privacy", "privacy"), ask(scope, "terms")]);
        let flow = value(&flow::flow(&parsed(&facts(partner, scope, &two))));
        assert_eq!(flow["tasks"][0]["policies"], json!(["terms", "privacy"]));
        assert_eq!(
            flow["timeline"][0],
            json!({ "step": "consent", "state": "current", "partner": partner, "scopes": [scope] })
        );
    }
}

#[test]
fn law_2_nothing_is_taken_while_a_policy_is_missing() {
    let ask = json!([{ "partner": "crossmint", "scope": "terms", "next": "ask-consent", "policy": "terms" }]);
    let facts = parsed(&facts("crossmint", "onramp", &ask));
    let values = parsed(&json!({ "country-of-residence": "DE" }));
    assert!(flow::fields(&facts, "crossmint.details", &values).is_err());
    assert!(flow::hand_in(&facts, "crossmint.details", &values).is_err());
    assert!(
        flow::document(&facts, "crossmint.documents", "passport", "image/png", b"\x89PNG\r\n\x1a\n").is_err()
    );
}

#[test]
fn the_timeline_says_how_far_it_is() {
    let own = |next: &str| json!([{ "partner": "crossmint", "scope": "onramp", "next": next, "reason": "review", "lookAgainAfter": 5 }]);
    let mut facts = facts("crossmint", "onramp", &own("wait"));
    facts["consents"] = json!([{ "partner": "crossmint", "acceptedAt": "2025-12-31T00:00:00Z" }]);
    let states = |list: &[(&str, &str)]| {
        list.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect::<Vec<(String, String)>>()
    };
    let before = [("consent", "done"), ("details", "done"), ("documents", "done")];
    assert_eq!(
        timeline(&facts),
        states(&[&before[..], &[("check", "current"), ("result", "ahead")]].concat())
    );
    for (next, result) in [("proceed", "done"), ("stop", "failed"), ("hold", "current")] {
        facts["partners"]["crossmint"]["decisions"] = own(next);
        assert_eq!(
            timeline(&facts),
            states(&[&before[..], &[("check", "done"), ("result", result)]].concat())
        );
    }
    facts["partners"]["crossmint"]["note"] = json!({ "needsNoDocuments": true });
    assert!(!timeline(&facts).iter().any(|(step, _)| step == "documents"));
}

#[test]
fn what_can_be_done_comes_before_what_is_waited_for() {
    let wait = |after: u64| json!({ "partner": "crossmint", "next": "wait", "reason": "review", "lookAgainAfter": after });
    let mut decisions = [
        wait(900),
        wait(5),
        json!({ "partner": "crossmint", "next": "proceed" }),
        json!({ "partner": "crossmint", "next": "start-verification" }),
    ];
    for (decision, scope) in
        decisions.iter_mut().zip(["onramp", "offramp", "onramp-light", "regulated-transfer"])
    {
        decision["scope"] = scope.into();
    }
    let mut facts = facts("crossmint", "onramp", &json!(decisions));
    facts["scopes"] = json!(["onramp", "offramp", "onramp-light", "regulated-transfer"]);
    assert_eq!(kinds(&facts), ["form", "wait", "done"]);
    let flow = value(&flow::flow(&parsed(&facts)));
    assert_eq!(flow["tasks"][1]["scopes"], json!(["onramp", "offramp"]));
    assert_eq!(
        (flow["tasks"][1]["lookAgainAfter"].as_u64(), flow["lookAgainAfter"].as_u64()),
        (Some(5), Some(5))
    );
}

#[test]
fn who_is_asked_for_what_is_wanted() {
    let on = ["crossmint", "kriptomat", "sumsub", "b2core"];
    let wanted = |scopes: &[&str], on: &[&str]| flow::wanted(scopes, on).map(|wanted| value(&wanted)).ok();
    let some = |scopes: &[&str], partners: &[&str]| Some(json!({ "scopes": scopes, "partners": partners }));
    assert_eq!(wanted(&[], &on[..1]), some(&["onramp"], &["crossmint"]));
    assert_eq!(
        wanted(&[], &on),
        some(&["onramp", "kyc", "level"], &["crossmint", "sumsub", "kriptomat", "b2core"])
    );
    assert_eq!(
        wanted(&[], &["crossmint", "sumsub"]),
        some(&["onramp", "identity"], &["crossmint", "sumsub"])
    );
    assert_eq!(wanted(&["kyc", "kyc"], &on), some(&["kyc"], &["sumsub", "kriptomat"]));
    assert_eq!(wanted(&["identity"], &on), some(&["identity"], &["sumsub"]));
    for unknown in ["kyc", "Onramp", "", "crossmint"] {
        assert_eq!(wanted(&[unknown], &["crossmint"]), None, "{unknown}");
    }
}

proptest! {
    /// Law 7: whatever it is made of, a flow comes of it.
    #[test]
    fn law_7_nothing_panics(text in r#"[\[\]{}:",a-z0-9 .]{0,60}"#, id in "[a-z0-9.]{0,20}") {
        let odd = kyc_assent::json::Json::parse(&text).unwrap_or(text.as_str().into());
        for (partner, scope) in SCOPES {
            let mut given = parsed(&facts(partner, scope, &json!([])));
            let _ = flow::flow(&odd);
            given.set("options", odd.clone());
            given.set("consents", odd.clone());
            let _ = flow::flow(&given);
            let _ = flow::fields(&given, &id, &odd);
            let _ = flow::hand_in(&given, &format!("{partner}.{id}"), &odd);
            let _ = flow::document(&given, &id, &text, &text, text.as_bytes());
        }
        let _ = flow::takes_options(&odd);
    }
}
