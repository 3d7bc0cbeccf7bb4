//! One-time codes, keyed hashes and the lives of sessions, against the vectors of their standards.

use crate::accounts::TOTP_SECRET;
use kyc_assent::credential::{Algorithm, Session, Totp, base32, hmac_hex, hmac_matches, sha256_hex};
use kyc_assent::time::Timestamp;
use proptest::prelude::*;

fn seconds(seconds: i64) -> Timestamp {
    Timestamp(seconds * 1000)
}

fn code(secret: &str, now: Timestamp) -> String {
    Totp::from_base32(secret).unwrap().code(now)
}

/// RFC 6238 appendix B, the rows of SHA-1, their last six digits.
#[test]
fn codes_of_rfc_6238() {
    for (at, expected) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        assert_eq!(code(TOTP_SECRET, seconds(at)), expected, "{at}");
    }
}

/// RFC 4226 appendix D: the counters 0 to 9 of the same secret.
#[test]
fn codes_of_rfc_4226() {
    let codes =
        ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
    for (window, expected) in (0_i64..).zip(codes) {
        for at in [0, 1, 29_999] {
            let now = Timestamp(window * 30_000 + at);
            assert_eq!((code(TOTP_SECRET, now).as_str(), Totp::window(now)), (expected, window));
        }
    }
}

#[test]
fn a_code_keeps_its_leading_zeros() {
    for (at, expected) in [(1_767_241_110, "000226"), (1_767_225_870, "095181"), (1_767_226_110, "021764")] {
        assert_eq!(code(TOTP_SECRET, seconds(at)), expected);
    }
}

#[test]
fn a_window_is_thirty_seconds_also_before_1970() {
    for (now, window) in [(0, 0), (29_999, 0), (30_000, 1), (-1, -1), (-30_000, -1), (-30_001, -2)] {
        assert_eq!(Totp::window(Timestamp(now)), window);
    }
    for now in [i64::MIN, -1, i64::MAX] {
        assert_eq!(code(TOTP_SECRET, Timestamp(now)).len(), 6, "law 7: a clock of any value");
    }
}

/// RFC 4648 section 10.
#[test]
fn base32_of_rfc_4648() {
    for (text, bytes) in [
        ("MY======", "f"),
        ("MZXQ====", "fo"),
        ("MZXW6===", "foo"),
        ("MZXW6YQ=", "foob"),
        ("MZXW6YTB", "fooba"),
        ("MZXW6YTBOI======", "foobar"),
    ] {
        for form in [
            text.to_owned(),
            text.trim_end_matches('=').to_owned(),
            text.to_lowercase(),
            format!("  {text}\n"),
            text.trim_end_matches('=').chars().flat_map(|c| [c, ' ']).collect(),
            text.trim_end_matches('=').chars().map(|c| c.to_string()).collect::<Vec<_>>().join("-"),
        ] {
            assert_eq!(base32(&form).as_deref(), Some(bytes.as_bytes()), "{form:?}");
        }
    }
}

#[test]
fn a_secret_is_read_as_authenticator_apps_print_it() {
    let plain = Totp::from_base32(TOTP_SECRET).unwrap();
    for form in [
        "gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
        "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ",
        "gezd-gnbv-gy3t-qojq-gezd-gnbv-gy3t-qojq",
        " GeZdGnBvGy3TqOjQ\tgEzDgNbVgY3tQoJq\u{a0}",
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ====",
    ] {
        assert_eq!(Totp::from_base32(form).unwrap(), plain, "{form:?}");
    }
}

#[test]
fn what_is_no_base32_is_no_secret() {
    for text in [
        "",
        " ",
        "=",
        "========",
        "- -",
        "A",
        "GEZDGNBV0",
        "GEZDGNBV1",
        "GEZDGNBV8",
        "GEZDGNBV9",
        "GEZD+GNBV",
        "GEZD/GNBV",
        "GEZD_GNBV",
        "GEZD.GNBV",
        "GE=ZDGNBV",
        "MY======MY======",
        "ĢEZDGNBV",
        "ＧＥＺＤ",
        "ſEZD",
        "GEZD\u{200b}GNBV",
        "otpauth://totp/x?secret=GEZDGNBV",
        "0x3132333435363738",
    ] {
        assert_eq!(base32(text), None, "{text:?}");
        assert!(Totp::from_base32(text).is_none());
    }
}

fn to_base32(bytes: &[u8]) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    bits.chunks(5)
        .map(|chunk| (0..5).fold(0_u8, |held, at| held << 1 | chunk.get(at).copied().unwrap_or(0)))
        .map(|value| char::from(letters[usize::from(value)]))
        .collect()
}

proptest! {
    #[test]
    fn every_secret_is_read_back(bytes in proptest::collection::vec(any::<u8>(), 1..70)) {
        prop_assert_eq!(base32(&to_base32(&bytes)), Some(bytes));
    }

    #[test]
    fn law_7_no_panic_whatever_is_given_as_a_secret(text in "\\PC{0,40}|[A-Z2-7 =-]{0,40}", now in any::<i64>()) {
        if let Some(totp) = Totp::from_base32(&text) {
            let code = totp.code(Timestamp(now));
            prop_assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()));
        }
    }
}

