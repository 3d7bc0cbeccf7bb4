//! A consent that a form posted without script: what counts as evidence of it.
//!
//! A server has drawn the sentence, its link, the logo and an unticked box, by what the gateway gave it with a ticket. No
//! script measured what became of that, so the evidence states what was drawn, and the ledger's entry says so (`rendering`).
//! Who ticked is another matter: the browser says in headers that no page can set (Fetch Metadata Request Headers, W3C,
//! 2.1 to 2.4) whether a person's own act led to the post. Every browser that draws a declarative shadow root sends them.

use crate::json::Json;
use crate::time::Timestamp;

/// How long a ticket counts, in milliseconds: half an hour, time enough to read a policy. It is less than idempotency keys
/// are kept ([`keys_known_from`](super::keys_known_from)), so a ticket that was used is known as such as long as it counts.
pub const TICKET_LIFETIME: i64 = 30 * 60 * 1000;

/// What the browser says of a request that a person made by pressing a button of a form in a page of its own.
const BY_PERSON: [(&str, &str); 3] =
    [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"), ("sec-fetch-user", "?1")];
/// Where such a request comes from: a page, and not an address that somebody typed.
const FROM_A_PAGE: [&str; 3] = ["same-origin", "same-site", "cross-site"];

/// The evidence of a form's post, for [`check()`](super::check()) to be held against the policy.
///
/// `ticket` is what the gateway sealed when it handed the sentence to the server: `{ policy, version, language, region?,
/// presentedAt, logo: { width, height } }`, sizes in CSS pixels as they are drawn, 0 for none. `presentation` is what the
/// gateway presents for it now. `post` is `{ consent, headers }`: the value of the box (empty when it was not ticked) and
/// the request's headers with names in lower case.
///
/// The box counts as ticked by the person where its value is that of the ticket and the browser says that a person's act
/// led here; else `byPerson` is false. Whoever pressed the button of a card has the card before them, so `visible` is the
/// same. The times are the gateway's own.
///
/// ```
/// use kyc_assent::{consent::posted_evidence, json::Json, time::Timestamp};
/// let ticket = Json::parse(r#"{ "policy": "p", "version": "1", "language": "en",
///     "presentedAt": "2026-01-01T00:00:00Z", "logo": { "width": 96, "height": 24 } }"#).unwrap();
/// let presentation = Json::parse(r#"{ "segments": [{ "text": "See " }, { "text": "here", "href": "https://p.example" }] }"#);
/// let post = Json::parse(r#"{ "consent": "p@1", "headers": { "sec-fetch-site": "same-site" } }"#).unwrap();
/// let evidence = posted_evidence(&ticket, &presentation.unwrap(), &post, Timestamp(0));
/// assert_eq!(evidence.get("text").and_then(Json::as_str), Some("See here"));
/// // No browser says that a person did it.
/// assert_eq!(evidence.get("byPerson"), Some(&Json::Bool(false)));
/// ```
#[must_use]
pub fn posted_evidence(ticket: &Json, presentation: &Json, post: &Json, now: Timestamp) -> Json {
    let of_ticket = |name: &str| ticket.get(name).cloned().unwrap_or(Json::Null);
    let segments = presentation.get("segments").map(Json::items).unwrap_or_default();
    let text = |segment: &Json| Json::text(segment.get("text").and_then(Json::as_str).unwrap_or_default());
    let sentence = segments.iter().filter_map(|segment| segment.get("text")?.as_str()).collect();
    let link = segments.iter().find_map(|segment| {
        Some(Json::object([("text", text(segment)), ("href", segment.get("href")?.clone())]))
    });
    let by_person = Json::from(is_ticked(ticket, post) && is_by_person(post.get("headers")));
    let mut evidence = Json::object([
        ("policy", of_ticket("policy")),
        ("version", of_ticket("version")),
        ("language", of_ticket("language")),
        ("text", Json::String(sentence)),
        ("link", link.unwrap_or(Json::Null)),
        ("tickedAtStart", false.into()),
        ("openingForced", false.into()),
        ("visible", by_person.clone()),
        ("logo", logo(ticket)),
        ("presentedAt", of_ticket("presentedAt")),
        ("tickedAt", now.to_text().into()),
        ("byPerson", by_person),
    ]);
    if let Some(region) = ticket.get("region") {
        evidence.set("region", region.clone());
    }
    evidence
}

fn is_ticked(ticket: &Json, post: &Json) -> bool {
    let text = |name: &str| ticket.get(name).and_then(Json::as_str);
    let (Some(policy), Some(version)) = (text("policy"), text("version")) else { return false };
    let value = post.get("consent").and_then(Json::as_str).unwrap_or_default();
    value.strip_prefix(policy).and_then(|rest| rest.strip_prefix('@')) == Some(version)
}

fn is_by_person(headers: Option<&Json>) -> bool {
    let header = |name: &str| headers.and_then(|headers| headers.get(name)).and_then(Json::as_str);
    BY_PERSON.iter().all(|(name, value)| header(name) == Some(value))
        && header("sec-fetch-site").is_some_and(|site| FROM_A_PAGE.contains(&site))
}

fn logo(ticket: &Json) -> Json {
    let side =
        |name: &str| ticket.get("logo").and_then(|logo| logo.get(name)).and_then(Json::as_u64).unwrap_or(0);
    let (width, height) = (side("width"), side("height"));
    let shown = width > 0 && height > 0;
    Json::object([("shown", shown.into()), ("width", width.into()), ("height", height.into())])
}
