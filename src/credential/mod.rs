//! What proves to a partner who calls, and how long it lasts: one-time codes, signatures, session lifetimes.

mod session;
mod signature;
mod totp;

pub use session::Session;
pub use signature::{Algorithm, hmac_hex, hmac_matches, sha256_hex};
pub(crate) use signature::{hex, sha256};
pub use totp::{Totp, base32};
