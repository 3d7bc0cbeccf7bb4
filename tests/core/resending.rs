//! What may be tried or sent again, and when: signing a client in at B2CORE, a share token for Kriptomat.

use kyc_assent::partners::b2core::SignInTries;
use kyc_assent::partners::kriptomat::TokenOutcome;
use kyc_assent::time::Timestamp;
use proptest::prelude::*;

fn tries(at: &[i64], blocked_until: Option<i64>) -> SignInTries {
    SignInTries {
        at: at.iter().copied().map(Timestamp).collect(),
        blocked_until: blocked_until.map(Timestamp),
    }
}

#[test]
fn four_tries_in_a_minute_and_no_fifth() {
    let mut known = SignInTries::default();
    for at in [0, 10_000, 20_000, 30_000] {
        known = known.count(Timestamp(at)).unwrap();
    }
    assert_eq!(known, tries(&[0, 10_000, 20_000, 30_000], None));
    assert_eq!(known.count(Timestamp(30_001)), Err(30));
    assert_eq!(known.count(Timestamp(59_999)), Err(1));
    assert_eq!(known.count(Timestamp(60_000)), Ok(tries(&[10_000, 20_000, 30_000, 60_000], None)));
}

#[test]
fn while_the_partner_blocks_none_is_made() {
    let blocked = tries(&[], Some(600_000));
    assert_eq!(blocked.count(Timestamp(0)), Err(600));
    assert_eq!(blocked.count(Timestamp(599_001)), Err(1));
    assert_eq!(blocked.count(Timestamp(600_000)), Ok(tries(&[600_000], Some(600_000))));
    assert_eq!(tries(&[0, 1, 2, 3], Some(5_000)).count(Timestamp(4)), Err(60), "the longer of the two");
}

#[test]
fn a_clock_that_was_set_back_gives_no_further_tries() {
    assert_eq!(tries(&[90_000; 4], None).count(Timestamp(0)), Err(150));
    assert_eq!(tries(&[i64::MAX; 4], Some(i64::MAX)).count(Timestamp(i64::MIN)), Err(u32::MAX));
}

proptest! {
    /// The partner blocks after five in a minute, wherever the minute begins.
    #[test]
    fn no_minute_ever_has_five_tries(steps in proptest::collection::vec(0_i64..40_000, 1..60)) {
        let (mut now, mut known, mut made) = (0, SignInTries::default(), Vec::new());
        for step in steps {
            now += step;
            match known.count(Timestamp(now)) {
                Ok(next) => { known = next; made.push(now); }
                Err(wait) => {
                    prop_assert!(known.count(Timestamp(now + i64::from(wait) * 1000)).is_ok());
                    prop_assert!(wait >= 1);
                }
            }
        }
        prop_assert!(made.windows(5).all(|five| five[4] - five[0] >= 60_000));
    }
}

#[test]
fn a_token_of_which_nobody_knows_what_came_is_looked_after_and_renewed_once() {
    for code in ["unavailable", "unreadable", "trapped", "", "something-new"] {
        let outcome = TokenOutcome::of(code);
        assert_eq!(outcome, TokenOutcome::Unclear, "{code}");
        assert!(outcome.must_look());
        assert_eq!(
            [0, 1, 2, 3, u32::MAX].map(|sent| outcome.may_renew(sent)),
            [true, true, false, false, false]
        );
    }
}

#[test]
fn a_token_that_was_refused_is_looked_after_and_not_renewed() {
    let outcome = TokenOutcome::of("refused");
    assert_eq!(outcome, TokenOutcome::Refused);
    assert!(outcome.must_look() && !outcome.may_renew(1));
}

#[test]
fn a_token_that_was_not_looked_at_ends_the_hand_over_at_once() {
    for code in
        ["invalid-input", "consent-required", "unauthorized", "not-found", "not-enabled", "rate-limited"]
    {
        let outcome = TokenOutcome::of(code);
        assert_eq!(outcome, TokenOutcome::NotTaken, "{code}");
        assert!(!outcome.must_look() && !outcome.may_renew(1), "{code}");
    }
}
