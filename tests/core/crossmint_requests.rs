//! The requests of Crossmint's seven operations (partner documentation: API reference 2025-06-09).

use crate::sample::{
    self, BASE, KEY, LOCATOR, OPERATIONS, POLICY, call, input, parsed, prepare, record, wrong_field,
};
use kyc_assent::error::Error;
use kyc_assent::http::{Method, Request};
use kyc_assent::operation;
use kyc_assent::partners::crossmint::{Account, Environment};
use serde_json::{Value, json};

fn body(request: &Request) -> Value {
    serde_json::from_str(request.body.as_ref().unwrap()).unwrap()
}

/// Method and path below the version segment, as the API reference prints them.
const PATHS: [(&str, Method, &str); 7] = [
    ("crossmint.acceptLegalDocument", Method::Put, "/users/userId%3Ajohnd-123/legal-documents"),
    ("crossmint.putUser", Method::Put, "/users/userId%3Ajohnd-123"),
    ("crossmint.getUser", Method::Get, "/users/userId%3Ajohnd-123"),
    ("crossmint.uploadDocument", Method::Post, "/documents"),
    ("crossmint.getDocument", Method::Get, "/documents/doc_123"),
    ("crossmint.triggerVerification", Method::Put, "/users/userId%3Ajohnd-123/identity-verification"),
    ("crossmint.getVerification", Method::Get, "/users/userId%3Ajohnd-123/identity-verification"),
];

#[test]
fn each_operation_has_its_method_its_path_and_the_key() {
    for (name, method, path) in PATHS {
        let request = prepare(name, &input(name)).unwrap();
        assert_eq!(
            (request.method, request.url.as_str()),
            (method, format!("{BASE}{path}").as_str()),
            "{name}"
        );
        let headers: Vec<(&str, &str)> = request.headers.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let mut expected = vec![("x-api-key", KEY), ("accept", "application/json")];
        if request.body.is_some() {
            expected.push(("content-type", "application/json"));
        }
        assert_eq!(headers, expected, "{name}");
        let has_body = matches!(
            name,
            "crossmint.acceptLegalDocument" | "crossmint.putUser" | "crossmint.uploadDocument"
        );
        assert_eq!(request.body.is_some(), has_body, "{name}");
    }
}

#[test]
fn the_registry_knows_names_letter_by_letter() {
    for name in OPERATIONS {
        assert_eq!(operation::find(name).unwrap().name, name);
    }
    for name in [
        "",
        "crossmint",
        "crossmint.",
        "getUser",
        "crossmint.getuser",
        "Crossmint.getUser",
        " crossmint.getUser",
        "crossmint.deleteUser",
        "crossmint.users.get",
        "crossmint.getUser\u{0}",
    ] {
        for refused in [
            operation::find(name).unwrap_err(),
            prepare(name, &input("crossmint.getUser")).unwrap_err(),
            operation::read(name, &sample::reply(200, &json!({}))).unwrap_err(),
        ] {
            assert!(matches!(&refused, Error::InvalidInput { field, .. } if field == "operation"), "{name}");
        }
    }
}

#[test]
fn production_has_its_own_host_and_its_own_key() {
    for (name, _, path) in PATHS {
        let mut call = call(&input(name));
        call["account"] = json!({ "environment": "production", "apiKey": "sk_production_x" });
        let request = operation::prepare(name, &parsed(&call)).unwrap();
        assert_eq!(request.url, format!("https://www.crossmint.com/api/2025-06-09{path}"));
        assert!(request.headers.contains(&("x-api-key", "sk_production_x".into())));
    }
}

