//! Where an applicant's review stands (docs: applicant statuses; receive and interpret results).

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::refusal::success;
use crate::decision::{Decision, ForPerson, Missing, Next, Partner, WaitReason};
use crate::error::Error;
use crate::http::Reply;
use crate::json::{Json, Value};
use crate::operation::Reading;

/// Seconds between two looks at an automatic check. No time is documented, and webhooks are preferred to polling.
const SOON: u32 = 60;
/// Seconds between two looks at what waits for a compliance officer.
const LATER: u32 = 900;

/// Reads an applicant's status.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_applicant_status(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    let decisions = vec![decision(&body)?];
    Ok(Reading { value: body.into_owned(), decisions })
}

/// What a status, or a webhook that carries one, says of the next step.
pub(super) fn decision(body: &Value<'_>) -> Result<Decision, Error> {
    let status = body
        .get("reviewStatus")
        .and_then(Value::as_str)
        .ok_or(Error::Unreadable { field: "reviewStatus", problem: "is not there, or not a string" })?;
    let result = body.get("reviewResult").filter(|result| result.is_object()).unwrap_or(&Value::Null);
    let word = |name: &str| result.get(name).and_then(Value::as_str);
    let labels: Vec<String> = result
        .get("rejectLabels")
        .map(Value::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|label| label.as_str().map(String::from))
        .collect();
    let mut said = Json::object([("reviewStatus", status.into())]);
    // `clientComment` is not among them: it is for the host, and stays in the value.
    for name in ["reviewAnswer", "reviewRejectType"] {
        if let Some(text) = word(name) {
            said.set(name, text.into());
        }
    }
    if !labels.is_empty() {
        said.set("rejectLabels", Json::strings(labels.iter().map(String::as_str)));
    }
    let next = match status {
        // The answer counts in this status alone: a service that is waited for may carry GREEN already.
        "completed" => match (word("reviewAnswer"), word("reviewRejectType")) {
            (Some("GREEN"), _) => Next::Proceed,
            (Some("RED"), Some("RETRY")) => Next::Provide(Missing { other: labels, ..Missing::default() }),
            (Some("RED"), Some("FINAL")) => Next::Stop { is_final: Some(true) },
            _ => Next::Hold,
        },
        "init" => Next::Provide(Missing::default()),
        "pending" | "prechecked" | "queued" | "awaitingService" | "awaitingUser" => {
            Next::Wait { reason: WaitReason::Review, look_again_after: SOON }
        }
        "onHold" => Next::Wait { reason: WaitReason::ManualReview, look_again_after: LATER },
        _ => Next::Hold,
    };
    let show = ForPerson::moderation_comment(result).into_iter().collect();
    Ok(Decision { partner: Partner::Sumsub, scope: "identity".into(), next, said, show })
}
