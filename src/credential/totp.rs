//! One-time codes (RFC 6238: HMAC-SHA1, 30 seconds, 6 digits), from secrets as authenticator apps print them.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::time::Timestamp;

/// Milliseconds for which a code stands.
const STEP: i64 = 30_000;

/// Reads base32 (RFC 4648 section 6) as authenticator apps print it: blanks and hyphens between groups, either case,
/// with or without padding. None when a character is of another alphabet, or nothing is left.
#[must_use]
pub fn base32(text: &str) -> Option<Vec<u8>> {
    let (mut bits, mut held, mut out) = (0_u32, 0_u32, Vec::new());
    let text = text.trim_end().trim_end_matches('=');
    for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let value = match c.to_ascii_uppercase() {
            c @ 'A'..='Z' => c as u32 - 'A' as u32,
            c @ '2'..='7' => c as u32 - '2' as u32 + 26,
            _ => return None,
        };
        held = (held << 5) | value;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((held >> bits) & 0xFF).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    (!out.is_empty()).then_some(out)
}

/// A secret that makes codes. `Debug` leaves it out.
#[derive(Clone, PartialEq, Eq)]
pub struct Totp(Vec<u8>);

impl Totp {
    /// A secret in base32, see [`base32`].
    ///
    /// ```
    /// use kyc_assent::{credential::Totp, time::Timestamp};
    /// let totp = Totp::from_base32("gezd gnbv gy3t qojq gezd gnbv gy3t qojq").unwrap();
    /// assert_eq!(totp.code(Timestamp(1_111_111_109_000)), "081804"); // RFC 6238 appendix B, last six digits
    /// ```
    #[must_use]
    pub fn from_base32(secret: &str) -> Option<Self> {
        base32(secret).map(Self)
    }

    /// The code at that moment: six digits, leading zeros and all.
    #[must_use]
    pub fn code(&self, now: Timestamp) -> String {
        let counter = now.0.div_euclid(STEP).to_be_bytes();
        let Ok(mut mac) = <Hmac<Sha1> as KeyInit>::new_from_slice(&self.0) else { return String::new() };
        mac.update(&counter);
        let hash = mac.finalize().into_bytes();
        // RFC 4226 section 5.3: four bytes at an offset that the last byte names.
        let offset = usize::from(hash.last().copied().unwrap_or_default() & 15);
        let number =
            hash.iter().skip(offset).take(4).fold(0_u32, |n, b| (n << 8) | u32::from(*b)) & 0x7FFF_FFFF;
        let mut code = String::with_capacity(6);
        let mut place = 100_000;
        while place > 0 {
            code.push(char::from_digit(number / place % 10, 10).unwrap_or('0'));
            place /= 10;
        }
        code
    }

    /// The number of the window that a moment is in. A host keeps the last one it has used, and uses none twice.
    #[must_use]
    pub const fn window(now: Timestamp) -> i64 {
        now.0.div_euclid(STEP)
    }
}

impl fmt::Debug for Totp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Totp")
    }
}
