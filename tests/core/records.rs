//! Receipts, exports and tables as a gateway makes them, for the tests of what verifies them.

use ed25519_dalek::{Signer, SigningKey};
use kyc_assent::json::Json;
use kyc_assent::ledger::{
    Hash, Known, Node, Proof, Report, Seal, Signed, Tree, acceptances, canonical_hash, entry, kantara_view,
    key_id, leaf_hash, person_of, policy_hash, receipt, signing_input, verify,
};
use kyc_assent::partners::crossmint::PRIVACY_POLICY_FILE;
use serde_json::{Value, json};

pub(crate) const LOCATOR: &str = "userId:johnd-123";
pub(crate) const LOG: &str = "kyc.shop.example";

pub(crate) fn parsed(value: &Value) -> Json {
    Json::parse(&value.to_string()).unwrap()
}

pub(crate) fn value(json: &Json) -> Value {
    serde_json::from_str(&json.to_string()).unwrap()
}

/// RFC 4648 section 5, apart from the core's own.
pub(crate) fn base64url(bytes: &[u8]) -> String {
    let digits: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['-', '_']).collect();
    let bits = bytes.iter().map(|byte| format!("{byte:08b}")).collect::<Vec<_>>().concat();
    let six = |chunk: &[u8]| {
        let text = format!("{:0<6}", std::str::from_utf8(chunk).unwrap());
        digits[usize::from_str_radix(&text, 2).unwrap()]
    };
    bits.as_bytes().chunks(6).map(six).collect()
}

/// A key of an operator.
pub(crate) struct Key {
    secret: SigningKey,
    pub(crate) jwk: Value,
    pub(crate) kid: String,
}

impl Key {
    pub(crate) fn new(seed: u8) -> Self {
        let secret = SigningKey::from_bytes(&[seed; 32]);
        let mut jwk =
            json!({ "kty": "OKP", "crv": "Ed25519", "x": base64url(secret.verifying_key().as_bytes()) });
        let kid = key_id(&parsed(&jwk)).unwrap();
        jwk["kid"] = kid.as_str().into();
        Self { secret, jwk, kid }
    }

    pub(crate) fn sign(&self, what: Signed, payload: &Json) -> String {
        self.sign_text(&signing_input(what, &self.kid, payload))
    }

    /// Signs whatever it is given.
    pub(crate) fn sign_text(&self, input: &str) -> String {
        format!("{input}.{}", base64url(&self.secret.sign(input.as_bytes()).to_bytes()))
    }

    pub(crate) fn set(&self) -> Value {
        json!({ "keys": [self.jwk] })
    }
}

/// The policy in the languages that are used here.
pub(crate) fn policy() -> Json {
    let mut file: Value = serde_json::from_str(PRIVACY_POLICY_FILE).unwrap();
    let used = |sentence: &Value| ["en", "de", "ar", "fr"].contains(&sentence["language"].as_str().unwrap());
    file["sentences"].as_array_mut().unwrap().retain(used);
    parsed(&file)
}

pub(crate) fn controller() -> Value {
    json!({
        "name": "Ostrea Ltd", "address": "1 Quay Street, Dublin, D01 X2Y3, Ireland", "email": "privacy@shop.example",
        "url": "https://shop.example", "jurisdiction": "IE",
    })
}

pub(crate) fn link_key(number: u8) -> String {
    format!("{number:02x}").repeat(32)
}

/// The event of an acceptance in a language.
pub(crate) fn accepted(language: &str) -> Value {
    let file = value(&policy());
    let sentences = file["sentences"].as_array().unwrap();
    let sentence = sentences.iter().find(|sentence| sentence["language"] == language).unwrap();
    let segments = sentence["segments"].as_array().unwrap();
    let text: String = segments.iter().map(|segment| segment["text"].as_str().unwrap()).collect();
    let hash = canonical_hash(&parsed(&json!({
        "policy": file["policy"], "version": file["version"], "language": language, "text": text, "link": file["link"],
    })));
    json!({
        "kind": "accepted", "policy": file["policy"], "version": file["version"],
        "policyHash": policy_hash(&policy()), "language": language, "sentenceHash": hash,
        "reviewed": sentence["reviewed"], "link": file["link"], "region": "", "origin": "https://shop.example",
        "tickedAtStart": false, "openingForced": false, "visible": true, "byPerson": true, "logoWidth": 120,
        "logoHeight": 24, "presentedAt": "2026-01-01T00:00:00.000Z", "tickedAt": "2026-01-01T00:00:05.000Z",
    })
}

/// A person's chain of these events, one a minute.
pub(crate) fn chain(person: &str, events: &[Value]) -> Vec<Json> {
    let mut entries: Vec<Json> = Vec::new();
    for (minute, event) in events.iter().enumerate() {
        let now = format!("2026-01-01T00:{minute:02}:10.250Z");
        entries.push(entry(entries.last(), &parsed(event), &now, person).unwrap());
    }
    entries
}

pub(crate) fn withdrawn() -> Value {
    json!({ "kind": "withdrawn", "policy": value(&policy())["policy"] })
}

pub(crate) fn told(acceptance: u64) -> Value {
    json!({ "kind": "told", "policy": value(&policy())["policy"], "partner": "crossmint", "acceptance": acceptance })
}

pub(crate) fn lapsed(acceptance: u64) -> Value {
    json!({ "kind": "lapsed", "policy": value(&policy())["policy"], "partner": "crossmint", "acceptance": acceptance })
}

