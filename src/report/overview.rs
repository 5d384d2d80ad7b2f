//! Internal pages for the office and its units: what waits, what must be mended, who owes what, drafts to read.
//!
//! In: the register, what was found in the folder, the issues. Out: pages for `reports/`, never for `site/`.
//! Refuses to know: where pages are written.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;
use tera::Context;

use super::quota;
use crate::compile::Shelf;
use crate::diagnostic::{Finding, Severity};
use crate::duty::{self, Standing};
use crate::error::Result;
use crate::examine::Examination;
use crate::filing;
use crate::model::{Every, Period, Unit, UnitId};
use crate::office::Office;
use crate::register::{Entry, Register, ReviewState};
use crate::render::{self, Page, Templates};

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

#[derive(Serialize)]
struct BriefView {
    receipt: String,
    path: String,
    title: String,
    units: String,
    kind: String,
    received: String,
    state: &'static str,
    because: String,
    findings: Vec<FindingView>,
}

#[derive(Serialize)]
struct FindingView {
    severity: &'static str,
    label: &'static str,
    code: &'static str,
    place: String,
    message: String,
    help: String,
}

#[derive(Serialize)]
struct DraftView {
    id: String,
    title: String,
    page: String,
    items: usize,
    trouble: String,
}

#[derive(Serialize)]
struct UnitView {
    id: String,
    name: String,
    class: &'static str,
    owed: String,
    to_mend: usize,
}

