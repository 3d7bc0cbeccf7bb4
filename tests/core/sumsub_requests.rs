//! The requests of Sumsub's two operations, and their signatures (docs: authentication).

use crate::accounts::{
    APPLICANT, NOW, SUMSUB, account, changed, field_of, headers, input, prepare_as, prepare_with,
};
use crate::sample::parsed;
use kyc_assent::credential::hmac_hex;
use kyc_assent::http::{Method, Request};
use kyc_assent::operation;
use kyc_assent::partners::sumsub::{Account, ShareTokenForm, create_share_token, get_applicant_status};
use kyc_assent::time::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

const SHARE: &str = "sumsub.createShareToken";
const STATUS: &str = "sumsub.getApplicantStatus";
const BASE: &str = "https://api.sumsub.com";

/// Operation, change of the account, and input; method, address, body, and the signature that OpenSSL made of them.
type Documented = (&'static str, Value, Value, Method, String, Option<String>, &'static str);

fn documented() -> Vec<Documented> {
    let json_form =
        |ttl: &str| Some(format!(r#"{{"applicantId":"{APPLICANT}","forClientId":"kriptomat"{ttl}}}"#));
    let query = format!("applicantId={APPLICANT}&forClientId=kriptomat");
    let with_ttl = changed(input(SHARE), &json!({ "ttlInSecs": 600 }));
    let old = json!({ "shareTokenForm": "query" });
    vec![
        (
            STATUS,
            json!({}),
            input(STATUS),
            Method::Get,
            format!("/resources/applicants/{APPLICANT}/status"),
            None,
            "730704df90862e6eedbeda83fcfe4c89c00aeccae6e4a7bb8a2460192ef7dc27",
        ),
        (
            SHARE,
            json!({}),
            input(SHARE),
            Method::Post,
            "/resources/accessTokens/shareToken".into(),
            json_form(""),
            "a1a2725ae4baa94ac161524e583ea8592a1d794f4c771d7cbe299006eca7d72b",
        ),
        (
            SHARE,
            json!({ "shareTokenForm": "json" }),
            with_ttl.clone(),
            Method::Post,
            "/resources/accessTokens/shareToken".into(),
            json_form(r#","ttlInSecs":600"#),
            "469b07d20d149eb6404d79504392e3d6c1272b819e5dc8ac9ec9b2d09f86f2f0",
        ),
        (
            SHARE,
            old.clone(),
            input(SHARE),
            Method::Post,
            format!("/resources/accessTokens/-/shareToken?{query}"),
            None,
            "5b8717b09bcd2b8b582bd3494bbc5e5924d92df8d9168ac6bfed443618f67e65",
        ),
        (
            SHARE,
            old,
            with_ttl,
            Method::Post,
            format!("/resources/accessTokens/-/shareToken?{query}&ttlInSecs=600"),
            None,
            "b31073e5bfbd297e909ef92d9085f8eefeed9a1af859c2c49f508620f10980fd",
        ),
    ]
}

#[test]
fn each_form_of_each_operation_is_sent_and_signed_as_documented() {
    for (name, changes, input, method, path, body, signature) in documented() {
        let request = prepare_with(name, &changes, &input).unwrap();
        assert_eq!((request.method, request.url.as_str()), (method, format!("{BASE}{path}").as_str()));
        assert_eq!(request.body, body);
        let mut expected = vec![("accept", "application/json"), ("x-app-token", "sbx:app.token")];
        if body.is_some() {
            expected.push(("content-type", "application/json"));
        }
        expected.extend([("x-app-access-ts", "1767225600"), ("x-app-access-sig", signature)]);
        assert_eq!(headers(&request), expected, "{name} {changes}");
    }
}

fn header<'a>(request: &'a Request, wanted: &str) -> &'a str {
    headers(request).into_iter().find(|(name, _)| *name == wanted).unwrap().1
}

/// The documented message: seconds, method, path with query, body, with nothing between them.
fn signed_by(secret: &str, request: &Request) -> String {
    let path = request.url.strip_prefix(BASE).unwrap();
    let message = [
        header(request, "x-app-access-ts"),
        request.method.as_str(),
        path,
        request.body.as_deref().unwrap_or_default(),
    ]
    .concat();
    hmac_hex(secret.as_bytes(), &[message.as_bytes()])
}

/// The sample message of the docs, split as a request is; the signature is OpenSSL's.
#[test]
fn the_parts_are_signed_as_one_message() {
    let path = "/resources/accessTokens?userId=cfd20712-24a2-4c7d-9ab0-146f3c142335&levelName=basic-kyc-level&ttlInSecs=600";
    let parts: [&[u8]; 4] = [b"1607551635", b"POST", path.as_bytes(), b""];
    assert_eq!(
        hmac_hex(b"5ecretSumsubKey", &parts),
        "21744a6fc2214bfa4a9897356334a923761975d01157a8545f482362e1756b92"
    );
}

proptest! {
    #[test]
    fn what_is_signed_is_what_is_sent(
        applicant in "\\PC{1,20}", client in "\\PC{1,20}", secret in "[!-~]{1,80}", old in any::<bool>(),
        ttl in proptest::option::of(1_u64..=2_147_483_647), at in 0_i64..253_402_300_799_999,
    ) {
        prop_assume!(!applicant.trim().is_empty() && !client.trim().is_empty());
        let form = if old { ShareTokenForm::Query } else { ShareTokenForm::Json };
        let account = Account::new(None, "sbx:t", &secret).unwrap().with_share_token_form(form);
        let token = create_share_token(&account, &applicant, &client, ttl, Timestamp(at));
        prop_assert_eq!(header(&token, "x-app-access-sig"), signed_by(&secret, &token));
        prop_assert_eq!(header(&token, "x-app-access-ts"), (at / 1000).to_string());
        prop_assert!(token.url.is_ascii() && !token.url.contains(' '));
        if let Ok(status) = get_applicant_status(&account, &applicant, Timestamp(at)) {
            prop_assert_eq!(header(&status, "x-app-access-sig"), signed_by(&secret, &status));
            prop_assert_eq!(status.url.split('/').count(), 7, "one segment");
        }
    }
}

#[test]
fn another_part_of_the_message_makes_another_signature() {
    let signature = |changes: &Value, input: &Value, now: &str| {
        let account = changed(account(SHARE), changes);
        let call = json!({ "account": account, "input": input, "now": now });
        let request = operation::prepare(SHARE, &parsed(&call)).unwrap();
        header(&request, "x-app-access-sig").to_owned()
    };
    let mut all = vec![
        signature(&json!({}), &input(SHARE), NOW),
        signature(&json!({}), &input(SHARE), "2026-01-01T00:00:01Z"),
        signature(&json!({ "secretKey": "5ecretSumsubKez" }), &input(SHARE), NOW),
        signature(&json!({ "shareTokenForm": "query" }), &input(SHARE), NOW),
        signature(&json!({}), &changed(input(SHARE), &json!({ "forClientId": "other" })), NOW),
        signature(&json!({}), &changed(input(SHARE), &json!({ "ttlInSecs": 1200 })), NOW),
    ];
    assert_eq!(
        signature(&json!({ "appToken": "prd:x" }), &input(SHARE), NOW),
        all[0],
        "the token is not in it"
    );
    assert_eq!(signature(&json!({}), &input(SHARE), "2026-01-01T00:00:00.999Z"), all[0], "whole seconds");
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count);
}