#[test]
fn a_key_must_be_a_server_key_of_the_environment() {
    let field = |account: Value| {
        let mut call = call(&json!({ "userLocator": LOCATOR }));
        call["account"] = account;
        match operation::prepare("crossmint.getUser", &parsed(&call)) {
            Err(Error::InvalidInput { field, .. }) => field,
            other => panic!("{other:?}"),
        }
    };
    for key in [
        "ck_staging_x",
        "ck_production_x",
        "sk_production_x",
        "sk_development_x",
        "sk_live_x",
        "sk_test_x",
        "sk_live",
        "sk_staging_",
        "sk_staging",
        "sk_",
        "staging_x",
        "SK_STAGING_X",
        "sk_Staging_x",
        "Bearer sk_staging_x",
        "sk_staging_a b",
        "sk_staging_ä",
        " sk_staging_x",
        "sk_staging_x ",
        "sk_staging_x\u{200b}",
    ] {
        let account = json!({ "environment": "staging", "apiKey": key });
        assert_eq!(field(account), "account.apiKey", "{key}");
    }
    for key in ["sk_staging_x", "sk_test_x", "ck_production_x", "sk_production_"] {
        let account = json!({ "environment": "production", "apiKey": key });
        assert_eq!(field(account), "account.apiKey", "{key}");
    }
    for key in ["sk_staging_x\r\nx-evil: 1", "", "  ", "sk_staging_\u{7f}"] {
        assert_eq!(field(json!({ "environment": "staging", "apiKey": key })), "account.apiKey", "{key:?}");
    }
    for (account, expected) in [
        (json!({ "environment": "Staging", "apiKey": KEY }), "account.environment"),
        (json!({ "environment": "development", "apiKey": KEY }), "account.environment"),
        (json!({ "environment": null, "apiKey": KEY }), "account.environment"),
        (json!({ "apiKey": KEY }), "account.environment"),
        (json!({ "environment": "staging" }), "account.apiKey"),
        (json!({ "environment": "staging", "apiKey": 5 }), "account.apiKey"),
        (
            json!({ "environment": "staging", "apiKey": KEY, "baseUrl": "https://evil.example" }),
            "account.baseUrl",
        ),
        (json!([KEY]), "account"),
        (json!("sk_staging_x"), "account"),
        (Value::Null, "account.environment"),
    ] {
        assert_eq!(field(account), expected);
    }
}

#[test]
fn a_client_key_is_told_apart_from_a_wrong_one() {
    let message = |key: &str| Account::new(Environment::Staging, key).unwrap_err().to_string();
    assert!(message("ck_staging_x").contains("client key"));
    assert!(message("sk_production_x").contains("another environment"));
    assert!(message("sk_live_x").contains("another environment"));
    assert!(message("nonsense").contains("must be a server key"));
    assert!(message("sk_staging_").contains("whole key"));
}

#[test]
fn an_acceptance_goes_out_as_it_was_written() {
    for at in [
        "2026-01-01T00:00Z",
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.123456789Z",
        "2024-02-29T23:59:59.9Z",
    ] {
        let request = prepare(
            "crossmint.acceptLegalDocument",
            &json!({ "userLocator": LOCATOR, "type": POLICY, "acceptedAt": at }),
        );
        assert_eq!(body(&request.unwrap()), json!({ "type": POLICY, "acceptedAt": at }));
    }
}

#[test]
fn an_acceptance_without_z_with_an_offset_or_of_no_day_is_refused() {
    for at in [
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00+00:00",
        "2026-01-01T00:00:00.000+02:00",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-01",
        "01/01/2026",
        "2026-01-01T25:00:00Z",
        "now",
        "1767225600",
    ] {
        let input = json!({ "userLocator": LOCATOR, "type": POLICY, "acceptedAt": at });
        assert_eq!(wrong_field("crossmint.acceptLegalDocument", &input), "input.acceptedAt", "{at}");
    }
    let number = json!({ "userLocator": LOCATOR, "type": POLICY, "acceptedAt": 1_767_225_600 });
    assert_eq!(wrong_field("crossmint.acceptLegalDocument", &number), "input.acceptedAt");
    let missing = json!({ "userLocator": LOCATOR, "type": POLICY });
    assert_eq!(wrong_field("crossmint.acceptLegalDocument", &missing), "input.acceptedAt");
}

#[test]
fn the_terms_of_service_need_a_region_and_the_policy_sends_none() {
    let accept = |kind: &str, region: Value| json!({ "userLocator": LOCATOR, "type": kind, "acceptedAt": "2026-01-01T00:00:00Z", "region": region });
    for region in ["eu", "worldwide", "us"] {
        let request =
            prepare("crossmint.acceptLegalDocument", &accept("crossmint-terms-of-service", region.into()));
        assert_eq!(
            body(&request.unwrap()),
            json!({ "type": "crossmint-terms-of-service", "acceptedAt": "2026-01-01T00:00:00Z", "region": region })
        );
        let policy = prepare("crossmint.acceptLegalDocument", &accept(POLICY, region.into())).unwrap();
        assert_eq!(body(&policy).get("region"), None);
    }
    for region in [Value::Null, "EU".into(), "uk".into(), "".into(), json!(["eu"])] {
        let input = accept("crossmint-terms-of-service", region);
        assert_eq!(wrong_field("crossmint.acceptLegalDocument", &input), "input.region");
    }
    for kind in ["privacy-policy", "Crossmint-Privacy-Policy", "crossmint-privacy-policy ", "terms"] {
        let input = accept(kind, Value::Null);
        assert_eq!(wrong_field("crossmint.acceptLegalDocument", &input), "input.type", "{kind}");
    }
}

