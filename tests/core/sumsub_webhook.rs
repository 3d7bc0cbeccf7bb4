//! Sumsub's webhooks: the digest over the raw bytes, the age, and what they decide.

use crate::sample::{nexts, parsed, value};
use hmac::{Hmac, KeyInit, Mac};
use kyc_assent::credential::sha256_hex;
use kyc_assent::decision::Next;
use kyc_assent::error::Error;
use kyc_assent::operation::Reading;
use kyc_assent::partners::sumsub::{Guard, MAX_AGE, read_webhook};
use kyc_assent::time::Timestamp;
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

const SECRET: &str = "webhook-5ecret";
/// Ten seconds after [`hook`] was made.
const NOW: Timestamp = Timestamp(1_582_291_409_321);

fn hook(changes: &Value) -> Value {
    let mut hook = json!({
        "applicantId": "5c9e177b0a975a6eeccf5960", "inspectionId": "5c9e177b0a975a6eeccf5961",
        "correlationId": "req-63f92830", "externalUserId": "user-1", "levelName": "basic-kyc-level",
        "type": "applicantReviewed", "reviewResult": { "reviewAnswer": "GREEN" }, "reviewStatus": "completed",
        "createdAtMs": "2020-02-21 13:23:19.321",
    });
    for (name, change) in changes.as_object().unwrap() {
        hook[name] = change.clone();
    }
    hook
}

fn digest(algorithm: &str, secret: &str, body: &[u8]) -> String {
    fn of<M: Mac + KeyInit>(secret: &str, body: &[u8]) -> String {
        let mut mac = <M as KeyInit>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(body);
        mac.finalize().into_bytes().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }
    match algorithm {
        "HMAC_SHA1_HEX" => of::<Hmac<Sha1>>(secret, body),
        "HMAC_SHA512_HEX" => of::<Hmac<Sha512>>(secret, body),
        _ => of::<Hmac<Sha256>>(secret, body),
    }
}

fn signed(body: &[u8]) -> Value {
    json!({
        "x-payload-digest": digest("HMAC_SHA256_HEX", SECRET, body),
        "x-payload-digest-alg": "HMAC_SHA256_HEX",
    })
}

fn guard() -> Guard {
    Guard { secrets: vec![SECRET.into()], allow_sha1: false, max_age: MAX_AGE }
}

fn receive(headers: &Value, body: &[u8], guard: &Guard) -> Result<Reading, Error> {
    read_webhook(&parsed(headers), body, guard, NOW)
}

/// A hook with the right digest.
fn told(hook: &Value) -> Result<Reading, Error> {
    let body = hook.to_string();
    receive(&signed(body.as_bytes()), body.as_bytes(), &guard())
}

fn is_unauthorized(result: &Result<Reading, Error>) -> bool {
    *result == Err(Error::Unauthorized(None))
}

#[test]
fn a_hook_with_the_right_digest_is_read() {
    let body = hook(&json!({})).to_string();
    let reading = receive(&signed(body.as_bytes()), body.as_bytes(), &guard()).unwrap();
    assert_eq!(
        value(&reading.to_json()),
        json!({
            "value": {
                "id": sha256_hex(body.as_bytes()), "type": "applicantReviewed",
                "applicantId": "5c9e177b0a975a6eeccf5960", "createdAtMs": 1_582_291_399_321_u64,
                "externalUserId": "user-1", "levelName": "basic-kyc-level", "reviewStatus": "completed",
                "inspectionId": "5c9e177b0a975a6eeccf5961", "correlationId": "req-63f92830",
            },
            "decisions": [{
                "partner": "sumsub", "scope": "identity", "next": "proceed", "text": "proceed",
                "said": { "reviewStatus": "completed", "reviewAnswer": "GREEN" }, "show": [],
            }],
        })
    );
}

/// Made with `openssl dgst -hmac webhook-5ecret`.
#[test]
fn digests_that_openssl_has_made() {
    let body = br#"{"applicantId":"a","type":"applicantPending","reviewStatus":"pending","createdAtMs":"2020-02-21 13:23:19.321"}"#;
    for (algorithm, digest) in [
        ("HMAC_SHA1_HEX", "9c9e0471e01bd1a42575ae6ef32595e9518c533a"),
        ("HMAC_SHA256_HEX", "0934fed387e95e15087e475722fe5c6d2cfccc18c0b204fdd4aaea78565e73ec"),
        (
            "HMAC_SHA512_HEX",
            "c95be15ba4c3b296d182016749701815dc0e3593d20264118bd905074996df0fd00b23b917f9a13eb48108c74bb1a18f26e0c8911cf1a822d5eddb5a983e46a8",
        ),
    ] {
        let headers = json!({ "x-payload-digest": digest, "x-payload-digest-alg": algorithm });
        let reading = receive(&headers, body, &Guard { allow_sha1: true, ..guard() }).unwrap();
        assert_eq!(nexts(&reading), ["wait"]);
    }
}

