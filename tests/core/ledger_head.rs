//! Heads of the log, and what is signed.

use crate::sample::{parsed, value};
use kyc_assent::error::Error;
use kyc_assent::json::Json;
use kyc_assent::ledger::{Hash, HeadSigner, Signed, head, head_signer, key_id, next_head, signing_input};
use kyc_assent::time::Timestamp;
use serde_json::{Value, json};
use std::fmt::Write;

const LOG: &str = "kyc.shop.example";

fn at(size: u64, at: &str) -> Json {
    parsed(&json!({ "log": LOG, "size": size, "root": "ab".repeat(32), "at": at }))
}

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

#[test]
fn a_head_names_log_size_root_and_time() {
    let made = head(None, LOG, 7, Hash::of_nothing(), "2026-01-01T00:00:00Z").unwrap();
    let root = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(
        value(&made),
        json!({ "log": LOG, "size": 7, "root": root, "at": "2026-01-01T00:00:00.000Z" })
    );
}

#[test]
fn the_time_of_heads_never_runs_back_and_the_log_never_shrinks() {
    let last = at(7, "2026-01-01T00:05:00.000Z");
    let next = |size: u64, now: &str| head(Some(&last), LOG, size, Hash::of_nothing(), now);
    let time_of = |now: &str| value(&next(8, now).unwrap())["at"].clone();
    assert_eq!(time_of("2026-01-01T00:06:00Z"), "2026-01-01T00:06:00.000Z");
    assert_eq!(time_of("2025-01-01T00:06:00Z"), "2026-01-01T00:05:00.000Z");
    assert!(next(7, "2026-01-01T00:06:00Z").is_ok());
    let shrunk = next(6, "2026-01-01T00:06:00Z").unwrap_err();
    assert!(matches!(shrunk, Error::InvalidInput { field, .. } if field == "previous.size"));
    assert!(head(None, "", 7, Hash::of_nothing(), "2026-01-01T00:00:00Z").is_err());
    assert!(head(None, LOG, 7, Hash::of_nothing(), "today").is_err());
}

#[test]
fn the_next_head_is_due_when_the_log_has_grown_or_once_a_day() {
    let last = at(7, "2026-01-01T00:00:00.000Z");
    let due = |size: u64, now: &str| next_head(Some(&last), size, now, 60).unwrap();
    assert_eq!(due(8, "2026-01-01T00:00:10Z"), time("2026-01-01T00:01:00Z"));
    assert_eq!(due(8, "2026-01-01T09:00:00Z"), time("2026-01-01T00:01:00Z"));
    assert_eq!(due(7, "2026-01-01T00:00:10Z"), time("2026-01-02T00:00:00Z"));
    assert_eq!(next_head(None, 0, "2026-01-01T00:00:10Z", 60).unwrap(), time("2026-01-01T00:00:10Z"));
    assert!(next_head(Some(&parsed(&json!({}))), 0, "2026-01-01T00:00:10Z", 60).is_err());
    assert!(next_head(None, 0, "soon", 60).is_err());
}

#[test]
fn a_clock_that_was_ahead_delays_no_head() {
    let ahead = at(7, "2040-01-01T00:00:00.000Z");
    assert_eq!(next_head(Some(&ahead), 8, "2026-01-01T00:00:00Z", 60).unwrap(), time("2026-01-01T00:01:00Z"));
    assert_eq!(next_head(Some(&ahead), 7, "2026-01-01T00:00:00Z", 60).unwrap(), time("2026-01-02T00:00:00Z"));
}

/// RFC 8037, appendix A.3.
#[test]
fn a_keys_id_is_its_thumbprint() {
    let key = json!({
        "kty": "OKP", "crv": "Ed25519", "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    });
    assert_eq!(key_id(&parsed(&key)).unwrap(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    for (name, wrong) in [
        ("kty", json!("EC")),
        ("crv", json!("X25519")),
        ("x", json!("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR")),
        ("x", json!("11qYAYKxCrfVS+7TyWQHOg7hcvPapiMlrwIaaPcHURo")),
        ("x", Value::Null),
    ] {
        let mut changed = key.clone();
        changed[name] = wrong;
        let refused = key_id(&parsed(&changed)).unwrap_err();
        assert!(matches!(refused, Error::InvalidInput { field, .. } if field == format!("key.{name}")));
    }
}

#[test]
fn what_is_signed_is_a_fixed_header_and_a_canonical_payload() {
    let input = |what: Signed| signing_input(what, "key-1", &parsed(&json!({ "b": "ÿ?>", "a": [1, 2] })));
    let decoded = |text: &str| String::from_utf8(from_base64url(text)).unwrap();
    for (what, typ) in [
        (Signed::Head, "kyc-assent-head"),
        (Signed::Receipt, "kyc-assent-receipt"),
        (Signed::Export, "kyc-assent-export"),
    ] {
        let input = input(what);
        let (header, payload) = input.split_once('.').unwrap();
        assert_eq!(decoded(header), format!(r#"{{"alg":"EdDSA","kid":"key-1","typ":"{typ}"}}"#));
        assert_eq!(decoded(payload), r#"{"a":[1,2],"b":"ÿ?>"}"#);
        assert!(input.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)));
    }
}

/// RFC 4648, written apart from the one in the core.
fn from_base64url(text: &str) -> Vec<u8> {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bits = String::new();
    for byte in text.bytes() {
        write!(bits, "{:06b}", digits.iter().position(|digit| *digit == byte).unwrap()).unwrap();
    }
    bits.as_bytes()
        .chunks_exact(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap())
        .collect()
}

#[test]
fn a_new_key_signs_once_a_head_of_the_key_before_covers_its_announcement() {
    let signer =
        |last: Option<(&str, u64)>, leaf: Option<u64>, before: bool| head_signer(last, "new", leaf, before);
    // The first head of all, and every further one of the same key, whatever was announced.
    for (last, leaf) in [(None, None), (None, Some(0)), (Some(("new", 1)), None), (Some(("new", 1)), Some(5))]
    {
        for before in [true, false] {
            assert_eq!(signer(last, leaf, before), HeadSigner::Active);
        }
    }
    // Leaf number 7 is in a tree of 8 leaves, and in none of 7.
    for (size, leaf, vouched) in
        [(7, Some(7), false), (8, Some(7), true), (9, Some(7), true), (9, None, false)]
    {
        let last = Some(("old", size));
        let waits = if vouched { HeadSigner::Active } else { HeadSigner::Before };
        assert_eq!(signer(last, leaf, true), waits);
        let alone = if vouched { HeadSigner::Active } else { HeadSigner::Unvouched };
        assert_eq!(signer(last, leaf, false), alone);
    }
}
