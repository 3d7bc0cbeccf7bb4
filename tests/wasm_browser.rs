//! The browser flavour's surface as wasm in a real browser: text in, words out.

#![cfg(all(target_arch = "wasm32", feature = "browser"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod wasm_answer;

use kyc_assent::js::browser::{merge, missing};
use kyc_assent::js::consent::{check, present};
use kyc_assent::js::tokens::Answer;
use kyc_assent::partners::crossmint::PRIVACY_POLICY_FILE;
use serde_json::{Value, json};
use wasm_answer::{error, ok, read};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn code(answer: Answer) -> String {
    error(answer)["code"].as_str().unwrap().to_owned()
}

#[wasm_bindgen_test]
fn every_language_is_presented_and_what_it_shows_breaks_no_rule() {
    let policy: Value = serde_json::from_str(PRIVACY_POLICY_FILE).unwrap();
    for sentence in policy["sentences"].as_array().unwrap() {
        let language = &sentence["language"];
        let presentation = ok(present(PRIVACY_POLICY_FILE, &json!([language]).to_string(), ""));
        let segments = presentation["segments"].as_array().unwrap();
        let text: String = segments.iter().filter_map(|s| s["text"].as_str()).collect();
        let link = segments.iter().find(|s| s["href"].is_string()).unwrap();
        let shown = json!({
            "policy": presentation["policy"], "version": presentation["version"], "language": language, "text": text,
            "link": link, "tickedAtStart": false, "openingForced": false, "visible": true, "byPerson": true,
            "logo": { "shown": true, "width": 96, "height": 24 },
        });
        assert_eq!(
            ok(check(PRIVACY_POLICY_FILE, &shown.to_string(), false, true, "")),
            json!([]),
            "{language}"
        );
        let mut ticked = shown;
        ticked["tickedAtStart"] = json!(true);
        assert_eq!(
            ok(check(PRIVACY_POLICY_FILE, &ticked.to_string(), false, true, "")),
            json!(["pre-ticked"])
        );
    }
}

#[wasm_bindgen_test]
fn law_1_fail_closed_holds_in_a_browser() {
    let next = |status: &str| {
        let body = json!({ "eligibility": [{ "type": "onramp", "status": status }] }).to_string();
        ok(read("crossmint.getVerification", 200, "{}", body))["decisions"][0]["next"].take()
    };
    assert_eq!(next("verified"), "proceed");
    for status in ["Verified", "verified ", "vеrified", "", "passed"] {
        assert_eq!(next(status), "hold", "{status}");
    }
    for body in ["", "<html>", "{", "{\"eligibility\":\"verified\"}"] {
        assert!(
            ["unreadable", "unavailable"]
                .contains(&code(read("crossmint.getVerification", 200, "{}", body.into())).as_str())
        );
    }
}

#[wasm_bindgen_test]
fn records_are_merged_and_judged() {
    let record = json!({ "userDetails": {
        "firstName": "Ada", "lastName": "King", "dateOfBirth": "1990-12-10", "countryOfResidence": "US",
    } });
    let merged = ok(merge(&record.to_string(), r#"{"kycData":{"nationality":"GB"}}"#));
    assert_eq!(merged["userDetails"], record["userDetails"]);
    let lacking = ok(missing(&merged.to_string(), r#"{"products":["onramp"]}"#));
    assert!(lacking["data"].as_array().unwrap().contains(&json!("social-security-number")));
    assert_eq!(code(missing("{}", r#"{"products":["everything"]}"#)), "invalid-input");
}
