//! Documents that are asked for: in which ways each can be handed in, and what each way takes.

use alloc::vec::Vec;

use crate::decision::DocumentItem;
use crate::json::Json;

/// One file of a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Our name of it, as `card-front`.
    pub name: &'static str,
    /// The side of a telephone with the camera for it.
    pub camera: &'static str,
    /// The partner's name of it.
    pub partner_name: &'static str,
}

/// One way to hand in a document: all of these files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Our name of it, as `passport`.
    pub name: &'static str,
    /// What it takes.
    pub parts: &'static [Part],
}

/// A document that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub item: DocumentItem,
    /// The ways that the residence allows.
    pub ways: Vec<&'static Way>,
}

impl Asked {
    /// Whether all files of one of its ways have arrived.
    #[must_use]
    pub fn has_arrived(&self, received: &[&str]) -> bool {
        self.ways.iter().any(|way| way.parts.iter().all(|part| received.contains(&part.name)))
    }

    /// Its parts, of all ways.
    pub fn parts(&self) -> impl Iterator<Item = &'static Part> + '_ {
        self.ways.iter().flat_map(|way| way.parts.iter())
    }

    /// The document as the JSON value that crosses to the page.
    #[must_use]
    pub fn to_json(&self, received: &[&str]) -> Json {
        let part = |part: &Part| Json::object([("part", part.name.into()), ("camera", part.camera.into())]);
        let way = |way: &&'static Way| {
            let parts = Json::list(way.parts.iter().map(part));
            Json::object([("way", way.name.into()), ("parts", parts)])
        };
        let arrived: Vec<&str> =
            self.parts().map(|part| part.name).filter(|name| received.contains(name)).collect();
        Json::object([
            ("item", self.item.as_str().into()),
            ("ways", Json::list(self.ways.iter().map(way))),
            ("received", Json::strings(arrived)),
        ])
    }
}

/// The types of files that are taken.
pub const ACCEPT: [&str; 3] = ["image/jpeg", "image/png", "application/pdf"];

/// The type of a file by its first bytes: what it is called says nothing.
///
/// ```
/// use kyc_assent::flow::file_type;
/// assert_eq!(file_type(b"%PDF-1.7\n"), Some("application/pdf"));
/// assert_eq!(file_type(b"<html>"), None);
/// ```
#[must_use]
pub fn file_type(head: &[u8]) -> Option<&'static str> {
    const HEADS: [&[u8]; 3] = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"];
    HEADS.iter().zip(ACCEPT).find(|(magic, _)| head.starts_with(magic)).map(|(_, kind)| kind)
}
