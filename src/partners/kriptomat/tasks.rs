//! What a person does next at Kriptomat: be handed over once Sumsub has approved, or open Kriptomat's own page (docs: show
//! user, import KYC; compliance).

use alloc::vec;
use alloc::vec::Vec;

use crate::decision::{NextText, Partner};
use crate::flow::{Facts, Open, PartnerFlow, Task, TaskKind, no_document, no_fields, no_form};
use crate::json::Json;

pub(crate) const FLOW: PartnerFlow = PartnerFlow {
    partner: Partner::Kriptomat,
    scopes: &["kyc"],
    open,
    steps: &["consent", "check", "result"],
    rows: &[],
    fields: no_fields,
    hand_in: no_form,
    document: no_document,
};

fn open(facts: &Facts<'_>, open: &[Open<'_>]) -> Vec<Task> {
    let new = |kind, name, text| Task::new(kind, name, Partner::Kriptomat, text);
    let next = open.iter().find_map(|open| open.decision?.get("next")?.as_str());
    match (next, facts.own.get("from").and_then(Json::as_str)) {
        // Its enhanced due diligence is between Kriptomat and the person: nothing of it goes through here.
        (Some("provide"), _) => vec![new(TaskKind::Outside, "outside", NextText::Provide)],
        (Some("start-verification"), Some("link")) => {
            vec![new(TaskKind::Start, "start", NextText::StartVerification).with("automatic", false.into())]
        }
        (Some("start-verification"), Some("sumsub")) => before_hand_over(facts),
        _ => vec![Task::hold(Partner::Kriptomat)],
    }
}

/// Sumsub's review decides whether there is anybody to hand over.
fn before_hand_over(facts: &Facts<'_>) -> Vec<Task> {
    let Some(sumsub) = Facts::of(facts.given, Partner::Sumsub) else { return Vec::new() };
    let policies = sumsub.every_policy();
    if !policies.is_empty() {
        let task = Task::new(TaskKind::Consent, "consent", Partner::Sumsub, NextText::AskConsent);
        return vec![task.with("policies", Json::strings(policies))];
    }
    let review = sumsub.decision("identity");
    match review.and_then(|review| Some((review, review.get("next")?.as_str()?))) {
        Some((_, "proceed")) => {
            let start = Task::new(TaskKind::Start, "start", Partner::Kriptomat, NextText::StartVerification);
            vec![start.with("automatic", false.into())]
        }
        Some((review, "provide")) => vec![crate::partners::sumsub::outside(review)],
        Some((review, _)) => {
            vec![Task::settled(Partner::Sumsub, review).unwrap_or_else(|| Task::hold(Partner::Sumsub))]
        }
        None => vec![Task::hold(Partner::Sumsub)],
    }
}
