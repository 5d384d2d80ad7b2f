//! Standings: what was counted against what is asked.
//!
//! In: tallies, obligations, units, waivers, a day. Out: `Standing`s in roster order, then obligation order, then by
//! period. Refuses to know: how briefs were counted.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::count::{Asked, Slot, Tally, tallies};
use super::once::each_text_once;
use super::parties::Parties;
use super::{Filed, Share, Standing, StandingState};
use crate::config::Settings;
use crate::model::{Period, Roster, Unit, UnitId, Waiver};

/// How every unit stands with every obligation in the period asked for: see `Countable::standings`.
pub fn standings(
    filed: &[Filed],
    roster: &Roster,
    settings: &Settings,
    period: Period,
    as_of: NaiveDate,
) -> Vec<Standing> {
    Countable::of(filed, roster, settings).standings(period, as_of)
}

/// The briefs that count for any obligation, each text once: made once for all periods that are asked for.
pub struct Countable<'a> {
    briefs: Vec<&'a Filed>,
    parties: Parties<'a>,
    roster: &'a Roster,
    settings: &'a Settings,
}

impl<'a> Countable<'a> {
    /// `filed` is everything that counts, whatever its period: of two equal texts the first received counts, also when
    /// it was received long before the period that is asked for.
    pub fn of(filed: &'a [Filed], roster: &'a Roster, settings: &'a Settings) -> Self {
        let parties = Parties::new(roster, settings.joint);
        let is_asked = |brief: &Filed| settings.obligations.iter().any(|duty| duty.kinds.contains(&brief.kind));
        let briefs = each_text_once(filed.iter().filter(|brief| is_asked(brief) && parties.has_any(brief)));
        Countable { briefs, parties, roster, settings }
    }

    /// How every unit stands with every obligation in the period asked for, told in each obligation's own periods (the
    /// rule: 信息报送制度 of 2015, as kuaibao.toml sets it down). `as_of` decides only whether an unmet obligation is open
    /// or short; no brief is left out because of it.
    pub fn standings(&self, period: Period, as_of: NaiveDate) -> Vec<Standing> {
        let Countable { briefs, parties, roster, settings } = self;
        let asked = Asked::new(&settings.obligations, period);
        let waivers = by_unit(&settings.waivers);
        let tallies = tallies(briefs, &asked, parties, roster.units().len());
        let mut standings = Vec::with_capacity(tallies.len() * asked.slots.len());
        for (unit, tallies) in roster.units().iter().zip(tallies) {
            let waivers = waivers.get(&unit.id).map_or(&[][..], Vec::as_slice);
            let tallied = asked.slots.iter().zip(tallies);
            standings.extend(tallied.map(|(slot, tally)| standing(unit, *slot, tally, waivers, as_of)));
        }
        standings
    }
}

fn by_unit(waivers: &[Waiver]) -> HashMap<&UnitId, Vec<&Waiver>> {
    let mut by_unit: HashMap<&UnitId, Vec<&Waiver>> = HashMap::new();
    for waiver in waivers {
        by_unit.entry(&waiver.unit).or_default().push(waiver);
    }
    by_unit
}

fn standing(unit: &Unit, slot: Slot<'_>, tally: Tally, waivers: &[&Waiver], as_of: NaiveDate) -> Standing {
    let Slot { obligation, period, .. } = slot;
    let missing = tally.counted.missing_to(Share::whole(obligation.required));
    let waived = || waivers.iter().any(|waiver| waiver.covers(&unit.id, &obligation.name, period));
    let state = if !obligation.binds(unit, period) {
        StandingState::Exempt
    } else if waived() {
        StandingState::Waived
    } else {
        state_of_bound(missing, as_of, slot.last_day_in_time)
    };
    let bound = !matches!(state, StandingState::Exempt | StandingState::Waived);
    Standing {
        unit: unit.id.clone(),
        name: unit.name.clone(),
        class: unit.class,
        obligation: obligation.name.clone(),
        period,
        required: obligation.required,
        counted: tally.counted,
        late: tally.late,
        owed: if bound { missing } else { Share::ZERO },
        state,
        receipts: tally.receipts,
    }
}

