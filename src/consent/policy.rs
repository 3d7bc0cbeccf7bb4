//! A policy as data: who asks, which link, which logo, and the sentence in each language.

use super::language::lookup;
use crate::error::Error;
use crate::input::Field;
use crate::json::Json;
use alloc::string::String;
use alloc::vec;
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

/// What a policy links to in one region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its name, as the partner spells it in its API.
    pub name: String,
    /// The countries of residence (ISO 3166-1 alpha-2) that belong to it; none: all that no other region names.
    pub countries: Vec<String>,
    /// The link of this region.
    pub link: String,
}

/// Where the sentences of a policy link to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Links {
    /// To one place, wherever the person lives.
    One(String),
    /// To one place for each region.
    ByRegion(Vec<Region>),
}

/// What has changed since an earlier version, in the operator's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The version that they are counted from.
    pub since: String,
    /// Language (BCP 47) and text.
    pub texts: Vec<(String, String)>,
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
    /// What people call it, as `Privacy Policy of Crossmint`. For records, not for the sentence.
    pub title: String,
    /// The link that every sentence bears.
    pub links: Links,
    /// Whose logo belongs into the flow, and whether it must be there.
    pub logo: Option<(String, bool)>,
    /// One for each language.
    pub sentences: Vec<Sentence>,
    /// What the operator wrote about the change to this version.
    pub changes: Option<Changes>,
}

/// What a policy file has.
pub(super) const MEMBERS: &[&str] =
    &["policy", "version", "partner", "title", "link", "regions", "logo", "sentences", "changes", "since"];

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
        // A file of the package for one language has the interface's words in it.
        file.only(&[MEMBERS, &["words"]].concat())?;
        let word = |name: &str| short(&file.get(name));
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
            title: file.get("title").text()?.into(),
            links: Links::read(&file)?,
            logo: logo
                .get("of")
                .optional_text()?
                .map(|of| (of.into(), logo.get("required").value().and_then(Json::as_bool).unwrap_or(true))),
            sentences,
            changes: Changes::read(&file)?,
        })
    }

    /// Where the sentences link to: in `region`, for a policy that differs by region, else wherever. None for a region
    /// that it does not have.
    #[must_use]
    pub fn link(&self, region: Option<&str>) -> Option<&str> {
        match &self.links {
            Links::One(link) => Some(link),
            Links::ByRegion(list) => list.iter().find(|r| Some(r.name.as_str()) == region).map(|r| &*r.link),
        }
    }

    /// The region that a country of residence (alpha-2) belongs to: the one that names it, else the one that names no
    /// country. None where there is neither, and for a policy that is the same everywhere.
    #[must_use]
    pub fn region_of(&self, country: &str) -> Option<&Region> {
        let Links::ByRegion(list) = &self.links else { return None };
        let named = list.iter().find(|r| r.countries.iter().any(|c| c == country));
        named.or_else(|| list.iter().find(|r| r.countries.is_empty()))
    }

    /// The sentence in the first of the wanted languages that there is (RFC 4647 lookup; Chinese and Serbian by script,
    /// both forms of Norwegian for each other), else in English, else the first.
    #[must_use]
    pub fn sentence(&self, languages: &[&str]) -> Option<&Sentence> {
        lookup(&self.sentences, |s| &s.language, languages)
    }
}

fn short(field: &Field<'_>) -> Result<String, Error> {
    field.such(|t| t.len() <= 64 && !t.contains(' '), SHORT).map(String::from)
}

impl Links {
    /// Every link: the one, or each region's.
    #[must_use]
    pub fn all(&self) -> Vec<&str> {
        match self {
            Self::One(link) => vec![link],
            Self::ByRegion(regions) => regions.iter().map(|region| region.link.as_str()).collect(),
        }
    }

    fn read(file: &Field<'_>) -> Result<Self, Error> {
        let regions = file.get("regions");
        let Some(list) = regions.value() else { return https(&file.get("link")).map(Self::One) };
        if file.get("link").value().is_some() || list.items().is_empty() {
            return Err(regions.wrong("must be a list with at least one region, and no link beside it"));
        }
        list.items().iter().map(Region::read).collect::<Result<_, _>>().map(Self::ByRegion)
    }
}

impl Region {
    fn read(value: &Json) -> Result<Self, Error> {
        let field = Field::root("policy.regions[]", Some(value));
        field.only(&["region", "countries", "link"])?;
        let countries = field.get("countries");
        let codes = countries.value().map(Json::items).unwrap_or_default().iter();
        Ok(Self {
            name: short(&field.get("region"))?,
            countries: codes
                .map(|code| code.as_str().map(String::from))
                .collect::<Option<_>>()
                .ok_or_else(|| countries.wrong("must be a list of ISO 3166-1 alpha-2 codes"))?,
            link: https(&field.get("link"))?,
        })
    }
}

fn https(field: &Field<'_>) -> Result<String, Error> {
    let is_https = |t: &str| t.starts_with("https://") && !t.contains([' ', '@', '"']);
    field.such(is_https, "must be an https address").map(String::from)
}

impl Changes {
    fn read(file: &Field<'_>) -> Result<Option<Self>, Error> {
        let changes = file.get("changes");
        let Some(by_language) = changes.value() else { return Ok(None) };
        let texts: Option<Vec<_>> = by_language
            .members()
            .iter()
            .map(|(language, text)| Some((String::from(&**language), text.as_str()?.into())))
            .collect();
        let texts = texts
            .filter(|texts| !texts.is_empty())
            .ok_or_else(|| changes.wrong("must have a text by its language"))?;
        Ok(Some(Self { since: short(&file.get("since"))?, texts }))
    }

    /// Language and text of what has changed, in the first of the wanted languages that there is, else in English, else
    /// in the first.
    #[must_use]
    pub fn text(&self, languages: &[&str]) -> Option<(&str, &str)> {
        lookup(&self.texts, |(language, _)| language, languages)
            .map(|(language, text)| (&**language, &**text))
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
