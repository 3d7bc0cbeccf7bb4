//! Laws 1 and 7 on random calls and replies: nothing panics, what was prepared can be sent, and only the word proceeds.

use crate::sample::{self, OPERATIONS, call, input, nexts, reply, success};
use kyc_assent::consent::{Demands, Policy, check, present};
use kyc_assent::http::Reply;
use kyc_assent::json::Json;
use kyc_assent::ledger::{
    Hash, Standing, acceptances, accepted_event, broken_link, entry, head, key_id, next_head, sentence_hash,
};
use kyc_assent::operation;
use kyc_assent::partners::crossmint::{Product, RecordChange, UserRecord, Wanted, missing};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Whether the reply lets the person pass, whatever the operation.
fn proceeds(reply: &Reply) -> bool {
    OPERATIONS.iter().any(|name| operation::read(name, reply).is_ok_and(|r| nexts(&r).contains(&"proceed")))
}

/// Any text, or an object with the members that the core looks for and anything in them.
fn any_json() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "account",
        "input",
        "consent",
        "now",
        "environment",
        "apiKey",
        "userLocator",
        "reference",
        "documentType",
        "data",
        "expiresAt",
        "documentId",
        "type",
        "acceptedAt",
        "region",
        "policy",
        "products",
        "stored",
        "userDetails",
        "kycData",
        "dueDiligence",
        "verificationHistory",
        "firstName",
        "dateOfBirth",
        "countryOfResidence",
        "addressOfResidence",
        "identityDocument",
        "ipAddresses",
        "eligibility",
        "status",
        "missingData",
        "missingDocuments",
        "legalDocuments",
        "isValidVersion",
        "id",
        "error",
        "message",
        "code",
        "sentences",
        "segments",
        "text",
        "link",
        "href",
        "language",
        "logo",
        "sequence",
        "at",
        "previous",
        "hash",
        "event",
        "kind",
    ]);
    let words = prop::sample::select(vec![
        "verified",
        "rejected",
        "requires-data",
        "staging",
        "production",
        sample::KEY,
        sample::LOCATOR,
        sample::POLICY,
        sample::NOW,
        "2026-01-01",
        "US",
        "id-passport",
        "AAAA",
        "eu",
        "onramp",
        "en",
        "ltr",
        "accepted",
        "https://x.example/",
        "userId:a/b",
        "",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        words.prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 8, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            3 => prop::collection::hash_map(names.clone(), inner, 0..8)
                .prop_map(|m| Value::Object(m.into_iter().map(|(n, v)| (n.to_owned(), v)).collect())),
        ]
    })
}

