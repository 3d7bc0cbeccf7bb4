//! The rules of the audit over facts: each is broken alone, at its limits, and holds where it holds.

use kyc_assent::audit::{
    Cause, Colour, Consent, Control, Event, Facts, Link, Logo, Medium, Neighbour, Observation, Place, Rect,
    Rule, Run, Sentence, Sentences, Unseen, asks_for_more, is_select_all, judge,
};
use kyc_assent::consent::Policy;
use kyc_assent::json::Json;
use kyc_assent::partners::crossmint::PRIVACY_POLICY_FILE;

const LINK: &str = "https://www.crossmint.com/legal/privacy-policy";

fn policy() -> Policy {
    Policy::from_json(&Json::parse(PRIVACY_POLICY_FILE).unwrap()).unwrap()
}

fn place(path: &str, width: f64, height: f64) -> Place {
    Place { path: path.into(), rect: Rect { x: 8.0, y: 8.0, width, height } }
}

fn grey(level: f64) -> Colour {
    Colour { red: level, green: level, blue: level, alpha: 1.0 }
}

/// A consent that breaks no rule.
fn good() -> Consent {
    let text = policy().sentences[0].text();
    Consent {
        sentence: Sentence {
            place: place("p", 400.0, 20.0),
            text: text.clone(),
            covers: text.clone(),
            language: "en".into(),
            declared_language: "en-GB".into(),
            runs: vec![Run {
                place: place("p", 400.0, 20.0),
                text,
                font_size: 16.0,
                font_weight: 400.0,
                ink: grey(0.0),
                grounds: vec![grey(255.0)],
                ..Run::default()
            }],
            ..Sentence::default()
        },
        control: Some(Control {
            place: place("input", 13.0, 13.0),
            name: "I consent".into(),
            tied: true,
            by_keyboard: true,
            face: Rect { x: 0.0, y: 0.0, width: 13.0, height: 13.0 },
            drawn_by_browser: true,
            target: 20.0,
            ..Control::default()
        }),
        links: vec![Link {
            place: place("a", 90.0, 20.0),
            text: "Privacy Policy".into(),
            in_sentence: true,
            written: LINK.into(),
            address: LINK.into(),
            stands_out: true,
            by_pointer: true,
            by_keyboard: true,
            ..Link::default()
        }],
        logos: vec![Logo {
            place: place("img", 132.0, 24.0),
            loaded: Some(true),
            in_same_part: true,
            ..Logo::default()
        }],
        ..Consent::default()
    }
}

fn broken(change: impl FnOnce(&mut Consent)) -> Vec<&'static str> {
    let mut consent = good();
    change(&mut consent);
    judge(&policy(), &Facts { consents: vec![consent] }).iter().map(|finding| finding.rule.as_str()).collect()
}

fn box_broken(change: impl FnOnce(&mut Control)) -> Vec<&'static str> {
    broken(|consent| change(consent.control.as_mut().unwrap()))
}

fn link_broken(change: impl FnOnce(&mut Link)) -> Vec<&'static str> {
    broken(|consent| change(&mut consent.links[0]))
}

fn says(sentence: &str) -> Vec<&'static str> {
    broken(|consent| (consent.sentence.text, consent.sentence.covers) = (sentence.into(), sentence.into()))
}

fn seen_by_nobody(cause: Cause) -> Unseen {
    Unseen { cause, by: "div#over".into() }
}

#[test]
fn a_good_consent_breaks_no_rule() {
    assert_eq!(broken(|_| {}), [] as [&str; 0]);
}

#[test]
fn nothing_on_the_page_is_a_missing_consent() {
    let findings = judge(&policy(), &Facts::default());
    assert_eq!(findings[0].rule, Rule::ConsentMissing);
    assert!(findings[0].text.contains("crossmint-privacy-policy"));
}

#[test]
fn the_words_are_the_same_in_another_shape() {
    let text = policy().sentences[0].text();
    for same in [
        text.to_uppercase(),
        format!("{text}."),
        format!("{text} *"),
        format!("{text} (required)"),
        text.replace(' ', "\u{a0}\n  "),
        text.replace("Crossmint", "Cross\u{ad}mint\u{200b}"),
        format!("{text}. You can withdraw your consent at any time."),
        format!("Step 2\u{2029}{text}"),
    ] {
        assert_eq!(says(&same), [] as [&str; 0], "{same}");
    }
}

