//! The ways to hand in each document, and which of them a residence allows (data requirements).

use alloc::vec::Vec;

use super::document::DocumentType;
use crate::decision::DocumentItem;
use crate::flow::{Asked, Part, Way};

const fn part(name: &'static str, camera: &'static str, kind: DocumentType) -> Part {
    Part { name, camera, partner_name: kind.as_str() }
}

/// The camera that looks at the person, and the one that looks away.
const FACE: &str = "user";
const PAPER: &str = "environment";

static PASSPORT: Way = Way { name: "passport", parts: &[part("passport", PAPER, DocumentType::Passport)] };
static CARD: Way = Way {
    name: "card",
    parts: &[
        part("card-front", PAPER, DocumentType::IdCardFront),
        part("card-back", PAPER, DocumentType::IdCardBack),
    ],
};
/// A driver's licence of the United States is filed as an identity card.
static LICENCE: Way = Way {
    name: "licence",
    parts: &[
        part("licence-front", PAPER, DocumentType::IdCardFront),
        part("licence-back", PAPER, DocumentType::IdCardBack),
    ],
};
static PERMIT: Way = Way { name: "permit", parts: &[part("permit", PAPER, DocumentType::ResidencyPermit)] };
static SELFIE: Way = Way { name: "selfie", parts: &[part("selfie", FACE, DocumentType::SelfieFront)] };
static ADDRESS: Way =
    Way { name: "proof-of-address", parts: &[part("proof-of-address", PAPER, DocumentType::ProofOfAddress)] };
static INCOME: Way =
    Way { name: "proof-of-income", parts: &[part("proof-of-income", PAPER, DocumentType::ProofOfIncome)] };

static IDENTITY: [&Way; 4] = [&PASSPORT, &CARD, &LICENCE, &PERMIT];

/// The names of the identity documents that residents of a country (alpha-2) may hand in.
pub(super) fn identity_ways(country: &str) -> Vec<&'static str> {
    let us = country == "US";
    let is_for = |way: &&&Way| match way.name {
        "card" => !us && DocumentType::IdCardFront.is_for_residents_of(country),
        "licence" => us,
        "permit" => DocumentType::ResidencyPermit.is_for_residents_of(country),
        _ => true,
    };
    IDENTITY.iter().filter(is_for).map(|way| way.name).collect()
}

/// A document with its ways. `identity` names those that the residence allows; where nobody knows the residence, the
/// passport, which every residence allows.
pub(super) fn asked(item: DocumentItem, identity: &[&str]) -> Asked {
    let ways = match item {
        DocumentItem::IdentityDocument => {
            let allowed =
                IDENTITY.iter().filter(|way| way.name == "passport" || identity.contains(&way.name));
            allowed.copied().collect()
        }
        DocumentItem::Selfie => Vec::from([&SELFIE]),
        DocumentItem::ProofOfAddress => Vec::from([&ADDRESS]),
        DocumentItem::ProofOfIncome => Vec::from([&INCOME]),
    };
    Asked { item, ways }
}
