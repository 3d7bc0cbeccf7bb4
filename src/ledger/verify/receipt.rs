//! Verifies a receipt: `{ format, receipt, jws, keys }`.

use super::super::entry::person_of;
use super::super::jws::Signed;
use super::super::keys::KeySet;
use super::super::receipt::{hash_of, standing_of, statement};
use super::chain::broken_part;
use super::inclusion::Head;
use super::report::{Kind, Report, words};
use super::trust::Trust;
use crate::json::Json;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// No receipt is longer, in bytes.
const LONGEST: usize = 1 << 20;

pub(super) fn verify(file: &[u8], trust: Trust<'_>, locator: Option<&str>) -> Report {
    let mut report = Report::new(Kind::Receipt);
    let parsed = match read(file) {
        Ok(parsed) => parsed,
        Err(problem) => {
            report.bad("format", None, words(&["This receipt cannot be read: it ", problem, "."]));
            return report;
        }
    };
    let Some(receipt) = parsed.get("receipt") else {
        report.bad("format", Some("receipt".into()), "The file has no receipt in it.");
        return report;
    };
    let mut signers: Vec<String> = Vec::new();
    signature(&mut report, &parsed, receipt, trust, &mut signers);
    if parsed.get("format").and_then(Json::as_str) == Some("kyc-assent-kantara/1") {
        report.about = about_view(receipt);
        report.open("evidence", "This is the Kantara view, which has no evidence: the receipt itself has.");
    } else {
        evidence(&mut report, &parsed, receipt, trust, locator, &mut signers);
    }
    if !signers.is_empty() {
        trust.compare(&mut report, &signers);
    }
    report
}

fn read(file: &[u8]) -> Result<Json, &'static str> {
    if file.len() > LONGEST {
        return Err("is longer than any receipt");
    }
    let text = core::str::from_utf8(file).map_err(|_| "has bytes that are not text (UTF-8)")?;
    // An editor may have put a mark before it, which changes nothing of what was signed.
    let parsed =
        Json::parse(text.strip_prefix('\u{feff}').unwrap_or(text)).map_err(crate::json::Malformed::reason)?;
    let format = parsed.get("format").and_then(Json::as_str);
    if !matches!(format, Some("kyc-assent-receipt/1" | "kyc-assent-kantara/1")) {
        return Err("is of a format that is not known");
    }
    if parsed.members().iter().any(|(name, _)| !["format", "receipt", "jws", "keys"].contains(&&**name)) {
        return Err("has a part that no receipt has");
    }
    Ok(parsed)
}

/// The keys of the file, and by them the signature over exactly this receipt.
fn signature(report: &mut Report, file: &Json, receipt: &Json, trust: Trust<'_>, signers: &mut Vec<String>) {
    let keys = match keys_of(file) {
        Ok(keys) => keys,
        Err(problem) => {
            return report.bad("keys", Some("keys".into()), words(&["The set of keys ", problem, "."]));
        }
    };
    let jws = file.get("jws").and_then(Json::as_str).unwrap_or_default();
    match trust.signature(Signed::Receipt, jws, Some(&keys)) {
        Err(problem) => {
            report.bad("signature", Some("jws".into()), words(&["The signature ", &problem, "."]));
        }
        Ok(signature) if signature.payload_text != receipt.clone().canonical().to_text() => {
            let text = "What was signed is not this receipt: the receipt was changed.";
            report.bad("signature", Some("receipt".into()), text);
        }
        Ok(signature) => {
            report.good(
                "signature",
                words(&["The receipt is as it was signed, by the key ", &signature.kid, "."]),
            );
            signers.push(signature.kid);
        }
    }
}

