//! What Crossmint requires of a person, by product and residence (identity, data requirements; onramp, user
//! onboarding). Which fields a section must have is not published: demanded is what those pages name, so that a record
//! that is whole by them passes.

use crate::decision::{DataItem, DocumentItem, Missing, words};
use crate::error::Error;
use crate::input::Field;
use crate::json::Json;
use alloc::vec::Vec;

words! {
    /// Crossmint's products, by the types of its eligibility list.
    Product {
        /// Payouts.
        RegulatedTransfer = "regulated-transfer",
        /// Buying, full.
        Onramp = "onramp",
        /// Buying, low tier.
        OnrampLight = "onramp-light",
        /// Cashing out.
        Offramp = "offramp",
    }
}

impl Product {
    #[cfg_attr(not(any(feature = "requests", feature = "browser")), allow(dead_code))]
    /// A list of products; none when there is no list.
    pub(crate) fn read_list(field: &Field<'_>) -> Result<Vec<Self>, Error> {
        let problem = "must be a list of regulated-transfer, onramp, onramp-light, offramp";
        match field.value() {
            None => Ok(Vec::new()),
            Some(Json::Array(items)) => items
                .iter()
                .map(|item| item.as_str().and_then(Self::parse).ok_or_else(|| field.wrong(problem)))
                .collect(),
            Some(_) => Err(field.wrong(problem)),
        }
    }
}

/// What is wanted of Crossmint, and what was handed in for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// The products. None: nothing is required.
    pub products: Vec<Product>,
    /// Whether Crossmint asks for enhanced due diligence; what makes it do so is not published.
    pub enhanced: bool,
    /// The documents that were uploaded.
    pub documents: Vec<DocumentItem>,
}

/// The states in which `dueDiligence` is required of residents of the United States (data requirements), as postal
/// code and as name: the form of `stateOrRegion` is not published.
const DUE_DILIGENCE_STATES: [[&str; 2]; 6] = [
    ["NY", "New York"],
    ["NC", "North Carolina"],
    ["TN", "Tennessee"],
    ["TX", "Texas"],
    ["VA", "Virginia"],
    ["VT", "Vermont"],
];

/// The items of `userDetails`, or of `kycData`, as a form asks for them.
pub(super) const fn section_items(kyc_data: bool) -> &'static [DataItem] {
    use DataItem as D;
    if kyc_data {
        &[
            D::Nationality,
            D::AddressLine,
            D::City,
            D::State,
            D::PostalCode,
            D::Email,
            D::Phone,
            D::IdentityNumber,
        ]
    } else {
        &[D::FirstName, D::LastName, D::DateOfBirth, D::CountryOfResidence]
    }
}

/// What a record, whole or not, still lacks for what is wanted.
#[must_use]
pub fn missing(record: &Json, wanted: &Wanted) -> Missing {
    let mut out = Missing::default();
    let Some(identity) = wanted.products.iter().map(|p| *p != Product::RegulatedTransfer).max() else {
        return out;
    };
    let full = wanted.products.iter().any(|p| matches!(p, Product::Onramp | Product::Offramp));
    let facts = Facts { record };
    for (item, path) in [
        (DataItem::FirstName, "firstName"),
        (DataItem::LastName, "lastName"),
        (DataItem::DateOfBirth, "dateOfBirth"),
        (DataItem::CountryOfResidence, "countryOfResidence"),
    ] {
        facts.demand(&mut out, item, &["userDetails", path]);
    }
    let us = facts.text(&["userDetails", "countryOfResidence"]) == Some("US");
    if identity {
        // An onramp order finds the person by this address (onramp, register user data).
        let buys = wanted.products.iter().any(|p| matches!(p, Product::Onramp | Product::OnrampLight));
        facts.kyc_data(&mut out, us, buys);
    }
    if full {
        facts.due_diligence(&mut out, us);
        if !us {
            let history = "verificationHistory";
            facts.demand(&mut out, DataItem::IdentityCheckTime, &[history, "idVerificationTimestamp"]);
            facts.demand(&mut out, DataItem::LivenessCheckTime, &[history, "livenessVerificationTimestamp"]);
        }
        let mut document = |item: DocumentItem, required: bool| {
            if required && !wanted.documents.contains(&item) {
                out.needs_document(item);
            }
        };
        document(DocumentItem::IdentityDocument, !us || wanted.enhanced);
        document(DocumentItem::Selfie, !us);
        document(DocumentItem::ProofOfAddress, wanted.enhanced);
        document(DocumentItem::ProofOfIncome, wanted.enhanced && !us);
    }
    out
}

struct Facts<'a> {
    record: &'a Json,
}

impl<'a> Facts<'a> {
    fn text(&self, path: &[&str]) -> Option<&'a str> {
        let value = path.iter().try_fold(self.record, |value, name| value.get(name))?;
        value.as_str().filter(|text| !text.trim().is_empty())
    }

    fn demand(&self, out: &mut Missing, item: DataItem, path: &[&str]) {
        if self.text(path).is_none() {
            out.needs(item);
        }
    }

    fn kyc_data(&self, out: &mut Missing, us: bool, buys: bool) {
        let address = |line| ["kycData", "addressOfResidence", line];
        self.demand(out, DataItem::Nationality, &["kycData", "nationality"]);
        self.demand(out, DataItem::AddressLine, &address("line1"));
        self.demand(out, DataItem::City, &address("city"));
        self.demand(out, DataItem::PostalCode, &address("postalCode"));
        if us {
            // Without the state nobody can tell whether due diligence is required.
            self.demand(out, DataItem::State, &address("stateOrRegion"));
            self.demand(out, DataItem::Phone, &["kycData", "phoneNumber"]);
        }
        if buys {
            self.demand(out, DataItem::Email, &["kycData", "email"]);
        }
        let number = self.text(&["kycData", "identityDocument", "number"]);
        let is_ssn = self.text(&["kycData", "identityDocument", "type"]) == Some("ssn");
        if us && (number.is_none() || !is_ssn) {
            out.needs(DataItem::SocialSecurityNumber);
        } else if number.is_none() {
            out.needs(DataItem::IdentityNumber);
        }
    }

    fn due_diligence(&self, out: &mut Missing, us: bool) {
        let given = self.record.get("dueDiligence").filter(|section| !section.members().is_empty());
        let known = ["employmentStatus", "sourceOfFunds", "industry", "estimatedYearlyIncome"];
        // The second shape of the section is not published: members that nobody knows are taken for it.
        let other_shape = given.is_some_and(|section| {
            section
                .members()
                .iter()
                .any(|(name, _)| !known.contains(&&**name) && name != "expectedYearlyTxVolume")
        });
        if other_shape || (us && given.is_none() && !self.in_due_diligence_state()) {
            return;
        }
        let items =
            [DataItem::Employment, DataItem::SourceOfFunds, DataItem::Industry, DataItem::YearlyIncome];
        for (item, name) in items.into_iter().zip(known) {
            if item != DataItem::YearlyIncome || us {
                self.demand(out, item, &["dueDiligence", name]);
            }
        }
    }

    fn in_due_diligence_state(&self) -> bool {
        let state = self.text(&["kycData", "addressOfResidence", "stateOrRegion"]).unwrap_or_default().trim();
        let state = state.strip_prefix("US-").unwrap_or(state);
        DUE_DILIGENCE_STATES.iter().flatten().any(|s| s.eq_ignore_ascii_case(state))
    }
}