#[test]
fn other_words_are_named() {
    let text = policy().sentences[0].text();
    for other in [
        text.replace("consent to", "do not consent to"),
        text.replace("my KYC data", "all my data"),
        format!("Nobody says that {text}"),
        format!("{text} as it may change"),
        format!("re{text}"),
        "Crossmint knows all".into(),
    ] {
        assert_eq!(says(&other), ["sentence-differs"], "{other}");
    }
    for bundled in [
        format!("{text}. I also agree to receive the newsletter"),
        format!("{text} and the terms of service"),
        format!("I accept the terms and conditions. {text}"),
    ] {
        assert_eq!(says(&bundled), ["bundled-consent"], "{bundled}");
    }
}

#[test]
fn one_tick_covers_its_whole_label() {
    let text = policy().sentences[0].text();
    assert_eq!(
        broken(|c| c.sentence.covers = format!("I agree to the newsletter\u{2029}{text}")),
        ["bundled-consent"]
    );
    let linked = broken(|c| {
        c.sentence.covers = format!("{text} and the House Rules");
        c.links.push(Link { text: "House Rules".into(), ..Link::default() });
    });
    assert_eq!(linked, ["bundled-consent"]);
    let all = Neighbour { name: "Select all".into(), ..Neighbour::default() };
    assert_eq!(broken(|c| c.neighbours.push(all)), ["select-all-box"]);
}

#[test]
fn the_closest_sentence_is_found_in_each_language() {
    let (policy, sentences) = (policy(), Sentences::of(&policy()));
    for sentence in &policy.sentences {
        let found = sentences.closest(&sentence.text()).unwrap();
        assert_eq!((found.language, found.percent), (sentence.language.clone(), 100));
        let cut: String = sentence.text().chars().skip(8).collect();
        let found = sentences.closest(&cut).unwrap();
        assert_eq!(found.language, sentence.language);
        assert!((60..100).contains(&found.percent), "{}", found.percent);
    }
    for nothing in ["", "KYC", "We use cookies for statistics and for a better service of our shop.", "قبول"]
    {
        assert_eq!(sentences.closest(nothing), None, "{nothing}");
    }
}

#[test]
fn words_beside_the_sentence_ask_for_more_or_do_not() {
    for asks in
        ["I agree to everything", "Newsletter, please", "J'accepte les conditions générales", "Ich stimme zu"]
    {
        assert!(asks_for_more(asks), "{asks}");
    }
    for harmless in ["You can withdraw your consent at any time", "Optional", "Read more below"] {
        assert!(!asks_for_more(harmless), "{harmless}");
    }
    assert!(is_select_all("Accept all"));
    assert!(!is_select_all("Remember me"));
}

#[test]
fn contrast_is_that_of_wcag() {
    assert!((grey(0.0).contrast(&grey(255.0)) - 21.0).abs() < 1e-9);
    // #767676 on white is the usual example of text that just passes, #777777 of text that does not.
    assert!(grey(118.0).contrast(&grey(255.0)) >= 4.5);
    assert!(grey(119.0).contrast(&grey(255.0)) < 4.5);
    let low = |level: f64, size: f64, weight: f64| {
        broken(|c| {
            let run = &mut c.sentence.runs[0];
            (run.ink, run.font_size, run.font_weight) = (grey(level), size, weight);
        })
    };
    assert_eq!(low(118.0, 16.0, 400.0), [] as [&str; 0]);
    assert_eq!(low(119.0, 16.0, 400.0), ["low-contrast"]);
    // Large text, and large bold text, may have 3 to 1.
    assert_eq!(low(148.0, 24.0, 400.0), [] as [&str; 0]);
    assert_eq!(low(148.0, 23.9, 400.0), ["low-contrast"]);
    assert_eq!(low(148.0, 18.7, 700.0), [] as [&str; 0]);
    assert_eq!(low(150.0, 24.0, 400.0), ["low-contrast"]);
}

