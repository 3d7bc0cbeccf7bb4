//! Verifies an export: JSON Lines whose lines bear digests.

use super::super::fault::Fault;
use super::super::jws::Signed;
use super::super::keys::KeySet;
use super::super::seal::without_digest;
use super::digests::Digests;
use super::entries::Entries;
use super::inclusion::Head;
use super::report::{Kind, Report, line_place, words};
use super::trust::Trust;
use crate::json::Json;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// No line is longer, in bytes.
const LONGEST: usize = 1 << 20;
/// The last lines of every export: the head, the keys, the seal.
const TAIL: usize = 3;

pub(super) fn verify(file: &[u8], trust: Trust<'_>, progress: &mut dyn FnMut(usize)) -> Report {
    let mut report = Report::new(Kind::Export);
    let lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
    let tail = Tail::read(&lines, trust);
    let mut reading = Reading {
        digests: Digests::new(),
        before_seal: String::new(),
        entries: Entries::new(tail.head.as_ref().ok()),
        log: String::new(),
        stage: 0,
    };
    let mut done = 0;
    for (index, line) in lines.iter().enumerate() {
        reading.line(&mut report, index + 1, line);
        done += line.len();
        progress(done);
    }
    let whole = !report.fails("lines");
    if whole {
        report.good(
            "lines",
            words(&["Every line is as it was written; there are ", &lines.len().to_string(), "."]),
        );
    }
    seal(&mut report, &tail, &reading, (lines.len(), whole));
    match &tail.head {
        Ok(head) if head.log == reading.log => tail.head_in_time(&mut report, head, trust),
        Ok(_) => report.bad_line("log", tail.line(0), "The head is that of another log."),
        Err(problem) => report.bad_line("log", tail.line(0), words(&["The head of the log ", problem, "."])),
    }
    reading.entries.finish(&mut report);
    about(&mut report, &lines, &reading, &tail);
    if !tail.signers.is_empty() {
        trust.compare(&mut report, &tail.signers);
    }
    report
}

/// What the last lines hold, read before the others, which are measured by it.
struct Tail {
    head: Result<Head, String>,
    /// The payload of the seal.
    seal: Result<Json, String>,
    signers: Vec<String>,
    keys: Option<KeySet>,
    lines: usize,
}

impl Tail {
    fn read(lines: &[&[u8]], trust: Trust<'_>) -> Self {
        let last = lines.get(lines.len().saturating_sub(TAIL)..).unwrap_or_default();
        let parsed: Vec<Json> = last.iter().filter_map(|line| parse(line).ok()).collect();
        let of = |kind: &str| parsed.iter().find(|line| is(line, kind));
        let keys = match of("keys").map(KeySet::read) {
            Some(keys) => keys.map_err(|problem| words(&["cannot be verified: the set of keys ", problem])),
            None => Err("cannot be verified: the keys are missing".into()),
        };
        let mut signers: Vec<String> = Vec::new();
        let mut signed = |what: Signed, line: Option<&Json>| {
            let jws = line.and_then(|line| line.get("jws")).and_then(Json::as_str);
            let jws = jws.ok_or_else(|| String::from("is missing or cannot be read"))?;
            let signature = trust.signature(what, jws, Some(keys.as_ref().map_err(Clone::clone)?))?;
            signers.push(signature.kid);
            Ok::<_, String>(signature.payload)
        };
        let head = signed(Signed::Head, of("head"))
            .and_then(|payload| Head::read(&payload).ok_or_else(|| "cannot be understood".into()));
        let seal = signed(Signed::Export, of("seal"));
        Self { head, seal, signers, keys: keys.ok(), lines: lines.len() }
    }

    /// The head's signer is the first: where the head holds, its signature did.
    fn head_in_time(&self, report: &mut Report, head: &Head, trust: Trust<'_>) {
        let kid = self.signers.first().map_or("", String::as_str);
        trust.in_time(report, (kid, head), self.keys.as_ref(), Some(line_place(self.line(0))));
    }

    /// The number of one of the last lines: 0 the head, 2 the seal.
    const fn line(&self, of: usize) -> usize {
        let line = (self.lines + 1 + of).saturating_sub(TAIL);
        if line == 0 { 1 } else { line }
    }
}

fn is(line: &Json, kind: &str) -> bool {
    line.get("kind").and_then(Json::as_str) == Some(kind)
}

