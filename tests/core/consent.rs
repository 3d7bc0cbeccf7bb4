//! A policy as data, what is shown of it, and the rules that a rendered consent can break.

use crate::sample::{self, parsed, value};
use kyc_assent::consent::{
    self, BrokenRule, Demands, Links, MIN_LOGO, Policy, check_presented, present, until_accepted,
};
use kyc_assent::error::Error;
use kyc_assent::json::Json;
use kyc_assent::partners::crossmint::PRIVACY_POLICY_FILE;
use serde_json::{Value, json};

fn file() -> Value {
    serde_json::from_str(PRIVACY_POLICY_FILE).unwrap()
}

fn policy() -> Policy {
    Policy::from_json(&Json::parse(PRIVACY_POLICY_FILE).unwrap()).unwrap()
}

/// What a page shows that breaks no rule.
fn shown(language: &str) -> Value {
    let policy = policy();
    let sentence = policy.sentences.iter().find(|s| s.language == language).unwrap();
    json!({
        "policy": policy.name, "version": policy.version, "language": language,
        "text": sentence.text(),
        "link": { "text": sentence.link_text(), "href": policy.link(None) },
        "tickedAtStart": false, "openingForced": false, "visible": true,
        "logo": { "shown": true, "width": 96, "height": 24 },
        "presentedAt": "2026-01-01T00:00:00Z", "tickedAt": "2026-01-01T00:00:09Z", "byPerson": true,
    })
}

const EVIDENCE: Demands<'_> = Demands { reviewed_only: false, evidence: true, region: None };

/// Checks against the policy. The same against the presentation that the page had must find the same.
fn check(policy: &Policy, shown: &Json, demands: Demands<'_>) -> Vec<BrokenRule> {
    let broken = consent::check(policy, shown, demands);
    let text = |name: &str| shown.get(name).and_then(Json::as_str);
    let region = match &policy.links {
        Links::One(_) => None,
        Links::ByRegion(all) => {
            text("region").filter(|name| policy.link(Some(name)).is_some()).or(Some(&all[0].name))
        }
    };
    let presentation = present(policy, &[text("language").unwrap_or_default()], region).unwrap().to_json();
    assert_eq!(check_presented(&presentation, shown, demands), broken, "{shown}");
    broken
}

fn broken(shown: &Value) -> Vec<BrokenRule> {
    check(&policy(), &parsed(shown), EVIDENCE)
}

fn with(pointer: &str, value: Value) -> Value {
    let mut shown = shown("en");
    *shown.pointer_mut(pointer).unwrap() = value;
    shown
}

fn without(name: &str) -> Value {
    let mut shown = shown("en");
    shown.as_object_mut().unwrap().remove(name);
    shown
}

#[test]
fn the_prescribed_sentence_is_there_word_by_word() {
    let english = &policy().sentences[0];
    assert_eq!(
        english.text(),
        "I consent to my KYC data being processed by Crossmint in accordance with its Privacy Policy"
    );
    assert!(english.reviewed && !english.right_to_left);
    assert_eq!(english.link_text(), "Privacy Policy");
    assert_eq!(policy().link(None).unwrap(), "https://www.crossmint.com/legal/privacy-policy");
    assert_eq!(policy().logo, Some(("Crossmint".into(), true)));
    assert_eq!(policy().name, sample::POLICY);
}

#[test]
fn what_is_shown_as_prescribed_breaks_no_rule_in_any_language() {
    for sentence in &policy().sentences {
        assert!(broken(&shown(&sentence.language)).is_empty(), "{}", sentence.language);
    }
}

#[test]
fn the_wanted_language_is_looked_up_by_its_longest_known_part() {
    let policy = policy();
    let language = |wanted: &[&str]| {
        let presentation = present(&policy, wanted, None).unwrap().to_json();
        presentation.get("language").and_then(Json::as_str).unwrap().to_owned()
    };
    for (wanted, found) in [
        (&["de"][..], "de"),
        (&["de-AT"], "de"),
        (&["DE-ch-1996"], "de"),
        (&["tlh", "fr-CA", "de"], "fr"),
        (&["en-GB", "de"], "en"),
        (&[], "en"),
        (&["tlh"], "en"),
        (&["", "*", "-", "d", "deu", "xx-de"], "en"),
        (&["ES-419"], "es"),
    ] {
        assert_eq!(language(wanted), found, "{wanted:?}");
    }
}

