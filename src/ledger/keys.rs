//! Public keys as a JWK set (RFC 7517), and what an Ed25519 key (RFC 8032) has signed.

use alloc::string::String;
use alloc::vec::Vec;

use super::base64url::decode;
use super::jws::key_id;
use crate::json::Json;

/// A public key that signs heads, receipts and exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PublicKey {
    /// RFC 7638 thumbprint: it follows from the key, so that a key cannot be swapped under its name.
    pub(super) kid: String,
    bytes: [u8; 32],
    /// From when on it signs, and until when: seconds since 1970, as `nbf` and `exp` of the set say.
    from: Option<u64>,
    until: Option<u64>,
}

/// The keys of a set, by their `kid`.
#[derive(Debug, Clone, Default)]
pub(super) struct KeySet(Vec<PublicKey>);

impl KeySet {
    /// Reads `{ "keys": [JWK] }`, or the bare list. What is wrong, in words, when one of them is not an Ed25519 public
    /// key under its own thumbprint.
    pub(super) fn read(set: &Json) -> Result<Self, &'static str> {
        let list = set.get("keys").unwrap_or(set);
        if list.items().is_empty() {
            return Err("has no key");
        }
        list.items().iter().map(PublicKey::read).collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn find(&self, kid: &str) -> Option<&PublicKey> {
        self.0.iter().find(|key| key.kid == kid)
    }
}

impl PublicKey {
    fn read(jwk: &Json) -> Result<Self, &'static str> {
        let text = |name: &str| jwk.get(name).and_then(Json::as_str);
        if text("kty") != Some("OKP") || text("crv") != Some("Ed25519") {
            return Err("has a key that is not Ed25519");
        }
        if jwk.get("d").is_some() {
            return Err(
                "has a private key; whoever has seen this file can sign, so the key must be replaced",
            );
        }
        let bytes = text("x")
            .and_then(decode)
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
            .ok_or("has a key whose x is not 32 bytes of base64url")?;
        let kid = key_id(jwk).map_err(|_| "has a key that is not Ed25519")?;
        if text("kid") != Some(&kid) {
            return Err("has a key whose kid is not its RFC 7638 thumbprint");
        }
        let time = |name: &str| match jwk.get(name) {
            None => Ok(None),
            Some(value) => {
                value.as_u64().map(Some).ok_or("has a key whose nbf or exp is no number of seconds")
            }
        };
        Ok(Self { kid, bytes, from: time("nbf")?, until: time("exp")? })
    }

    /// Whether it was in use in that second, counted from 1970; none when the set does not say when it is.
    pub(super) fn in_use(&self, second: u64) -> Option<bool> {
        if self.from.is_none() && self.until.is_none() {
            return None;
        }
        Some(self.from.is_none_or(|from| second >= from) && self.until.is_none_or(|until| second <= until))
    }

    pub(super) const fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }
}

/// Whether the key has signed the message, strictly: no key and no R of small order, S below the group's order, and a
/// key in its one encoding (RFC 8032 section 5.1.3 refuses the others, many libraries do not).
pub(super) fn has_signed(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    is_canonical(key)
        && ed25519_dalek::VerifyingKey::from_bytes(key).is_ok_and(|key| {
            key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok()
        })
}

/// Whether the y coordinate is below 2^255 - 19.
fn is_canonical(key: &[u8; 32]) -> bool {
    let [lowest, middle @ .., highest] = key;
    *lowest < 0xed || highest & 0x7f != 0x7f || middle.iter().any(|byte| *byte != 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        let mut out = [0; N];
        for (index, byte) in out.iter_mut().enumerate() {
            *byte =
                u8::from_str_radix(hex.get(2 * index..2 * index + 2).unwrap_or_default(), 16).unwrap_or(0);
        }
        out
    }

    /// RFC 8032 section 7.1: key, message, signature of tests 1, 2, 3 and SHA(abc).
    const VECTORS: [(&str, &str, &str); 4] = [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
        (
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
        ),
    ];

    fn message(hex: &str) -> Vec<u8> {
        let pairs = (0..hex.len() / 2).filter_map(|at| hex.get(2 * at..2 * at + 2));
        pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
    }

    #[test]
    fn the_vectors_of_rfc_8032_hold_and_no_changed_byte_of_them_does() {
        for (key, text, signature) in VECTORS {
            let (key, text, signature) = (bytes::<32>(key), message(text), bytes::<64>(signature));
            assert!(has_signed(&key, &text, &signature));
            for at in 0..64 {
                let mut changed = signature;
                if let Some(byte) = changed.get_mut(at) {
                    *byte ^= 1;
                }
                assert!(!has_signed(&key, &text, &changed));
            }
            let mut longer = text.clone();
            longer.push(0);
            assert!(!has_signed(&key, &longer, &signature));
        }
    }

    #[test]
    fn a_signature_has_one_s() {
        // S + L of the first vector: the same equation, another text. RFC 8032 section 5.1.7 demands S < L.
        let order = bytes::<32>("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        let (key, _, signature) = VECTORS[0];
        let (key, mut signature) = (bytes::<32>(key), bytes::<64>(signature));
        let mut carry = 0_u16;
        for (byte, add) in signature.iter_mut().skip(32).zip(order) {
            let sum = u16::from(*byte) + u16::from(add) + carry;
            *byte = u8::try_from(sum & 255).unwrap_or(0);
            carry = sum >> 8;
        }
        assert!(!has_signed(&key, &[], &signature));
    }

    #[test]
    fn keys_of_small_order_have_signed_nothing() {
        // The eight points of small order, and the two with a second encoding. With such a key one signature
        // (R = the neutral point, S = 0) fits every message.
        for key in [
            "0100000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ] {
            let mut signature = [0; 64];
            signature[0] = 1;
            assert!(!has_signed(&bytes(key), b"any message", &signature), "{key}");
        }
    }

    #[test]
    fn a_key_has_one_encoding() {
        assert!(is_canonical(&bytes("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")));
        for low in 0xed..=0xff {
            for high in [0x7f, 0xff] {
                let mut key = [0xff; 32];
                (key[0], key[31]) = (low, high);
                assert!(!is_canonical(&key));
            }
        }
    }
}
