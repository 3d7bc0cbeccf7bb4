//! One folder for each partner, all of one shape: the account, one file for each subject, and what its refusals say.

pub mod crossmint;

use crate::operation::Operation;

/// Every operation of every partner: the registry behind [`crate::operation::find`].
pub(crate) static OPERATIONS: [&[Operation]; 1] = [&crossmint::OPERATIONS];
