//! Reporting periods: months, quarters, half-years, years, and all calendar arithmetic of duties.
//!
//! In: days and the short names people type (`2016-11`, `2016Q4`, `2016H1`, `2016`). Out: periods, their first
//! and last days (both inclusive), and how periods lie in one another. Refuses to know: today.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Every {
    /// A calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// Six months from January or July.
    Half,
    /// A calendar year.
    Year,
}

impl Every {
    /// All lengths, the shortest first.
    pub const ALL: [Every; 4] = [Every::Month, Every::Quarter, Every::Half, Every::Year];

    /// The word used in kuaibao.toml.
    pub fn key(self) -> &'static str {
        match self {
            Every::Month => "month",
            Every::Quarter => "quarter",
            Every::Half => "half",
            Every::Year => "year",
        }
    }

    fn months(self) -> u32 {
        match self {
            Every::Month => 1,
            Every::Quarter => 3,
            Every::Half => 6,
            Every::Year => 12,
        }
    }
}

/// One month, quarter, half-year or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    year: i32,
    /// First month of the period, 1 to 12.
    first_month: u32,
    every: Every,
}

impl Period {
    /// The period of length `every` that holds `day`.
    pub fn containing(every: Every, day: NaiveDate) -> Self {
        let months = every.months();
        let first_month = (day.month() - 1) / months * months + 1;
        Period { year: day.year(), first_month, every }
    }

    /// The `index`-th (from 1) period of that length in `year`; `None` when there is no such one.
    pub fn nth(year: i32, every: Every, index: u32) -> Option<Self> {
        let count = 12 / every.months();
        let sane = (1900..=9999).contains(&year) && (1..=count).contains(&index);
        sane.then(|| Period { year, first_month: (index - 1) * every.months() + 1, every })
    }

    /// Its length.
    pub fn every(self) -> Every {
        self.every
    }

    /// Its calendar year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// Its number within the year, from 1.
    pub fn index(self) -> u32 {
        (self.first_month - 1) / self.every.months() + 1
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.first_month, 1).unwrap_or(NaiveDate::MIN)
    }

    /// Its last day (inclusive).
    pub fn last_day(self) -> NaiveDate {
        self.next().first_day().checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MAX)
    }

    /// The period of the same length that follows.
    pub fn next(self) -> Self {
        let month = self.first_month + self.every.months();
        if month > 12 {
            Period { year: self.year + 1, first_month: 1, ..self }
        } else {
            Period { first_month: month, ..self }
        }
    }

    /// The period of the same length that came before.
    pub fn previous(self) -> Self {
        let day = self.first_day().pred_opt().unwrap_or(NaiveDate::MIN);
        Period::containing(self.every, day)
    }

    /// Whether `day` lies in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.first_day() <= day && day <= self.last_day()
    }

    /// The periods of length `every` that lie in this one, or the one that holds it when `every` is longer.
    pub fn in_terms_of(self, every: Every) -> Vec<Period> {
        let mut period = Period::containing(every, self.first_day());
        let mut periods = vec![period];
        while period.last_day() < self.last_day() {
            period = period.next();
            periods.push(period);
        }
        periods
    }

    /// The months of the period, in order.
    pub fn months(self) -> Vec<Period> {
        self.in_terms_of(Every::Month)
    }

    /// As printed for people: 2016年11月, 2016年第四季度, 2016年上半年, 2016年.
    pub fn name(self) -> String {
        const QUARTERS: [&str; 4] = ["一", "二", "三", "四"];
        match self.every {
            Every::Month => format!("{}年{}月", self.year, self.first_month),
            Every::Quarter => format!("{}年第{}季度", self.year, QUARTERS[self.index() as usize - 1]),
            Every::Half => format!("{}年{}半年", self.year, if self.index() == 1 { "上" } else { "下" }),
            Every::Year => format!("{}年", self.year),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.every {
            Every::Month => write!(f, "{:04}-{:02}", self.year, self.first_month),
            Every::Quarter => write!(f, "{:04}Q{}", self.year, self.index()),
            Every::Half => write!(f, "{:04}H{}", self.year, self.index()),
            Every::Year => write!(f, "{:04}", self.year),
        }
    }
}

/// The text names no period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAPeriod;

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let text = text.trim().to_ascii_uppercase();
        let (year, every, index) = if let Some((year, index)) = text.split_once('Q') {
            (year, Every::Quarter, index)
        } else if let Some((year, index)) = text.split_once('H') {
            (year, Every::Half, index)
        } else if let Some((year, index)) = text.split_once('-') {
            (year, Every::Month, index)
        } else {
            (text.as_str(), Every::Year, "1")
        };
        let number = |digits: &str| -> Result<u32, NotAPeriod> {
            let plain = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit());
            if plain { digits.parse().map_err(|_| NotAPeriod) } else { Err(NotAPeriod) }
        };
        if year.len() != 4 {
            return Err(NotAPeriod);
        }
        Period::nth(number(year)? as i32, every, number(index.trim_start_matches('-'))?).ok_or(NotAPeriod)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a test's date")
    }

    fn period(text: &str) -> Period {
        text.parse().expect("a test's period")
    }

    #[test]
    fn a_period_reads_back_what_it_prints() {
        for text in ["2016-11", "2016Q4", "2016H1", "2016"] {
            assert_eq!(period(text).to_string(), text);
        }
        for text in ["", "2016-13", "2016Q5", "2016H3", "16-11", "2016-11-17", "2016Q", "20161"] {
            assert_eq!(text.parse::<Period>(), Err(NotAPeriod), "{text}");
        }
    }

    #[test]
    fn first_and_last_days_are_inclusive_and_know_leap_years() {
        assert_eq!(period("2016-02").last_day(), day("2016-02-29"));
        assert_eq!(period("2015-02").last_day(), day("2015-02-28"));
        assert_eq!(period("2016Q4").first_day(), day("2016-10-01"));
        assert_eq!(period("2016H2").last_day(), day("2016-12-31"));
        assert!(period("2016H1").contains(day("2016-06-30")));
        assert!(!period("2016H1").contains(day("2016-07-01")));
    }

    #[test]
    fn periods_are_told_in_terms_of_shorter_and_longer_ones() {
        let months = period("2016Q4").in_terms_of(Every::Month);
        assert_eq!(months, [period("2016-10"), period("2016-11"), period("2016-12")]);
        assert_eq!(period("2016-11").in_terms_of(Every::Year), [period("2016")]);
        assert_eq!(period("2016-01").previous(), period("2015-12"));
        assert_eq!(period("2016H2").next(), period("2017H1"));
    }

    #[test]
    fn names_are_those_of_the_office() {
        let names: Vec<_> = ["2016-11", "2016Q4", "2016H1", "2016"].map(|p| period(p).name()).into();
        assert_eq!(names, ["2016年11月", "2016年第四季度", "2016年上半年", "2016年"]);
    }
}