/// Scripts, regions, and languages with several tags: what there is, what is wanted, what is found. Pages look up by the
/// same table without the core, and are held to the same cases.
#[test]
fn scripts_and_other_tags_of_a_language_are_looked_up_too() {
    let cases: Value = serde_json::from_str(include_str!("languages.json")).unwrap();
    let tags = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|tag| tag.as_str().unwrap().into()).collect()
    };
    for case in cases.as_array().unwrap() {
        let mut file = file();
        let mut sentence = file["sentences"][0].clone();
        file["sentences"] = tags(&case["there"])
            .into_iter()
            .map(|tag| {
                sentence["language"] = tag.into();
                sentence.clone()
            })
            .collect();
        let policy = Policy::from_json(&parsed(&file)).unwrap();
        let wanted = tags(&case["wanted"]);
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let found = value(&present(&policy, &wanted, None).unwrap().to_json());
        assert_eq!(found["language"], case["found"], "{case}");
    }
}

#[test]
fn without_english_the_first_sentence_is_the_last_resort() {
    let mut file = file();
    file["sentences"].as_array_mut().unwrap().remove(0);
    let policy = Policy::from_json(&parsed(&file)).unwrap();
    let shown = present(&policy, &["tlh"], None).unwrap().to_json();
    assert_eq!(value(&shown)["language"], "de");
}

#[test]
fn a_presentation_has_all_that_is_to_be_shown() {
    let policy = policy();
    assert_eq!(
        value(&present(&policy, &["en"], None).unwrap().to_json()),
        json!({
            "policy": "crossmint-privacy-policy", "version": policy.version, "language": "en", "direction": "ltr",
            "reviewed": true,
            "segments": [
                { "text": "I consent to my KYC data being processed by Crossmint in accordance with its " },
                { "text": "Privacy Policy", "href": "https://www.crossmint.com/legal/privacy-policy" },
            ],
            "logo": { "of": "Crossmint", "required": true },
        })
    );
    let mut rtl = file();
    rtl["sentences"][0]["direction"] = "rtl".into();
    rtl.as_object_mut().unwrap().remove("logo");
    let rtl = Policy::from_json(&parsed(&rtl)).unwrap();
    let shown = value(&present(&rtl, &[], None).unwrap().to_json());
    assert_eq!((&shown["direction"], shown.get("logo")), (&json!("rtl"), None));
}

#[test]
fn what_was_shown_as_prescribed_breaks_no_rule() {
    assert_eq!(broken(&shown("en")), []);
    let wrapped = with(
        "/text",
        json!(format!("\n    {}\n", shown("en")["text"].as_str().unwrap().replace(' ', "\n  "))),
    );
    assert_eq!(broken(&wrapped), [], "line breaks of a page are no change");
    assert_eq!(broken(&with("/logo/width", json!(16.5))), []);
}

/// One rule after the other, alone.
#[test]
fn each_rule_is_found_when_it_is_the_only_one_broken() {
    use BrokenRule as R;
    for (shown, rule) in [
        (with("/version", json!("2020-01-01")), R::StaleVersion),
        (with("/tickedAtStart", json!(true)), R::PreTicked),
        (with("/openingForced", json!(true)), R::OpeningForced),
        (with("/visible", json!(false)), R::NotVisible),
        (with("/byPerson", json!(false)), R::NotByPerson),
        (with("/text", json!("")), R::SentenceMissing),
        (with("/text", json!(" \n ")), R::SentenceMissing),
        (with("/text", json!("I agree")), R::SentenceDiffers),
        (with("/text", json!(shown("de")["text"])), R::SentenceDiffers),
        (with("/text", json!(format!("{}.", shown("en")["text"].as_str().unwrap()))), R::SentenceDiffers),
        (with("/text", json!(shown("en")["text"].as_str().unwrap().to_lowercase())), R::SentenceDiffers),
        (with("/link", Value::Null), R::LinkMissing),
        (with("/link", json!("https://www.crossmint.com/legal/privacy-policy")), R::LinkMissing),
        (with("/link/href", json!("https://www.crossmint.com/legal/privacy-policy/")), R::LinkDiffers),
        (with("/link/href", json!("http://www.crossmint.com/legal/privacy-policy")), R::LinkDiffers),
        (with("/link/href", json!("https://evil.example/")), R::LinkDiffers),
        (with("/link/href", Value::Null), R::LinkDiffers),
        (with("/link/text", json!("here")), R::LinkDiffers),
        (with("/link/text", Value::Null), R::LinkDiffers),
        (with("/logo/shown", json!(false)), R::LogoMissing),
        (with("/logo/width", json!(15.9)), R::LogoMissing),
        (with("/logo/height", json!(0)), R::LogoMissing),
        (with("/logo/height", json!("24")), R::LogoMissing),
        (with("/logo/height", json!(-24)), R::LogoMissing),
        (with("/language", json!("tlh")), R::UnknownLanguage),
        (with("/language", json!("EN")), R::UnknownLanguage),
    ] {
        assert_eq!(broken(&shown), [rule], "{shown}");
    }
}

