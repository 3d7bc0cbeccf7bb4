//! What a flow is made of: what is wanted, what the partners say, and what was handed in since.

use alloc::vec::Vec;

use crate::decision::Partner;
use crate::error::Error;
use crate::json::Json;
use crate::partners::FLOWS;
use crate::time::Timestamp;

/// What is known of a person with one partner.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// Which.
    pub partner: Partner,
    /// The scopes of it that are wanted.
    pub scopes: Vec<&'a str>,
    /// Its own member of `partners`.
    pub own: &'a Json,
    /// All of `given`.
    pub given: &'a Json,
    /// What the operator adds to the options of choices.
    pub options: &'a Json,
    /// The host's clock.
    pub now: Timestamp,
}

impl<'a> Facts<'a> {
    /// What `given` says of that partner; none when it says nothing, or not what time it is.
    pub(crate) fn of(given: &'a Json, partner: Partner) -> Option<Self> {
        let own = given.get("partners")?.get(partner.as_str()).filter(|own| own.is_object())?;
        let known = FLOWS.iter().find(|flow| flow.partner == partner)?.scopes;
        let scopes = given.get("scopes")?.items().iter().filter_map(Json::as_str);
        Some(Self {
            partner,
            scopes: scopes.filter(|scope| known.contains(scope)).collect(),
            own,
            given,
            options: given.get("options").unwrap_or(&Json::Null),
            now: Timestamp::parse(given.get("now")?.as_str()?)?,
        })
    }

    pub(crate) fn decisions(&self) -> impl Iterator<Item = &'a Json> {
        let partner = self.partner.as_str();
        let list = self.own.get("decisions").map(Json::items).unwrap_or_default();
        list.iter().filter(move |decision| decision.get("partner").and_then(Json::as_str) == Some(partner))
    }

    /// The decision about a scope. One that is named twice has none that counts.
    pub(crate) fn decision(&self, scope: &str) -> Option<&'a Json> {
        let mut found = self.decisions().filter(|d| d.get("scope").and_then(Json::as_str) == Some(scope));
        found.next().filter(|_| found.next().is_none())
    }

    /// The language of the page (BCP 47), where it is known.
    pub(crate) fn language(&self) -> &'a str {
        self.given.get("language").and_then(Json::as_str).unwrap_or_default()
    }

    /// The page of the partner that the person has to open, where it has just been told.
    pub(crate) fn link(&self) -> Option<&'a str> {
        self.own.get("link").and_then(Json::as_str).filter(|url| url.starts_with("https://"))
    }

    /// The policies that its person has to accept, each once, for the scopes that are wanted.
    pub(crate) fn policies(&self) -> Vec<&'a str> {
        self.policies_for(|scope| self.scopes.contains(&scope))
    }

    /// The same for whatever is wanted.
    pub(crate) fn every_policy(&self) -> Vec<&'a str> {
        self.policies_for(|_| true)
    }

    fn policies_for(&self, concerns: impl Fn(&str) -> bool) -> Vec<&'a str> {
        let mut out: Vec<&str> = Vec::new();
        for decision in self.decisions() {
            let asks = decision.get("next").and_then(Json::as_str) == Some("ask-consent");
            let scope = decision.get("scope").and_then(Json::as_str).unwrap_or_default();
            let policy = decision.get("policy").and_then(Json::as_str).unwrap_or_default();
            // A policy's own decision, or that of a product that is wanted.
            if asks && (scope == policy || concerns(scope)) && !out.contains(&policy) {
                out.push(policy);
            }
        }
        out
    }
}

/// The scopes that are wanted, and the partners to be asked for them: `{ scopes, partners }`. `on` are the partners that
/// this gateway is set up for. Without `scopes`: the first of each partner that is on, but Sumsub's where Kriptomat's
/// stands on it.
///
/// # Errors
/// [`Error::InvalidInput`] for a scope of no partner that is on.
///
/// ```
/// use kyc_assent::{flow::wanted, json::Json};
/// let wanted = wanted(&[], &["crossmint"]).unwrap();
/// assert_eq!(wanted.to_text(), r#"{"scopes":["onramp"],"partners":["crossmint"]}"#);
/// ```
pub fn wanted(scopes: &[&str], on: &[&str]) -> Result<Json, Error> {
    let is_on = |partner: Partner| on.contains(&partner.as_str());
    let mut wanted: Vec<&str> = Vec::new();
    for scope in scopes {
        let known = FLOWS.iter().any(|flow| is_on(flow.partner) && flow.scopes.contains(scope));
        if !known {
            return Err(Error::input("scopes", "names one that no partner of this gateway has"));
        }
        if !wanted.contains(scope) {
            wanted.push(scope);
        }
    }
    if wanted.is_empty() {
        let stands_on = |partner| partner == Partner::Sumsub && is_on(Partner::Kriptomat);
        let flows = FLOWS.iter().filter(|flow| is_on(flow.partner) && !stands_on(flow.partner));
        wanted = flows.filter_map(|flow| flow.scopes.first().copied()).collect();
    }
    let asks = |partner: Partner| {
        let of = |partner| FLOWS.iter().filter(move |flow| flow.partner == partner);
        let concerns =
            |partner| of(partner).any(|flow| flow.scopes.iter().any(|scope| wanted.contains(scope)));
        concerns(partner) || (partner == Partner::Sumsub && concerns(Partner::Kriptomat))
    };
    let partners = FLOWS.iter().map(|flow| flow.partner).filter(|partner| is_on(*partner) && asks(*partner));
    Ok(Json::object([
        ("scopes", Json::strings(wanted.iter().copied())),
        ("partners", Json::strings(partners.map(Partner::as_str))),
    ]))
}
