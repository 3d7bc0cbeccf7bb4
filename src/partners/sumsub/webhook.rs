//! Webhooks: verified over the bytes as they came (docs: webhook manager; user verification webhooks).

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::applicant_reply::decision;
use crate::credential::{Algorithm, hmac_matches, sha256_hex};
use crate::decision::Next;
use crate::error::Error;
use crate::http::json_of_bytes;
use crate::json::Json;
use crate::operation::Reading;
use crate::time::Timestamp;

/// The oldest webhook that is taken, in seconds: the last resending comes after some 24 hours.
pub const MAX_AGE: u32 = 26 * 3600;
/// How far the sender's clock may be ahead, in milliseconds.
const SKEW: i64 = 5 * 60 * 1000;

/// Whose webhooks are taken. `Debug` leaves the secrets out.
#[derive(Clone, PartialEq, Eq)]
pub struct Guard {
    /// The webhook's own secrets, not the app token's; several while one is being replaced.
    pub secrets: Vec<String>,
    /// Whether the legacy digest is still taken.
    pub allow_sha1: bool,
    /// The oldest webhook that is taken, in seconds.
    pub max_age: u32,
}

impl core::fmt::Debug for Guard {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Guard({} secrets)", self.secrets.len())
    }
}

/// Reads a webhook: the digest first, over the raw bytes, then what it says.
///
/// The value bears `id` (SHA-256 of the bytes: the host drops a webhook whose id it has seen) and `createdAtMs`, by
/// which webhooks are put in order: they arrive in any, and a later one may turn GREEN to RED. `headers` have names in
/// any case.
///
/// # Errors
/// [`Error::Unauthorized`] for a digest that is missing, of an algorithm that is not allowed, or not right;
/// [`Error::Refused`] for a webhook that is too old or from the future; [`Error::Unreadable`] for a body that is no
/// webhook.
pub fn read_webhook(headers: &Json, body: &[u8], guard: &Guard, now: Timestamp) -> Result<Reading, Error> {
    let header = |name: &str| {
        let (_, value) = headers.members().iter().find(|(given, _)| given.eq_ignore_ascii_case(name))?;
        value.as_str().map(str::trim)
    };
    let algorithm = match header("x-payload-digest-alg") {
        None => Some(Algorithm::Sha256),
        Some(name) => Algorithm::parse(name),
    };
    let algorithm = algorithm.filter(|a| *a != Algorithm::Sha1 || guard.allow_sha1);
    let digest = header("x-payload-digest");
    let (Some(algorithm), Some(digest)) = (algorithm, digest) else { return Err(Error::Unauthorized(None)) };
    // No early end: which of the secrets fits is not to be measured.
    let fitting = guard
        .secrets
        .iter()
        .filter(|secret| !secret.is_empty() & hmac_matches(algorithm, secret.as_bytes(), body, digest))
        .count();
    if fitting == 0 {
        return Err(Error::Unauthorized(None));
    }
    let hook = json_of_bytes(body)?;
    let text = |name: &str| hook.get(name).and_then(Json::as_str);
    let kind = text("type").ok_or(Error::Unreadable { field: "type", problem: "is not there" })?;
    let applicant =
        text("applicantId").ok_or(Error::Unreadable { field: "applicantId", problem: "is not there" })?;
    let created = text("createdAtMs")
        .and_then(moment)
        .ok_or(Error::Unreadable { field: "createdAtMs", problem: "is not a date and time" })?;
    let oldest = now.0.saturating_sub(i64::from(guard.max_age) * 1000);
    if created.0 > now.0.saturating_add(SKEW) || created.0 < oldest {
        return Err(Error::Refused { status: 200, said: None });
    }
    let mut value = Json::object([
        ("id", sha256_hex(body).into()),
        ("type", kind.into()),
        ("applicantId", applicant.into()),
        ("createdAtMs", u64::try_from(created.0).unwrap_or_default().into()),
    ]);
    for name in ["externalUserId", "levelName", "reviewStatus", "inspectionId", "correlationId"] {
        if let Some(text) = text(name) {
            value.set(name, text.into());
        }
    }
    Ok(Reading { value, decisions: decisions(kind, &hook)? })
}

/// Types that tell of a review carry its status. Of the others, two take the person away; the rest decide nothing.
fn decisions(kind: &str, hook: &Json) -> Result<Vec<crate::decision::Decision>, Error> {
    match kind {
        "applicantCreated"
        | "applicantPending"
        | "applicantPrechecked"
        | "applicantAwaitingService"
        | "applicantAwaitingUser"
        | "applicantOnHold"
        | "applicantReviewed"
        | "applicantReset" => Ok(vec![decision(hook)?]),
        "applicantDeactivated" | "applicantDeleted" => {
            let mut gone = decision(hook)
                .or_else(|_| decision(&Json::object([("reviewStatus", "completed".into())])))?;
            gone.next = Next::Hold;
            gone.said.set("type", kind.into());
            Ok(vec![gone])
        }
        _ => Ok(Vec::new()),
    }
}

/// `2020-02-21 13:23:19.321`, `2020-02-21 13:23:19+0000`, or ISO with `Z`: always UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.strip_suffix("+0000").unwrap_or(text);
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (day, clock) = text.split_once([' ', 'T'])?;
    Timestamp::parse(&[day, "T", clock, "Z"].concat())
}