fn state_of_bound(missing: Share, as_of: NaiveDate, last_day_in_time: NaiveDate) -> StandingState {
    if missing.is_zero() {
        StandingState::Met
    } else if as_of <= last_day_in_time {
        StandingState::Open
    } else {
        StandingState::Short
    }
}

#[cfg(test)]
mod tests {
    use super::StandingState::{Exempt, Met, Open, Short, Waived};
    use super::*;
    use crate::duty::testing::*;

    /// All standings of one unit and one obligation, as state and what is owed.
    fn states(
        units: Vec<Unit>,
        lines: &str,
        filed: &[Filed],
        asked: &str,
        as_of: &str,
    ) -> Vec<(StandingState, String)> {
        let roster = roster(units);
        let standings = standings(filed, &roster, &settings(lines, &roster), period(asked), day(as_of));
        let of_interest = standings.iter().filter(|s| s.unit.as_str() == "a" && s.obligation == "信息");
        of_interest.map(|s| (s.state, s.owed.decimal(4))).collect()
    }

    fn briefs(count: u32, date: &str) -> Vec<Filed> {
        (1..=count).map(|number| brief(number, &["a"], date)).collect()
    }

    fn november(units: Vec<Unit>, lines: &str, count: u32, as_of: &str) -> (StandingState, String) {
        states(units, lines, &briefs(count, "2016-11-08"), "2016-11", as_of).remove(0)
    }

    #[test]
    fn a_duty_is_open_through_its_last_day_and_short_afterwards() {
        let a = || vec![unit("a")];
        assert_eq!(november(a(), "", 4, "2016-12-01"), (Met, "0".into()));
        assert_eq!(november(a(), "", 6, "2016-12-01"), (Met, "0".into()));
        assert_eq!(november(a(), "", 3, "2016-11-30"), (Open, "1".into()));
        assert_eq!(november(a(), "", 3, "2016-12-01"), (Short, "1".into()));
        let grace = "[[duty]]\nname = \"信息\"\nevery = \"month\"\nrequired = 4\nkinds = [\"信息\"]\ngrace_days = 2\n";
        assert_eq!(november(a(), grace, 0, "2016-12-02"), (Open, "4".into()));
        assert_eq!(november(a(), grace, 0, "2016-12-03"), (Short, "4".into()));
    }

    #[test]
    fn a_rich_month_does_not_pay_for_a_poor_one() {
        let states = states(vec![unit("a")], "", &briefs(9, "2016-10-08"), "2016Q4", "2016-12-20");
        assert_eq!(states, [(Met, "0".into()), (Short, "4".into()), (Open, "4".into())]);
    }

    #[test]
    fn a_unit_owes_every_period_in_which_it_existed_for_a_day_and_no_other() {
        let born = |from| Unit { from: Some(day(from)), ..unit("a") };
        let gone = |until| Unit { until: Some(day(until)), ..unit("a") };
        let in_q4 = |unit| -> Vec<StandingState> {
            let states = states(vec![unit], "", &[], "2016Q4", "2017-01-01");
            states.into_iter().map(|(state, _)| state).collect()
        };
        assert_eq!(in_q4(born("2016-11-30")), [Exempt, Short, Short]);
        assert_eq!(in_q4(born("2016-12-01")), [Exempt, Exempt, Short]);
        assert_eq!(in_q4(gone("2016-11-01")), [Short, Short, Exempt]);
        assert_eq!(in_q4(gone("2016-10-31")), [Short, Exempt, Exempt]);
    }

    #[test]
    fn a_unit_born_in_the_quarter_owes_the_quarter() {
        let roster = roster(vec![Unit { from: Some(day("2016-12-31")), ..unit("a") }]);
        let standings = standings(&[], &roster, &settings("", &roster), period("2016-11"), day("2017-01-01"));
        assert_eq!(find(&standings, "a", "信息", "2016-11").state, Exempt);
        assert_eq!(find(&standings, "a", "综合信息", "2016Q4").state, Short);
    }