#[test]
fn ids_are_one_segment_or_one_parameter() {
    let segment = "/resources/applicants/a%2F..%2Fb%3Fx%3D1%23%26%20%25/status";
    let odd = "a/../b?x=1#& %";
    let status = prepare_as(STATUS, &account(STATUS), &json!({ "applicantId": odd })).unwrap();
    assert_eq!(status.url, format!("{BASE}{segment}"));
    let asked = json!({ "applicantId": odd, "forClientId": "é&ttlInSecs=9", "ttlInSecs": "60" });
    let token = prepare_with(SHARE, &json!({ "shareTokenForm": "query" }), &asked).unwrap();
    let query = "applicantId=a%2F..%2Fb%3Fx%3D1%23%26%20%25&forClientId=%C3%A9%26ttlInSecs%3D9&ttlInSecs=60";
    assert_eq!(token.url, format!("{BASE}/resources/accessTokens/-/shareToken?{query}"));
    for dots in [".", ".."] {
        let refused = prepare_as(STATUS, &account(STATUS), &json!({ "applicantId": dots }));
        assert_eq!(field_of(refused), "input.applicantId");
    }
}

#[test]
fn another_origin_can_be_configured_and_is_not_signed() {
    for name in SUMSUB {
        let usual = prepare_as(name, &account(name), &input(name)).unwrap();
        for base in ["https://sumsub.sandbox.example:8443", "https://sumsub.sandbox.example:8443/"] {
            let other = prepare_with(name, &json!({ "baseUrl": base }), &input(name)).unwrap();
            assert_eq!(other.url, usual.url.replace(BASE, "https://sumsub.sandbox.example:8443"));
            assert_eq!(other.headers, usual.headers);
        }
        for base in
            ["http://api.sumsub.com", "https://api.sumsub.com/resources", "https://a:b@api.sumsub.com", "x"]
        {
            let refused = prepare_with(name, &json!({ "baseUrl": base }), &input(name));
            assert_eq!(field_of(refused), "account.baseUrl");
        }
    }
}

