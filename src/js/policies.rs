//! What hosts that keep policies get: whether a file keeps the rules, and what follows from it for a person.

use alloc::vec::Vec;
use wasm_bindgen::prelude::wasm_bindgen;

use super::edge::clock;
use super::{Answer, answer, argument, list};
use crate::consent;
use crate::error::Error;
use crate::json::Json;

/// `policyFaults` of the package.
#[wasm_bindgen(js_name = policyFaults)]
pub fn policy_faults(file: &str) -> Answer {
    answer(argument("policy", file).map(|file| {
        let fault = |fault: consent::PolicyFault| {
            Json::object([("rule", fault.rule.as_str().into()), ("field", fault.field.into())])
        };
        Json::list(consent::policy_faults(&file).into_iter().map(fault))
    }))
}

/// `policyRegion` of the package: the name of the region that a country (alpha-2) belongs to, or null.
#[wasm_bindgen(js_name = policyRegion)]
pub fn policy_region(policy: &str, country: &str) -> Answer {
    answer((|| {
        let policy = consent::Policy::from_json(&argument("policy", policy)?)?;
        Ok(policy.region_of(country).map_or(Json::Null, |region| region.name.as_str().into()))
    })())
}

/// `untilAccepted` of the package. `missing` is a JSON list of names.
#[wasm_bindgen(js_name = untilAccepted)]
pub fn until_accepted(decisions: &str, partner: &str, missing: &str) -> Answer {
    answer((|| {
        let (decisions, missing) = (list("decisions", decisions)?, list("missing", missing)?);
        let names: Vec<&str> = missing.iter().filter_map(Json::as_str).collect();
        if names.len() < missing.len() {
            return Err(Error::input("missing", "must be a list of names"));
        }
        Ok(Json::Array(consent::until_accepted(&decisions, partner, &names)))
    })())
}

/// `claimDoubts` of the package.
#[wasm_bindgen(js_name = claimDoubts)]
pub fn claim_doubts(evidence: &str, now: &str) -> Answer {
    answer((|| {
        let doubts = consent::claim_doubts(&argument("evidence", evidence)?, clock("now", now)?);
        Ok(Json::strings(doubts.into_iter().map(consent::ClaimDoubt::as_str)))
    })())
}
