//! How far the way has come: for each partner its steps, and which of them is now.

use alloc::vec::Vec;

use super::{Facts, PartnerFlow, Task, TaskKind};
use crate::json::Json;

/// The step that a task belongs to.
const fn step_of(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::Consent => "consent",
        TaskKind::Form => "details",
        TaskKind::Documents => "documents",
        TaskKind::Link | TaskKind::Outside | TaskKind::Start | TaskKind::Wait => "check",
        TaskKind::Done | TaskKind::Hold | TaskKind::Stop => "result",
    }
}

/// Whether it is known that no documents are required.
fn needs_none(facts: &Facts<'_>) -> bool {
    facts.own.get("note").and_then(|note| note.get("needsNoDocuments")?.as_bool()) == Some(true)
}

/// The steps of one partner. Its first task says which is the current one.
pub(super) fn of(partner: &PartnerFlow, facts: &Facts<'_>, tasks: &[Task]) -> Vec<Json> {
    let Some(kind) = tasks.iter().map(|task| task.kind).min() else { return Vec::new() };
    let consents = facts.given.get("consents").map(Json::items).unwrap_or_default();
    let accepted = consents
        .iter()
        .filter(|consent| consent.get("partner").and_then(Json::as_str) == Some(partner.partner.as_str()));
    let has_policies = accepted.clone().next().is_some() || kind == TaskKind::Consent;
    let is_there = |step: &&&str| match **step {
        "consent" => has_policies,
        "documents" => kind == TaskKind::Documents || !needs_none(facts),
        _ => true,
    };
    let steps: Vec<&str> = partner.steps.iter().filter(is_there).copied().collect();
    let now = steps.iter().position(|step| *step == step_of(kind)).unwrap_or(steps.len());
    let accepted_at = accepted.filter_map(|consent| consent.get("acceptedAt")?.as_str()).max();
    let triggered_at = facts.own.get("triggeredAt").and_then(Json::as_str);
    let one = |(place, step): (usize, &&str)| {
        let state = match (place, kind) {
            (place, _) if place < now => "done",
            (place, _) if place > now => "ahead",
            (_, TaskKind::Done) => "done",
            (_, TaskKind::Stop) => "failed",
            _ => "current",
        };
        let mut out = Json::object([
            ("step", (*step).into()),
            ("state", state.into()),
            ("partner", partner.partner.as_str().into()),
            ("scopes", Json::strings(facts.scopes.iter().copied())),
        ]);
        let at = match *step {
            "consent" if state == "done" => accepted_at,
            "check" if state != "ahead" => triggered_at,
            _ => None,
        };
        if let Some(at) = at {
            out.set("at", at.into());
        }
        out
    };
    steps.iter().enumerate().map(one).collect()
}
