//! Verifies the table of an export: CSV whose rows bear digests.

use super::super::fault::Fault;
use super::super::jws::Signed;
use super::super::seal::{FAULT, header};
use super::digests::Digests;
use super::report::{Kind, Report, words};
use super::trust::Trust;
use crate::json::Json;
use alloc::string::ToString;

/// No row is longer, in bytes.
const LONGEST: usize = 1 << 16;

pub(super) fn verify(file: &[u8], trust: Trust<'_>, progress: &mut dyn FnMut(usize)) -> Report {
    let mut report = Report::new(Kind::Csv);
    let mut digests = Digests::new();
    let (mut lines, mut done) = (0, 0);
    let mut seal = None;
    for row in file.split_inclusive(|byte| *byte == b'\n') {
        lines += 1;
        done += row.len();
        progress(done);
        if seal.is_some() {
            report.bad_line("rows", lines, "There is something after the seal.");
            break;
        }
        let Some(plain) = plain_row(row) else {
            report.bad_line(
                "rows",
                lines,
                "This row was changed or cut off: it does not end as a row does, or is not text.",
            );
            digests.lose();
            continue;
        };
        if lines == 1 {
            if header().as_bytes() != row {
                report.bad_line("rows", lines, "The names of the columns were changed.");
            }
        } else if let Some(jws) = plain.strip_prefix("seal,") {
            seal = Some((lines, jws));
        } else if !fits(&mut digests, plain) {
            report.bad_line("rows", lines, "This row was changed: its digest does not fit.");
        } else if plain.starts_with(FAULT) {
            report.bad_line("ledger", lines, Fault::words(plain.split(',').nth(2)));
        }
    }
    let whole = !report.fails("rows");
    if whole {
        let count = lines.saturating_sub(2).to_string();
        report.good("rows", words(&["Every row is as it was written; there are ", &count, "."]));
    }
    let Some((line, jws)) = seal else {
        report.bad_line(
            "signature",
            lines.max(1),
            "The last row, the seal, is missing: the file was cut off.",
        );
        return report;
    };
    report.about =
        Json::object([("rows", u64::try_from(lines.saturating_sub(2)).unwrap_or_default().into())]);
    if trust.pinned.is_none() {
        let text = "A table has no keys in it. Give the keys that the operator publishes (/log/keys), or verify the export itself.";
        report.open("signature", text);
        return report;
    }
    match trust.signature(Signed::Export, jws, None) {
        Err(problem) => report.bad_line("signature", line, words(&["The seal's signature ", &problem, "."])),
        Ok(signature) => {
            let stated = signature.payload.get("digest").and_then(Json::as_str);
            let counted =
                signature.payload.get("lines").and_then(Json::as_u64) == u64::try_from(line - 1).ok();
            // Where rows are damaged they are named above, and the last digest may not be known.
            if whole && (stated != Some(digests.last()) || !counted) {
                report.bad_line(
                    "signature",
                    line,
                    "The seal is that of another table: rows are missing or were added.",
                );
            } else {
                report.good("signature", words(&["The table was sealed by the key ", &signature.kid, "."]));
                trust.compare(&mut report, &[signature.kid]);
            }
        }
    }
    report
}

fn plain_row(row: &[u8]) -> Option<&str> {
    let row = row.strip_suffix(b"\r\n").filter(|row| row.len() <= LONGEST)?;
    core::str::from_utf8(row).ok()
}

fn fits(digests: &mut Digests, row: &str) -> bool {
    let (content, digest) = row.rsplit_once(',').unwrap_or((row, ""));
    digests.fit(content.as_bytes(), digest)
}
