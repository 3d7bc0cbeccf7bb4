//! The requests of Kriptomat's four operations, in every form that an account can ask for.

use crate::accounts::{
    KRIPTOMAT, NOW, TOKEN, TOTP_SECRET, account, body, changed, field_of, headers, input, prepare_as,
    prepare_with,
};
use crate::sample::parsed;
use kyc_assent::credential::Totp;
use kyc_assent::http::Method;
use kyc_assent::operation;
use kyc_assent::partners::kriptomat::{
    Account, Credentials, KycPaths, get_user, import_kyc, login, request_kyc,
};
use kyc_assent::time::Timestamp;
use serde_json::{Value, json};

/// Method and path of each operation, with the KYC routes as the docs print them and as their neighbours are.
const PATHS: [(&str, Method, &str, &str); 4] = [
    ("kriptomat.login", Method::Post, "/api/v1/partners/auth/login", "/api/v1/partners/auth/login"),
    ("kriptomat.getUser", Method::Get, "/api/v1/partners/users/42", "/api/v1/partners/users/42"),
    ("kriptomat.importKyc", Method::Post, "/v1/users/42/kyc-import", "/api/v1/partners/users/42/kyc-import"),
    (
        "kriptomat.requestKyc",
        Method::Post,
        "/v1/users/42/kyc-request",
        "/api/v1/partners/users/42/kyc-request",
    ),
];

#[test]
fn each_operation_has_its_method_its_path_and_its_headers() {
    for (name, method, path, _) in PATHS {
        let request = prepare_as(name, &account(name), &input(name)).unwrap();
        assert_eq!((request.method, &request.url), (method, &format!("https://api.kriptomat.io{path}")));
        let bearer = format!("Bearer {TOKEN}");
        let mut expected = vec![("accept", "application/json"), ("x-requested-with", "XMLHttpRequest")];
        if name != "kriptomat.login" {
            expected.push(("authorization", bearer.as_str()));
        }
        let has_body = matches!(name, "kriptomat.login" | "kriptomat.importKyc");
        if has_body {
            expected.push(("content-type", "application/json"));
        }
        assert_eq!(headers(&request), expected, "{name}");
        assert_eq!(request.body.is_some(), has_body, "{name}");
    }
}

/// Row 1 of the contradictions: which of the two paths answers is not known.
#[test]
fn the_kyc_routes_are_where_the_account_says() {
    for (name, _, printed, partners) in PATHS {
        for (form, path) in
            [(json!("printed"), printed), (json!("partners"), partners), (Value::Null, printed)]
        {
            let request = prepare_with(name, &json!({ "kycPaths": form }), &input(name)).unwrap();
            assert_eq!(request.url, format!("https://api.kriptomat.io{path}"), "{name}");
        }
        for form in ["Printed", "PARTNERS", "api", "/v1"] {
            let refused = prepare_with(name, &json!({ "kycPaths": form }), &input(name));
            assert_eq!(field_of(refused), "account.kycPaths");
        }
    }
}

#[test]
fn another_origin_can_be_configured_and_nothing_but_an_origin() {
    for (name, _, path, _) in PATHS {
        for base in ["https://stagingapi.kminfra.net", "https://stagingapi.kminfra.net/"] {
            let request = prepare_with(name, &json!({ "baseUrl": base }), &input(name)).unwrap();
            assert_eq!(request.url, format!("https://stagingapi.kminfra.net{path}"));
        }
        for base in [
            "http://api.kriptomat.io",
            "api.kriptomat.io",
            "https://user:pass@api.kriptomat.io",
            "https://api.kriptomat.io/v1",
            "https://api.kriptomat.io?x=1",
            "https://api.kriptomat.io#x",
            "https://",
            "https://api kriptomat.io",
            "ftp://api.kriptomat.io",
            "https://api.kriptomat.io@evil.example",
            "https://api.kriptomat.io\\@evil.example",
        ] {
            let refused = prepare_with(name, &json!({ "baseUrl": base }), &input(name));
            assert_eq!(field_of(refused), "account.baseUrl", "{base}");
        }
    }
}

