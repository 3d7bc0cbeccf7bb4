//! A person's record: what is refused, what merging keeps, and that an update never takes anything away.

use crate::sample::{self, input, parsed, prepare, record, value, wrong_field};
use kyc_assent::error::Error;
use kyc_assent::json::Json;
use kyc_assent::partners::crossmint::{RecordChange, UserRecord};
use kyc_assent::time::Timestamp;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const PUT: &str = "crossmint.putUser";

/// The sample's input with one member set, by JSON pointer.
fn with(pointer: &str, value: Value) -> Value {
    let mut input = input(PUT);
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    input.pointer_mut(parent).unwrap()[name] = value;
    input
}

fn refused(pointer: &str, value: Value) {
    let field = format!("input{}", pointer.replace('/', "."));
    let shown = value.to_string();
    assert_eq!(wrong_field(PUT, &with(pointer, value)), field, "{shown}");
}

fn taken(pointer: &str, value: &Value) {
    let request = prepare(PUT, &with(pointer, value.clone())).unwrap();
    let sent: Value = serde_json::from_str(&request.body.unwrap()).unwrap();
    assert_eq!(sent.pointer(pointer), Some(value));
}

#[test]
fn every_text_is_a_text_with_something_in_it() {
    for pointer in [
        "/userDetails/firstName",
        "/userDetails/lastName",
        "/userDetails/dateOfBirth",
        "/userDetails/countryOfResidence",
        "/kycData/nationality",
        "/kycData/email",
        "/kycData/phoneNumber",
        "/kycData/addressOfResidence/line1",
        "/kycData/addressOfResidence/line2",
        "/kycData/addressOfResidence/city",
        "/kycData/addressOfResidence/stateOrRegion",
        "/kycData/addressOfResidence/postalCode",
        "/kycData/identityDocument/type",
        "/kycData/identityDocument/number",
        "/kycData/identityDocument/issuingCountryCode",
        "/dueDiligence/employmentStatus",
        "/dueDiligence/sourceOfFunds",
        "/dueDiligence/industry",
        "/dueDiligence/estimatedYearlyIncome",
        "/dueDiligence/expectedYearlyTxVolume",
        "/verificationHistory/idVerificationTimestamp",
        "/verificationHistory/livenessVerificationTimestamp",
    ] {
        for wrong in [
            json!(""),
            json!("  "),
            json!("\u{a0}"),
            json!(5),
            json!(true),
            json!([]),
            json!({}),
            json!(["x"]),
            json!("a\nb"),
            json!("a\u{0}"),
            json!("\u{7f}a"),
        ] {
            refused(pointer, wrong);
        }
    }
}

#[test]
fn sections_are_objects_of_documented_fields() {
    for section in ["userDetails", "kycData", "dueDiligence", "verificationHistory"] {
        for wrong in [json!([]), json!("x"), json!(true), json!(5)] {
            refused(&format!("/{section}"), wrong);
        }
        if section != "userDetails" {
            refused(&format!("/{section}"), json!({}));
        }
    }
    refused("/dueDiligence", json!({ "industry": null }));
    refused("/kycData", json!({ "email": null, "nationality": null }));
    for pointer in [
        "/userDetails/middleName",
        "/kycData/firstName",
        "/kycData/addressOfResidence/street",
        "/kycData/identityDocument/image",
        "/verificationHistory/idTimestamp",
    ] {
        refused(pointer, json!("x"));
    }
    for pointer in ["/kycData/addressOfResidence", "/kycData/identityDocument"] {
        refused(pointer, json!("x"));
        refused(pointer, json!([]));
    }
}

/// The reference shows a second shape of `dueDiligence` that no stored page prints.
#[test]
fn due_diligence_of_another_shape_passes_as_it_is() {
    let shape = json!({ "companyName": "Acme", "nested": { "list": [1, 2.50, null] }, "flag": false });
    taken("/dueDiligence", &shape);
    assert!(prepare(PUT, &with("/dueDiligence", json!({ "nested": { "a": null } }))).is_ok());
}

#[test]
fn names_may_be_in_any_script() {
    for name in ["Ada", "Zoë", "李小龍", "أحمد", "O'Brien-Núñez", "J.", "Σοφία", "D’Arc 3rd"]
    {
        taken("/userDetails/firstName", &json!(name));
    }
}

#[test]
fn a_birth_is_a_day_of_the_calendar_and_not_in_the_future() {
    for day in ["2025-12-31", "2026-01-01", "1900-01-01", "2000-02-29"] {
        taken("/userDetails/dateOfBirth", &json!(day));
    }
    for day in [
        "2026-01-02",
        "2027-01-01",
        "1990-02-30",
        "1900-02-29",
        "90-12-10",
        "10/12/1990",
        "1990-12-10T00:00:00Z",
    ] {
        refused("/userDetails/dateOfBirth", json!(day));
    }
    let future = json!({ "userDetails": { "firstName": "A", "lastName": "B", "dateOfBirth": "2100-01-01",
        "countryOfResidence": "IE" } });
    assert!(
        UserRecord::from_json(&parsed(&future), None).is_ok(),
        "without a clock nothing is in the future"
    );
    let now = Timestamp::parse("2099-12-31T23:59:59Z").unwrap();
    assert!(UserRecord::from_json(&parsed(&future), Some(now)).is_err());
    assert!(UserRecord::from_json(&parsed(&future), Some(Timestamp(now.0 + 1_000))).is_ok());
}

