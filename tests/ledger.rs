//! The ledger: what its entries are, and that nothing in a chain can be changed unseen.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use kyc_assent::consent::{Policy, broken_link, entry, present, sentence_hash};
use kyc_assent::error::Error;
use kyc_assent::json::Json;
use kyc_assent::partners::crossmint::PRIVACY_POLICY_FILE;
use proptest::prelude::*;
use sample::{POLICY, parsed, value};
use serde_json::{Value, json};

mod sample;

fn accepted() -> Value {
    json!({
        "kind": "accepted", "policy": POLICY, "version": "2026-11-23", "language": "en",
        "sentenceHash": "ab".repeat(32), "reviewed": true,
        "link": "https://www.crossmint.com/legal/privacy-policy", "region": "", "origin": "https://shop.example",
    })
}

fn events() -> [Value; 4] {
    [
        accepted(),
        json!({ "kind": "told", "policy": POLICY, "partner": "crossmint", "acceptance": 1 }),
        json!({ "kind": "lapsed", "policy": POLICY, "partner": "crossmint", "acceptance": 1 }),
        json!({ "kind": "withdrawn", "policy": POLICY }),
    ]
}

/// A ledger of these events, one a minute.
fn ledger(events: &[Value]) -> Vec<Json> {
    let mut entries: Vec<Json> = Vec::new();
    for (minute, event) in events.iter().enumerate() {
        let now = format!("2026-01-01T00:{minute:02}:00.000Z");
        entries.push(entry(entries.last(), &parsed(event), &now).unwrap());
    }
    entries
}

fn refused(previous: Option<&Json>, event: &Value, now: &str) -> String {
    match entry(previous, &parsed(event), now) {
        Err(Error::InvalidInput { field, .. }) => field,
        other => panic!("{event}: {other:?}"),
    }
}

#[test]
fn the_first_entry_is_the_one_written_here() {
    let first = &ledger(&events())[0];
    let mut expected = json!({
        "sequence": 1, "at": "2026-01-01T00:00:00.000Z", "previous": "0".repeat(64), "event": accepted(),
    });
    // Computed apart: sha256sum over the entry without `hash`, members sorted, no blanks.
    expected["hash"] = FIRST_HASH.into();
    assert_eq!(value(first), expected);
}

const FIRST_HASH: &str = "d55fdeac1b42234d2f52621e35413ef7a405966bb487973560e21cf49062759a";

#[test]
fn each_entry_bears_the_number_and_the_hash_of_the_one_before() {
    let entries = ledger(&events());
    for (index, pair) in entries.windows(2).enumerate() {
        assert_eq!(pair[1].get("previous"), pair[0].get("hash"));
        assert_eq!(pair[1].get("sequence").and_then(Json::as_u64), Some(index as u64 + 2));
    }
    assert_eq!(broken_link(&entries), None);
    assert_eq!(broken_link(&[]), None);
    for count in 1..entries.len() {
        assert_eq!(broken_link(&entries[..count]), None);
    }
}

#[test]
fn the_order_of_an_events_members_makes_no_difference() {
    let event = parsed(&accepted());
    let mut turned = event.members().to_vec();
    turned.reverse();
    let now = "2026-01-01T00:00:00Z";
    let (one, two) = (entry(None, &event, now).unwrap(), entry(None, &Json::Object(turned), now).unwrap());
    assert_eq!(one.get("hash"), two.get("hash"));
}

#[test]
fn time_on_the_ledger_never_runs_back() {
    let first = entry(None, &parsed(&accepted()), "2026-01-01T00:05:00Z").unwrap();
    let at = |now: &str| {
        let next = entry(Some(&first), &parsed(&events()[3]), now).unwrap();
        assert_eq!(broken_link(&[first.clone(), next.clone()]), None);
        next.get("at").and_then(Json::as_str).unwrap().to_owned()
    };
    assert_eq!(at("2026-01-01T00:04:59.999Z"), "2026-01-01T00:05:00Z");
    assert_eq!(at("1999-01-01T00:00Z"), "2026-01-01T00:05:00Z");
    assert_eq!(at("2026-01-01T00:05:00.000Z"), "2026-01-01T00:05:00.000Z");
    assert_eq!(at("2026-01-01T00:05:00.001Z"), "2026-01-01T00:05:00.001Z");
}

