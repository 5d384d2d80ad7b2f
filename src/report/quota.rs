//! The report on duties: who has handed in what is owed, who has not.
//!
//! In: standings. Out: JSON for programs (`json`), a table (`table`) and a list of what is still owed (`owed`) for
//! people. Refuses to know: how standings are computed.

mod grid;
mod json;
mod owed;

pub use grid::table;
pub use json::json;
pub use owed::{owed, owed_phrases};

use crate::duty::{Standing, StandingState};
use crate::model::{Every, Period};

/// Whether any duty is unmet although its time is over: what `quota --strict` reports with exit code 11.
pub fn anything_short(standings: &[Standing]) -> bool {
    standings.iter().any(|standing| standing.state == StandingState::Short)
}

/// The period's name without the year where it is shorter than a year: 11月, 第四季度, 下半年, 2016年.
fn short_name(period: Period) -> String {
    let name = period.name();
    match name.split_once('年') {
        Some((_, rest)) if period.every() != Every::Year => rest.to_owned(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::standings;
    use crate::duty::testing::{brief, day, period, roster, settings, unit};

    #[test]
    fn only_a_duty_whose_time_is_over_is_short() {
        let roster = roster(vec![unit("a")]);
        let on = |as_of| {
            let filed = [brief(1, &["a"], "2016-11-08")];
            anything_short(&standings(&filed, &roster, &settings("", &roster), period("2016-11"), day(as_of)))
        };
        assert!(!on("2016-11-30"));
        assert!(on("2016-12-01"));
        assert!(!anything_short(&[]));
    }

    #[test]
    fn periods_within_a_year_are_named_without_it() {
        let names = ["2016-11", "2016Q4", "2016H1", "2016"].map(|text| short_name(period(text)));
        assert_eq!(names, ["11月", "第四季度", "上半年", "2016年"]);
    }
}
