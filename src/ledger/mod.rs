//! The ledger: what one person agreed to, as a chain of entries; and the log, one tree over the entries of all people.
//!
//! An entry bears the hash of the one before, so that a person's chain cannot be rewritten; every entry is a leaf of
//! the log, whose signed heads are public, so that neither a chain nor the order of people can be. The hashes are
//! SHA-256 over canonical JSON (RFC 8785), the tree is that of RFC 9162 section 2.1.

mod accepted;
#[cfg(feature = "signatures")]
mod base64url;
mod entry;
mod fault;
mod head;
mod jws;
mod kantara;
#[cfg(feature = "signatures")]
mod keys;
mod range;
mod receipt;
mod seal;
#[cfg(feature = "signatures")]
mod signature;
mod standing;
mod template;
mod tree;
#[cfg(feature = "signatures")]
mod verify;

pub use accepted::{accepted_event, policy_hash, sentence_hash};
pub use entry::{broken_link, entry, person_of};
pub use fault::Fault;
pub use head::{HeadSigner, head, head_signer, next_head};
pub use jws::{Signed, key_id, signing_input};
pub use kantara::kantara_view;
pub use range::Range;
pub use receipt::{CONTROLLER, receipt};
pub use seal::{COLUMNS, Seal};
pub use standing::{Standing, acceptances};
pub use tree::{Hash, Node, Proof, Tree, leaf_hash, root_of_inclusion, subtree_hash, verify_consistency};
#[cfg(feature = "signatures")]
pub use verify::{Finding, Kind, Known, Report, verify};

use crate::credential::sha256_hex;
use crate::json::Json;
use alloc::string::String;

/// SHA-256 in lower-case hex over the canonical JSON of a value.
#[must_use]
pub fn canonical_hash(value: &Json) -> String {
    sha256_hex(value.clone().canonical().to_text().as_bytes())
}
