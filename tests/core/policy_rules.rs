//! The rules of a policy file, and the JSON Schema that says the same.

use crate::sample::parsed;
use boon::{Compiler, SchemaIndex, Schemas};
use kyc_assent::consent::{Policy, PolicyRule, policy_faults};
use kyc_assent::partners::crossmint::PRIVACY_POLICY_FILE;
use proptest::prelude::*;
use serde_json::{Value, json};

const SCHEMA: &str = include_str!("../../src/consent/policies/policy.schema.json");
const EXAMPLES: [&str; 2] = [
    include_str!("../../src/consent/policies/examples/shop-terms.json"),
    include_str!("../../src/consent/policies/examples/crossmint-terms-of-service.json"),
];
const README: &str = include_str!("../../src/consent/policies/README.md");

/// What no schema can say.
const CORE_ALONE: [PolicyRule; 5] = [
    PolicyRule::DuplicateLanguage,
    PolicyRule::DuplicateRegion,
    PolicyRule::CountryTwice,
    PolicyRule::CountryUnknown,
    PolicyRule::SinceIsVersion,
];

fn files() -> Vec<Value> {
    [PRIVACY_POLICY_FILE].iter().chain(&EXAMPLES).map(|text| serde_json::from_str(text).unwrap()).collect()
}

struct Schema(Schemas, SchemaIndex);

impl Schema {
    fn new() -> Self {
        let mut schemas = Schemas::new();
        let mut compiler = Compiler::new();
        compiler.add_resource("policy.json", serde_json::from_str(SCHEMA).unwrap()).unwrap();
        let index = compiler.compile("policy.json", &mut schemas).unwrap();
        Self(schemas, index)
    }

    fn takes(&self, file: &Value) -> bool {
        self.0.validate(file, self.1).is_ok()
    }
}

fn rules(file: &Value) -> Vec<PolicyRule> {
    policy_faults(&parsed(file)).into_iter().map(|fault| fault.rule).collect()
}

#[test]
fn what_the_package_brings_and_its_examples_break_no_rule() {
    let schema = Schema::new();
    for file in files() {
        assert_eq!(policy_faults(&parsed(&file)), [], "{}", file["policy"]);
        assert!(schema.takes(&file), "{}", file["policy"]);
        assert!(Policy::from_json(&parsed(&file)).is_ok());
    }
}

/// One of the files with one change.
fn changed(example: usize, pointer: &str, value: Value) -> Value {
    let mut file = files()[example].clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match file.pointer_mut(parent).unwrap() {
        Value::Array(list) => list[name.parse::<usize>().unwrap()] = value,
        object => object[name] = value,
    }
    file
}

