//! What a gateway writes into an export where a ledger is not what it has to be: the fault's name, in place of silence.

/// What is wrong with a ledger that an export names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Its chain does not hold.
    ChainBroken,
    /// The log has more entries of this person.
    EntriesMissing,
    /// Something in its storage is no entry.
    Unreadable,
    /// The log knows no such person.
    NotInLog,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::ChainBroken, Self::EntriesMissing, Self::Unreadable, Self::NotInLog];

    /// The name that stands in the file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ChainBroken => "chain-broken",
            Self::EntriesMissing => "entries-missing",
            Self::Unreadable => "unreadable",
            Self::NotInLog => "not-in-log",
        }
    }

    /// The fault of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.as_str() == name)
    }

    /// What a verifier says of a name in a file.
    #[cfg(feature = "signatures")]
    pub(super) fn words(name: Option<&str>) -> &'static str {
        match name.and_then(Self::parse) {
            Some(Self::ChainBroken) => {
                "The gateway noted that the chain of this person does not hold. Its entries are in the export as they were found."
            }
            Some(Self::EntriesMissing) => {
                "The gateway noted that the log has more entries of this person than their ledger."
            }
            Some(Self::Unreadable) => {
                "The gateway noted that something in this person's ledger cannot be read. It is not in the file."
            }
            Some(Self::NotInLog) => {
                "The gateway noted that its index names this person and the log does not know them."
            }
            None => "The gateway noted a fault of this person's ledger that this verifier does not know.",
        }
    }
}
