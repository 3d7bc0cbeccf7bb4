//! The texts for people: all of them in each language, and nothing that must not be said.

use std::collections::BTreeSet;

use kyc_assent::consent::Policy;
use kyc_assent::decision::{DataItem, DocumentItem, Missing, Next, NextText, Partner, WaitReason};
use kyc_assent::json::Json;
use kyc_assent::partners::crossmint::{PRIVACY_POLICY, PRIVACY_POLICY_FILE, Product};
use serde_json::Value;

/// Each file by its name.
fn languages() -> Vec<(String, Value)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/texts");
    let mut all: Vec<(String, Value)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(Json::parse(&text).is_ok(), "{} names a member twice, or is no JSON", path.display());
            (path.file_stem().unwrap().to_str().unwrap().into(), serde_json::from_str(&text).unwrap())
        })
        .collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    all
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn policy() -> Policy {
    Policy::from_json(&Json::parse(PRIVACY_POLICY_FILE).unwrap()).unwrap()
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
fn the_languages_are_those_of_the_consent() {
    let policy = policy();
    let sentences: BTreeSet<_> = policy.sentences.iter().map(|s| s.language.as_str()).collect();
    let files = languages();
    assert_eq!(files.iter().map(|(name, _)| name.as_str()).collect::<BTreeSet<_>>(), sentences);
    for (name, file) in &files {
        let sentence = policy.sentences.iter().find(|s| s.language == *name).unwrap();
        assert_eq!(file["language"], name.as_str());
        assert_eq!(file["direction"], if sentence.right_to_left { "rtl" } else { "ltr" }, "{name}");
        assert_eq!(file["reviewed"], name == "en", "{name}: nobody has reviewed a translation yet");
    }
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
        for (place, text) in texts(file) {
            let length = text.chars().count();
            assert_eq!(text, text.trim(), "{name} {place}");
            if !place.starts_with("next.") || place.ends_with("title") {
                assert!((3..=41).contains(&length), "{name} {place}: {length}");
                assert!(!text.ends_with('.'), "{name} {place}");
                continue;
            }
            assert!((20..=160).contains(&length), "{name} {place}: {length}");
            let sentences = text.split_inclusive(['.', '؟']).count();
            assert!(text.ends_with('.') && (1..=2).contains(&sentences), "{name} {place}: {text}");
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
        for (other, second) in files.iter().skip(at + 1) {
            for ((place, text), (_, same)) in texts(file).into_iter().zip(texts(second)) {
                assert!(!place.starts_with("next.") || text != same, "{name} {other} {place}: {text}");
            }
        }
        let is_arabic = |c: char| ('\u{600}'..='\u{6ff}').contains(&c);
        for (place, text) in texts(file) {
            assert_eq!(text.chars().any(is_arabic), name == "ar", "{name} {place}");
            assert!(name != "ar" || !text.chars().any(|c| c.is_ascii_alphabetic()), "{place}: {text}");
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
