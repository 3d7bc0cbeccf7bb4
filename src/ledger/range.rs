//! Which entries of a person, and which acceptances, an export or a report is about.

use super::standing::{Standing, acceptances};
use crate::json::Json;
use alloc::vec::Vec;

/// What is asked for. What is left out does not limit it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Range<'a> {
    /// Name of a policy.
    pub policy: Option<&'a str>,
    /// Its version.
    pub version: Option<&'a str>,
    /// The first moment, as entries state theirs: `YYYY-MM-DDTHH:MM:SS.mmmZ`.
    pub from: Option<&'a str>,
    /// The moment after the last one.
    pub to: Option<&'a str>,
}

impl<'a> Range<'a> {
    /// Reads `{ policy?, version?, from?, to? }`; other members are passed over.
    #[must_use]
    pub fn read(range: &'a Json) -> Self {
        let text = |name: &str| range.get(name).and_then(Json::as_str);
        Self { policy: text("policy"), version: text("version"), from: text("from"), to: text("to") }
    }

    fn has(&self, at: &str) -> bool {
        self.from.is_none_or(|from| at >= from) && self.to.is_none_or(|to| at < to)
    }

    fn is_about(&self, acceptance: &Standing) -> bool {
        let is = |name: &str, wanted: Option<&str>| {
            wanted.is_none_or(|wanted| acceptance.event.get(name).and_then(Json::as_str) == Some(wanted))
        };
        is("policy", self.policy) && is("version", self.version)
    }

    /// The acceptances of a ledger that it is about: of the policy and version, and given, confirmed, withdrawn or lapsed in
    /// the time.
    ///
    /// ```
    /// use kyc_assent::{json::Json, ledger::Range};
    /// let entries = Json::parse(r#"[
    ///     { "sequence": 1, "at": "2026-01-01T00:00:00.000Z", "hash": "a1", "event": { "kind": "accepted", "policy": "p", "version": "1" } },
    ///     { "sequence": 2, "at": "2026-02-01T00:00:00.000Z", "hash": "a2", "event": { "kind": "withdrawn", "policy": "p" } }
    /// ]"#).unwrap();
    /// let february = Range { from: Some("2026-02-01T00:00:00.000Z"), ..Range::default() };
    /// assert_eq!(february.acceptances(entries.items()).len(), 1);
    /// assert_eq!(february.entries(entries.items()), [false, true]);
    /// ```
    #[must_use]
    pub fn acceptances(&self, entries: &[Json]) -> Vec<Standing> {
        let mut found = acceptances(entries);
        found.retain(|one| {
            let marks =
                [Some(&one.at), one.told_at.as_ref(), one.withdrawn_at.as_ref(), one.lapsed_at.as_ref()];
            self.is_about(one) && marks.into_iter().flatten().any(|at| self.has(at))
        });
        found
    }

    /// Whether each entry of a ledger is within it: an acceptance that it is about, or what became of one, in the time. An
    /// erasure is about no acceptance.
    #[must_use]
    pub fn entries(&self, entries: &[Json]) -> Vec<bool> {
        let known = acceptances(entries);
        entries.iter().map(|entry| self.has_entry(entry, &known)).collect()
    }

    fn has_entry(&self, entry: &Json, known: &[Standing]) -> bool {
        let Some((event, at)) = entry.get("event").zip(entry.get("at").and_then(Json::as_str)) else {
            return false;
        };
        let number = |value: &Json, name: &str| value.get(name).and_then(Json::as_u64);
        let sequence = match event.get("kind").and_then(Json::as_str) {
            Some("accepted") => number(entry, "sequence"),
            Some("told" | "lapsed") => number(event, "acceptance"),
            Some("withdrawn") => None,
            _ => return false,
        };
        let means = |one: &&Standing| match sequence {
            Some(sequence) => one.sequence == sequence,
            None => one.withdrawn_at.as_deref() == Some(at) && one.event.get("policy") == event.get("policy"),
        };
        self.has(at) && known.iter().filter(means).any(|one| self.is_about(one))
    }
}