#[test]
fn contrast_counts_opacity_and_the_worst_ground() {
    let with = |ink: Colour, grounds: Vec<Colour>| {
        broken(|c| (c.sentence.runs[0].ink, c.sentence.runs[0].grounds) = (ink, grounds))
    };
    assert_eq!(with(grey(0.0).faded(0.4), vec![grey(255.0)]), ["low-contrast"]);
    assert_eq!(with(grey(0.0), vec![grey(255.0), grey(60.0)]), ["low-contrast"]);
    assert_eq!(with(grey(200.0), vec![]), [] as [&str; 0], "only pixels can tell");
    let half = grey(0.0).faded(0.5).over(&grey(255.0));
    assert!((half.red - 127.5).abs() < 1e-9 && (half.alpha - 1.0).abs() < 1e-9);
}

#[test]
fn what_nobody_sees_is_named() {
    let hidden = |cause| broken(|c| c.sentence.runs[0].unseen = Some(seen_by_nobody(cause)));
    for cause in [
        Cause::Transparent,
        Cause::Clipped,
        Cause::OffScreen,
        Cause::ZeroSize,
        Cause::NotRendered,
        Cause::Invisible,
    ] {
        assert_eq!(hidden(cause), ["sentence-hidden"], "{}", cause.as_str());
    }
    assert_eq!(hidden(Cause::Covered), ["sentence-covered"]);
    let size = |size: f64| broken(|c| c.sentence.runs[0].font_size = size);
    assert_eq!(size(8.9), ["sentence-too-small"]);
    assert_eq!(size(9.0), [] as [&str; 0]);
    assert_eq!(broken(|c| c.sentence.silent = true), ["sentence-not-read-aloud"]);
    for (medium, rule) in [
        (Medium::Image, "sentence-in-image"),
        (Medium::Css, "sentence-in-css"),
        (Medium::Name, "sentence-hidden"),
    ] {
        assert_eq!(broken(|c| c.sentence.medium = medium), [rule]);
    }
}

#[test]
fn a_hidden_part_is_told_as_hidden_not_as_other_words() {
    let found = broken(|c| {
        c.sentence.text = c.sentence.text.replace("by Crossmint ", "");
        let whole = c.sentence.runs.remove(0);
        for (text, cause) in [
            ("I consent to my KYC data being processed ", None),
            ("by Crossmint ", Some(seen_by_nobody(Cause::NotRendered))),
            ("in accordance with its Privacy Policy", None),
        ] {
            c.sentence.runs.push(Run { text: text.into(), unseen: cause, ..whole.clone() });
        }
    });
    assert_eq!(found, ["sentence-hidden"]);
}

#[test]
fn language_and_direction() {
    assert_eq!(broken(|c| c.sentence.declared_language = String::new()), ["language-unmarked"]);
    assert_eq!(broken(|c| c.sentence.declared_language = "de".into()), ["language-unmarked"]);
    assert_eq!(broken(|c| c.sentence.right_to_left = true), ["wrong-direction"]);
}

#[test]
fn the_box() {
    assert_eq!(broken(|c| c.control = None), ["box-missing"]);
    assert_eq!(box_broken(|b| b.ticked = true), ["pre-ticked"]);
    assert_eq!(box_broken(|b| b.ticked_by_markup = true), ["pre-ticked"]);
    assert_eq!(box_broken(|b| b.unseen = Some(seen_by_nobody(Cause::Transparent))), ["box-hidden"]);
    assert_eq!(box_broken(|b| b.disabled = true), ["box-disabled"]);
    assert_eq!(box_broken(|b| b.by_keyboard = false), ["box-not-by-keyboard"]);
    assert_eq!(box_broken(|b| (b.by_keyboard, b.disabled) = (false, true)), ["box-disabled"]);
    assert_eq!(box_broken(|b| b.silent = true), ["box-not-read-aloud"]);
    assert_eq!(box_broken(|b| b.tied = false), ["box-without-sentence"]);
    assert_eq!(box_broken(|b| (b.tied, b.name) = (false, String::new())), ["box-without-sentence"]);
}

