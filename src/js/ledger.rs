//! The ledger and the log for hosts that keep them: entries, what has become of acceptances, the tree, its heads.

use alloc::vec::Vec;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Answer, answer, argument, list};
use crate::error::Error;
use crate::json::Json;
use crate::ledger::{self, Hash, Node, Proof, Signed, Standing, Tree};

/// `sentenceHash` of the package.
#[wasm_bindgen(js_name = sentenceHash)]
pub fn sentence_hash(presentation: &str) -> Answer {
    answer(argument("presentation", presentation).and_then(|p| ledger::sentence_hash(&p)).map(Json::from))
}

/// `policyHash` of the package.
#[wasm_bindgen(js_name = policyHash)]
pub fn policy_hash(policy: &str) -> Answer {
    answer(argument("policy", policy).map(|policy| ledger::policy_hash(&policy).into()))
}

/// `acceptedEvent` of the package.
#[wasm_bindgen(js_name = acceptedEvent)]
pub fn accepted_event(
    policy: &str,
    presentation: &str,
    evidence: &str,
    origin: &str,
    region: &str,
) -> Answer {
    answer((|| {
        let policy = argument("policy", policy)?;
        let presentation = argument("presentation", presentation)?;
        ledger::accepted_event(&policy, &presentation, &argument("evidence", evidence)?, origin, region)
    })())
}

/// `pseudonym` of the package.
#[wasm_bindgen]
pub fn pseudonym(link_key: &str, locator: &str) -> Answer {
    answer(ledger::person_of(link_key, locator).map(Json::from))
}

/// `ledgerEntry` of the package. `previous` is `null` for the first.
#[wasm_bindgen(js_name = ledgerEntry)]
pub fn ledger_entry(previous: &str, event: &str, now: &str, person: &str) -> Answer {
    answer((|| {
        let previous = argument("previous", previous)?;
        let previous = Some(&previous).filter(|p| **p != Json::Null);
        ledger::entry(previous, &argument("event", event)?, now, person)
    })())
}

/// `brokenLink` of the package.
#[wasm_bindgen(js_name = brokenLink)]
pub fn broken_link(entries: &str) -> Answer {
    answer(list("entries", entries).map(|entries| {
        ledger::broken_link(&entries)
            .and_then(|index| u64::try_from(index).ok())
            .map_or(Json::Null, Json::from)
    }))
}

/// `acceptances` of the package.
#[wasm_bindgen]
pub fn acceptances(entries: &str) -> Answer {
    answer(
        list("entries", entries)
            .map(|entries| Json::list(ledger::acceptances(&entries).iter().map(Standing::to_json))),
    )
}

/// `acceptanceAfter` of the package.
#[wasm_bindgen(js_name = acceptanceAfter)]
pub fn acceptance_after(acceptance: &str, entry: &str) -> Answer {
    answer((|| {
        let entry = argument("entry", entry)?;
        Ok(standing(acceptance)?.after(&entry).to_json())
    })())
}

/// `isInForce` of the package.
#[wasm_bindgen(js_name = isInForce)]
pub fn is_in_force(acceptance: &str, policy: &str, version: &str) -> Answer {
    answer(standing(acceptance).map(|standing| standing.is_in_force(policy, version).into()))
}

fn standing(acceptance: &str) -> Result<Standing, Error> {
    Standing::from_json(&argument("acceptance", acceptance)?)
        .ok_or_else(|| Error::input("acceptance", "must be an acceptance as acceptances() gives it"))
}

/// `leafHash` of the package.
#[wasm_bindgen(js_name = leafHash)]
pub fn leaf_hash(leaf: &str) -> Answer {
    answer(
        argument("leaf", leaf)
            .map(|leaf| ledger::leaf_hash(leaf.canonical().to_text().as_bytes()).to_hex().into()),
    )
}

/// `growTree` of the package: `{ size, frontier, root, nodes: [[level, index, hash], …] }`.
#[wasm_bindgen(js_name = growTree)]
pub fn grow_tree(size: u32, frontier: &str, leaves: &str) -> Answer {
    answer((|| {
        let mut tree = Tree::resumed(size.into(), hashes("frontier", frontier)?).ok_or_else(|| {
            Error::input("frontier", "must have one hash for each complete subtree of a tree of that size")
        })?;
        let mut nodes = Vec::new();
        for leaf in hashes("leaves", leaves)? {
            let stored = tree.append(leaf);
            nodes.extend(stored.into_iter().map(|(Node { level, index }, hash)| {
                Json::Array([u64::from(level).into(), index.into(), hash.to_hex().into()].into())
            }));
        }
        Ok(Json::object([
            ("size", tree.size().into()),
            ("frontier", hex(tree.frontier())),
            ("root", tree.root().to_hex().into()),
            ("nodes", Json::Array(nodes)),
        ]))
    })())
}

/// `subtreeHash` of the package.
#[wasm_bindgen(js_name = subtreeHash)]
pub fn subtree_hash(hashes: &[u8]) -> Answer {
    answer(
        Hash::in_a_row(hashes)
            .and_then(|hashes| ledger::subtree_hash(&hashes))
            .map(|hash| hash.to_hex().into())
            .ok_or_else(|| Error::input("hashes", "must be 1, 2, 4, 8, … hashes in a row, of 32 bytes each")),
    )
}

