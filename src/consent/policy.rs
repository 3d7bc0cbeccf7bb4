//! A policy as data: who asks, which link, which logo, and the sentence in each language.

use crate::error::Error;
use crate::input::Field;
use crate::json::Json;
use alloc::string::String;
use alloc::vec::Vec;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The words, with the blanks that belong to them.
    pub text: String,
    /// Whether they are the link to the policy.
    pub link: bool,
}

/// The sentence in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// BCP 47.
    pub language: String,
    /// Whether the language is written from right to left.
    pub right_to_left: bool,
    /// Whether the partner, or a lawyer for it, has approved this wording.
    pub reviewed: bool,
    /// Exactly one of them is the link.
    pub segments: Vec<Segment>,
}

impl Sentence {
    /// The sentence without mark-up, as a person reads it.
    #[must_use]
    pub fn text(&self) -> String {
        self.segments.iter().map(|s| s.text.as_str()).collect()
    }

    /// The words of the link.
    #[must_use]
    pub fn link_text(&self) -> &str {
        self.segments.iter().find(|s| s.link).map_or("", |s| s.text.trim())
    }
}

/// A policy: the rules of one consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its name, as the partner spells it in its API.
    pub name: String,
    /// Changes whenever a sentence, the link or the policy behind it changes.
    pub version: String,
    /// Who asks.
    pub partner: String,
    /// The one link that every sentence bears.
    pub link: String,
    /// Whose logo belongs into the flow, and whether it must be there.
    pub logo: Option<(String, bool)>,
    /// One for each language.
    pub sentences: Vec<Sentence>,
}

const SHORT: &str = "must be a short text without blanks";

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] with the path of the first rule that the file breaks.
    ///
    /// ```
    /// use kyc_assent::{consent::Policy, json::Json};
    /// let file = include_str!("policies/crossmint-privacy-policy.json");
    /// # let file = kyc_assent::partners::crossmint::PRIVACY_POLICY_FILE; // the same file
    /// let policy = Policy::from_json(&Json::parse(file).unwrap()).unwrap();
    /// assert_eq!(policy.sentences[0].text(),
    ///     "I consent to my KYC data being processed by Crossmint in accordance with its Privacy Policy");
    /// ```
    pub fn from_json(value: &Json) -> Result<Self, Error> {
        let file = Field::root("policy", Some(value));
        file.only(&["policy", "version", "partner", "link", "logo", "sentences", "words"])?;
        let word =
            |name: &str| file.get(name).such(|t| t.len() <= 64 && !t.contains(' '), SHORT).map(String::from);
        let logo = file.get("logo");
        logo.only(&["of", "required"])?;
        let list = file.get("sentences");
        let mut sentences = Vec::new();
        for item in list.value().map(Json::items).unwrap_or_default() {
            let sentence = Sentence::read(&Field::root("policy.sentences[]", Some(item)))?;
            if sentences.iter().any(|s: &Sentence| s.language.eq_ignore_ascii_case(&sentence.language)) {
                return Err(list.wrong("has two sentences in one language"));
            }
            sentences.push(sentence);
        }
        if sentences.is_empty() {
            return Err(list.wrong("must have at least one sentence"));
        }
        Ok(Self {
            name: word("policy")?,
            version: word("version")?,
            partner: word("partner")?,
            link: file
                .get("link")
                .such(
                    |t| t.starts_with("https://") && !t.contains([' ', '@', '"']),
                    "must be an https address",
                )?
                .into(),
            logo: logo
                .get("of")
                .optional_text()?
                .map(|of| (of.into(), logo.get("required").value().and_then(Json::as_bool).unwrap_or(true))),
            sentences,
        })
    }

    /// The sentence in the first of the wanted languages that there is (RFC 4647 lookup), else in English, else the
    /// first.
    #[must_use]
    pub fn sentence(&self, languages: &[&str]) -> Option<&Sentence> {
        let exact = |tag: &str| self.sentences.iter().find(|s| s.language.eq_ignore_ascii_case(tag));
        for wanted in languages {
            let mut tag = *wanted;
            loop {
                if let Some(sentence) = exact(tag) {
                    return Some(sentence);
                }
                match tag.rsplit_once('-') {
                    Some((shorter, _)) => tag = shorter,
                    None => break,
                }
            }
        }
        exact("en").or_else(|| self.sentences.first())
    }
}

impl Sentence {
    fn read(field: &Field<'_>) -> Result<Self, Error> {
        field.only(&["language", "direction", "reviewed", "segments"])?;
        let list = field.get("segments");
        let mut segments = Vec::new();
        for item in list.value().map(Json::items).unwrap_or_default() {
            let segment = Field::root("policy.sentences[].segments[]", Some(item));
            segment.only(&["text", "link"])?;
            segments.push(Segment {
                text: segment.get("text").text()?.into(),
                link: segment.get("link").value().and_then(Json::as_bool).unwrap_or(false),
            });
        }
        if segments.iter().filter(|s| s.link).count() != 1 {
            return Err(list.wrong("must have exactly one segment that is the link"));
        }
        Ok(Self {
            language: field.get("language").such(|t| t.len() <= 35 && !t.contains(' '), SHORT)?.into(),
            right_to_left: match field.get("direction").text()? {
                "ltr" => false,
                "rtl" => true,
                _ => return Err(field.get("direction").wrong("must be ltr or rtl")),
            },
            reviewed: field
                .get("reviewed")
                .value()
                .and_then(Json::as_bool)
                .ok_or_else(|| field.get("reviewed").wrong("must be true or false"))?,
            segments,
        })
    }
}
