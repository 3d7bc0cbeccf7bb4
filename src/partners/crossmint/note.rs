//! What is remembered of a hand-in until Crossmint has seen it: its status changes only at the next trigger, so until
//! then nobody else knows what has been handed in. Names of products, documents and files; nothing that a person typed.

use alloc::vec::Vec;

use super::document_ways::{asked, identity_ways};
use crate::decision::DocumentItem;
use crate::flow::{Asked, Facts};
use crate::json::Json;

/// What has just been done at Crossmint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandedIn<'a> {
    /// A file of a document, by our name of it.
    Part(&'a str),
    /// The verification was started: from here on its status knows everything.
    Trigger,
}

/// The note, read. What cannot be read is not there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Note<'a> {
    /// The products that the record was handed in for.
    pub(super) products: Vec<&'a str>,
    /// The documents that go with it.
    pub(super) documents: Vec<DocumentItem>,
    /// The identity documents that the residence allows.
    pub(super) identity: Vec<&'a str>,
    /// The files that have arrived.
    pub(super) received: Vec<&'a str>,
}

impl<'a> Note<'a> {
    pub(super) fn of(facts: &Facts<'a>) -> Self {
        let note = facts.own.get("note").unwrap_or(&Json::Null);
        let list = |name: &str| -> Vec<&'a str> {
            note.get(name).map(Json::items).unwrap_or_default().iter().filter_map(Json::as_str).collect()
        };
        let mut identity = list("identity");
        if let (true, Some(country)) =
            (identity.is_empty(), facts.own.get("residence").and_then(Json::as_str))
        {
            identity = identity_ways(country);
        }
        Self {
            products: list("products"),
            documents: list("documents").into_iter().filter_map(DocumentItem::parse).collect(),
            identity,
            received: list("received"),
        }
    }

    /// The documents that are required now, with their ways: those of the hand-in, and those that Crossmint asks for.
    pub(super) fn asked(&self, facts: &Facts<'_>) -> Vec<Asked> {
        let mut items = self.documents.clone();
        for item in asked_for(facts) {
            if !items.contains(&item) {
                items.push(item);
            }
        }
        items.into_iter().map(|item| asked(item, &self.identity)).collect()
    }

    /// Whether anything was handed in since the last trigger.
    pub(super) fn is_new(&self) -> bool {
        !self.products.is_empty() || !self.received.is_empty()
    }
}

/// The documents that Crossmint asks for, for what is wanted. Of its words that nobody documents, those count that are
/// letter by letter one of our own items: the worst that can come of it is one upload too many.
pub(super) fn asked_for(facts: &Facts<'_>) -> Vec<DocumentItem> {
    let decisions: Vec<&Json> = facts.scopes.iter().filter_map(|scope| facts.decision(scope)).collect();
    let names = |item: DocumentItem, list: &str| {
        decisions.iter().any(|d| d.get(list).is_some_and(|list| list.items().contains(&item.as_str().into())))
    };
    let all = DocumentItem::ALL.iter().copied();
    all.filter(|item| names(*item, "documents") || names(*item, "other")).collect()
}

/// The note once a record was handed in.
pub(super) fn note(products: &[&str], documents: &[DocumentItem], country: &str) -> Json {
    Json::object([
        ("products", Json::strings(products.iter().copied())),
        ("documents", Json::strings(documents.iter().map(|item| item.as_str()))),
        ("identity", Json::strings(identity_ways(country))),
        ("received", Json::Array(Vec::new())),
        ("needsNoDocuments", documents.is_empty().into()),
    ])
}

/// The note after something was done. `note` is the one before, or null.
///
/// ```
/// use kyc_assent::{json::Json, partners::crossmint::{HandedIn, note_after}};
/// let after = note_after(&Json::Null, HandedIn::Part("selfie"));
/// assert_eq!(after.to_text(), r#"{"received":["selfie"]}"#);
/// assert_eq!(note_after(&after, HandedIn::Trigger).to_text(), r#"{"received":[]}"#);
/// ```
#[must_use]
pub fn note_after(note: &Json, done: HandedIn<'_>) -> Json {
    let mut out = if note.is_object() { note.clone() } else { Json::Object(Vec::new()) };
    match done {
        HandedIn::Part(part) => {
            let mut received = out.get("received").map(Json::items).unwrap_or_default().to_vec();
            if !received.contains(&part.into()) {
                received.push(part.into());
            }
            out.set("received", Json::Array(received));
        }
        HandedIn::Trigger => {
            for name in ["products", "documents", "received"] {
                if out.get(name).is_some() {
                    out.set(name, Json::Array(Vec::new()));
                }
            }
        }
    }
    out
}
