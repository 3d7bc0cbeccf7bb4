//! Uploads: the nine documented types, who may use which, base64, and where the user is named.

use crate::sample::{BASE, LOCATOR, input, prepare, wrong_field};
use kyc_assent::partners::crossmint::DocumentType;
use serde_json::{Value, json};

const UPLOAD: &str = "crossmint.uploadDocument";

/// Identity quickstart, document types.
const TYPES: [&str; 9] = [
    "id-passport",
    "id-idcard-front",
    "id-idcard-back",
    "id-residency-permit",
    "proof-of-address",
    "proof-of-income",
    "selfie-front",
    "selfie-left",
    "selfie-right",
];

const EEA: [&str; 30] = [
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT",
    "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO",
];

fn upload(changes: &Value) -> Value {
    let mut input = input(UPLOAD);
    for (name, value) in changes.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

fn sent(changes: &Value) -> Value {
    let request = prepare(UPLOAD, &upload(changes)).unwrap();
    assert_eq!(request.url, format!("{BASE}/documents"));
    serde_json::from_str(&request.body.unwrap()).unwrap()
}

#[test]
fn the_user_is_named_in_the_reference_whichever_way_it_was_given() {
    let expected = json!({
        "reference": { "userLocator": LOCATOR }, "documentType": "id-passport",
        "data": "data:image/png;base64,iVBORw0KGgo=", "expiresAt": "2030-01-31",
    });
    assert_eq!(sent(&json!({})), expected);
    let reference = json!({ "userLocator": LOCATOR });
    assert_eq!(sent(&json!({ "userLocator": null, "reference": reference })), expected);
    assert_eq!(sent(&json!({ "reference": reference })), expected);
    let mut without = expected;
    without.as_object_mut().unwrap().remove("expiresAt");
    assert_eq!(sent(&json!({ "expiresAt": null })), without);
}

#[test]
fn two_names_for_the_user_must_be_one() {
    let other = json!({ "reference": { "userLocator": "userId:somebody-else" } });
    assert_eq!(wrong_field(UPLOAD, &upload(&other)), "input.userLocator");
    let none = json!({ "userLocator": null });
    assert_eq!(wrong_field(UPLOAD, &upload(&none)), "input.userLocator");
    for (reference, field) in [
        (json!({ "userLocator": "nobody" }), "input.reference.userLocator"),
        (json!({ "userId": "x" }), "input.reference.userId"),
        (json!("userId:x"), "input.reference"),
        (json!([]), "input.reference"),
    ] {
        assert_eq!(wrong_field(UPLOAD, &upload(&json!({ "reference": reference }))), field);
    }
}

#[test]
fn each_documented_type_goes_out_and_no_other() {
    for kind in TYPES {
        assert_eq!(sent(&json!({ "documentType": kind }))["documentType"], kind);
        assert_eq!(DocumentType::parse(kind).unwrap().as_str(), kind);
    }
    for kind in [
        "id-ssn",
        "id",
        "passport",
        "ID-PASSPORT",
        "id-passport ",
        "id_passport",
        "selfie",
        "identity-document",
    ] {
        assert_eq!(
            wrong_field(UPLOAD, &upload(&json!({ "documentType": kind }))),
            "input.documentType",
            "{kind}"
        );
    }
    for kind in [Value::Null, json!(""), json!(1), json!(["id-passport"])] {
        assert_eq!(wrong_field(UPLOAD, &upload(&json!({ "documentType": kind }))), "input.documentType");
    }
}

/// Data requirements: in the EEA passport or card, in Spain also the permit; in the United States passport or licence,
/// which is filed as a card; elsewhere the passport only.
#[test]
fn documents_by_residence() {
    let outside = ["GB", "CH", "CA", "BR", "JP", "AU", "TR", "IN", "RS", "MX", "EU", "EL", "UK"];
    for country in EEA.into_iter().chain(["US"]).chain(outside) {
        let card = EEA.contains(&country) || country == "US";
        for kind in TYPES {
            let allowed = match kind {
                "id-idcard-front" | "id-idcard-back" => card,
                "id-residency-permit" => country == "ES",
                _ => true,
            };
            let of = DocumentType::parse(kind).unwrap();
            assert_eq!(of.is_for_residents_of(country), allowed, "{kind} in {country}");
            let changes = json!({ "documentType": kind, "countryOfResidence": country });
            if allowed {
                assert_eq!(sent(&changes).get("countryOfResidence"), None);
            } else {
                assert_eq!(
                    wrong_field(UPLOAD, &upload(&changes)),
                    "input.documentType",
                    "{kind} in {country}"
                );
            }
        }
    }
}

#[test]
fn without_a_residence_no_type_is_refused() {
    for kind in TYPES {
        assert!(prepare(UPLOAD, &upload(&json!({ "documentType": kind }))).is_ok(), "{kind}");
    }
}

#[test]
fn data_is_a_data_uri_or_bare_base64() {
    for data in [
        "iVBORw0KGgo=",
        "AAAA",
        "AA==",
        "AAA=",
        "AA",
        "AAA",
        "+/+/",
        "data:image/png;base64,AAAA",
        "data:image/png;base64,iVBORw0KGgo",
        "data:application/pdf;base64,AA==",
        "data:image/jpeg;name=a.jpg;base64,AAAA",
    ] {
        assert_eq!(sent(&json!({ "data": data }))["data"], data);
    }
    for data in [
        "",
        " ",
        "=",
        "==",
        "====",
        "A",
        "AAAAA",
        "A=",
        "AA=",
        "AAAA=",
        "AAA==",
        "A===",
        "AAAA====",
        "AA=A",
        "=AAA",
        "AAAA\n",
        "AA AA",
        "AA-_",
        "AÄAA",
        "data:",
        "data:image/png,AAAA",
        "data:image/png;base64,",
        "data:image/png;base64,A",
        "data:;base64,AAAA",
        "data:png;base64,AAAA",
        "DATA:image/png;base64,AAAA",
        "data:image/png;base64,AAAA;",
        "https://example.com/passport.png",
        "data:image/png;base64,data:image/png;base64,AAAA",
    ] {
        assert_eq!(wrong_field(UPLOAD, &upload(&json!({ "data": data }))), "input.data", "{data}");
    }
    for data in [Value::Null, json!(1), json!(["AAAA"]), json!({ "base64": "AAAA" })] {
        assert_eq!(wrong_field(UPLOAD, &upload(&json!({ "data": data }))), "input.data");
    }
}

#[test]
fn a_large_document_goes_out_whole() {
    let data = "QUJD".repeat(3 << 20);
    assert_eq!(sent(&json!({ "data": data }))["data"].as_str().map(str::len), Some(data.len()));
}

#[test]
fn the_day_of_expiry_is_a_day_of_the_calendar() {
    assert_eq!(sent(&json!({ "expiresAt": "2028-02-29" }))["expiresAt"], "2028-02-29");
    for day in
        ["2027-02-29", "2026-00-10", "2026-1-1", "31.01.2030", "2030-01-31T00:00:00Z", " 2030-01-31", ""]
    {
        assert_eq!(wrong_field(UPLOAD, &upload(&json!({ "expiresAt": day }))), "input.expiresAt", "{day}");
    }
    assert_eq!(wrong_field(UPLOAD, &upload(&json!({ "expiresAt": 20_300_131 }))), "input.expiresAt");
}