#[test]
fn an_account_needs_its_pair_and_a_form_that_exists() {
    for name in SUMSUB {
        for member in ["appToken", "secretKey"] {
            for wrong in [Value::Null, json!(""), json!("a b"), json!("a\r\nx: y"), json!("ä"), json!(5)] {
                let refused = prepare_with(name, &json!({ member: wrong }), &input(name));
                assert_eq!(field_of(refused), format!("account.{member}"), "{wrong}");
            }
        }
        for wrong in ["JSON", "body", "Query"] {
            let refused = prepare_with(name, &json!({ "shareTokenForm": wrong }), &input(name));
            assert_eq!(field_of(refused), "account.shareTokenForm");
        }
        let refused = prepare_with(name, &json!({ "apiKey": "x" }), &input(name));
        assert_eq!(field_of(refused), "account.apiKey");
        let no_clock = json!({ "account": account(name), "input": input(name) });
        assert_eq!(field_of(operation::prepare(name, &parsed(&no_clock))), "now");
    }
    assert!(Account::new(None, "", "k").is_err() && Account::new(None, "t", "").is_err());
}

#[test]
fn an_input_that_is_no_share_token_or_applicant_is_refused() {
    for member in ["applicantId", "forClientId"] {
        for wrong in [Value::Null, json!(""), json!(" "), json!(5), json!("a\nb")] {
            let refused =
                prepare_as(SHARE, &account(SHARE), &changed(input(SHARE), &json!({ member: wrong })));
            assert_eq!(field_of(refused), format!("input.{member}"), "{wrong}");
        }
    }
    for wrong in [json!(0), json!(-1), json!(1.5), json!("ten"), json!(2_147_483_648_u64), json!([600])] {
        let refused =
            prepare_as(SHARE, &account(SHARE), &changed(input(SHARE), &json!({ "ttlInSecs": wrong })));
        assert_eq!(field_of(refused), "input.ttlInSecs", "{wrong}");
    }
    for ttl in [1_u64, 2_147_483_647] {
        let taken = prepare_as(SHARE, &account(SHARE), &changed(input(SHARE), &json!({ "ttlInSecs": ttl })));
        assert!(taken.unwrap().body.unwrap().ends_with(&format!(r#""ttlInSecs":{ttl}}}"#)));
    }
    for wrong in [Value::Null, json!(""), json!(5), json!(["x"])] {
        let refused = prepare_as(STATUS, &account(STATUS), &json!({ "applicantId": wrong }));
        assert_eq!(field_of(refused), "input.applicantId", "{wrong}");
    }
    for (name, member) in [(SHARE, "levelName"), (STATUS, "forClientId"), (STATUS, "externalUserId")] {
        let refused = prepare_as(name, &account(name), &changed(input(name), &json!({ member: "x" })));
        assert_eq!(field_of(refused), format!("input.{member}"));
    }
}
