//! What a verification found, in words for somebody who has never seen the format.

use crate::json::Json;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A person's receipt, or its Kantara view.
    Receipt,
    /// An export as JSON Lines.
    Export,
    /// The table of an export.
    Csv,
    /// None of these.
    Unknown,
}

impl Kind {
    /// The word in the report.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Export => "export",
            Self::Csv => "csv",
            Self::Unknown => "unknown",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its name, which stays.
    pub check: &'static str,
    /// None: it cannot be known from this file.
    pub holds: Option<bool>,
    /// Where in the file: `line 12`, `receipt.evidence.entries[1]`.
    pub place: Option<String>,
    /// Plain words.
    pub text: String,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What the file is.
    pub kind: Kind,
    /// In the order in which they were made; what does not hold names its place.
    pub findings: Vec<Finding>,
    /// What the file says, as far as it could be read.
    pub about: Json,
}

/// So many findings of one check are written out; the rest are counted.
const MOST: usize = 20;

impl Report {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, findings: Vec::new(), about: Json::object([]) }
    }

    /// Whether the file holds: nothing in it fails, and a signature over it was verified. A file whose signature cannot
    /// be verified proves nothing, so it does not hold.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.findings.iter().all(|finding| finding.holds != Some(false))
            && self.findings.iter().any(|finding| finding.check == "signature" && finding.holds == Some(true))
    }

    /// Whether anything of this check fails.
    pub(super) fn fails(&self, check: &str) -> bool {
        self.findings.iter().any(|finding| finding.check == check && finding.holds == Some(false))
    }

    pub(super) fn good(&mut self, check: &'static str, text: impl Into<String>) {
        self.findings.push(Finding { check, holds: Some(true), place: None, text: text.into() });
    }

    pub(super) fn open(&mut self, check: &'static str, text: impl Into<String>) {
        self.findings.push(Finding { check, holds: None, place: None, text: text.into() });
    }

    pub(super) fn bad(&mut self, check: &'static str, place: Option<String>, text: impl Into<String>) {
        let bad = |finding: &&Finding| finding.check == check && finding.holds == Some(false);
        let before = self.findings.iter().filter(bad).count();
        if before < MOST {
            self.findings.push(Finding { check, holds: Some(false), place, text: text.into() });
        } else if before == MOST {
            let text = "… and more of the same, which are not listed.".into();
            self.findings.push(Finding { check, holds: Some(false), place, text });
        }
    }

    /// A failure in a line, counted from 1.
    pub(super) fn bad_line(&mut self, check: &'static str, line: usize, text: impl Into<String>) {
        self.bad(check, Some(line_place(line)), text);
    }

    /// The report as the JSON value that crosses to the host: `{ holds, kind, findings, about }`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let findings = self.findings.iter().map(|finding| {
            let mut out = Json::object([
                ("check", finding.check.into()),
                ("holds", finding.holds.map_or(Json::Null, Json::Bool)),
                ("text", finding.text.as_str().into()),
            ]);
            if let Some(place) = &finding.place {
                out.set("where", place.as_str().into());
            }
            out
        });
        Json::object([
            ("holds", self.holds().into()),
            ("kind", self.kind.as_str().into()),
            ("findings", Json::list(findings)),
            ("about", self.about.clone()),
        ])
    }
}

pub(super) fn line_place(line: usize) -> String {
    let mut out = String::from("line ");
    out.push_str(&line.to_string());
    out
}

/// The parts in a row: what `format!` would do, without the weight of the formatter.
pub(super) fn words(parts: &[&str]) -> String {
    parts.concat()
}
