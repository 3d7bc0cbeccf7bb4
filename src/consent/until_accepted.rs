//! What a partner's answer means while the person has not accepted all of its policies.

use crate::decision::NextText;
use crate::json::Json;
use alloc::vec::Vec;

/// Turns the decisions of `partner` into `ask-consent` while policies of it are `missing`: no product of it proceeds
/// before all are accepted. What the partner said stays beside it. Decisions of other partners stay as they are.
///
/// Each missing policy has a decision of its own, whose scope is its name; a product is asked for the first of them.
/// Decisions are as [`crate::decision::Decision::to_json`] gives them.
///
/// ```
/// use kyc_assent::{consent::until_accepted, json::Json};
/// let verified = Json::parse(r#"[{ "partner": "crossmint", "scope": "onramp", "next": "proceed" }]"#).unwrap();
/// let asked = until_accepted(verified.items(), "crossmint", &["crossmint-privacy-policy"]);
/// assert!(asked.iter().all(|decision| decision.get("next") == Some(&"ask-consent".into())));
/// assert_eq!(asked.len(), 2);
/// assert_eq!(until_accepted(verified.items(), "crossmint", &[]), verified.items());
/// ```
#[must_use]
pub fn until_accepted(decisions: &[Json], partner: &str, missing: &[&str]) -> Vec<Json> {
    let Some(first) = missing.first() else { return decisions.to_vec() };
    let is =
        |decision: &Json, name: &str, text: &str| decision.get(name).and_then(Json::as_str) == Some(text);
    let own = |decision: &&Json| is(decision, "partner", partner);
    let asks =
        |decision: &Json, policy: &str| is(decision, "next", "ask-consent") && is(decision, "policy", policy);
    let mut out: Vec<Json> = missing
        .iter()
        .filter(|policy| !decisions.iter().filter(own).any(|d| asks(d, policy) && is(d, "scope", policy)))
        .map(|policy| asked(partner, policy, policy, Json::Object(Vec::new()), Json::Array(Vec::new())))
        .collect();
    for decision in decisions {
        let is_open = own(&decision) && !is(decision, "next", "ask-consent");
        out.push(if is_open {
            let member = |name: &str, none: Json| decision.get(name).cloned().unwrap_or(none);
            let scope = decision.get("scope").and_then(Json::as_str).unwrap_or_default();
            let said = member("said", Json::Object(Vec::new()));
            asked(partner, scope, first, said, member("show", Json::Array(Vec::new())))
        } else {
            decision.clone()
        });
    }
    out
}

fn asked(partner: &str, scope: &str, policy: &str, said: Json, show: Json) -> Json {
    Json::object([
        ("partner", partner.into()),
        ("scope", scope.into()),
        ("next", "ask-consent".into()),
        ("text", NextText::AskConsent.as_str().into()),
        ("policy", policy.into()),
        ("said", said),
        ("show", show),
    ])
}
