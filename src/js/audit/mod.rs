//! What a page is audited by: a look at it becomes facts, facts become findings.

use alloc::vec::Vec;

use js_sys::Array;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::{Element, Node};

mod consent;
mod control;
mod logo;
mod name;
mod scroll;
mod search;
mod surface;
mod tree;

use crate::audit::{Facts, Sentences, judge as judge_facts};
use crate::consent::Policy;
use crate::error::Error;

/// More than this are the same consent again and again.
const MOST_CONSENTS: usize = 8;

fn refusal(error: &Error) -> JsValue {
    error.to_json().to_text().into()
}

fn policy(text: &str) -> Result<Policy, JsValue> {
    super::argument("policy", text).and_then(|file| Policy::from_json(&file)).map_err(|error| refusal(&error))
}

/// Looks at a page, or a part of it.
///
/// # Errors
/// As JSON text: the policy is none.
#[wasm_bindgen]
pub fn look(root: &Node, policy_file: &str) -> Result<JsValue, JsValue> {
    let policy = policy(policy_file)?;
    let facts = tree::Tree::of(root).map(|tree| facts_of(&tree, &policy)).unwrap_or_default();
    serde_wasm_bindgen::to_value(&facts).map_err(JsValue::from)
}

/// A consent of the page, before it is read.
struct Found<'a> {
    unit: search::Unit,
    boxed: Option<(&'a control::Boxed, bool)>,
}

fn find<'a>(
    tree: &tree::Tree,
    policy: &Policy,
    sentences: &Sentences,
    boxes: &'a [control::Boxed],
) -> Vec<Found<'a>> {
    let units = search::units(tree, policy, sentences, boxes).into_iter().take(MOST_CONSENTS);
    let mut found: Vec<_> =
        units.map(|unit| Found { boxed: control::box_of(tree, boxes, &unit, sentences), unit }).collect();
    // A sentence that is quoted somewhere else is no second consent.
    if found.iter().any(|found| found.boxed.is_some()) {
        found.retain(|found| found.boxed.is_some());
    }
    found
}

fn facts_of(tree: &tree::Tree, policy: &Policy) -> Facts {
    let sentences = Sentences::of(policy);
    let boxes = control::boxes(tree);
    let found = find(tree, policy, &sentences, &boxes);
    Facts { consents: found.iter().map(|found| consent::read(tree, policy, &boxes, found)).collect() }
}

/// The boxes of the consents, in the order of the facts; null where one has none.
///
/// # Errors
/// As JSON text: the policy is none.
#[wasm_bindgen]
pub fn boxes(root: &Node, policy_file: &str) -> Result<Array, JsValue> {
    let policy = policy(policy_file)?;
    let Some(tree) = tree::Tree::of(root) else { return Ok(Array::new()) };
    let all = control::boxes(&tree);
    let element = |found: &Found<'_>| found.boxed.and_then(|(boxed, _)| tree.element(boxed.index)).cloned();
    let found = find(&tree, &policy, &Sentences::of(&policy), &all);
    Ok(found.iter().map(|found| element(found).map_or(JsValue::NULL, JsValue::from)).collect())
}

/// Whether a box is ticked.
#[wasm_bindgen(js_name = isTicked)]
pub fn is_ticked(element: &Element) -> bool {
    control::is_ticked(element)
}

/// Holds facts against the rules.
///
/// # Errors
/// As JSON text: the policy is none, or the facts are.
#[wasm_bindgen]
pub fn judge(policy_file: &str, facts: JsValue) -> Result<JsValue, JsValue> {
    let policy = policy(policy_file)?;
    let unreadable = |_| refusal(&Error::input("facts", "must be what a look at a page gave"));
    let facts: Facts = serde_wasm_bindgen::from_value(facts).map_err(unreadable)?;
    serde_wasm_bindgen::to_value(&judge_facts(&policy, &facts)).map_err(JsValue::from)
}
