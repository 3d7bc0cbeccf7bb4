//! What a verifier says of receipts, exports and tables: whole ones, and ones with a single bit changed.

use crate::records::{
    self, Key, accepted, export, known, lapsed, parsed, receipt_file, told, verified, withdrawn,
};
use kyc_assent::ledger::{Kind, Known, Report, Signed};
use kyc_assent::time::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Check and result of each finding.
fn results(report: &Report) -> Vec<(&str, Option<bool>)> {
    report.findings.iter().map(|finding| (finding.check, finding.holds)).collect()
}

fn failures(report: &Report) -> Vec<(&str, Option<&str>)> {
    let bad = report.findings.iter().filter(|finding| finding.holds == Some(false));
    bad.map(|finding| (finding.check, finding.place.as_deref())).collect()
}

#[track_caller]
fn fails_first(report: &Report, check: &str, place: Option<&str>) {
    assert!(!report.holds());
    assert_eq!(failures(report).first(), Some(&(check, place)), "{report:?}");
}

const WHOLE: Option<bool> = Some(true);

#[test]
fn a_receipt_holds_with_everything_known() {
    let key = Key::new(1);
    let file = receipt_file(&key, &[accepted("en"), told(1)], true);
    let report = verified(file.to_string().as_bytes(), &known(Some(&key.set()), Some(records::LOCATOR)));
    assert!(report.holds());
    let checks = ["signature", "entries", "sentence", "statement", "log", "person", "keys"];
    assert_eq!(results(&report), checks.map(|check| (check, WHOLE)));
    let about = records::value(&report.to_json())["about"].clone();
    assert_eq!(about["acceptedAt"], "2026-01-01T00:00:10.250Z");
    assert_eq!(about["controller"], "Ostrea Ltd");
    assert_eq!(about["recipient"], "Crossmint");
    assert!(about.get("withdrawnAt").is_none());
}

#[test]
fn what_a_receipt_cannot_prove_alone_is_left_open() {
    let key = Key::new(1);
    let report =
        verified(receipt_file(&key, &[accepted("en")], false).to_string().as_bytes(), &Known::default());
    assert!(report.holds());
    let open: Vec<_> = report.findings.iter().filter(|finding| finding.holds.is_none()).collect();
    assert_eq!(open.iter().map(|finding| finding.check).collect::<Vec<_>>(), ["log", "person", "keys"]);
    assert!(open[2].text.contains(&key.kid));
}

#[test]
fn a_receipt_says_what_became_of_the_consent() {
    let key = Key::new(1);
    for (events, member) in [
        (vec![accepted("de"), told(1), withdrawn()], Some("withdrawnAt")),
        (vec![accepted("ar"), told(1), lapsed(1)], Some("lapsedAt")),
        (vec![accepted("fr"), told(1)], None),
    ] {
        let file = receipt_file(&key, &events, true);
        let report = verified(file.to_string().as_bytes(), &Known::default());
        assert!(report.holds(), "{report:?}");
        let about = records::value(&report.about);
        for name in ["withdrawnAt", "lapsedAt"] {
            assert_eq!(about.get(name).is_some(), member == Some(name));
        }
    }
}

#[test]
fn keys_and_people_that_are_not_those_given_are_found() {
    let (key, other) = (Key::new(1), Key::new(2));
    let file = receipt_file(&key, &[accepted("en")], true).to_string();
    let report = verified(file.as_bytes(), &known(Some(&other.set()), None));
    fails_first(&report, "keys", None);
    let report = verified(file.as_bytes(), &known(None, Some("userId:somebody-else")));
    fails_first(&report, "person", Some("receipt.evidence.link"));
    assert!(!report.to_json().to_string().contains("somebody-else"));
}

