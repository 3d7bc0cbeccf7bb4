//! `POST …/documents` and `GET …/documents/{documentId}` (API reference, upload-document and get-document). The user
//! is named inside the body, in `reference`; the same user and type again replace the document.

use super::user::proof;
use super::{Account, UserLocator};
use crate::consent::Proof;
use crate::decision::words;
use crate::error::Error;
use crate::http::{Method, Request, path_segment};
use crate::json::Json;
use crate::operation::Call;
use crate::time::Day;
use alloc::string::String;

words! {
    /// The kinds of document (identity quickstart). A driver's licence of the United States is filed as an identity card.
    DocumentType {
        /// Passport.
        Passport = "id-passport",
        /// Identity card, front.
        IdCardFront = "id-idcard-front",
        /// Identity card, back.
        IdCardBack = "id-idcard-back",
        /// Residency permit, of residents of Spain only.
        ResidencyPermit = "id-residency-permit",
        /// Proof of address.
        ProofOfAddress = "proof-of-address",
        /// Proof of income.
        ProofOfIncome = "proof-of-income",
        /// Face, from the front.
        SelfieFront = "selfie-front",
        /// Face, from the left.
        SelfieLeft = "selfie-left",
        /// Face, from the right.
        SelfieRight = "selfie-right",
    }
}

/// The European Union and the three other states of the European Economic Area.
const EEA: [&str; 30] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

impl DocumentType {
    /// Whether residents of that country (alpha-2) may use it (data requirements): an identity card only in the EEA
    /// and, for a driver's licence, in the United States; a residency permit only in Spain.
    #[must_use]
    pub fn is_for_residents_of(self, country: &str) -> bool {
        match self {
            Self::IdCardFront | Self::IdCardBack => country == "US" || EEA.contains(&country),
            Self::ResidencyPermit => country == "ES",
            _ => true,
        }
    }
}

/// A document to upload.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    kind: DocumentType,
    data: String,
    expires_at: Option<String>,
}

impl Document {
    /// A document. `data` is a data URI or bare base64: the docs print the first, and do not say that they refuse the
    /// second. `expires_at` is `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] when `data` is not base64, or the day not one of the calendar.
    pub fn new(kind: DocumentType, data: &str, expires_at: Option<&str>) -> Result<Self, Error> {
        if !is_base64(data) {
            return Err(Error::input("input.data", "must be a data URI (data:image/png;base64,…) or base64"));
        }
        if expires_at.is_some_and(|day| Day::parse(day).is_none()) {
            return Err(Error::input("input.expiresAt", "must be a real date, YYYY-MM-DD"));
        }
        Ok(Self { kind, data: data.into(), expires_at: expires_at.map(String::from) })
    }
}

impl core::fmt::Debug for Document {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Document({}, {} bytes)", self.kind.as_str(), self.data.len())
    }
}

/// RFC 4648 section 4, alone or after the head of a data URI (RFC 2397). Whether it must be padded is not said, so both
/// pass; padding that is begun must be whole.
fn is_base64(data: &str) -> bool {
    let body = match data.strip_prefix("data:") {
        Some(rest) => match rest.split_once(',') {
            Some((head, body)) if head.ends_with(";base64") && head.contains('/') => body,
            _ => return false,
        },
        None => data,
    };
    let unpadded = body.trim_end_matches('=');
    let is_whole = match body.len() - unpadded.len() {
        0 => body.len() % 4 != 1,
        1 | 2 => body.len().is_multiple_of(4),
        _ => false,
    };
    !unpadded.is_empty()
        && is_whole
        && unpadded.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/')
}

/// The request that uploads a document. It cannot be made without the [`Proof`] of a consent.
#[must_use]
pub fn upload_document(
    account: &Account,
    locator: &UserLocator,
    document: &Document,
    _consent: &Proof,
) -> Request {
    let mut body = Json::object([
        ("reference", Json::object([("userLocator", locator.as_str().into())])),
        ("documentType", document.kind.as_str().into()),
        ("data", document.data.as_str().into()),
    ]);
    if let Some(day) = &document.expires_at {
        body.set("expiresAt", day.as_str().into());
    }
    account.request(Method::Post, &["documents"]).with_json(&body)
}

/// The request for a document's record.
///
/// # Errors
/// [`Error::InvalidInput`] when the id is not one segment of a path.
pub fn get_document(account: &Account, id: &str) -> Result<Request, Error> {
    let segment = path_segment(id)
        .filter(|_| id.len() <= 256)
        .ok_or_else(|| Error::input("input.documentId", "must be the id that the upload gave, as doc_…"))?;
    Ok(account.request(Method::Get, &["documents", &segment]))
}

pub(super) fn prepare_upload(call: &Call<'_>) -> Result<Request, Error> {
    let consent = proof(call)?;
    let account = Account::read(&call.account)?;
    let input = &call.input;
    input.only(&["userLocator", "reference", "documentType", "data", "expiresAt", "countryOfResidence"])?;
    let reference = input.get("reference");
    reference.only(&["userLocator"])?;
    let nested = reference.get("userLocator");
    let flat = input.get("userLocator");
    let locator = UserLocator::read(if nested.value().is_some() { &nested } else { &flat })?;
    if flat.value().is_some_and(|flat| flat.as_str() != Some(locator.as_str())) {
        return Err(flat.wrong("names another user than input.reference.userLocator"));
    }
    let kind = input.get("documentType");
    let kind = DocumentType::parse(kind.text()?).ok_or_else(|| {
        kind.wrong("must be one of the documented types; id-ssn is retired, the number goes into kycData")
    })?;
    if let Some(country) = input.get("countryOfResidence").optional_country()?
        && !kind.is_for_residents_of(country)
    {
        return Err(input.get("documentType").wrong("is not accepted from residents of that country"));
    }
    let data = input.get("data");
    let text = data.value().and_then(Json::as_str).ok_or_else(|| data.wrong("must be a string of base64"))?;
    let document = Document::new(kind, text, input.get("expiresAt").optional_text()?)?;
    Ok(upload_document(&account, &locator, &document, &consent))
}

pub(super) fn prepare_get(call: &Call<'_>) -> Result<Request, Error> {
    let account = Account::read(&call.account)?;
    call.input.only(&["documentId"])?;
    get_document(&account, call.input.get("documentId").text()?)
}
