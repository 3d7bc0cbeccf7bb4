//! The edge flavour's surface as wasm in Node: text in, words out. What the answers say is tested natively; here is
//! tested that each function crosses the border whole, with texts of every script, and comes back as `ok` or `error`.

#![cfg(all(target_arch = "wasm32", feature = "edge"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod wasm_answer;

use kyc_assent::js::browser::{merge, missing, plan};
use kyc_assent::js::consent::{check, present};
use kyc_assent::js::edge::{code_window, country, prepare, redelivery, session};
use kyc_assent::js::ledger::{
    acceptance_after, acceptances, accepted_event, broken_link, consistency_nodes, consistency_path,
    grow_tree, inclusion_nodes, inclusion_path, is_consistent, is_in_force, key_id, leaf_hash, ledger_entry,
    log_head, next_head, policy_hash, pseudonym, root_of_inclusion, sentence_hash, signing_input,
    subtree_hash,
};
use kyc_assent::js::tokens::Answer;
use kyc_assent::partners::crossmint::PRIVACY_POLICY_FILE;
use serde_json::{Value, json};
use wasm_answer::{error, ok, read};
use wasm_bindgen_test::wasm_bindgen_test;

const NOW: &str = "2026-01-01T00:00:00Z";
const PERSON: &str = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";

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
        let request = ok(prepare("crossmint.putUser", &put(name, &consent).to_string()));
        assert_eq!(request["url"], "https://staging.crossmint.com/api/2025-06-09/users/userId%3Aa%2Fb");
        assert_eq!(request["method"], "PUT");
        let body: Value = serde_json::from_str(request["body"].as_str().unwrap()).unwrap();
        assert_eq!(body, user(name));
    }
}

#[wasm_bindgen_test]
fn law_2_consent_first_holds_in_wasm() {
    let refused = error(prepare("crossmint.putUser", &put("Ada", &Value::Null).to_string()));
    assert_eq!(refused["code"], "consent-required");
}

#[wasm_bindgen_test]
fn arguments_that_are_no_json_are_refused_by_name() {
    let argument = |answer: Answer| {
        let error = error(answer);
        assert_eq!(error["code"], "invalid-input");
        error["field"].as_str().unwrap().to_owned()
    };
    assert_eq!(argument(prepare("crossmint.getUser", "{")), "input");
    assert_eq!(argument(read("crossmint.getUser", 200, "{", String::new())), "reply.headers");
    assert_eq!(argument(present("", "[]", "")), "policy");
    assert_eq!(argument(present(PRIVACY_POLICY_FILE, "\"\\ud800\"", "")), "languages");
    assert_eq!(argument(check(PRIVACY_POLICY_FILE, "{\"a\":1,\"a\":2}", false, false, "")), "shown");
    assert_eq!(argument(missing("{}", "x")), "wanted");
    assert_eq!(argument(merge("x", "{}")), "record");
    assert_eq!(argument(merge(&user("Ada").to_string(), "x")), "change");
    assert_eq!(argument(sentence_hash("x")), "presentation");
    assert_eq!(argument(ledger_entry("x", "{}", NOW, PERSON)), "previous");
    assert_eq!(argument(ledger_entry("null", "x", NOW, PERSON)), "event");
    assert_eq!(argument(broken_link("x")), "entries");
    assert_eq!(argument(plan("x")), "decisions");
}

