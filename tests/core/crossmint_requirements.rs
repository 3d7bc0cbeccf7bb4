//! What Crossmint requires, by product and residence (identity, data requirements; onramp, user onboarding).

use crate::sample::{input, parsed, prepare, record, us_record, value};
use kyc_assent::decision::{DataItem, DocumentItem, Missing};
use kyc_assent::error::Error;
use kyc_assent::partners::crossmint::{Product, Wanted, missing};
use serde_json::{Value, json};

use DocumentItem::{IdentityDocument, ProofOfAddress, ProofOfIncome, Selfie};
use Product::{Offramp, Onramp, OnrampLight, RegulatedTransfer};

fn lacking(record: &Value, products: &[Product], enhanced: bool, documents: &[DocumentItem]) -> Missing {
    let wanted = Wanted { products: products.into(), enhanced, documents: documents.into() };
    missing(&parsed(record), &wanted)
}

fn data(record: &Value, product: Product) -> Vec<DataItem> {
    lacking(record, &[product], false, &[]).data
}

fn documents(record: &Value, product: Product, enhanced: bool) -> Vec<DocumentItem> {
    lacking(record, &[product], enhanced, &[]).documents
}

fn details_only() -> Value {
    json!({ "userDetails": record()["userDetails"] })
}

const DETAILS: [DataItem; 4] =
    [DataItem::FirstName, DataItem::LastName, DataItem::DateOfBirth, DataItem::CountryOfResidence];

#[test]
fn a_payout_needs_user_details_and_nothing_else() {
    assert_eq!(data(&json!({}), RegulatedTransfer), DETAILS);
    for enhanced in [false, true] {
        let lacking = lacking(&details_only(), &[RegulatedTransfer], enhanced, &[]);
        assert!(lacking.is_empty(), "{lacking:?}");
    }
}

#[test]
fn without_a_product_nothing_is_required() {
    assert!(lacking(&json!({}), &[], true, &[]).is_empty());
}

#[test]
fn a_whole_record_lacks_no_data_for_any_product() {
    for product in [RegulatedTransfer, Onramp, OnrampLight, Offramp] {
        assert_eq!(data(&record(), product), [], "{product:?}");
        assert_eq!(data(&us_record("CA"), product), [], "{product:?}");
    }
}

/// Non-US: `userDetails`, `kycData`, `dueDiligence`, `verificationHistory`.
#[test]
fn on_and_offramp_need_all_four_sections() {
    let history = [DataItem::IdentityCheckTime, DataItem::LivenessCheckTime];
    let diligence = [DataItem::Employment, DataItem::SourceOfFunds, DataItem::Industry];
    for product in [Onramp, Offramp] {
        let without = |section: &str| {
            let mut record = record();
            record.as_object_mut().unwrap().remove(section);
            data(&record, product)
        };
        assert_eq!(without("userDetails"), DETAILS);
        assert_eq!(without("dueDiligence"), diligence);
        assert_eq!(without("verificationHistory"), history);
        let mut kyc = vec![
            DataItem::Nationality,
            DataItem::AddressLine,
            DataItem::City,
            DataItem::PostalCode,
            DataItem::Email,
            DataItem::IdentityNumber,
        ];
        kyc.retain(|item| product == Onramp || *item != DataItem::Email);
        assert_eq!(without("kycData"), kyc, "an onramp order finds the person by e-mail");
        for section in ["userDetails", "kycData", "dueDiligence", "verificationHistory"] {
            let mut empty = record();
            empty[section] = json!({});
            assert_eq!(data(&empty, product), without(section), "{section}");
        }
    }
}

#[test]
fn the_low_tier_needs_identity_and_no_proofs() {
    let mut record = record();
    record.as_object_mut().unwrap().retain(|section, _| section == "userDetails" || section == "kycData");
    assert_eq!(data(&record, OnrampLight), []);
    for enhanced in [false, true] {
        assert_eq!(documents(&record, OnrampLight, enhanced), []);
    }
    record["kycData"] = json!({ "nationality": "IE" });
    assert_eq!(
        data(&record, OnrampLight),
        [
            DataItem::AddressLine,
            DataItem::City,
            DataItem::PostalCode,
            DataItem::Email,
            DataItem::IdentityNumber
        ]
    );
}

