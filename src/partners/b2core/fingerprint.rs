//! The device fingerprint of a sign-in: base64 of a JSON text that has `user_agent` (docs: obtain device fingerprint).

use alloc::string::String;

use crate::json::Json;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The fingerprint of a browser.
///
/// ```
/// use kyc_assent::partners::b2core::device_fingerprint;
/// assert_eq!(device_fingerprint("curl"), "eyJ1c2VyX2FnZW50IjoiY3VybCJ9");
/// ```
#[must_use]
pub fn device_fingerprint(user_agent: &str) -> String {
    let text = Json::object([("user_agent", user_agent.into())]).to_text();
    let mut out = String::new();
    for bytes in text.as_bytes().chunks(3) {
        let held = bytes.iter().fold(0_u32, |held, b| (held << 8) | u32::from(*b)) << (8 * (3 - bytes.len()));
        for place in 0..4 {
            let index = usize::try_from((held >> (18 - 6 * place)) & 63).unwrap_or_default();
            let letter = ALPHABET.get(index).copied().unwrap_or(b'=');
            out.push(if place > bytes.len() { '=' } else { char::from(letter) });
        }
    }
    out
}