#[test]
fn a_receipt_that_was_signed_anew_over_false_evidence_is_found() {
    let key = Key::new(1);
    let whole = receipt_file(&key, &[accepted("en"), told(1)], true);
    let anew = |change: &dyn Fn(&mut Value)| {
        let mut file = whole.clone();
        change(&mut file["receipt"]);
        let file = records::signed_file(&key, "kyc-assent-receipt/1", &parsed(&file["receipt"]));
        verified(file.to_string().as_bytes(), &Known::default())
    };
    assert!(anew(&|_| {}).holds());
    let sentence = "receipt.evidence.sentence";
    let report = anew(&|receipt| receipt["evidence"]["sentence"]["text"] = "I agree to everything".into());
    fails_first(&report, "sentence", Some(sentence));
    let report =
        anew(&|receipt| receipt["evidence"]["sentence"]["link"] = "https://elsewhere.example".into());
    fails_first(&report, "sentence", Some(sentence));
    let report = anew(&|receipt| receipt["evidence"]["entries"][0]["event"]["reviewed"] = false.into());
    fails_first(&report, "entries", Some("receipt.evidence.entries[0]"));
    let report = anew(&|receipt| receipt["evidence"]["entries"][1]["event"]["acceptance"] = 2.into());
    fails_first(&report, "entries", Some("receipt.evidence.entries[1]"));
    let report = anew(&|receipt| receipt["evidence"]["entries"] = json!([]));
    fails_first(&report, "entries", Some("receipt.evidence.entries[0]"));
    let report = anew(&|receipt| receipt["evidence"]["log"]["index"] = 1.into());
    fails_first(&report, "log", Some("receipt.evidence.log"));
    let report = anew(&|receipt| receipt["evidence"]["log"]["size"] = 5.into());
    fails_first(&report, "log", Some("receipt.evidence.log"));
    let report = anew(&|receipt| receipt["evidence"]["link"]["key"] = records::link_key(8).into());
    assert!(report.holds(), "whose it is was not asked");
    for (name, value) in [
        ("dct:created", json!("yesterday")),
        ("dpv:hasIdentifier", json!("ab".repeat(32))),
        ("dct:language", json!("de")),
        ("more", json!("more")),
        ("dpv:hasProcess", json!([])),
    ] {
        let report = anew(&|receipt| receipt[name] = value.clone());
        if name == "dct:created" {
            // A time of its own: nothing in the evidence contradicts it.
            assert!(report.holds());
        } else {
            fails_first(&report, "statement", Some("receipt"));
        }
    }
}

#[test]
fn entries_of_another_person_or_another_order_are_found() {
    let key = Key::new(1);
    let whole = receipt_file(&key, &[accepted("en"), told(1), withdrawn()], true);
    let with = |entries: Value| {
        let mut receipt = whole["receipt"].clone();
        receipt["evidence"]["entries"] = entries;
        let file = records::signed_file(&key, "kyc-assent-receipt/1", &parsed(&receipt));
        verified(file.to_string().as_bytes(), &Known::default())
    };
    let own = &whole["receipt"]["evidence"]["entries"];
    let others = records::chain(&"ab".repeat(32), &[accepted("en"), told(1), withdrawn()]);
    let other = records::value(&others[1]);
    for (entries, at) in [
        (json!([own[0], other]), 1),
        (json!([own[0], own[2], own[1]]), 2),
        (json!([own[1], own[0]]), 0),
        (json!([own[0], own[0]]), 1),
        (json!([own[0], own[1], own[1]]), 2),
    ] {
        fails_first(&with(entries), "entries", Some(&format!("receipt.evidence.entries[{at}]")));
    }
    // A receipt may leave out what did not concern the acceptance; here it hides that the partner was told, and says so.
    fails_first(&with(json!([own[0]])), "statement", Some("receipt"));
}

