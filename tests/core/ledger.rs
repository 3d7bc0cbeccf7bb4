//! The ledger: what its entries are, and that nothing in a chain can be changed unseen.

use crate::sample::{self, POLICY, parsed, value};
use kyc_assent::consent::{Policy, present};
use kyc_assent::error::Error;
use kyc_assent::json::Json;
use kyc_assent::ledger::{accepted_event, broken_link, entry, person_of, policy_hash, sentence_hash};
use kyc_assent::partners::crossmint::PRIVACY_POLICY_FILE;
use proptest::prelude::*;
use serde_json::{Value, json};

fn accepted() -> Value {
    json!({
        "kind": "accepted", "policy": POLICY, "version": "2026-11-23", "policyHash": "cd".repeat(32),
        "language": "en", "sentenceHash": "ab".repeat(32), "reviewed": true,
        "link": "https://www.crossmint.com/legal/privacy-policy", "region": "", "origin": "https://shop.example",
        "tickedAtStart": false, "openingForced": false, "visible": true, "byPerson": true,
        "logoWidth": 96, "logoHeight": 24, "presentedAt": "2026-11-23T10:00:00.000Z", "tickedAt": "",
    })
}

const PERSON: &str = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";

fn events() -> [Value; 5] {
    [
        accepted(),
        json!({ "kind": "told", "policy": POLICY, "partner": "crossmint", "acceptance": 1 }),
        json!({ "kind": "lapsed", "policy": POLICY, "partner": "crossmint", "acceptance": 1 }),
        json!({ "kind": "withdrawn", "policy": POLICY }),
        json!({ "kind": "erased" }),
    ]
}

/// A ledger of these events, one a minute.
fn ledger(events: &[Value]) -> Vec<Json> {
    let mut entries: Vec<Json> = Vec::new();
    for (minute, event) in events.iter().enumerate() {
        let now = format!("2026-01-01T00:{minute:02}:00.000Z");
        entries.push(entry(entries.last(), &parsed(event), &now, PERSON).unwrap());
    }
    entries
}

fn refused(previous: Option<&Json>, event: &Value, now: &str) -> String {
    match entry(previous, &parsed(event), now, PERSON) {
        Err(Error::InvalidInput { field, .. }) => field,
        other => panic!("{event}: {other:?}"),
    }
}

#[test]
fn the_first_entry_is_the_one_written_here() {
    let first = &ledger(&events())[0];
    let mut expected = json!({
        "person": PERSON, "sequence": 1, "at": "2026-01-01T00:00:00.000Z", "previous": "0".repeat(64), "event": accepted(),
    });
    // Computed apart: sha256sum over the entry without `hash`, members sorted, no blanks.
    expected["hash"] = FIRST_HASH.into();
    assert_eq!(value(first), expected);
}

const FIRST_HASH: &str = "f5e1a949ff719e6a4202723bc11790f4ba0d18a302bf84683c74750f81080288";

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
    let (one, two) =
        (entry(None, &event, now, PERSON).unwrap(), entry(None, &Json::Object(turned), now, PERSON).unwrap());
    assert_eq!(one.get("hash"), two.get("hash"));
}

