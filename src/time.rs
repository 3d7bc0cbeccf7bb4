//! Moments and days as the partners write them, without a clock.

use alloc::string::String;

/// Milliseconds in a day.
const DAY: i64 = 86_400_000;

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Reads `YYYY-MM-DDTHH:MM[:SS[.f…]]Z`: the day is checked against the calendar, and a numeric offset is refused.
    /// It is the pattern that Crossmint publishes for `acceptedAt` (accept-legal-document, newer page); digits beyond
    /// the millisecond are dropped.
    ///
    /// ```
    /// use kyc_assent::time::Timestamp;
    /// assert_eq!(Timestamp::parse("1970-01-01T00:00:01.5Z"), Some(Timestamp(1500)));
    /// assert_eq!(Timestamp::parse("2026-02-29T00:00:00Z"), None); // not a leap year
    /// assert_eq!(Timestamp::parse("2026-01-01T00:00:00+00:00"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (day, clock) = text.strip_suffix('Z')?.split_once('T')?;
        let day = Day::parse(day)?;
        let mut parts = clock.split(':');
        let hour = two_digits(parts.next()?, 23)?;
        let minute = two_digits(parts.next()?, 59)?;
        let (mut second, mut milli) = (0, 0);
        if let Some(rest) = parts.next() {
            let (whole, fraction) = match rest.split_once('.') {
                Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
                Some(_) => return None,
                None => (rest, ""),
            };
            second = two_digits(whole, 59)?;
            let mut scale = 100;
            for digit in fraction.bytes() {
                if !digit.is_ascii_digit() {
                    return None;
                }
                milli += i64::from(digit - b'0') * scale;
                scale /= 10;
            }
        }
        if parts.next().is_some() {
            return None;
        }
        Some(Self(day.0 * DAY + ((hour * 60 + minute) * 60 + second) * 1000 + milli))
    }

    /// `YYYY-MM-DDTHH:MM:SS.mmmZ`, as JavaScript's `toISOString` writes it.
    ///
    /// ```
    /// use kyc_assent::time::Timestamp;
    /// assert_eq!(Timestamp(1_772_323_199_999).to_text(), "2026-02-28T23:59:59.999Z");
    /// ```
    #[must_use]
    pub fn to_text(self) -> String {
        let (year, month, day) = self.day().date();
        let millis = self.0.rem_euclid(DAY);
        let mut out = String::with_capacity(24);
        let parts = [
            (year, 4, '-'),
            (month, 2, '-'),
            (day, 2, 'T'),
            (millis / 3_600_000, 2, ':'),
            (millis / 60_000 % 60, 2, ':'),
            (millis / 1000 % 60, 2, '.'),
            (millis % 1000, 3, 'Z'),
        ];
        for (number, digits, end) in parts {
            push_digits(&mut out, number, digits);
            out.push(end);
        }
        out
    }

    /// The day that this moment is in, in UTC.
    #[must_use]
    pub const fn day(self) -> Day {
        Day(self.0.div_euclid(DAY))
    }
}

/// A calendar day: days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

impl Day {
    /// Reads `YYYY-MM-DD` and checks it against the calendar.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let year: i64 = year.parse().ok()?;
        let month = two_digits(month, 12).filter(|m| *m > 0)?;
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let last = match month {
            2 => 28 + i64::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let day = two_digits(day, last).filter(|d| *d > 0)?;
        // Days before the first of March of the year, counted in eras of 400 years (the civil calendar's period).
        let shifted = if month > 2 { year } else { year - 1 };
        let era = shifted.div_euclid(400);
        let of_era = shifted.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Some(Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468))
    }

    /// Year, month and day of the calendar.
    const fn date(self) -> (i64, i64, i64) {
        // The reverse of `parse`: days since the first of March of the year 0.
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let of_four_hundred = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * of_four_hundred + of_four_hundred / 4 - of_four_hundred / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let year = era * 400 + of_four_hundred + if month <= 2 { 1 } else { 0 };
        (year, month, day)
    }
}

/// The number, below ten to the power of `digits`, with zeros before it.
fn push_digits(out: &mut String, number: i64, digits: u32) {
    for place in (0..digits).rev() {
        let digit = number / 10_i64.pow(place) % 10;
        out.push(u8::try_from(digit).map_or('0', |digit| char::from(b'0' + digit)));
    }
}

fn two_digits(text: &str, most: i64) -> Option<i64> {
    let [tens, ones] = text.as_bytes() else { return None };
    if !tens.is_ascii_digit() || !ones.is_ascii_digit() {
        return None;
    }
    let number = i64::from(tens - b'0') * 10 + i64::from(ones - b'0');
    (number <= most).then_some(number)
}
