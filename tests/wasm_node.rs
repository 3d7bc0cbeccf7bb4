//! The edge flavour's surface as wasm in Node: text in, text out. What the answers say is tested natively; here is
//! tested that each function crosses the border whole, with texts of every script, and comes back as `ok` or `error`.

#![cfg(all(target_arch = "wasm32", feature = "edge"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use kyc_assent::js::browser::{merge, missing, plan, read};
use kyc_assent::js::consent::{check, present};
use kyc_assent::js::edge::{
    broken_link, code_window, country, ledger_entry, prepare, redelivery, sentence_hash, session,
};
use kyc_assent::partners::crossmint::PRIVACY_POLICY_FILE;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

const NOW: &str = "2026-01-01T00:00:00Z";

fn ok(answer: &str) -> Value {
    let mut answer: Value = serde_json::from_str(answer).unwrap();
    assert!(answer.get("error").is_none(), "{answer}");
    answer["ok"].take()
}

fn error(answer: &str) -> Value {
    let mut answer: Value = serde_json::from_str(answer).unwrap();
    assert!(answer.get("ok").is_none(), "{answer}");
    answer["error"].take()
}

fn user(first_name: &str) -> Value {
    json!({ "userDetails": {
        "firstName": first_name, "lastName": "King", "dateOfBirth": "1990-12-10", "countryOfResidence": "IE",
    } })
}

fn put(first_name: &str, consent: &Value) -> Value {
    let mut input = user(first_name);
    input["userLocator"] = "userId:a/b".into();
    json!({
        "account": { "environment": "staging", "apiKey": "sk_staging_example" },
        "input": input, "consent": consent, "now": NOW,
    })
}

#[wasm_bindgen_test]
fn a_request_is_prepared_with_names_of_every_script() {
    let consent = json!({ "policy": "crossmint-privacy-policy", "acceptedAt": "2025-12-31T00:00:00Z" });
    for name in ["Ada", "Zoë", "李小龍", "أحمد", "😀\u{301}"] {
        let request = ok(&prepare("crossmint.putUser", &put(name, &consent).to_string()));
        assert_eq!(request["url"], "https://staging.crossmint.com/api/2025-06-09/users/userId%3Aa%2Fb");
        assert_eq!(request["method"], "PUT");
        let body: Value = serde_json::from_str(request["body"].as_str().unwrap()).unwrap();
        assert_eq!(body, user(name));
    }
}

#[wasm_bindgen_test]
fn law_2_consent_first_holds_in_wasm() {
    let refused = error(&prepare("crossmint.putUser", &put("Ada", &Value::Null).to_string()));
    assert_eq!(refused["code"], "consent-required");
}

#[wasm_bindgen_test]
fn arguments_that_are_no_json_are_refused_by_name() {
    let argument = |answer: String| {
        let error = error(&answer);
        assert_eq!(error["code"], "invalid-input");
        error["field"].as_str().unwrap().to_owned()
    };
    assert_eq!(argument(prepare("crossmint.getUser", "{")), "input");
    assert_eq!(argument(read("crossmint.getUser", 200, "[", String::new())), "reply.headers");
    assert_eq!(argument(present("", "[]", "")), "policy");
    assert_eq!(argument(present(PRIVACY_POLICY_FILE, "\"\\ud800\"", "")), "languages");
    assert_eq!(argument(check(PRIVACY_POLICY_FILE, "{\"a\":1,\"a\":2}", false, false, "")), "shown");
    assert_eq!(argument(missing("{}", "x")), "wanted");
    assert_eq!(argument(merge("x", "{}")), "record");
    assert_eq!(argument(merge(&user("Ada").to_string(), "x")), "change");
    assert_eq!(argument(sentence_hash("x")), "presentation");
    assert_eq!(argument(ledger_entry("x", "{}", NOW)), "previous");
    assert_eq!(argument(ledger_entry("null", "x", NOW)), "event");
    assert_eq!(argument(broken_link("x")), "entries");
    assert_eq!(argument(plan("x")), "decisions");
}

#[wasm_bindgen_test]
fn a_reply_is_read_with_its_headers() {
    let body = r#"{"eligibility":[{"type":"onramp","status":"verified"}]}"#;
    let reading = ok(&read("crossmint.getVerification", 200, "{}", body.into()));
    assert_eq!(reading["decisions"][0]["next"], "proceed");
    let limited = error(&read("crossmint.getUser", 429, r#"{"Retry-After":"7","x":5}"#, String::new()));
    assert_eq!((&limited["code"], &limited["retryAfter"]), (&json!("rate-limited"), &json!(7)));
    let page = error(&read("crossmint.getUser", 200, r#"{"content-type":"text/html"}"#, "<html>".into()));
    assert_eq!(page["code"], "unavailable");
}

#[wasm_bindgen_test]
fn law_7_no_panic_a_deep_and_a_long_reply_are_errors() {
    for body in ["[".repeat(500_000), "a".repeat(10 << 20), "{\"a\":".repeat(100_000)] {
        assert_eq!(error(&read("crossmint.getUser", 200, "{}", body))["code"], "unreadable");
    }
}

#[wasm_bindgen_test]
fn consent_is_presented_checked_hashed_and_chained() {
    let presentation = ok(&present(PRIVACY_POLICY_FILE, r#"["de-AT"]"#, ""));
    assert_eq!(presentation["language"], "de");
    let hash = ok(&sentence_hash(&presentation.to_string()));
    assert_eq!(hash.as_str().unwrap().len(), 64);
    let broken = ok(&check(PRIVACY_POLICY_FILE, r#"{"policy":"another"}"#, true, true, ""));
    assert_eq!(broken, json!(["unknown-policy"]));
    let event = json!({ "kind": "withdrawn", "policy": "crossmint-privacy-policy" }).to_string();
    let first = ok(&ledger_entry("null", &event, NOW));
    let mut second = ok(&ledger_entry(&first.to_string(), &event, NOW));
    assert_eq!(ok(&broken_link(&json!([first, second]).to_string())), Value::Null);
    second["at"] = "2026-01-02T00:00:00Z".into();
    assert_eq!(ok(&broken_link(&json!([first, second]).to_string())), 1);
}

#[wasm_bindgen_test]
fn records_are_merged_and_judged() {
    let merged = ok(&merge(&user("Ada").to_string(), r#"{"userDetails":{"firstName":"Grace"}}"#));
    assert_eq!(merged, user("Grace"));
    let lacking = ok(&missing("{}", r#"{"products":["regulated-transfer"]}"#));
    assert_eq!(lacking["data"].as_array().map(Vec::len), Some(4));
}

#[wasm_bindgen_test]
fn clocks_countries_and_retries() {
    assert_eq!(ok(&redelivery(1, "unavailable", 0)), json!({ "after": 5, "report": false }));
    let window = ok(&code_window("1970-01-01T00:01:00Z"));
    assert_eq!(window, 2, "windows of 30 seconds");
    let session = ok(&session(NOW, 3_600));
    let ends = session["endsAt"].as_u64().unwrap();
    assert!(session["renewAt"].as_u64().unwrap() < ends && ends <= 1_767_225_600_000 + 3_600_000);
    assert_eq!(ok(&country("DEU")), json!({ "alpha2": "DE", "alpha3": "DEU" }));
    assert_eq!(ok(&country("XX")), Value::Null);
}
