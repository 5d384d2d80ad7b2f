//! Counting: which briefs count at all, in which period, for which obligation, on time or late.
//!
//! In: briefs in any order, obligations, the period asked for. Out: a `Tally` for every unit and slot; a slot is one
//! obligation in one of the periods asked for. The work grows with the briefs, not with briefs times units.
//! Refuses to know: who is bound by an obligation, what is owed, today.

use std::ops::Range;

use chrono::NaiveDate;

use super::parties::Parties;
use super::{Filed, Share};
use crate::model::{Every, Obligation, Period, ReceiptNo};

/// One obligation in one period.
#[derive(Debug, Clone, Copy)]
pub struct Slot<'a> {
    /// What is asked.
    pub obligation: &'a Obligation,
    /// For which time.
    pub period: Period,
    /// The last day on which a brief is on time (inclusive).
    pub last_day_in_time: NaiveDate,
}

/// What one unit has handed in for one slot.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Everything that counts, late or not.
    pub counted: Share,
    /// What of it was late.
    pub late: Share,
    /// The receipts behind the figures, in order.
    pub receipts: Vec<ReceiptNo>,
}

/// The slots of the period asked for, found by a brief's kind and period.
pub struct Asked<'a> {
    /// By obligation, then by period.
    pub slots: Vec<Slot<'a>>,
    /// For each obligation its slots.
    ranges: Vec<Range<usize>>,
}

impl<'a> Asked<'a> {
    /// For each obligation: the periods of its length in `period`, or the longer one that holds it.
    pub fn new(obligations: &'a [Obligation], period: Period) -> Self {
        let mut asked = Asked { slots: Vec::new(), ranges: Vec::new() };
        for obligation in obligations {
            let start = asked.slots.len();
            asked.slots.extend(period.in_terms_of(obligation.every).into_iter().map(|period| Slot {
                obligation,
                period,
                last_day_in_time: obligation.last_day_in_time(period),
            }));
            asked.ranges.push(start..asked.slots.len());
        }
        asked
    }

    /// The slots for which a brief counts: at most one an obligation.
    fn slots_of(&self, brief: &Filed) -> impl Iterator<Item = (usize, &Slot<'a>)> {
        let all = self.ranges.iter().map(|range| (self.slots[range.start].obligation, range.clone()));
        let by_kind = all.filter(|(obligation, _)| obligation.kinds.contains(&brief.kind));
        by_kind.filter_map(|(obligation, range)| {
            let period = answers_for(brief, obligation.every);
            range.clone().zip(&self.slots[range]).find(|(_, slot)| slot.period == period)
        })
    }
}

/// Counts the briefs, each of which stands here once: `tallies[position of the unit][slot]`, for `units` units.
pub fn tallies(briefs: &[&Filed], asked: &Asked<'_>, parties: &Parties<'_>, units: usize) -> Vec<Vec<Tally>> {
    let mut tallies = vec![vec![Tally::default(); asked.slots.len()]; units];
    for brief in briefs {
        let mut slots = asked.slots_of(brief).peekable();
        let shares = if slots.peek().is_some() { parties.of(brief) } else { Vec::new() };
        for (index, slot) in slots {
            shares.iter().for_each(|&(unit, share)| tallies[unit][index].add(brief, share, slot));
        }
    }
    tallies.iter_mut().flatten().for_each(|tally| tally.receipts.sort_unstable());
    tallies
}

impl Tally {
    /// Late is received after the last day in time; it counts all the same.
    fn add(&mut self, brief: &Filed, share: Share, slot: &Slot<'_>) {
        self.counted += share;
        if brief.received > slot.last_day_in_time {
            self.late += share;
        }
        self.receipts.push(brief.receipt);
    }
}

