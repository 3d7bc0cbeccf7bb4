//! The texts for people: all of them in each language, and nothing that must not be said.

use std::collections::BTreeSet;

use crate::languages::{Script, files, may_read_alike, script_of};
use kyc_assent::decision::{DataItem, DocumentItem, Missing, Next, NextText, Partner, WaitReason};
use kyc_assent::partners::crossmint::{PRIVACY_POLICY, Product};
use serde_json::Value;

/// Each file by its name.
fn languages() -> Vec<(String, Value)> {
    files("texts").into_iter().collect()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// Every text that a person reads: where it stands, and its words.
fn texts(file: &Value) -> Vec<(String, &str)> {
    let mut out = Vec::new();
    for (key, entry) in file["next"].as_object().unwrap() {
        assert_eq!(keys(entry), BTreeSet::from(["text", "title"]), "{key}");
        for part in ["title", "text"] {
            out.push((format!("next.{key}.{part}"), entry[part].as_str().unwrap()));
        }
    }
    for list in ["data", "documents", "scopes"] {
        for (key, text) in file[list].as_object().unwrap() {
            out.push((format!("{list}.{key}"), text.as_str().unwrap()));
        }
    }
    out
}

#[test]
fn each_language_has_every_word_and_no_other() {
    let next: BTreeSet<_> = NextText::ALL.iter().map(|item| item.as_str()).collect();
    let data: BTreeSet<_> = DataItem::ALL.iter().map(|item| item.as_str()).collect();
    let documents: BTreeSet<_> = DocumentItem::ALL.iter().map(|item| item.as_str()).collect();
    let mut scopes: BTreeSet<_> = Product::ALL.iter().map(|product| product.as_str()).collect();
    scopes.extend([PRIVACY_POLICY, "kyc", "identity", "level", "verification"]);
    let members =
        BTreeSet::from(["language", "direction", "reviewed", "next", "data", "documents", "scopes"]);
    for (name, file) in &languages() {
        assert_eq!(keys(file), members, "{name}");
        for (list, expected) in
            [("next", &next), ("data", &data), ("documents", &documents), ("scopes", &scopes)]
        {
            assert_eq!(&keys(&file[list]), expected, "{name} {list}");
        }
    }
}

#[test]
fn titles_are_short_and_texts_are_one_or_two_sentences() {
    for (name, file) in &languages() {
        let script = script_of(name);
        let (title, least) = if script.is_dense() { (2..=41, 8) } else { (3..=41, 20) };
        for (place, text) in texts(file) {
            let length = text.chars().count();
            assert_eq!(text, text.trim(), "{name} {place}");
            if !place.starts_with("next.") || place.ends_with("title") {
                assert!(title.contains(&length), "{name} {place}: {length}");
                assert!(!text.ends_with(['.', '。', '।']), "{name} {place}");
                continue;
            }
            assert!((least..=160).contains(&length), "{name} {place}: {length}");
            let Some(stop) = script.full_stop() else {
                assert!(!text.contains('.'), "{name} {place}: {text}");
                continue;
            };
            let sentences = text.split_inclusive([stop, '؟', '؛']).count();
            assert!(text.ends_with(stop) && (1..=2).contains(&sentences), "{name} {place}: {text}");
        }
    }
}

/// Nothing to fill in, no markup, no partner; nothing about how long it takes, as nobody promises a person that.
#[test]
fn nothing_is_said_that_nobody_may_say() {
    let partners: Vec<_> = Partner::ALL.iter().map(|partner| partner.as_str()).collect();
    for (name, file) in &languages() {
        for (place, text) in texts(file) {
            let lower = text.to_lowercase();
            assert!(
                !text.contains(['{', '}', '<', '>', '[', ']', '$', '%', '_', '!']),
                "{name} {place}: {text}"
            );
            assert!(!text.chars().any(char::is_numeric), "{name} {place}: {text}");
            for word in ["todo", "tbd", "xxx", "lorem", "kyc"].iter().chain(&partners) {
                assert!(!lower.contains(word), "{name} {place}: {text}");
            }
        }
    }
}

/// A text that was left in English, or copied from another language, is in two files.
#[test]
fn no_sentence_is_left_untranslated() {
    let files = languages();
    for (at, (name, file)) in files.iter().enumerate() {
        for (other, second) in files.iter().skip(at + 1).filter(|(other, _)| !may_read_alike(name, other)) {
            for ((place, text), (_, same)) in texts(file).into_iter().zip(texts(second)) {
                let is_sentence = place.starts_with("next.") && place.ends_with("text");
                assert!(!is_sentence || text != same, "{name} {other} {place}: {text}");
            }
        }
        let script = script_of(name);
        for (place, text) in texts(file) {
            // A word that several scripts take over as it is.
            let has_latin = text.replace("email", "").chars().any(|c| c.is_ascii_alphabetic());
            assert!(script == Script::Latin || !has_latin, "{name} {place}: {text}");
        }
    }
}

#[test]
fn two_next_steps_never_read_the_same() {
    for (name, file) in &languages() {
        for part in ["title", "text"] {
            let next = file["next"].as_object().unwrap();
            let different: BTreeSet<_> = next.values().map(|entry| entry[part].as_str()).collect();
            assert_eq!(different.len(), next.len(), "{name} {part}");
        }
    }
}

#[test]
fn each_next_step_has_its_text() {
    let wait = |reason| Next::Wait { reason, look_again_after: 5 };
    let table = [
        (Next::Proceed, "proceed"),
        (Next::AskConsent { policy: PRIVACY_POLICY }, "ask-consent"),
        (Next::StartVerification, "start-verification"),
        (Next::Provide(Missing::default()), "provide"),
        (wait(WaitReason::Started), "wait-started"),
        (wait(WaitReason::Review), "wait-review"),
        (wait(WaitReason::ManualReview), "wait-manual-review"),
        (Next::Stop { is_final: Some(true) }, "stop-final"),
        (Next::Stop { is_final: Some(false) }, "stop-open"),
        (Next::Stop { is_final: None }, "stop-unknown"),
        (Next::Hold, "hold"),
    ];
    assert_eq!(table.len(), NextText::ALL.len());
    for (next, text) in table {
        assert_eq!(next.text().as_str(), text);
        assert!(text.starts_with(next.as_str()));
    }
}