#[test]
fn each_field_alone_is_noticed() {
    for (pointer, item) in [
        ("/userDetails/firstName", DataItem::FirstName),
        ("/userDetails/lastName", DataItem::LastName),
        ("/userDetails/dateOfBirth", DataItem::DateOfBirth),
        ("/userDetails/countryOfResidence", DataItem::CountryOfResidence),
        ("/kycData/nationality", DataItem::Nationality),
        ("/kycData/addressOfResidence/line1", DataItem::AddressLine),
        ("/kycData/addressOfResidence/city", DataItem::City),
        ("/kycData/email", DataItem::Email),
        ("/kycData/identityDocument/number", DataItem::IdentityNumber),
        ("/dueDiligence/employmentStatus", DataItem::Employment),
        ("/dueDiligence/sourceOfFunds", DataItem::SourceOfFunds),
        ("/dueDiligence/industry", DataItem::Industry),
        ("/verificationHistory/idVerificationTimestamp", DataItem::IdentityCheckTime),
        ("/verificationHistory/livenessVerificationTimestamp", DataItem::LivenessCheckTime),
    ] {
        for nothing in [Value::Null, json!(""), json!("  "), json!(5), json!({})] {
            let mut record = record();
            *record.pointer_mut(pointer).unwrap() = nothing;
            assert_eq!(data(&record, Onramp), [item], "{pointer}");
        }
    }
}

#[test]
fn documents_of_residents_outside_the_united_states() {
    for product in [Onramp, Offramp] {
        assert_eq!(documents(&record(), product, false), [IdentityDocument, Selfie]);
        assert_eq!(
            documents(&record(), product, true),
            [IdentityDocument, Selfie, ProofOfAddress, ProofOfIncome]
        );
    }
}

#[test]
fn documents_of_residents_of_the_united_states() {
    for product in [Onramp, Offramp] {
        assert_eq!(documents(&us_record("CA"), product, false), []);
        assert_eq!(documents(&us_record("CA"), product, true), [IdentityDocument, ProofOfAddress]);
    }
}

#[test]
fn documents_that_were_handed_in_are_not_asked_for_again() {
    let left = |handed_in: &[DocumentItem]| lacking(&record(), &[Onramp], true, handed_in).documents;
    assert_eq!(left(&[Selfie, IdentityDocument]), [ProofOfAddress, ProofOfIncome]);
    assert_eq!(left(&[IdentityDocument, Selfie, ProofOfAddress, ProofOfIncome]), []);
}

#[test]
fn several_products_need_what_each_of_them_needs_and_nothing_twice() {
    let all = lacking(&json!({}), &[RegulatedTransfer, OnrampLight, Offramp, Onramp, Onramp], false, &[]);
    let onramp = lacking(&json!({}), &[Onramp], false, &[]);
    assert_eq!(all, onramp);
    let light_and_out = lacking(&details_only(), &[OnrampLight, Offramp], false, &[]).data;
    assert!(light_and_out.contains(&DataItem::Email) && light_and_out.contains(&DataItem::IdentityCheckTime));
}

/// `dueDiligence` is required in six states only; the form of `stateOrRegion` is not published.
#[test]
fn due_diligence_in_six_states_by_code_and_by_name() {
    let all = [DataItem::Employment, DataItem::SourceOfFunds, DataItem::Industry, DataItem::YearlyIncome];
    for (code, name) in [
        ("NY", "New York"),
        ("NC", "North Carolina"),
        ("TN", "Tennessee"),
        ("TX", "Texas"),
        ("VA", "Virginia"),
        ("VT", "Vermont"),
    ] {
        let spellings = [
            code.into(),
            name.into(),
            code.to_lowercase(),
            name.to_lowercase(),
            name.to_uppercase(),
            format!("US-{code}"),
            format!(" {code} "),
        ];
        for state in spellings {
            for product in [Onramp, Offramp] {
                assert_eq!(data(&us_record(&state), product), all, "{state}");
            }
            assert_eq!(data(&us_record(&state), OnrampLight), [], "{state}");
            assert_eq!(data(&us_record(&state), RegulatedTransfer), [], "{state}");
        }
    }
    for state in [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "UT",
        "WA",
        "WV",
        "WI",
        "WY",
        "DC",
        "PR",
        "West Virginia",
        "South Carolina",
        "California",
        "US-CA",
    ] {
        for product in [Onramp, Offramp] {
            assert_eq!(data(&us_record(state), product), [], "{state}");
        }
    }
}

