//! Moments and days against a calendar that counts day by day.

use kyc_assent::time::{Day, Timestamp};
use proptest::prelude::*;

const DAY_MS: i64 = 86_400_000;

fn days_in(year: i64, month: i64) -> i64 {
    let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01, counted year by year and month by month.
fn counted(year: i64, month: i64, day: i64) -> i64 {
    let year_length = |y: i64| (1..=12).map(|m| days_in(y, m)).sum::<i64>();
    let years: i64 = if year >= 1970 {
        (1970..year).map(year_length).sum()
    } else {
        -(year..1970).map(year_length).sum::<i64>()
    };
    years + (1..month).map(|m| days_in(year, m)).sum::<i64>() + day - 1
}

#[test]
fn every_day_of_ten_thousand_years_is_one_after_the_day_before() {
    let mut expected = counted(0, 1, 1);
    for year in 0..=9999 {
        for month in 1..=12 {
            for day in 1..=days_in(year, month) {
                let text = format!("{year:04}-{month:02}-{day:02}");
                assert_eq!(Day::parse(&text), Some(Day(expected)), "{text}");
                expected += 1;
            }
        }
    }
    assert_eq!(Day::parse("1970-01-01"), Some(Day(0)));
    assert_eq!(Day::parse("2000-03-01"), Some(Day(11_017)));
}

#[test]
fn days_that_no_calendar_has_are_refused() {
    for year in [0, 1, 1582, 1900, 1970, 2000, 2023, 2024, 2100, 2400, 9999] {
        for month in 0..=99 {
            for day in 0..=99 {
                let real = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
                let text = format!("{year:04}-{month:02}-{day:02}");
                assert_eq!(Day::parse(&text).is_some(), real, "{text}");
            }
        }
    }
}

#[test]
fn a_day_has_one_form() {
    for text in [
        "",
        "2026",
        "2026-01",
        "2026-1-1",
        "2026-01-1",
        "26-01-01",
        "02026-01-01",
        "2026/01/01",
        "20260101",
        "2026-01-01 ",
        " 2026-01-01",
        "2026-01-01T",
        "2026-01-01-",
        "2026-01-01-01",
        "-026-01-01",
        "+026-01-01",
        "2026-+1-01",
        "2026-01-0a",
        "２０２６-01-01",
        "2026-０１-01",
        "2026-٠١-01",
        "2026–01–01",
        "2026-01-01\n",
        "2026-01-01\u{0}",
    ] {
        assert_eq!(Day::parse(text), None, "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn a_moment_is_its_day_and_its_time_of_day(
        (year, month) in (0_i64..10_000, 1_i64..13), part in 0_i64..31,
        (hour, minute, second) in (0_i64..24, 0_i64..60, 0_i64..60), fraction in "[0-9]{1,12}",
    ) {
        let day = part % days_in(year, month) + 1;
        let date = format!("{year:04}-{month:02}-{day:02}");
        let at = (counted(year, month, day) * 24 + hour) * 60 + minute;
        let minutes = Timestamp::parse(&format!("{date}T{hour:02}:{minute:02}Z"));
        prop_assert_eq!(minutes, Some(Timestamp(at * 60_000)));
        let seconds = Timestamp::parse(&format!("{date}T{hour:02}:{minute:02}:{second:02}Z"));
        prop_assert_eq!(seconds, Some(Timestamp((at * 60 + second) * 1000)));
        let millis: i64 = format!("{fraction:0<3}").get(..3).unwrap().parse().unwrap();
        let whole = Timestamp::parse(&format!("{date}T{hour:02}:{minute:02}:{second:02}.{fraction}Z"));
        prop_assert_eq!(whole, Some(Timestamp((at * 60 + second) * 1000 + millis)));
        prop_assert_eq!(whole.unwrap().day(), Day::parse(&date).unwrap());
    }

    #[test]
    fn only_the_published_pattern_is_a_moment(text in r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9](:[0-6][0-9])?([.][0-9]{0,3})?[Zz+]?") {
        prop_assert_eq!(Timestamp::parse(&text).is_some(), published(&text), "{}", text);
    }

    #[test]
    fn any_text_is_refused_or_is_of_the_published_pattern(text in r"[0-9TZ:.+ -]{0,26}") {
        prop_assert_eq!(Timestamp::parse(&text).is_some(), published(&text), "{}", text);
    }

    #[test]
    fn a_moment_with_one_character_changed_is_refused_or_still_of_the_pattern(
        at in 0_usize..24, to in any::<char>(),
    ) {
        let mut chars: Vec<char> = "2026-02-28T23:59:59.999Z".chars().collect();
        *chars.get_mut(at).unwrap() = to;
        let text: String = chars.into_iter().collect();
        prop_assert_eq!(Timestamp::parse(&text).is_some(), published(&text), "{}", text);
    }
}

/// Crossmint's pattern (accept-legal-document), by position: `YYYY-MM-DDTHH:MM`, `:SS`, a fraction, `Z`.
fn published(text: &str) -> bool {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = bytes.get(from..to)?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| digits.iter().fold(0, |n, d| n * 10 + i64::from(d - b'0')))
    };
    let is = |at: usize, byte: u8| bytes.get(at) == Some(&byte);
    let fits =
        |from: usize, low: i64, high: i64| number(from, from + 2).is_some_and(|n| (low..=high).contains(&n));
    let (Some(year), Some(month)) = (number(0, 4), number(5, 7)) else { return false };
    let day = is(4, b'-') && is(7, b'-') && (1..=12).contains(&month) && fits(8, 1, days_in(year, month));
    let minute = is(10, b'T') && fits(11, 0, 23) && is(13, b':') && fits(14, 0, 59);
    let rest = match bytes.get(16..) {
        Some([b'Z']) => true,
        Some([b':', ..]) if fits(17, 0, 59) => match bytes.get(19..) {
            Some([b'Z']) => true,
            Some([b'.', digits @ .., b'Z']) => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
            _ => false,
        },
        _ => false,
    };
    day && minute && rest
}

