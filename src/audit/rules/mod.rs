//! The rules, one file for each part of a consent.

mod control;
mod link;
mod logo;
mod observed;
mod sentence;

use alloc::vec::Vec;

use super::facts::{Cause, Facts, Place, Unseen};
use super::finding::{Finding, Findings, Rule};
use super::sentence::Sentences;
use crate::consent::Policy;

/// Every rule that the facts break, in the order of the rules. Empty: none.
#[must_use]
pub fn judge(policy: &Policy, facts: &Facts) -> Vec<Finding> {
    let mut findings = Findings::default();
    if facts.consents.is_empty() {
        let text = alloc::format!("Nothing on the page is like the consent to {}.", policy.name);
        findings.add(Rule::ConsentMissing, &Place::default(), text);
    }
    let sentences = Sentences::of(policy);
    for consent in &facts.consents {
        sentence::judge(policy, &sentences, consent, &mut findings);
        control::judge(consent, &mut findings);
        link::judge(policy, consent, &mut findings);
        logo::judge(policy, consent, &mut findings);
        observed::judge(consent, &mut findings);
    }
    let mut findings = findings.0;
    findings.sort_by_key(|finding| finding.rule);
    findings.dedup_by(|one, other| one.rule == other.rule && one.place.path == other.place.path);
    findings
}

/// Why nobody sees something, as the end of a sentence.
fn because(unseen: &Unseen) -> alloc::string::String {
    match unseen.cause {
        Cause::NotRendered => "it is not rendered (display: none, or closed)".into(),
        Cause::Invisible => "its visibility is hidden".into(),
        Cause::Transparent => "it is transparent".into(),
        Cause::ZeroSize => "it has no size".into(),
        Cause::Clipped => "it is cut off".into(),
        Cause::OffScreen => "it is outside of what can be scrolled to".into(),
        Cause::Covered => alloc::format!("{} lies over it", unseen.by),
    }
}