#[test]
fn due_diligence_that_is_sent_from_the_united_states_states_the_income() {
    for state in ["CA", "NY"] {
        let mut record = us_record(state);
        record["dueDiligence"] = json!({ "employmentStatus": "full-time", "sourceOfFunds": "salary-disbursement",
            "industry": "financial-institution" });
        assert_eq!(data(&record, Onramp), [DataItem::YearlyIncome], "{state}");
        record["dueDiligence"]["estimatedYearlyIncome"] = "income-50k-100k".into();
        assert_eq!(data(&record, Onramp), [], "{state}");
    }
}

#[test]
fn due_diligence_of_another_shape_is_not_judged() {
    let mut here = record();
    here["dueDiligence"] = json!({ "companyName": "Acme" });
    assert_eq!(data(&here, Onramp), []);
    let mut there = us_record("NY");
    there["dueDiligence"] = json!({ "companyName": "Acme" });
    assert_eq!(data(&there, Onramp), []);
    here["dueDiligence"] = json!({ "expectedYearlyTxVolume": "volume-0-25k" });
    assert_eq!(data(&here, Onramp), [DataItem::Employment, DataItem::SourceOfFunds, DataItem::Industry]);
}

#[test]
fn the_united_states_need_a_social_security_number_a_telephone_and_the_state() {
    let without = |pointer: &str| {
        let mut record = us_record("CA");
        *record.pointer_mut(pointer).unwrap() = Value::Null;
        data(&record, Onramp)
    };
    assert_eq!(without("/kycData/phoneNumber"), [DataItem::Phone]);
    assert_eq!(without("/kycData/addressOfResidence/stateOrRegion"), [DataItem::State]);
    assert_eq!(without("/kycData/identityDocument"), [DataItem::SocialSecurityNumber]);
    let mut passport = us_record("CA");
    passport["kycData"]["identityDocument"] = json!({ "type": "passport", "number": "P1" });
    assert_eq!(data(&passport, Onramp), [DataItem::SocialSecurityNumber]);
    let mut abroad = record();
    abroad["kycData"]["phoneNumber"] = Value::Null;
    assert_eq!(data(&abroad, Onramp), [], "elsewhere the telephone is optional");
}

#[test]
fn an_update_that_lacks_what_the_products_need_is_refused_with_the_list() {
    let mut wanting = input("crossmint.putUser");
    wanting["products"] = json!(["onramp"]);
    assert!(prepare("crossmint.putUser", &wanting).is_ok(), "documents are uploaded after the record");
    wanting["kycData"]["email"] = Value::Null;
    wanting["verificationHistory"] = Value::Null;
    let refused = prepare("crossmint.putUser", &wanting).unwrap_err();
    let Error::InvalidInput { field, missing: Some(missing), .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(field, "input");
    assert_eq!(missing.data, [DataItem::Email, DataItem::IdentityCheckTime, DataItem::LivenessCheckTime]);
    assert_eq!(
        value(&refused.to_json())["missing"],
        json!({ "data": ["email", "identity-check-time", "liveness-check-time"],
            "documents": ["identity-document", "selfie"], "other": [] })
    );
    wanting["products"] = json!(["regulated-transfer"]);
    assert!(prepare("crossmint.putUser", &wanting).is_ok());
    wanting.as_object_mut().unwrap().remove("products");
    assert!(prepare("crossmint.putUser", &wanting).is_ok());
}