#[test]
fn a_moment_without_z_or_with_an_offset_is_refused() {
    for text in [
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00+00:00",
        "2026-01-01T00:00:00-00:00",
        "2026-01-01T00:00:00ZZ",
        "2026-01-01T00:00:00z",
        "2026-01-01t00:00:00Z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T23:59:60Z",
        "2026-01-01T00Z",
        "2026-01-01Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00,5Z",
        "2026-01-01T00:00:00.5.5Z",
        "2026-01-01T00:00:00:00Z",
        "2026-02-30T00:00:00Z",
        " 2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z ",
        "2026-01-01T00:00:00Z\n",
        "T00:00:00Z",
        "Z",
        "",
        "2026-01-01T00:00:00.５Z",
        "+2026-01-01T00:00:00Z",
    ] {
        assert_eq!(Timestamp::parse(text), None, "{text:?}");
    }
}

#[test]
fn moments_before_1970_are_in_the_day_they_say() {
    let last = Timestamp::parse("1969-12-31T23:59:59.999Z").unwrap();
    assert_eq!((last, last.day()), (Timestamp(-1), Day(-1)));
    assert_eq!(Timestamp(-DAY_MS).day(), Day(-1));
    assert_eq!(Timestamp(-DAY_MS - 1).day(), Day(-2));
    assert!(last < Timestamp::parse("1970-01-01T00:00Z").unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    /// From the year 0 to the year 9999.
    #[test]
    fn a_moment_is_read_back_as_it_is_written(millis in -62_167_219_200_000_i64..253_402_300_800_000) {
        let text = Timestamp(millis).to_text();
        prop_assert_eq!(text.len(), 24);
        prop_assert_eq!(Timestamp::parse(&text), Some(Timestamp(millis)));
    }
}

#[test]
fn moments_are_written_as_javascript_writes_them() {
    for (millis, text) in [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_767_225_599_009, "2025-12-31T23:59:59.009Z"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ] {
        assert_eq!(Timestamp(millis).to_text(), text);
    }
}
