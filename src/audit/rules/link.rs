//! The link: whether it is there, leads to the policy, and can be seen and opened.

use alloc::format;
use alloc::string::String;

use super::because;
use super::sentence::{is_on_policy_words, short};
use crate::audit::facts::{Consent, Link, Medium};
use crate::audit::finding::{Findings, Rule};
use crate::consent::Policy;

/// Parts of a query that change nothing about which policy it is.
const NEUTRAL: &[&str] = &["lang=", "locale=", "hl=", "utm_"];

pub(super) fn judge(policy: &Policy, consent: &Consent, findings: &mut Findings) {
    let place = &consent.sentence.place;
    if consent.sentence.medium != Medium::Text {
        return;
    }
    let within = || consent.links.iter().filter(|link| link.in_sentence);
    let is_right = |link: &&Link| is_policy(policy, &link.address);
    let Some(link) =
        within().find(is_right).or_else(|| within().next()).or_else(|| consent.links.iter().find(is_right))
    else {
        // A sentence that is another one has been told as that.
        findings.add(Rule::LinkMissing, place, "No words of the sentence are a link.");
        return;
    };
    let place = &link.place;
    if address(policy, link, findings) && !is_on_policy_words(policy, &consent.sentence.language, link) {
        let text = format!("The link stands on \"{}\".", short(&link.text));
        findings.add(Rule::LinkOnOtherWords, place, text);
    }
    let sentence_is_seen = consent.sentence.runs.iter().all(|run| run.unseen.is_none());
    if let Some(unseen) = link.unseen.as_ref().filter(|_| sentence_is_seen) {
        findings.add(Rule::LinkHidden, place, format!("Nobody sees the link: {}.", because(unseen)));
    } else if !link.by_pointer {
        findings.add(
            Rule::LinkHidden,
            place,
            "No press reaches the link (pointer-events, or something lies over it).",
        );
    }
    findings.when(
        !link.stands_out,
        Rule::LinkLooksLikeText,
        place,
        "Nothing but its place tells that these words are a link.",
    );
    let beyond = !link.by_keyboard && !link.address.is_empty() && link.unseen.is_none();
    findings.when(beyond, Rule::LinkNotByKeyboard, place, "The Tab key does not reach the link.");
}

/// Whether the link leads to the policy, or says what is wrong with it.
fn address(policy: &Policy, link: &Link, findings: &mut Findings) -> bool {
    let place = &link.place;
    let is_web = link.address.starts_with("https://") || link.address.starts_with("http://");
    let written = link.written.trim();
    if !is_web || written.is_empty() || written.starts_with('#') {
        findings.add(
            Rule::LinkWithoutAddress,
            place,
            format!("The link's address is \"{}\".", short(written)),
        );
        return false;
    }
    let arrives = is_policy(policy, &link.leads_to);
    if !is_policy(policy, &link.address) && !arrives {
        let text = format!(
            "It links to {}, and the policy is at {}.",
            short(&link.address),
            policy.links.all().join(" or ")
        );
        findings.add(Rule::LinkDiffers, place, text);
        return false;
    }
    if !link.leads_to.is_empty() && !policy.links.all().iter().any(|policy| same_site(policy, &link.leads_to))
    {
        let text = format!("It leads to {} in the end.", short(&link.leads_to));
        findings.add(Rule::LinkLeadsElsewhere, place, text);
    } else if matches!(link.status, 404 | 410) {
        findings.add(Rule::LinkDead, place, format!("{} answers {}.", short(&link.address), link.status));
    }
    true
}

/// Whether an address is one of the policy's, since a page does not say where the person lives: the same scheme, host, path and query, where language and campaign do not
/// count.
fn is_policy(policy: &Policy, address: &str) -> bool {
    policy.links.all().iter().any(|policy| plain(address) == plain(policy))
}

fn plain(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let (scheme, rest) = path.split_once("://").unwrap_or(("", path));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut out =
        format!("{}://{}/{}", scheme.to_lowercase(), host.to_lowercase(), path.trim_end_matches('/'));
    for part in
        query.split('&').filter(|part| !part.is_empty() && !NEUTRAL.iter().any(|n| part.starts_with(n)))
    {
        out.push('&');
        out.push_str(part);
    }
    out
}

/// Whether two addresses are of one site: the same host, or one below the other, both over https.
fn same_site(policy: &str, address: &str) -> bool {
    let host = |address: &str| {
        let rest = address.strip_prefix("https://")?;
        let host = rest.split(['/', '?', '#']).next()?.to_lowercase();
        Some(host.strip_prefix("www.").map(String::from).unwrap_or(host))
    };
    let (Some(one), Some(other)) = (host(policy), host(address)) else { return false };
    one == other || other.ends_with(&format!(".{one}"))
}