    #[test]
    fn an_exempt_unit_owes_nothing_and_what_it_hands_in_is_not_lost() {
        let duty = "[[duty]]\nname = \"信息\"\nevery = \"month\"\nrequired = 4\nkinds = [\"信息\"]\n";
        let exempt = (Exempt, "0".to_owned());
        assert_eq!(november(vec![unit("a")], &format!("{duty}except = [\"a\"]\n"), 1, "2016-12-01"), exempt);
        assert_eq!(november(vec![unit("a")], &format!("{duty}classes = [\"县区\"]\n"), 1, "2016-12-01"), exempt);
        assert_eq!(november(vec![unit("a")], &format!("{duty}from = \"2016-12\"\n"), 1, "2016-12-01"), exempt);
        assert_eq!(november(vec![unit("a")], &format!("{duty}from = \"2016-11\"\n"), 1, "2016-12-01").0, Short);
        let gone = Unit { until: Some(day("2016-10-31")), ..unit("a") };
        let roster = roster(vec![gone]);
        let late = [brief(1, &["a"], "2016-11-02")];
        let standings = standings(&late, &roster, &settings("", &roster), period("2016-11"), day("2016-12-01"));
        assert_eq!(find(&standings, "a", "信息", "2016-11").receipts, [receipt(1)]);
    }

    #[test]
    fn a_waiver_lets_one_unit_off_one_duty_for_its_period_and_all_periods_in_it() {
        let waiver = |duty, period| {
            format!("[[waiver]]\nunit = \"a\"\nduty = \"{duty}\"\nperiod = \"{period}\"\nbecause = \"抗洪\"\n")
        };
        let q4 = |lines: &str| -> Vec<StandingState> {
            let states = states(vec![unit("a"), unit("b")], lines, &[], "2016Q4", "2017-01-01");
            states.into_iter().map(|(state, _)| state).collect()
        };
        assert_eq!(q4(&waiver("信息", "2016-11")), [Short, Waived, Short]);
        assert_eq!(q4(&waiver("信息", "2016H2")), [Waived, Waived, Waived]);
        assert_eq!(q4(&waiver("综合信息", "2016Q4")), [Short, Short, Short]);
        assert_eq!(november(vec![unit("a")], &waiver("信息", "2016-11"), 1, "2016-12-01"), (Waived, "0".into()));
    }

    #[test]
    fn an_asked_month_shows_the_longer_periods_that_hold_it_in_the_order_of_roster_and_duties() {
        let roster = roster(vec![unit("b"), unit("a")]);
        let standings = standings(&[], &roster, &settings("", &roster), period("2016-11"), day("2016-11-20"));
        let shown: Vec<String> =
            standings.iter().map(|s| format!("{} {} {}", s.unit, s.obligation, s.period)).collect();
        let of = |unit| {
            ["信息 2016-11", "综合信息 2016Q4", "半年进展 2016H2", "年终总结 2016"].map(|s| format!("{unit} {s}"))
        };
        assert_eq!(shown, [of("b"), of("a")].concat());
    }

    #[test]
    fn a_renamed_unit_stands_under_its_present_name() {
        let formerly = vec![crate::model::FormerName { name: "老局".into(), until: day("2016-06-30") }];
        let roster = roster(vec![Unit { formerly, name: "新局".into(), ..unit("a") }]);
        let old = roster.resolve("老局").expect("the earlier name is known").id.clone();
        let filed = [Filed { units: vec![old], ..brief(1, &["a"], "2016-05-03") }];
        let standings = standings(&filed, &roster, &settings("", &roster), period("2016-05"), day("2016-11-20"));
        let standing = find(&standings, "a", "信息", "2016-05");
        assert_eq!((standing.name.as_str(), standing.counted), ("新局", Share::whole(1)));
    }

    #[test]
    fn a_merged_unit_s_later_briefs_stand_with_its_successor() {
        let roster = roster(vec![merged("a", "2016-10-31", "b"), unit("b")]);
        let filed = [brief(1, &["a"], "2016-10-31"), brief(2, &["a"], "2016-11-01")];
        let standings = standings(&filed, &roster, &settings("", &roster), period("2016Q4"), day("2017-01-01"));
        assert_eq!(find(&standings, "a", "信息", "2016-10").receipts, [receipt(1)]);
        assert_eq!(find(&standings, "a", "信息", "2016-11").state, Exempt);
        assert_eq!(find(&standings, "b", "信息", "2016-11").receipts, [receipt(2)]);
    }
}
