//! Whether an entry is in the log.

use super::super::tree::{Hash, leaf_hash, root_of_inclusion};
use crate::json::Json;
use crate::time::Timestamp;
use alloc::vec::Vec;

/// A head of the log, once its signature was verified.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) log: alloc::string::String,
    pub(super) size: u64,
    pub(super) at: alloc::string::String,
    root: Hash,
}

impl Head {
    /// Reads the payload `{ log, size, root, at }`.
    pub(super) fn read(payload: &Json) -> Option<Self> {
        let text = |name: &str| payload.get(name).and_then(Json::as_str);
        Some(Self {
            log: text("log")?.into(),
            size: payload.get("size")?.as_u64()?,
            at: text("at")?.into(),
            root: Hash::parse(text("root")?)?,
        })
    }

    /// Its time in seconds since 1970.
    pub(super) fn second(&self) -> Option<u64> {
        u64::try_from(Timestamp::parse(&self.at)?.0.div_euclid(1000)).ok()
    }

    /// Whether the entry is the leaf at `proof.index`, by `proof.path`.
    pub(super) fn includes(&self, entry: &Json, proof: &Json) -> bool {
        let (Some(leaf), Some((index, path))) = (leaf_of(entry), path_of(proof)) else { return false };
        root_of_inclusion(leaf_hash(leaf.to_text().as_bytes()), index, self.size, &path) == Some(self.root)
    }
}

/// The leaf of an entry, canonical.
fn leaf_of(entry: &Json) -> Option<Json> {
    Some(Json::object([
        ("hash", entry.get("hash")?.clone()),
        ("kind", "entry".into()),
        ("person", entry.get("person")?.clone()),
        ("sequence", entry.get("sequence")?.clone()),
    ]))
}

fn path_of(proof: &Json) -> Option<(u64, Vec<Hash>)> {
    let path =
        proof.get("path")?.items().iter().map(|hash| Hash::parse(hash.as_str()?)).collect::<Option<_>>()?;
    Some((proof.get("index")?.as_u64()?, path))
}
