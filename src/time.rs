//! Moments and days as the partners write them, without a clock.

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
}

fn two_digits(text: &str, most: i64) -> Option<i64> {
    let [tens, ones] = text.as_bytes() else { return None };
    if !tens.is_ascii_digit() || !ones.is_ascii_digit() {
        return None;
    }
    let number = i64::from(tens - b'0') * 10 + i64::from(ones - b'0');
    (number <= most).then_some(number)
}