/// Which of the files, where in it, what is put there, and the rule that each of these breaks.
type Case = (usize, &'static str, Vec<Value>, PolicyRule);

#[allow(clippy::too_many_lines)] // a table
fn cases() -> Vec<Case> {
    use PolicyRule as R;
    let sentence = |language: &str| json!({ "language": language, "direction": "ltr", "reviewed": true, "segments": [{ "text": "a", "link": true }] });
    let region = |name: &str, countries: Value| json!({ "region": name, "countries": countries, "link": "https://a.example" });
    let long = |n: usize| "x".repeat(n);
    vec![
        (0, "/colour", vec![json!("red")], R::UnknownMember),
        (0, "/words", vec![json!({})], R::UnknownMember),
        (0, "/sentences/0/colour", vec![json!("red")], R::UnknownMember),
        (2, "/regions/0/colour", vec![json!("red")], R::UnknownMember),
        (0, "/policy", vec![json!(["a", "b"]), json!([])], R::BundledConsents),
        (
            1,
            "/policy",
            vec![json!("a b"), json!("a,b"), json!("a@b"), json!(""), json!(null), json!(long(65))],
            R::NameMalformed,
        ),
        (0, "/version", vec![json!("1 0"), json!(2026), json!(null), json!("")], R::VersionMalformed),
        (1, "/partner", vec![json!("a b"), json!(null)], R::PartnerMalformed),
        (0, "/partner", vec![json!("kriptomat")], R::PartnerDiffers),
        (2, "/partner", vec![json!("kriptomat")], R::PartnerDiffers),
        (
            0,
            "/title",
            vec![
                json!(""),
                json!(" "),
                json!("a\nb"),
                json!("\u{85}a"),
                json!("\u{feff}\u{a0}"),
                json!(long(2001)),
                json!(5),
            ],
            R::TitleMalformed,
        ),
        (
            0,
            "/link",
            vec![
                json!("http://a.example/"),
                json!("https:/a.example"),
                json!("https://"),
                json!("https:///x"),
                json!("https://a@b.example/"),
                json!("https://a.example/@b"),
                json!("https://a.example/ b"),
                json!("https://a..example/"),
                json!("https://a.example:/"),
                json!("https://a.example:123456/"),
                json!("https://ä.example/"),
                json!("https://a.example/\""),
                json!("https://a.example/<"),
                json!("javascript:alert(1)"),
                json!(" https://a.example/"),
                json!("HTTPS://a.example/"),
                json!("https://a.example\\b"),
                json!(null),
                json!(5),
                json!(format!("https://a.example/{}", long(300))),
            ],
            R::LinkNotHttps,
        ),
        (0, "/regions", vec![json!([region("eu", json!(["DE"]))])], R::LinkBesideRegions),
        (2, "/regions", vec![json!([]), json!({}), json!(null), json!("eu")], R::RegionsMalformed),
        (2, "/regions/0/region", vec![json!("a b"), json!(5), json!(null)], R::RegionsMalformed),
        (2, "/regions/0/region", vec![json!("mars")], R::RegionUnknown),
        (2, "/regions/0/region", vec![json!("eu")], R::DuplicateRegion),
        (2, "/regions/0/link", vec![json!("http://a.example"), json!(null)], R::LinkNotHttps),
        (
            2,
            "/regions/0/countries",
            vec![json!([]), json!("US"), json!(["USA"]), json!(["us"]), json!([1]), json!(null)],
            R::CountriesMalformed,
        ),
        (2, "/regions/0/countries", vec![json!(["XX"]), json!(["US", "ZZ"])], R::CountryUnknown),
        (2, "/regions/0/countries", vec![json!(["DE"]), json!(["US", "US"])], R::CountryTwice),
        (
            0,
            "/logo",
            vec![
                json!("Crossmint"),
                json!([]),
                json!({}),
                json!({ "of": "" }),
                json!({ "of": "a", "required": "yes" }),
                json!({ "of": "a", "size": 1 }),
                json!(null),
            ],
            R::LogoMalformed,
        ),
        (0, "/sentences", vec![json!([]), json!({}), json!(null)], R::SentencesMissing),
        (
            0,
            "/sentences/0/segments",
            vec![
                json!([{ "text": "", "link": true }]),
                json!([{ "text": "a", "link": true }, { "text": "b", "link": "no" }]),
                json!([{ "text": "a", "link": true, "href": "x" }]),
                json!([{ "text": "a", "link": true }, "b"]),
                json!([{ "link": true }]),
            ],
            R::SentenceMalformed,
        ),
        (
            0,
            "/sentences/0/segments",
            vec![json!([{ "text": "no link" }]), json!([{ "text": "a", "link": false }])],
            R::SentenceWithoutLink,
        ),
        (
            0,
            "/sentences/0/segments",
            vec![json!([{ "text": "a", "link": true }, { "text": "b", "link": true }])],
            R::TwoLinks,
        ),
        (
            0,
            "/sentences/0/language",
            vec![
                json!("e n"),
                json!("e"),
                json!("-de"),
                json!("de-"),
                json!("de_AT"),
                json!("9de"),
                json!(5),
                json!(long(36)),
                json!("de-aaaaaaaaa"),
                json!("de-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaa"),
            ],
            R::LanguageMalformed,
        ),
        (0, "/sentences/1", vec![sentence("en"), sentence("EN")], R::DuplicateLanguage),
        (0, "/sentences/0/direction", vec![json!("LTR"), json!("auto"), json!(null)], R::DirectionMalformed),
        (0, "/sentences/0/reviewed", vec![json!("true"), json!(null), json!(1)], R::ReviewedNotStated),
        (
            1,
            "/changes",
            vec![
                json!({}),
                json!("text"),
                json!({ "e": "a" }),
                json!({ "en": "" }),
                json!({ "en": 5 }),
                json!([]),
                json!(null),
            ],
            R::ChangesMalformed,
        ),
        (0, "/changes", vec![json!({ "en": "a" })], R::ChangesWithoutSince),
        (0, "/since", vec![json!("2020")], R::ChangesWithoutSince),
        (1, "/since", vec![json!("a b"), json!(5), json!(null)], R::SinceMalformed),
        (1, "/since", vec![json!("2026-12-01")], R::SinceIsVersion),
    ]
}

#[test]
fn each_rule_is_named_when_it_is_the_only_one_broken() {
    use PolicyRule as R;
    let schema = Schema::new();
    let mut seen: Vec<PolicyRule> =
        vec![R::NotAnObject, R::LinkMissing, R::RegionsMissing, R::TwoFallbackRegions];
    for (example, pointer, values, rule) in cases() {
        for value in values {
            let file = changed(example, pointer, value.clone());
            assert_eq!(rules(&file), [rule], "{pointer} {value}");
            assert_eq!(schema.takes(&file), CORE_ALONE.contains(&rule), "{pointer} {value}");
        }
        seen.push(rule);
    }
    for not_a_file in [json!(null), json!([]), json!("x"), json!(5)] {
        assert_eq!(rules(&not_a_file), [R::NotAnObject]);
        assert!(!schema.takes(&not_a_file));
    }
    let mut file = files()[0].clone();
    file.as_object_mut().unwrap().remove("link");
    assert_eq!(rules(&file), [R::LinkMissing]);
    let mut file = files()[2].clone();
    file.as_object_mut().unwrap().remove("regions");
    assert_eq!(rules(&file), [R::RegionsMissing]);
    let mut file = files()[2].clone();
    file["regions"][0].as_object_mut().unwrap().remove("countries");
    assert_eq!(rules(&file), [R::TwoFallbackRegions]);
    assert!(!schema.takes(&file));
    for row in README.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |")) {
        if let Some(rule) = PolicyRule::parse(row.0) {
            assert!(seen.contains(&rule), "{} has a test", rule.as_str());
        }
    }
    for rule in seen {
        assert!(README.contains(&format!("| `{}` |", rule.as_str())), "{} is in the README", rule.as_str());
    }
}

