//! Decisions of several partners and products, folded into one order of steps.

use crate::sample::{parsed, reply, value};
use kyc_assent::operation;
use kyc_assent::plan::plan;
use proptest::prelude::*;
use serde_json::{Value, json};

/// What the person can do comes first, then what is waited for, then what is open, then what is not.
const ORDER: [&str; 7] = ["ask-consent", "provide", "start-verification", "wait", "proceed", "hold", "stop"];
const PARTNERS: [&str; 4] = ["crossmint", "kriptomat", "b2core", "sumsub"];

fn decision(partner: &str, scope: &str, next: &str) -> Value {
    json!({ "partner": partner, "scope": scope, "next": next, "text": next, "said": {}, "show": [] })
}

fn planned(decisions: &[Value]) -> Value {
    value(&plan(parsed(&json!(decisions)).items()))
}

fn nexts(plan: &Value) -> Vec<&str> {
    plan["steps"].as_array().unwrap().iter().map(|step| step["next"].as_str().unwrap()).collect()
}

#[test]
fn no_decision_makes_no_step() {
    assert_eq!(planned(&[]), json!({ "steps": [], "lookAgainAfter": null }));
}

#[test]
fn steps_come_in_the_order_in_which_they_help() {
    let mut turned = ORDER;
    for _ in 0..ORDER.len() {
        turned.rotate_left(1);
        let decisions: Vec<Value> = turned.iter().map(|next| decision("crossmint", "onramp", next)).collect();
        assert_eq!(nexts(&planned(&decisions)), ORDER);
        let reversed: Vec<Value> = decisions.into_iter().rev().collect();
        assert_eq!(nexts(&planned(&reversed)), ORDER);
    }
}

#[test]
fn steps_of_one_rank_keep_the_order_of_their_decisions() {
    let decisions = PARTNERS.map(|partner| decision(partner, "x", "provide"));
    let plan = planned(&decisions);
    let partners: Vec<&Value> =
        plan["steps"].as_array().unwrap().iter().map(|step| &step["partner"]).collect();
    assert_eq!(partners, PARTNERS);
}

/// Four partners as their replies are read, and what is left to do.
#[test]
fn the_plan_of_four_partners() {
    let read = |name: &str, body: Value| {
        let reading = operation::read(name, &reply(200, &body)).unwrap();
        value(&reading.to_json())["decisions"].as_array().unwrap().clone()
    };
    let mut decisions = read(
        "crossmint.getVerification",
        json!({ "eligibility": [
            { "type": "onramp", "status": "pending-privacy-policy" },
            { "type": "offramp", "status": "pending-privacy-policy" },
            { "type": "regulated-transfer", "status": "verified" },
        ] }),
    );
    decisions
        .extend(read("kriptomat.getUser", json!({ "status": true, "data": { "kyc_status": "pending" } })));
    decisions.extend(read(
        "sumsub.getApplicantStatus",
        json!({ "reviewStatus": "completed", "reviewResult": {
            "reviewAnswer": "RED", "reviewRejectType": "RETRY", "rejectLabels": ["SCREENSHOTS"],
            "moderationComment": "Send the original", "clientComment": "Suspected" } }),
    ));
    decisions.extend(read("b2core.runWizard", json!({ "code": 500, "done": false })));
    assert_eq!(
        planned(&decisions),
        json!({
            "steps": [
                { "next": "ask-consent", "text": "ask-consent", "partner": "crossmint",
                  "policy": "crossmint-privacy-policy", "scopes": ["onramp", "offramp"], "decisions": [0, 1] },
                { "next": "provide", "text": "provide", "partner": "sumsub", "scopes": ["identity"],
                  "other": ["SCREENSHOTS"],
                  "show": ["Send the original"], "decisions": [4] },
                { "next": "wait", "text": "wait-review", "partner": "kriptomat", "reason": "review",
                  "scopes": ["kyc"], "decisions": [3], "lookAgainAfter": 180 },
                { "next": "proceed", "text": "proceed", "partner": "crossmint", "scopes": ["regulated-transfer"],
                  "decisions": [2] },
                { "next": "hold", "text": "hold", "partner": "b2core", "scopes": ["verification"],
                  "decisions": [5] },
            ],
            "lookAgainAfter": 180,
        })
    );
}

fn with(mut decision: Value, members: &Value) -> Value {
    for (name, member) in members.as_object().unwrap() {
        decision[name] = member.clone();
    }
    decision
}

#[test]
fn what_is_asked_once_serves_every_product() {
    let one = with(
        decision("crossmint", "onramp", "provide"),
        &json!({ "data": ["email", "city"], "documents": ["selfie"], "other": [], "show": ["a"] }),
    );
    let two = with(
        decision("crossmint", "offramp", "provide"),
        &json!({ "data": ["city", "phone"], "documents": [], "other": ["x"], "show": ["a", "b"] }),
    );
    let plan = planned(&[one, two]);
    assert_eq!(
        plan["steps"],
        json!([{
            "next": "provide", "text": "provide", "partner": "crossmint", "scopes": ["onramp", "offramp"],
            "data": ["email", "city", "phone"], "documents": ["selfie"], "other": ["x"], "show": ["a", "b"],
            "decisions": [0, 1],
        }])
    );
}