#[test]
fn countries_are_two_capital_letters() {
    for pointer in [
        "/userDetails/countryOfResidence",
        "/kycData/nationality",
        "/kycData/identityDocument/issuingCountryCode",
    ] {
        taken(pointer, &json!("DE"));
        for wrong in ["de", "De", "DEU", "D", "D1", "ＤＥ", "ÄÖ", "É", " DE", "DE ", "Germany", "49"] {
            refused(pointer, json!(wrong));
        }
    }
}

#[test]
fn addresses_numbers_and_moments_are_checked() {
    for email in ["a@b.example", "first.last+tag@sub.domain.example", "a@bücher.example"] {
        taken("/kycData/email", &json!(email));
    }
    for email in ["a", "@b.example", "a@", "a@b", "a b@c.example", "a@b@c.example", "a@b.example "] {
        refused("/kycData/email", json!(email));
    }
    for phone in ["+15551234567", "015551234", "+49 (0) 30 1234"] {
        taken("/kycData/phoneNumber", &json!(phone));
    }
    refused("/kycData/phoneNumber", json!("none"));
    for name in ["idVerificationTimestamp", "livenessVerificationTimestamp"] {
        let pointer = format!("/verificationHistory/{name}");
        taken(&pointer, &json!("2025-11-01T10:00Z"));
        for wrong in
            ["2025-11-01", "2025-11-01T10:00:00", "2025-11-01T10:00:00+01:00", "2025-11-31T10:00:00Z"]
        {
            refused(&pointer, json!(wrong));
        }
    }
    taken("/kycData/ipAddresses", &json!([]));
    taken("/kycData/ipAddresses", &json!(["198.51.100.7", "2001:db8::1"]));
    for wrong in [json!("198.51.100.7"), json!([""]), json!([5]), json!(["198.51.100.7", null]), json!({})] {
        refused("/kycData/ipAddresses", wrong);
    }
}

#[test]
fn an_identity_document_has_type_and_number() {
    for (document, field) in [
        (json!({ "number": "1" }), "type"),
        (json!({ "type": "passport" }), "number"),
        (json!({}), "type"),
        (json!({ "type": "passport", "number": null }), "number"),
    ] {
        let input = with("/kycData/identityDocument", document);
        assert_eq!(wrong_field(PUT, &input), format!("input.kycData.identityDocument.{field}"));
    }
    taken("/kycData/identityDocument", &json!({ "type": "something-new", "number": "1" }));
}

#[test]
fn user_details_are_whole_or_nothing_is_sent() {
    for name in ["firstName", "lastName", "dateOfBirth", "countryOfResidence"] {
        refused(&format!("/userDetails/{name}"), Value::Null);
    }
    refused("/userDetails", Value::Null);
    refused("/userDetails", json!({}));
}

#[test]
fn products_and_stored_sections_are_lists_and_booleans() {
    for wrong in
        [json!("onramp"), json!(["Onramp"]), json!(["payouts"]), json!([5]), json!({}), json!([null])]
    {
        refused("/products", wrong);
    }
    assert!(prepare(PUT, &with("/products", json!([]))).is_ok());
}

