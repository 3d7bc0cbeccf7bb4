//! All that is known of a person, and changes to it (API reference, upsert-user).
//!
//! Crossmint's update replaces, so only a whole [`UserRecord`] can be sent; a [`RecordChange`] must first be laid over
//! one, and laying over never takes a section or a field away.

use alloc::vec::Vec;
use core::fmt;

use super::user_reply::SECTIONS;
use crate::error::Error;
use crate::input::{Field, is_email};
use crate::json::Json;
use crate::time::{Day, Timestamp};

/// A whole record: `userDetails`, and whatever else is known. `Debug` names its sections only.
#[derive(Clone, PartialEq, Eq)]
pub struct UserRecord(Json);

/// Some sections or fields of a record. It cannot be sent; it can be merged into a record.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordChange(Json);

impl UserRecord {
    /// Reads a record by Crossmint's own field names. With `now`, a birth in the future is refused.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] with the path of the first field at fault, `userDetails` when it is not there: no
    /// product goes without it.
    pub fn from_json(record: &Json, now: Option<Timestamp>) -> Result<Self, Error> {
        let field = Field::root("record", Some(record));
        field.only(&SECTIONS)?;
        Self::read(&field, now)
    }

    pub(super) fn read(field: &Field<'_>, now: Option<Timestamp>) -> Result<Self, Error> {
        if field.get("userDetails").value().is_none() {
            return Err(field
                .get("userDetails")
                .wrong("is missing: an update replaces the whole record, and no product goes without it"));
        }
        let record = Self(sections(field, now)?);
        let details = field.get("userDetails");
        USER_DETAILS.iter().try_for_each(|name| details.get(name).text().map(drop))?;
        Ok(record)
    }

    /// The record with the change laid over it: what the change names is replaced, all else stays.
    ///
    /// ```
    /// use kyc_assent::{json::Json, partners::crossmint::{RecordChange, UserRecord}};
    /// let json = |text| Json::parse(text).unwrap();
    /// let whole = json(r#"{ "userDetails": { "firstName": "Ada", "lastName": "King", "dateOfBirth": "1990-12-10",
    ///     "countryOfResidence": "IE" } }"#);
    /// let change = RecordChange::from_json(&json(r#"{ "kycData": { "nationality": "GB" } }"#)).unwrap();
    /// let merged = UserRecord::from_json(&whole, None).unwrap().merge(&change);
    /// assert_eq!(merged.as_json().get("userDetails"), whole.get("userDetails"));
    /// assert_eq!(merged.as_json().get("kycData"), change.as_json().get("kycData"));
    /// ```
    #[must_use]
    pub fn merge(mut self, change: &RecordChange) -> Self {
        overlay(&mut self.0, &change.0);
        self
    }

    /// The record by Crossmint's own field names.
    #[must_use]
    pub const fn as_json(&self) -> &Json {
        &self.0
    }
}

impl RecordChange {
    /// Reads a change by Crossmint's own field names.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] with the path of the first field at fault.
    pub fn from_json(change: &Json) -> Result<Self, Error> {
        let field = Field::root("change", Some(change));
        field.only(&SECTIONS)?;
        Ok(Self(sections(&field, None)?))
    }

    /// The change by Crossmint's own field names.
    #[must_use]
    pub const fn as_json(&self) -> &Json {
        &self.0
    }
}

fn overlay(base: &mut Json, change: &Json) {
    for (name, value) in change.members() {
        let known =
            if let Json::Object(members) = base { members.iter_mut().find(|(n, _)| n == name) } else { None };
        match known {
            Some((_, old)) if old.is_object() && value.is_object() => overlay(old, value),
            _ => base.set(name.clone(), value.clone()),
        }
    }
}

/// What every product needs (transfers guide; data requirements).
const USER_DETAILS: [&str; 4] = ["firstName", "lastName", "dateOfBirth", "countryOfResidence"];

const MOMENT: &str = "must be a real ISO 8601 date and time that ends in Z";