#[test]
fn what_differs_is_another_step() {
    let wait = |reason: &str, after: u64| {
        with(decision("crossmint", reason, "wait"), &json!({ "reason": reason, "lookAgainAfter": after }))
    };
    let stop = |is_final: Value| with(decision("sumsub", "identity", "stop"), &json!({ "final": is_final }));
    let ask = |policy: &str| with(decision("crossmint", policy, "ask-consent"), &json!({ "policy": policy }));
    for (a, b) in [
        (decision("crossmint", "x", "proceed"), decision("sumsub", "x", "proceed")),
        (wait("review", 5), wait("manual-review", 5)),
        (stop(json!(true)), stop(Value::Null)),
        (stop(json!(true)), stop(json!(false))),
        (ask("privacy"), ask("terms")),
        (decision("crossmint", "x", "hold"), decision("crossmint", "x", "stop")),
    ] {
        assert_eq!(planned(&[a.clone(), b])["steps"].as_array().unwrap().len(), 2);
        assert_eq!(planned(&[a.clone(), a])["steps"].as_array().unwrap().len(), 1);
    }
    let plan =
        planned(&[wait("review", 60), wait("review", 5), wait("review", 90), wait("manual-review", 300)]);
    assert_eq!(plan["steps"][0]["lookAgainAfter"], 5, "the shortest of the step");
    assert_eq!(plan["steps"][1]["lookAgainAfter"], 300);
    assert_eq!(plan["lookAgainAfter"], 5, "the shortest of all");
}

#[test]
fn law_1_fail_closed_a_next_that_nobody_knows_counts_as_hold() {
    for next in [
        json!("PROCEED"),
        json!("Proceed"),
        json!(" proceed"),
        json!(""),
        json!("go"),
        Value::Null,
        json!(true),
        json!(["proceed"]),
    ] {
        let mut odd = decision("sumsub", "identity", "proceed");
        odd["next"] = next.clone();
        let plan = planned(&[odd]);
        assert_eq!(nexts(&plan), ["hold"], "{next}");
        assert_eq!(plan["steps"][0]["text"], "hold", "{next}");
    }
    let mut without = decision("sumsub", "identity", "proceed");
    without.as_object_mut().unwrap().remove("next");
    for odd in [without, json!({}), json!([]), json!("proceed"), Value::Null, json!(5)] {
        assert_eq!(nexts(&planned(&[odd])), ["hold"]);
    }
    let both = planned(&[decision("sumsub", "a", "unheard-of"), decision("sumsub", "b", "hold")]);
    assert_eq!(
        both["steps"],
        json!([
            { "next": "hold", "text": "hold", "partner": "sumsub", "scopes": ["a", "b"], "decisions": [0, 1] },
        ])
    );
}

#[test]
fn what_a_partner_said_is_not_carried_over() {
    let mut shown = decision("sumsub", "identity", "provide");
    shown["said"] = json!({ "clientComment": "Suspected" });
    shown["clientComment"] = "Suspected".into();
    assert!(!planned(&[shown]).to_string().contains("Suspected"));
}

proptest! {
    #[test]
    fn no_decision_is_lost_and_none_is_made_up(
        picks in proptest::collection::vec((0_usize..4, 0_usize..7, 0_u64..3, 0_u64..500), 0..20),
    ) {
        let decisions: Vec<Value> = picks.iter().map(|(partner, next, scope, wait)| {
            let decision = decision(PARTNERS[*partner], &format!("s{scope}"), ORDER[*next]);
            if ORDER[*next] == "wait" { with(decision, &json!({ "lookAgainAfter": wait })) } else { decision }
        }).collect();
        let plan = planned(&decisions);
        let steps = plan["steps"].as_array().unwrap();
        let mut places = Vec::new();
        for step in steps {
            for place in step["decisions"].as_array().unwrap() {
                let decision = &decisions[usize::try_from(place.as_u64().unwrap()).unwrap()];
                prop_assert_eq!((&decision["next"], &decision["partner"]), (&step["next"], &step["partner"]));
                prop_assert!(step["scopes"].as_array().unwrap().contains(&decision["scope"]));
                places.push(place.as_u64().unwrap());
            }
        }
        places.sort_unstable();
        prop_assert_eq!(places, (0..decisions.len() as u64).collect::<Vec<_>>());
        let ranks: Vec<_> = nexts(&plan).iter().map(|next| ORDER.iter().position(|o| o == next)).collect();
        prop_assert!(ranks.is_sorted());
        let shortest = decisions.iter().filter_map(|decision| decision["lookAgainAfter"].as_u64()).min();
        prop_assert_eq!(plan["lookAgainAfter"].as_u64(), shortest);
    }
}