/// What is not stated counts as broken.
#[test]
fn a_member_that_is_not_there_breaks_its_rule() {
    use BrokenRule as R;
    for (name, rule) in [
        ("version", R::StaleVersion),
        ("language", R::UnknownLanguage),
        ("text", R::SentenceMissing),
        ("link", R::LinkMissing),
        ("tickedAtStart", R::PreTicked),
        ("openingForced", R::OpeningForced),
        ("visible", R::NotVisible),
        ("logo", R::LogoMissing),
        ("byPerson", R::NotByPerson),
        ("policy", R::UnknownPolicy),
    ] {
        assert_eq!(broken(&without(name)), [rule], "{name}");
        assert!(broken(&with(&format!("/{name}"), Value::Null)).contains(&rule), "{name}");
    }
    for word in ["tickedAtStart", "openingForced"] {
        assert_eq!(broken(&with(&format!("/{word}"), json!("false"))).len(), 1, "a text is no boolean");
    }
    for word in ["visible", "byPerson"] {
        for wrong in [json!("true"), json!(1)] {
            assert_eq!(broken(&with(&format!("/{word}"), wrong)).len(), 1);
        }
    }
}

#[test]
fn another_policy_is_not_judged_by_the_rules_of_this_one() {
    for shown in [with("/policy", json!("other-policy")), json!({}), json!([]), Value::Null, json!("x")] {
        assert_eq!(broken(&shown), [BrokenRule::UnknownPolicy]);
    }
}

#[test]
fn many_broken_rules_are_all_named_once() {
    let nothing = json!({ "policy": sample::POLICY });
    let broken = check(&policy(), &parsed(&nothing), Demands { reviewed_only: true, ..EVIDENCE });
    let mut once: Vec<&str> = broken.iter().map(|rule| rule.as_str()).collect();
    once.sort_unstable();
    once.dedup();
    assert_eq!(
        once,
        [
            "link-missing",
            "logo-missing",
            "not-by-person",
            "not-visible",
            "opening-forced",
            "pre-ticked",
            "sentence-missing",
            "stale-version",
            "unknown-language",
        ]
    );
    assert_eq!(broken.len(), once.len());
}

#[test]
fn a_look_at_a_page_needs_no_person_and_evidence_does() {
    let page = without("byPerson");
    assert_eq!(check(&policy(), &parsed(&page), Demands::default()), []);
    assert_eq!(check(&policy(), &parsed(&page), EVIDENCE), [BrokenRule::NotByPerson]);
}

#[test]
fn a_translation_nobody_reviewed_is_refused_on_demand() {
    let demands = Demands { reviewed_only: true, ..Demands::default() };
    assert_eq!(check(&policy(), &parsed(&shown("de")), demands), [BrokenRule::NotReviewed]);
    assert_eq!(check(&policy(), &parsed(&shown("en")), demands), []);
    assert_eq!(check(&policy(), &parsed(&shown("de")), EVIDENCE), []);
}

#[test]
fn a_logo_is_demanded_only_where_the_policy_does() {
    let bare = without("logo");
    let mut optional = file();
    optional["logo"]["required"] = json!(false);
    let mut none = file();
    none.as_object_mut().unwrap().remove("logo");
    for file in [optional, none] {
        let policy = Policy::from_json(&parsed(&file)).unwrap();
        assert_eq!(check(&policy, &parsed(&bare), EVIDENCE), []);
    }
    let at = |size: u32| broken(&with("/logo/width", json!(size)));
    assert_eq!((at(MIN_LOGO), at(MIN_LOGO - 1)), (vec![], vec![BrokenRule::LogoMissing]));
}

