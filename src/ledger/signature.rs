//! Reads a signature of our one form (see [`super::jws`]): whatever else a reader might obey (`crit`, `jwk`, `b64`,
//! another `alg`) is refused, and so is a header in any other bytes than ours.

use alloc::string::String;

use super::base64url::decode;
use super::jws::Signed;
use super::keys::has_signed;
use crate::json::Json;

/// A JWS that was read and not verified yet.
#[derive(Debug, Clone)]
pub(super) struct Signature<'a> {
    pub(super) kid: String,
    pub(super) payload: Json,
    /// The payload's very bytes.
    pub(super) payload_text: String,
    signed: &'a str,
    bytes: [u8; 64],
}

impl<'a> Signature<'a> {
    /// Reads one of a kind. What is wrong, in words, when it is not of our one form.
    pub(super) fn read(what: Signed, text: &'a str) -> Result<Self, &'static str> {
        let (signed, signature) = text.rsplit_once('.').ok_or("is not a compact JWS")?;
        let (head, body) = signed.split_once('.').ok_or("is not a compact JWS")?;
        let plain = |part: &str| decode(part).and_then(|bytes| String::from_utf8(bytes).ok());
        let header_text = plain(head).ok_or("has a header that is not base64url")?;
        let header = Json::parse(&header_text).map_err(|_| "has a header that is not JSON")?;
        let member = |name: &str| header.get(name).and_then(Json::as_str);
        if member("alg") != Some("EdDSA") {
            return Err("is not signed by EdDSA, the only algorithm that is accepted");
        }
        if member("typ") != Some(what.as_str()) {
            return Err("was signed for another purpose");
        }
        let kid = member("kid").ok_or("does not name its key")?;
        let own = Json::object([("alg", "EdDSA".into()), ("kid", kid.into()), ("typ", what.as_str().into())]);
        if own.to_text() != header_text {
            return Err("has a header that is not exactly alg, kid and typ");
        }
        let payload_text = plain(body).ok_or("has a payload that is not base64url")?;
        let payload = Json::parse(&payload_text).map_err(|_| "has a payload that is not JSON")?;
        let bytes = decode(signature)
            .and_then(|bytes| <[u8; 64]>::try_from(bytes).ok())
            .ok_or("has a signature that is not 64 bytes of base64url")?;
        Ok(Self { kid: kid.into(), payload, payload_text, signed, bytes })
    }

    /// Whether the key of 32 bytes has signed it.
    pub(super) fn is_of(&self, key: &[u8; 32]) -> bool {
        has_signed(key, self.signed.as_bytes(), &self.bytes)
    }
}
