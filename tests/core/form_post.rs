//! What a form posts without script, as evidence: only a person's own act, on the ticket's own policy and version.

use crate::sample::{self, parsed, value};
use kyc_assent::consent::{
    BrokenRule, Demands, Policy, TICKET_LIFETIME, check, keys_known_from, posted_evidence, present,
};
use kyc_assent::json::Json;
use kyc_assent::ledger::{accepted_event, entry};
use kyc_assent::partners::crossmint::PRIVACY_POLICY_FILE;
use kyc_assent::time::Timestamp;
use serde_json::{Value, json};

const NOW: &str = "2026-11-23T10:05:00.000Z";
const EVIDENCE: Demands<'_> = Demands { reviewed_only: false, evidence: true, region: None };

fn policy() -> Policy {
    Policy::from_json(&Json::parse(PRIVACY_POLICY_FILE).unwrap()).unwrap()
}

fn ticket() -> Value {
    json!({ "policy": "crossmint-privacy-policy", "version": policy().version, "language": "de",
        "presentedAt": "2026-11-23T10:00:00.000Z", "logo": { "width": 96, "height": 24 } })
}

fn post() -> Value {
    json!({ "consent": format!("crossmint-privacy-policy@{}", policy().version), "headers": {
        "sec-fetch-mode": "navigate", "sec-fetch-dest": "document", "sec-fetch-user": "?1", "sec-fetch-site": "cross-site",
    } })
}

fn evidence(ticket: &Value, post: &Value) -> Json {
    let presentation = present(&policy(), &["de"], None).unwrap().to_json();
    posted_evidence(&parsed(ticket), &presentation, &parsed(post), Timestamp::parse(NOW).unwrap())
}

fn broken(ticket: &Value, post: &Value) -> Vec<BrokenRule> {
    check(&policy(), &evidence(ticket, post), EVIDENCE)
}

#[test]
fn a_post_of_a_person_keeps_every_rule_and_states_what_was_drawn() {
    assert_eq!(broken(&ticket(), &post()), []);
    let policy = policy();
    let sentence = policy.sentences.iter().find(|s| s.language == "de").unwrap();
    assert_eq!(
        value(&evidence(&ticket(), &post())),
        json!({
            "policy": policy.name, "version": policy.version, "language": "de", "text": sentence.text(),
            "link": { "text": sentence.link_text(), "href": policy.link(None) },
            "tickedAtStart": false, "openingForced": false, "visible": true, "byPerson": true,
            "logo": { "shown": true, "width": 96, "height": 24 },
            "presentedAt": "2026-11-23T10:00:00.000Z", "tickedAt": NOW,
        })
    );
}

#[test]
fn a_region_is_the_ticket_s() {
    let mut given = ticket();
    given["region"] = "eu".into();
    assert_eq!(value(&evidence(&given, &post()))["region"], "eu");
}

#[test]
fn a_box_that_was_not_ticked_or_is_another_one_is_nobody_s_consent() {
    let unticked = [BrokenRule::NotVisible, BrokenRule::NotByPerson];
    let version = policy().version;
    for consent in [
        "",
        "on",
        "crossmint-privacy-policy",
        "@",
        "crossmint-privacy-policy@",
        "crossmint-privacy-policy@1999-01-01",
        &format!("shop-terms@{version}"),
        &format!("crossmint-privacy-policy@{version} "),
        &version,
    ] {
        let mut given = post();
        given["consent"] = consent.into();
        assert_eq!(broken(&ticket(), &given), unticked, "{consent}");
    }
    for missing in [Value::Null, json!(true), json!(["crossmint-privacy-policy"])] {
        let mut given = post();
        given["consent"] = missing;
        assert_eq!(broken(&ticket(), &given), unticked);
    }
}

#[test]
fn only_what_the_browser_calls_a_person_s_act_counts() {
    for (name, values) in [
        ("sec-fetch-mode", ["cors", "no-cors", "same-origin", "websocket", "", "Navigate"].as_slice()),
        ("sec-fetch-dest", &["empty", "iframe", "frame", "embed", "object", "", "document "]),
        ("sec-fetch-user", &["?0", "1", "", "true"]),
        ("sec-fetch-site", &["none", "", "same"]),
    ] {
        for wrong in values.iter().map(|value| json!(value)).chain([Value::Null, json!(["navigate"])]) {
            let mut given = post();
            given["headers"][name] = wrong.clone();
            assert!(broken(&ticket(), &given).contains(&BrokenRule::NotByPerson), "{name} {wrong}");
            given["headers"].as_object_mut().unwrap().remove(name);
            assert!(broken(&ticket(), &given).contains(&BrokenRule::NotByPerson), "no {name}");
        }
    }
    for site in ["same-origin", "same-site", "cross-site"] {
        let mut given = post();
        given["headers"]["sec-fetch-site"] = site.into();
        assert_eq!(broken(&ticket(), &given), []);
    }
}

#[test]
fn a_logo_that_was_not_drawn_or_too_small_was_not_shown() {
    for logo in [
        json!({ "width": 15, "height": 24 }),
        json!({ "width": 0, "height": 24 }),
        json!({}),
        Value::Null,
        json!({ "width": 96 }),
        json!({ "width": "96", "height": "24" }),
        json!({ "width": 96.5, "height": 24 }),
    ] {
        let mut given = ticket();
        given["logo"] = logo.clone();
        assert_eq!(broken(&given, &post()), [BrokenRule::LogoMissing], "{logo}");
    }
}

#[test]
fn a_ticket_of_an_earlier_version_is_out_of_date() {
    let mut given = ticket();
    given["version"] = "2000-01-01".into();
    let mut with_it = post();
    with_it["consent"] = "crossmint-privacy-policy@2000-01-01".into();
    assert_eq!(broken(&given, &with_it), [BrokenRule::StaleVersion]);
}

#[test]
fn a_used_ticket_is_known_for_as_long_as_it_counts() {
    let now = Timestamp::parse(NOW).unwrap();
    assert!(keys_known_from(now).0 < now.0 - TICKET_LIFETIME);
}

#[test]
fn the_ledger_says_that_a_server_drew_it_and_takes_no_other_word() {
    let file = Json::parse(PRIVACY_POLICY_FILE).unwrap();
    let presentation = present(&policy(), &["de"], None).unwrap().to_json();
    let given = evidence(&ticket(), &post());
    let event = value(&accepted_event(&file, &presentation, &given, "https://shop.example", "").unwrap());
    let put = |rendering: Option<Value>| {
        let mut event = event.clone();
        if let Some(rendering) = rendering {
            event["rendering"] = rendering;
        }
        entry(None, &parsed(&event), sample::NOW, &"ab".repeat(32))
    };
    assert_eq!(value(&put(Some("server".into())).unwrap())["event"]["rendering"], "server");
    assert!(value(&put(None).unwrap())["event"].get("rendering").is_none());
    for wrong in [json!(""), json!("browser"), json!("Server"), json!(true), Value::Null, json!(["server"])] {
        assert!(put(Some(wrong.clone())).is_err(), "{wrong}");
    }
}
