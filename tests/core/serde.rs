//! serde's traits on JSON values, for hosts with another serde format. Runs with the feature `serde`.

use kyc_assent::json::{Json, MAX_MEMBERS};
use proptest::prelude::*;
use serde_json::Value;

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Every number as a double: `1.0` and `1` are one number to JSON.
fn doubles(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().into(),
        Value::Array(items) => items.into_iter().map(doubles).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, doubles(value))).collect(),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn a_value_survives_both_ways(value in any_value()) {
        let ours: Json = serde_json::from_value(value.clone()).unwrap();
        prop_assert_eq!(doubles(serde_json::to_value(&ours).unwrap()), doubles(value));
    }
}

#[test]
fn whole_numbers_stay_whole() {
    for digits in ["0", "-1", "9007199254740993", "9223372036854775807", "-9223372036854775808"] {
        let ours: Json = serde_json::from_str(digits).unwrap();
        assert_eq!(ours, Json::Number(digits.into()));
        assert_eq!(serde_json::to_string(&ours).unwrap(), digits);
    }
}

#[test]
fn members_named_twice_and_wide_objects_are_refused_here_too() {
    assert!(serde_json::from_str::<Json>(r#"{"a":1,"\u0061":2}"#).is_err());
    let wide = |members: usize| {
        let members: Vec<String> = (0..members).map(|i| format!("\"m{i}\":{i}")).collect();
        serde_json::from_str::<Json>(&format!("{{{}}}", members.join(",")))
    };
    assert!(wide(MAX_MEMBERS).is_ok());
    assert!(wide(MAX_MEMBERS + 1).is_err());
}

#[test]
fn numbers_that_json_has_no_word_for_are_refused() {
    use serde::Deserialize;
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, F64Deserializer};
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let from: F64Deserializer<Error> = number.into_deserializer();
        assert!(Json::deserialize(from).is_err());
    }
}
