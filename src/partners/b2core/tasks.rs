//! What a client does next at B2CORE: sign in there, start the wizard, hand in what each of its steps asks for (docs: front
//! authentication; front verification procedures).

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use crate::decision::{NextText, Partner, WaitReason};
use crate::error::Error;
use crate::flow::{
    ACCEPT, Control, Facts, Field, FieldRow, Group, Open, PartnerFlow, Task, TaskKind, answer, no_form,
};
use crate::json::Json;

pub(crate) const FLOW: PartnerFlow = PartnerFlow {
    partner: Partner::B2core,
    scopes: &["level"],
    open,
    steps: &["consent", "details", "documents", "check", "result"],
    rows: &ROWS,
    fields,
    hand_in,
    document,
};

/// Seconds between two looks at a level that the broker's staff may still grant: no time is given.
const LATER: u64 = 900;

/// The largest file: the host takes it, and where the partner draws the line is not published.
const MAX_BYTES: u64 = 10 * 1024 * 1024;

const EMAIL: &str = "client-email";
const PASSWORD: &str = "client-password";
const FACTOR: &str = "second-factor";
const CODE: &str = "second-factor-code";

const fn row(item: &'static str, control: Control, autocomplete: &'static str) -> FieldRow {
    FieldRow { item, group: Group::SignIn, control, autocomplete, options: &[], path: &[], decides: false }
}

static ROWS: [FieldRow; 4] = [
    row(EMAIL, Control::Email, "username"),
    row(PASSWORD, Control::Password, "current-password"),
    FieldRow { options: &["google", "sms"], ..row(FACTOR, Control::Choice, "") },
    row(CODE, Control::OneTimeCode, "one-time-code"),
];

fn fields(_: &Facts<'_>, name: &str, _: &Json) -> Vec<Field> {
    let items: &[&str] = match name {
        "sign-in" => &[EMAIL, PASSWORD],
        "second-factor" => &[FACTOR],
        "code" => &[CODE],
        _ => &[],
    };
    let rows = ROWS.iter().filter(|row| items.contains(&row.item));
    rows.map(|row| Field { row, required: true }).collect()
}

/// What the session is asked with. A password is taken as it was typed.
fn hand_in(facts: &Facts<'_>, name: &str, values: &Json) -> Result<Json, Error> {
    let given = |item: &'static str| answer(values, item).unwrap_or_default();
    Ok(match name {
        "sign-in" => {
            let password = values.get(PASSWORD).and_then(Json::as_str).unwrap_or_default();
            let client = Json::object([("email", given(EMAIL).into()), ("password", password.into())]);
            Json::object([("client", client)])
        }
        "second-factor" => Json::object([("method", given(FACTOR).into())]),
        "code" => {
            let digits: String = given(CODE).chars().filter(char::is_ascii_digit).collect();
            Json::object([("code", digits.into())])
        }
        _ => return no_form(facts, name, values),
    })
}

fn open(facts: &Facts<'_>, open: &[Open<'_>]) -> Vec<Task> {
    let form = |name| {
        let fields = fields(facts, name, &Json::Null);
        let fields = fields.iter().map(|field| field.to_json(facts.options)).collect();
        let task = Task::new(TaskKind::Form, name, Partner::B2core, NextText::StartVerification);
        vec![task.with("fields", Json::Array(fields))]
    };
    match facts.own.get("signIn").and_then(Json::as_str) {
        Some("password") => return form("sign-in"),
        Some("second-factor") => return form("second-factor"),
        Some("code") => return form("code"),
        Some("done") => {}
        _ => return vec![Task::hold(Partner::B2core)],
    }
    let next = open.iter().find_map(|open| open.decision?.get("next")?.as_str());
    if next != Some("start-verification") {
        return vec![Task::hold(Partner::B2core)];
    }
    let Some(wizard) = facts.own.get("wizard").filter(|wizard| wizard.is_object()) else {
        let start = Task::new(TaskKind::Start, "wizard", Partner::B2core, NextText::StartVerification);
        return vec![start.with("automatic", false.into())];
    };
    let decided = wizard.get("decisions").map(Json::items).unwrap_or_default();
    match decided.first().and_then(|decision| decision.get("next")?.as_str()) {
        Some("provide") => documents(wizard),
        // The procedure is over, and the level is not there yet: what is missing is not the person's.
        Some("proceed") => vec![Task::wait(Partner::B2core, WaitReason::ManualReview, LATER)],
        _ => vec![Task::hold(Partner::B2core)],
    }
}

/// A document type that can be handed in: it has an id.
struct Kind<'a> {
    id: u64,
    name: &'a str,
    /// Its group, where one document of the group is enough.
    choice: Option<&'a Json>,
}

fn kinds(wizard: &Json) -> Vec<Kind<'_>> {
    let kind = |kind: &'_ Json| -> Option<u64> {
        let is_off = kind.get("enabled").and_then(Json::as_bool) == Some(false);
        kind.as_str().and_then(|id| id.parse().ok()).or_else(|| kind.get("id")?.as_u64()).filter(|_| !is_off)
    };
    let types = wizard.get("types").map(Json::items).unwrap_or_default();
    let all = types.iter().filter_map(|one| {
        let of_one = |group: &&Json| group.get("type").and_then(Json::as_str) == Some("one");
        let name = one.get("description").and_then(Json::as_str).unwrap_or_default();
        Some(Kind { id: kind(one)?, name, choice: one.get("group").filter(of_one) })
    });
    all.collect()
}

/// One file for each type. Of those of one group of choice, one is enough.
fn documents(wizard: &Json) -> Vec<Task> {
    let way = |kind: &Kind<'_>| {
        let part = kind.id.to_string();
        let mut file = Json::object([("part", part.as_str().into()), ("camera", "environment".into())]);
        if !kind.name.is_empty() {
            file.set("name", kind.name.into());
        }
        Json::object([("way", part.into()), ("parts", Json::Array(vec![file]))])
    };
    let document = |ways: Vec<Json>| {
        Json::object([
            ("item", "other".into()),
            ("ways", Json::Array(ways)),
            ("received", Json::Array(Vec::new())),
        ])
    };
    let kinds = kinds(wizard);
    let mut all = Vec::new();
    for (place, kind) in kinds.iter().enumerate() {
        let Some(group) = kind.choice else {
            all.push(document(vec![way(kind)]));
            continue;
        };
        let of_group = |other: &&Kind<'_>| other.choice == Some(group);
        if !kinds.iter().take(place).any(|other| of_group(&other)) {
            all.push(document(kinds.iter().filter(of_group).map(way).collect()));
        }
    }
    if all.is_empty() {
        // It asks for something that nobody here can tell.
        return vec![Task::hold(Partner::B2core)];
    }
    vec![
        Task::new(TaskKind::Documents, "documents", Partner::B2core, NextText::Provide)
            .with("documents", Json::Array(all))
            .with("accept", Json::strings(ACCEPT))
            .with("maxBytes", MAX_BYTES.into())
            .with("storage", "host".into()),
    ]
}

/// The id of a type that is asked for now. The file itself is where the host has put it.
fn document(facts: &Facts<'_>, part: &str, _: &str, _: &[u8]) -> Result<Json, Error> {
    let asked = facts.own.get("wizard").map(kinds).unwrap_or_default();
    let known = asked.iter().find(|kind| kind.id.to_string() == part);
    known.map(|kind| kind.id.into()).ok_or_else(|| Error::input("part", "is none that is asked for now"))
}