/// Whatever a key says beyond what its name follows from, nobody has signed: nothing else may stand in a receipt.
fn keys_of(file: &Json) -> Result<KeySet, &'static str> {
    let set = file.get("keys").ok_or("is missing")?;
    let plain = |jwk: &Json| {
        jwk.members().iter().all(|(name, value)| match &**name {
            "kty" | "crv" | "x" | "kid" => true,
            "alg" => value.as_str() == Some("EdDSA"),
            "use" => value.as_str() == Some("sig"),
            _ => false,
        })
    };
    if set.members().len() != 1 || !set.get("keys").is_some_and(|list| list.items().iter().all(plain)) {
        return Err("has something beside keys (kty, crv, x, kid)");
    }
    KeySet::read(set)
}

fn evidence(
    report: &mut Report,
    file: &Json,
    receipt: &Json,
    trust: Trust<'_>,
    locator: Option<&str>,
    signers: &mut Vec<String>,
) {
    let Some(evidence) = receipt.get("evidence") else {
        return report.bad("entries", Some("receipt.evidence".into()), "The receipt has no evidence in it.");
    };
    let entries = evidence.get("entries").map(Json::items).unwrap_or_default();
    match broken_part(entries) {
        Some((index, problem)) => {
            let place = words(&["receipt.evidence.entries[", &index.to_string(), "]"]);
            return report.bad("entries", Some(place), problem);
        }
        None => report.good("entries", "The entries of the ledger are as they were written."),
    }
    let Some(acceptance) = entries.first() else { return };
    sentence(report, evidence, acceptance);
    says_what_its_evidence_says(report, receipt, evidence);
    log(report, file, evidence, acceptance, trust, signers);
    person(report, evidence, acceptance, locator);
    report.about = about(receipt, evidence).unwrap_or_else(|| Json::object([]));
}

fn sentence(report: &mut Report, evidence: &Json, acceptance: &Json) {
    let sentence = evidence.get("sentence");
    let event = acceptance.get("event");
    let stated = event.and_then(|event| event.get("sentenceHash")).and_then(Json::as_str);
    let same = |name: &str| sentence.and_then(|s| s.get(name)) == event.and_then(|event| event.get(name));
    let holds = stated.is_some()
        && sentence.and_then(hash_of).as_deref() == stated
        && ["policy", "version", "language", "link"].into_iter().all(same);
    if holds {
        report.good("sentence", "The words are those that were shown, by their hash.");
    } else {
        let text = "The words are not those that were agreed to: their hash does not fit the entry.";
        report.bad("sentence", Some("receipt.evidence.sentence".into()), text);
    }
}

fn says_what_its_evidence_says(report: &mut Report, receipt: &Json, evidence: &Json) {
    let again = || {
        let entity = |name: &str| receipt.get("dpv:hasEntity")?.get(name);
        let (controller, recipient) = (entity("_:controller")?, entity("_:recipient")?);
        let contacts = controller.get("dpv:hasContact")?.items();
        let process = receipt.get("dpv:hasProcess")?.items().first()?;
        let named = Json::object([
            ("name", controller.get("dpv:hasName")?.clone()),
            ("address", controller.get("dpv:hasAddress")?.clone()),
            ("email", contacts.first()?.clone()),
            ("url", contacts.get(1)?.clone()),
            ("jurisdiction", process.get("dpv:hasJurisdiction")?.clone()),
        ]);
        let recipient =
            (recipient.get("dpv:hasIdentifier")?.as_str()?, recipient.get("dpv:hasName")?.as_str()?);
        statement(evidence, &named, recipient, receipt.get("dct:created")?.as_str()?)
    };
    if again().is_some_and(|again| again.canonical() == receipt.clone().canonical()) {
        report.good("statement", "The receipt says what its evidence says, and nothing else.");
    } else {
        let text = "The receipt says something else than its evidence.";
        report.bad("statement", Some("receipt".into()), text);
    }
}