#[test]
fn time_on_the_ledger_never_runs_back() {
    let first = entry(None, &parsed(&accepted()), "2026-01-01T00:05:00Z", PERSON).unwrap();
    let at = |now: &str| {
        let next = entry(Some(&first), &parsed(&events()[3]), now, PERSON).unwrap();
        assert_eq!(broken_link(&[first.clone(), next.clone()]), None);
        next.get("at").and_then(Json::as_str).unwrap().to_owned()
    };
    assert_eq!(at("2026-01-01T00:04:59.999Z"), "2026-01-01T00:05:00.000Z");
    assert_eq!(at("1999-01-01T00:00Z"), "2026-01-01T00:05:00.000Z");
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
            let wrong_of_any_kind =
                [json!([]), json!({}), json!(-1), json!(1.5), json!("x".repeat(301)), Value::Null];
            for wrong in wrong_of_any_kind {
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
    let last = ledger(&events()[..4]).pop().unwrap();
    for (name, wrong) in [
        ("sequence", json!(9)),
        ("at", json!("2026-01-01T00:00:00.001Z")),
        ("previous", json!("0".repeat(64))),
        ("hash", json!("0".repeat(64))),
        ("hash", Value::Null),
        ("event", accepted()),
        ("extra", json!(1)),
        ("person", json!("0".repeat(64))),
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
        picks in prop::collection::vec(0_usize..4, 1..8), at in any::<prop::sample::Index>(), member in 0_usize..6,
    ) {
        let all = events();
        let picked: Vec<Value> = picks.iter().map(|pick| all[*pick].clone()).collect();
        let mut entries = ledger(&picked);
        prop_assert_eq!(broken_link(&entries), None);
        let index = at.index(entries.len());
        let name = ["person", "sequence", "at", "previous", "event", "hash"][member];
        entries[index].set(name, Json::text("2026-02-01T00:00:00Z"));
        prop_assert_eq!(broken_link(&entries), Some(index));
    }
}

/// A changed entry whose own hash was made anew does not fit the chain.
#[test]
fn an_entry_that_was_hashed_anew_breaks_the_link_after_it() {
    let whole = ledger(&events());
    let forged = entry(None, &parsed(&events()[3]), "2026-01-01T00:00:00.000Z", PERSON).unwrap();
    let mut entries = whole.clone();
    entries[0] = forged;
    assert_eq!(broken_link(&entries), Some(1));
}

/// What each member may not be, beside what none may.
#[test]
fn each_member_of_an_event_is_of_its_own_kind() {
    let refused_with = |name: &str, wrong: Value| {
        let mut event = accepted();
        event[name] = wrong.clone();
        assert_eq!(refused(None, &event, sample::NOW), format!("event.{name}"), "{wrong}");
    };
    for name in ["policy", "version", "language", "link", "origin"] {
        for wrong in [json!(""), json!(true), json!(5)] {
            refused_with(name, wrong);
        }
    }
    for name in ["policyHash", "sentenceHash"] {
        let wrongs = ["", "ab", &"AB".repeat(32), &"ab".repeat(33), &"xy".repeat(32)];
        for wrong in wrongs {
            refused_with(name, wrong.into());
        }
    }
    for name in ["reviewed", "tickedAtStart", "openingForced", "visible", "byPerson"] {
        for wrong in [json!("true"), json!(1)] {
            refused_with(name, wrong);
        }
    }
    for name in ["logoWidth", "logoHeight"] {
        for wrong in [json!("96"), json!(true), json!(1_u64 << 53)] {
            refused_with(name, wrong);
        }
    }
    for name in ["presentedAt", "tickedAt"] {
        for wrong in
            [json!("today"), json!(true), json!(0), json!(format!("2026-01-01T00:00:00.{}Z", "0".repeat(40)))]
        {
            refused_with(name, wrong);
        }
    }
    refused_with("region", json!(true));
    let mut event = accepted();
    event["region"] = "eu".into();
    event["presentedAt"] = "".into();
    assert!(entry(None, &parsed(&event), sample::NOW, PERSON).is_ok());
}

#[test]
fn a_ledger_is_of_one_person() {
    let other = "0".repeat(64);
    let first = entry(None, &parsed(&accepted()), sample::NOW, PERSON).unwrap();
    let follow = |person: &str| entry(Some(&first), &parsed(&events()[3]), sample::NOW, person);
    let field = |result: Result<Json, Error>| match result {
        Err(Error::InvalidInput { field, .. }) => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(field(follow(&other)), "previous.person");
    for no_pseudonym in
        ["", "userId:johnd-123", &PERSON.to_uppercase(), &"5c".repeat(31), &format!("{PERSON}0")]
    {
        assert_eq!(field(follow(no_pseudonym)), "person");
        assert_eq!(field(entry(None, &parsed(&accepted()), sample::NOW, no_pseudonym)), "person");
    }
    // Each of the two holds, and the second follows the first: but it is somebody else's.
    let mut second = follow(PERSON).unwrap();
    second.set("person", other.into());
    rehash(&mut second);
    assert_eq!(broken_link(&[first, second]), Some(1));
    let mut nameless = entry(None, &parsed(&accepted()), sample::NOW, PERSON).unwrap();
    nameless.set("person", "userId:johnd-123".into());
    rehash(&mut nameless);
    assert_eq!(broken_link(&[nameless]), Some(0));
}

fn rehash(entry: &mut Json) {
    let members = entry.members().iter().filter(|(name, _)| name != "hash").cloned().collect();
    let hash = kyc_assent::ledger::canonical_hash(&Json::Object(members));
    entry.set("hash", hash.into());
}

#[test]
fn nothing_follows_an_erasure() {
    let whole = ledger(&[accepted(), events()[4].clone()]);
    assert_eq!(broken_link(&whole), None);
    assert_eq!(refused(whole.last(), &accepted(), sample::NOW), "previous.event");
    let mut after = entry(Some(&whole[0]), &parsed(&events()[3]), sample::NOW, PERSON).unwrap();
    after.set("sequence", 3_u64.into());
    after.set("previous", whole[1].get("hash").unwrap().clone());
    rehash(&mut after);
    assert_eq!(broken_link(&[whole[0].clone(), whole[1].clone(), after]), Some(2));
}

#[test]
fn a_time_in_another_form_breaks_the_chain() {
    for at in ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.0000Z", "2026-01-01T00:00Z", "now"] {
        let mut first = entry(None, &parsed(&accepted()), "2026-01-01T00:00:00Z", PERSON).unwrap();
        first.set("at", at.into());
        rehash(&mut first);
        assert_eq!(broken_link(&[first]), Some(0), "{at}");
    }
}

/// Computed apart:
/// `printf userId:johnd-123 | openssl dgst -sha256 -mac HMAC -macopt hexkey:0b…0b` (32 bytes).
#[test]
fn the_pseudonym_is_a_keyed_hash_of_the_locator() {
    let key = "0b".repeat(32);
    assert_eq!(person_of(&key, "userId:johnd-123").unwrap(), PSEUDONYM);
    assert_ne!(person_of(&key, "userId:johnd-124").unwrap(), PSEUDONYM);
    for wrong in ["", &"0b".repeat(31), &"0B".repeat(32), &"zz".repeat(32)] {
        assert!(person_of(wrong, "userId:johnd-123").is_err());
    }
    assert!(person_of(&key, "").is_err());
}

const PSEUDONYM: &str = "df223a24c7dc92363cee9be0e0ec04d505718832db8e99f08c2a857271686298";

fn evidence() -> Value {
    json!({
        "tickedAtStart": false, "openingForced": false, "visible": true, "byPerson": true,
        "logo": { "shown": true, "width": 96.75, "height": 24 },
        "presentedAt": "2026-11-23T10:00:00Z", "tickedAt": "2026-11-23T10:00:09.5Z", "text": "not recorded",
    })
}

fn event_of(evidence: &Value) -> Value {
    let policy = Json::parse(PRIVACY_POLICY_FILE).unwrap();
    let shown = parsed(&presentation("de"));
    value(&accepted_event(&policy, &shown, &parsed(evidence), "https://shop.example", "").unwrap())
}

#[test]
fn what_is_kept_of_an_acceptance_is_what_was_shown_and_how() {
    let event = event_of(&evidence());
    let shown = presentation("de");
    assert_eq!(
        event,
        json!({
            "kind": "accepted", "policy": POLICY, "version": shown["version"],
            "policyHash": policy_hash(&Json::parse(PRIVACY_POLICY_FILE).unwrap()),
            "language": "de", "sentenceHash": hash_of(&shown), "reviewed": false,
            "link": "https://www.crossmint.com/legal/privacy-policy", "region": "", "origin": "https://shop.example",
            "tickedAtStart": false, "openingForced": false, "visible": true, "byPerson": true,
            "logoWidth": 96, "logoHeight": 24,
            "presentedAt": "2026-11-23T10:00:00.000Z", "tickedAt": "2026-11-23T10:00:09.500Z",
        })
    );
    assert!(entry(None, &parsed(&event), sample::NOW, PERSON).is_ok());
}

#[test]
fn what_the_browser_does_not_state_properly_is_left_out() {
    let mut given = evidence();
    given["presentedAt"] = "aurelia@quandary.example".into();
    given["tickedAt"] = Value::Null;
    given["logo"] = json!({ "shown": false, "width": 96, "height": 24 });
    let event = event_of(&given);
    let left: Vec<_> =
        ["presentedAt", "tickedAt", "logoWidth", "logoHeight"].map(|name| event[name].clone()).into();
    assert_eq!(left, [json!(""), json!(""), json!(0), json!(0)]);
    for logo in [Value::Null, json!({ "shown": true }), json!({ "shown": true, "width": "96", "height": -1 })]
    {
        given["logo"] = logo;
        let event = event_of(&given);
        assert_eq!((&event["logoWidth"], &event["logoHeight"]), (&json!(0), &json!(0)));
    }
}

#[test]
fn evidence_that_does_not_say_how_it_was_shown_is_no_event() {
    let policy = Json::parse(PRIVACY_POLICY_FILE).unwrap();
    let shown = parsed(&presentation("en"));
    for name in ["tickedAtStart", "openingForced", "visible", "byPerson"] {
        let mut given = evidence();
        given[name] = "true".into();
        let refused = accepted_event(&policy, &shown, &parsed(&given), "none", "").unwrap_err();
        assert!(
            matches!(&refused, Error::InvalidInput { field, .. } if *field == format!("evidence.{name}"))
        );
    }
    assert!(accepted_event(&policy, &policy, &parsed(&evidence()), "none", "").is_err());
}

#[test]
fn the_policy_hash_is_over_the_whole_file_in_canonical_form() {
    let file = Json::parse(PRIVACY_POLICY_FILE).unwrap();
    let mut changed: Value = value(&file);
    let same = Json::parse(&serde_json::to_string_pretty(&changed).unwrap()).unwrap();
    assert_eq!(policy_hash(&same), policy_hash(&file));
    changed["sentences"][1]["segments"][0]["text"] = "other ".into();
    assert_ne!(policy_hash(&parsed(&changed)), policy_hash(&file));
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
    let mut last = entry(None, &event, sample::NOW, PERSON).unwrap();
    last.set("sequence", u64::MAX.into());
    for hash in ["b".repeat(64), LAST_HASH.into()] {
        last.set("hash", hash.into());
        assert!(entry(Some(&last), &event, sample::NOW, PERSON).is_err());
    }
}

/// Of that entry, so that its own hash holds.
const LAST_HASH: &str = "e4860be8e7411c0f7ee6a927f3f3c2e171ed571cf23593059f722b50d86eea55";
