//! Files that show where they were changed: each line bears a digest over itself and over the digest of the line before,
//! and a signature seals the last one.
//!
//! An export is JSON Lines: each line is canonical JSON (RFC 8785) whose member `digest` is SHA-256, in lower-case hex,
//! over the digest of the line before (as ASCII) and the line's canonical JSON without `digest`. The table of an export
//! is CSV (RFC 4180), one row for each acceptance, whose last cell is the same over the row's bytes before its last
//! comma. A first line follows 64 zeros. The seal's payload is `{ digest, lines }`: the last digest before it, and the
//! number of lines before it (of a table, with its header).

use super::entry::NOTHING;
use super::fault::Fault;
use super::standing::Standing;
use crate::credential::{hex, sha256};
use crate::json::Json;
use alloc::string::String;

/// The columns of a table. The last one is the digest.
pub const COLUMNS: [&str; 17] = [
    "person",
    "sequence",
    "id",
    "acceptedAt",
    "policy",
    "version",
    "language",
    "region",
    "link",
    "origin",
    "reviewed",
    "sentenceHash",
    "policyHash",
    "toldAt",
    "withdrawnAt",
    "lapsedAt",
    "digest",
];

/// What a row starts with that names a fault. No person's does.
pub(super) const FAULT: &str = "fault,";

/// A file as it grows: its text goes out piece by piece, only this is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    digest: String,
    lines: u64,
}

impl Default for Seal {
    fn default() -> Self {
        Self { digest: NOTHING.into(), lines: 0 }
    }
}

impl Seal {
    /// A file of this many lines whose last digest is this one; none when it is not 64 lower-case hex digits.
    #[must_use]
    pub fn resumed(digest: &str, lines: u64) -> Option<Self> {
        super::tree::Hash::parse(digest).map(|hash| Self { digest: hash.to_hex(), lines })
    }

    /// The digest of the last line.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// How many lines there are.
    #[must_use]
    pub const fn lines(&self) -> u64 {
        self.lines
    }

    /// What is signed as the seal: `{ digest, lines }`.
    #[must_use]
    pub fn payload(&self) -> Json {
        Json::object([("digest", self.digest.as_str().into()), ("lines", self.lines.into())])
    }

    /// The next line of an export, with its digest and its end. A member `digest` that is there already is replaced.
    ///
    /// ```
    /// use kyc_assent::{json::Json, ledger::Seal};
    /// let mut seal = Seal::default();
    /// let line = seal.line(&Json::object([("kind", "keys".into())]));
    /// assert_eq!(line, format!("{{\"digest\":\"{}\",\"kind\":\"keys\"}}\n", seal.digest()));
    /// ```
    pub fn line(&mut self, content: &Json) -> String {
        let mut content = without_digest(content);
        self.digest = line_digest(&self.digest, &content);
        self.lines += 1;
        content.set("digest", self.digest.as_str().into());
        let mut out = content.canonical().to_text();
        out.push('\n');
        out
    }

    /// The header of a table.
    pub fn header(&mut self) -> String {
        self.lines += 1;
        header()
    }

    /// The next row of a table: an acceptance of this person, with its digest and its end.
    pub fn row(&mut self, person: &str, acceptance: &Standing) -> String {
        self.sealed_row(row_content(person, acceptance))
    }

    /// A row in place of acceptances: something is wrong with this person's ledger.
    pub fn fault_row(&mut self, person: &str, fault: Fault) -> String {
        self.sealed_row([FAULT, person, ",", fault.as_str()].concat())
    }

    fn sealed_row(&mut self, mut out: String) -> String {
        self.digest = chained(&self.digest, out.as_bytes());
        self.lines += 1;
        out.push(',');
        out.push_str(&self.digest);
        out.push_str("\r\n");
        out
    }

    /// The last row of a table.
    #[must_use]
    pub fn seal_row(jws: &str) -> String {
        let mut out = String::from("seal,");
        out.push_str(jws);
        out.push_str("\r\n");
        out
    }
}

pub(super) fn header() -> String {
    let mut out = COLUMNS.join(",");
    out.push_str("\r\n");
    out
}

/// Canonical, without its digest.
pub(super) fn without_digest(line: &Json) -> Json {
    let members = line.members().iter().filter(|(name, _)| name != "digest").cloned().collect();
    Json::Object(members).canonical()
}

/// `content` is what [`without_digest`] gives.
pub(super) fn line_digest(previous: &str, content: &Json) -> String {
    chained(previous, content.to_text().as_bytes())
}

pub(super) fn chained(previous: &str, bytes: &[u8]) -> String {
    hex(&sha256(&[previous.as_bytes(), bytes]))
}

fn row_content(person: &str, acceptance: &Standing) -> String {
    let event = |name: &str| match acceptance.event.get(name) {
        Some(Json::String(text)) => String::from(&**text),
        Some(other) => other.to_text(),
        None => String::new(),
    };
    let at = |mark: &Option<String>| mark.clone().unwrap_or_default();
    let cells = [
        person.into(),
        Json::from(acceptance.sequence).to_text(),
        acceptance.id.clone(),
        acceptance.at.clone(),
        event("policy"),
        event("version"),
        event("language"),
        event("region"),
        event("link"),
        event("origin"),
        event("reviewed"),
        event("sentenceHash"),
        event("policyHash"),
        at(&acceptance.told_at),
        at(&acceptance.withdrawn_at),
        at(&acceptance.lapsed_at),
    ];
    cells.map(|text| cell(&text)).join(",")
}

/// A cell as RFC 4180 quotes it. What a spreadsheet would run as a formula gets an apostrophe, which it shows as text.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        out.push('\'');
    }
    out.push_str(text);
    if out.contains([',', '"', '\r', '\n']) {
        let mut quoted = String::from("\"");
        quoted.push_str(&out.replace('"', "\"\""));
        quoted.push('"');
        return quoted;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_and_cannot_run() {
        for (text, written) in [
            ("", ""),
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("=1+2", "'=1+2"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
            ("a\r\nb", "\"a\r\nb\""),
        ] {
            assert_eq!(cell(text), written);
        }
    }
}