pub(crate) fn leaf(entry: &Json) -> String {
    let entry = value(entry);
    parsed(&json!({
        "kind": "entry", "person": entry["person"], "sequence": entry["sequence"], "hash": entry["hash"],
    }))
    .canonical()
    .to_string()
}

/// The time of every head here.
pub(crate) const HEAD_AT: &str = "2026-01-01T01:00:00.000Z";

/// The log over these leaves.
pub(crate) struct Log {
    tree: Tree,
    nodes: Vec<(Node, Hash)>,
}

impl Log {
    pub(crate) fn new(leaves: impl IntoIterator<Item = String>) -> Self {
        let mut log = Self { tree: Tree::empty(), nodes: Vec::new() };
        for leaf in leaves {
            log.nodes.extend(log.tree.append(leaf_hash(leaf.as_bytes())));
        }
        log
    }

    pub(crate) fn head(&self, key: &Key) -> String {
        let payload = json!({
            "log": LOG, "size": self.tree.size(), "root": self.tree.root().to_hex(), "at": HEAD_AT,
        });
        key.sign(Signed::Head, &parsed(&payload))
    }

    pub(crate) fn size(&self) -> u64 {
        self.tree.size()
    }

    pub(crate) fn proof(&self, index: u64) -> Value {
        let proof = Proof::of_inclusion(index, self.tree.size()).unwrap();
        let stored = |node: Node| self.nodes.iter().find(|(known, _)| *known == node).unwrap().1;
        let hashes: Vec<Hash> = proof.nodes().into_iter().map(stored).collect();
        let path: Vec<String> = proof.path(&hashes).unwrap().into_iter().map(Hash::to_hex).collect();
        json!({ "index": index, "path": path })
    }
}

/// The file of a person's receipt after these events, the first of which is the acceptance.
pub(crate) fn receipt_file(key: &Key, events: &[Value], is_logged: bool) -> Value {
    let person = person_of(&link_key(7), LOCATOR).unwrap();
    let entries = chain(&person, events);
    let log =
        Log::new(["first", "second"].map(String::from).into_iter().chain([leaf(&entries[0]), "last".into()]));
    let mut proof = log.proof(2);
    proof["size"] = log.size().into();
    proof["head"] = log.head(key).into();
    let input = json!({
        "entries": entries.iter().map(value).collect::<Vec<_>>(), "acceptance": 1, "policy": value(&policy()),
        "controller": controller(), "log": if is_logged { proof } else { Value::Null }, "linkKey": link_key(7),
    });
    signed_file(key, "kyc-assent-receipt/1", &receipt(&parsed(&input), "2026-01-02T00:00:00Z").unwrap())
}

pub(crate) fn kantara_file(key: &Key, receipt: &Value) -> Value {
    signed_file(key, "kyc-assent-kantara/1", &kantara_view(&parsed(receipt)).unwrap())
}

pub(crate) fn signed_file(key: &Key, format: &str, receipt: &Json) -> Value {
    let jws = key.sign(Signed::Receipt, receipt);
    json!({ "format": format, "receipt": value(receipt), "jws": jws, "keys": key.set() })
}

/// An export of so many people, and its table.
pub(crate) fn export(key: &Key, people: u8) -> (String, String) {
    let mut chains: Vec<Vec<Json>> = (1..=people)
        .map(|number| {
            let person = person_of(&link_key(number), &format!("userId:person-{number}")).unwrap();
            let language = ["en", "de", "ar"][usize::from(number % 3)];
            let events = [accepted(language), told(1), withdrawn(), accepted("fr"), told(4), lapsed(4)];
            chain(&person, &events[..=usize::from(number) % events.len()])
        })
        .collect();
    chains.sort_by_key(|chain| chain[0].get("person").unwrap().as_str().unwrap().to_owned());
    let entries: Vec<&Json> = chains.iter().flatten().collect();
    let log = Log::new(entries.iter().map(|entry| leaf(entry)));
    let mut seal = Seal::default();
    let mut lines = String::new();
    let first = json!({
        "kind": "export", "format": "kyc-assent-export/1", "log": LOG, "at": "2026-01-02T00:00:00.000Z", "range": {},
    });
    lines += &seal.line(&parsed(&first));
    lines += &seal.line(&parsed(&json!({ "kind": "policy", "file": value(&policy()) })));
    for (index, entry) in entries.iter().enumerate() {
        let proof = log.proof(index as u64);
        lines += &seal.line(&parsed(
            &json!({ "kind": "entry", "entry": value(entry), "inRange": true, "proof": proof }),
        ));
    }
    lines += &seal.line(&parsed(&json!({ "kind": "head", "jws": log.head(key) })));
    lines += &seal.line(&parsed(&json!({ "kind": "keys", "keys": key.set()["keys"] })));
    let jws = key.sign(Signed::Export, &seal.payload());
    let count = seal.lines();
    lines += &seal.line(&parsed(&json!({ "kind": "seal", "lines": count, "jws": jws })));
    let mut seal = Seal::default();
    let mut table = seal.header();
    for chain in &chains {
        let person = chain[0].get("person").unwrap().as_str().unwrap();
        for acceptance in acceptances(chain) {
            table += &seal.row(person, &acceptance);
        }
    }
    table += &Seal::seal_row(&key.sign(Signed::Export, &seal.payload()));
    (lines, table)
}

pub(crate) fn known(keys: Option<&Value>, locator: Option<&str>) -> Known {
    Known::new(keys.map(parsed).as_ref(), locator).unwrap()
}

pub(crate) fn verified(file: &[u8], known: &Known) -> Report {
    verify(file, known, &mut |_| {})
}