#[test]
fn only_known_events_with_all_their_members_get_in() {
    for event in events() {
        for name in event.as_object().unwrap().keys() {
            let mut without = event.clone();
            without.as_object_mut().unwrap().remove(name);
            assert_eq!(refused(None, &without, sample::NOW), format!("event.{name}"));
            for wrong in [json!([]), json!({}), json!(-1), json!(1.5), json!("x".repeat(301)), Value::Null] {
                let mut changed = event.clone();
                changed[name] = wrong;
                assert_eq!(refused(None, &changed, sample::NOW), format!("event.{name}"));
            }
        }
        let mut more = event.clone();
        more["email"] = "aurelia@quandary.example".into();
        assert_eq!(refused(None, &more, sample::NOW), "event.email");
    }
    for kind in ["Accepted", "changed", "", "accepted "] {
        assert_eq!(refused(None, &json!({ "kind": kind, "policy": POLICY }), sample::NOW), "event.kind");
    }
    for event in [Value::Null, json!({}), json!([]), json!("accepted")] {
        assert_eq!(refused(None, &event, sample::NOW), "event.kind");
    }
    for now in ["", "now", "2026-01-01", "2026-01-01T00:00:00+00:00"] {
        assert_eq!(refused(None, &accepted(), now), "now");
    }
}

#[test]
fn nothing_is_written_after_an_entry_that_does_not_hold() {
    let last = ledger(&events()).pop().unwrap();
    for (name, wrong) in [
        ("sequence", json!(9)),
        ("at", json!("2026-01-01T00:00:00.001Z")),
        ("previous", json!("0".repeat(64))),
        ("hash", json!("0".repeat(64))),
        ("hash", Value::Null),
        ("event", accepted()),
        ("extra", json!(1)),
    ] {
        let mut changed = value(&last);
        changed[name] = wrong;
        assert_eq!(refused(Some(&parsed(&changed)), &accepted(), sample::NOW), "previous.hash", "{name}");
    }
    for not_an_entry in [json!({}), json!([]), json!("x"), json!(5)] {
        assert_eq!(refused(Some(&parsed(&not_an_entry)), &accepted(), sample::NOW), "previous.hash");
    }
}

#[test]
fn entries_left_out_swapped_or_repeated_are_found() {
    let whole = ledger(&[accepted(), accepted(), events()[3].clone(), accepted(), events()[1].clone()]);
    for index in 0..whole.len() {
        let mut without = whole.clone();
        without.remove(index);
        let expected = (index + 1 < whole.len()).then_some(index);
        assert_eq!(
            broken_link(&without),
            expected,
            "the end of a ledger may be cut: its length is kept elsewhere"
        );
        let mut twice = whole.clone();
        twice.insert(index, whole[index].clone());
        assert_eq!(broken_link(&twice), Some(index + 1));
        if index > 0 {
            let mut swapped = whole.clone();
            swapped.swap(index, index - 1);
            assert_eq!(broken_link(&swapped), Some(index - 1));
        }
    }
    let other = ledger(&[events()[3].clone(), accepted()]);
    assert_eq!(broken_link(&[whole[0].clone(), other[1].clone()]), Some(1));
    assert_eq!(broken_link(&[Json::Null]), Some(0));
    assert_eq!(broken_link(&[whole[0].clone(), parsed(&json!([]))]), Some(1));
}

