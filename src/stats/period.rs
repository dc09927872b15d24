//! Years, halves, quarters and months as numbers, so that one can be compared with the one before.

use super::query::Key;

/// A calendar period: how many of its kind lie between the year 0 and it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    pub key: Key,
    pub number: i64,
}

/// How many periods of a time key a year has; 1 for what is no time.
pub const fn per_year(key: Key) -> i64 {
    match key {
        Key::Half => 2,
        Key::Quarter => 4,
        Key::Month => 12,
        _ => 1,
    }
}

impl Period {
    /// "2021", "2021-H1", "2021-Q2", "2021-06", as `keys::values` writes them.
    pub fn parse(key: Key, slug: &str) -> Option<Self> {
        let (year, rest) = slug.split_at_checked(4)?;
        let year: i64 = year.parse().ok().filter(|_| year.bytes().all(|b| b.is_ascii_digit()))?;
        let (begins, digits) = match key {
            Key::Year => return rest.is_empty().then_some(Self { key, number: year }),
            Key::Half => ("-H", 1),
            Key::Quarter => ("-Q", 1),
            Key::Month => ("-", 2),
            _ => return None,
        };
        let within = rest.strip_prefix(begins).filter(|d| d.len() == digits && d.bytes().all(|b| b.is_ascii_digit()))?;
        let within: i64 = within.parse().ok().filter(|n| (1..=per_year(key)).contains(n))?;
        Some(Self { key, number: year * per_year(key) + within - 1 })
    }

    pub fn slug(self) -> String {
        let (year, within) = (self.year(), self.number.rem_euclid(per_year(self.key)) + 1);
        match self.key {
            Key::Half => format!("{year:04}-H{within}"),
            Key::Quarter => format!("{year:04}-Q{within}"),
            Key::Month => format!("{year:04}-{within:02}"),
            _ => format!("{year:04}"),
        }
    }

    pub fn year(self) -> i64 {
        self.number.div_euclid(per_year(self.key))
    }

    /// The period so many steps earlier.
    pub const fn back(self, steps: i64) -> Self {
        Self { key: self.key, number: self.number - steps }
    }

    /// The period of a key, not finer than its own, that it lies in.
    pub const fn within(self, key: Key) -> Self {
        Self { key, number: self.number.div_euclid(per_year(self.key) / per_year(key)) }
    }

    /// Its last day, in days since 1970-01-01.
    pub fn last_day(self) -> Option<i32> {
        let next = self.back(-1);
        let month = next.number.rem_euclid(per_year(self.key)) * (12 / per_year(self.key)) + 1;
        let first = chrono::NaiveDate::from_ymd_opt(i32::try_from(next.year()).ok()?, u32::try_from(month).ok()?, 1)?;
        Some(first.to_epoch_days() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(key: Key, slug: &str) -> Period {
        Period::parse(key, slug).unwrap()
    }

    #[test]
    fn a_period_follows_the_one_before_over_the_year() {
        for (key, slug, before, year_before) in [
            (Key::Year, "2021", "2020", "2020"),
            (Key::Half, "2021-H1", "2020-H2", "2020-H1"),
            (Key::Quarter, "2021-Q1", "2020-Q4", "2020-Q1"),
            (Key::Month, "2021-01", "2020-12", "2020-01"),
            (Key::Month, "2021-10", "2021-09", "2020-10"),
        ] {
            let period = at(key, slug);
            assert_eq!((period.slug(), period.back(1).slug()), (slug.to_string(), before.to_string()));
            assert_eq!(period.back(per_year(key)).slug(), year_before);
        }
        for (key, slug) in [(Key::Month, "2020-13"), (Key::Year, "20"), (Key::Quarter, "quý"), (Key::Month, "2020-Q1")] {
            assert_eq!(Period::parse(key, slug), None, "{slug}");
        }
    }

    #[test]
    fn a_month_lies_in_its_quarter_half_and_year() {
        let month = at(Key::Month, "2021-06");
        let names: Vec<_> = [Key::Month, Key::Quarter, Key::Half, Key::Year].map(|k| month.within(k).slug()).into();
        assert_eq!(names, ["2021-06", "2021-Q2", "2021-H1", "2021"]);
        let last = |key, slug| chrono::NaiveDate::from_epoch_days(at(key, slug).last_day().unwrap()).unwrap().to_string();
        assert_eq!(last(Key::Month, "2020-02"), "2020-02-29");
        assert_eq!(last(Key::Quarter, "2021-Q4"), "2021-12-31");
        assert_eq!(last(Key::Half, "2021-H1"), "2021-06-30");
        assert_eq!(last(Key::Year, "2021"), "2021-12-31");
    }
}
