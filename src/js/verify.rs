//! What people who trust nobody get: whether a receipt, an export or its table holds.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Answer, answer, argument};
use crate::input::Field;
use crate::ledger;

#[wasm_bindgen]
extern "C" {
    /// A function that is told how many bytes are done.
    pub type Progress;

    #[wasm_bindgen(method, js_name = call)]
    fn tell(this: &Progress, nothing: &JsValue, done: f64);
}

/// How many bytes are verified between two calls of [`Progress`].
const STEP: usize = 1 << 20;

/// `verify` of the package. `known` is `{ keys?, locator? }`.
#[wasm_bindgen]
pub fn verify(file: &[u8], known: &str, progress: &Progress) -> Answer {
    answer((|| {
        let known = argument("known", known)?;
        let field = Field::root("known", Some(&known));
        let known = ledger::Known::new(field.get("keys").value(), field.get("locator").optional_text()?)?;
        let mut next = STEP;
        let report = ledger::verify(file, &known, &mut |done| {
            if done >= next {
                next = done + STEP;
                // Files have fewer bytes than a float has whole numbers.
                #[allow(clippy::cast_precision_loss)]
                progress.tell(&JsValue::UNDEFINED, done as f64);
            }
        });
        Ok(report.to_json())
    })())
}