#[test]
fn a_digest_that_is_wrong_missing_or_of_another_key_is_unauthorized() {
    let body = hook(&json!({})).to_string();
    let body = body.as_bytes();
    let right = digest("HMAC_SHA256_HEX", SECRET, body);
    for wrong in [
        json!(digest("HMAC_SHA256_HEX", "another", body)),
        json!(digest("HMAC_SHA256_HEX", SECRET, b"another")),
        json!(digest("HMAC_SHA512_HEX", SECRET, body)),
        json!(""),
        json!("00"),
        json!(right.get(..62)),
        json!(right.get(..63)),
        json!(format!("{right}00")),
        json!(format!("0x{right}")),
        json!(format!("sha256={right}")),
        json!(format!("{right}, {right}")),
        json!("é".repeat(32)),
        json!("٠".repeat(64)),
        json!([right]),
        Value::Null,
    ] {
        let headers = json!({ "x-payload-digest": wrong, "x-payload-digest-alg": "HMAC_SHA256_HEX" });
        assert!(is_unauthorized(&receive(&headers, body, &guard())), "{wrong}");
    }
    for headers in [
        json!({}),
        json!([]),
        Value::Null,
        json!({ "x-signature": right }),
        json!({ "x-app-access-sig": right, "x-payload-digest-alg": "HMAC_SHA256_HEX" }),
    ] {
        assert!(is_unauthorized(&receive(&headers, body, &guard())), "{headers}");
    }
    for headers in [
        json!({ "x-payload-digest": right }),
        json!({ "x-payload-digest": right.to_uppercase() }),
        json!({ "x-payload-digest": format!(" {right}\t"), "x-payload-digest-alg": " HMAC_SHA256_HEX " }),
    ] {
        assert!(receive(&headers, body, &guard()).is_ok(), "{headers}");
    }
}

#[test]
fn an_algorithm_is_taken_from_the_list_and_not_from_the_sender() {
    let body = hook(&json!({})).to_string();
    let body = body.as_bytes();
    for algorithm in ["HMAC_SHA1_HEX", "HMAC_SHA256_HEX", "HMAC_SHA512_HEX"] {
        for named in ["HMAC_SHA1_HEX", "HMAC_SHA256_HEX", "HMAC_SHA512_HEX"] {
            for allow_sha1 in [false, true] {
                let headers = json!({
                    "x-payload-digest": digest(algorithm, SECRET, body), "x-payload-digest-alg": named,
                });
                let taken = receive(&headers, body, &Guard { allow_sha1, ..guard() });
                let right = algorithm == named && (allow_sha1 || algorithm != "HMAC_SHA1_HEX");
                assert_eq!(taken.is_ok(), right, "{algorithm} as {named}, SHA-1 {allow_sha1}");
                assert_eq!(is_unauthorized(&taken), !right);
            }
        }
    }
    for named in
        ["", "none", "HMAC_MD5_HEX", "hmac_sha256_hex", "SHA256", "HMAC_SHA256_BASE64", "HMAC_SHA256_HEX,"]
    {
        let headers = json!({
            "x-payload-digest": digest("HMAC_SHA256_HEX", SECRET, body), "x-payload-digest-alg": named,
        });
        assert!(is_unauthorized(&receive(&headers, body, &Guard { allow_sha1: true, ..guard() })), "{named}");
    }
    let sha1_unnamed = json!({ "x-payload-digest": digest("HMAC_SHA1_HEX", SECRET, body) });
    assert!(is_unauthorized(&receive(&sha1_unnamed, body, &Guard { allow_sha1: true, ..guard() })));
}

#[test]
fn each_of_several_secrets_is_taken_and_an_empty_one_never() {
    let body = hook(&json!({})).to_string();
    let of = |secrets: &[&str]| {
        let secrets = secrets.iter().map(ToString::to_string).collect();
        receive(&signed(body.as_bytes()), body.as_bytes(), &Guard { secrets, ..guard() })
    };
    for secrets in [&[SECRET, "next"][..], &["last", SECRET], &["a", "b", SECRET, "c"], &[SECRET, SECRET]] {
        assert!(of(secrets).is_ok(), "{secrets:?}");
    }
    for secrets in [&[][..], &[""], &["a", "b"], &["webhook-5ecret "], &["WEBHOOK-5ECRET"]] {
        assert!(is_unauthorized(&of(secrets)), "{secrets:?}");
    }
    let headers = json!({ "x-payload-digest": digest("HMAC_SHA256_HEX", "", body.as_bytes()) });
    let empty = Guard { secrets: vec![String::new()], ..guard() };
    assert!(is_unauthorized(&receive(&headers, body.as_bytes(), &empty)), "anybody knows the empty key");
}

