//! Whose signature it is.

use super::super::jws::Signed;
use super::super::keys::KeySet;
use super::super::signature::Signature;
use super::inclusion::Head;
use super::report::{Report, words};
use alloc::string::String;
use alloc::vec::Vec;

/// The keys that the reader brought along.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trust<'a> {
    pub(super) pinned: Option<&'a KeySet>,
}

impl Trust<'_> {
    /// Verifies a signature by the keys of the file, or by those of the reader where the file has none. What is wrong,
    /// as the end of a sentence, when it does not hold.
    pub(super) fn signature<'t>(
        self,
        what: Signed,
        text: &'t str,
        own: Option<&KeySet>,
    ) -> Result<Signature<'t>, String> {
        let signature = Signature::read(what, text)?;
        let key = own.or(self.pinned).and_then(|keys| keys.find(&signature.kid));
        let Some(key) = key else {
            return Err(words(&["is by the key ", shown(&signature.kid), ", which is not among the keys"]));
        };
        if !signature.is_of(key.bytes()) {
            return Err("does not fit: what was signed has changed, or somebody else has signed it".into());
        }
        Ok(signature)
    }

    /// Says whether the head was signed while its key was in use, as far as a set of keys says when that was: the reader's,
    /// or else the file's own.
    pub(super) fn in_time(
        self,
        report: &mut Report,
        (kid, head): (&str, &Head),
        own: Option<&KeySet>,
        place: Option<String>,
    ) {
        let sets = [self.pinned, own];
        let keys = sets.into_iter().flatten().filter_map(|set| set.find(kid));
        let second = head.second();
        let known: Vec<bool> = keys.filter_map(|key| key.in_use(second.unwrap_or_default())).collect();
        if known.is_empty() {
            return;
        }
        if second.is_some() && known.iter().all(|in_use| *in_use) {
            return report.good("key-time", "The log's head was signed while its key was in use.");
        }
        let text =
            ["The log's head says that it is of ", &head.at, ", when its key ", kid, " was not in use."];
        report.bad("key-time", place, words(&text));
    }

    /// Says whether the keys that have signed are those that the reader brought along.
    pub(super) fn compare(self, report: &mut Report, signers: &[String]) {
        let mut kids: Vec<&str> = Vec::new();
        for kid in signers {
            if !kids.contains(&kid.as_str()) {
                kids.push(kid);
            }
        }
        let Some(pinned) = self.pinned else {
            let text = words(&[
                "The keys came with the file. Compare their fingerprints with what the operator publishes (/log/keys), or give the keys yourself: ",
                &kids.join(", "),
                ".",
            ]);
            return report.open("keys", text);
        };
        match kids.iter().find(|kid| pinned.find(kid).is_none()) {
            Some(foreign) => {
                let text = words(&[
                    "It was signed by the key ",
                    shown(foreign),
                    ", which is not among the keys you gave.",
                ]);
                report.bad("keys", None, text);
            }
            None => report.good("keys", "It was signed by a key that you gave."),
        }
    }
}

/// A key's name out of a file, for a message: anything else than a thumbprint could be anything.
fn shown(kid: &str) -> &str {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if kid.len() == 43 && kid.bytes().all(plain) { kid } else { "(no thumbprint)" }
}