#[test]
fn a_login_sends_numbers_as_numbers_and_the_code_as_a_string() {
    let name = "kriptomat.login";
    let request = prepare_as(name, &account(name), &json!({})).unwrap();
    let expected = concat!(
        r#"{"email":"api@broker.example","password":"pass word","client_id":5,"#,
        r#""client_secret":"cl1ent/secret","security_code":"745690"}"#
    );
    assert_eq!(request.body.as_deref(), Some(expected));
    let digits = prepare_with(name, &json!({ "clientId": "5" }), &json!({ "expiresIn": null })).unwrap();
    assert_eq!(digits, request, "row 15: a number, or its digits");
    for seconds in [json!(300), json!("300")] {
        let asked = prepare_as(name, &account(name), &json!({ "expiresIn": seconds })).unwrap();
        assert_eq!(body(&asked)["expires_in"], 300, "row 12: the life that is asked for");
    }
}

#[test]
fn a_login_keeps_the_leading_zeros_of_its_code() {
    for (now, code) in [
        ("2026-01-01T04:18:30Z", "000226"),
        ("2026-01-01T04:18:59.999Z", "000226"),
        ("2005-03-18T01:58:29Z", "081804"),
        ("2009-02-13T23:31:30Z", "005924"),
    ] {
        let name = "kriptomat.login";
        let call = json!({ "account": account(name), "input": {}, "now": now });
        let request = operation::prepare(name, &parsed(&call)).unwrap();
        assert_eq!(body(&request)["security_code"], code);
    }
}

/// Row 14: the samples' `Authorization` on a login is an accident.
#[test]
fn a_login_bears_no_token_even_when_the_account_has_one() {
    let request = prepare_with("kriptomat.login", &json!({ "accessToken": TOKEN }), &json!({})).unwrap();
    assert!(request.headers.iter().all(|(name, _)| *name != "authorization"));
    assert!(!request.body.unwrap().contains(TOKEN));
}

#[test]
fn a_login_needs_every_credential_and_the_clock() {
    let name = "kriptomat.login";
    for member in ["email", "password", "clientId", "clientSecret", "totpSecret"] {
        for wrong in [Value::Null, json!(""), json!("  "), json!(true), json!(["x"]), json!("a\u{0}b")] {
            let refused = prepare_with(name, &changed(json!({}), &json!({ member: wrong })), &json!({}));
            assert_eq!(field_of(refused), format!("account.{member}"), "{wrong}");
        }
    }
    for wrong in [json!("1"), json!("0189"), json!("GEZD!"), json!("="), json!("-- --")] {
        let refused = prepare_with(name, &json!({ "totpSecret": wrong }), &json!({}));
        assert_eq!(field_of(refused), "account.totpSecret", "{wrong}");
    }
    for wrong in
        [json!(-5), json!(1.5), json!("5a"), json!("-5"), json!("+5"), json!(9_007_199_254_740_992_u64)]
    {
        let refused = prepare_with(name, &json!({ "clientId": wrong }), &json!({}));
        assert_eq!(field_of(refused), "account.clientId", "{wrong}");
    }
    for wrong in [json!(-1), json!(0.5), json!("soon"), json!([300])] {
        let refused = prepare_as(name, &account(name), &json!({ "expiresIn": wrong }));
        assert_eq!(field_of(refused), "input.expiresIn", "{wrong}");
    }
    for now in [Value::Null, json!("now"), json!(1_767_225_600), json!("2026-01-01T00:00:00+00:00")] {
        let call = json!({ "account": account(name), "input": {}, "now": now });
        assert_eq!(field_of(operation::prepare(name, &parsed(&call))), "now");
    }
}

#[test]
fn all_but_the_login_need_a_token_that_can_stand_in_a_header() {
    for name in KRIPTOMAT.into_iter().filter(|name| *name != "kriptomat.login") {
        for wrong in [Value::Null, json!(""), json!("a b"), json!("a\r\nx: y"), json!("tök"), json!(5)] {
            let refused = prepare_with(name, &json!({ "accessToken": wrong }), &input(name));
            assert_eq!(field_of(refused), "account.accessToken", "{name} {wrong}");
        }
        let login = prepare_as(name, &account("kriptomat.login"), &input(name));
        assert_eq!(field_of(login), "account.accessToken", "credentials are no token");
    }
}

