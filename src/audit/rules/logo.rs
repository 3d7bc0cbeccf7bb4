//! The logo: whether one of the images that bear the partner's name can be seen near the sentence.

use alloc::format;

use super::because;
use crate::audit::facts::{Consent, Logo};
use crate::audit::finding::{Findings, Rule};
use crate::consent::{MIN_LOGO, Policy};

/// As far as this from the sentence, in CSS pixels, a logo still belongs to it: half the height of a small screen.
const NEAR: f64 = 320.0;

pub(super) fn judge(policy: &Policy, consent: &Consent, findings: &mut Findings) {
    let Some((of, _)) = policy.logo.as_ref().filter(|(_, required)| *required) else { return };
    let faults = consent.logos.iter().map(|logo| (logo, fault(logo)));
    // One good logo is enough; else the one that comes closest is told of.
    let Some((logo, fault)) = faults.min_by_key(|(_, fault)| fault.map_or(0, |rule| 1 + rank(rule))) else {
        let text = format!("No image on the page bears the name {of}.");
        findings.add(Rule::LogoMissing, &consent.sentence.place, text);
        return;
    };
    let Some(rule) = fault else { return };
    let text = match rule {
        Rule::LogoNotLoaded => format!("The picture of {of}'s logo is not there."),
        Rule::LogoTooSmall => {
            let (width, height) = (logo.place.rect.width, logo.place.rect.height);
            format!("{of}'s logo is {width:.0} by {height:.0} CSS pixels.")
        }
        Rule::LogoFar => {
            format!("{of}'s logo is {:.0} CSS pixels away from the sentence, in another part.", logo.distance)
        }
        _ => format!("Nobody sees {of}'s logo: {}.", because(&logo.unseen.clone().unwrap_or_default())),
    };
    findings.add(rule, &logo.place, text);
}

fn fault(logo: &Logo) -> Option<Rule> {
    let least = f64::from(MIN_LOGO);
    // Rounded, as a size in a mark-up is.
    let side = logo.place.rect.width.min(logo.place.rect.height).round();
    if !logo.in_same_part && logo.distance > NEAR {
        Some(Rule::LogoFar)
    } else if logo.loaded == Some(false) {
        Some(Rule::LogoNotLoaded)
    } else if side > 0.0 && side < least {
        Some(Rule::LogoTooSmall)
    } else if logo.unseen.is_some() || side <= 0.0 {
        Some(Rule::LogoHidden)
    } else {
        None
    }
}

/// How near to good a faulty logo is.
fn rank(fault: Rule) -> u8 {
    match fault {
        Rule::LogoTooSmall => 0,
        Rule::LogoNotLoaded => 1,
        Rule::LogoHidden => 2,
        _ => 3,
    }
}
