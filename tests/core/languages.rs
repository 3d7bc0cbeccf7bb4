//! The languages: which there are, how each is written, and that every file of each is whole.
//!
//! Four kinds of files have one language each: sentence (in the policy), words of the consent, texts, words of the flow.

use std::collections::{BTreeMap, BTreeSet};

use crate::sample::value;
use kyc_assent::consent::Policy;
use kyc_assent::json::Json;
use kyc_assent::ledger::policy_hash;
use kyc_assent::partners::crossmint::PRIVACY_POLICY_FILE;
use serde_json::Value;

/// How a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Hebrew,
    Arabic,
    Devanagari,
    Thai,
    Hangul,
    Japanese,
    Han,
}

impl Script {
    pub(crate) fn is_right_to_left(self) -> bool {
        matches!(self, Self::Hebrew | Self::Arabic)
    }

    /// Whether a few characters say what takes others a few words.
    pub(crate) fn is_dense(self) -> bool {
        matches!(self, Self::Hangul | Self::Japanese | Self::Han)
    }

    /// What a sentence ends with; none where a blank does it.
    pub(crate) fn full_stop(self) -> Option<char> {
        match self {
            Self::Japanese | Self::Han => Some('。'),
            Self::Devanagari => Some('।'),
            Self::Thai => None,
            _ => Some('.'),
        }
    }

    fn of(letter: char) -> Self {
        match letter {
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{590}'..='\u{5ff}' => Self::Hebrew,
            '\u{600}'..='\u{6ff}' => Self::Arabic,
            '\u{900}'..='\u{97f}' => Self::Devanagari,
            '\u{e00}'..='\u{e7f}' => Self::Thai,
            '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' => Self::Hangul,
            '\u{3040}'..='\u{30ff}' => Self::Japanese,
            '\u{4e00}'..='\u{9fff}' => Self::Han,
            _ => Self::Latin,
        }
    }

    /// Whether a text is written so: it has letters of the script, and beside them only names in Latin letters.
    pub(crate) fn writes(self, text: &str) -> bool {
        let scripts: Vec<_> = text.chars().filter(|c| c.is_alphabetic()).map(Self::of).collect();
        let takes_han = matches!(self, Self::Japanese | Self::Hangul);
        let is_own = |script: &Self| *script == self || (takes_han && *script == Self::Han);
        scripts.iter().any(is_own) && scripts.iter().all(|script| is_own(script) || *script == Self::Latin)
    }
}

/// Every language of the package, in the order of the policy's file.
pub(crate) const LANGUAGES: [(&str, Script); 43] = [
    ("en", Script::Latin),
    ("de", Script::Latin),
    ("fr", Script::Latin),
    ("es", Script::Latin),
    ("it", Script::Latin),
    ("pt", Script::Latin),
    ("ar", Script::Arabic),
    ("bg", Script::Cyrillic),
    ("cs", Script::Latin),
    ("da", Script::Latin),
    ("el", Script::Greek),
    ("et", Script::Latin),
    ("fi", Script::Latin),
    ("ga", Script::Latin),
    ("hr", Script::Latin),
    ("hu", Script::Latin),
    ("lt", Script::Latin),
    ("lv", Script::Latin),
    ("mt", Script::Latin),
    ("nl", Script::Latin),
    ("pl", Script::Latin),
    ("ro", Script::Latin),
    ("sk", Script::Latin),
    ("sl", Script::Latin),
    ("sv", Script::Latin),
    ("nb", Script::Latin),
    ("is", Script::Latin),
    ("uk", Script::Cyrillic),
    ("ru", Script::Cyrillic),
    ("sr", Script::Cyrillic),
    ("sr-Latn", Script::Latin),
    ("tr", Script::Latin),
    ("he", Script::Hebrew),
    ("fa", Script::Arabic),
    ("hi", Script::Devanagari),
    ("id", Script::Latin),
    ("vi", Script::Latin),
    ("th", Script::Thai),
    ("ko", Script::Hangul),
    ("ja", Script::Japanese),
    ("zh-Hans", Script::Han),
    ("zh-Hant", Script::Han),
    ("pt-BR", Script::Latin),
];

/// Languages so near each other that a sentence may read the same in both.
const NEAR: [[&str; 2]; 6] =
    [["pt", "pt-BR"], ["da", "nb"], ["cs", "sk"], ["hr", "sr-Latn"], ["zh-Hans", "zh-Hant"], ["bg", "ru"]];

pub(crate) fn script_of(language: &str) -> Script {
    LANGUAGES.iter().find(|(tag, _)| *tag == language).map(|(_, script)| *script).unwrap()
}

pub(crate) fn may_read_alike(one: &str, other: &str) -> bool {
    NEAR.contains(&[one, other]) || NEAR.contains(&[other, one])
}

/// Each file of a folder below `src`, by its language.
pub(crate) fn files(folder: &str) -> BTreeMap<String, Value> {
    let folder = format!("{}/src/{folder}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_dir(folder)
        .unwrap()
        .map(|file| {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let json = Json::parse(&text);
            assert!(json.is_ok(), "{} names a member twice, or is no JSON", path.display());
            (path.file_stem().unwrap().to_str().unwrap().into(), serde_json::from_str(&text).unwrap())
        })
        .collect()
}

fn policy() -> Policy {
    Policy::from_json(&Json::parse(PRIVACY_POLICY_FILE).unwrap()).unwrap()
}

/// Every text of a file by its place, but for what says of which language it is.
fn texts(file: &Value) -> BTreeMap<String, String> {
    fn walk(value: &Value, place: &str, out: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    walk(member, &format!("{place}/{name}"), out);
                }
            }
            Value::String(text) if !["/language", "/direction"].contains(&place) => {
                out.insert(place.into(), text.clone());
            }
            Value::Bool(_) | Value::String(_) => {}
            other => panic!("{place}: {other}"),
        }
    }
    let mut out = BTreeMap::new();
    walk(file, "", &mut out);
    out
}

fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<_> =
        text.split('{').skip(1).map(|rest| rest.split_once('}').map_or(rest, |(name, _)| name)).collect();
    found.sort_unstable();
    found
}

#[test]
fn every_kind_of_file_has_every_language() {
    let tags: Vec<_> = LANGUAGES.iter().map(|(tag, _)| *tag).collect();
    let policy = policy();
    assert_eq!(policy.sentences.iter().map(|s| s.language.as_str()).collect::<Vec<_>>(), tags);
    let tags: BTreeSet<_> = tags.into_iter().map(String::from).collect();
    for folder in ["consent/words", "texts", "flow/words"] {
        assert_eq!(files(folder).into_keys().collect::<BTreeSet<_>>(), tags, "{folder}");
    }
}

#[test]
fn every_file_has_what_english_has_in_its_own_words_script_and_direction() {
    for folder in ["consent/words", "texts", "flow/words"] {
        let files = files(folder);
        let english = texts(&files["en"]);
        for (tag, file) in &files {
            let script = script_of(tag);
            let direction = if script.is_right_to_left() { "rtl" } else { "ltr" };
            assert_eq!(file["direction"], direction, "{folder} {tag}");
            if folder != "consent/words" {
                assert_eq!(file["language"], tag.as_str(), "{folder}");
                assert_eq!(
                    file["reviewed"],
                    tag == "en",
                    "{folder} {tag}: nobody has reviewed a translation"
                );
            }
            let own = texts(file);
            assert_eq!(own.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{folder} {tag}");
            for (place, text) in &own {
                assert_eq!(text, text.trim(), "{folder} {tag} {place}");
                assert_eq!(
                    placeholders(text),
                    placeholders(&english[place]),
                    "{folder} {tag} {place}: {text}"
                );
                let is_number = place.contains("income");
                assert!(is_number || script.writes(&without_names(text)), "{folder} {tag} {place}: {text}");
                let is_left = tag != "en" && text.chars().count() > 12 && *text == english[place];
                assert!(!is_left, "{folder} {tag} {place} is English: {text}");
                assert!(!text.contains(['<', '>', '[', ']', '_', '!']), "{folder} {tag} {place}: {text}");
            }
        }
    }
}

/// Numbers with blanks between them would be read from the wrong end, if they did not keep a direction of their own.
#[test]
fn a_number_keeps_its_direction_in_a_text_from_right_to_left() {
    for (tag, file) in files("flow/words") {
        let hint = file["words"]["hint.phone"].as_str().unwrap();
        assert!(hint.contains('+'), "{tag}: {hint}");
        let (_, number) = hint.split_once('+').unwrap();
        let isolated = hint.contains("\u{2066}+") && number.contains('\u{2069}');
        assert_eq!(isolated, script_of(&tag).is_right_to_left(), "{tag}: {hint}");
    }
}

/// A text without what is filled in.
fn without_names(text: &str) -> String {
    placeholders(text)
        .into_iter()
        .fold(text.to_owned(), |text, name| text.replace(&format!("{{{name}}}"), ""))
}

#[test]
fn every_sentence_names_company_and_data_and_bears_one_link_in_its_own_script() {
    for sentence in &policy().sentences {
        let tag = &sentence.language;
        let script = script_of(tag);
        let text = sentence.text();
        assert!(text.contains("Crossmint") && text.contains("KYC"), "{tag}: {text}");
        assert_eq!(sentence.segments.iter().filter(|s| s.link).count(), 1, "{tag}");
        assert_eq!(sentence.right_to_left, script.is_right_to_left(), "{tag}");
        assert_eq!(sentence.reviewed, tag == "en", "{tag}");
        assert!(script.writes(&text.replace("Crossmint", "").replace("KYC", "")), "{tag}: {text}");
        assert!(script.writes(sentence.link_text()), "{tag}: {text}");
        assert_eq!(text, text.trim(), "{tag}");
        assert!(!text.contains("  ") && !text.ends_with(['.', '。', '।']), "{tag}: {text}");
        let link = sentence.segments.iter().find(|s| s.link).unwrap();
        assert_eq!(link.text, link.text.trim(), "{tag}: blanks belong to the text, not to the link");
    }
    let all: BTreeSet<_> = policy().sentences.iter().map(kyc_assent::consent::Sentence::text).collect();
    assert_eq!(all.len(), LANGUAGES.len());
}

/// People have agreed to the file as it was with its first seven languages: its hash is on their ledgers. The gateway
/// knows it as the first sentences of the file of today.
#[test]
fn the_first_seven_sentences_are_the_edition_of_the_first_release() {
    let mut file = value(&Json::parse(PRIVACY_POLICY_FILE).unwrap());
    file["sentences"].as_array_mut().unwrap().truncate(7);
    assert_eq!(
        policy_hash(&Json::parse(&file.to_string()).unwrap()),
        "d3e7d9be12bc2c28ba0ef3eb0b7a9507f1de3a8fca687585cedbeedf850f4d47"
    );
}
