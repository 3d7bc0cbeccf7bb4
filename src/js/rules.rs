//! The rules by which the gateway sends again, looks again, or does not: one export for all of them, since each export
//! has its own bytes on both sides.

use alloc::string::String;
use alloc::vec::Vec;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Answer, answer, argument, millis};
use crate::consent;
use crate::error::Error;
use crate::input::Field;
use crate::json::Json;
use crate::ledger;
use crate::look;
use crate::partners::{b2core, crossmint, kriptomat, sumsub};
use crate::time::Timestamp;

/// A function of the package by its name; `given` is an object of its arguments.
#[wasm_bindgen]
pub fn rule(name: &str, given: &str) -> Answer {
    answer(argument("arguments", given).and_then(|given| match name {
        "nextLook" => next_look(&given),
        "headSigner" => head_signer(&given),
        "hintedLook" => Ok(millis(look::hinted_look(moment(&given, "last")?, required(&given, "now")?))),
        "keysKnownFrom" => Ok(millis(consent::keys_known_from(required(&given, "now")?))),
        "postedEvidence" => posted_evidence(&given),
        "ticketLifetime" => Ok(millis(Timestamp(consent::TICKET_LIFETIME))),
        "mayTell" => may_tell(&given),
        "signInTry" => sign_in_try(&given),
        "tokenOutcome" => Ok(token_outcome(&given)),
        "rankWebhook" => rank_webhook(&given),
        "sinceTold" => since_told(&given),
        _ => super::flow::rule(name, &given),
    }))
}

fn next_look(given: &Json) -> Result<Json, Error> {
    let decisions = given.get("decisions").filter(|list| **list != Json::Null).map(Json::items);
    let looks = number(given, "looks");
    let next = look::next_look(required(given, "since")?, looks, decisions, required(given, "now")?);
    Ok(Json::object([("state", next.state.as_str().into()), ("after", u64::from(next.after).into())]))
}

fn head_signer(given: &Json) -> Result<Json, Error> {
    let text = |from: &Json, name: &'static str| Field::root(name, from.get(name)).text().map(String::from);
    let last = match given.get("last") {
        None | Some(Json::Null) => None,
        Some(last) => Some((text(last, "kid")?, Field::root("size", last.get("size")).number()?)),
    };
    let last = last.as_ref().map(|(kid, size)| (kid.as_str(), *size));
    let announced = given.get("announced").and_then(Json::as_u64);
    let has_before = given.get("hasBefore") == Some(&Json::Bool(true));
    Ok(ledger::head_signer(last, &text(given, "active")?, announced, has_before).as_str().into())
}

fn posted_evidence(given: &Json) -> Result<Json, Error> {
    let part = |name: &str| given.get(name).unwrap_or(&Json::Null);
    let now = required(given, "now")?;
    Ok(consent::posted_evidence(part("ticket"), part("presentation"), part("post"), now))
}

fn may_tell(given: &Json) -> Result<Json, Error> {
    let problem = given.get("problem").and_then(Json::as_str);
    Ok(consent::may_tell(problem, required(given, "due")?, required(given, "now")?).into())
}

fn sign_in_try(given: &Json) -> Result<Json, Error> {
    let made = given.get("at").map(Json::items).unwrap_or_default();
    let at: Option<Vec<Timestamp>> = made.iter().map(of_number).collect();
    let known = b2core::SignInTries {
        at: at.ok_or_else(|| Error::input("tries.at", MOMENT))?,
        blocked_until: moment(given, "blockedUntil")?,
    };
    Ok(match known.count(required(given, "now")?) {
        Err(wait) => Json::object([("wait", u64::from(wait).into())]),
        Ok(counted) => {
            let at = Json::list(counted.at.into_iter().map(millis));
            let until = counted.blocked_until.map_or(Json::Null, millis);
            Json::object([("tries", Json::object([("at", at), ("blockedUntil", until)]))])
        }
    })
}

fn token_outcome(given: &Json) -> Json {
    let code = given.get("code").and_then(Json::as_str).unwrap_or_default();
    let outcome = kriptomat::TokenOutcome::of(code);
    Json::object([
        ("outcome", outcome.as_str().into()),
        ("mustLook", outcome.must_look().into()),
        ("mayRenew", outcome.may_renew(number(given, "sent")).into()),
    ])
}

fn rank_webhook(given: &Json) -> Result<Json, Error> {
    let created = required(given, "createdAtMs")?;
    Ok(sumsub::rank_webhook(created, moment(given, "last")?, moment(given, "readAt")?).as_str().into())
}

fn since_told(given: &Json) -> Result<Json, Error> {
    let Some(Json::Array(decisions)) = given.get("decisions") else {
        return Err(Error::input("decisions", "must be a list"));
    };
    let times = crossmint::PolicyTimes {
        told_at: moment(given, "toldAt")?,
        asked_at: required(given, "askedAt")?,
        triggered_at: moment(given, "triggeredAt")?,
    };
    let crossmint::SinceTold { decisions, lapsed } = crossmint::since_told(decisions, times);
    Ok(Json::object([("decisions", Json::Array(decisions)), ("lapsed", lapsed.into())]))
}

const MOMENT: &str = "must be milliseconds since 1970, or an ISO 8601 date and time that ends in Z";

/// A moment, as hosts keep it or as clocks say it. None where it is null or not there.
fn moment(given: &Json, name: &str) -> Result<Option<Timestamp>, Error> {
    let found = Field::root(name, given.get(name));
    let Some(value) = found.value() else { return Ok(None) };
    let read = value.as_str().map_or_else(|| of_number(value), Timestamp::parse);
    read.map(Some).ok_or_else(|| found.wrong(MOMENT))
}

fn required(given: &Json, name: &str) -> Result<Timestamp, Error> {
    moment(given, name)?.ok_or_else(|| Error::input(name, MOMENT))
}

fn of_number(value: &Json) -> Option<Timestamp> {
    i64::try_from(value.as_u64()?).ok().map(Timestamp)
}

/// A count, which the loaders have checked; one that is too large counts as the largest.
fn number(given: &Json, name: &str) -> u32 {
    given.get(name).and_then(Json::as_u64).and_then(|number| u32::try_from(number).ok()).unwrap_or(u32::MAX)
}
