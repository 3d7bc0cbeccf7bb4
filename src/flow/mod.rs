//! The whole way of a person, as one list of tasks: what to do now, for each partner, and how far it has come.
//!
//! [`flow`] makes it of what the partners have decided and of what has been handed in since; [`fields`], [`hand_in`] and
//! [`document`] are what a task takes. Which field, which document, in which order: each partner's table says so, in its
//! folder; here is what holds for all of them. Nothing is `done` but what its partner has decided so, for the very scope
//! that is wanted; and while a policy of a partner is missing, nothing of that partner is asked for.

mod document;
mod facts;
mod field;
mod order;
mod task;
mod timeline;
mod typed;

pub use document::{ACCEPT, Asked, Part, Way, file_type};
pub use facts::{Facts, wanted};
pub(crate) use field::put;
pub use field::{
    Control, Field, FieldRow, Group, Problem, answer, are_options, item_at, problems, problems_json,
};
pub(crate) use order::arrange;
pub use task::{Task, TaskKind};

use alloc::string::String;
use alloc::vec::Vec;

use crate::decision::{NextText, Partner};
use crate::error::Error;
use crate::json::{Json, sort_short};
use crate::partners::FLOWS;

/// What a partner adds to the flow: its rules and tables.
pub(crate) struct PartnerFlow {
    pub(crate) partner: Partner,
    /// The scopes that can be wanted of it; the first is wanted where nobody says.
    pub(crate) scopes: &'static [&'static str],
    /// The tasks of scopes that are not settled: each with its decision, where there is one.
    pub(crate) open: fn(&Facts<'_>, &[Open<'_>]) -> Vec<Task>,
    /// The steps of its way.
    pub(crate) steps: &'static [&'static str],
    pub(crate) rows: &'static [FieldRow],
    pub(crate) fields: fn(&Facts<'_>, &str, &Json) -> Vec<Field>,
    pub(crate) hand_in: fn(&Facts<'_>, &str, &Json) -> Result<Json, Error>,
    /// The partner's name of a file, once it may be handed in: its part, its type, its first bytes.
    pub(crate) document: fn(&Facts<'_>, &str, &str, &[u8]) -> Result<Json, Error>,
}

/// Of a partner that has no forms.
pub(crate) fn no_fields(_: &Facts<'_>, _: &str, _: &Json) -> Vec<Field> {
    Vec::new()
}

/// Of a partner that has no forms.
pub(crate) fn no_form(_: &Facts<'_>, _: &str, _: &Json) -> Result<Json, Error> {
    Err(Error::input("task", "is not a form that is open; ask for the flow anew"))
}

/// Of a partner that takes no documents here.
pub(crate) fn no_document(_: &Facts<'_>, _: &str, _: &str, _: &[u8]) -> Result<Json, Error> {
    Err(Error::input("task", "does not ask for documents; ask for the flow anew"))
}

/// A scope that is wanted and not settled.
pub(crate) struct Open<'a> {
    pub(crate) scope: &'a str,
    pub(crate) decision: Option<&'a Json>,
}

/// The flow: `{ tasks, timeline, lookAgainAfter }`.
///
/// `given` is `{ scopes, partners, consents, options, language, now }`: the scopes wanted; by partner its `decisions` (as
/// [`crate::decision::Decision::to_json`] gives them, and as they count while a policy is missing) and what its own rules
/// go by; the consents on record, for their times; the language of the page (BCP 47), for the order of fields. A partner that is not among them has not answered: it has no tasks.
///
/// ```
/// use kyc_assent::{flow::flow, json::Json};
/// let given = Json::parse(r#"{ "scopes": ["onramp"], "now": "2026-01-01T00:00:00Z", "partners": { "crossmint": {
///     "decisions": [{ "partner": "crossmint", "scope": "onramp", "next": "proceed", "text": "proceed" }] } } }"#).unwrap();
/// let flow = flow(&given);
/// assert_eq!(flow.get("tasks").unwrap().items()[0].get("kind"), Some(&"done".into()));
/// ```
#[must_use]
pub fn flow(given: &Json) -> Json {
    let mut tasks = Vec::new();
    let mut timeline = Vec::new();
    for partner in &FLOWS {
        let Some(facts) = Facts::of(given, partner.partner) else { continue };
        if facts.scopes.is_empty() {
            continue;
        }
        let own = tasks_of(partner, &facts);
        timeline.extend(timeline::of(partner, &facts, &own));
        tasks.extend(own);
    }
    sort_short(&mut tasks, |a, b| a.kind < b.kind);
    let soonest = tasks.iter().filter_map(|task: &Task| task.more.get("lookAgainAfter")?.as_u64()).min();
    Json::object([
        ("tasks", Json::list(tasks.iter().map(Task::to_json))),
        ("timeline", Json::Array(timeline)),
        ("lookAgainAfter", soonest.map_or(Json::Null, Json::from)),
    ])
}

fn tasks_of(partner: &PartnerFlow, facts: &Facts<'_>) -> Vec<Task> {
    let policies = facts.policies();
    if !policies.is_empty() {
        let task = Task::new(TaskKind::Consent, "consent", partner.partner, NextText::AskConsent)
            .with("policies", Json::strings(policies));
        return Vec::from([Task {
            scopes: facts.scopes.iter().map(|scope| String::from(*scope)).collect(),
            ..task
        }]);
    }
    let mut tasks = Vec::new();
    let mut open = Vec::new();
    for scope in &facts.scopes {
        let decision = facts.decision(scope);
        // It is told once, and the partner may say already that it waits for what comes of it.
        let pending = decision.and_then(|decision| decision.get("next")?.as_str());
        if let (Some(url), Some("wait" | "start-verification")) = (facts.link(), pending) {
            let scopes = Vec::from([String::from(*scope)]);
            task::add(&mut tasks, Task { scopes, ..Task::link(partner.partner, url) });
            continue;
        }
        match decision.and_then(|decision| Task::settled(partner.partner, decision)) {
            Some(task) => task::add(&mut tasks, Task { scopes: Vec::from([String::from(*scope)]), ..task }),
            None => open.push(Open { scope, decision }),
        }
    }
    if !open.is_empty() {
        for task in (partner.open)(facts, &open) {
            let scopes = if task.scopes.is_empty() {
                open.iter().map(|open| open.scope.into()).collect()
            } else {
                task.scopes.clone()
            };
            task::add(&mut tasks, Task { scopes, ..task });
        }
    }
    tasks
}

/// The tasks of the partner that an id names, with its rules; none for an id that is nobody's.
fn of_id<'a>(given: &'a Json, id: &'a str) -> Option<(&'static PartnerFlow, Facts<'a>, &'a str)> {
    let (partner, name) = id.split_once('.')?;
    let flow = FLOWS.iter().find(|flow| flow.partner.as_str() == partner)?;
    Some((flow, Facts::of(given, flow.partner)?, name))
}