#[test]
fn a_change_may_be_of_one_field_and_a_record_may_not() {
    let change = json!({ "kycData": { "addressOfResidence": { "city": "Cork" } } });
    assert_eq!(value(RecordChange::from_json(&parsed(&change)).unwrap().as_json()), change);
    let field = |refused: Error| match refused {
        Error::InvalidInput { field, .. } => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(field(UserRecord::from_json(&parsed(&change), None).unwrap_err()), "record.userDetails");
    for (wrong, path) in [
        (json!({ "userDetails": { "firstName": "" } }), "change.userDetails.firstName"),
        (json!({ "products": [] }), "change.products"),
        (json!({ "kycData": {} }), "change.kycData"),
        (json!([]), "change"),
    ] {
        assert_eq!(field(RecordChange::from_json(&parsed(&wrong)).unwrap_err()), path);
    }
}

fn merged(record: &Value, change: &Value) -> Value {
    let record = UserRecord::from_json(&parsed(record), None).unwrap();
    let change = RecordChange::from_json(&parsed(change)).unwrap();
    value(record.merge(&change).as_json())
}

#[test]
fn a_change_replaces_what_it_names_and_keeps_all_else() {
    let change = json!({
        "userDetails": { "lastName": "Byron" },
        "kycData": { "addressOfResidence": { "city": "Cork", "line2": "Flat 3" }, "ipAddresses": [] },
        "dueDiligence": { "estimatedYearlyIncome": "income-50k-100k" },
    });
    let mut expected = record();
    expected["userDetails"]["lastName"] = "Byron".into();
    expected["kycData"]["addressOfResidence"]["city"] = "Cork".into();
    expected["kycData"]["addressOfResidence"]["line2"] = "Flat 3".into();
    expected["kycData"]["ipAddresses"] = json!([]);
    expected["dueDiligence"]["estimatedYearlyIncome"] = "income-50k-100k".into();
    assert_eq!(merged(&record(), &change), expected);
    assert_eq!(merged(&record(), &json!({})), record());
    assert_eq!(
        merged(&record(), &json!({ "kycData": { "email": null, "nationality": "GB" } }))["kycData"]["email"],
        record()["kycData"]["email"],
        "null takes nothing away"
    );
}

/// A part of the sample record: each leaf is there or not, and is another value when it is.
fn part_of(whole: &Value, mut keep: impl FnMut() -> bool) -> Value {
    fn part(value: &Value, keep: &mut impl FnMut() -> bool) -> Option<Value> {
        match value {
            Value::Object(members) => {
                let kept: Map<String, Value> =
                    members.iter().filter_map(|(n, v)| Some((n.clone(), part(v, keep)?))).collect();
                // An identity document has both of its members or is not there.
                let split = members.contains_key("number") && kept.len() < members.len();
                (!kept.is_empty() && !split).then_some(Value::Object(kept))
            }
            leaf => keep().then(|| leaf.clone()),
        }
    }
    part(whole, &mut keep).unwrap_or_else(|| json!({}))
}

/// The paths of all leaves.
fn leaves(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| leaves(value).into_iter().map(move |rest| format!("/{name}{rest}")))
            .collect(),
        _ => vec![String::new()],
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn merging_never_drops_a_section_or_a_field(
        in_record in prop::collection::vec(any::<bool>(), 40), in_change in prop::collection::vec(any::<bool>(), 40),
    ) {
        let mut bits = in_record.into_iter().cycle();
        let mut base = part_of(&record(), || bits.next() == Some(true));
        base["userDetails"] = record()["userDetails"].clone();
        let mut other = record();
        other["userDetails"]["firstName"] = "Grace".into();
        other["kycData"]["nationality"] = "GB".into();
        other["kycData"]["identityDocument"]["number"] = "P-2".into();
        other["kycData"]["addressOfResidence"]["line2"] = "Flat 3".into();
        let mut bits = in_change.into_iter().cycle();
        let change = part_of(&other, || bits.next() == Some(true));
        let merged = merged(&base, &change);
        for path in leaves(&base).into_iter().chain(leaves(&change)) {
            let expected = change.pointer(&path).filter(|v| !v.is_object()).or_else(|| base.pointer(&path));
            if expected != Some(&change) {
                prop_assert_eq!(merged.pointer(&path), expected, "{}", path);
            }
        }
        for section in ["userDetails", "kycData", "dueDiligence", "verificationHistory"] {
            let known = base.get(section).is_some() || change.get(section).is_some();
            prop_assert_eq!(merged.get(section).is_some(), known);
        }
        // What was merged can be sent.
        let mut input = merged;
        input["userLocator"] = sample::LOCATOR.into();
        prop_assert!(prepare(PUT, &input).is_ok());
    }

    #[test]
    fn due_diligence_of_any_shape_survives_a_merge(old in any_section(), new in any_section()) {
        let mut base = record();
        base["dueDiligence"] = old.clone();
        let merged = merged(&base, &json!({ "dueDiligence": new }));
        for (name, value) in old.as_object().unwrap() {
            let kept = merged["dueDiligence"].get(name);
            prop_assert!(kept.is_some(), "{}", name);
            if new.get(name).is_none() {
                prop_assert_eq!(kept, Some(value));
            }
        }
        for (name, value) in new.as_object().unwrap() {
            prop_assert!(merged["dueDiligence"].get(name).is_some());
            if !value.is_object() {
                prop_assert_eq!(merged["dueDiligence"].get(name), Some(value));
            }
        }
    }
}

/// Members that no document names, some of them objects.
fn any_section() -> impl Strategy<Value = Value> {
    let leaf =
        prop_oneof![any::<i32>().prop_map(Value::from), "[a-z]{1,4}".prop_map(Value::from), Just(json!([1]))];
    let object = prop::collection::hash_map("[k-n]", leaf.clone(), 1..4)
        .prop_map(|members| Value::Object(members.into_iter().collect()));
    prop::collection::hash_map("[p-s]", prop_oneof![leaf, object], 1..4)
        .prop_map(|members| Value::Object(members.into_iter().collect()))
}

#[test]
fn the_order_of_sections_is_that_of_the_reference() {
    let text = r#"{"verificationHistory":{"idVerificationTimestamp":"2025-11-01T10:00:00Z"},"userDetails":{"firstName":"A","lastName":"B","dateOfBirth":"1990-01-01","countryOfResidence":"IE"}}"#;
    let record = UserRecord::from_json(&Json::parse(text).unwrap(), None).unwrap();
    let sections: Vec<&str> = record.as_json().members().iter().map(|(name, _)| &**name).collect();
    assert_eq!(sections, ["userDetails", "verificationHistory"]);
}