/// Every bit of every entry, one after the other.
#[test]
fn a_flipped_bit_is_found_where_it_is() {
    let whole = ledger(&events());
    for (index, entry) in whole.iter().enumerate() {
        let text = entry.to_string();
        for bit in 0..text.len() * 8 {
            let mut bytes = text.clone().into_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            // What is no longer a JSON text cannot be handed over at all.
            let Some(changed) = String::from_utf8(bytes).ok().and_then(|t| Json::parse(&t).ok()) else {
                continue;
            };
            let mut entries = whole.clone();
            entries[index] = changed;
            assert_eq!(broken_link(&entries), Some(index), "bit {bit} of entry {index}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_chain_of_any_events_holds_until_one_member_is_changed(
        picks in prop::collection::vec(0_usize..4, 1..8), at in any::<prop::sample::Index>(), member in 0_usize..5,
    ) {
        let all = events();
        let picked: Vec<Value> = picks.iter().map(|pick| all[*pick].clone()).collect();
        let mut entries = ledger(&picked);
        prop_assert_eq!(broken_link(&entries), None);
        let index = at.index(entries.len());
        let name = ["sequence", "at", "previous", "event", "hash"][member];
        entries[index].set(name, Json::text("2026-02-01T00:00:00Z"));
        prop_assert_eq!(broken_link(&entries), Some(index));
    }
}

/// A changed entry whose own hash was made anew does not fit the chain.
#[test]
fn an_entry_that_was_hashed_anew_breaks_the_link_after_it() {
    let whole = ledger(&events());
    let forged = entry(None, &parsed(&events()[3]), "2026-01-01T00:00:00.000Z").unwrap();
    let mut entries = whole.clone();
    entries[0] = forged;
    assert_eq!(broken_link(&entries), Some(1));
}

fn presentation(language: &str) -> Value {
    let policy = Policy::from_json(&Json::parse(PRIVACY_POLICY_FILE).unwrap()).unwrap();
    value(&present(&policy, &[language], None).unwrap().to_json())
}

fn hash_of(presentation: &Value) -> String {
    sentence_hash(&parsed(presentation)).unwrap()
}

#[test]
fn the_sentence_hash_is_over_policy_version_language_text_and_link() {
    let mut fixed = presentation("en");
    fixed["version"] = "2026-11-23".into();
    // Computed apart: sha256sum over {"language":…,"link":…,"policy":…,"text":…,"version":…}.
    assert_eq!(hash_of(&fixed), "d68b98c98ad0c51e60243e8f1f4e19bef80ed902898db50ebb2f668c9c608dda");
    let mut same = fixed.clone();
    same["direction"] = "rtl".into();
    same["reviewed"] = json!(false);
    same["logo"] = Value::Null;
    assert_eq!(hash_of(&same), hash_of(&fixed), "what is not part of the sentence is not part of its hash");
}

#[test]
fn the_sentence_hash_differs_with_each_of_its_parts() {
    let base = presentation("en");
    let mut seen = vec![hash_of(&base)];
    for (pointer, other) in [
        ("/policy", json!("crossmint-privacy-policz")),
        ("/version", json!("2020-01-01")),
        ("/language", json!("en-GB")),
        (
            "/segments/0/text",
            json!("I consent to my KYC data being processed by Crossmint in accordance with its"),
        ),
        ("/segments/1/text", json!("Privacy policy")),
        ("/segments/1/href", json!("https://www.crossmint.com/legal/privacy-policy/")),
    ] {
        let mut changed = base.clone();
        *changed.pointer_mut(pointer).unwrap() = other;
        seen.push(hash_of(&changed));
    }
    seen.extend(["de", "fr", "es", "it", "pt"].map(|language| hash_of(&presentation(language))));
    let count = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), count);
    assert!(
        seen.iter().all(|hash| hash.len() == 64 && hash.bytes().all(|b| b"0123456789abcdef".contains(&b)))
    );
}

#[test]
fn what_is_no_presentation_has_no_hash() {
    for (pointer, wrong, field) in [
        ("/policy", json!(""), "presentation.policy"),
        ("/version", Value::Null, "presentation.version"),
        ("/language", json!(5), "presentation.language"),
        ("/segments", json!([]), "presentation.segments"),
        ("/segments", json!("text"), "presentation.segments"),
        ("/segments/1/href", Value::Null, "presentation.segments"),
    ] {
        let mut changed = presentation("en");
        *changed.pointer_mut(pointer).unwrap() = wrong;
        let refused = sentence_hash(&parsed(&changed)).unwrap_err();
        assert!(matches!(&refused, Error::InvalidInput { field: f, .. } if f == field), "{pointer}");
    }
}
/// A number beyond what a ledger can count: nothing may follow it.
#[test]
fn law_7_no_panic_a_ledger_at_the_end_of_its_numbers() {
    let event = Json::parse(r#"{"kind":"withdrawn","policy":"p"}"#).unwrap();
    let mut last = entry(None, &event, sample::NOW).unwrap();
    last.set("sequence", u64::MAX.into());
    for hash in ["b".repeat(64), LAST_HASH.into()] {
        last.set("hash", hash.into());
        assert!(entry(Some(&last), &event, sample::NOW).is_err());
    }
}

/// Of that entry, so that its own hash holds.
const LAST_HASH: &str = "d653761269be4ef7690b984ad80f921c3d8c886bce557447b6c653ae0de9641c";