/// `inclusionNodes` of the package.
#[wasm_bindgen(js_name = inclusionNodes)]
pub fn inclusion_nodes(index: u32, size: u32) -> Answer {
    answer(of_inclusion(index, size).map(|proof| coordinates(&proof)))
}

/// `inclusionPath` of the package.
#[wasm_bindgen(js_name = inclusionPath)]
pub fn inclusion_path(index: u32, size: u32, stored: &str) -> Answer {
    answer(of_inclusion(index, size).and_then(|proof| path(&proof, stored)))
}

/// `consistencyNodes` of the package.
#[wasm_bindgen(js_name = consistencyNodes)]
pub fn consistency_nodes(first: u32, second: u32) -> Answer {
    answer(of_consistency(first, second).map(|proof| coordinates(&proof)))
}

/// `consistencyPath` of the package.
#[wasm_bindgen(js_name = consistencyPath)]
pub fn consistency_path(first: u32, second: u32, stored: &str) -> Answer {
    answer(of_consistency(first, second).and_then(|proof| path(&proof, stored)))
}

/// `rootOfInclusion` of the package: null when the path cannot be one for that place.
#[wasm_bindgen(js_name = rootOfInclusion)]
pub fn root_of_inclusion(leaf: &str, index: u32, size: u32, path: &str) -> Answer {
    answer((|| {
        let root =
            ledger::root_of_inclusion(hash("leaf", leaf)?, index.into(), size.into(), &hashes("path", path)?);
        Ok(root.map_or(Json::Null, |root| root.to_hex().into()))
    })())
}

/// `isConsistent` of the package.
#[wasm_bindgen(js_name = isConsistent)]
pub fn is_consistent(first: u32, first_root: &str, second: u32, second_root: &str, path: &str) -> Answer {
    answer((|| {
        let roots = (hash("firstRoot", first_root)?, hash("secondRoot", second_root)?);
        let path = hashes("path", path)?;
        Ok(ledger::verify_consistency(first.into(), second.into(), roots.0, roots.1, &path).into())
    })())
}

/// `logHead` of the package. `previous` is `null` for the first.
#[wasm_bindgen(js_name = logHead)]
pub fn log_head(previous: &str, log: &str, size: u32, root: &str, now: &str) -> Answer {
    answer((|| {
        let previous = argument("previous", previous)?;
        let previous = Some(&previous).filter(|p| **p != Json::Null);
        ledger::head(previous, log, size.into(), hash("root", root)?, now)
    })())
}

/// `nextHead` of the package, in milliseconds since 1970.
#[wasm_bindgen(js_name = nextHead)]
pub fn next_head(previous: &str, size: u32, now: &str, every: u32) -> Answer {
    answer((|| {
        let previous = argument("previous", previous)?;
        let previous = Some(&previous).filter(|p| **p != Json::Null);
        let due = ledger::next_head(previous, size.into(), now, every)?;
        Ok(u64::try_from(due.0).unwrap_or_default().into())
    })())
}

/// `keyId` of the package.
#[wasm_bindgen(js_name = keyId)]
pub fn key_id(jwk: &str) -> Answer {
    answer(argument("key", jwk).and_then(|jwk| ledger::key_id(&jwk)).map(Json::from))
}

/// `signingInput` of the package.
#[wasm_bindgen(js_name = signingInput)]
pub fn signing_input(typ: &str, kid: &str, payload: &str) -> Answer {
    answer((|| {
        let what = Signed::parse(typ)
            .ok_or_else(|| Error::input("typ", "must be kyc-assent-head, -receipt or -export"))?;
        Ok(ledger::signing_input(what, kid, &argument("payload", payload)?).into())
    })())
}

fn of_inclusion(index: u32, size: u32) -> Result<Proof, Error> {
    Proof::of_inclusion(index.into(), size.into())
        .ok_or_else(|| Error::input("index", "must be below the size of the tree"))
}

fn of_consistency(first: u32, second: u32) -> Result<Proof, Error> {
    Proof::of_consistency(first.into(), second.into())
        .ok_or_else(|| Error::input("first", "must not be above the second size"))
}

fn coordinates(proof: &Proof) -> Json {
    let pair = |Node { level, index }| Json::Array([u64::from(level).into(), index.into()].into());
    Json::list(proof.nodes().into_iter().map(pair))
}

fn path(proof: &Proof, stored: &str) -> Result<Json, Error> {
    let path = proof.path(&hashes("hashes", stored)?);
    path.map(|path| hex(&path))
        .ok_or_else(|| Error::input("hashes", "must be those of the nodes, in their order"))
}

fn hex(hashes: &[Hash]) -> Json {
    Json::strings(hashes.iter().map(|hash| hash.to_hex()))
}

fn hash(name: &'static str, text: &str) -> Result<Hash, Error> {
    Hash::parse(text).ok_or_else(|| Error::input(name, "must be a SHA-256 in 64 lower-case hex digits"))
}

fn hashes(name: &'static str, text: &str) -> Result<Vec<Hash>, Error> {
    let problem = "must be a list of SHA-256, each in 64 lower-case hex digits";
    let read = |item: &Json| item.as_str().and_then(Hash::parse).ok_or_else(|| Error::input(name, problem));
    list(name, text)?.iter().map(read).collect()
}