#[test]
fn a_user_is_put_whole_and_letter_by_letter() {
    let mut sent = record();
    sent["kycData"]["addressOfResidence"]["line2"] = "Flat \"3\" \\ Ünïcode 漢".into();
    sent["dueDiligence"]["expectedYearlyTxVolume"] = "volume-0-25k".into();
    let mut input = sent.clone();
    input["userLocator"] = LOCATOR.into();
    input["products"] = json!(["onramp", "offramp", "onramp-light", "regulated-transfer"]);
    input["stored"] =
        json!({ "userDetails": true, "kycData": true, "dueDiligence": true, "verificationHistory": true });
    let request = prepare("crossmint.putUser", &input).unwrap();
    assert_eq!(body(&request), sent);
    assert_eq!(request.url, format!("{BASE}/users/userId%3Ajohnd-123"));
}

#[test]
fn null_is_the_same_as_absent() {
    let mut input = input("crossmint.putUser");
    for pointer in ["/stored", "/products", "/dueDiligence", "/verificationHistory"] {
        input[pointer.trim_start_matches('/')] = Value::Null;
    }
    input["kycData"]["nationality"] = Value::Null;
    input["kycData"]["addressOfResidence"]["line2"] = Value::Null;
    let sent = body(&prepare("crossmint.putUser", &input).unwrap());
    assert_eq!(sent.as_object().unwrap().keys().collect::<Vec<_>>(), ["kycData", "userDetails"]);
    assert_eq!(sent["kycData"].get("nationality"), None);
    assert_eq!(sent["kycData"]["addressOfResidence"].get("line2"), None);
}

#[test]
fn fields_that_an_operation_does_not_have_are_named() {
    for name in OPERATIONS {
        let mut wrong = input(name);
        wrong["usrLocator"] = "x".into();
        assert_eq!(wrong_field(name, &wrong), "input.usrLocator", "{name}");
        for (unsafe_name, expected) in [("a@b.example", "input"), ("a b", "input")] {
            let mut wrong = input(name);
            wrong[unsafe_name] = "x".into();
            assert_eq!(wrong_field(name, &wrong), expected, "{name}");
        }
        for not_an_object in [json!([]), json!("x"), json!(5), json!(true)] {
            assert_eq!(wrong_field(name, &not_an_object), "input", "{name}");
        }
    }
}

#[test]
fn without_an_input_the_first_field_is_missing() {
    for name in OPERATIONS {
        let field = wrong_field(name, &Value::Null);
        let expected = match name {
            "crossmint.getDocument" => "input.documentId",
            _ => "input.userLocator",
        };
        assert_eq!(field, expected, "{name}");
    }
}

#[test]
fn the_clock_must_be_a_moment_wherever_it_is_given() {
    for name in OPERATIONS {
        for now in [
            json!(""),
            json!("2026-01-01"),
            json!("2026-01-01T00:00:00+00:00"),
            json!(5),
            json!({}),
            json!([]),
        ] {
            let mut call = call(&input(name));
            call["now"] = now.clone();
            let refused = operation::prepare(name, &parsed(&call)).unwrap_err();
            assert!(matches!(&refused, Error::InvalidInput { field, .. } if field == "now"), "{name} {now}");
        }
    }
}

#[test]
fn calls_that_are_no_objects_are_refused() {
    for call in ["null", "[]", "\"x\"", "5", "true", "{}"] {
        for name in OPERATIONS {
            assert!(
                operation::prepare(name, &kyc_assent::json::Json::parse(call).unwrap()).is_err(),
                "{name} {call}"
            );
        }
    }
}

#[test]
fn a_request_crosses_with_all_it_has() {
    let request = prepare("crossmint.getUser", &json!({ "userLocator": LOCATOR })).unwrap();
    assert_eq!(
        sample::value(&request.to_json()),
        json!({
            "method": "GET", "url": format!("{BASE}/users/userId%3Ajohnd-123"), "body": null,
            "headers": { "x-api-key": KEY, "accept": "application/json" },
        })
    );
    let put = prepare("crossmint.putUser", &input("crossmint.putUser")).unwrap();
    assert_eq!(sample::value(&put.to_json())["body"], json!(put.body));
}
