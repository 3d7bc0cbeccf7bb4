//! Grants of levels (docs: front verification procedures). The docs type and spell several members two ways; here each
//! has one: `previousLevel`, `userId` a number, `reason.name` a string.

use alloc::string::String;
use alloc::vec::Vec;

use super::refusal::success;
use crate::decision::{Decision, Next, Partner};
use crate::error::Error;
use crate::http::Reply;
use crate::json::{Json, Value, sort_short};
use crate::operation::Reading;
use crate::time::Timestamp;

/// The most rows that are read. No maximum of `limit` is documented; a client has a handful of levels.
const MAX_ROWS: usize = 1000;

/// Reads the history, newest first; grants of one moment are put in the order of their levels. Whether the level that
/// the host wants is among them, [`level_decision`] says.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_history(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    let mut grants = rows(&body)?;
    if grants.len() > MAX_ROWS {
        return Err(Error::Unreadable { field: "data", problem: "has more rows than a page can have" });
    }
    sort_short(&mut grants, |a, b| order(a) > order(b));
    let total = body.get("total").and_then(whole).unwrap_or(grants.len() as u64);
    let value = Json::object([("total", total.into()), ("data", Json::Array(grants))]);
    Ok(Reading { value, decisions: Vec::new() })
}

/// Reads the details of one grant: the docs wrap it as a list of one. No row means that there is none, or not for this
/// client.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_details(reply: &Reply) -> Result<Reading, Error> {
    let grants = rows(&success(reply)?)?;
    match grants.into_iter().next() {
        Some(grant) => Ok(Reading { value: grant, decisions: Vec::new() }),
        None => Err(Error::NotFound(None)),
    }
}

fn rows(body: &Value<'_>) -> Result<Vec<Json>, Error> {
    match body.get("data") {
        Some(Value::Array(rows)) => rows.iter().map(grant).collect(),
        Some(one @ Value::Object(_)) => Ok(Vec::from([grant(one)?])),
        _ => Err(Error::Unreadable { field: "data", problem: "is not a list" }),
    }
}

fn grant(row: &Value<'_>) -> Result<Json, Error> {
    let number = |name: &str| row.get(name).and_then(whole);
    let id = number("id").ok_or(Error::Unreadable { field: "data[].id", problem: "is not a number" })?;
    let current = row
        .get("currentLevel")
        .and_then(level)
        .ok_or(Error::Unreadable { field: "data[].currentLevel", problem: "is not a level with an id" })?;
    let mut out = Json::object([("id", id.into()), ("currentLevel", current)]);
    if let Some(client) = number("clientId") {
        out.set("clientId", client.into());
    }
    let previous = ["previousLevel", "previuosLevel"].into_iter().find_map(|name| level(row.get(name)?));
    out.set("previousLevel", previous.unwrap_or(Json::Null));
    let reason = row
        .get("reason")
        .and_then(|reason| if reason.is_object() { reason.get("name") } else { Some(reason) });
    if let Some(name) = reason.filter(|name| **name != Value::Null) {
        out.set(
            "reason",
            Json::object([("name", name.as_str().map_or_else(|| name.to_text(), String::from).into())]),
        );
    }
    if let Some(user) = number("userId") {
        out.set("userId", user.into());
    }
    if let Some(time) = row.get("createTime").and_then(Value::as_str) {
        out.set("createTime", time.into());
    }
    Ok(out)
}

fn level(value: &Value<'_>) -> Option<Json> {
    let mut out = Json::object([("id", value.get("id").and_then(whole)?.into())]);
    if let Some(name) = value.get("name").and_then(Value::as_str) {
        out.set("name", name.into());
    }
    Some(out)
}

fn whole(value: &Value<'_>) -> Option<u64> {
    let digits = |text: &&str| text.bytes().all(|b| b.is_ascii_digit());
    value.as_u64().or_else(|| value.as_str().filter(digits)?.parse().ok())
}

/// Newest last: the moment, then the level. Ids say nothing of order.
fn order(grant: &Json) -> (Option<Timestamp>, Option<u64>) {
    let time = grant.get("createTime").and_then(Value::as_str).and_then(moment);
    (time, grant.get("currentLevel").and_then(|l| l.get("id")?.as_u64()))
}

/// `2022-01-01T00:00:00+00:00`: a numeric offset, no `Z`.
fn moment(text: &str) -> Option<Timestamp> {
    let at = text.len().checked_sub(6)?;
    let (local, offset) = (text.get(..at)?, text.get(at..)?);
    let (sign, clock) = match offset.split_at_checked(1)? {
        ("+", clock) => (1, clock),
        ("-", clock) => (-1, clock),
        _ => return Timestamp::parse(text),
    };
    let (hours, minutes) = clock.split_once(':')?;
    let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
    let local = Timestamp::parse(&[local, "Z"].concat())?;
    Some(Timestamp(local.0 - sign * minutes * 60_000))
}

/// The level that a host wants of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WantedLevel {
    /// That id, or a higher one.
    Id(u64),
    /// Exactly that name.
    Name(String),
}

/// Whether the newest grant of a history (the value of [`read_history`]) has reached the wanted level. An empty history
/// of a part of the list says nothing: hand in the newest page. Of several grants, one without a time that can be read
/// leaves open which is the newest: `hold`.
#[must_use]
pub fn level_decision(history: &Json, wanted: &WantedLevel) -> Decision {
    let data = history.get("data");
    let grants = data.map(Json::items).unwrap_or_default();
    let is_history = matches!(data, Some(Json::Array(_)));
    let ordered = is_history && (grants.len() < 2 || grants.iter().all(|grant| order(grant).0.is_some()));
    let newest = grants.iter().max_by_key(|grant| order(grant));
    let current = newest.and_then(|grant| grant.get("currentLevel"));
    let reached = current.is_some_and(|level| match wanted {
        WantedLevel::Id(id) => level.get("id").and_then(Value::as_u64).is_some_and(|current| current >= *id),
        WantedLevel::Name(name) => level.get("name").and_then(Value::as_str) == Some(name),
    });
    let next = match (ordered, reached) {
        (false, _) => Next::Hold,
        (true, true) => Next::Proceed,
        (true, false) => Next::StartVerification,
    };
    let mut said = Json::Object(Vec::new());
    if let Some(id) = current.and_then(|level| level.get("id")) {
        said.set("currentLevel", id.clone());
    }
    Decision { partner: Partner::B2core, scope: "level".into(), next, said, show: Vec::new() }
}
