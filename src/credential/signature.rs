//! Keyed hashes (RFC 2104), written as Sumsub writes them: lower-case hex.

use alloc::string::String;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use crate::decision::words;

words! {
    /// The digests that Sumsub announces for its webhooks (webhook manager).
    Algorithm {
        /// The legacy one. SHA-1's collisions do not break HMAC, but it is accepted only where the host says so.
        Sha1 = "HMAC_SHA1_HEX",
        /// The default.
        Sha256 = "HMAC_SHA256_HEX",
        /// The longer option.
        Sha512 = "HMAC_SHA512_HEX",
    }
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    out
}

fn unhex(text: &str) -> Option<alloc::vec::Vec<u8>> {
    let digits: Option<alloc::vec::Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let digits = digits.filter(|d| d.len().is_multiple_of(2))?;
    digits
        .chunks(2)
        .map(|pair| if let [high, low] = pair { u8::try_from(high * 16 + low).ok() } else { None })
        .collect()
}

/// SHA-256 over the parts in a row.
pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    digest.finalize().into()
}

/// SHA-256 in hex.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(&[bytes]))
}

/// HMAC-SHA256 over the parts in a row, in hex.
#[must_use]
pub fn hmac_hex(key: &[u8], parts: &[&[u8]]) -> String {
    mac::<Hmac<Sha256>>(key, parts).map(|mac| hex(&mac.finalize().into_bytes())).unwrap_or_default()
}

/// Whether `digest` (hex, in either case) is the keyed hash of the message. It takes the same time wherever they differ.
#[must_use]
pub fn hmac_matches(algorithm: Algorithm, key: &[u8], message: &[u8], digest: &str) -> bool {
    let Some(digest) = unhex(digest) else { return false };
    match algorithm {
        Algorithm::Sha1 => {
            mac::<Hmac<Sha1>>(key, &[message]).is_some_and(|m| m.verify_slice(&digest).is_ok())
        }
        Algorithm::Sha256 => {
            mac::<Hmac<Sha256>>(key, &[message]).is_some_and(|m| m.verify_slice(&digest).is_ok())
        }
        Algorithm::Sha512 => {
            mac::<Hmac<Sha512>>(key, &[message]).is_some_and(|m| m.verify_slice(&digest).is_ok())
        }
    }
}

/// None never comes: HMAC takes keys of any length.
fn mac<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]]) -> Option<M> {
    let mut mac = <M as KeyInit>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac)
}
