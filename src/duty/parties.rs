//! For whom a brief counts: units that were merged are followed to their successors, a joint brief is shared out.
//!
//! In: the roster and the office's rule for joint briefs; then one brief at a time. Out: positions in the roster
//! with the share of each. Refuses to know: obligations, periods, what was counted before.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::{Filed, Share};
use crate::model::{Joint, Roster, Unit, UnitId};

/// Answers for whom briefs count.
pub struct Parties<'a> {
    units: &'a [Unit],
    positions: FxHashMap<&'a UnitId, usize>,
    joint: Joint,
}

impl<'a> Parties<'a> {
    /// Indexes the roster once, so that a brief costs no search.
    pub fn new(roster: &'a Roster, joint: Joint) -> Self {
        let units = roster.units();
        let positions = units.iter().enumerate().map(|(position, unit)| (&unit.id, position)).collect();
        Parties { units, positions, joint }
    }

    /// The units (positions in the roster, each once) for which the brief counts, with their shares. Together they
    /// are one brief, except under `Joint::Each`, where each has a whole one.
    pub fn of(&self, brief: &Filed) -> Vec<(usize, Share)> {
        let heirs = self.heirs(brief);
        let of = heirs.len();
        match self.joint {
            Joint::Each => heirs.into_iter().map(|heir| (heir, Share::whole(1))).collect(),
            Joint::First => heirs.into_iter().take(1).map(|heir| (heir, Share::whole(1))).collect(),
            Joint::Split => heirs.into_iter().enumerate().map(|(n, heir)| (heir, Share::part(n, of))).collect(),
        }
    }

    /// Whether it counts for any unit.
    pub fn has_any(&self, brief: &Filed) -> bool {
        brief.units.iter().any(|id| self.positions.contains_key(id))
    }

    /// Two units that have become one are one party, as is a unit that was named twice.
    fn heirs(&self, brief: &Filed) -> Vec<usize> {
        let mut heirs = Vec::with_capacity(brief.units.len());
        for &position in brief.units.iter().filter_map(|id| self.positions.get(id)) {
            let heir = self.heir(position, brief.date);
            if !heirs.contains(&heir) {
                heirs.push(heir);
            }
        }
        heirs
    }

    /// The unit that answers on `day` for what the unit at `start` hands in: itself up to its last day (inclusive),
    /// afterwards the unit it was merged into, and so on. A unit without successor keeps what is under its name.
    fn heir(&self, start: usize, day: NaiveDate) -> usize {
        let mut position = start;
        for _ in self.units {
            match self.successor(&self.units[position], day) {
                Some(next) => position = next,
                None => return position,
            }
        }
        start // Mergers in a circle: nobody took over, so it stays where it was handed in.
    }

    fn successor(&self, unit: &Unit, day: NaiveDate) -> Option<usize> {
        let gone = unit.until.is_some_and(|until| until < day);
        unit.merged_into.as_ref().filter(|_| gone).and_then(|id| self.positions.get(id)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::testing::{brief, day, id, merged, roster, unit};

    fn shares(joint: Joint, units: Vec<Unit>, brief: &Filed) -> Vec<(usize, String)> {
        let roster = roster(units);
        let shares = Parties::new(&roster, joint).of(brief);
        shares.into_iter().map(|(position, share)| (position, share.decimal(4))).collect()
    }

    fn abc() -> Vec<Unit> {
        vec![unit("a"), unit("b"), unit("c")]
    }

    #[test]
    fn a_joint_brief_counts_for_each_for_the_first_or_in_equal_parts() {
        let joint = brief(1, &["c", "a", "b"], "2016-11-17");
        let one = || "1".to_owned();
        assert_eq!(shares(Joint::Each, abc(), &joint), [(2, one()), (0, one()), (1, one())]);
        assert_eq!(shares(Joint::First, abc(), &joint), [(2, one())]);
        let third = || "0.3333".to_owned();
        assert_eq!(shares(Joint::Split, abc(), &joint), [(2, third()), (0, third()), (1, third())]);
    }

    #[test]
    fn a_unit_that_is_named_twice_is_one_party() {
        assert_eq!(shares(Joint::Split, abc(), &brief(1, &["a", "a"], "2016-11-17")), [(0, "1".into())]);
    }

    #[test]
    fn a_merged_unit_answers_itself_up_to_its_last_day_and_its_successor_afterwards() {
        let units = || vec![merged("a", "2016-10-31", "b"), unit("b")];
        assert_eq!(shares(Joint::Each, units(), &brief(1, &["a"], "2016-10-31")), [(0, "1".into())]);
        assert_eq!(shares(Joint::Each, units(), &brief(1, &["a"], "2016-11-01")), [(1, "1".into())]);
    }

    #[test]
    fn units_that_have_become_one_share_a_joint_brief_as_one() {
        let units = vec![merged("a", "2016-10-31", "b"), unit("b"), unit("c")];
        let joint = brief(1, &["a", "b", "c"], "2016-11-17");
        assert_eq!(shares(Joint::Split, units, &joint), [(1, "0.5".into()), (2, "0.5".into())]);
    }

    #[test]
    fn mergers_are_followed_through_all_successors_as_far_as_the_day_goes() {
        let units = || vec![merged("a", "2016-03-31", "b"), merged("b", "2016-09-30", "c"), unit("c")];
        assert_eq!(shares(Joint::Each, units(), &brief(1, &["a"], "2016-08-01"))[0].0, 1);
        assert_eq!(shares(Joint::Each, units(), &brief(1, &["a"], "2016-11-01"))[0].0, 2);
    }

    #[test]
    fn mergers_in_a_circle_end_and_lose_nothing() {
        let units = vec![merged("a", "2016-03-31", "b"), merged("b", "2016-03-31", "a"), unit("c")];
        assert_eq!(shares(Joint::Each, units, &brief(1, &["b"], "2016-11-01")), [(1, "1".into())]);
    }

    #[test]
    fn a_dissolved_unit_without_successor_keeps_its_briefs() {
        let mut gone = unit("a");
        gone.until = Some(day("2016-03-31"));
        assert_eq!(shares(Joint::Each, vec![gone], &brief(1, &["a"], "2016-11-01")), [(0, "1".into())]);
    }

    #[test]
    fn units_outside_the_roster_are_nobody() {
        let roster = roster(abc());
        let stranger = Filed { units: vec![id("zz")], ..brief(1, &["a"], "2016-11-17") };
        let parties = Parties::new(&roster, Joint::Each);
        assert!(!parties.has_any(&stranger) && parties.of(&stranger).is_empty());
    }
}
