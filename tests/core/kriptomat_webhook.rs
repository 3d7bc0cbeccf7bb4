//! Kriptomat's webhook "KYC statuses": unsigned, so a hint and nothing more.

use crate::sample::{parsed, value};
use kyc_assent::error::Error;
use kyc_assent::partners::kriptomat::read_webhook;
use serde_json::{Value, json};

fn hook() -> Value {
    json!({
        "user_id": 42,
        "status": {
            "createDate": "2018-07-18 11:08:30+0000", "reviewDate": "2018-07-18 11:10:30+0000",
            "startDate": "2018-07-18 11:08:30+0000",
            "reviewResult": {
                "moderationComment": "Please send a better picture", "clientComment": "Suspected fraud",
                "reviewAnswer": "GREEN", "rejectLabels": [], "reviewRejectType": "FINAL",
            },
            "reviewStatus": "completed", "notificationFailureCnt": 0, "applicantId": "5b4f22ce0a975a3ee8f1d2b1",
        },
        "documentStatus": [{ "idDocType": "PASSPORT", "reviewResult": { "clientComment": "Suspected fraud" } }],
    })
}

#[test]
fn a_webhook_says_whose_status_to_read_and_decides_nothing() {
    let reading = read_webhook(&parsed(&hook())).unwrap();
    assert_eq!(
        value(&reading.value),
        json!({ "user_id": 42, "applicantId": "5b4f22ce0a975a3ee8f1d2b1", "reviewStatus": "completed" })
    );
    assert!(reading.decisions.is_empty(), "not even a GREEN that is completed");
}

#[test]
fn comments_are_left_where_they_are() {
    let reading = read_webhook(&parsed(&hook())).unwrap();
    for shown in [reading.to_json().to_string(), format!("{reading:?}")] {
        assert!(!shown.contains("fraud") && !shown.contains("picture"), "{shown}");
    }
}

#[test]
fn a_user_may_come_as_digits_and_everything_else_may_be_missing() {
    for (user, number) in
        [(json!("42"), 42_u64), (json!(0), 0), (json!(9_007_199_254_740_993_u64), 9_007_199_254_740_993)]
    {
        let reading = read_webhook(&parsed(&json!({ "user_id": user }))).unwrap();
        assert_eq!(value(&reading.value), json!({ "user_id": number }));
    }
    for status in
        [Value::Null, json!("completed"), json!([]), json!({ "applicantId": 5, "reviewStatus": null })]
    {
        let reading = read_webhook(&parsed(&json!({ "user_id": 42, "status": status }))).unwrap();
        assert_eq!(value(&reading.value), json!({ "user_id": 42 }));
    }
}

#[test]
fn a_webhook_that_names_no_user_is_unreadable() {
    for user in
        [Value::Null, json!(""), json!("x"), json!("+42"), json!(-1), json!(4.2), json!([42]), json!(true)]
    {
        let read = read_webhook(&parsed(&json!({ "user_id": user })));
        assert!(matches!(read, Err(Error::Unreadable { field: "user_id", .. })), "{user}: {read:?}");
    }
    for body in [json!({}), json!([]), json!("x"), Value::Null, json!({ "userId": 42 })] {
        assert!(read_webhook(&parsed(&body)).is_err());
    }
}
