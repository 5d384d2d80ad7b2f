//! The briefs on the office's desk, sorted once for all pages: where each stands, whose it is, what was found in it.
//!
//! In: the register, what was found in the folder. Out: briefs, all of them by receipt, and by unit. Refuses to know: pages.

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Overview;
use crate::cache::quick_of;
use crate::diagnostic::Finding;
use crate::examine::Examined;
use crate::intake;
use crate::model::{Every, Period, Unit, UnitId};
use crate::register::{Entry, ReviewState};

/// A brief as the office has it.
#[derive(Clone, Copy)]
pub struct OnDesk<'a> {
    pub entry: &'a Entry,
    pub state: ReviewState,
    /// Whether its unit has changed it since it was published.
    pub changed: bool,
    /// What was found in it, if it lies in the folder.
    examined: Option<&'a Examined>,
    /// A number for all that a page can show of it.
    pub mark: u64,
}

impl<'a> OnDesk<'a> {
    fn of(entry: &'a Entry, examined: Option<&'a Examined>) -> Self {
        let (state, changed) = (entry.review(), entry.changed_since_published());
        // Whatever happens to a brief adds a line to its history.
        let last = entry.history.last().map(|line| (line.at, line.what.as_str()));
        let story = (entry.receipt, entry.latest().digest, entry.history.len(), last);
        let mark = quick_of((story, state as u8, changed, examined.map(|examined| examined.mark)));
        OnDesk { entry, state, changed, examined, mark }
    }

    /// Whether it waits for somebody to look at it: also a published one that its unit has changed since.
    pub fn is_waiting(&self) -> bool {
        matches!(self.state, ReviewState::Waiting | ReviewState::Reopened) || self.changed
    }

    pub fn findings(&self) -> &'a [Finding] {
        self.examined.map_or(&[], |examined| &examined.findings)
    }
}

/// All of them.
pub struct Piles<'a> {
    /// By receipt.
    pub briefs: Vec<OnDesk<'a>>,
    /// The places of those that name a unit or lie in its folder; of declined ones, those of two months.
    by_unit: FxHashMap<&'a UnitId, Vec<usize>>,
}

impl<'a> Piles<'a> {
    pub fn of(overview: &'a Overview<'a>) -> Self {
        let examined = overview.examination.briefs.iter().map(|brief| (brief.arrival.path.as_str(), brief));
        let examined: FxHashMap<&str, &Examined> = examined.collect();
        let recent = Period::containing(Every::Month, overview.today).previous().first_day();
        let sorted = overview.register.all_entries().map(|entry| {
            let brief = OnDesk::of(entry, examined.get(entry.path.as_str()).copied());
            let units = if is_on_the_desk(&brief, recent) { units_of(overview, entry) } else { vec![] };
            (brief, units)
        });
        let (briefs, units): (Vec<OnDesk<'a>>, Vec<Vec<&'a UnitId>>) = sorted.unzip();
        let mut by_unit: FxHashMap<&UnitId, Vec<usize>> = FxHashMap::default();
        for (at, units) in units.into_iter().enumerate() {
            units.into_iter().for_each(|unit| by_unit.entry(unit).or_default().push(at));
        }
        Piles { briefs, by_unit }
    }

    /// A unit's briefs, by receipt.
    pub fn of_unit(&self, unit: &Unit) -> impl Iterator<Item = &OnDesk<'a>> {
        self.by_unit.get(&unit.id).into_iter().flatten().map(|at| &self.briefs[*at])
    }

    /// For each brief in its order, whether it stands with any of these units.
    pub fn is_of_any<'u>(&self, units: impl Iterator<Item = &'u Unit>) -> Vec<bool> {
        let mut there = vec![false; self.briefs.len()];
        units.filter_map(|unit| self.by_unit.get(&unit.id)).flatten().for_each(|at| there[*at] = true);
        there
    }
}

fn units_of<'a>(overview: &'a Overview<'a>, entry: &Entry) -> Vec<&'a UnitId> {
    let folder = intake::folder_of(&entry.path);
    overview.office.units_named(entry.facts().units.iter().map(String::as_str).chain([folder]))
}

fn is_on_the_desk(brief: &OnDesk<'_>, recent: NaiveDate) -> bool {
    match brief.state {
        ReviewState::Published => brief.changed,
        ReviewState::Declined => brief.entry.latest().received_at.date_naive() >= recent,
        _ => true,
    }
}