#[test]
fn a_policy_file_that_breaks_a_rule_of_its_form_is_refused() {
    let refused = |pointer: &str, wrong: Value| {
        let mut file = file();
        *file.pointer_mut(pointer).unwrap() = wrong.clone();
        match Policy::from_json(&parsed(&file)) {
            Err(Error::InvalidInput { field, .. }) => field,
            _ => panic!("{pointer}: {wrong} was taken"),
        }
    };
    for (pointer, wrongs, field) in [
        (
            "/policy",
            vec![json!("a b"), json!(""), json!(5), Value::Null, json!("p".repeat(65))],
            "policy.policy",
        ),
        ("/version", vec![json!(2026), json!("1 0"), Value::Null], "policy.version"),
        ("/partner", vec![Value::Null, json!("")], "policy.partner"),
        (
            "/link",
            vec![
                json!("http://x.example/"),
                json!("javascript:alert(1)"),
                json!("//x.example"),
                json!("https://a@b.example/"),
                json!("https://x.example/ y"),
                json!(" https://x.example/"),
                Value::Null,
            ],
            "policy.link",
        ),
        ("/logo", vec![json!("Crossmint"), json!([])], "policy.logo"),
        ("/logo/of", vec![json!(5), json!("")], "policy.logo.of"),
        ("/sentences", vec![json!([]), json!({}), Value::Null], "policy.sentences"),
        ("/sentences/1/language", vec![json!("en"), json!("EN")], "policy.sentences"),
        ("/sentences/0/language", vec![json!("e n"), json!(5), Value::Null], "policy.sentences[].language"),
        (
            "/sentences/0/direction",
            vec![json!("LTR"), json!("auto"), Value::Null],
            "policy.sentences[].direction",
        ),
        ("/sentences/0/reviewed", vec![json!("true"), Value::Null], "policy.sentences[].reviewed"),
        (
            "/sentences/0/segments",
            vec![
                json!([]),
                json!("text"),
                json!([{ "text": "no link" }]),
                json!([{ "text": "a", "link": true }, { "text": "b", "link": true }]),
            ],
            "policy.sentences[].segments",
        ),
        (
            "/sentences/0/segments/0/text",
            vec![json!(""), json!(5), Value::Null],
            "policy.sentences[].segments[].text",
        ),
    ] {
        for wrong in wrongs {
            assert_eq!(refused(pointer, wrong.clone()), field, "{pointer} {wrong}");
        }
    }
    for not_a_file in [Value::Null, json!([]), json!("x"), json!({})] {
        assert!(Policy::from_json(&parsed(&not_a_file)).is_err());
    }
    let mut more = file();
    more["extra"] = json!(1);
    assert!(Policy::from_json(&parsed(&more)).is_err());
}

#[test]
fn the_words_of_rules_are_read_back() {
    for word in [
        "pre-ticked",
        "sentence-missing",
        "sentence-differs",
        "link-missing",
        "link-differs",
        "opening-forced",
        "logo-missing",
        "not-visible",
        "not-by-person",
        "stale-version",
        "unknown-policy",
        "unknown-language",
        "unknown-region",
        "region-differs",
        "bundled-consents",
        "not-reviewed",
    ] {
        assert_eq!(BrokenRule::parse(word).unwrap().as_str(), word);
    }
    assert_eq!(BrokenRule::parse("Pre-Ticked"), None);
}

const BY_REGION: &str = include_str!("../../src/consent/policies/examples/crossmint-terms-of-service.json");
const SHOP_TERMS: &str = include_str!("../../src/consent/policies/examples/shop-terms.json");

fn read(file: &str) -> Policy {
    Policy::from_json(&Json::parse(file).unwrap()).unwrap()
}

#[test]
fn a_country_belongs_to_the_region_that_names_it_else_to_the_one_that_names_none() {
    let policy = read(BY_REGION);
    let region = |country: &str| policy.region_of(country).map(|r| r.name.as_str());
    assert_eq!(
        [region("US"), region("DE"), region("JP"), region("")].map(Option::unwrap),
        ["us", "eu", "worldwide", "worldwide"]
    );
    assert_eq!(self::policy().region_of("DE"), None);
    let mut file: Value = serde_json::from_str(BY_REGION).unwrap();
    file["regions"].as_array_mut().unwrap().pop();
    let policy = Policy::from_json(&parsed(&file)).unwrap();
    assert_eq!((policy.region_of("JP"), policy.region_of("US").is_some()), (None, true));
}