/// The pages of `reports/`.
pub fn pages<'a>(overview: &'a Overview<'a>, templates: &'a Templates) -> Result<Vec<Page<'a>>> {
    let standings = Arc::new(overview.standings());
    let mut by_unit = overview.by_unit();
    let of_all = Arc::clone(&standings);
    let index = Page::new("index.html", move || templates.render("reports/index.html", &overview.index(&of_all)));
    let mut pages = vec![index];
    for unit in overview.office.roster.units() {
        let (briefs, standings) = (by_unit.remove(&unit.id).unwrap_or_default(), Arc::clone(&standings));
        let values = move || overview.unit(unit, &briefs, &standings);
        let make = move || templates.render("reports/unit.html", &values());
        pages.push(Page::new(format!("units/{}.html", unit.id), make));
    }
    for draft in &overview.issues.drafts {
        if let Some(issue) = &draft.issue {
            let bytes = render::draft(&overview.office.settings, issue, templates)?;
            pages.push(Page::new(format!("drafts/{}.html", draft.folder.id), move || Ok(bytes.clone())));
        }
    }
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(pages)
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

    fn index(&self, standings: &[Standing]) -> Context {
        let month = Period::containing(Every::Month, self.today);
        let (last, now): (Vec<Standing>, Vec<Standing>) =
            standings.iter().cloned().partition(|standing| standing.period == month.previous());
        let mut values = self.common();
        values.insert("waiting", &self.briefs(&[ReviewState::Waiting, ReviewState::Reopened]));
        values.insert("returned", &self.briefs(&[ReviewState::Returned]));
        values.insert("held", &self.briefs(&[ReviewState::Held]));
        values.insert("accepted", &self.briefs(&[ReviewState::Accepted]));
        values.insert("drafts", &self.drafts());
        values.insert("files", &self.files(None));
        values.insert("units", &self.units(standings));
        values.insert("last_month", &month.previous().name());
        values.insert("last_quota", &quota::table(&last));
        values.insert("month", &month.name());
        values.insert("quota", &quota::table(&now));
        values
    }

    fn unit(&self, unit: &Unit, briefs: &[&Entry], standings: &[Standing]) -> Context {
        let mine = standings.iter().filter(|standing| standing.unit == unit.id);
        let mut values = self.common();
        values.insert("unit", &unit.name);
        values.insert("briefs", &self.views(briefs.iter().copied()));
        values.insert("files", &self.files(Some(unit)));
        values.insert("owed", &quota::owed_phrases(mine));
        values
    }

    fn two_months_ago(&self) -> NaiveDate {
        Period::containing(Every::Month, self.today).previous().first_day()
    }

    fn common(&self) -> Context {
        let mut values = Context::new();
        values.insert("office", &self.office.settings.office_short);
        values.insert("today", &self.today.to_string());
        values
    }

    /// Briefs in these states, oldest first, each with what must be mended. A published brief that its unit has changed
    /// since waits for somebody to look at it.
    fn briefs(&self, states: &[ReviewState]) -> Vec<BriefView> {
        let waiting = states.contains(&ReviewState::Waiting);
        let wanted = |entry: &&Entry| states.contains(&entry.review()) || (waiting && entry.changed_since_published());
        self.views(self.register.entries().filter(wanted))
    }

    fn views<'e>(&self, entries: impl Iterator<Item = &'e Entry>) -> Vec<BriefView> {
        let of = |path: &str| {
            let briefs = &self.examination.briefs;
            let found = briefs.binary_search_by(|brief| brief.arrival.path.as_str().cmp(path));
            found.map_or(&[][..], |index| briefs[index].findings.as_slice())
        };
        entries.map(|entry| self.brief(entry, of(&entry.path))).collect()
    }

    /// What each unit has on the office's desk: briefs that name it or lie in its folder; declined ones for two months.
    fn by_unit(&self) -> BTreeMap<UnitId, Vec<&'a Entry>> {
        let mut by_unit: BTreeMap<UnitId, Vec<&'a Entry>> = BTreeMap::new();
        for entry in self.register.entries().filter(|entry| self.is_on_the_desk(entry)) {
            let folder = entry.path.split('/').nth(1).unwrap_or_default();
            let names = entry.facts().units.iter().map(String::as_str).chain([folder]);
            for unit in self.office.units_named(names) {
                by_unit.entry(unit).or_default().push(entry);
            }
        }
        by_unit
    }

    fn is_on_the_desk(&self, entry: &Entry) -> bool {
        match entry.review() {
            ReviewState::Published => entry.changed_since_published(),
            ReviewState::Declined => entry.latest().received_at.date_naive() >= self.two_months_ago(),
            _ => true,
        }
    }

    fn brief(&self, entry: &Entry, findings: &[Finding]) -> BriefView {
        let facts = entry.facts();
        let because = entry.decision.as_ref().and_then(|decision| decision.because.clone());
        BriefView {
            receipt: entry.receipt.to_string(),
            path: entry.path.clone(),
            title: entry.title().to_owned(),
            units: facts.units.join("、"),
            kind: facts.kind.clone().unwrap_or_else(|| self.office.settings.default_kind().to_owned()),
            received: entry.latest().received_at.format("%Y-%m-%d %H:%M").to_string(),
            state: if entry.changed_since_published() { "刊发后又改过" } else { entry.review().label() },
            because: because.unwrap_or_default(),
            findings: findings.iter().map(view).collect(),
        }
    }

    fn files(&self, unit: Option<&Unit>) -> Vec<(String, FindingView)> {
        let mine = |finding: &&Finding| {
            let folder = finding.path.split('/').nth(1).and_then(|folder| self.office.roster.resolve(folder));
            finding.severity > Severity::Hint && unit.is_none_or(|unit| folder.is_some_and(|f| f.id == unit.id))
        };
        self.examination.files.iter().filter(mine).map(|finding| (finding.path.clone(), view(finding))).collect()
    }

    fn drafts(&self) -> Vec<DraftView> {
        let series = |id| self.office.settings.series.iter().find(|s| s.id == id).map(|s| s.title.clone());
        let draft = |draft: &crate::compile::Draft| DraftView {
            id: draft.folder.id.to_string(),
            title: series(draft.folder.id.series.clone()).unwrap_or_default(),
            page: format!("drafts/{}.html", draft.folder.id),
            items: draft.issue.as_ref().map_or(0, |issue| issue.items.len()),
            trouble: draft.written.as_ref().err().map(ToString::to_string).unwrap_or_default(),
        };
        self.issues.drafts.iter().map(draft).collect()
    }

    fn units(&self, standings: &[Standing]) -> Vec<UnitView> {
        let mut mend: BTreeMap<&UnitId, usize> = BTreeMap::new();
        for brief in &self.examination.briefs {
            if brief.findings.iter().any(|finding| finding.severity == Severity::Error) {
                let folder = brief.arrival.path.split('/').nth(1).unwrap_or_default();
                if let Some(unit) = self.office.roster.resolve(folder) {
                    *mend.entry(&unit.id).or_default() += 1;
                }
            }
        }
        let exists = |unit: &&Unit| unit.exists_within(self.today, self.today);
        let view = |unit: &Unit| UnitView {
            id: unit.id.to_string(),
            name: unit.name.clone(),
            class: unit.class.label(),
            owed: quota::owed_phrases(standings.iter().filter(|standing| standing.unit == unit.id)).join("；"),
            to_mend: mend.get(&unit.id).copied().unwrap_or(0),
        };
        self.office.roster.units().iter().filter(exists).map(view).collect()
    }
}

fn view(finding: &Finding) -> FindingView {
    FindingView {
        severity: finding.severity.key(),
        label: finding.severity.label(),
        code: finding.code.name,
        place: finding.place.as_ref().map(|p| format!("第 {} 行第 {} 字", p.line, p.column)).unwrap_or_default(),
        message: finding.message.clone(),
        help: finding.help.clone(),
    }
}