#[test]
fn the_member_at_fault_is_named_and_nothing_of_the_file() {
    let mut file = files()[1].clone();
    file["sentences"][1]["segments"] = json!([{ "text": "Zenobia", "link": false }]);
    file["Zenobia"] = json!("Quixwell");
    let faults = policy_faults(&parsed(&file));
    let named: Vec<_> = faults.iter().map(|f| (f.rule.as_str(), f.field.as_str())).collect();
    assert_eq!(named, [("unknown-member", ""), ("sentence-without-link", "sentences[1]")]);
}

#[test]
fn links_at_the_edge_of_the_rule() {
    for link in [
        "https://a",
        "https://a.example",
        "https://a.example:8443",
        "https://a.example?x=1",
        "https://a.example#b",
        "https://a.example/b/c.html?d=e&f=%20#g",
        "https://xn--4ca.example/",
        "https://a.example:8443/x",
    ] {
        let mut file = files()[1].clone();
        file["link"] = json!(link);
        assert_eq!(rules(&file), [], "{link}");
        assert!(Schema::new().takes(&file), "{link}");
    }
}

/// Values that are nearly right, by what they are for and by what they are not for.
fn odd_value() -> impl Strategy<Value = Value> {
    let text = prop::sample::select(vec![
        "",
        " ",
        "a",
        "de",
        "EN",
        "de-AT",
        "ltr",
        "rtl",
        "US",
        "ZZ",
        "us",
        "eu",
        "worldwide",
        "crossmint",
        "kriptomat",
        "crossmint-privacy-policy",
        "crossmint-terms-of-service",
        "2026-12-01",
        "https://a.example/",
        "http://a.example",
        "https://a@b",
        "a\u{7f}",
        "\u{feff}",
        "\u{2028}x",
        "\u{a0}",
        "ä",
        "😀",
        "a,b",
    ]);
    let link = proptest::string::string_regex("https?:/{1,3}[a-z.@:-]{0,8}[/?#]?[ -~]{0,6}").unwrap();
    let scalar = prop_oneof![
        6 => text.prop_map(|t| json!(t)),
        2 => link.prop_map(|t| json!(t)),
        1 => any::<String>().prop_map(|t| json!(t)),
        2 => any::<bool>().prop_map(|b| json!(b)),
        1 => (0..3u32).prop_map(|n| json!(n)),
        1 => Just(Value::Null),
    ];
    let names = prop::sample::select(vec![
        "text",
        "link",
        "region",
        "countries",
        "language",
        "direction",
        "reviewed",
        "segments",
        "of",
        "required",
        "en",
    ]);
    scalar.prop_recursive(3, 12, 3, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::hash_map(names.clone(), inner, 0..3)
                .prop_map(|m| Value::Object(m.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())),
        ]
    })
}