#[test]
fn a_policy_that_differs_by_region_is_shown_and_checked_with_the_link_of_the_region() {
    let policy = read(BY_REGION);
    let link = "https://legal.example/put-the-address-for-eu-here";
    let shown = value(&present(&policy, &["en"], Some("eu")).unwrap().to_json());
    assert_eq!((&shown["segments"][1]["href"], &shown["region"]), (&json!(link), &json!("eu")));
    for nowhere in [None, Some(""), Some("EU"), Some("mars")] {
        assert!(present(&policy, &["en"], nowhere).is_none());
    }
    assert!(present(&self::policy(), &["en"], Some("eu")).unwrap().to_json().get("region").is_none());

    let seen = |region: Value, href: &str| {
        parsed(&json!({
            "policy": policy.name, "version": policy.version, "language": "en", "region": region,
            "text": policy.sentences[0].text(), "link": { "text": "Terms of Service", "href": href },
            "tickedAtStart": false, "openingForced": false, "visible": true, "byPerson": true,
            "logo": { "shown": true, "width": 96, "height": 24 },
        }))
    };
    let lives_in = |region: &'static str| Demands { region: Some(region), ..EVIDENCE };
    assert_eq!(check(&policy, &seen(json!("eu"), link), EVIDENCE), []);
    assert_eq!(check(&policy, &seen(json!("eu"), link), lives_in("eu")), []);
    assert_eq!(check(&policy, &seen(json!("eu"), link), lives_in("us")), [BrokenRule::RegionDiffers]);
    assert_eq!(check(&policy, &seen(json!("us"), link), EVIDENCE), [BrokenRule::LinkDiffers]);
    for nowhere in [json!("mars"), json!(""), Value::Null, json!(5)] {
        assert_eq!(check(&policy, &seen(nowhere, link), lives_in("eu")), [BrokenRule::UnknownRegion]);
    }
    assert_eq!(check(&self::policy(), &parsed(&self::shown("en")), lives_in("eu")), []);
}

#[test]
fn what_has_changed_is_shown_in_the_language_of_the_sentence_where_it_is_written() {
    let policy = read(SHOP_TERMS);
    let changes = |language: &str| {
        let shown = value(&present(&policy, &[language], None).unwrap().to_json());
        (shown["changes"]["language"].clone(), shown["since"].clone())
    };
    assert_eq!(changes("de"), (json!("de"), json!("2026-03-01")));
    assert_eq!(changes("en"), (json!("en"), json!("2026-03-01")));
    let mut file: Value = serde_json::from_str(SHOP_TERMS).unwrap();
    file["changes"].as_object_mut().unwrap().remove("de");
    let policy = Policy::from_json(&parsed(&file)).unwrap();
    let shown = value(&present(&policy, &["de-AT"], None).unwrap().to_json());
    assert_eq!((&shown["language"], &shown["changes"]["language"]), (&json!("de"), &json!("en")));
    assert_eq!(shown["changes"]["text"], file["changes"]["en"]);
    let unchanged = value(&present(&self::policy(), &["en"], None).unwrap().to_json());
    assert_eq!((unchanged.get("changes"), unchanged.get("since")), (None, None));
}

#[test]
fn what_is_no_presentation_lets_nothing_pass() {
    let seen = parsed(&shown("en"));
    let whole = value(&present(&policy(), &["en"], None).unwrap().to_json());
    for (name, rule) in [
        ("policy", BrokenRule::UnknownPolicy),
        ("version", BrokenRule::StaleVersion),
        ("language", BrokenRule::UnknownLanguage),
        ("segments", BrokenRule::SentenceDiffers),
    ] {
        let mut part = whole.clone();
        part.as_object_mut().unwrap().remove(name);
        assert!(check_presented(&parsed(&part), &seen, EVIDENCE).contains(&rule), "{name}");
    }
    for nothing in [json!(null), json!([]), json!("x"), json!({})] {
        let empty = json!({ "policy": null, "version": null });
        assert_eq!(
            check_presented(&parsed(&nothing), &parsed(&empty), EVIDENCE),
            [BrokenRule::UnknownPolicy]
        );
    }
    let spaced = whole.to_string().replace("Privacy Policy", " Privacy \u{a0} Policy");
    assert_eq!(check_presented(&Json::parse(&spaced).unwrap(), &seen, EVIDENCE), []);
}