/// The kind of the task of that id, if one is open now.
fn open_task(given: &Json, id: &str) -> Option<TaskKind> {
    let (flow, facts, _) = of_id(given, id)?;
    tasks_of(flow, &facts).iter().find(|task| task.id() == id).map(|task| task.kind)
}

/// The fields of a form, once the person has answered those that decide: `values` by item.
///
/// # Errors
/// [`Error::InvalidInput`] where no form of that id is open.
pub fn fields(given: &Json, id: &str, values: &Json) -> Result<Json, Error> {
    let (flow, facts, name) = form(given, id)?;
    let fields = (flow.fields)(&facts, name, values);
    Ok(Json::list(fields.iter().map(|field| field.to_json(facts.options))))
}

/// Takes the answers to a form: `{ fields: [{ item, problem }] }` with everything that is wrong with them, or what its
/// partner's rules make of them.
///
/// # Errors
/// [`Error::InvalidInput`] where no form of that id is open.
pub fn hand_in(given: &Json, id: &str, values: &Json) -> Result<Json, Error> {
    let (flow, facts, name) = form(given, id)?;
    let fields = (flow.fields)(&facts, name, values);
    let values = &typed::read(&fields, values);
    let problems = problems(&fields, values, facts.options, facts.now);
    if problems.is_empty() {
        return (flow.hand_in)(&facts, name, values);
    }
    Ok(Json::object([("fields", problems_json(&problems))]))
}

/// The item of a form that a partner's error names by its field: `{ item, problem }`, or none.
#[must_use]
pub fn fault(given: &Json, id: &str, values: &Json, field: &str) -> Option<Json> {
    let (flow, facts, name) = of_id(given, id)?;
    let item = item_at(&(flow.fields)(&facts, name, values), field)?;
    Some(problems_json(&[(item, Problem::Invalid)]))
}

/// The partner's own name of a file for that part of a documents' task, once it may be handed in. `head` are its first bytes.
///
/// # Errors
/// [`Error::InvalidInput`] with `task`, `part` or `content-type`.
pub fn document(given: &Json, id: &str, part: &str, content_type: &str, head: &[u8]) -> Result<Json, Error> {
    let (flow, facts, _) = of_id(given, id)
        .filter(|_| open_task(given, id) == Some(TaskKind::Documents))
        .ok_or_else(|| Error::input("task", "does not ask for documents; ask for the flow anew"))?;
    (flow.document)(&facts, part, content_type, head)
}

fn form<'a>(given: &'a Json, id: &'a str) -> Result<(&'static PartnerFlow, Facts<'a>, &'a str), Error> {
    of_id(given, id)
        .filter(|_| open_task(given, id) == Some(TaskKind::Form))
        .ok_or_else(|| Error::input("task", "is not a form that is open; ask for the flow anew"))
}

/// Whether an operator's further options are what they must be: `{ <item>: [{ value, label }] }`.
#[must_use]
pub fn takes_options(options: &Json) -> bool {
    let tables: Vec<&[FieldRow]> = FLOWS.iter().map(|flow| flow.rows).collect();
    are_options(options, &tables)
}
