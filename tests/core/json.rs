//! The JSON reader against `serde_json`, its limits, and the canonical form of RFC 8785.

use kyc_assent::json::{Json, MAX_DEPTH, MAX_MEMBERS, Malformed, Member};
use proptest::prelude::*;
use serde_json::Value;

/// Any value, of any depth up to 6.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Whether `serde_json` takes a text that ours must take too: it knows no limit for width, keeps the last of two equal
/// members, and refuses numbers beyond a double, whose digits ours keeps.
fn agrees(text: &str) -> Result<(), TestCaseError> {
    let theirs = serde_json::from_str::<Value>(text);
    match (Json::parse(text), theirs) {
        (Ok(ours), Ok(theirs)) => {
            prop_assert_eq!(serde_json::from_str::<Value>(&ours.to_string()).unwrap(), theirs);
        }
        (Ok(_), Err(error)) => prop_assert!(error.to_string().contains("out of range"), "taken: {text:?}"),
        (Err(Malformed::Syntax), Ok(_)) => prop_assert!(false, "refused: {text:?}"),
        (Err(_), _) => {}
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn what_serde_json_writes_is_read_as_it_was_meant(value in any_value(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        prop_assert_eq!(Json::parse(&text).unwrap().to_string(), value.to_string());
    }

    #[test]
    fn a_mutated_text_is_taken_only_if_serde_json_takes_it(
        value in any_value(), at in any::<prop::sample::Index>(), to in any::<char>(), how in 0..4,
    ) {
        let mut chars: Vec<char> = value.to_string().chars().collect();
        let at = at.index(chars.len());
        match how {
            0 => chars[at] = to,
            1 => chars.insert(at, to),
            2 => drop(chars.remove(at)),
            _ => chars.truncate(at),
        }
        agrees(&chars.into_iter().collect::<String>())?;
    }

    #[test]
    fn a_text_of_json_marks_is_taken_only_if_serde_json_takes_it(
        text in r#"[\[\]{},:"\\ \t\n\r0-9eE+.a-f\-]{0,12}"#,
    ) {
        agrees(&text)?;
    }

    #[test]
    fn a_number_is_taken_only_if_serde_json_takes_it(text in "-{0,2}[0-9]{0,3}[.]?[0-9]{0,3}[eE]?[+-]?[0-9]{0,2}") {
        agrees(&text)?;
        agrees(&format!("[{text},1]"))?;
    }

    #[test]
    fn an_escape_is_taken_only_if_serde_json_takes_it(
        text in r#"(\\u(d[89abcdef]|e0|ff|00|20)[0-9a-fA-Fg]{2}|\\[bfnrt"/\\x]|a){0,5}"#,
    ) {
        agrees(&format!("\"{text}\""))?;
    }

    #[test]
    fn any_text_at_all_is_read_without_a_panic(text in any::<String>()) {
        agrees(&text)?;
    }

    #[test]
    fn the_canonical_form_does_not_depend_on_the_order_of_members(
        members in prop::collection::hash_map(any::<String>(), any::<u64>(), 0..12), seed in any::<u64>(),
    ) {
        let mut pairs: Vec<Member<'static>> = members.into_iter().map(|(n, v)| (n.into(), v.into())).collect();
        let one = Json::Object(pairs.clone()).canonical().to_string();
        let turn = usize::try_from(seed % 12).unwrap() % pairs.len().max(1);
        pairs.rotate_left(turn);
        pairs.reverse();
        prop_assert_eq!(&Json::Array(vec![Json::Object(pairs)]).canonical().to_string(), &format!("[{one}]"));
        prop_assert_eq!(&Json::parse(&one).unwrap().canonical().to_string(), &one);
    }
}

#[test]
fn numbers_keep_their_digits() {
    for digits in
        ["0", "-0", "1.0", "1.50", "1E+2", "1e-7", "-12.5e3", "123456789012345678901234567890", "1e999999"]
    {
        assert_eq!(Json::parse(digits), Ok(Json::Number(digits.into())));
        assert_eq!(Json::parse(&format!(" [{digits}] ")).unwrap().to_string(), format!("[{digits}]"));
    }
}

#[test]
fn whole_numbers_are_only_those_written_as_such() {
    let whole = |text: &str| Json::parse(text).unwrap().as_u64();
    assert_eq!(whole("18446744073709551615"), Some(u64::MAX));
    for text in ["18446744073709551616", "1.0", "1e2", "-1", "-0", "\"1\"", "true", "null", "[1]"] {
        assert_eq!(whole(text), None, "{text}");
    }
}

#[test]
fn what_is_not_json_is_refused() {
    for text in [
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "-",
        "+1",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x10",
        "1 2",
        "[1,]",
        "[,1]",
        "[1",
        "]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{,}",
        "{\"a\":}",
        "{\"a\" 1}",
        "[1}",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\\u+123\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"\u{0}\"",
        "\u{0}",
        "\u{feff}{}",
        "{}\u{feff}",
        "{}\u{0}",
        "// c\n{}",
        "{}/**/",
        "\u{a0}1",
        "\u{2028}1",
        "[1]x",
        "\"\\uD800\"",
        "\"\\uDC00\"",
        "\"\\uD800x\"",
        "\"\\uD800\\n\"",
        "\"\\uD800\\uD800\"",
        "\"\\uDC00\\uD800\"",
        "\"\\uD800\\u0041\"",
        "\"\\uD800\\uE000\"",
        "\"\\uDBFF\\uFFFF\"",
        "\"\\uD800\\uDBFF\"",
    ] {
        assert_eq!(Json::parse(text), Err(Malformed::Syntax), "{text:?}");
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text:?}");
    }
}

#[test]
fn surrogate_pairs_and_escapes_are_read() {
    let text = r#""\uD83D\uDE00 \u0041\/\b\f\n\r\t\"\\ \uFFFF\u0000""#;
    let read = Json::parse(text).unwrap();
    assert_eq!(read.as_str(), Some("\u{1F600} A/\u{8}\u{c}\n\r\t\"\\ \u{FFFF}\u{0}"));
    assert_eq!(serde_json::from_str::<String>(text).unwrap(), read.as_str().unwrap());
}

#[test]
fn a_member_named_twice_is_refused_however_it_is_spelt() {
    for text in [
        r#"{"a":1,"a":1}"#,
        r#"{"a":1,"b":2,"a":3}"#,
        r#"{"a":1,"\u0061":2}"#,
        r#"[{"x":{"status":"rejected","status":"verified"}}]"#,
        r#"{"":1,"":2}"#,
    ] {
        assert_eq!(Json::parse(text), Err(Malformed::DuplicateMember), "{text}");
    }
    assert!(Json::parse(r#"{"a":{"a":1},"A":2,"a ":3,"b":[{"a":1},{"a":2}]}"#).is_ok());
}

#[test]
fn the_depth_limit_counts_what_is_open_and_nothing_else() {
    let nested = |depth: usize, open: &str, close: &str| {
        Json::parse(&format!("{}1{}", open.repeat(depth), close.repeat(depth)))
    };
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let levels = open.matches(['[', '{']).count();
        assert!(nested(MAX_DEPTH / levels, open, close).is_ok());
        assert_eq!(nested(MAX_DEPTH / levels + 1, open, close), Err(Malformed::TooDeep));
    }
    assert_eq!(nested(5_000, "[", "]"), Err(Malformed::TooDeep));
    assert_eq!(Json::parse(&"[".repeat(200_000)), Err(Malformed::TooDeep));
    assert_eq!(Json::parse(&"{\"a\":".repeat(200_000)), Err(Malformed::TooDeep));
    let beside = vec!["[[]]"; 1_000].join(",");
    assert_eq!(Json::parse(&format!("[{beside}]")).unwrap().items().len(), 1_000);
}

#[test]
fn the_width_limit_is_for_one_object() {
    let wide = |members: usize| {
        let members: Vec<String> = (0..members).map(|i| format!("\"m{i}\":{i}")).collect();
        format!("{{{}}}", members.join(","))
    };
    assert_eq!(Json::parse(&wide(MAX_MEMBERS)).unwrap().members().len(), MAX_MEMBERS);
    assert_eq!(Json::parse(&wide(MAX_MEMBERS + 1)), Err(Malformed::TooWide));
    let both = format!("[{},{}]", wide(MAX_MEMBERS), wide(MAX_MEMBERS));
    assert!(Json::parse(&both).is_ok());
}

#[test]
fn each_reason_has_words_of_its_own() {
    let all = [Malformed::Syntax, Malformed::TooDeep, Malformed::TooWide, Malformed::DuplicateMember];
    let mut words: Vec<&str> = all.into_iter().map(Malformed::reason).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), all.len());
}

