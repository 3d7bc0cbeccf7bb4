//! Law 8 at Kriptomat, Sumsub and B2CORE: nothing of a person or a secret in `Debug`, errors and their messages.

use crate::accounts::{account, changed, every_operation, input, prepare_as};
use crate::sample::{self, read, reply};
use kyc_assent::credential::Totp;
use kyc_assent::operation;
use kyc_assent::partners::{b2core, kriptomat, sumsub};
use serde_json::{Value, json};

const SECRETS: [&str; 10] = [
    "Quandary",
    "quandary.example",
    "5ecret",
    "PASSW0RD",
    "TOK3N",
    "GEZDGNBV",
    "078-05-1120",
    "Wexfordtown",
    "_act-SHARE",
    "UUID-77",
];

fn shows_nothing(shown: &str) {
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

fn secret_call(name: &str) -> (Value, Value) {
    let account = match name {
        "kriptomat.login" => changed(
            account(name),
            &json!({
                "email": "aurelia@quandary.example", "password": "PASSW0RD", "clientSecret": "5ecret",
            }),
        ),
        _ if name.starts_with("sumsub.") => {
            changed(account(name), &json!({ "appToken": "sbx:TOK3N", "secretKey": "5ecret" }))
        }
        _ => changed(account(name), &json!({ "accessToken": "TOK3N" })),
    };
    let texts = json!({
        "token": "_act-SHARE", "email": "aurelia@quandary.example", "password": "PASSW0RD", "uuid": "UUID-77",
        "applicantId": "Quandary", "forClientId": "Quandary", "userAgent": "Quandary",
    });
    let mut input = input(name);
    for (member, text) in texts.as_object().unwrap() {
        if input.get(member).is_some() {
            input[member] = text.clone();
        }
    }
    (account, input)
}

#[test]
fn law_8_debug_of_requests_and_accounts() {
    for name in every_operation() {
        let (account, input) = secret_call(name);
        let request = prepare_as(name, &account, &input).unwrap();
        shows_nothing(&format!("{request:?} {request:#?}"));
        let in_the_path = name == "sumsub.getApplicantStatus";
        assert_eq!(SECRETS.iter().any(|secret| request.url.contains(secret)), in_the_path, "{name}");
    }
    let token = Some("TOK3N");
    shows_nothing(&format!(
        "{:?}",
        kriptomat::Account::new(None, token, kriptomat::KycPaths::Printed).unwrap()
    ));
    shows_nothing(&format!("{:?}", b2core::Account::new("a.example", token, b2core::RunForm::Flat).unwrap()));
    shows_nothing(&format!("{:?}", sumsub::Account::new(None, "sbx:TOK3N", "5ecret").unwrap()));
    let credentials = kriptomat::Credentials {
        email: "aurelia@quandary.example".into(),
        password: "PASSW0RD".into(),
        client_id: 5,
        client_secret: "5ecret".into(),
        totp: Totp::from_base32("GEZDGNBV").unwrap(),
    };
    shows_nothing(&format!("{credentials:?} {credentials:#?}"));
}

#[test]
fn law_8_no_refusal_of_an_input_repeats_it() {
    let mut refusals = 0;
    for name in every_operation() {
        let (account, input) = secret_call(name);
        for side in ["account", "input"] {
            let whole = if side == "account" { &account } else { &input };
            for member in whole.as_object().unwrap().keys() {
                for wrong in [
                    json!("Quandary\n5ecret"),
                    json!("PASSW0RD ä"),
                    json!(["5ecret"]),
                    json!({ "078-05-1120": "Wexfordtown" }),
                    json!(""),
                    Value::Null,
                ] {
                    let changes = json!({ member: wrong });
                    let refused = match side {
                        "account" => prepare_as(name, &changed(account.clone(), &changes), &input),
                        _ => prepare_as(name, &account, &changed(input.clone(), &changes)),
                    };
                    let Err(refused) = refused else { continue };
                    refusals += 1;
                    shows_nothing(&format!("{refused:?} {refused} {}", refused.to_json()));
                }
            }
        }
    }
    assert!(refusals > 150, "{refusals}");
}

#[test]
fn law_8_a_partners_words_are_in_said_and_nowhere_else() {
    let words = "aurelia@quandary.example, 078-05-1120, Wexfordtown: refused";
    for name in every_operation() {
        for body in [
            json!({ "message": words, "description": words, "error": words, "errorName": words }),
            json!({ "error": { "message": words }, "errors": [words], "status": false }),
        ] {
            for status in [200, 400, 401, 403, 404, 409, 429, 500] {
                let Err(error) = operation::read(name, &reply(status, &body)) else { continue };
                shows_nothing(&format!("{error:?} {error}"));
                let mut crossed = sample::value(&error.to_json());
                crossed.as_object_mut().unwrap().remove("said");
                shows_nothing(&crossed.to_string());
            }
        }
    }
}

#[test]
fn law_8_debug_of_replies_and_readings() {
    for (name, body) in [
        ("kriptomat.login", json!({ "access_token": "TOK3N", "expires_in": 5 })),
        (
            "kriptomat.getUser",
            json!({ "status": true, "data": {
            "name": "Quandary", "email": "aurelia@quandary.example", "city": "Wexfordtown",
            "kyc_status": "Quandary", "edd_status": "078-05-1120", "status": "Wexfordtown" } }),
        ),
        ("kriptomat.requestKyc", json!({ "link": "https://kyc.example/TOK3N" })),
        ("sumsub.createShareToken", json!({ "token": "_act-SHARE" })),
        (
            "sumsub.getApplicantStatus",
            json!({ "reviewStatus": "Quandary", "reviewResult": {
            "reviewAnswer": "RED", "rejectLabels": ["Quandary"], "moderationComment": "Dear Quandary",
            "clientComment": "Quandary" } }),
        ),
        ("b2core.signIn", json!({ "access_token": "TOK3N", "refresh_token": "5ecret" })),
        ("b2core.runWizard", json!({ "code": 200, "uuid": "UUID-77", "data": { "types": ["Quandary"] } })),
    ] {
        shows_nothing(&format!("{:?} {:?}", reply(200, &body), read(name, &body)));
        for decision in read(name, &body).decisions {
            shows_nothing(&format!("{decision:?} {decision:#?} {:?}", decision.show));
        }
    }
}