/// What is wrong, as the end of a sentence, when it is no line of an export.
fn parse(line: &[u8]) -> Result<Json, &'static str> {
    let plain = line.strip_suffix(b"\n").ok_or("is cut off: the file ends in the middle of it")?;
    if plain.len() > LONGEST {
        return Err("is longer than any line of an export");
    }
    if plain.ends_with(b"\r") {
        return Err("ends in CR LF: a program has rewritten the file");
    }
    let text = core::str::from_utf8(plain).map_err(|_| "has bytes that are not text (UTF-8)")?;
    if text.starts_with('\u{feff}') {
        return Err("starts with a byte order mark: a program has rewritten the file");
    }
    Json::parse(text).map_err(crate::json::Malformed::reason)
}

/// What the lines before have said.
struct Reading<'a> {
    digests: Digests,
    before_seal: String,
    entries: Entries<'a>,
    log: String,
    /// How far along the order of kinds: [`ORDER`].
    stage: usize,
}

/// The kinds of lines, in their order. The second and the third may come any number of times, and [`FAULT`] among the latter.
const ORDER: [&str; 6] = ["export", "policy", "entry", "head", "keys", "seal"];

/// A line that names a fault of a ledger.
const FAULT: &str = "fault";
const ENTRY: usize = 2;

impl Reading<'_> {
    fn line(&mut self, report: &mut Report, number: usize, line: &[u8]) {
        let parsed = match parse(line) {
            Ok(parsed) => parsed,
            Err(problem) => {
                self.digests.lose();
                return report.bad_line("lines", number, words(&["This line ", problem, "."]));
            }
        };
        let digest = parsed.get("digest").and_then(Json::as_str).unwrap_or_default();
        let content = without_digest(&parsed);
        if is(&parsed, "seal") {
            self.before_seal = self.digests.last().into();
        }
        let fits = self.digests.fit(content.to_text().as_bytes(), digest);
        // The digest is over the canonical form: the line must be in it, or a blank could be added.
        let plain = line.strip_suffix(b"\n").unwrap_or(line);
        if !fits || parsed.clone().canonical().to_text().as_bytes() != plain {
            return report.bad_line("lines", number, "This line was changed: its digest does not fit.");
        }
        self.content(report, number, &parsed);
    }

    fn content(&mut self, report: &mut Report, number: usize, line: &Json) {
        let is_fault = is(line, FAULT);
        let kind = if is_fault { Some(ENTRY) } else { ORDER.iter().position(|kind| is(line, kind)) };
        let Some(kind) = kind.filter(|kind| *kind >= self.stage && (number == 1) == (*kind == 0)) else {
            return report.bad_line("lines", number, "This line is of a kind that cannot stand here.");
        };
        self.stage = if matches!(kind, 1 | ENTRY) { kind } else { kind + 1 };
        match kind {
            0 => {
                self.log = line.get("log").and_then(Json::as_str).unwrap_or_default().into();
                self.entries.range(line.get("range"));
            }
            1 => self.entries.policy(report, number, line),
            ENTRY if is_fault => {
                report.bad_line("ledger", number, Fault::words(line.get("fault").and_then(Json::as_str)));
            }
            ENTRY => self.entries.entry(report, number, line),
            _ => {}
        }
    }
}

fn seal(report: &mut Report, tail: &Tail, reading: &Reading<'_>, (lines, whole): (usize, bool)) {
    let line = tail.line(2);
    match &tail.seal {
        Err(problem) => report.bad_line("signature", line, words(&["The seal's signature ", problem, "."])),
        // Where lines are damaged they are named above, and the last digest may not be known.
        Ok(_) if !whole => report
            .open("signature", "The seal was signed, but over the file as it was before it was changed."),
        Ok(payload) => {
            let digest = payload.get("digest").and_then(Json::as_str);
            let counted =
                payload.get("lines").and_then(Json::as_u64) == u64::try_from(lines.saturating_sub(1)).ok();
            if reading.stage == ORDER.len() && digest == Some(reading.before_seal.as_str()) && counted {
                let kid = tail.signers.last().map_or("", String::as_str);
                report.good("signature", words(&["The export was sealed by the key ", kid, "."]));
            } else {
                report.bad_line(
                    "signature",
                    line,
                    "The seal is that of another export: lines are missing or were added.",
                );
            }
        }
    }
}

fn about(report: &mut Report, lines: &[&[u8]], reading: &Reading<'_>, tail: &Tail) {
    let mut about = Json::object([
        ("log", reading.log.as_str().into()),
        ("people", reading.entries.people.into()),
        ("entries", reading.entries.count.into()),
        ("policies", reading.entries.policies().into()),
    ]);
    if let Some(first) = lines.first().and_then(|line| parse(line).ok()) {
        for name in ["at", "range"] {
            if let Some(value) = first.get(name) {
                about.set(name, value.clone());
            }
        }
    }
    if let Ok(head) = &tail.head {
        about.set("head", Json::object([("size", head.size.into()), ("at", head.at.as_str().into())]));
    }
    report.about = about;
}
