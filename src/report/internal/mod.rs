//! Internal pages for the office and its units: what waits, what must be mended, who owes what, drafts to read.
//!
//! In: the register, what was found in the folder, the issues. Out: pages for `reports/`, never for `site/`.
//! Refuses to know: where pages are written.

mod view;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use self::view::{Brief, Common, DraftLine, FindingLine, Index, OfUnit, UnitLine, context};
use super::quota;
use crate::compile::{Draft, Shelf};
use crate::diagnostic::{Finding, Severity};
use crate::duty::{self, Standing};
use crate::error::Result;
use crate::examine::Examination;
use crate::filing;
use crate::model::{Every, Period, ReceiptNo, Unit, UnitId};
use crate::office::Office;
use crate::register::{Entry, Register, ReviewState};
use crate::render::{self, Page, Templates};

/// So many of the briefs that wait stand on the first page, the oldest: nobody reads more at a sitting, and a page with
/// tens of thousands of them opens on no office computer. (Tests have few.)
const LISTED: usize = if cfg!(test) { 3 } else { 100 };

/// Everything the office looks at.
pub struct Overview<'a> {
    /// The office.
    pub office: &'a Office,
    /// Its register.
    pub register: &'a Register,
    /// What lies in the folder.
    pub examination: &'a Examination,
    /// All issues.
    pub issues: &'a Shelf,
    /// Today.
    pub today: NaiveDate,
}

/// What each unit has on the office's desk.
type OnDesk<'a> = BTreeMap<UnitId, Vec<&'a Entry>>;

/// The pages of `reports/`.
pub fn pages<'a>(overview: &'a Overview<'a>, templates: &'a Templates) -> Result<Vec<Page<'a>>> {
    let standings = Arc::new(overview.standings());
    let by_unit = Arc::new(overview.by_unit());
    let mut pages = vec![index(overview, (&standings, &by_unit), templates)];
    let units = overview.office.roster.units().par_iter();
    pages.par_extend(units.map(|unit| of_unit(overview, unit, (&standings, &by_unit), templates)));
    for draft in &overview.issues.drafts {
        if let Some(issue) = &draft.issue {
            let bytes = render::draft(&overview.office.settings, issue, templates)?;
            pages.push(Page::new(format!("drafts/{}.html", draft.folder.id), move || Ok(bytes.clone())));
        }
    }
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(pages)
}

type Shared<'s, 'a> = (&'s Arc<Vec<Standing>>, &'s Arc<OnDesk<'a>>);

fn index<'a>(overview: &'a Overview<'a>, (standings, by_unit): Shared<'_, 'a>, templates: &'a Templates) -> Page<'a> {
    let (standings, by_unit) = (Arc::clone(standings), Arc::clone(by_unit));
    let values = move || overview.index(&standings, &by_unit);
    let shown = values();
    Page::new("index.html", move || templates.render("reports/index.html", &context(&values())?)).showing_values(&shown)
}

fn of_unit<'a>(
    overview: &'a Overview<'a>,
    unit: &'a Unit,
    (standings, by_unit): Shared<'_, 'a>,
    templates: &'a Templates,
) -> Page<'a> {
    let (standings, by_unit) = (Arc::clone(standings), Arc::clone(by_unit));
    let values = move || overview.unit(unit, by_unit.get(&unit.id).map_or(&[], Vec::as_slice), &standings);
    // They are made twice where they have changed: kept, all of them together would be as large as all pages.
    let shown = values();
    let make = move || templates.render("reports/unit.html", &context(&values())?);
    Page::new(format!("units/{}.html", unit.id), make).showing_values(&shown)
}

impl<'a> Overview<'a> {
    /// This month and the longer periods that hold it, and last month, of which units are asked most often.
    fn standings(&self) -> Vec<Standing> {
        let filed = filing::filed(self.office, self.register, self.today);
        let month = Period::containing(Every::Month, self.today);
        let of = |period| duty::standings(&filed, &self.office.roster, &self.office.settings, period, self.today);
        let mut all: Vec<Standing> =
            of(month.previous()).into_iter().filter(|standing| standing.period == month.previous()).collect();
        all.extend(of(month));
        all
    }