#[test]
fn accessors_answer_for_their_own_kind_only() {
    let value = Json::parse(r#"{"list":[1],"truth":false,"text":"x","nothing":null}"#).unwrap();
    assert!(value.is_object() && !value.get("list").unwrap().is_object());
    assert_eq!(value.get("list").unwrap().items().len(), 1);
    assert_eq!(value.get("truth").unwrap().as_bool(), Some(false));
    assert_eq!(value.get("text").unwrap().as_str(), Some("x"));
    assert_eq!(value.get("absent"), None);
    for name in ["truth", "text", "nothing"] {
        let member = value.get(name).unwrap();
        assert!(member.items().is_empty() && member.members().is_empty() && member.get("x").is_none());
        assert_eq!(member.as_str().is_some(), name == "text");
        assert_eq!(member.as_bool().is_some(), name == "truth");
    }
}

#[test]
fn set_replaces_in_place_and_adds_at_the_end() {
    let mut value = Json::parse(r#"{"a":1,"b":2}"#).unwrap();
    value.set("a", "x".into());
    value.set("c", true.into());
    assert_eq!(value.to_string(), r#"{"a":"x","b":2,"c":true}"#);
    let mut list = Json::strings(["a"]);
    list.set("a", Json::Null);
    assert_eq!(list.to_string(), r#"["a"]"#);
}

fn canonical(text: &str) -> String {
    Json::parse(text).unwrap().canonical().to_string()
}

/// RFC 8785 section 3.2.3.
#[test]
fn canonical_members_are_sorted_by_utf_16_code_units() {
    let text = r#"{
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\ud83d\ude00": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis"
    }"#;
    let read = Json::parse(text).unwrap().canonical();
    let order: Vec<&str> = read.members().iter().filter_map(|(_, value)| value.as_str()).collect();
    assert_eq!(
        order,
        [
            "Carriage Return",
            "One",
            "Control",
            "Latin Small Letter O With Diaeresis",
            "Euro Sign",
            "Emoji: Grinning Face",
            "Hebrew Letter Dalet With Dagesh",
        ]
    );
}

/// RFC 8785 sections 3.2.2 and 3.2.4: the members of its example that have no fractions.
#[test]
fn canonical_strings_and_literals_are_those_of_the_rfc() {
    let text =
        r#"{ "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }"#;
    let expected: &[u8] = &[
        0x7b, 0x22, 0x6c, 0x69, 0x74, 0x65, 0x72, 0x61, 0x6c, 0x73, 0x22, 0x3a, 0x5b, 0x6e, 0x75, 0x6c, 0x6c,
        0x2c, 0x74, 0x72, 0x75, 0x65, 0x2c, 0x66, 0x61, 0x6c, 0x73, 0x65, 0x5d, 0x2c, 0x22, 0x73, 0x74, 0x72,
        0x69, 0x6e, 0x67, 0x22, 0x3a, 0x22, 0xe2, 0x82, 0xac, 0x24, 0x5c, 0x75, 0x30, 0x30, 0x30, 0x66, 0x5c,
        0x6e, 0x41, 0x27, 0x42, 0x5c, 0x22, 0x5c, 0x5c, 0x5c, 0x5c, 0x5c, 0x22, 0x2f, 0x22, 0x7d,
    ];
    assert_eq!(canonical(text).as_bytes(), expected);
}

/// The test data that RFC 8785 appendix B refers to (arrays, french, unicode).
#[test]
fn canonical_test_data_of_the_rfc() {
    assert_eq!(
        canonical(r#"[ 56, { "d": true, "10": null, "1": [ ] } ]"#),
        r#"[56,{"1":[],"10":null,"d":true}]"#
    );
    let french = r#"{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ignore locale"}"#;
    assert_eq!(
        canonical(
            r#"{ "peach": "This sorting order", "pêche": "but canonicalization MUST", "sin": "ignore locale",
               "péché": "is wrong according to French" }"#
        ),
        french
    );
    assert_eq!(
        canonical("{\"Unnormalized Unicode\":\"A\\u030a\"}"),
        "{\"Unnormalized Unicode\":\"A\u{30a}\"}"
    );
}

#[test]
fn control_characters_are_escaped_in_the_shortest_form() {
    let all: String = (0..0x20).filter_map(char::from_u32).chain(['\u{7f}', '\u{2028}', '/', '<']).collect();
    let written = Json::text(all.as_str()).to_string();
    assert_eq!(serde_json::from_str::<String>(&written).unwrap(), all);
    assert_eq!(written, serde_json::to_string(&all).unwrap());
}

#[test]
fn what_ends_a_plain_text_is_found_wherever_it_stands() {
    // Texts are read eight bytes at a time. These are next to what ends one, or have its bits but the highest.
    let fills = ["a", " ", "!", "#", "[", "]", "\u{7f}", "\u{80}", "\u{a2}", "\u{dc}", "漢", "😀"];
    for fill in fills {
        for length in 0..20 {
            for (end, rest) in [
                ("\"", ""),
                ("\\n", "\""),
                ("\\u00e9", "\""),
                ("\u{1f}", "\""),
                ("\0", "\""),
                ("\n", "\""),
                ("", ""),
            ] {
                for behind in 0..10 {
                    let text = format!(
                        "[\"{}{end}{}{rest}]",
                        fill.repeat(length),
                        fill.repeat(if rest.is_empty() { 0 } else { behind })
                    );
                    let theirs = serde_json::from_str::<Value>(&text).ok();
                    let ours = Json::parse(&text).ok().map(|ours| ours.to_string());
                    assert_eq!(ours, theirs.map(|theirs| theirs.to_string()), "{text:?}");
                }
            }
        }
    }
}
