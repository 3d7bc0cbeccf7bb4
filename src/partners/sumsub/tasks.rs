//! What a person does next at Sumsub: all of it in Sumsub's own part of the host's page (its web SDK).

use alloc::vec;
use alloc::vec::Vec;

use crate::decision::{NextText, Partner};
use crate::flow::{Facts, Open, PartnerFlow, Task, TaskKind, no_document, no_fields, no_form};
use crate::json::Json;

pub(crate) const FLOW: PartnerFlow = PartnerFlow {
    partner: Partner::Sumsub,
    scopes: &["identity"],
    open,
    steps: &["consent", "check", "result"],
    rows: &[],
    fields: no_fields,
    hand_in: no_form,
    document: no_document,
};

fn open(_: &Facts<'_>, open: &[Open<'_>]) -> Vec<Task> {
    let asking = open
        .iter()
        .filter_map(|open| open.decision)
        .find(|decision| decision.get("next").and_then(Json::as_str) == Some("provide"));
    vec![asking.map_or_else(|| Task::hold(Partner::Sumsub), outside)]
}

/// Sumsub asks for something. What it has released for the person goes along.
pub(crate) fn outside(decision: &Json) -> Task {
    let show = decision.get("show").cloned().unwrap_or(Json::Array(Vec::new()));
    Task::new(TaskKind::Outside, "outside", Partner::Sumsub, NextText::Provide).with("show", show)
}
