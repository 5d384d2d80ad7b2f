//! What a build did: as JSON (version 1, see docs/formats/json.md) and as the few lines that a person wants to know.
//!
//! In: a build's outcome. Out: serde structs and text. Refuses to know: how it was done.

use serde::Serialize;

use crate::build::Outcome;
use crate::compile::Heading;
use crate::diagnostic::Finding;
use crate::model::IssueId;
use crate::office::Office;
use crate::render;

/// The whole answer.
#[derive(Debug, Serialize)]
pub struct Build {
    version: u32,
    received: usize,
    issues: Vec<IssueView>,
    pages: Pages,
    findings: Counts,
    seconds: f64,
}

#[derive(Debug, Serialize)]
struct IssueView {
    id: String,
    title: String,
    number: Option<u32>,
    total: Option<u32>,
    date: Option<String>,
    items: usize,
    state: &'static str,
    html: Option<String>,
    epub: Option<String>,
}

#[derive(Debug, Serialize)]
struct Pages {
    total: usize,
    written: usize,
    unchanged: usize,
    removed: usize,
}

#[derive(Debug, Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    hints: usize,
}

/// Everything that was found, briefs first.
pub fn findings(outcome: &Outcome) -> impl Iterator<Item = &Finding> {
    let examination = &outcome.reception.examination;
    examination.briefs.iter().flat_map(|brief| &brief.findings).chain(&examination.files)
}

/// The answer as JSON.
pub fn view(office: &Office, outcome: &Outcome, seconds: f64) -> Build {
    let published = outcome.stock.shelf.published.iter().map(|heading| one(office, heading, "published"));
    let drafts: Vec<Heading> =
        outcome.stock.shelf.drafts.iter().filter_map(|d| d.issue.as_ref()).map(Heading::of).collect();
    let [errors, warnings, hints] = outcome.reception.examination.tally();
    let site = outcome.site;
    Build {
        version: 1,
        received: outcome.reception.received.len(),
        issues: published.chain(drafts.iter().map(|heading| one(office, heading, "draft"))).collect(),
        pages: Pages { total: site.total, written: site.written, unchanged: site.unchanged, removed: site.removed },
        findings: Counts { errors, warnings, hints },
        seconds,
    }
}

fn one(office: &Office, issue: &Heading, state: &'static str) -> IssueView {
    let public = state == "published";
    IssueView {
        id: issue.id.to_string(),
        title: title(office, &issue.id),
        number: issue.id.number(),
        total: issue.total,
        date: Some(issue.date.to_string()),
        items: issue.items,
        state,
        html: public.then(|| render::issue_path(&issue.id)),
        epub: public.then(|| render::epub_path(&issue.id)),
    }
}

fn title(office: &Office, id: &IssueId) -> String {
    let series = office.settings.series.iter().find(|series| series.id == id.series);
    series.map_or_else(|| id.series.to_string(), |series| series.title.clone())
}

/// Issues by title: `改革快报 7 期、改革动态 5 期`.
pub fn by_title<'a>(office: &Office, ids: impl Iterator<Item = &'a IssueId> + Clone) -> String {
    let mut parts = Vec::new();
    for series in &office.settings.series {
        let count = ids.clone().filter(|id| id.series == series.id).count();
        if count > 0 {
            parts.push(format!("《{}》{count} 期", series.title));
        }
    }
    parts.join("、")
}