/// The four sections, checked; members that are null are left out.
fn sections(record: &Field<'_>, now: Option<Timestamp>) -> Result<Json, Error> {
    user_details(&record.get("userDetails"), now)?;
    kyc_data(&record.get("kycData"))?;
    due_diligence(&record.get("dueDiligence"))?;
    let history = record.get("verificationHistory");
    let moments = ["idVerificationTimestamp", "livenessVerificationTimestamp"];
    history.only(&moments)?;
    for name in moments {
        history.get(name).optional_such(|t| Timestamp::parse(t).is_some(), MOMENT)?;
    }
    let mut out = Json::Object(Vec::new());
    for section in SECTIONS {
        let field = record.get(section);
        if let Some(value) = field.value() {
            let value = without_nulls(value);
            if value.members().is_empty() {
                return Err(field.wrong("must not be empty; leave the section out instead"));
            }
            out.set(section, value);
        }
    }
    Ok(out)
}

fn user_details(details: &Field<'_>, now: Option<Timestamp>) -> Result<(), Error> {
    details.only(&USER_DETAILS)?;
    details.get("firstName").optional_text()?;
    details.get("lastName").optional_text()?;
    let birth = details.get("dateOfBirth");
    if let Some(text) = birth.optional_text()? {
        let day = Day::parse(text).ok_or_else(|| birth.wrong("must be a real date, YYYY-MM-DD"))?;
        if now.is_some_and(|now| day > now.day()) {
            return Err(birth.wrong("is in the future"));
        }
    }
    details.get("countryOfResidence").optional_country()?;
    Ok(())
}

fn kyc_data(kyc: &Field<'_>) -> Result<(), Error> {
    kyc.only(&[
        "nationality",
        "addressOfResidence",
        "email",
        "phoneNumber",
        "identityDocument",
        "ipAddresses",
    ])?;
    kyc.get("nationality").optional_country()?;
    kyc.get("email").optional_such(is_email, "must be an e-mail address")?;
    kyc.get("phoneNumber").optional_such(
        |t| t.bytes().any(|b| b.is_ascii_digit()),
        "must be a telephone number, as +15551234567",
    )?;
    let address = kyc.get("addressOfResidence");
    let lines = ["line1", "line2", "city", "stateOrRegion", "postalCode"];
    address.only(&lines)?;
    for name in lines {
        address.get(name).optional_text()?;
    }
    let document = kyc.get("identityDocument");
    document.only(&["type", "number", "issuingCountryCode"])?;
    if document.value().is_some() {
        document.get("type").text()?;
        document.get("number").text()?;
        document.get("issuingCountryCode").optional_country()?;
    }
    let addresses = kyc.get("ipAddresses");
    match addresses.value() {
        Some(Json::Array(list)) if list.iter().all(|a| a.as_str().is_some_and(|a| !a.is_empty())) => Ok(()),
        Some(_) => Err(addresses.wrong("must be a list of strings")),
        None => Ok(()),
    }
}

/// The reference shows a second shape that no stored copy prints, so unknown members pass as they are.
fn due_diligence(section: &Field<'_>) -> Result<(), Error> {
    if section.value().is_some_and(|value| !value.is_object()) {
        return Err(section.wrong("must be an object"));
    }
    for name in
        ["employmentStatus", "sourceOfFunds", "industry", "estimatedYearlyIncome", "expectedYearlyTxVolume"]
    {
        section.get(name).optional_text()?;
    }
    Ok(())
}

fn without_nulls(value: &Json) -> Json {
    match value {
        Json::Object(members) => Json::Object(
            members
                .iter()
                .filter(|(_, value)| *value != Json::Null)
                .map(|(name, value)| (name.clone(), without_nulls(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

fn debug(name: &str, record: &Json, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(name)?;
    f.debug_set().entries(record.members().iter().map(|(section, _)| section)).finish()
}

impl fmt::Debug for UserRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("UserRecord", &self.0, f)
    }
}

impl fmt::Debug for RecordChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("RecordChange", &self.0, f)
    }
}