#[test]
fn a_user_is_a_whole_number() {
    for name in KRIPTOMAT.into_iter().filter(|name| *name != "kriptomat.login") {
        let digits = prepare_as(name, &account(name), &changed(input(name), &json!({ "userId": "42" })));
        assert_eq!(digits.unwrap(), prepare_as(name, &account(name), &input(name)).unwrap());
        for wrong in [
            Value::Null,
            json!(-1),
            json!(4.2),
            json!("42a"),
            json!("../1"),
            json!("+42"),
            json!(""),
            json!("4 2"),
            json!("٤٢"),
            json!(9_007_199_254_740_992_u64),
            json!("99999999999999999999"),
            json!([42]),
        ] {
            let refused =
                prepare_as(name, &account(name), &changed(input(name), &json!({ "userId": wrong })));
            assert_eq!(field_of(refused), "input.userId", "{name} {wrong}");
        }
    }
}

/// Rows 6 and 7: the token is opaque, and goes out inside a JSON text.
#[test]
fn a_share_token_goes_out_as_it_came_whatever_its_look() {
    let name = "kriptomat.importKyc";
    let longest = "x".repeat(1024);
    for token in [
        "_act-b7b9f0c4-0b2f-4f6e-a7a3-9d0e3c6a1d2e",
        "eyJhbGciOiJub25lIn0.eyJqdGkiOiJfYWN0In0.",
        "b7b9f0c4",
        "a\"b\\c",
        longest.as_str(),
    ] {
        let request = prepare_as(name, &account(name), &json!({ "userId": 42, "token": token })).unwrap();
        assert_eq!(body(&request), json!({ "token": token }));
    }
    let letters = "é".repeat(513);
    for wrong in
        [Value::Null, json!(""), json!(" "), json!("x".repeat(1025)), json!(letters), json!({ "token": "x" })]
    {
        let refused = prepare_as(name, &account(name), &json!({ "userId": 42, "token": wrong }));
        assert_eq!(field_of(refused), "input.token", "{wrong}");
    }
}

#[test]
fn fields_that_nobody_knows_are_refused() {
    for name in KRIPTOMAT {
        for member in ["user_id", "country", "expires_in"] {
            let refused = prepare_as(name, &account(name), &changed(input(name), &json!({ member: 1 })));
            assert!(field_of(refused).starts_with("input"), "{name} {member}");
        }
        for member in ["apiKey", "token", "host", "client_id"] {
            let refused = prepare_with(name, &json!({ member: "x" }), &input(name));
            assert!(field_of(refused).starts_with("account"), "{name} {member}");
        }
        for wrong in [json!([]), json!("x"), json!(5)] {
            assert_eq!(field_of(prepare_as(name, &wrong, &input(name))), "account");
            assert_eq!(field_of(prepare_as(name, &account(name), &wrong)), "input");
        }
    }
}

#[test]
fn the_typed_functions_build_the_same_requests() {
    let account_of = |paths| Account::new(None, Some(TOKEN), paths).unwrap();
    let printed = account_of(KycPaths::Printed);
    let named = |name: &str| prepare_as(name, &account(name), &input(name)).unwrap();
    assert_eq!(get_user(&printed, 42).unwrap(), named("kriptomat.getUser"));
    assert_eq!(import_kyc(&printed, 42, "_act-b7b9f0c4").unwrap(), named("kriptomat.importKyc"));
    assert_eq!(request_kyc(&printed, 42).unwrap(), named("kriptomat.requestKyc"));
    let credentials = Credentials {
        email: "api@broker.example".into(),
        password: "pass word".into(),
        client_id: 5,
        client_secret: "cl1ent/secret".into(),
        totp: Totp::from_base32(TOTP_SECRET).unwrap(),
    };
    let now = Timestamp::parse(NOW).unwrap();
    assert_eq!(login(&printed, &credentials, None, now), named("kriptomat.login"));
    let beside = request_kyc(&account_of(KycPaths::Partners), u64::MAX).unwrap();
    assert_eq!(
        beside.url,
        format!("https://api.kriptomat.io/api/v1/partners/users/{}/kyc-request", u64::MAX)
    );
    for token in ["", " ", "a b", "\n"] {
        assert!(Account::new(None, Some(token), KycPaths::default()).is_err());
    }
    for token in [String::new(), "x".repeat(1025)] {
        assert!(import_kyc(&printed, 42, &token).is_err());
    }
}