    fn index(&'a self, standings: &[Standing], by_unit: &OnDesk<'a>) -> Index<'a> {
        let month = Period::containing(Every::Month, self.today);
        let (last, now): (Vec<Standing>, Vec<Standing>) =
            standings.iter().cloned().partition(|standing| standing.period == month.previous());
        let waiting: Vec<&Entry> = self.register.entries().filter(|entry| is_waiting(entry)).collect();
        // What stands on no page that is linked below stands here in any case.
        let units = self.office.roster.units().iter().filter(|unit| self.exists(unit));
        let there: HashSet<ReceiptNo> =
            units.filter_map(|unit| by_unit.get(&unit.id)).flatten().map(|entry| entry.receipt).collect();
        let shown = waiting.iter().enumerate().filter(|(at, entry)| *at < LISTED || !there.contains(&entry.receipt));
        let shown: Vec<Brief<'_>> = self.briefs(shown.map(|(_, entry)| *entry));
        Index {
            common: self.common(),
            waiting_count: waiting.len(),
            waiting_rest: waiting.len() - shown.len(),
            waiting: shown,
            returned: self.briefs_in(ReviewState::Returned),
            held: self.briefs_in(ReviewState::Held),
            accepted: self.briefs_in(ReviewState::Accepted),
            drafts: self.drafts(),
            files: self.files(None),
            units: self.units(standings, by_unit),
            last_month: month.previous().name(),
            last_quota: quota::table(&last),
            month: month.name(),
            quota: quota::table(&now),
        }
    }

    fn unit(&'a self, unit: &'a Unit, briefs: &[&'a Entry], standings: &[Standing]) -> OfUnit<'a> {
        let mine = standings.iter().filter(|standing| standing.unit == unit.id);
        OfUnit {
            common: self.common(),
            unit: &unit.name,
            briefs: self.briefs(briefs.iter().copied()),
            files: self.files(Some(unit)),
            owed: quota::owed_phrases(mine),
        }
    }

    fn exists(&self, unit: &Unit) -> bool {
        unit.exists_within(self.today, self.today)
    }

    fn two_months_ago(&self) -> NaiveDate {
        Period::containing(Every::Month, self.today).previous().first_day()
    }

    fn common(&self) -> Common<'a> {
        Common { office: &self.office.settings.office_short, today: self.today.to_string() }
    }

    fn briefs_in(&'a self, state: ReviewState) -> Vec<Brief<'a>> {
        self.briefs(self.register.entries().filter(|entry| entry.review() == state))
    }

    /// Briefs, each with what must be mended.
    fn briefs(&'a self, entries: impl Iterator<Item = &'a Entry>) -> Vec<Brief<'a>> {
        let of = |path: &str| {
            let briefs = &self.examination.briefs;
            let found = briefs.binary_search_by(|brief| brief.arrival.path.as_str().cmp(path));
            found.map_or(&[][..], |index| briefs[index].findings.as_slice())
        };
        entries.map(|entry| self.brief(entry, of(&entry.path))).collect()
    }

    /// Briefs that name a unit or lie in its folder; declined ones for two months.
    fn by_unit(&self) -> OnDesk<'a> {
        let entries: Vec<&Entry> = self.register.entries().filter(|entry| self.is_on_the_desk(entry)).collect();
        let units: Vec<Vec<UnitId>> = entries.par_iter().map(|entry| self.units_of(entry)).collect();
        let mut by_unit = OnDesk::new();
        for (entry, units) in entries.into_iter().zip(units) {
            units.into_iter().for_each(|unit| by_unit.entry(unit).or_default().push(entry));
        }
        by_unit
    }

    fn units_of(&self, entry: &Entry) -> Vec<UnitId> {
        let folder = entry.path.split('/').nth(1).unwrap_or_default();
        self.office.units_named(entry.facts().units.iter().map(String::as_str).chain([folder]))
    }

    fn is_on_the_desk(&self, entry: &Entry) -> bool {
        match entry.review() {
            ReviewState::Published => entry.changed_since_published(),
            ReviewState::Declined => entry.latest().received_at.date_naive() >= self.two_months_ago(),
            _ => true,
        }
    }

    fn brief(&'a self, entry: &'a Entry, findings: &'a [Finding]) -> Brief<'a> {
        let facts = entry.facts();
        let because = entry.decision.as_ref().and_then(|decision| decision.because.as_deref());
        Brief {
            receipt: entry.receipt,
            path: &entry.path,
            title: entry.title(),
            units: &facts.units,
            kind: facts.kind.as_deref().unwrap_or_else(|| self.office.settings.default_kind()),
            received: entry.latest().received_at.naive_local(),
            state: if entry.changed_since_published() { "刊发后又改过" } else { entry.review().label() },
            because: because.unwrap_or_default(),
            findings: findings.iter().map(FindingLine::of).collect(),
        }
    }

    fn files(&'a self, unit: Option<&Unit>) -> Vec<(&'a str, FindingLine<'a>)> {
        let mine = |finding: &&Finding| {
            let folder = finding.path.split('/').nth(1).and_then(|folder| self.office.roster.resolve(folder));
            finding.severity > Severity::Hint && unit.is_none_or(|unit| folder.is_some_and(|f| f.id == unit.id))
        };
        let files = self.examination.files.iter().filter(mine);
        files.map(|finding| (finding.path.as_str(), FindingLine::of(finding))).collect()
    }

    fn drafts(&self) -> Vec<DraftLine> {
        let series = |id| self.office.settings.series.iter().find(|s| s.id == id).map(|s| s.title.clone());
        let draft = |draft: &Draft| DraftLine {
            id: draft.folder.id.to_string(),
            title: series(draft.folder.id.series.clone()).unwrap_or_default(),
            page: format!("drafts/{}.html", draft.folder.id),
            items: draft.issue.as_ref().map_or(0, |issue| issue.items.len()),
            trouble: draft.written.as_ref().err().map(ToString::to_string).unwrap_or_default(),
        };
        self.issues.drafts.iter().map(draft).collect()
    }

    fn units(&'a self, standings: &[Standing], by_unit: &OnDesk<'a>) -> Vec<UnitLine<'a>> {
        let mut mend: BTreeMap<&UnitId, usize> = BTreeMap::new();
        for brief in &self.examination.briefs {
            if brief.findings.iter().any(|finding| finding.severity == Severity::Error) {
                let folder = brief.arrival.path.split('/').nth(1).unwrap_or_default();
                if let Some(unit) = self.office.roster.resolve(folder) {
                    *mend.entry(&unit.id).or_default() += 1;
                }
            }
        }
        let waiting =
            |unit: &Unit| by_unit.get(&unit.id).into_iter().flatten().filter(|entry| is_waiting(entry)).count();
        let line = |unit: &'a Unit| UnitLine {
            id: unit.id.to_string(),
            name: &unit.name,
            class: unit.class.label(),
            owed: quota::owed_phrases(standings.iter().filter(|standing| standing.unit == unit.id)).join("；"),
            waiting: waiting(unit),
            to_mend: mend.get(&unit.id).copied().unwrap_or(0),
        };
        self.office.roster.units().iter().filter(|unit| self.exists(unit)).map(line).collect()
    }
}

/// Whether a brief waits for somebody to look at it: also a published one that its unit has changed since.
fn is_waiting(entry: &Entry) -> bool {
    matches!(entry.review(), ReviewState::Waiting | ReviewState::Reopened) || entry.changed_since_published()
}