/// Sets the value at one of the paths of `whole`.
fn replaced(whole: &mut Value, at: usize, with: Value) {
    fn paths(value: &Value, here: &str, out: &mut Vec<String>) {
        out.push(here.into());
        match value {
            Value::Object(m) => m.iter().for_each(|(n, v)| paths(v, &format!("{here}/{n}"), out)),
            Value::Array(l) => l.iter().enumerate().for_each(|(i, v)| paths(v, &format!("{here}/{i}"), out)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    paths(whole, "", &mut all);
    *whole.pointer_mut(&all[at % all.len()]).unwrap() = with;
}

/// What was prepared can be sent: an https address, plain headers, a body that is JSON.
fn sendable(name: &str, call: &Value) -> Result<(), TestCaseError> {
    let Ok(request) = operation::prepare(name, &Json::parse(&call.to_string()).unwrap()) else {
        return Ok(());
    };
    let path = request
        .url
        .strip_prefix("https://staging.crossmint.com/api/2025-06-09/")
        .or_else(|| request.url.strip_prefix("https://www.crossmint.com/api/2025-06-09/"));
    let path = path.ok_or_else(|| TestCaseError::fail("another host"))?;
    prop_assert!(path.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%/".contains(&b)), "{}", path);
    prop_assert!(path.split('/').all(|segment| !matches!(segment, "" | "." | "..")), "{}", path);
    for (header, value) in &request.headers {
        prop_assert!(header.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
        prop_assert!(!value.is_empty() && value.bytes().all(|b| (0x20..0x7f).contains(&b)), "{}", header);
    }
    if let Some(body) = &request.body {
        prop_assert!(serde_json::from_str::<Value>(body).unwrap().is_object());
        prop_assert_eq!(Json::parse(body).unwrap().to_string(), body.clone());
    }
    if let Some(locator) = call["input"]["userLocator"].as_str() {
        prop_assert!(!request.url.contains(locator), "an unencoded locator");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_500) })]

    #[test]
    fn law_7_no_panic_no_call_breaks_prepare(call in any_json(), pick in 0_usize..7) {
        sendable(OPERATIONS[pick], &call)?;
    }

    #[test]
    fn what_is_prepared_from_a_changed_call_can_be_sent(at in any::<usize>(), with in any_json(), pick in 0_usize..7) {
        let mut call = call(&input(OPERATIONS[pick]));
        replaced(&mut call, at, with);
        sendable(OPERATIONS[pick], &call)?;
    }

    #[test]
    fn what_is_prepared_for_any_locator_can_be_sent(id in any::<String>(), pick in 0_usize..7) {
        let mut call = call(&input(OPERATIONS[pick]));
        call["input"]["userLocator"] = format!("userId:{id}").into();
        if pick == 4 {
            call["input"] = json!({ "documentId": id });
        }
        sendable(OPERATIONS[pick], &call)?;
    }

    #[test]
    fn law_7_no_panic_no_reply_breaks_read(
        status in any::<u16>(), name in ".{0,20}", value in ".{0,20}", body in any::<String>(), pick in 0_usize..7,
    ) {
        let reply = Reply { status, headers: vec![(name, value)], body };
        let _ = operation::read(OPERATIONS[pick], &reply);
        prop_assert!(!proceeds(&reply));
    }

    #[test]
    fn law_7_no_panic_no_json_breaks_read(status in 190_u16..600, body in any_json()) {
        let says_so = body.to_string().contains("\"verified\"");
        prop_assert!(says_so || !proceeds(&reply(status, &body)));
        prop_assert!((200..300).contains(&status) || !proceeds(&reply(status, &body)));
    }

    #[test]
    fn law_1_fail_closed_a_changed_reply_proceeds_only_with_the_word(
        at in any::<usize>(), with in any_json(), pick in 0_usize..7,
    ) {
        let mut body = success(OPERATIONS[pick]);
        replaced(&mut body, at, with);
        for decision in operation::read(OPERATIONS[pick], &reply(200, &body)).map(|r| r.decisions).unwrap_or_default() {
            if decision.next.as_str() == "proceed" {
                prop_assert_eq!(decision.said.get("status").and_then(Json::as_str), Some("verified"));
            }
        }
    }

    #[test]
    fn law_7_no_panic_no_json_breaks_the_other_ways_in(one in any_json(), two in any_json(), now in "[0-9TZ:.-]{0,24}") {
        let [one, two] = [one, two].map(|value| Json::parse(&value.to_string()).unwrap());
        if let Ok(policy) = Policy::from_json(&one) {
            let _ = (present(&policy, &["de"], None), check(&policy, &two, Demands::default()));
        }
        let person = "ab".repeat(32);
        let _ = (UserRecord::from_json(&one, None), sentence_hash(&one), entry(Some(&one), &two, &now, &person));
        let _ = (entry(None, &two, sample::NOW, &now), broken_link(one.items()), broken_link(std::slice::from_ref(&two)));
        let _ = (accepted_event(&one, &two, &one, "", ""), acceptances(one.items()), key_id(&one));
        let _ = Standing::from_json(&one).map(|standing| standing.after(&two).to_json());
        let _ = (head(Some(&one), "log", 1, Hash::of_nothing(), &now), next_head(Some(&one), 1, &now, 60));
        let _ = missing(&one, &Wanted { products: vec![Product::Onramp], ..Wanted::default() });
        if let Ok(change) = RecordChange::from_json(&two) {
            prop_assert!(UserRecord::from_json(&one, None).is_err() || change.as_json().is_object());
        }
    }
}