/// Every place in a file.
fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(i, v)| pointers(v, &format!("{at}/{i}"), out));
        }
        Value::Object(map) => map.iter().for_each(|(k, v)| pointers(v, &format!("{at}/{k}"), out)),
        _ => {}
    }
}

#[derive(Debug, Clone)]
enum Edit {
    Put(prop::sample::Index, Value),
    Add(prop::sample::Index, &'static str, Value),
    Remove(prop::sample::Index),
    Repeat(prop::sample::Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    let place = any::<prop::sample::Index>;
    let members = prop::sample::select(vec![
        "policy",
        "version",
        "partner",
        "title",
        "link",
        "regions",
        "logo",
        "sentences",
        "changes",
        "since",
        "countries",
        "reviewed",
        "x",
    ]);
    prop_oneof![
        4 => (place(), odd_value()).prop_map(|(at, value)| Edit::Put(at, value)),
        2 => (place(), members, odd_value()).prop_map(|(at, name, value)| Edit::Add(at, name, value)),
        2 => place().prop_map(Edit::Remove),
        1 => place().prop_map(Edit::Repeat),
    ]
}

fn apply(file: &mut Value, edit: &Edit) {
    let mut places = Vec::new();
    pointers(file, "", &mut places);
    let (Edit::Put(at, _) | Edit::Add(at, _, _) | Edit::Remove(at) | Edit::Repeat(at)) = edit;
    let place = at.get(&places).clone();
    match edit {
        Edit::Put(_, value) => *file.pointer_mut(&place).unwrap() = value.clone(),
        Edit::Add(_, name, value) => {
            if let Some(map) = file.pointer_mut(&place).and_then(Value::as_object_mut) {
                map.insert((*name).to_owned(), value.clone());
            }
        }
        Edit::Remove(_) | Edit::Repeat(_) => {
            let Some((parent, name)) = place.rsplit_once('/') else { return };
            match (file.pointer_mut(parent), edit) {
                (Some(Value::Array(list)), Edit::Repeat(_)) => {
                    let item = list[name.parse::<usize>().unwrap()].clone();
                    list.push(item);
                }
                (Some(Value::Array(list)), _) => drop(list.remove(name.parse().unwrap())),
                (Some(Value::Object(map)), Edit::Remove(_)) => drop(map.remove(name)),
                _ => {}
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// What the core takes the schema takes; what the schema takes breaks none but the rules that it cannot say; and what
    /// breaks no rule can be read.
    #[test]
    fn core_and_schema_say_the_same(example in 0..3usize, edits in prop::collection::vec(edit(), 1..4)) {
        thread_local! { static SCHEMA_OF_THREAD: Schema = Schema::new(); }
        let mut file = files()[example].clone();
        for edit in &edits {
            apply(&mut file, edit);
        }
        let broken = rules(&file);
        let by_core = broken.iter().all(|rule| CORE_ALONE.contains(rule));
        let by_schema = SCHEMA_OF_THREAD.with(|schema| schema.takes(&file));
        prop_assert_eq!(by_core, by_schema, "{:?} {}", broken, file);
        if broken.is_empty() {
            prop_assert!(Policy::from_json(&parsed(&file)).is_ok(), "{}", file);
        }
    }
}
