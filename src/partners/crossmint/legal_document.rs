//! `PUT …/users/{userLocator}/legal-documents`: a person has accepted a legal document (API reference,
//! accept-legal-document). It creates the user when there is none, and records the document's latest version.

use super::{Account, PRIVACY_POLICY, TERMS_OF_SERVICE, UserLocator};
use crate::error::Error;
use crate::http::{Method, Request};
use crate::json::Json;
use crate::operation::Call;
use crate::partners::PartnerDocument;
use crate::time::Timestamp;

/// The documents that can be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegalDocument {
    /// `crossmint-privacy-policy`.
    PrivacyPolicy,
    /// `crossmint-terms-of-service`, which differ by region.
    TermsOfService {
        /// `eu`, `worldwide` or `us`.
        region: &'static str,
    },
}

/// The request that records an acceptance. `accepted_at` goes out as it was written.
///
/// # Errors
/// [`Error::InvalidInput`] when `accepted_at` is not a real moment that ends in `Z`.
pub fn accept_legal_document(
    account: &Account,
    locator: &UserLocator,
    document: LegalDocument,
    accepted_at: &str,
) -> Result<Request, Error> {
    if Timestamp::parse(accepted_at).is_none() {
        return Err(Error::input("input.acceptedAt", "must be a real ISO 8601 date and time that ends in Z"));
    }
    let mut body = Json::object([("type", PRIVACY_POLICY.into()), ("acceptedAt", accepted_at.into())]);
    if let LegalDocument::TermsOfService { region } = document {
        body.set("type", TERMS_OF_SERVICE.into());
        body.set("region", region.into());
    }
    Ok(account.request(Method::Put, &["users", &locator.segment(), "legal-documents"]).with_json(&body))
}

/// The regions of the terms of service (accept-legal-document, newer page).
const REGIONS: [&str; 3] = ["eu", "worldwide", "us"];

/// Both documents, as policies have to fit them.
pub(crate) const DOCUMENTS: [PartnerDocument; 2] = [
    PartnerDocument { name: PRIVACY_POLICY, partner: "crossmint", regions: &[] },
    PartnerDocument { name: TERMS_OF_SERVICE, partner: "crossmint", regions: &REGIONS },
];

pub(super) fn prepare(call: &Call<'_>) -> Result<Request, Error> {
    let account = Account::read(&call.account)?;
    let input = &call.input;
    input.only(&["userLocator", "type", "acceptedAt", "region"])?;
    let locator = UserLocator::read(&input.get("userLocator"))?;
    let document = match input.get("type").text()? {
        // Crossmint ignores a region here, so none is sent.
        PRIVACY_POLICY => LegalDocument::PrivacyPolicy,
        TERMS_OF_SERVICE => {
            let region = input.get("region");
            let given = region.text()?;
            let region = REGIONS
                .into_iter()
                .find(|r| *r == given)
                .ok_or_else(|| region.wrong("must be eu, worldwide or us"))?;
            LegalDocument::TermsOfService { region }
        }
        _ => {
            return Err(input
                .get("type")
                .wrong("must be crossmint-privacy-policy or crossmint-terms-of-service"));
        }
    };
    accept_legal_document(&account, &locator, document, input.get("acceptedAt").text()?)
}