/// The period of length `every` for which the brief answers: that of its 所属期 where this is no longer than `every`,
/// otherwise that of its 报送日期.
pub fn answers_for(brief: &Filed, every: Every) -> Period {
    let stated = brief.period.filter(|period| period.every() <= every);
    Period::containing(every, stated.map_or(brief.date, Period::first_day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::testing::*;
    use crate::duty::{Standing, standings};

    /// How three departments stand in November 2016, by the regime and these further settings.
    fn november(lines: &str, filed: &[Filed]) -> Vec<Standing> {
        let roster = roster(vec![unit("a"), unit("b"), unit("c")]);
        standings(filed, &roster, &settings(lines, &roster), period("2016-11"), day("2016-11-20"))
    }

    fn counted(standings: &[Standing], unit: &str, obligation: &str, period: &str) -> String {
        find(standings, unit, obligation, period).counted.decimal(4)
    }

    #[test]
    fn every_figure_can_be_traced_to_its_receipts_in_order() {
        let filed = [brief(12, &["a"], "2016-11-18"), brief(3, &["a"], "2016-11-19"), brief(5, &["b"], "2016-11-19")];
        let standings = november("", &filed);
        assert_eq!(find(&standings, "a", "信息", "2016-11").receipts, [receipt(3), receipt(12)]);
        assert_eq!(find(&standings, "b", "信息", "2016-11").receipts, [receipt(5)]);
        assert!(find(&standings, "c", "信息", "2016-11").receipts.is_empty());
    }

    #[test]
    fn a_brief_received_on_the_last_day_is_on_time_and_on_the_day_after_it_is_late_but_counts() {
        let received = |day_received| Filed { received: day(day_received), ..brief(1, &["a"], "2016-11-30") };
        let late = |lines: &str, day_received| {
            let standings = november(lines, &[received(day_received)]);
            let standing = find(&standings, "a", "信息", "2016-11");
            (standing.counted.decimal(4), standing.late.decimal(4))
        };
        let (on_time, too_late) = (("1".into(), "0".into()), ("1".into(), "1".into()));
        assert_eq!(late("", "2016-11-30"), on_time);
        assert_eq!(late("", "2016-12-01"), too_late);
        let duty = "[[duty]]\nname = \"信息\"\nevery = \"month\"\nrequired = 4\nkinds = [\"信息\"]\n\
                    due_days = 3\ngrace_days = 2\n";
        assert_eq!(late(duty, "2016-12-05"), on_time);
        assert_eq!(late(duty, "2016-12-06"), too_late);
    }

    #[test]
    fn the_last_of_february_is_on_time_in_a_leap_year_and_otherwise() {
        let roster = roster(vec![unit("a")]);
        for (month, last, after) in [("2016-02", "2016-02-29", "2016-03-01"), ("2015-02", "2015-02-28", "2015-03-01")] {
            let late = |received| {
                let filed = [Filed { received: day(received), ..brief(1, &["a"], last) }];
                let standings = standings(&filed, &roster, &settings("", &roster), period(month), day(last));
                find(&standings, "a", "信息", month).late.decimal(4)
            };
            assert_eq!((late(last), late(after)), ("0".into(), "1".into()), "{month}");
        }
    }

    #[test]
    fn a_brief_answers_for_its_stated_period_if_that_is_no_longer_than_the_duty_s() {
        let stated = |text| Filed { period: Some(period(text)), ..brief(1, &["a"], "2016-11-02") };
        assert_eq!(answers_for(&stated("2016-10"), Every::Month), period("2016-10"));
        assert_eq!(answers_for(&stated("2016-09"), Every::Quarter), period("2016Q3"));
        assert_eq!(answers_for(&stated("2016Q3"), Every::Quarter), period("2016Q3"));
        assert_eq!(answers_for(&stated("2016Q3"), Every::Month), period("2016-11"), "longer: by the date");
        assert_eq!(answers_for(&stated("2015"), Every::Half), period("2016H2"), "longer: by the date");
        assert_eq!(answers_for(&brief(1, &["a"], "2016-11-01"), Every::Month), period("2016-11"), "absent");
        assert_eq!(answers_for(&brief(1, &["a"], "2016-10-31"), Every::Month), period("2016-10"), "absent");
    }

    #[test]
    fn a_kind_can_count_for_two_duties_at_once() {
        let lines = "[[duty]]\nname = \"信息\"\nevery = \"month\"\nrequired = 4\nkinds = [\"信息\", \"综合信息\"]\n\
                     [[duty]]\nname = \"综合信息\"\nevery = \"quarter\"\nrequired = 1\nkinds = [\"综合信息\"]\n";
        let filed = [brief(1, &["a"], "2016-11-08"), of_kind("综合信息", brief(2, &["a"], "2016-11-09"))];
        let standings = november(lines, &filed);
        assert_eq!(counted(&standings, "a", "信息", "2016-11"), "2");
        assert_eq!(counted(&standings, "a", "综合信息", "2016Q4"), "1");
        assert_eq!(counted(&november("", &filed), "a", "信息", "2016-11"), "1", "by the regime it does not");
    }

    #[test]
    fn three_units_of_a_joint_brief_have_an_exact_third_each_and_three_thirds_are_one() {
        let split = "[counting]\njoint = \"split\"\n";
        let filed: Vec<Filed> = (1..=3).map(|n| brief(n, &["a", "b", "c"], "2016-11-08")).collect();
        assert_eq!(counted(&november(split, &filed[..1]), "b", "信息", "2016-11"), "0.3333");
        assert_eq!(counted(&november(split, &filed), "b", "信息", "2016-11"), "1");
        assert_eq!(find(&november(split, &filed), "b", "信息", "2016-11").receipts.len(), 3);
    }
}