#[test]
fn the_digest_is_over_the_raw_bytes() {
    let compact = hook(&json!({ "externalUserId": "J\u{fc}rgen/1" })).to_string();
    let pretty = serde_json::to_string_pretty(&hook(&json!({ "externalUserId": "J\u{fc}rgen/1" }))).unwrap();
    let escaped = compact.replace('\u{fc}', "\\u00fc").replace('/', "\\/");
    let all = [compact, pretty, escaped];
    let ids: Vec<Value> = all
        .iter()
        .map(|body| {
            let reading = receive(&signed(body.as_bytes()), body.as_bytes(), &guard()).unwrap();
            value(&reading.value)["id"].clone()
        })
        .collect();
    for (at, body) in all.iter().enumerate() {
        for other in all.iter().enumerate().filter(|(other, _)| *other != at) {
            let taken = receive(&signed(body.as_bytes()), other.1.as_bytes(), &guard());
            assert!(is_unauthorized(&taken), "the same content written another way");
            assert_ne!(ids[at], ids[other.0]);
        }
    }
    let mut bytes = all[0].clone().into_bytes();
    bytes.push(b'\n');
    assert!(is_unauthorized(&receive(&signed(all[0].as_bytes()), &bytes, &guard())));
}

#[test]
fn a_digest_comes_before_what_the_body_says() {
    for body in [&b""[..], b"no json", b"\xff\xfe", b"[1,2", b"{}"] {
        assert!(is_unauthorized(&receive(&json!({}), body, &guard())));
        let read = receive(&signed(body), body, &guard());
        assert!(matches!(read, Err(Error::Unreadable { .. })), "{read:?}");
    }
    for (member, wrongs) in [
        ("type", vec![Value::Null, json!(5)]),
        ("applicantId", vec![Value::Null, json!(5)]),
        (
            "createdAtMs",
            vec![
                Value::Null,
                json!(1_582_291_399_321_u64),
                json!("1582291399321"),
                json!("2020-02-21"),
                json!("2020-02-30 13:23:19"),
                json!("21.02.2020 13:23:19"),
                json!("2020-02-21 13:23:19+0200"),
                json!(""),
            ],
        ),
        ("reviewStatus", vec![Value::Null, json!(true)]),
    ] {
        for wrong in wrongs {
            let read = told(&hook(&json!({ member: wrong })));
            assert!(
                matches!(read, Err(Error::Unreadable { field, .. }) if field == member),
                "{member} {wrong}"
            );
        }
    }
}

#[test]
fn times_are_read_in_every_form_that_is_documented() {
    for (text, millis) in [
        ("2020-02-21 13:23:19.321", 1_582_291_399_321_u64),
        ("2020-02-21 13:23:19", 1_582_291_399_000),
        ("2020-02-21 13:23:19+0000", 1_582_291_399_000),
        ("2020-02-21 13:23:19.321+0000", 1_582_291_399_321),
        ("2020-02-21T13:23:19.321Z", 1_582_291_399_321),
    ] {
        let reading = told(&hook(&json!({ "createdAtMs": text }))).unwrap();
        assert_eq!(value(&reading.value)["createdAtMs"], millis, "{text}");
    }
}

#[test]
fn a_hook_that_is_too_old_or_from_the_future_is_refused() {
    let body = hook(&json!({})).to_string();
    let at = |now: i64, max_age: u32| {
        let guard = Guard { max_age, ..guard() };
        read_webhook(&parsed(&signed(body.as_bytes())), body.as_bytes(), &guard, Timestamp(now))
    };
    let made = 1_582_291_399_321;
    let refused = Err(Error::Refused { status: 200, said: None });
    for (age, max_age) in [(0, 0), (60_000, 60), (i64::from(MAX_AGE) * 1000, MAX_AGE), (-300_000, 0)] {
        assert!(at(made + age, max_age).is_ok(), "{age} ms, at most {max_age} s");
    }
    for (age, max_age) in
        [(1, 0), (60_001, 60), (i64::from(MAX_AGE) * 1000 + 1, MAX_AGE), (-300_001, MAX_AGE)]
    {
        assert_eq!(at(made + age, max_age), refused, "{age} ms, at most {max_age} s");
    }
    assert_eq!(MAX_AGE, 26 * 3600, "the last resending comes after some 24 hours");
    for now in [i64::MIN, i64::MAX] {
        assert_eq!(at(now, u32::MAX), refused, "law 7: a clock of any value");
    }
}

#[test]
fn a_replayed_hook_has_the_same_id_and_reordered_ones_their_times() {
    let green = hook(&json!({}));
    let red = hook(&json!({
        "createdAtMs": "2020-02-21 13:23:25.000",
        "reviewResult": { "reviewAnswer": "RED", "reviewRejectType": "FINAL", "rejectLabels": ["FRAUDULENT_PATTERNS"] },
    }));
    let (late, early) = (told(&red).unwrap(), told(&green).unwrap());
    assert_eq!(told(&green).unwrap(), early, "replayed");
    let member = |reading: &Reading, name: &str| value(&reading.value)[name].clone();
    assert_eq!(member(&told(&green).unwrap(), "id"), member(&early, "id"));
    assert_ne!(member(&late, "id"), member(&early, "id"));
    assert!(member(&late, "createdAtMs").as_u64() > member(&early, "createdAtMs").as_u64());
    assert_eq!((nexts(&early), nexts(&late)), (vec!["proceed"], vec!["stop"]));
    assert_eq!(late.decisions[0].next, Next::Stop { is_final: Some(true) });
}