#[wasm_bindgen_test]
fn a_reply_is_read_with_its_headers() {
    let body = r#"{"eligibility":[{"type":"onramp","status":"verified"}]}"#;
    let reading = ok(read("crossmint.getVerification", 200, "{}", body.into()));
    assert_eq!(reading["decisions"][0]["next"], "proceed");
    let limited = error(read("crossmint.getUser", 429, r#"{"Retry-After":"7","x":5}"#, String::new()));
    assert_eq!((&limited["code"], &limited["retryAfter"]), (&json!("rate-limited"), &json!(7)));
    let page = error(read("crossmint.getUser", 200, r#"{"content-type":"text/html"}"#, "<html>".into()));
    assert_eq!(page["code"], "unavailable");
}

#[wasm_bindgen_test]
fn headers_come_as_lines_or_have_to_come_as_json() {
    let lines = error(read("crossmint.getUser", 429, "\u{1}Retry-After\n7\n", String::new()));
    assert_eq!((&lines["code"], &lines["retryAfter"]), (&json!("rate-limited"), &json!(7)));
    for untold in [
        "\u{2}retry-after\n7\n",
        "\u{1}retry-after\n7",
        "\u{1}retry-after\n7\nx\n",
        "\u{1}é\n7\n",
        "[",
        "\u{1}",
    ] {
        assert!(read("crossmint.getUser", 429, untold, String::new()).is_null(), "{untold:?}");
    }
}

#[wasm_bindgen_test]
fn law_7_no_panic_a_deep_and_a_long_reply_are_errors() {
    for body in ["[".repeat(500_000), "a".repeat(10 << 20), "{\"a\":".repeat(100_000)] {
        assert_eq!(error(read("crossmint.getUser", 200, "{}", body))["code"], "unreadable");
    }
}

#[wasm_bindgen_test]
fn consent_is_presented_checked_hashed_and_chained() {
    let presentation = ok(present(PRIVACY_POLICY_FILE, r#"["de-AT"]"#, ""));
    assert_eq!(presentation["language"], "de");
    let hash = ok(sentence_hash(&presentation.to_string()));
    assert_eq!(hash.as_str().unwrap().len(), 64);
    let broken = ok(check(PRIVACY_POLICY_FILE, r#"{"policy":"another"}"#, true, true, ""));
    assert_eq!(broken, json!(["unknown-policy"]));
    let event = json!({ "kind": "withdrawn", "policy": "crossmint-privacy-policy" }).to_string();
    let first = ok(ledger_entry("null", &event, NOW, PERSON));
    let mut second = ok(ledger_entry(&first.to_string(), &event, NOW, PERSON));
    assert_eq!(ok(broken_link(&json!([first, second]).to_string())), Value::Null);
    second["at"] = "2026-01-02T00:00:00Z".into();
    assert_eq!(ok(broken_link(&json!([first, second]).to_string())), 1);
}

#[wasm_bindgen_test]
fn acceptances_are_put_on_record_and_followed() {
    let presentation = ok(present(PRIVACY_POLICY_FILE, r#"["en"]"#, ""));
    let evidence = r#"{"tickedAtStart":false,"openingForced":false,"visible":true,"byPerson":true}"#;
    let event = accepted_event(PRIVACY_POLICY_FILE, &presentation.to_string(), evidence, "none", "");
    let event = ok(event);
    assert_eq!(event["policyHash"], ok(policy_hash(PRIVACY_POLICY_FILE)));
    let person = ok(pseudonym(&"0b".repeat(32), "userId:johnd-123"));
    let first = ok(ledger_entry("null", &event.to_string(), NOW, person.as_str().unwrap()));
    let found = ok(acceptances(&json!([first]).to_string()));
    let (policy, version) = (event["policy"].as_str().unwrap(), event["version"].as_str().unwrap());
    assert_eq!(ok(is_in_force(&found[0].to_string(), policy, version)), true);
    let told = json!({ "at": NOW, "event": { "kind": "lapsed", "acceptance": 1 } }).to_string();
    let after = ok(acceptance_after(&found[0].to_string(), &told));
    assert_eq!(after["lapsedAt"], NOW);
    assert_eq!(ok(is_in_force(&after.to_string(), policy, version)), false);
    assert_eq!(error(is_in_force("{}", policy, version))["field"], "acceptance");
}

#[wasm_bindgen_test]
fn the_log_grows_and_is_proved() {
    let leaves = [1, 2, 3].map(|number| ok(leaf_hash(&json!({ "number": number }).to_string())));
    let tree = ok(grow_tree(0, "[]", &json!(leaves).to_string()));
    assert_eq!((&tree["size"], tree["nodes"].as_array().map(Vec::len)), (&json!(3), Some(4)));
    let one = ok(grow_tree(0, "[]", &json!([leaves[0]]).to_string()));
    let stored = |nodes: Answer| {
        let find = |place: &Value| {
            tree["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .find(|node| node[0] == place[0] && node[1] == place[1])
                .unwrap()[2]
                .clone()
        };
        Value::Array(ok(nodes).as_array().unwrap().iter().map(find).collect()).to_string()
    };
    let path = ok(inclusion_path(1, 3, &stored(inclusion_nodes(1, 3)))).to_string();
    assert_eq!(ok(root_of_inclusion(leaves[1].as_str().unwrap(), 1, 3, &path)), tree["root"]);
    assert_eq!(ok(root_of_inclusion(leaves[1].as_str().unwrap(), 3, 3, &path)), Value::Null);
    let path = ok(consistency_path(1, 3, &stored(consistency_nodes(1, 3)))).to_string();
    let roots = (one["root"].as_str().unwrap(), tree["root"].as_str().unwrap());
    assert_eq!(ok(is_consistent(1, roots.0, 3, roots.1, &path)), true);
    assert_eq!(ok(is_consistent(1, roots.1, 3, roots.0, &path)), false);
    for (refused, field) in [
        (error(inclusion_nodes(3, 3)), "index"),
        (error(consistency_nodes(4, 3)), "first"),
        (error(inclusion_path(1, 3, "[]")), "hashes"),
        (error(grow_tree(1, "[]", "[]")), "frontier"),
        (error(grow_tree(0, "[]", "[5]")), "leaves"),
        (error(leaf_hash("{")), "leaf"),
        (error(subtree_hash(&[0; 96])), "hashes"),
        (error(subtree_hash(&[0; 31])), "hashes"),
        (error(subtree_hash(&[])), "hashes"),
    ] {
        assert_eq!(refused["field"], field);
    }
}

#[wasm_bindgen_test]
fn heads_are_made_and_signed() {
    let root = "ab".repeat(32);
    let head = ok(log_head("null", "kyc.shop.example", 7, &root, NOW)).to_string();
    assert_eq!(ok(next_head(&head, 8, NOW, 60)), 1_767_225_660_000_u64);
    assert_eq!(ok(next_head("null", 0, NOW, 60)), 1_767_225_600_000_u64);
    let key = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let kid = ok(key_id(key));
    let input = ok(signing_input("kyc-assent-head", kid.as_str().unwrap(), &head));
    assert_eq!(input.as_str().unwrap().split('.').count(), 2);
    assert_eq!(error(signing_input("JWT", "k", "{}"))["field"], "typ");
}

#[wasm_bindgen_test]
fn records_are_merged_and_judged() {
    let merged = ok(merge(&user("Ada").to_string(), r#"{"userDetails":{"firstName":"Grace"}}"#));
    assert_eq!(merged, user("Grace"));
    let lacking = ok(missing("{}", r#"{"products":["regulated-transfer"]}"#));
    assert_eq!(lacking["data"].as_array().map(Vec::len), Some(4));
}

#[wasm_bindgen_test]
fn clocks_countries_and_retries() {
    assert_eq!(ok(redelivery(1, "unavailable", 0)), json!({ "after": 5, "report": false }));
    let window = ok(code_window("1970-01-01T00:01:00Z"));
    assert_eq!(window, 2, "windows of 30 seconds");
    let session = ok(session(NOW, 3_600));
    let ends = session["endsAt"].as_u64().unwrap();
    assert!(session["renewAt"].as_u64().unwrap() < ends && ends <= 1_767_225_600_000 + 3_600_000);
    assert_eq!(ok(country("DEU")), json!({ "alpha2": "DE", "alpha3": "DEU" }));
    assert_eq!(ok(country("XX")), Value::Null);
}
