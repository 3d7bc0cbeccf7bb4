//! How each item of Crossmint's record is asked for, and which of them a residence and a product take (data
//! requirements). The values of the choices are those that its papers show: it publishes no full lists.

use alloc::vec::Vec;

use super::requirements::{Product, Wanted, missing};
use crate::decision::DataItem;
use crate::flow::{Control, Facts, Field, FieldRow, Group, answer, arrange, put};
use crate::json::Json;

/// A line of the table; what is left out is empty.
const fn row(
    item: DataItem,
    group: Group,
    control: Control,
    autocomplete: &'static str,
    path: &'static [&'static str],
) -> FieldRow {
    FieldRow { item: item.as_str(), group, control, autocomplete, options: &[], path, decides: false }
}

const fn choice(item: DataItem, options: &'static [&'static str], path: &'static [&'static str]) -> FieldRow {
    FieldRow { options, ..row(item, Group::Finances, Control::Choice, "", path) }
}

const fn deciding(row: FieldRow) -> FieldRow {
    FieldRow { decides: true, ..row }
}

/// The table, in the order in which a form asks, but for names and addresses.
pub(super) static ROWS: [FieldRow; 17] = {
    use Control as C;
    use DataItem as D;
    use Group as G;
    const DETAILS: &str = "userDetails";
    const KYC: &str = "kycData";
    const ADDRESS: &str = "addressOfResidence";
    const DILIGENCE: &str = "dueDiligence";
    [
        deciding(row(
            D::CountryOfResidence,
            G::Person,
            C::Country,
            "country",
            &[DETAILS, "countryOfResidence"],
        )),
        row(D::FirstName, G::Person, C::Text, "given-name", &[DETAILS, "firstName"]),
        row(D::LastName, G::Person, C::Text, "family-name", &[DETAILS, "lastName"]),
        row(D::DateOfBirth, G::Person, C::Date, "bday", &[DETAILS, "dateOfBirth"]),
        row(D::Nationality, G::Person, C::Country, "", &[KYC, "nationality"]),
        row(D::AddressLine, G::Address, C::Text, "address-line1", &[KYC, ADDRESS, "line1"]),
        row(D::PostalCode, G::Address, C::Text, "postal-code", &[KYC, ADDRESS, "postalCode"]),
        row(D::City, G::Address, C::Text, "address-level2", &[KYC, ADDRESS, "city"]),
        deciding(row(D::State, G::Address, C::Text, "address-level1", &[KYC, ADDRESS, "stateOrRegion"])),
        row(D::Email, G::Contact, C::Email, "email", &[KYC, "email"]),
        row(D::Phone, G::Contact, C::Tel, "tel", &[KYC, "phoneNumber"]),
        row(D::IdentityNumber, G::Identity, C::Text, "", &[KYC, "identityDocument"]),
        row(D::SocialSecurityNumber, G::Identity, C::Text, "", &[KYC, "identityDocument"]),
        choice(D::Employment, &["full-time"], &[DILIGENCE, "employmentStatus"]),
        choice(D::SourceOfFunds, &["salary-disbursement"], &[DILIGENCE, "sourceOfFunds"]),
        choice(D::Industry, &["financial-institution"], &[DILIGENCE, "industry"]),
        choice(D::YearlyIncome, &["income-50k-100k"], &[DILIGENCE, "estimatedYearlyIncome"]),
    ]
};

pub(super) const RESIDENCE: &str = DataItem::CountryOfResidence.as_str();

/// No product goes without these; what else is asked for, the residence decides.
const FIRST: [DataItem; 4] =
    [DataItem::CountryOfResidence, DataItem::FirstName, DataItem::LastName, DataItem::DateOfBirth];

/// What is required of a person: of the wanted products, and of the sections that are stored already, since an update
/// replaces them all.
pub(super) fn wanted(facts: &Facts<'_>) -> Wanted {
    let mut products: Vec<Product> = facts.scopes.iter().filter_map(|scope| Product::parse(scope)).collect();
    let is_payout_alone = products.iter().all(|product| *product == Product::RegulatedTransfer);
    if is_stored(facts, "kycData") && is_payout_alone {
        products.push(Product::OnrampLight);
    }
    let enhanced = facts.own.get("enhanced").and_then(Json::as_bool) == Some(true);
    Wanted { products, enhanced, documents: Vec::new() }
}

pub(super) fn is_stored(facts: &Facts<'_>, section: &str) -> bool {
    facts.own.get("stored").and_then(|stored| stored.get(section)?.as_bool()) == Some(true)
}

/// The items that the residence and the state of these answers take, before anything else is answered; the host's own
/// (the times of its checks) are among them.
pub(super) fn required(facts: &Facts<'_>, values: &Json) -> Vec<DataItem> {
    let mut known = Json::Object(Vec::new());
    for row in ROWS.iter().filter(|row| row.decides) {
        if let Some(given) = answer(values, row.item) {
            put(&mut known, row.path, given);
        }
    }
    let country = answer(values, RESIDENCE);
    let wanted = wanted(facts);
    let mut items = missing(&known, &wanted).data;
    if country.is_none() {
        items.retain(|item| FIRST.contains(item));
        return items;
    }
    items.push(DataItem::CountryOfResidence);
    let us = country == Some("US");
    if us && wanted.products.iter().any(|product| *product != Product::RegulatedTransfer) {
        items.push(DataItem::State);
    }
    if is_stored(facts, "dueDiligence") {
        items.extend([DataItem::Employment, DataItem::SourceOfFunds, DataItem::Industry]);
        if us {
            items.push(DataItem::YearlyIncome);
        }
    }
    if is_stored(facts, "verificationHistory") {
        items.extend([DataItem::IdentityCheckTime, DataItem::LivenessCheckTime]);
    }
    items
}

/// The fields of the form. Beyond what is required Crossmint names whole sections that it wants, never single fields:
/// of those a field may be left empty.
pub(super) fn fields(facts: &Facts<'_>, _: &str, values: &Json) -> Vec<Field> {
    let required = required(facts, values);
    let named: Vec<&str> = facts
        .decisions()
        .filter(|d| d.get("scope").and_then(Json::as_str).is_some_and(|scope| facts.scopes.contains(&scope)))
        .flat_map(|decision| decision.get("data").map(Json::items).unwrap_or_default())
        .filter_map(Json::as_str)
        .collect();
    let is_required = |row: &FieldRow| required.iter().any(|item| item.as_str() == row.item);
    // Two numbers of an identity go to one place.
    let is_covered = |row: &FieldRow| ROWS.iter().any(|other| other.path == row.path && is_required(other));
    let is_wanted = |row: &FieldRow| {
        answer(values, RESIDENCE).is_some()
            && named.contains(&row.item)
            && row.item != DataItem::SocialSecurityNumber.as_str()
            && !is_covered(row)
    };
    let rows = ROWS.iter().filter(|row| is_required(row) || is_wanted(row));
    let mut fields: Vec<_> = rows.map(|row| Field { row, required: is_required(row) }).collect();
    arrange(&mut fields, facts.language(), answer(values, RESIDENCE).unwrap_or_default());
    fields
}