#[test]
fn signatures_of_any_other_form_are_refused() {
    let key = Key::new(1);
    let whole = receipt_file(&key, &[accepted("en")], true);
    let receipt = parsed(&whole["receipt"]).canonical().to_string();
    let kid = key.kid.as_str();
    let with = |header: String| {
        let input =
            format!("{}.{}", records::base64url(header.as_bytes()), records::base64url(receipt.as_bytes()));
        let mut file = whole.clone();
        file["jws"] = key.sign_text(&input).into();
        verified(file.to_string().as_bytes(), &Known::default())
    };
    let form = |alg: &str, kid: &str, typ: &str| format!(r#"{{"alg":"{alg}","kid":"{kid}","typ":"{typ}"}}"#);
    assert!(with(form("EdDSA", kid, "kyc-assent-receipt")).holds());
    for header in [
        form("none", kid, "kyc-assent-receipt"),
        form("HS256", kid, "kyc-assent-receipt"),
        form("Ed25519", kid, "kyc-assent-receipt"),
        form("EdDSA", kid, "kyc-assent-export"),
        form("EdDSA", kid, "JWT"),
        form("EdDSA", &Key::new(2).kid, "kyc-assent-receipt"),
        form("EdDSA", "", "kyc-assent-receipt"),
        r#"{"alg":"EdDSA","typ":"kyc-assent-receipt"}"#.into(),
        format!(r#"{{"alg":"EdDSA","crit":["b64"],"kid":"{kid}","typ":"kyc-assent-receipt"}}"#),
        format!(r#"{{"alg":"EdDSA","jwk":{},"kid":"{kid}","typ":"kyc-assent-receipt"}}"#, key.jwk),
        format!(r#"{{"kid":"{kid}","alg":"EdDSA","typ":"kyc-assent-receipt"}}"#),
        format!(r#"{{"alg":"EdDSA", "kid":"{kid}","typ":"kyc-assent-receipt"}}"#),
        format!(r#"{{"alg":"EdDSA","alg":"EdDSA","kid":"{kid}","typ":"kyc-assent-receipt"}}"#),
        "{}".into(),
    ] {
        fails_first(&with(header), "signature", Some("jws"));
    }
    for jws in ["", ".", "..", "a.b", "a.b.c.d", "e30.e30.", "e30.e30.AA"] {
        let mut file = whole.clone();
        file["jws"] = jws.into();
        fails_first(&verified(file.to_string().as_bytes(), &Known::default()), "signature", Some("jws"));
    }
}

#[test]
fn keys_that_say_more_than_what_follows_from_them_are_refused() {
    let key = Key::new(1);
    let whole = receipt_file(&key, &[accepted("en")], true);
    let with = |keys: Value| {
        let mut file = whole.clone();
        file["keys"] = keys;
        verified(file.to_string().as_bytes(), &Known::default())
    };
    let changed = |name: &str, value: Value| {
        let mut jwk = key.jwk.clone();
        jwk[name] = value;
        json!({ "keys": [jwk] })
    };
    assert!(with(changed("alg", json!("EdDSA"))).holds());
    assert!(with(changed("use", json!("sig"))).holds());
    for keys in [
        changed("nbf", json!("2026-01-01T00:00:00Z")),
        changed("alg", json!("ES256")),
        changed("d", json!("AAAA")),
        changed("kty", json!("EC")),
        changed("crv", json!("X25519")),
        changed("kid", json!("mine")),
        changed("x", json!(Key::new(2).jwk["x"])),
        json!({ "keys": [] }),
        json!({ "keys": [key.jwk], "more": 1 }),
        json!([key.jwk]),
        json!("keys"),
        Value::Null,
    ] {
        fails_first(&with(keys), "keys", Some("keys"));
    }
}

#[test]
fn an_export_and_its_table_hold() {
    let key = Key::new(1);
    let (lines, table) = export(&key, 7);
    for given in [None, Some(key.set())] {
        let report = verified(lines.as_bytes(), &known(given.as_ref(), None));
        assert!(report.holds(), "{report:?}");
        let keys = given.map(|_| true);
        let expected = [
            ("lines", WHOLE),
            ("signature", WHOLE),
            ("entries", WHOLE),
            ("range", WHOLE),
            ("sentence", WHOLE),
            ("log", WHOLE),
            ("keys", keys),
        ];
        assert_eq!(results(&report), expected);
        assert_eq!(records::value(&report.about)["people"], 7);
    }
    let report = verified(table.as_bytes(), &known(Some(&key.set()), None));
    assert!(report.holds());
    assert_eq!(results(&report), [("rows", WHOLE), ("signature", WHOLE), ("keys", WHOLE)]);
    // A table has no keys in it: without them nothing proves who has sealed it.
    let report = verified(table.as_bytes(), &Known::default());
    assert!(!report.holds());
    assert_eq!(results(&report), [("rows", WHOLE), ("signature", None)]);
    fails_first(
        &verified(table.as_bytes(), &known(Some(&Key::new(2).set()), None)),
        "signature",
        Some(&last_line(&table)),
    );
}

fn last_line(file: &str) -> String {
    format!("line {}", file.lines().count())
}

/// The line, from 1, that a byte is in. A line's end belongs to it.
fn line_of(file: &[u8], at: usize) -> String {
    format!("line {}", file[..at].split(|byte| *byte == b'\n').count())
}

/// Flips one bit; whatever it is, it must be found, and first of all in its own line.
#[track_caller]
fn flip(file: &[u8], bit: usize, known: &Known, kind: Kind) {
    let mut changed = file.to_vec();
    changed[bit / 8] ^= 1 << (bit % 8);
    let report = verified(&changed, known);
    assert!(!report.holds(), "bit {bit} of byte {}: {report:?}", bit / 8);
    assert_eq!(report.kind, kind, "bit {bit}");
    let (_, place) = failures(&report)[0];
    if kind == Kind::Receipt {
        return;
    }
    assert_eq!(place, Some(line_of(file, bit / 8).as_str()), "bit {bit}: {report:?}");
}

/// Flips one bit of each third byte, another one from byte to byte: some of every name, value and mark of the file. Of
/// every byte tests/package/flipped-bits.test.ts flips one, or all eight, where the optimised module is at hand.
fn flip_bits(file: &str, known: &Known, kind: Kind) {
    for byte in (0..file.len()).step_by(3) {
        flip(file.as_bytes(), byte * 8 + byte * 5 % 8, known, kind);
    }
}

#[test]
fn a_flipped_bit_of_a_receipt_is_found() {
    let file = receipt_file(&Key::new(1), &[accepted("ar"), withdrawn()], true).to_string();
    flip_bits(&file, &Known::default(), Kind::Receipt);
}

#[test]
fn a_flipped_bit_of_an_export_is_found_in_its_line() {
    let (lines, _) = export(&Key::new(1), 1);
    flip_bits(&lines, &Known::default(), Kind::Export);
}

#[test]
fn every_flipped_bit_of_a_table_is_found_in_its_line() {
    let key = Key::new(1);
    let (_, table) = export(&key, 2);
    let given = known(Some(&key.set()), None);
    for bit in 0..table.len() * 8 {
        flip(table.as_bytes(), bit, &given, Kind::Csv);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn flipped_bits_of_large_files_are_found_in_their_lines(places in prop::collection::vec(any::<prop::sample::Index>(), 4)) {
        let key = Key::new(1);
        let (lines, table) = export(&key, 60);
        let given = known(Some(&key.set()), None);
        for place in places {
            flip(lines.as_bytes(), place.index(lines.len() * 8), &Known::default(), Kind::Export);
            flip(table.as_bytes(), place.index(table.len() * 8), &given, Kind::Csv);
        }
    }

    #[test]
    fn flipped_bits_of_a_receipt_in_another_layout_are_found(place in any::<prop::sample::Index>()) {
        let key = Key::new(1);
        let whole = receipt_file(&key, &[accepted("de"), told(1)], true);
        let kantara = records::kantara_file(&key, &whole["receipt"]);
        for file in [&whole, &kantara].map(|file| serde_json::to_string_pretty(file).unwrap()) {
            prop_assert!(verified(file.as_bytes(), &Known::default()).holds());
            flip(file.as_bytes(), place.index(file.len() * 8), &Known::default(), Kind::Receipt);
        }
    }

    #[test]
    fn any_bytes_are_answered_in_words(mut bytes in prop::collection::vec(any::<u8>(), 0..400), mark in 0..6_usize) {
        let marks: [&[u8]; 6] = [b"", b"person,sequence,", b"{\"format\":\"kyc-assent-receipt/1\"", b"{\"kind\":\"seal\"}\n",
            b"kyc-assent-export/1", b"seal,"];
        bytes.splice(0..0, marks[mark].iter().copied());
        let report = verified(&bytes, &Known::default());
        prop_assert!(!report.holds());
        prop_assert!(!report.findings.is_empty());
        prop_assert!(report.findings.iter().all(|finding| finding.text.ends_with(['.', ':'])));
    }
}

/// The lines of an export, and what their removal, exchange or doubling does.
#[test]
fn lines_that_are_missing_doubled_or_exchanged_are_found() {
    let key = Key::new(1);
    let (lines, table) = export(&key, 4);
    let given = known(Some(&key.set()), None);
    for file in [&lines, &table] {
        let all: Vec<&str> = file.split_inclusive('\n').collect();
        for at in 0..all.len() {
            let mut without = all.clone();
            without.remove(at);
            let report = verified(without.concat().as_bytes(), &given);
            assert!(!report.holds(), "without line {}", at + 1);
            let mut doubled = all.clone();
            doubled.insert(at, all[at]);
            assert!(!verified(doubled.concat().as_bytes(), &given).holds(), "line {} twice", at + 1);
            for other in 0..at {
                let mut exchanged = all.clone();
                exchanged.swap(at, other);
                assert!(
                    !verified(exchanged.concat().as_bytes(), &given).holds(),
                    "lines {other}, {at} exchanged"
                );
            }
            let cut: String = all[..at].concat();
            assert!(!verified(cut.as_bytes(), &given).holds(), "cut after line {at}");
        }
    }
}

/// Writes the lines of an export anew, with fitting digests, and seals them by the same key: what only the operator can.
fn sealed_anew(key: &Key, lines: &[Value]) -> String {
    let mut seal = kyc_assent::ledger::Seal::default();
    let mut out = String::new();
    for line in lines.iter().filter(|line| line["kind"] != "seal") {
        out += &seal.line(&parsed(line));
    }
    let (count, jws) = (seal.lines(), key.sign(Signed::Export, &seal.payload()));
    out + &seal.line(&parsed(&json!({ "kind": "seal", "lines": count, "jws": jws })))
}

#[test]
fn an_export_that_its_operator_has_rewritten_is_found_by_chains_and_log() {
    let key = Key::new(1);
    let (file, _) = export(&key, 4);
    let whole: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let anew = |change: &dyn Fn(&mut Vec<Value>)| {
        let mut lines = whole.clone();
        change(&mut lines);
        verified(sealed_anew(&key, &lines).as_bytes(), &Known::default())
    };
    assert!(anew(&|_| {}).holds());
    fails_first(
        &anew(&|lines| lines[2]["entry"]["event"]["language"] = "en-GB".into()),
        "sentence",
        Some("line 3"),
    );
    let report = anew(&|lines| lines[2]["entry"]["event"]["origin"] = "https://other.example".into());
    fails_first(&report, "entries", Some("line 3"));
    // An entry whose hash is made to fit is not in the log.
    let report = anew(&|lines| {
        lines[2]["entry"]["event"]["origin"] = "https://other.example".into();
        let mut rest = lines[2]["entry"].clone();
        rest.as_object_mut().unwrap().remove("hash");
        lines[2]["entry"]["hash"] = kyc_assent::ledger::canonical_hash(&parsed(&rest)).into();
    });
    assert!(failures(&report).contains(&("log", Some("line 3"))), "{report:?}");
    // The last entry of a person may not vanish from the middle, nor a person stand twice.
    let entries: Vec<usize> = (0..whole.len()).filter(|at| whole[*at]["kind"] == "entry").collect();
    let inner = entries.iter().copied().find(|at| whole[*at]["entry"]["sequence"] == 2).unwrap();
    let report = anew(&|lines| drop(lines.remove(inner - 1)));
    fails_first(&report, "entries", Some(&format!("line {inner}")));
    let report = anew(&|lines| {
        let first = lines.remove(2);
        let end = lines.len() - 3;
        lines.insert(end, first);
    });
    assert!(!report.holds());
    // Without the policy nobody knows what was agreed to.
    fails_first(&anew(&|lines| drop(lines.remove(1))), "sentence", Some("line 2"));
    let report = anew(&|lines| {
        lines[1]["file"]["sentences"][0]["segments"][0]["text"] = "I consent to nothing".into();
    });
    fails_first(&report, "sentence", Some("line 3"));
    // The head of another log, or another key's.
    let report = anew(&|lines| lines[0]["log"] = "other.example".into());
    fails_first(&report, "log", Some(&format!("line {}", whole.len() - 2)));
    let report = anew(&|lines| lines[0]["kind"] = "entry".into());
    fails_first(&report, "lines", Some("line 1"));
    // Entries that the log has not taken yet are said to be open.
    let report = anew(&|lines| lines[2]["proof"] = Value::Null);
    assert!(report.holds());
    assert!(results(&report).contains(&("log", None)));
}

#[test]
fn hostile_files_are_answered_in_words() {
    let key = Key::new(1);
    let (lines, table) = export(&key, 2);
    let receipt = receipt_file(&key, &[accepted("en")], true).to_string();
    let given = known(Some(&key.set()), None);
    let deep = format!("{{\"format\":\"kyc-assent-receipt/1\",\"receipt\":{}", "[".repeat(5000));
    let twice = receipt.replacen("\"jws\":", "\"jws\":\"\",\"jws\":", 1);
    let mut latin = receipt.clone().into_bytes();
    latin[60] = 0xE9;
    let crlf = lines.replace('\n', "\r\n");
    let long = format!("{}{}\n", lines, "x".repeat(50 << 20));
    let long_row = format!("person,sequence,\r\n{}\r\n", "x".repeat(50 << 20));
    let long_receipt = format!("{{\"format\":\"kyc-assent-receipt/1\",\"x\":\"{}\"}}", "x".repeat(50 << 20));
    let with_mark = format!("\u{feff}{lines}");
    for (file, check, place) in [
        (deep.as_bytes(), "format", None),
        (twice.as_bytes(), "format", None),
        (&latin, "format", None),
        (long_receipt.as_bytes(), "format", None),
        (crlf.as_bytes(), "lines", Some("line 1")),
        (with_mark.as_bytes(), "lines", Some("line 1")),
        (long_row.as_bytes(), "rows", Some("line 1")),
        (table.replace("\r\n", "\n").as_bytes(), "rows", Some("line 1")),
        (format!("\u{feff}{table}").as_bytes(), "rows", Some("line 1")),
        (b"".as_slice(), "format", None),
        (b"\xff\xfe\x00", "format", None),
    ] {
        fails_first(&verified(file, &given), check, place);
    }
    let last = format!("line {}", lines.lines().count() + 1);
    fails_first(&verified(long.as_bytes(), &given), "lines", Some(&last));
    // A mark before a receipt changes nothing that was signed.
    assert!(verified(format!("\u{feff}{receipt}").as_bytes(), &given).holds());
}

#[test]
fn so_many_failures_are_listed_and_no_more() {
    let (lines, _) = export(&Key::new(1), 40);
    let report = verified(lines.replace('\n', "\r\n").as_bytes(), &Known::default());
    assert_eq!(failures(&report).iter().filter(|(check, _)| *check == "lines").count(), 21);
}

#[test]
fn progress_ends_at_the_whole_file() {
    let (lines, table) = export(&Key::new(1), 3);
    for file in [lines, table] {
        let mut seen = Vec::new();
        kyc_assent::ledger::verify(file.as_bytes(), &Known::default(), &mut |done| seen.push(done));
        assert!(seen.is_sorted());
        assert_eq!(seen.last(), Some(&file.len()));
    }
}

#[test]
fn keys_that_cannot_be_used_are_refused_before_anything_is_verified() {
    for keys in [json!({}), json!([]), json!({ "keys": [{ "kty": "RSA" }] }), json!("x")] {
        assert_eq!(Known::new(Some(&parsed(&keys)), None).unwrap_err().code(), "invalid-input");
    }
}

/// Gives an entry the hash that fits it.
fn rehash(entry: &mut Value) {
    let mut rest = entry.clone();
    rest.as_object_mut().unwrap().remove("hash");
    entry["hash"] = kyc_assent::ledger::canonical_hash(&parsed(&rest)).into();
}

#[test]
fn an_entry_about_other_words_than_those_shown_is_found_though_its_hash_fits() {
    let key = Key::new(1);
    let whole = receipt_file(&key, &[accepted("en")], false);
    for (name, value) in
        [("policy", "another"), ("version", "another"), ("language", "de"), ("link", "https://a.example")]
    {
        let mut receipt = whole["receipt"].clone();
        let entry = &mut receipt["evidence"]["entries"][0];
        entry["event"][name] = value.into();
        rehash(entry);
        let file = records::signed_file(&key, "kyc-assent-receipt/1", &parsed(&receipt));
        let report = verified(file.to_string().as_bytes(), &Known::default());
        fails_first(&report, "sentence", Some("receipt.evidence.sentence"));
    }
}

#[test]
fn a_link_that_no_policy_has_is_found_though_every_hash_fits() {
    let key = Key::new(1);
    let (file, _) = export(&key, 2);
    let mut lines: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let policy = lines[1]["file"].clone();
    let entry = &mut lines[2]["entry"];
    let language = entry["event"]["language"].clone();
    let sentences = policy["sentences"].as_array().unwrap();
    let sentence = sentences.iter().find(|sentence| sentence["language"] == language).unwrap();
    let segments = sentence["segments"].as_array().unwrap();
    let text: String = segments.iter().map(|segment| segment["text"].as_str().unwrap()).collect();
    let link = "https://elsewhere.example";
    entry["event"]["link"] = link.into();
    let shown = json!({
        "policy": policy["policy"], "version": policy["version"], "language": language, "text": text, "link": link,
    });
    entry["event"]["sentenceHash"] = kyc_assent::ledger::canonical_hash(&parsed(&shown)).into();
    rehash(entry);
    let report = verified(sealed_anew(&key, &lines).as_bytes(), &Known::default());
    let found = report.findings.iter().find(|finding| finding.check == "sentence").unwrap();
    assert_eq!((found.holds, found.place.as_deref()), (Some(false), Some("line 3")));
    assert!(found.text.contains("link"));
}

#[test]
fn people_stand_in_the_order_of_their_pseudonyms_once_each() {
    let key = Key::new(1);
    let (file, _) = export(&key, 3);
    let lines: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |line: &Value| line["entry"]["person"].as_str().map(str::to_owned);
    let first = of(&lines[2]);
    let (own, rest): (Vec<_>, Vec<_>) = lines.iter().cloned().partition(|line| first == of(line));
    let end = rest.iter().position(|line| line["kind"] == "head").unwrap();
    let moved: Vec<Value> = rest[..end].iter().chain(&own).chain(&rest[end..]).cloned().collect();
    let report = verified(sealed_anew(&key, &moved).as_bytes(), &Known::default());
    assert_eq!(failures(&report), [("entries", Some(format!("line {}", end + 1).as_str()))]);
}

#[test]
fn a_seal_over_another_number_of_lines_or_another_digest_is_found() {
    let key = Key::new(1);
    let (file, table) = export(&key, 2);
    let seal = |digest: &str, lines: usize| {
        key.sign(Signed::Export, &parsed(&json!({ "digest": digest, "lines": lines })))
    };
    let before: Vec<&str> = file.lines().collect();
    let (count, last) = (before.len() - 1, before[before.len() - 2]);
    let digest = serde_json::from_str::<Value>(last).unwrap()["digest"].as_str().unwrap().to_owned();
    let nothing = "0".repeat(64);
    for (jws, holds) in
        [(seal(&digest, count), true), (seal(&digest, count + 1), false), (seal(&nothing, count), false)]
    {
        let mut writer = kyc_assent::ledger::Seal::default();
        let mut out = String::new();
        for line in &before[..count] {
            out += &writer.line(&parsed(&serde_json::from_str(line).unwrap()));
        }
        out += &writer.line(&parsed(&json!({ "kind": "seal", "lines": count, "jws": jws })));
        let report = verified(out.as_bytes(), &Known::default());
        assert_eq!(report.holds(), holds);
        assert!(holds || failures(&report) == [("signature", Some(last_line(&file).as_str()))]);
    }
    let given = known(Some(&key.set()), None);
    let rows: Vec<&str> = table.split_inclusive("\r\n").collect();
    let count = rows.len() - 1;
    let digest = rows[count - 1].trim_end().rsplit_once(',').unwrap().1;
    for (jws, holds) in
        [(seal(digest, count), true), (seal(digest, count + 1), false), (seal(&nothing, count), false)]
    {
        let out = rows[..count].concat() + &kyc_assent::ledger::Seal::seal_row(&jws);
        let report = verified(out.as_bytes(), &given);
        assert_eq!(report.holds(), holds);
        assert!(holds || failures(&report) == [("signature", Some(last_line(&table).as_str()))]);
    }
}

#[test]
fn a_blank_in_a_line_changes_it() {
    let (file, _) = export(&Key::new(1), 2);
    for (from, to) in [
        ("{\"digest\"", "{ \"digest\""),
        ("\"inRange\":true", "\"inRange\": true"),
        ("\"kind\":\"head\"}", "\"kind\":\"head\" }"),
    ] {
        let report = verified(file.replacen(from, to, 1).as_bytes(), &Known::default());
        assert!(!file.contains(from) || failures(&report)[0].0 == "lines", "{to}");
    }
}

#[test]
fn a_private_key_is_no_key_to_verify_with() {
    let mut jwk = Key::new(1).jwk;
    jwk["d"] = "AAAA".into();
    let refused = Known::new(Some(&parsed(&json!({ "keys": [jwk] }))), None).unwrap_err();
    assert!(refused.message().contains("private"));
}

#[test]
fn a_signature_for_another_purpose_is_told_apart() {
    let key = Key::new(1);
    let mut file = receipt_file(&key, &[accepted("en")], false);
    file["jws"] = key.sign(Signed::Head, &parsed(&file["receipt"])).into();
    let report = verified(file.to_string().as_bytes(), &Known::default());
    assert!(report.findings[0].text.contains("another purpose"));
}

#[test]
fn entries_of_a_receipt_are_one_persons_and_about_the_acceptance() {
    let key = Key::new(1);
    let whole = receipt_file(&key, &[accepted("en"), told(1)], false);
    let own = &whole["receipt"]["evidence"]["entries"];
    let other = records::value(&records::chain(&"ab".repeat(32), &[accepted("en"), told(1), withdrawn()])[2]);
    let mut foreign = own[1].clone();
    foreign["event"]["acceptance"] = 2.into();
    rehash(&mut foreign);
    for (entry, words) in [(other, "another person"), (foreign, "nothing to do")] {
        let mut receipt = whole["receipt"].clone();
        receipt["evidence"]["entries"] = json!([own[0], entry]);
        let file = records::signed_file(&key, "kyc-assent-receipt/1", &parsed(&receipt));
        let report = verified(file.to_string().as_bytes(), &Known::default());
        fails_first(&report, "entries", Some("receipt.evidence.entries[1]"));
        let found = report.findings.iter().find(|finding| finding.check == "entries").unwrap();
        assert!(found.text.contains(words), "{}", found.text);
    }
}

/// The lines of an export, without their digests.
fn lines_of(file: &str) -> Vec<Value> {
    let mut lines: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &mut lines {
        line.as_object_mut().unwrap().remove("digest");
    }
    lines
}

#[test]
fn entries_are_marked_by_what_the_export_is_about() {
    let key = Key::new(1);
    let lines = lines_of(&export(&key, 6).0);
    let marks = |range: Value, in_range: &dyn Fn(&Value) -> Value| {
        let mut lines = lines.clone();
        lines[0]["range"] = range;
        for line in lines.iter_mut().filter(|line| line["kind"] == "entry") {
            line["inRange"] = in_range(&line["entry"]);
        }
        let report = verified(sealed_anew(&key, &lines).as_bytes(), &Known::default());
        let range: Vec<_> = report.findings.iter().filter(|one| one.check == "range").collect();
        (range[0].holds.unwrap(), range[0].place.clone(), range[0].text.clone(), report.holds())
    };
    let at = "2026-01-01T00:01:00.000Z";
    let from = |entry: &Value| json!(entry["at"].as_str().unwrap() >= at);
    let (holds, _, text, whole) = marks(json!({ "from": at }), &from);
    assert!(holds && whole);
    assert_eq!(text, "The entries that the export is about are marked as such, and no others.");
    assert!(marks(json!({ "policy": "crossmint-privacy-policy" }), &|_| true.into()).3);
    assert!(marks(json!({ "policy": "another" }), &|_| false.into()).3);

    let (holds, place, text, whole) = marks(json!({ "from": at }), &|_| true.into());
    assert_eq!((holds, place.as_deref(), whole), (false, Some("line 3"), false));
    assert_eq!(text, "This entry is marked as one that the export is about, and is none.");
    let (holds, place, text, _) = marks(json!({}), &|_| false.into());
    assert_eq!((holds, place.as_deref()), (false, Some("line 3")));
    assert_eq!(text, "This entry is one that the export is about, and is not marked as such.");
    for odd in [Value::Null, json!("true"), json!(1)] {
        assert!(!marks(json!({}), &|_| odd.clone()).0);
    }
    let person = lines[2]["entry"]["person"].clone();
    let (holds, place, text, _) = marks(json!({ "person": person }), &|_| true.into());
    assert!(!holds && place.as_deref() != Some("line 3"));
    assert_eq!(text, "The export says that it is about another person.");
    let is_theirs = |line: &&Value| line["kind"] != "entry" || line["entry"]["person"] == person;
    let mut one: Vec<Value> = lines.iter().filter(is_theirs).cloned().collect();
    one[0]["range"] = json!({ "person": person });
    let report = verified(sealed_anew(&key, &one).as_bytes(), &Known::default());
    assert!(report.findings.iter().any(|finding| finding.check == "range" && finding.holds == WHOLE));
}

#[test]
fn a_head_is_of_a_time_at_which_its_key_was_in_use() {
    let key = Key::new(1);
    let receipt = receipt_file(&key, &[accepted("en")], true).to_string();
    let (jsonl, _) = export(&key, 2);
    // The second of the heads of these files.
    let head = Timestamp::parse(records::HEAD_AT).unwrap().0 / 1000;
    let found = |file: &str, times: Value| {
        let mut set = key.set();
        let jwk = set["keys"][0].as_object_mut().unwrap();
        jwk.extend(times.as_object().unwrap().clone());
        let report = verified(file.as_bytes(), &known(Some(&set), None));
        let finding = report.findings.iter().find(|finding| finding.check == "key-time").cloned();
        assert_eq!(report.holds(), finding.as_ref().is_none_or(|finding| finding.holds == WHOLE));
        finding
    };
    for (file, place) in [(&receipt, "receipt.evidence.log".to_owned()), (&jsonl, head_line(&jsonl))] {
        assert_eq!(found(file, json!({})), None);
        for times in [json!({ "nbf": head }), json!({ "nbf": head, "exp": head }), json!({ "exp": head + 1 })]
        {
            let finding = found(file, times).unwrap();
            assert_eq!((finding.holds, finding.place), (WHOLE, None));
        }
        for times in [
            json!({ "nbf": head + 1 }),
            json!({ "exp": head - 1 }),
            json!({ "nbf": head - 9, "exp": head - 1 }),
        ] {
            let finding = found(file, times).unwrap();
            assert_eq!((finding.holds, finding.place), (Some(false), Some(place.clone())));
            assert!(finding.text.contains(records::HEAD_AT) && finding.text.ends_with("was not in use."));
        }
    }
    for odd in [json!("soon"), json!(-1), json!(1.5), Value::Null] {
        let mut set = key.set();
        set["keys"][0]["nbf"] = odd;
        assert!(Known::new(Some(&parsed(&set)), None).is_err());
    }
    // What the file itself says of its keys counts too, for it is sealed.
    let mut lines = lines_of(&jsonl);
    let keys = lines.iter_mut().find(|line| line["kind"] == "keys").unwrap();
    keys["keys"][0]["exp"] = (head - 1).into();
    let report = verified(sealed_anew(&key, &lines).as_bytes(), &known(Some(&key.set()), None));
    fails_first(&report, "key-time", Some(&head_line(&jsonl)));
}

fn head_line(file: &str) -> String {
    format!("line {}", file.lines().count() - 2)
}