#[test]
fn the_size_of_the_box() {
    let sized = |side: f64, target: f64, by_browser: bool, crowded: bool| {
        box_broken(|b| {
            b.face = Rect { width: side, height: side, ..Rect::default() };
            (b.target, b.drawn_by_browser, b.crowded) = (target, by_browser, crowded);
        })
    };
    assert_eq!(sized(9.9, 40.0, true, false), ["box-too-small"]);
    assert_eq!(sized(14.0, 14.0, false, true), ["box-too-small"]);
    assert_eq!(sized(14.0, 23.9, false, true), ["box-too-small"]);
    // The browser's own size, room around it, or a label that can be pressed: WCAG 2.5.8 lets these pass.
    assert_eq!(sized(13.0, 13.0, true, true), [] as [&str; 0]);
    assert_eq!(sized(14.0, 14.0, false, false), [] as [&str; 0]);
    assert_eq!(sized(14.0, 24.0, false, true), [] as [&str; 0]);
}

#[test]
fn the_address_of_the_link() {
    for same in
        [LINK.into(), format!("{LINK}/"), format!("{LINK}#top"), format!("{LINK}?lang=de&utm_source=x")]
    {
        let address: String = same;
        assert_eq!(link_broken(|l| l.address.clone_from(&address)), [] as [&str; 0], "{address}");
    }
    for other in [
        "http://www.crossmint.com/legal/privacy-policy",
        "https://crossmint.com.example/legal/privacy-policy",
        "https://www.crossmint.com/legal/privacy-policy?version=1",
        "https://www.crossmint.com/legal/terms",
    ] {
        assert_eq!(link_broken(|l| l.address = other.into()), ["link-differs"], "{other}");
    }
    for none in ["", "#", "#policy", "javascript:void(0)"] {
        let found = link_broken(|l| {
            l.written = none.into();
            l.address =
                if none.starts_with('#') { format!("https://shop.example/{none}") } else { none.into() };
        });
        assert_eq!(found, ["link-without-address"], "{none}");
    }
    assert_eq!(broken(|c| c.links.clear()), ["link-missing"]);
}

#[test]
fn where_the_link_leads() {
    let leads = |to: &str, status: u16| link_broken(|l| (l.leads_to, l.status) = (to.into(), status));
    assert_eq!(leads("https://crossmint.com/legal/privacy", 200), [] as [&str; 0]);
    assert_eq!(leads("https://legal.crossmint.com/privacy", 403), [] as [&str; 0]);
    assert_eq!(leads(LINK, 404), ["link-dead"]);
    for elsewhere in [
        "https://notcrossmint.com/",
        "https://crossmint.com.example/",
        "http://www.crossmint.com/legal/privacy-policy",
        "http://127.0.0.1/elsewhere",
    ] {
        assert_eq!(leads(elsewhere, 200), ["link-leads-elsewhere"], "{elsewhere}");
    }
    // An address of one's own is no fault when it was seen to lead to the policy.
    let own = link_broken(|l| (l.address, l.leads_to) = ("https://shop.example/go".into(), LINK.into()));
    assert_eq!(own, [] as [&str; 0]);
}

#[test]
fn the_link_itself() {
    assert_eq!(link_broken(|l| l.text = "here".into()), ["link-on-other-words"]);
    assert_eq!(link_broken(|l| l.text = "the  privacy policy".into()), [] as [&str; 0]);
    assert_eq!(link_broken(|l| l.unseen = Some(seen_by_nobody(Cause::Transparent))), ["link-hidden"]);
    assert_eq!(link_broken(|l| l.by_pointer = false), ["link-hidden"]);
    assert_eq!(link_broken(|l| l.stands_out = false), ["link-looks-like-text"]);
    assert_eq!(link_broken(|l| l.by_keyboard = false), ["link-not-by-keyboard"]);
    assert_eq!(
        link_broken(|l| l.in_sentence = false),
        [] as [&str; 0],
        "a link to the policy is taken wherever it is"
    );
}