/// Key, message, and the keyed hash by SHA-1 where RFC 2202 has that row, by SHA-256 and SHA-512 from RFC 4231.
type Vector = (Vec<u8>, Vec<u8>, Option<&'static str>, &'static str, &'static str);

fn vectors() -> Vec<Vector> {
    let longer = b"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.";
    vec![
        (
            vec![0x0b; 20],
            b"Hi There".to_vec(),
            Some("b617318655057264e28bc0b6fb378c8ef146be00"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
        ),
        (
            b"Jefe".to_vec(),
            b"what do ya want for nothing?".to_vec(),
            Some("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
        ),
        (
            vec![0xaa; 20],
            vec![0xdd; 50],
            Some("125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb",
        ),
        (
            (1..=25).collect(),
            vec![0xcd; 50],
            Some("4c9007f4026250c6bc8414f9bf50c86c2d7235da"),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
            "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3dba91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd",
        ),
        (
            vec![0x0c; 20],
            b"Test With Truncation".to_vec(),
            Some("4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"),
            "a3b6167473100ee06e0c796c2955552bfa6f7c0a6a8aef8b93f860aab0cd20c5",
            "415fad6271580a531d4179bc891d87a650188707922a4fbb36663a1eb16da008711c5b50ddd0fc235084eb9d3364a1454fb2ef67cd1d29fe6773068ea266e96b",
        ),
        (
            vec![0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First".to_vec(),
            None,
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598",
        ),
        (
            vec![0xaa; 131],
            longer.to_vec(),
            None,
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
            "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58",
        ),
    ]
}

#[test]
fn keyed_hashes_of_rfc_2202_and_rfc_4231() {
    for (key, message, sha1, sha256, sha512) in vectors() {
        let rows =
            [(Algorithm::Sha1, sha1), (Algorithm::Sha256, Some(sha256)), (Algorithm::Sha512, Some(sha512))];
        for (algorithm, digest) in rows {
            let Some(digest) = digest else { continue };
            assert!(hmac_matches(algorithm, &key, &message, digest), "{algorithm:?} {digest}");
            assert!(hmac_matches(algorithm, &key, &message, &digest.to_uppercase()));
            assert!(!hmac_matches(algorithm, &key, &message, digest.get(2..).unwrap()));
            assert!(!hmac_matches(algorithm, &key, &message, &format!("{digest}00")));
            let other = digest.strip_suffix(|_: char| true).unwrap().to_owned();
            let last = if digest.ends_with('0') { '1' } else { '0' };
            assert!(!hmac_matches(algorithm, &key, &message, &format!("{other}{last}")));
            assert!(!hmac_matches(algorithm, &key, &message, &other));
            for (wrong, _) in rows.iter().filter(|(wrong, _)| *wrong != algorithm) {
                assert!(!hmac_matches(*wrong, &key, &message, digest));
            }
        }
        assert_eq!(hmac_hex(&key, &[&message]), sha256);
        for at in 0..=message.len() {
            assert_eq!(
                hmac_hex(&key, &[&message[..at], &message[at..]]),
                sha256,
                "the parts are one message"
            );
        }
    }
}

/// RFC 2202, rows 6 and 7 of SHA-1, whose keys are 80 bytes long.
#[test]
fn keyed_hashes_of_rfc_2202_with_long_keys() {
    for (message, digest) in [
        (
            "Test Using Larger Than Block-Size Key - Hash Key First",
            "aa4ae5e15272d00e95705637ce8a3b55ed402112",
        ),
        (
            "Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data",
            "e8e99d0f45237d786d6bbaa7965c7808bbff1a91",
        ),
    ] {
        assert!(hmac_matches(Algorithm::Sha1, &[0xaa; 80], message.as_bytes(), digest));
    }
}

#[test]
fn what_is_no_digest_matches_nothing() {
    for digest in ["", "0", "zz", " ", "é", "0x00", "--", "00 00"] {
        for algorithm in [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512] {
            assert!(!hmac_matches(algorithm, b"", b"", digest), "{digest:?}");
        }
    }
    assert_eq!(Algorithm::parse("HMAC_SHA256_HEX"), Some(Algorithm::Sha256));
    for name in ["", "HMAC_SHA256", "hmac_sha256_hex", "HMAC_MD5_HEX", "HMAC_SHA224_HEX", "none"] {
        assert_eq!(Algorithm::parse(name), None);
    }
}

/// FIPS 180-4: the examples of one block and of none.
#[test]
fn sha256_in_lower_case_hex() {
    assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(sha256_hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

#[test]
fn a_session_is_renewed_at_four_fifths_of_its_granted_life() {
    let session = |asked: i64, life: u32| {
        let session = Session::granted(Timestamp(asked), life);
        (session.renew_at.0, session.ends_at.0)
    };
    assert_eq!(session(0, 3600), (2_880_000, 3_600_000));
    assert_eq!(session(1_767_225_600_500, 300), (1_767_225_840_500, 1_767_225_900_500));
    assert_eq!(session(0, 1), (800, 1000));
    assert_eq!(session(5, 0), (5, 5));
    assert_eq!(session(0, u32::MAX), (3_435_973_836_000, 4_294_967_295_000));
    assert_eq!(session(i64::MAX, u32::MAX), (i64::MAX, i64::MAX), "law 7: a clock of any value");
    assert_eq!(session(i64::MIN, 10), (i64::MIN + 8000, i64::MIN + 10_000));
}

#[test]
fn law_8_debug_of_a_secret() {
    assert_eq!(format!("{:?}", Totp::from_base32(TOTP_SECRET).unwrap()), "Totp");
}
