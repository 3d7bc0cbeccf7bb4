//! Names and addresses in the order in which people write them, and numbers in the digits that they type.

use crate::sample::{parsed, value};
use kyc_assent::flow;
use serde_json::{Value, json};

/// Somebody who has agreed and wants to buy, on a page of that language.
fn facts(language: Option<&str>) -> Value {
    let mut facts = json!({ "scopes": ["onramp"], "now": "2026-01-01T00:00:00Z", "partners": { "crossmint": {
        "decisions": [{ "partner": "crossmint", "scope": "onramp", "next": "provide", "text": "provide", "show": [],
            "data": ["state", "postal-code", "phone"], "documents": [] }],
        "stored": { "userDetails": false, "kycData": false, "dueDiligence": false, "verificationHistory": false },
        "checkedAt": { "identity": "2025-11-01T10:00:00Z", "liveness": "2025-11-01T10:05:00Z" },
    } } });
    if let Some(language) = language {
        facts["language"] = language.into();
    }
    facts
}

fn items(language: Option<&str>, country: &str) -> Vec<String> {
    let values = json!({ "country-of-residence": country });
    let fields = flow::fields(&parsed(&facts(language)), "crossmint.details", &parsed(&values)).unwrap();
    value(&fields).as_array().unwrap().iter().map(|field| field["item"].as_str().unwrap().into()).collect()
}

fn of(items: &[String], wanted: &[&str]) -> Vec<String> {
    items.iter().filter(|item| wanted.contains(&item.as_str())).cloned().collect()
}

const ADDRESS: [&str; 4] = ["address-line", "postal-code", "city", "state"];

#[test]
fn the_family_name_comes_first_where_it_does() {
    for (language, first) in [
        (None, "first-name"),
        (Some("en"), "first-name"),
        (Some("de-AT"), "first-name"),
        (Some("tr"), "first-name"),
        (Some("zha"), "first-name"),
        (Some(""), "first-name"),
        (Some("hu"), "last-name"),
        (Some("ja-JP"), "last-name"),
        (Some("KO"), "last-name"),
        (Some("vi"), "last-name"),
        (Some("zh-Hant-TW"), "last-name"),
    ] {
        let names = of(&items(language, "AT"), &["first-name", "last-name"]);
        assert_eq!(names.len(), 2);
        assert_eq!(names[0], first, "{language:?}");
    }
}

#[test]
fn an_address_is_asked_for_in_the_order_of_its_country() {
    let cases: [(&str, &str, [&str; 4]); 15] = [
        ("en", "DE", ["address-line", "postal-code", "city", "state"]),
        ("en", "US", ["address-line", "city", "state", "postal-code"]),
        ("de", "CA", ["address-line", "city", "state", "postal-code"]),
        ("en", "GB", ["address-line", "city", "postal-code", "state"]),
        ("en", "IN", ["address-line", "city", "postal-code", "state"]),
        ("hu", "HU", ["city", "address-line", "postal-code", "state"]),
        ("fa", "IR", ["state", "city", "address-line", "postal-code"]),
        ("ja", "JP", ["postal-code", "state", "city", "address-line"]),
        ("en", "JP", ["address-line", "city", "state", "postal-code"]),
        ("ko-KR", "KR", ["state", "city", "address-line", "postal-code"]),
        ("zh-Hans", "CN", ["postal-code", "state", "city", "address-line"]),
        ("zh-Hant", "TW", ["postal-code", "state", "city", "address-line"]),
        ("ja", "TW", ["address-line", "city", "state", "postal-code"]),
        ("ru", "KZ", ["postal-code", "state", "city", "address-line"]),
        ("es", "ES", ["address-line", "postal-code", "city", "state"]),
    ];
    for (language, country, order) in cases {
        assert_eq!(of(&items(Some(language), country), &ADDRESS), order, "{language} {country}");
    }
}

#[test]
fn the_order_changes_neither_what_is_asked_for_nor_where_the_rest_stands() {
    let usual = items(None, "DE");
    for (language, country) in [("ja", "JP"), ("hu", "HU"), ("en", "US"), ("ko", "KR"), ("vi", "VN")] {
        let there = items(Some(language), country);
        let mut sorted = [items(None, country), there.clone()];
        for list in &mut sorted {
            list.sort();
        }
        assert_eq!(sorted[0], sorted[1], "{country}");
        let rest = |list: &[String], other: &[String]| -> Vec<String> {
            let moved = |item: &String| ADDRESS.contains(&item.as_str()) || item.ends_with("-name");
            list.iter().filter(|item| !moved(item) && other.contains(item)).cloned().collect()
        };
        assert_eq!(rest(&there, &usual), rest(&usual, &there), "{country}");
    }
}

fn handed_in(changes: &[(&str, &str)]) -> Value {
    let mut values = json!({
        "country-of-residence": "IE", "first-name": "Aurelia", "last-name": "Quandary", "date-of-birth": "1990-12-10",
        "nationality": "IE", "address-line": "1 Quay", "postal-code": "D02", "city": "Dublin", "state": "Leinster",
        "email": "aurelia@quandary.example", "phone": "+353871234567", "identity-number": "P1234567",
        "employment": "full-time", "source-of-funds": "salary-disbursement", "industry": "financial-institution",
    });
    for (item, text) in changes {
        values[*item] = (*text).into();
    }
    value(&flow::hand_in(&parsed(&facts(Some("en"))), "crossmint.details", &parsed(&values)).unwrap())
}

#[test]
fn digits_of_any_script_are_read_and_handed_on_as_ascii() {
    let plain = handed_in(&[]);
    assert!(plain["input"].to_string().contains("+353871234567"), "{plain}");
    for (date, phone) in [
        ("١٩٩٠-١٢-١٠", "+٣٥٣٨٧١٢٣٤٥٦٧"),
        ("۱۹۹۰-۱۲-۱۰", "+۳۵۳۸۷۱۲۳۴۵۶۷"),
        ("१९९०-१२-१०", "+३५३८७१२३४५६७"),
        ("๑๙๙๐-๑๒-๑๐", "+๓๕๓๘๗๑๒๓๔๕๖๗"),
        ("１９９０－１２－１０", "＋３５３８７１２３４５６７"),
        ("1990\u{2212}12\u{30fc}10", "\u{200e}+353871234567\u{200f}"),
    ] {
        assert_eq!(handed_in(&[("date-of-birth", date), ("phone", phone)]), plain, "{date}");
    }
    assert_eq!(handed_in(&[("email", "ａｕｒｅｌｉａ＠ｑｕａｎｄａｒｙ．ｅｘａｍｐｌｅ")]), plain);
    assert_eq!(handed_in(&[("postal-code", "Ｄ０２")]), plain);
    assert_eq!(handed_in(&[("identity-number", "Ｐ１２３４５６７")]), plain);
}

#[test]
fn what_is_a_text_stays_as_it_was_typed() {
    let there =
        handed_in(&[("address-line", "南青山１－２ー３"), ("city", "東京２３区"), ("first-name", "٣")]);
    let record = there["input"].to_string();
    for text in ["南青山１－２ー３", "東京２３区", "٣"] {
        assert!(record.contains(text), "{record}");
    }
}

#[test]
fn digits_make_no_wrong_answer_right() {
    for (item, text) in
        [("date-of-birth", "١٩٩٠-١٣-١٠"), ("date-of-birth", "۱۳۶۹-۹-۱۹"), ("phone", "＋"), ("email", "ａ＠")]
    {
        let problems = &handed_in(&[(item, text)])["fields"];
        assert_eq!(problems, &json!([{ "item": item, "problem": "invalid" }]), "{text}");
    }
}