#[test]
fn the_logo() {
    let logo = |change: fn(&mut Logo)| broken(|c| change(&mut c.logos[0]));
    assert_eq!(broken(|c| c.logos.clear()), ["logo-missing"]);
    assert_eq!(logo(|l| l.loaded = Some(false)), ["logo-not-loaded"]);
    assert_eq!(logo(|l| l.loaded = None), [] as [&str; 0]);
    assert_eq!(logo(|l| l.place.rect.height = 15.4), ["logo-too-small"]);
    assert_eq!(logo(|l| l.place.rect.height = 15.6), [] as [&str; 0]);
    assert_eq!(logo(|l| l.unseen = Some(seen_by_nobody(Cause::Covered))), ["logo-hidden"]);
    assert_eq!(logo(|l| l.place.rect = Rect::default()), ["logo-hidden"]);
    assert_eq!(logo(|l| (l.in_same_part, l.distance) = (false, 320.0)), [] as [&str; 0]);
    assert_eq!(logo(|l| (l.in_same_part, l.distance) = (false, 321.0)), ["logo-far"]);
    assert_eq!(logo(|l| l.distance = 2000.0), [] as [&str; 0], "in the same form it may be far");
    // One that can be seen is enough.
    let bad = Logo { loaded: Some(false), ..Logo::default() };
    assert_eq!(broken(|c| c.logos.insert(0, bad)), [] as [&str; 0]);
    let mut without = policy();
    without.logo = None;
    let mut consent = good();
    consent.logos.clear();
    assert_eq!(judge(&without, &Facts { consents: vec![consent] }), []);
}

#[test]
fn what_was_observed() {
    let observed = |event| broken(|c| c.observed.push(Observation { event, ..Observation::default() }));
    for (event, rule) in [
        (Event::TickedByItself, "ticked-by-script"),
        (Event::TickedWith, "ticked-by-another-control"),
        (Event::TickedOnReturn, "ticked-when-restored"),
        (Event::SentUnticked, "submit-without-consent"),
        (Event::NeededLink, "opening-forced"),
        (Event::NeededScroll, "opening-forced"),
        (Event::DidNotTick, "box-does-not-tick"),
        (Event::NotDrawn, "sentence-hidden"),
        (Event::LogoNotDrawn, "logo-hidden"),
    ] {
        assert_eq!(observed(event), [rule]);
    }
    assert_eq!(observed(Event::TickedByPerson), [] as [&str; 0]);
}

#[test]
fn one_fault_is_told_once() {
    let with = |event, change: fn(&mut Consent)| {
        broken(|c| {
            change(c);
            c.observed.push(Observation { event, ..Observation::default() });
        })
    };
    let ticked = |c: &mut Consent| c.control.as_mut().unwrap().ticked = true;
    assert_eq!(with(Event::TickedByItself, ticked), ["ticked-by-script"]);
    assert_eq!(with(Event::TickedByPerson, ticked), [] as [&str; 0]);
    let marked = |c: &mut Consent| c.control.as_mut().unwrap().ticked_by_markup = true;
    assert_eq!(with(Event::TickedByPerson, marked), ["pre-ticked"]);
    assert_eq!(with(Event::NeededLink, |c| c.control.as_mut().unwrap().disabled = true), ["opening-forced"]);
    assert_eq!(with(Event::NotDrawn, |c| c.sentence.runs[0].ink = grey(255.0)), ["low-contrast"]);
    assert_eq!(with(Event::LogoNotDrawn, |c| c.logos[0].loaded = Some(false)), ["logo-not-loaded"]);
}

#[test]
fn a_policy_by_region_is_linked_at_any_of_its_addresses() {
    let file = PRIVACY_POLICY_FILE.replace(
        &format!(r#""link": "{LINK}""#),
        &format!(
            r#""regions": [{{ "region": "eu", "link": "{LINK}" }}, {{ "region": "us", "link": "https://www.crossmint.com/legal/us" }}]"#
        ),
    );
    let policy = Policy::from_json(&Json::parse(&file).unwrap()).unwrap();
    let found = |address: &str| {
        let mut consent = good();
        consent.links[0].address = address.into();
        judge(&policy, &Facts { consents: vec![consent] }).iter().map(|f| f.rule.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(found(LINK), [] as [&str; 0]);
    assert_eq!(found("https://www.crossmint.com/legal/us"), [] as [&str; 0]);
    assert_eq!(found("https://www.crossmint.com/legal/uk"), ["link-differs"]);
}

#[test]
fn the_package_types_name_the_same_rules() {
    let types = include_str!("../../www/package/audit-report.ts");
    let union = types.split("export type AuditRule =").nth(1).unwrap().split(';').next().unwrap();
    let named: Vec<&str> = union.split('"').skip(1).step_by(2).collect();
    let rules: Vec<&str> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    assert_eq!(named, rules);
    for rule in Rule::ALL {
        assert!(!rule.advice().is_empty() && !rule.source().is_empty(), "{}", rule.as_str());
    }
}