fn log(
    report: &mut Report,
    file: &Json,
    evidence: &Json,
    acceptance: &Json,
    trust: Trust<'_>,
    signers: &mut Vec<String>,
) {
    let place = || Some("receipt.evidence.log".into());
    let Some(proof) = evidence.get("log").filter(|log| **log != Json::Null) else {
        let text = "The receipt was made before the public log had the entry. One made a minute later can prove that it has it.";
        return report.open("log", text);
    };
    let Ok(keys) = keys_of(file) else {
        return report.open("log", "Without the keys nobody can tell whether the log has the entry.");
    };
    let jws = proof.get("head").and_then(Json::as_str).unwrap_or_default();
    let signature = match trust.signature(Signed::Head, jws, Some(&keys)) {
        Ok(signature) => signature,
        Err(problem) => return report.bad("log", place(), words(&["The head of the log ", &problem, "."])),
    };
    let kid = signature.kid.clone();
    signers.push(signature.kid);
    let head = Head::read(&signature.payload)
        .filter(|head| proof.get("size").and_then(Json::as_u64) == Some(head.size));
    match head {
        Some(head) if head.includes(acceptance, proof) => {
            trust.in_time(report, (&kid, &head), Some(&keys), place());
            let size = head.size.to_string();
            let text = [
                "The log ",
                &head.log,
                " has the entry: its head of ",
                &head.at,
                " over ",
                &size,
                " entries proves it.",
            ];
            report.good("log", words(&text));
        }
        Some(_) => report.bad(
            "log",
            place(),
            "The proof does not lead to the log's head: the log does not have this entry.",
        ),
        None => report.bad("log", place(), "The head of the log cannot be understood."),
    }
}

fn person(report: &mut Report, evidence: &Json, acceptance: &Json, locator: Option<&str>) {
    let key = evidence.get("link").and_then(|link| link.get("key")).and_then(Json::as_str);
    let (Some(key), Some(locator)) = (key, locator) else {
        let text = if key.is_none() {
            "The receipt does not say whose it is; only the operator can tell."
        } else {
            "The receipt names no person. Give your identifier (userId:…, email:…) to see whether it is yours."
        };
        return report.open("person", text);
    };
    let person = person_of(key, locator).ok();
    if person.is_some() && person.as_deref() == acceptance.get("person").and_then(Json::as_str) {
        report.good("person", "The receipt belongs to the identifier that you gave.");
    } else {
        report.bad(
            "person",
            Some("receipt.evidence.link".into()),
            "The receipt does not belong to the identifier that you gave.",
        );
    }
}

fn about(receipt: &Json, evidence: &Json) -> Option<Json> {
    let standing = standing_of(evidence.get("entries")?.items())?;
    let sentence = evidence.get("sentence")?;
    let name = |entity: &str| receipt.get("dpv:hasEntity")?.get(entity)?.get("dpv:hasName").cloned();
    let mut about = Json::object([
        ("policy", sentence.get("policy")?.clone()),
        ("version", sentence.get("version")?.clone()),
        ("language", sentence.get("language")?.clone()),
        ("sentence", sentence.get("text")?.clone()),
        ("link", sentence.get("link")?.clone()),
        ("origin", standing.event.get("origin")?.clone()),
        ("controller", name("_:controller")?),
        ("recipient", name("_:recipient")?),
        ("acceptedAt", standing.at.as_str().into()),
        ("madeAt", receipt.get("dct:created")?.clone()),
    ]);
    for (member, mark) in [("withdrawnAt", &standing.withdrawn_at), ("lapsedAt", &standing.lapsed_at)] {
        if let Some(at) = mark {
            about.set(member, at.as_str().into());
        }
    }
    Some(about)
}

fn about_view(view: &Json) -> Json {
    let mut about = Json::object([]);
    let controller =
        view.get("piiControllers").and_then(|list| list.items().first()).and_then(|c| c.get("piiController"));
    for (name, value) in
        [("language", view.get("language")), ("link", view.get("policyUrl")), ("controller", controller)]
    {
        if let Some(value) = value {
            about.set(name, value.clone());
        }
    }
    about
}
