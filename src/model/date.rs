//! Calendar expressions as EDTF level 0/1 (ISO 8601-2): a day, a month, or an interval, each possibly without its year.

use std::fmt;
use std::str::FromStr;

/// A day, a month or a year; the year may be unknown (`XXXX`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    pub year: Option<i32>,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl PartialDate {
    pub const fn day(year: Option<i32>, month: u8, day: u8) -> Self {
        Self { year, month: Some(month), day: Some(day) }
    }

    pub const fn month(year: Option<i32>, month: u8) -> Self {
        Self { year, month: Some(month), day: None }
    }

    pub const fn year(year: i32) -> Self {
        Self { year: Some(year), month: None, day: None }
    }

    /// Whether the calendar has this date; 29 February passes when the year is unknown.
    pub fn exists(self) -> bool {
        let year_ok = self.year.is_none_or(|y| (1..=9999).contains(&y));
        let Some(month) = self.month else { return year_ok && self.day.is_none() };
        let last = match month {
            2 if self.year.is_none_or(|y| y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return false,
        };
        year_ok && self.day.is_none_or(|d| (1..=last).contains(&d))
    }

    /// First and last calendar day, where the year is known.
    pub fn bounds(self) -> Option<(chrono::NaiveDate, chrono::NaiveDate)> {
        use chrono::{Days, Months, NaiveDate};
        let year = self.year?;
        let first = NaiveDate::from_ymd_opt(year, self.month.unwrap_or(1).into(), self.day.unwrap_or(1).into())?;
        let next = match (self.month, self.day) {
            (Some(_), Some(_)) => return Some((first, first)),
            (Some(_), None) => first.checked_add_months(Months::new(1))?,
            _ => first.checked_add_months(Months::new(12))?,
        };
        Some((first, next.checked_sub_days(Days::new(1))?))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}")?,
            None => f.write_str("XXXX")?,
        }
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = NotEdtf;
    fn from_str(text: &str) -> Result<Self, NotEdtf> {
        let fail = || NotEdtf(text.to_string());
        let mut parts = text.split('-');
        let year = match parts.next() {
            Some("XXXX") => None,
            Some(y) if y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()) => Some(y.parse().map_err(|_| fail())?),
            _ => return Err(fail()),
        };
        let mut two = || match parts.next() {
            None => Ok(None),
            Some(p) if p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit()) => p.parse().map(Some).map_err(|_| fail()),
            Some(_) => Err(fail()),
        };
        let date = PartialDate { year, month: two()?, day: two()? };
        if parts.next().is_some() || !date.exists() || (date.year.is_none() && date.month.is_none()) {
            return Err(fail());
        }
        Ok(date)
    }
}

/// A date or an interval of dates, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edtf {
    pub from: PartialDate,
    pub to: Option<PartialDate>,
}

impl Edtf {
    pub const fn single(date: PartialDate) -> Self {
        Self { from: date, to: None }
    }

    pub const fn interval(from: PartialDate, to: PartialDate) -> Self {
        Self { from, to: Some(to) }
    }

    /// The year of the first date.
    pub const fn year(self) -> Option<i32> {
        self.from.year
    }

    /// First and last calendar day of the whole expression, where the years are known.
    pub fn bounds(self) -> Option<(chrono::NaiveDate, chrono::NaiveDate)> {
        let (first, last) = self.from.bounds()?;
        Some((first, self.to.map_or(Some(last), |to| to.bounds().map(|b| b.1))?))
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.from)?;
        self.to.map_or(Ok(()), |to| write!(f, "/{to}"))
    }
}

impl FromStr for Edtf {
    type Err = NotEdtf;
    fn from_str(text: &str) -> Result<Self, NotEdtf> {
        match text.split_once('/') {
            Some((from, to)) => Ok(Edtf::interval(from.parse()?, to.parse()?)),
            None => Ok(Edtf::single(text.parse()?)),
        }
    }
}

/// A text that is no date of EDTF level 0/1 as this program writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotEdtf(pub String);

impl fmt::Display for NotEdtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" is no date (write 2021-06-28, 2021-06, 2021 or 2021-01/2021-06)", self.0)
    }
}

impl std::error::Error for NotEdtf {}

macro_rules! serde_as_text {
    ($($name:ty),+) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}
serde_as_text!(PartialDate, Edtf);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edtf_round_trips() {
        for text in ["2021-06-28", "2020-01", "XXXX-06-28", "2021-01/2021-06", "2020-07-21/2020-07-23", "2015/2020", "XXXX-02-29"]
        {
            assert_eq!(text.parse::<Edtf>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_the_calendar_does_not_have_is_refused() {
        for text in ["2021-02-29", "2021-13", "2021-00-01", "XXXX", "21-06-28", "2021-6-28", "2021-06-31", "", "2021-06-28-01"] {
            assert!(text.parse::<Edtf>().is_err(), "{text}");
        }
    }

    #[test]
    fn bounds_cover_the_whole_expression() {
        let (first, last) = "2020-02/2021-02".parse::<Edtf>().unwrap().bounds().unwrap();
        assert_eq!((first.to_string(), last.to_string()), ("2020-02-01".into(), "2021-02-28".into()));
        assert!("XXXX-06".parse::<Edtf>().unwrap().bounds().is_none());
    }
}
