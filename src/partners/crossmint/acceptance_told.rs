//! What Crossmint's words about its policy are worth after the person has agreed anew.
//!
//! `pending-privacy-policy` asks for two things: an acceptance, and another trigger (identity quickstart, statuses).
//! Nothing says that the status changes before that trigger; so once Crossmint has been told, the status alone does not
//! say whether the person has to agree once more. The summary of the user does: it names each acceptance and whether its
//! version is valid, at any time (quickstart; API reference, get-user).

use alloc::vec::Vec;

use super::PRIVACY_POLICY;
use crate::decision::{Next, Partner};
use crate::json::{Json, Member};
use crate::time::Timestamp;

/// When what happened. None: never, or nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyTimes {
    /// Crossmint confirmed the acceptance that counts on the ledger.
    pub told_at: Option<Timestamp>,
    /// Crossmint was asked for the decisions.
    pub asked_at: Timestamp,
    /// The last trigger that was answered went out.
    pub triggered_at: Option<Timestamp>,
}

/// Decisions of Crossmint as they stand now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SinceTold {
    /// The decisions. None of them became `proceed`.
    pub decisions: Vec<Json>,
    /// Whether the acceptance on the ledger no longer counts at Crossmint: the person must be asked again.
    pub lapsed: bool,
}

/// Reads Crossmint's decisions (as [`crate::decision::Decision::to_json`] gives them; of the status of the verification,
/// and of the summary of the user where that was asked for too) in the light of the acceptance on the ledger.
///
/// - No acceptance was told: they stay as they are.
/// - A summary asked for since then says that its version is not valid, or it was told before the last trigger, which
///   yet found the policy not accepted: it has lapsed, and they stay as they are.
/// - Else the person has done what the status asks for: `ask-consent` of a product becomes `start-verification`, and the
///   answer to that trigger counts. `ask-consent` of a summary is of before, or of one that lists nothing: left out.
///
/// ```
/// use kyc_assent::{json::Json, partners::crossmint::{PolicyTimes, since_told}, time::Timestamp};
/// let asked = [Json::parse(r#"{ "partner": "crossmint", "scope": "onramp", "next": "ask-consent",
///     "policy": "crossmint-privacy-policy", "said": { "status": "pending-privacy-policy" } }"#).unwrap()];
/// let at = |told, triggered| PolicyTimes {
///     told_at: Some(Timestamp(told)), asked_at: Timestamp(9), triggered_at: Some(Timestamp(triggered)),
/// };
/// assert_eq!(since_told(&asked, at(2, 1)).decisions[0].get("next"), Some(&"start-verification".into()));
/// assert!(since_told(&asked, at(1, 2)).lapsed);
/// ```
#[must_use]
pub fn since_told(decisions: &[Json], times: PolicyTimes) -> SinceTold {
    let unchanged = |lapsed| SinceTold { decisions: decisions.to_vec(), lapsed };
    let Some(told) = times.told_at else { return unchanged(false) };
    let about_policy = |decision: &Json| {
        let text = |name: &str| decision.get(name).and_then(Json::as_str);
        text("partner") == Some(Partner::Crossmint.as_str()) && text("next") == Some("ask-consent")
    };
    let refuses = |decision: &&Json| match accepted_documents(decision) {
        Some(listed) => listed.iter().any(|name| name.as_str() == Some(PRIVACY_POLICY)),
        None => times.triggered_at.is_some_and(|triggered| told <= triggered),
    };
    let is_of_now = told <= times.asked_at;
    if is_of_now && decisions.iter().filter(|d| about_policy(d)).any(|d| refuses(&d)) {
        return unchanged(true);
    }
    let now = |decision: &Json| match (about_policy(decision), accepted_documents(decision)) {
        (false, _) => Some(decision.clone()),
        (true, None) => Some(start_verification(decision)),
        (true, Some(_)) => None,
    };
    SinceTold { decisions: decisions.iter().filter_map(now).collect(), lapsed: false }
}

/// The legal documents that a summary lists; none for a status of the verification.
fn accepted_documents(decision: &Json) -> Option<&[Json]> {
    Some(decision.get("said")?.get("legalDocuments")?.items())
}

fn start_verification(decision: &Json) -> Json {
    let next = Next::StartVerification;
    let kept = |(name, value): &Member<'static>| (name != "policy").then(|| (name.clone(), value.clone()));
    let mut out = Json::Object(decision.members().iter().filter_map(kept).collect());
    out.set("next", next.as_str().into());
    out.set("text", next.text().as_str().into());
    out
}
