//! Internal pages for the office and its units: what waits, what must be mended, who owes what, drafts to read.
//!
//! In: the register, what was found in the folder, the issues. Out: pages for `reports/`, never for `site/`.
//! Refuses to know: where pages are written.

mod piles;
mod view;

use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use self::piles::{OnDesk, Piles};
use self::view::{Brief, Common, DraftLine, FindingLine, Index, OfUnit, UnitLine, context};
use super::lately::Lately;
use super::quota;
use crate::compile::{Draft, Shelf};
use crate::diagnostic::{Finding, Severity};
use crate::error::Result;
use crate::examine::{Examination, Examined};
use crate::intake;
use crate::model::{Unit, UnitId};
use crate::office::Office;
use crate::register::{Register, ReviewState};
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
    /// Who owes what.
    pub lately: &'a Lately,
    /// Today.
    pub today: NaiveDate,
}

/// The pages of `reports/`.
pub fn pages<'a>(overview: &'a Overview<'a>, templates: &'a Templates) -> Result<Vec<Page<'a>>> {
    let piles = Arc::new(Piles::of(overview));
    let mut pages = vec![index(overview, Arc::clone(&piles), templates)];
    let units = overview.office.roster.units().par_iter();
    pages.par_extend(units.map(|unit| of_unit(overview, unit, Arc::clone(&piles), templates)));
    for draft in &overview.issues.drafts {
        if let Some(issue) = &draft.issue {
            let bytes = render::draft(&overview.office.settings, issue, templates)?;
            pages.push(Page::new(format!("drafts/{}.html", draft.folder.id), move || Ok(bytes.clone())));
        }
    }
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(pages)
}

fn index<'a>(overview: &'a Overview<'a>, piles: Arc<Piles<'a>>, templates: &'a Templates) -> Page<'a> {
    let values = move || overview.index(&piles);
    let shown = values();
    Page::new("index.html", move || templates.render("reports/index.html", &context(&values())?)).showing_values(&shown)
}

fn of_unit<'a>(
    overview: &'a Overview<'a>,
    unit: &'a Unit,
    piles: Arc<Piles<'a>>,
    templates: &'a Templates,
) -> Page<'a> {
    // The values of all units together would be as large as all pages: of briefs, it is enough to know that they are the same.
    let around = overview.unit(unit, [].iter());
    let briefs: Vec<u64> = piles.of_unit(unit).map(|brief| brief.mark).collect();
    let make = move || {
        let values = overview.unit(unit, piles.of_unit(unit));
        templates.render("reports/unit.html", &context(&values)?)
    };
    Page::new(format!("units/{}.html", unit.id), make).showing_values(&(around, briefs))
}

impl<'a> Overview<'a> {
    fn index(&'a self, piles: &Piles<'a>) -> Index<'a> {
        let Lately { month, last, now } = self.lately;
        // What stands on no page that is linked below stands here in any case.
        let there = piles.is_of_any(self.units());
        let waiting: Vec<(&OnDesk<'_>, bool)> =
            piles.briefs.iter().zip(there).filter(|(brief, _)| brief.is_waiting()).collect();
        let shown = waiting.iter().enumerate().filter(|(at, (_, there))| *at < LISTED || !there);
        let shown: Vec<Brief<'_>> = shown.map(|(_, (brief, _))| self.brief(brief)).collect();
        let state = |state| piles.briefs.iter().filter(|brief| brief.state == state).map(|b| self.brief(b)).collect();
        Index {
            common: self.common(),
            waiting_count: waiting.len(),
            waiting_rest: waiting.len() - shown.len(),
            waiting: shown,
            returned: state(ReviewState::Returned),
            held: state(ReviewState::Held),
            accepted: state(ReviewState::Accepted),
            drafts: self.drafts(),
            files: self.files(None),
            units: self.unit_lines(piles),
            last_month: month.previous().name(),
            last_quota: quota::table(last),
            month: month.name(),
            quota: quota::table(now),
        }
    }

    fn unit<'b>(&'a self, unit: &'a Unit, briefs: impl Iterator<Item = &'b OnDesk<'a>>) -> OfUnit<'a>
    where
        'a: 'b,
    {
        OfUnit {
            common: self.common(),
            unit: &unit.name,
            briefs: briefs.map(|brief| self.brief(brief)).collect(),
            files: self.files(Some(unit)),
            owed: quota::owed_phrases(self.lately.of_unit(&unit.id)),
        }
    }

    /// The units that there are today.
    fn units(&self) -> impl Iterator<Item = &'a Unit> {
        self.office.roster.units().iter().filter(|unit| unit.exists_within(self.today, self.today))
    }

    fn common(&self) -> Common<'a> {
        Common { office: &self.office.settings.office_short, today: self.today.to_string() }
    }

    /// A brief with what must be mended.
    fn brief(&'a self, brief: &OnDesk<'a>) -> Brief<'a> {
        let entry = brief.entry;
        let facts = entry.facts();
        let because = entry.decision.as_ref().and_then(|decision| decision.because.as_deref());
        Brief {
            receipt: entry.receipt,
            path: &entry.path,
            title: entry.title(),
            units: &facts.units,
            kind: facts.kind.as_deref().unwrap_or_else(|| self.office.settings.default_kind()),
            received: entry.latest().received_at.naive_local(),
            state: if brief.changed { "刊发后又改过" } else { brief.state.label() },
            gone: !entry.present,
            because: because.unwrap_or_default(),
            findings: brief.findings().iter().map(FindingLine::of).collect(),
        }
    }

    fn files(&'a self, unit: Option<&Unit>) -> Vec<(&'a str, FindingLine<'a>)> {
        let mine = |finding: &&Finding| {
            let folder = self.office.roster.resolve(intake::folder_of(&finding.path));
            finding.severity > Severity::Hint && unit.is_none_or(|unit| folder.is_some_and(|f| f.id == unit.id))
        };
        let files = self.examination.files.iter().filter(mine);
        files.map(|finding| (finding.path.as_str(), FindingLine::of(finding))).collect()
    }

    /// How many briefs in each unit's folder must be mended.
    fn to_mend(&self) -> FxHashMap<&UnitId, usize> {
        let is_faulty = |brief: &&Examined| brief.findings.iter().any(|found| found.severity == Severity::Error);
        let faulty: Vec<&Examined> = self.examination.briefs.par_iter().filter(is_faulty).collect();
        let mut to_mend: FxHashMap<&UnitId, usize> = FxHashMap::default();
        for briefs in faulty.chunk_by(|a, b| folder(a) == folder(b)) {
            let unit = self.office.roster.resolve(folder(briefs[0]));
            unit.into_iter().for_each(|unit| *to_mend.entry(&unit.id).or_default() += briefs.len());
        }
        to_mend
    }

    fn unit_lines(&'a self, piles: &Piles<'a>) -> Vec<UnitLine<'a>> {
        let to_mend = self.to_mend();
        let line = |unit: &'a Unit| UnitLine {
            id: unit.id.to_string(),
            name: &unit.name,
            class: unit.class.label(),
            owed: quota::owed_phrases(self.lately.of_unit(&unit.id)).join("；"),
            waiting: piles.of_unit(unit).filter(|brief| brief.is_waiting()).count(),
            to_mend: to_mend.get(&unit.id).copied().unwrap_or(0),
        };
        self.units().map(line).collect()
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
}

/// The folder of a brief's unit.
fn folder(brief: &Examined) -> &str {
    intake::folder_of(&brief.arrival.path)
}
