//! What a person does next at Crossmint: the whole record, then the documents, then the start of the verification; and
//! again where it asks for more (identity quickstart, flow).

use alloc::vec;
use alloc::vec::Vec;

use super::fields::{ROWS, fields, is_stored};
use super::hand_in::{document, hand_in};
use super::note::Note;
use super::requirements::Product;
use crate::decision::{DocumentItem, NextText, Partner, WaitReason};
use crate::flow::{ACCEPT, Facts, Open, PartnerFlow, Task, TaskKind};
use crate::json::Json;
use crate::time::Timestamp;

pub(crate) const FLOW: PartnerFlow = PartnerFlow {
    partner: Partner::Crossmint,
    scopes: &["onramp", "onramp-light", "offramp", "regulated-transfer"],
    open,
    steps: &["consent", "details", "documents", "check", "result"],
    rows: &ROWS,
    fields,
    hand_in,
    document,
};

/// For how long `not-started` is a passing state after a trigger, in milliseconds, and how often it is looked at, in
/// seconds: Crossmint's own sample looks twelve times, five seconds apart (regulated-payouts-quickstart).
const STARTING: i64 = 60_000;
const SOON: u64 = 5;

/// The largest file that is taken: the last limit that Crossmint's papers named (an older guide, register user data).
const MAX_BYTES: u64 = 10 * 1024 * 1024;

fn open(facts: &Facts<'_>, open: &[Open<'_>]) -> Vec<Task> {
    let note = Note::of(facts);
    let new = |kind, name, text| Task::new(kind, name, Partner::Crossmint, text);
    if needs_record(facts, &note, open) {
        let fields = fields(facts, "details", &residence(facts));
        let fields = fields.iter().map(|field| field.to_json(facts.options)).collect();
        return vec![new(TaskKind::Form, "details", NextText::Provide).with("fields", Json::Array(fields))];
    }
    let asked = note.asked(facts);
    if asked.iter().any(|document| !document.has_arrived(&note.received)) {
        let documents = asked.iter().map(|document| document.to_json(&note.received)).collect();
        return vec![
            new(TaskKind::Documents, "documents", NextText::Provide)
                .with("documents", Json::Array(documents))
                .with("accept", Json::strings(ACCEPT))
                .with("maxBytes", MAX_BYTES.into())
                .with("storage", "gateway".into()),
        ];
    }
    if is_starting(facts, &note, open) {
        return vec![Task::wait(Partner::Crossmint, WaitReason::Started, SOON)];
    }
    // A trigger was answered, and nothing was said of these products: only a developer can tell why.
    let unsaid = |open: &&Open<'_>| {
        open.decision.is_none() && facts.own.get("triggeredAt").is_some_and(|at| *at != Json::Null)
    };
    let (held, startable): (Vec<&Open<'_>>, Vec<&Open<'_>>) =
        open.iter().partition(|open| unsaid(open) && !note.is_new());
    let named = |list: &[&Open<'_>]| list.iter().map(|open| open.scope.into()).collect();
    let mut tasks = Vec::new();
    if !startable.is_empty() {
        let start = new(TaskKind::Start, "start", NextText::StartVerification);
        tasks.push(Task { scopes: named(&startable), ..start.with("automatic", note.is_new().into()) });
    }
    if !held.is_empty() {
        tasks.push(Task { scopes: named(&held), ..Task::hold(Partner::Crossmint) });
    }
    tasks
}

/// Whether the record has to be handed in: nothing is stored yet, or Crossmint asks for more than documents. An update
/// replaces, so it is always the whole of it.
fn needs_record(facts: &Facts<'_>, note: &Note<'_>, open: &[Open<'_>]) -> bool {
    if open.iter().all(|open| note.products.contains(&open.scope)) {
        return false;
    }
    open.iter().any(|open| {
        let list = |name: &str| open.decision.and_then(|d| d.get(name)).map(Json::items).unwrap_or_default();
        let is_document = |word: &Json| word.as_str().and_then(DocumentItem::parse).is_some();
        let identity =
            Product::parse(open.scope).is_some_and(|product| product != Product::RegulatedTransfer);
        let is_new = !is_stored(facts, "userDetails") || (identity && !is_stored(facts, "kycData"));
        let wants_documents = !list("documents").is_empty() || list("other").iter().any(is_document);
        let provides = open.decision.and_then(|d| d.get("next")?.as_str()) == Some("provide");
        let wants_more = !list("data").is_empty() || !list("other").iter().all(is_document);
        is_new || wants_more || (provides && !wants_documents)
    })
}

/// Whether the status has not caught up with the last trigger: nothing was done since, and it was just now.
fn is_starting(facts: &Facts<'_>, note: &Note<'_>, open: &[Open<'_>]) -> bool {
    let at = facts.own.get("triggeredAt").and_then(Json::as_str).and_then(Timestamp::parse);
    let is_recent = at.is_some_and(|at| facts.now.0.saturating_sub(at.0) < STARTING);
    let not_started = |open: &Open<'_>| {
        let said = open.decision.and_then(|decision| decision.get("said")?.get("status")?.as_str());
        said == Some("not-started") || open.decision.is_none()
    };
    is_recent && !note.is_new() && open.iter().all(not_started)
}

/// What the token says of the residence, as the answer that a form begins with.
fn residence(facts: &Facts<'_>) -> Json {
    facts
        .own
        .get("residence")
        .and_then(Json::as_str)
        .map_or(Json::Null, |country| Json::object([("country-of-residence", country.into())]))
}
