//! A person's decisions, of all partners and products, as one ordered list of steps: do this first.

use alloc::vec::Vec;

use crate::decision::Next;
use crate::json::{Json, sort_short};

/// The order of steps: what the person can do, then what is waited for, then what is open, then what is not.
const ORDER: [&str; 7] = ["ask-consent", "provide", "start-verification", "wait", "proceed", "hold", "stop"];

/// What makes two decisions one step: asked once, it serves both.
const SAME: [&str; 6] = ["next", "text", "partner", "policy", "reason", "final"];

/// Folds decisions (as [`crate::decision::Decision::to_json`] gives them) into a plan:
/// `{ steps: [{ next, text, partner, scopes, … , decisions }], lookAgainAfter }`.
///
/// Each step has the members of its decisions: lists are joined, and of several waits the shortest stands. `decisions`
/// are the places in the given list, so that none is lost. `lookAgainAfter` is the shortest wait of all (seconds), or
/// null. A decision whose `next` nobody knows counts as `hold`, with the text of it.
///
/// ```
/// use kyc_assent::{json::Json, plan::plan};
/// let decisions = Json::parse(r#"[
///     { "partner": "crossmint", "scope": "onramp", "next": "wait", "text": "wait-review", "reason": "review",
///       "lookAgainAfter": 5 },
///     { "partner": "kriptomat", "scope": "kyc", "next": "start-verification", "text": "start-verification" }
/// ]"#).unwrap();
/// let plan = plan(decisions.items());
/// assert_eq!(plan.get("steps").unwrap().items()[0].get("partner"), Some(&"kriptomat".into()));
/// assert_eq!(plan.get("lookAgainAfter"), Some(&Json::Number("5".into())));
/// ```
#[must_use]
pub fn plan(decisions: &[Json]) -> Json {
    let mut steps: Vec<Json> = Vec::new();
    for (place, decision) in decisions.iter().enumerate() {
        let mut step = Json::Object(Vec::new());
        for name in SAME {
            if let Some(value) = decision.get(name) {
                step.set(name, value.clone());
            }
        }
        if rank(&step) == ORDER.len() {
            step.set("next", Next::Hold.as_str().into());
            step.set("text", Next::Hold.text().as_str().into());
        }
        if let Some(known) =
            steps.iter_mut().find(|known| SAME.iter().all(|name| known.get(name) == step.get(name)))
        {
            join(known, decision, place);
        } else {
            join(&mut step, decision, place);
            steps.push(step);
        }
    }
    sort_short(&mut steps, |a, b| rank(a) < rank(b));
    let soonest = steps.iter().filter_map(|step| step.get("lookAgainAfter")?.as_u64()).min();
    Json::object([("steps", Json::Array(steps)), ("lookAgainAfter", soonest.map_or(Json::Null, Json::from))])
}

fn rank(step: &Json) -> usize {
    let next = step.get("next").and_then(Json::as_str).unwrap_or_default();
    ORDER.iter().position(|known| *known == next).unwrap_or(ORDER.len())
}

fn join(step: &mut Json, decision: &Json, place: usize) {
    let mut add = |name: &'static str, item: &Json| {
        let mut list = step.get(name).map(Json::items).unwrap_or_default().to_vec();
        if !list.contains(item) {
            list.push(item.clone());
        }
        step.set(name, Json::Array(list));
    };
    if let Some(scope) = decision.get("scope") {
        add("scopes", scope);
    }
    for name in ["data", "documents", "other", "show"] {
        for item in decision.get(name).map(Json::items).unwrap_or_default() {
            add(name, item);
        }
    }
    add("decisions", &Json::from(place as u64));
    if let Some(wait) = decision.get("lookAgainAfter").and_then(Json::as_u64) {
        let known = step.get("lookAgainAfter").and_then(Json::as_u64).unwrap_or(wait);
        step.set("lookAgainAfter", known.min(wait).into());
    }
}
