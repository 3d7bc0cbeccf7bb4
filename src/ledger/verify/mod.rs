//! Verifies what a gateway has handed out, without asking it: receipts, exports and their tables.
//!
//! Everything is recomputed from the file itself: the hashes of the entries, their chains, the sentence, the path to a
//! head of the log, the signatures. What the file cannot prove by itself (that its keys are the operator's own) is said
//! to be open, with what to compare. Nothing here fails: whatever is handed in, the answer is a [`Report`].

mod chain;
mod digests;
mod entries;
mod export;
mod inclusion;
mod receipt;
mod report;
mod table;
mod trust;

pub use report::{Finding, Kind, Report};

use crate::error::Error;
use crate::json::Json;
use trust::Trust;

/// What the reader knows beside the file.
#[derive(Debug, Clone, Default)]
pub struct Known {
    keys: Option<super::keys::KeySet>,
    locator: Option<alloc::string::String>,
}

impl Known {
    /// `keys` is a JWK set that the reader has got in another way than with the file; `locator` is the person's own
    /// (`userId:…`, `email:…`), to see whether a receipt is theirs. It goes into no finding.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] when the keys are not Ed25519 public keys under their own thumbprints.
    pub fn new(keys: Option<&Json>, locator: Option<&str>) -> Result<Self, Error> {
        let keys = keys
            .map(super::keys::KeySet::read)
            .transpose()
            .map_err(|problem| Error::input("keys", problem))?;
        Ok(Self { keys, locator: locator.map(Into::into) })
    }
}

/// Verifies a file. `progress` is told how many of its bytes are done.
///
/// ```
/// use kyc_assent::ledger::{Kind, Known, verify};
/// let report = verify(b"hello", &Known::default(), &mut |_| {});
/// assert_eq!(report.kind, Kind::Unknown);
/// assert!(!report.holds());
/// ```
pub fn verify(file: &[u8], known: &Known, progress: &mut dyn FnMut(usize)) -> Report {
    let trust = Trust { pinned: known.keys.as_ref() };
    match kind_of(file) {
        Kind::Receipt => receipt::verify(file, trust, known.locator.as_deref()),
        Kind::Export => export::verify(file, trust, progress),
        Kind::Csv => table::verify(file, trust, progress),
        Kind::Unknown => {
            let mut report = Report::new(Kind::Unknown);
            report.bad("format", None, "This is no receipt, export or table of kyc-assent.");
            report
        }
    }
}

/// How much of a file's two ends is looked at to tell what it is.
const ENDS: usize = 1 << 16;

/// By either of two marks, so that a file with one damaged place is still known for what it was.
fn kind_of(file: &[u8]) -> Kind {
    let start = file.get(..ENDS).unwrap_or(file);
    let end = file.len().checked_sub(ENDS).and_then(|from| file.get(from..)).unwrap_or(file);
    let has = |part: &[u8], mark: &str| part.windows(mark.len()).any(|window| window == mark.as_bytes());
    let line_starts =
        |mark: &str| end.split(|byte| *byte == b'\n').any(|line| line.starts_with(mark.as_bytes()));
    let plain = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    if plain.starts_with(b"person,sequence,") || line_starts("seal,") {
        return Kind::Csv;
    }
    if has(start, "kyc-assent-export/1") || has(end, "\"kind\":\"seal\"") {
        return Kind::Export;
    }
    if has(start, "kyc-assent-receipt/1") || has(start, "kyc-assent-kantara/1") || has(start, "\"receipt\"") {
        return Kind::Receipt;
    }
    Kind::Unknown
}
