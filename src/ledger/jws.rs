//! What is signed, and by which key: compact JWS (RFC 7515) with Ed25519 (RFC 8037), in one form.
//!
//! The header is exactly `{"alg":"EdDSA","kid":…,"typ":…}`, the payload canonical JSON. The core hands out the bytes
//! that are to be signed; the signature is made by whoever holds the key.

use crate::credential::sha256;
use crate::decision::words;
use crate::error::Error;
use crate::input::Field;
use crate::json::Json;
use alloc::string::String;

words! {
    /// What a signature stands under: the `typ` of its header, so that none can pass for another.
    Signed {
        /// A head of the log.
        Head = "kyc-assent-head",
        /// A receipt.
        Receipt = "kyc-assent-receipt",
        /// An export.
        Export = "kyc-assent-export",
    }
}

/// The bytes that a compact JWS signs: header and payload in base64url, with a dot between them.
///
/// ```
/// use kyc_assent::{json::Json, ledger::{signing_input, Signed}};
/// let payload = Json::parse(r#"{"size":0,"log":"kyc.shop.example"}"#).unwrap();
/// let input = signing_input(Signed::Head, "key-1", &payload);
/// assert!(input.ends_with(".eyJsb2ciOiJreWMuc2hvcC5leGFtcGxlIiwic2l6ZSI6MH0"));
/// ```
#[must_use]
pub fn signing_input(what: Signed, kid: &str, payload: &Json) -> String {
    let header = Json::object([("alg", "EdDSA".into()), ("kid", kid.into()), ("typ", what.as_str().into())]);
    let mut out = base64url(header.to_text().as_bytes());
    out.push('.');
    out.push_str(&base64url(payload.clone().canonical().to_text().as_bytes()));
    out
}

/// The id of an Ed25519 key: its thumbprint (RFC 7638, with the members that RFC 8037 names).
///
/// # Errors
/// [`Error::InvalidInput`] when it is not a JWK of an Ed25519 key.
pub fn key_id(jwk: &Json) -> Result<String, Error> {
    let field = Field::root("key", Some(jwk));
    let public = field.get("x").such(
        |x| x.len() == 43 && x.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'),
        "must be 32 bytes in base64url",
    )?;
    field.get("kty").such(|kty| kty == "OKP", "must be OKP")?;
    field.get("crv").such(|crv| crv == "Ed25519", "must be Ed25519")?;
    let members = Json::object([("crv", "Ed25519".into()), ("kty", "OKP".into()), ("x", public.into())]);
    Ok(base64url(&sha256(&[members.to_text().as_bytes()])))
}

/// RFC 4648 section 5, without padding.
pub(crate) fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..=chunk.len() {
            let six = bits >> (18 - 6 * digit) & 63;
            let character = usize::try_from(six).ok().and_then(|at| DIGITS.get(at));
            out.push(char::from(character.copied().unwrap_or(b'A')));
        }
    }
    out
}
