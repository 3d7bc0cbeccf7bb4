//! User locators and document ids: the five documented forms, and how they stand in a path.

#![allow(clippy::string_slice)]

use crate::sample::{BASE, input, prepare, wrong_field};
use kyc_assent::error::Error;
use kyc_assent::http::path_segment;
use kyc_assent::partners::crossmint::UserLocator;
use proptest::prelude::*;
use serde_json::json;

/// The operations that name the user in the path, with what follows.
const IN_PATH: [(&str, &str); 5] = [
    ("crossmint.acceptLegalDocument", "/legal-documents"),
    ("crossmint.putUser", ""),
    ("crossmint.getUser", ""),
    ("crossmint.triggerVerification", "/identity-verification"),
    ("crossmint.getVerification", "/identity-verification"),
];

#[test]
fn each_documented_form_is_encoded_as_one_segment() {
    for (locator, segment) in [
        ("userId:johnd-123", "userId%3Ajohnd-123"),
        ("email:user@example.com", "email%3Auser%40example.com"),
        ("phoneNumber:+1234567890", "phoneNumber%3A%2B1234567890"),
        ("twitter:jack_9", "twitter%3Ajack_9"),
        ("x:jack.~-", "x%3Ajack.~-"),
        ("userId:a/b?c#d%e", "userId%3Aa%2Fb%3Fc%23d%25e"),
        ("userId:../../secret", "userId%3A..%2F..%2Fsecret"),
        ("userId:..", "userId%3A.."),
        ("userId:a:b", "userId%3Aa%3Ab"),
        ("userId:a b", "userId%3Aa%20b"),
        ("userId:%2F", "userId%3A%252F"),
        ("userId:a\\b;c=d&e", "userId%3Aa%5Cb%3Bc%3Dd%26e"),
        ("userId:Zoë漢😀", "userId%3AZo%C3%AB%E6%BC%A2%F0%9F%98%80"),
    ] {
        for (name, rest) in IN_PATH {
            let mut input = input(name);
            input["userLocator"] = locator.into();
            assert_eq!(prepare(name, &input).unwrap().url, format!("{BASE}/users/{segment}{rest}"), "{name}");
        }
        assert_eq!(UserLocator::parse(locator).unwrap().as_str(), locator);
    }
}

#[test]
fn other_forms_are_refused_by_name() {
    let long = format!("userId:{}", "a".repeat(506));
    for locator in [
        "johnd-123",
        "userId:",
        "userId: ",
        "userId: a",
        "userId:a ",
        ":a",
        "userid:a",
        "UserId:a",
        "USERID:a",
        "user:a",
        "wallet:0x1",
        "email",
        "phone:+1",
        "X:a",
        " userId:a",
        "userId :a",
        "userId；a",
        "userId：a",
        "userId:\u{a0}a",
        long.as_str(),
    ] {
        assert!(UserLocator::parse(locator).is_err(), "{locator}");
        for name in IN_PATH.map(|(name, _)| name).into_iter().chain(["crossmint.uploadDocument"]) {
            let mut input = input(name);
            input["userLocator"] = locator.into();
            assert_eq!(wrong_field(name, &input), "input.userLocator", "{name} {locator}");
        }
    }
    for locator in ["userId:a\nb", "userId:a\u{0}", "userId:\u{7f}", "userId:\u{85}x", "", "  "] {
        assert_eq!(wrong_field("crossmint.getUser", &json!({ "userLocator": locator })), "input.userLocator");
    }
    for locator in [json!(5), json!(["userId:a"]), json!({ "userId": "a" }), json!(true)] {
        assert_eq!(wrong_field("crossmint.getUser", &json!({ "userLocator": locator })), "input.userLocator");
    }
    assert!(UserLocator::parse(&long[..512]).is_ok());
}

#[test]
fn what_a_reader_of_urls_would_take_away_is_no_segment() {
    for text in ["", ".", ".."] {
        assert_eq!(path_segment(text), None);
    }
    for (text, expected) in
        [("...", "..."), (".a", ".a"), ("a.", "a."), ("%2e%2e", "%252e%252e"), (" ", "%20")]
    {
        assert_eq!(path_segment(text).as_deref(), Some(expected));
    }
}

#[test]
fn a_document_id_is_one_segment() {
    let url = |id: &str| prepare("crossmint.getDocument", &json!({ "documentId": id })).map(|r| r.url);
    assert_eq!(url("doc_1-2.3~"), Ok(format!("{BASE}/documents/doc_1-2.3~")));
    assert_eq!(url("../users/x?y"), Ok(format!("{BASE}/documents/..%2Fusers%2Fx%3Fy")));
    assert_eq!(url(&"a".repeat(256)), Ok(format!("{BASE}/documents/{}", "a".repeat(256))));
    for id in ["", " ", ".", "..", "a\nb", &"a".repeat(257)] {
        let refused = url(id).unwrap_err();
        assert!(
            matches!(&refused, Error::InvalidInput { field, .. } if field == "input.documentId"),
            "{id:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn a_segment_decodes_to_what_it_was(text in any::<String>()) {
        let Some(segment) = path_segment(&text) else { return Ok(()) };
        prop_assert!(segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)));
        let mut bytes = Vec::new();
        let mut rest = segment.as_str();
        while let Some(first) = rest.bytes().next() {
            let taken = if first == b'%' { 3 } else { 1 };
            bytes.push(if first == b'%' { u8::from_str_radix(&rest[1..3], 16).unwrap() } else { first });
            rest = &rest[taken..];
        }
        prop_assert_eq!(String::from_utf8(bytes).unwrap(), text);
    }

    #[test]
    fn no_locator_ends_its_segment(id in "[^\\p{Cc}]{1,60}") {
        let locator = format!("userId:{id}");
        let Ok(request) = prepare("crossmint.getVerification", &json!({ "userLocator": locator })) else {
            prop_assert!(id.trim() != id);
            return Ok(());
        };
        let path = request.url.strip_prefix(BASE).unwrap();
        prop_assert_eq!(path.split('/').count(), 4);
        prop_assert!(!request.url.contains(['?', '#', ' ', '\\', '@']) && request.url.is_ascii());
    }
}
