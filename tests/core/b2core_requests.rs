//! The requests of B2CORE's seven operations, in every form that an account can ask for.

use crate::accounts::{
    B2CORE, TOKEN, account, body, changed, field_of, headers, input, prepare_as, prepare_with,
};
use crate::sample::parsed;
use kyc_assent::http::Method;
use kyc_assent::operation;
use kyc_assent::partners::b2core::{
    Account, Document, Page, RunForm, SecondFactor, SortOrder, device_fingerprint, get_verification,
    list_verifications, run_wizard, run_wizard_at_once, sign_in, start_sign_in, start_wizard,
    submit_second_factor,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const BASE: &str = "https://my.broker.example/api/v2/my/";
/// Method and path of each operation: always `/api/v2` (row 16), never a trailing slash (row 17).
const PATHS: [(&str, Method, &str); 7] = [
    ("b2core.startSignIn", Method::Get, "signin/wizard"),
    ("b2core.signIn", Method::Post, "signin"),
    ("b2core.submitSecondFactor", Method::Post, "2fa/google"),
    ("b2core.listVerifications", Method::Get, "verifications"),
    ("b2core.getVerification", Method::Get, "verifications/186"),
    ("b2core.startWizard", Method::Get, "verifications/wizard"),
    ("b2core.runWizard", Method::Post, "verifications"),
];

fn is_sign_in(name: &str) -> bool {
    matches!(name, "b2core.startSignIn" | "b2core.signIn" | "b2core.submitSecondFactor")
}

#[test]
fn each_operation_has_its_method_its_path_and_its_headers() {
    for (name, method, path) in PATHS {
        let request = prepare_as(name, &account(name), &input(name)).unwrap();
        assert_eq!((request.method, &request.url), (method, &format!("{BASE}{path}")), "{name}");
        let bearer = format!("Bearer {TOKEN}");
        let mut expected = vec![("accept", "application/json")];
        if !is_sign_in(name) {
            expected.push(("authorization", bearer.as_str()));
        }
        if method == Method::Post {
            expected.push(("content-type", "application/json"));
        }
        assert_eq!(headers(&request), expected, "{name}");
        assert_eq!(request.body.is_some(), method == Method::Post, "{name}");
    }
}

#[test]
fn the_host_is_an_https_host_with_or_without_its_scheme() {
    for (name, _, path) in PATHS {
        for (host, origin) in [
            ("my.broker.example", "https://my.broker.example"),
            ("https://my.broker.example", "https://my.broker.example"),
            ("https://my.broker.example/", "https://my.broker.example"),
            ("my.broker.example:8443", "https://my.broker.example:8443"),
        ] {
            let request = prepare_with(name, &json!({ "host": host }), &input(name)).unwrap();
            assert_eq!(request.url, format!("{origin}/api/v2/my/{path}"));
        }
        for host in [
            "http://my.broker.example",
            "ftp://my.broker.example",
            "HTTPS://my.broker.example",
            "https:my.broker.example",
            "//my.broker.example",
            "https://user:pass@my.broker.example",
            "user@my.broker.example",
            "my.broker.example/api",
            "https://my.broker.example/api/v2",
            "my.broker.example?x=1",
            "my.broker.example#x",
            "my.broker.example\\@evil.example",
            "my broker.example",
            "my..example",
            "my.broker.example:",
            "my.broker.example:https",
            "[::1]",
            "münchen.example",
        ] {
            let refused = prepare_with(name, &json!({ "host": host }), &input(name));
            assert_eq!(field_of(refused), "account.host", "{host}");
        }
        for host in [Value::Null, json!(""), json!(" "), json!(5), json!("a\r\nb")] {
            let refused = prepare_with(name, &json!({ "host": host }), &input(name));
            assert_eq!(field_of(refused), "account.host", "{host}");
        }
    }
}

#[test]
fn what_is_about_a_client_needs_the_clients_token() {
    for name in B2CORE {
        for wrong in [json!(""), json!("a b"), json!("a\r\nx: y"), json!("tök"), json!(5)] {
            let refused = prepare_with(name, &json!({ "accessToken": wrong }), &input(name));
            assert_eq!(field_of(refused), "account.accessToken", "{name} {wrong}");
        }
        let without = prepare_with(name, &json!({ "accessToken": null }), &input(name));
        if is_sign_in(name) {
            assert_eq!(without.unwrap(), prepare_as(name, &account(name), &input(name)).unwrap());
        } else {
            assert_eq!(field_of(without), "account.accessToken", "{name}");
        }
    }
}

#[test]
fn a_sign_in_bears_the_uuid_and_the_fingerprint() {
    let name = "b2core.signIn";
    let request = prepare_as(name, &account(name), &input(name)).unwrap();
    assert_eq!(
        body(&request),
        json!({
            "uuid": "u-1", "email": "jane@example.com", "password": "pass word",
            "device_fingerprint": "eyJ1c2VyX2FnZW50IjoiY3VybCJ9",
        })
    );
    for member in ["uuid", "email", "password", "userAgent"] {
        for wrong in [Value::Null, json!(""), json!(" "), json!(5), json!("a\nb")] {
            let refused = prepare_as(name, &account(name), &changed(input(name), &json!({ member: wrong })));
            assert_eq!(field_of(refused), format!("input.{member}"), "{wrong}");
        }
    }
}

/// Base64 the long way: bit by bit, with none of the code under test.
fn decoded(text: &str) -> Vec<u8> {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    assert_eq!(text.len() % 4, 0, "padded");
    let bare = text.trim_end_matches('=');
    assert!(text.len() - bare.len() <= 2);
    let bits: Vec<bool> = bare
        .chars()
        .flat_map(|c| {
            let value = letters.find(c).unwrap();
            (0..6).rev().map(move |bit| (value >> bit) & 1 == 1)
        })
        .collect();
    let (whole, rest) = bits.split_at(bits.len() / 8 * 8);
    assert!(rest.iter().all(|bit| !bit), "nothing is left over");
    whole.chunks(8).map(|byte| byte.iter().fold(0, |held, bit| held << 1 | u8::from(*bit))).collect()
}

proptest! {
    #[test]
    fn the_fingerprint_is_base64_of_json(agent in "\\PC{0,40}|[ -~]{0,40}|.{0,20}") {
        let text = decoded(&device_fingerprint(&agent));
        let read: Value = serde_json::from_slice(&text).unwrap();
        prop_assert_eq!(read, json!({ "user_agent": agent }));
    }
}

#[test]
fn a_fingerprint_of_every_length_is_padded() {
    for (agent, expected) in [
        ("a", "eyJ1c2VyX2FnZW50IjoiYSJ9"),
        ("ab", "eyJ1c2VyX2FnZW50IjoiYWIifQ=="),
        ("abc", "eyJ1c2VyX2FnZW50IjoiYWJjIn0="),
        ("abcd", "eyJ1c2VyX2FnZW50IjoiYWJjZCJ9"),
        ("\"\\\n", "eyJ1c2VyX2FnZW50IjoiXCJcXFxuIn0="),
    ] {
        assert_eq!(device_fingerprint(agent), expected);
        assert_eq!(
            serde_json::from_slice::<Value>(&decoded(expected)).unwrap(),
            json!({ "user_agent": agent })
        );
    }
}

#[test]
fn a_second_factor_is_chosen_and_then_answered() {
    let name = "b2core.submitSecondFactor";
    for way in ["google", "sms"] {
        for code in ["0123", "012345", "0123456789"] {
            let asked = json!({ "uuid": "u-1", "method": way, "code": code });
            let request = prepare_as(name, &account(name), &asked).unwrap();
            assert_eq!(request.url, format!("{BASE}2fa/{way}"));
            assert_eq!(body(&request), json!({ "uuid": "u-1", "code": code }));
        }
        for none in
            [json!({ "uuid": "u-1", "method": way }), json!({ "uuid": "u-1", "method": way, "code": null })]
        {
            let request = prepare_as(name, &account(name), &none).unwrap();
            assert_eq!(request.url, format!("{BASE}signin/2fa"));
            assert_eq!(body(&request), json!({ "uuid": "u-1", "method": way }));
        }
    }
    let refused =
        |changes: Value| field_of(prepare_as(name, &account(name), &changed(input(name), &changes)));
    for way in [Value::Null, json!("Google"), json!("email"), json!("../signin"), json!(5)] {
        assert_eq!(refused(json!({ "method": way })), "input.method");
    }
    for code in
        [json!(12345), json!("123"), json!("12345678901"), json!("12 345"), json!("12345a"), json!("١٢٣٤٥٦")]
    {
        assert_eq!(refused(json!({ "code": code })), "input.code");
    }
    for uuid in [json!(""), json!(5)] {
        assert_eq!(refused(json!({ "uuid": uuid })), "input.uuid");
    }
    // Only the step with the password is documented to bear it.
    for (asked, member) in
        [(json!({ "method": "sms", "code": "012345" }), "code"), (json!({ "method": "sms" }), "method")]
    {
        let request = prepare_as(name, &account(name), &asked).unwrap();
        assert_eq!(body(&request), json!({ member: asked[member] }));
    }
}

#[test]
fn names_are_asked_for_in_the_languages_of_the_account() {
    for name in B2CORE {
        for languages in ["de", "de-AT, en;q=0.9", "*"] {
            let request = prepare_with(name, &json!({ "acceptLanguage": languages }), &input(name)).unwrap();
            assert!(headers(&request).contains(&("accept-language", languages)), "{name}");
        }
        for wrong in [json!(""), json!(" "), json!("de\r\nx: y"), json!("dé"), json!("de\t"), json!(5)] {
            let refused = prepare_with(name, &json!({ "acceptLanguage": wrong }), &input(name));
            assert_eq!(field_of(refused), "account.acceptLanguage", "{wrong}");
        }
        let none = prepare_with(name, &json!({ "acceptLanguage": null }), &input(name)).unwrap();
        assert_eq!(none, prepare_as(name, &account(name), &input(name)).unwrap());
    }
}

#[test]
fn a_history_is_asked_for_in_every_order_that_is_documented() {
    let name = "b2core.listVerifications";
    for (input, query) in [
        (json!({}), ""),
        (json!({ "limit": 10 }), "?limit=10"),
        (json!({ "offset": 20, "limit": "10" }), "?limit=10&offset=20"),
        (json!({ "sortOrder": "desc" }), "?sort_order=desc"),
        (json!({ "sortBy": "createTime" }), "?sort_by=createTime"),
        (
            json!({ "limit": 1, "offset": 0, "sortBy": "createTime", "sortOrder": "asc" }),
            "?limit=1&offset=0&sort_by=createTime&sort_order=asc",
        ),
    ] {
        let request = prepare_as(name, &account(name), &input).unwrap();
        assert_eq!(request.url, format!("{BASE}verifications{query}"));
    }
    for (member, wrongs) in [
        ("limit", [json!(-1), json!(1.5), json!("ten"), json!([1])]),
        ("offset", [json!(-1), json!(1.5), json!("1&x=2"), json!({})]),
        ("sortBy", [json!("id"), json!("createtime"), json!("createTime&x"), json!(5)]),
        ("sortOrder", [json!("DESC"), json!("newest"), json!("desc&x=1"), json!(5)]),
    ] {
        for wrong in wrongs {
            let refused = prepare_as(name, &account(name), &json!({ member: wrong }));
            assert_eq!(field_of(refused), format!("input.{member}"), "{wrong}");
        }
    }
}

#[test]
fn a_grant_is_named_by_its_id_and_never_reaches_another_route() {
    let name = "b2core.getVerification";
    for id in [json!(75), json!("75")] {
        let request = prepare_as(name, &account(name), &json!({ "verificationId": id })).unwrap();
        assert_eq!(request.url, format!("{BASE}verifications/75"));
    }
    let odd = prepare_as(name, &account(name), &json!({ "verificationId": "../signout?x#y%2F" })).unwrap();
    assert_eq!(odd.url, format!("{BASE}verifications/..%2Fsignout%3Fx%23y%252F"));
    for wrong in [
        Value::Null,
        json!(""),
        json!("."),
        json!(".."),
        json!(-1),
        json!(1.5),
        json!([75]),
        json!("wizard"),
        json!("Wizard"),
    ] {
        let refused = prepare_as(name, &account(name), &json!({ "verificationId": wrong }));
        assert_eq!(field_of(refused), "input.verificationId", "{wrong}");
    }
}

/// Row 26: the sample nests the members under `data`, the field list does not.
#[test]
fn a_run_has_the_form_that_the_account_says() {
    let name = "b2core.runWizard";
    let documents = json!({ "type": 1, "files": ["y/1662913861_id.jpeg", "y/1662913862_back.jpeg"] });
    let flat = json!({ "documents": documents, "uuid": "u-1" });
    for (form, expected) in [
        (Value::Null, json!({ "data": flat })),
        (json!("nested"), json!({ "data": flat })),
        (json!("flat"), flat.clone()),
    ] {
        let request = prepare_with(name, &json!({ "runForm": form }), &input(name)).unwrap();
        assert_eq!(body(&request), expected);
    }
    for form in ["Nested", "data", "array"] {
        for name in B2CORE {
            let refused = prepare_with(name, &json!({ "runForm": form }), &input(name));
            assert_eq!(field_of(refused), "account.runForm");
        }
    }
}

#[test]
fn a_run_names_one_type_and_its_files() {
    let name = "b2core.runWizard";
    let refused =
        |changes: Value| field_of(prepare_as(name, &account(name), &changed(input(name), &changes)));
    for wrong in [Value::Null, json!(""), json!(5)] {
        assert_eq!(refused(json!({ "uuid": wrong })), "input.uuid");
    }
    for wrong in [json!([]), json!("id.jpeg")] {
        assert_eq!(refused(json!({ "documents": wrong })), "input.documents");
    }
    for files in
        [Value::Null, json!([]), json!("id.jpeg"), json!([""]), json!([" "]), json!([5]), json!(["a", "b\n"])]
    {
        let documents = json!({ "type": 1, "files": files });
        assert_eq!(refused(json!({ "documents": documents })), "input.documents.files", "{files}");
    }
    for kind in [Value::Null, json!("passport"), json!(-1), json!(1.5)] {
        let documents = json!({ "type": kind, "files": ["a"] });
        assert_eq!(refused(json!({ "documents": documents })), "input.documents.type", "{kind}");
    }
    let more = json!({ "type": 1, "files": ["a"], "side": "front" });
    assert_eq!(refused(json!({ "documents": more })), "input.documents.side");
    assert_eq!(refused(json!({ "documents": null })), "input.documents.files");
}

/// Row 27: one call for each type, unless told otherwise.
#[test]
fn a_run_of_several_types_is_sent_as_the_list_that_it_is() {
    let name = "b2core.runWizard";
    let several = json!([{ "type": 1, "files": ["a", "b"] }, { "type": "2", "files": ["c"] }]);
    let sent = json!([{ "type": 1, "files": ["a", "b"] }, { "type": 2, "files": ["c"] }]);
    let of = |documents: &Value| changed(input(name), &json!({ "documents": documents }));
    let request = prepare_as(name, &account(name), &of(&several)).unwrap();
    assert_eq!(body(&request), json!({ "data": { "documents": sent, "uuid": "u-1" } }));
    let flat = prepare_with(name, &json!({ "runForm": "flat" }), &of(&several)).unwrap();
    assert_eq!(body(&flat), json!({ "documents": sent, "uuid": "u-1" }));
    for (wrong, field) in [
        (json!([5]), "input.documents[]"),
        (json!([{ "type": 1, "files": ["a"] }, null]), "input.documents[].files"),
        (json!([{ "type": 1, "files": ["a"] }, { "type": 2, "files": [] }]), "input.documents[].files"),
        (json!([{ "files": ["a"] }]), "input.documents[].type"),
        (json!([[{ "type": 1, "files": ["a"] }]]), "input.documents[]"),
    ] {
        assert_eq!(field_of(prepare_as(name, &account(name), &of(&wrong))), field, "{wrong}");
    }
}

#[test]
fn fields_that_nobody_knows_are_refused() {
    for name in B2CORE {
        let refused = prepare_as(name, &account(name), &changed(input(name), &json!({ "clientId": 1 })));
        assert_eq!(field_of(refused), "input.clientId");
        let refused = prepare_with(name, &json!({ "baseUrl": "https://x.example" }), &input(name));
        assert_eq!(field_of(refused), "account.baseUrl");
        let no_account = json!({ "input": input(name) });
        assert_eq!(field_of(operation::prepare(name, &parsed(&no_account))), "account.host");
    }
}

#[test]
fn the_typed_functions_build_the_same_requests() {
    let typed = Account::new("my.broker.example", Some(TOKEN), RunForm::default()).unwrap();
    let files = vec!["y/1662913861_id.jpeg".into(), "y/1662913862_back.jpeg".into()];
    let document = Document { document_type: 1, files };
    for (name, request) in [
        ("b2core.startSignIn", start_sign_in(&typed)),
        (
            "b2core.signIn",
            sign_in(&typed, "u-1", "jane@example.com", "pass word", &device_fingerprint("curl")),
        ),
        (
            "b2core.submitSecondFactor",
            submit_second_factor(&typed, Some("u-1"), SecondFactor::Google, Some("012345")),
        ),
        ("b2core.listVerifications", list_verifications(&typed, Page::default()).unwrap()),
        ("b2core.getVerification", get_verification(&typed, "186").unwrap()),
        ("b2core.startWizard", start_wizard(&typed).unwrap()),
        ("b2core.runWizard", run_wizard(&typed, "u-1", &document).unwrap()),
    ] {
        assert_eq!(request, prepare_as(name, &account(name), &input(name)).unwrap());
    }
    let page = Page { limit: Some(1), offset: None, order: Some(SortOrder::Ascending), by_create_time: true };
    let url = list_verifications(&typed, page).unwrap().url;
    assert_eq!(url, format!("{BASE}verifications?limit=1&sort_by=createTime&sort_order=asc"));
    let at_once = run_wizard_at_once(&typed, "u-1", std::slice::from_ref(&document)).unwrap();
    assert_eq!(
        body(&at_once)["data"]["documents"],
        json!([body(&run_wizard(&typed, "u-1", &document).unwrap())["data"]["documents"]])
    );
    assert_eq!(format!("{document:?}"), "Document(1, 2 files)", "a path may bear a name");
    let nobody = Account::new("my.broker.example", None, RunForm::Flat).unwrap();
    assert!(start_wizard(&nobody).is_err() && list_verifications(&nobody, page).is_err());
}

#[test]
fn a_fingerprint_that_was_made_elsewhere_is_sent_as_it_is() {
    let name = "b2core.signIn";
    let mut made = input(name);
    made.as_object_mut().unwrap().remove("userAgent");
    made["deviceFingerprint"] = json!("eyJ1c2VyX2FnZW50IjoiY3VybCJ9");
    let request = prepare_as(name, &account(name), &made).unwrap();
    assert!(request.body.unwrap().contains(r#""device_fingerprint":"eyJ1c2VyX2FnZW50IjoiY3VybCJ9""#));
}
