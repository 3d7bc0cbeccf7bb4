//! What has become of each acceptance: the entries of a ledger, read together.

use crate::json::Json;
use alloc::string::String;
use alloc::vec::Vec;

/// One acceptance, and what has become of it since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Number of its entry.
    pub sequence: u64,
    /// Hash of its entry: names it outside the ledger.
    pub id: String,
    /// When it was accepted, by the gateway's clock.
    pub at: String,
    /// The event of its entry.
    pub event: Json,
    /// When its partner confirmed it.
    pub told_at: Option<String>,
    /// When the person withdrew it.
    pub withdrawn_at: Option<String>,
    /// When its partner said that it no longer counts.
    pub lapsed_at: Option<String>,
}

fn text<'a>(value: &'a Json, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Json::as_str)
}

impl Standing {
    /// The acceptance that an entry puts on record; none for an entry of another kind.
    #[must_use]
    pub fn of(entry: &Json) -> Option<Self> {
        let event = entry.get("event")?;
        (text(event, "kind") == Some("accepted")).then_some(())?;
        Some(Self {
            sequence: entry.get("sequence")?.as_u64()?,
            id: text(entry, "hash")?.into(),
            at: text(entry, "at")?.into(),
            event: event.clone(),
            told_at: None,
            withdrawn_at: None,
            lapsed_at: None,
        })
    }

    /// The same as it stands after a later entry of the same ledger. A withdrawal means every acceptance of its policy
    /// that was not withdrawn before; `told` and `lapsed` name the one that they mean; an erasure changes none.
    #[must_use]
    pub fn after(mut self, entry: &Json) -> Self {
        let Some((event, at)) = entry.get("event").zip(text(entry, "at")) else { return self };
        let names_it = event.get("acceptance").and_then(Json::as_u64) == Some(self.sequence);
        let mark = match text(event, "kind") {
            Some("told") if names_it => &mut self.told_at,
            Some("lapsed") if names_it => &mut self.lapsed_at,
            Some("withdrawn") if text(event, "policy") == self.policy() => &mut self.withdrawn_at,
            _ => return self,
        };
        mark.get_or_insert_with(|| at.into());
        self
    }

    fn policy(&self) -> Option<&str> {
        text(&self.event, "policy")
    }

    /// Whether a consent can rest on it: it is of this version, nobody has withdrawn it, its partner has not dropped it.
    #[must_use]
    pub fn is_in_force(&self, policy: &str, version: &str) -> bool {
        self.policy() == Some(policy)
            && text(&self.event, "version") == Some(version)
            && self.withdrawn_at.is_none()
            && self.lapsed_at.is_none()
    }

    /// As JSON: `{ sequence, id, at, event, toldAt?, withdrawnAt?, lapsedAt? }`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut out = Json::object([
            ("sequence", self.sequence.into()),
            ("id", self.id.as_str().into()),
            ("at", self.at.as_str().into()),
            ("event", self.event.clone()),
        ]);
        let marks =
            [("toldAt", &self.told_at), ("withdrawnAt", &self.withdrawn_at), ("lapsedAt", &self.lapsed_at)];
        for (name, mark) in marks {
            if let Some(at) = mark {
                out.set(name, at.as_str().into());
            }
        }
        out
    }

    /// Reads what [`Standing::to_json`] writes; none for anything else.
    #[must_use]
    pub fn from_json(value: &Json) -> Option<Self> {
        let mark = |name: &str| match value.get(name) {
            None => Some(None),
            Some(at) => at.as_str().map(|at| Some(at.into())),
        };
        Some(Self {
            sequence: value.get("sequence")?.as_u64()?,
            id: text(value, "id")?.into(),
            at: text(value, "at")?.into(),
            event: value.get("event").filter(|event| event.is_object())?.clone(),
            told_at: mark("toldAt")?,
            withdrawn_at: mark("withdrawnAt")?,
            lapsed_at: mark("lapsedAt")?,
        })
    }
}

/// Every acceptance of a ledger, oldest first, as it stands after its last entry. Whether the chain holds is
/// [`super::broken_link`]'s to say.
///
/// ```
/// use kyc_assent::{json::Json, ledger::acceptances};
/// let entries = Json::parse(r#"[
///     { "sequence": 1, "at": "2026-01-01T00:00:00.000Z", "hash": "a1", "event": { "kind": "accepted", "policy": "p", "version": "1" } },
///     { "sequence": 2, "at": "2026-01-02T00:00:00.000Z", "hash": "a2", "event": { "kind": "withdrawn", "policy": "p" } }
/// ]"#).unwrap();
/// let found = acceptances(entries.items());
/// assert_eq!(found[0].withdrawn_at.as_deref(), Some("2026-01-02T00:00:00.000Z"));
/// assert!(!found[0].is_in_force("p", "1"));
/// ```
#[must_use]
pub fn acceptances(entries: &[Json]) -> Vec<Standing> {
    let mut found: Vec<Standing> = Vec::new();
    for entry in entries {
        found = found.into_iter().map(|standing| standing.after(entry)).collect();
        found.extend(Standing::of(entry));
    }
    found
}
