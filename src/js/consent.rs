//! What the element on its own gets: what to show, and whether what was shown keeps the rules.

use alloc::vec::Vec;

use wasm_bindgen::prelude::wasm_bindgen;

use super::{Answer, answer, argument};
use crate::consent::{BrokenRule, Demands, Policy, check as check_shown, present as present_policy};
use crate::error::Error;
use crate::json::Json;

/// `present` of the package. `languages` is a JSON list; `region` is empty for none.
#[wasm_bindgen]
pub fn present(policy: &str, languages: &str, region: &str) -> Answer {
    answer((|| {
        let policy = Policy::from_json(&argument("policy", policy)?)?;
        let languages = argument("languages", languages)?;
        let languages: Vec<&str> = languages.items().iter().filter_map(Json::as_str).collect();
        present_policy(&policy, &languages, Some(region))
            .map(|presentation| presentation.to_json())
            .ok_or_else(|| Error::input("region", "must be a region of the policy, which differs by region"))
    })())
}

/// `check` of the package. `region` is empty for none.
#[wasm_bindgen]
pub fn check(policy: &str, shown: &str, reviewed_only: bool, evidence: bool, region: &str) -> Answer {
    answer((|| {
        let policy = Policy::from_json(&argument("policy", policy)?)?;
        let region = Some(region).filter(|name| !name.is_empty());
        let demands = Demands { reviewed_only, evidence, region };
        let broken = check_shown(&policy, &argument("shown", shown)?, demands);
        Ok(Json::strings(broken.into_iter().map(BrokenRule::as_str)))
    })())
}
