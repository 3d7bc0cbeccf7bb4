//! An acceptance on record, and the proof made from it.

use crate::error::Error;
use crate::json::Json;
use crate::time::Timestamp;
use alloc::string::String;

/// What the host has on its ledger: which policy, and when it was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The policy's name, as `crossmint-privacy-policy`.
    pub policy: String,
    /// When.
    pub accepted_at: Timestamp,
}

impl Acceptance {
    /// Reads `{ policy, acceptedAt }`. None for anything else: what cannot be read is no consent.
    #[must_use]
    pub fn from_json(value: &Json) -> Option<Self> {
        Some(Self {
            policy: value.get("policy")?.as_str()?.into(),
            accepted_at: Timestamp::parse(value.get("acceptedAt")?.as_str()?)?,
        })
    }
}

/// The proof that a person accepted one policy before now. It cannot be made but by [`Proof::of`], and requests that
/// carry KYC data cannot be made without it.
///
/// ```
/// use kyc_assent::consent::{Acceptance, Proof};
/// use kyc_assent::time::Timestamp;
/// let acceptance = Acceptance { policy: "crossmint-privacy-policy".into(), accepted_at: Timestamp(1) };
/// assert!(Proof::of(Some(&acceptance), "crossmint-privacy-policy", Timestamp(2)).is_ok());
/// assert!(Proof::of(Some(&acceptance), "crossmint-privacy-policy", Timestamp(0)).is_err()); // from the future
/// assert!(Proof::of(None, "crossmint-privacy-policy", Timestamp(2)).is_err());
/// ```
///
/// ```compile_fail
/// let proof = kyc_assent::consent::Proof { policy: "crossmint-privacy-policy" };
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    policy: &'static str,
}

impl Proof {
    /// Proves that `acceptance` is one of `policy` and not from after `now`.
    ///
    /// # Errors
    /// [`Error::ConsentRequired`], with what is wrong.
    pub fn of(acceptance: Option<&Acceptance>, policy: &'static str, now: Timestamp) -> Result<Self, Error> {
        let problem = match acceptance {
            None => "is missing or cannot be read; show the policy, record the acceptance, then call again",
            Some(a) if a.policy != policy => "is for another policy than the one that this partner demands",
            Some(a) if a.accepted_at > now => "is from after now; check the host's clock",
            Some(_) => return Ok(Self { policy }),
        };
        Err(Error::ConsentRequired { policy, problem })
    }

    /// The policy that was accepted.
    #[must_use]
    pub const fn policy(&self) -> &'static str {
        self.policy
    }
}
