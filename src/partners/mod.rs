//! One folder for each partner, all of one shape: the account, one file for each subject's requests and one for its
//! replies, and what its refusals say.

pub mod b2core;
pub mod crossmint;
pub mod kriptomat;
pub mod sumsub;

#[cfg(feature = "requests")]
use crate::flow::PartnerFlow;
use crate::operation::Operation;

/// One line of a partner's list of operations: its name, how to ask, how to read.
macro_rules! operation {
    ($name:literal, $prepare:path, $read:path) => {
        Operation {
            name: $name,
            #[cfg(feature = "requests")]
            prepare: $prepare,
            read: $read,
        }
    };
}
use operation;

/// Every operation of every partner: the registry behind [`crate::operation::find`].
pub(crate) static OPERATIONS: [&[Operation]; 4] =
    [&crossmint::OPERATIONS, &kriptomat::OPERATIONS, &b2core::OPERATIONS, &sumsub::OPERATIONS];

/// What each partner adds to the flow, in the order in which their steps are told.
#[cfg(feature = "requests")]
pub(crate) static FLOWS: [PartnerFlow; 4] = [crossmint::FLOW, sumsub::FLOW, kriptomat::FLOW, b2core::FLOW];

/// A document that a partner wants to be told of when a person accepts it.
#[cfg(feature = "requests")]
pub(crate) struct PartnerDocument {
    /// By the partner's own name for it, which is the policy's.
    pub(crate) name: &'static str,
    pub(crate) partner: &'static str,
    /// Where it differs by region: those that the partner knows.
    pub(crate) regions: &'static [&'static str],
}

/// Every such document. A policy that is none of them is kept on the ledger, and nobody is told.
#[cfg(feature = "requests")]
pub(crate) const DOCUMENTS: [PartnerDocument; 2] = crossmint::DOCUMENTS;