#[test]
fn one_tick_for_several_consents_is_refused_as_such() {
    let one = shown("en");
    let mut policies = one.clone();
    policies["policies"] = json!(["crossmint-privacy-policy", "shop-terms"]);
    let mut consents = one.clone();
    consents["consents"] = json!([one]);
    let names = with("/policy", json!(["crossmint-privacy-policy", "shop-terms"]));
    for bundle in [json!([one, one]), json!([one]), names, policies, consents] {
        assert_eq!(broken(&bundle), [BrokenRule::BundledConsents], "{bundle}");
    }
}

fn asked(decisions: &Value, missing: &[&str]) -> Value {
    let list = until_accepted(parsed(decisions).items(), "crossmint", missing);
    Value::Array(list.iter().map(value).collect())
}

#[test]
fn while_a_policy_is_missing_no_product_of_its_partner_does_anything_else() {
    let decisions = json!([
        { "partner": "crossmint", "scope": "onramp", "next": "proceed", "said": { "status": "verified" }, "show": [] },
        { "partner": "crossmint", "scope": "offramp", "next": "wait", "reason": "review", "lookAgainAfter": 5 },
        { "partner": "crossmint", "scope": "payout", "next": "ask-consent", "policy": "crossmint-privacy-policy" },
        { "partner": "sumsub", "scope": "kyc", "next": "proceed" },
    ]);
    let ask = |scope: &str, policy: &str| {
        json!({
            "partner": "crossmint", "scope": scope, "next": "ask-consent", "text": "ask-consent", "policy": policy,
            "said": {}, "show": [],
        })
    };
    let mut onramp = ask("onramp", "shop-terms");
    onramp["said"] = json!({ "status": "verified" });
    assert_eq!(
        asked(&decisions, &["shop-terms", "shop-privacy"]),
        json!([
            ask("shop-terms", "shop-terms"),
            ask("shop-privacy", "shop-privacy"),
            onramp,
            ask("offramp", "shop-terms"),
            decisions[2],
            decisions[3],
        ])
    );
    assert_eq!(asked(&decisions, &[]), decisions);
    assert_eq!(asked(&json!([]), &["shop-terms"]), json!([ask("shop-terms", "shop-terms")]));
    // The partner has asked for the same: once is enough.
    let both = json!([ask("crossmint-privacy-policy", "crossmint-privacy-policy")]);
    assert_eq!(asked(&both, &["crossmint-privacy-policy"]), both);
}

#[test]
fn the_browsers_times_are_doubted_where_they_are_absurd() {
    use kyc_assent::consent::{ClaimDoubt as D, claim_doubts};
    let now = kyc_assent::time::Timestamp::parse("2026-01-02T00:00:00Z").unwrap();
    let doubts = |presented: Value, ticked: Value| {
        claim_doubts(&parsed(&json!({ "presentedAt": presented, "tickedAt": ticked })), now)
    };
    let good = "2026-01-01T23:59:00Z";
    for (presented, ticked, expected) in [
        (json!(good), json!(good), vec![]),
        (json!("1999-01-01T00:00:00Z"), json!(good), vec![]),
        (json!(good), json!("2026-01-03T00:00:00.000Z"), vec![]),
        (json!(good), json!("2026-01-03T00:00:00.001Z"), vec![D::FromTheFuture]),
        (json!("2027-01-01T00:00:00Z"), json!(good), vec![D::FromTheFuture, D::TickedBeforePresented]),
        (json!(good), json!("2026-01-01T23:58:59.999Z"), vec![D::TickedBeforePresented]),
        (json!("today"), json!(good), vec![D::NotATime]),
        (json!(good), Value::Null, vec![D::NotATime]),
        (json!(5), json!("9999-12-31T23:59:59Z"), vec![D::NotATime, D::FromTheFuture]),
    ] {
        assert_eq!(doubts(presented.clone(), ticked.clone()), expected, "{presented} {ticked}");
    }
}
