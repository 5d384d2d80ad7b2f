//! `check --json`: every brief with its findings. The shape is a promise (version 1); see docs/formats/json.md.
//!
//! In: examined briefs and the register. Out: serde structs. Refuses to know: what is to be done about findings.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::Settings;
use crate::diagnostic::{Finding, tally};
use crate::examine::Examined;
use crate::register::Register;

/// The whole answer.
#[derive(Debug, Serialize)]
pub struct Check {
    version: u32,
    submissions: Vec<Submission>,
    ignored: Vec<String>,
    summary: Summary,
}

/// One file.
#[derive(Debug, Serialize)]
struct Submission {
    path: String,
    receipt: Option<String>,
    title: Option<String>,
    units: Vec<String>,
    kind: String,
    date: Option<String>,
    period: Option<String>,
    state: &'static str,
    characters: usize,
    findings: Vec<FindingView>,
}

/// One finding.
#[derive(Debug, Serialize)]
pub struct FindingView {
    code: &'static str,
    severity: &'static str,
    message: String,
    help: String,
    line: Option<usize>,
    column: Option<usize>,
    excerpt: Option<String>,
    spot: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waived: Option<String>,
}

#[derive(Debug, Serialize)]
struct Summary {
    submissions: usize,
    errors: usize,
    warnings: usize,
    hints: usize,
}

impl From<&Finding> for FindingView {
    fn from(finding: &Finding) -> Self {
        let place = finding.place.as_ref();
        FindingView {
            code: finding.code.name,
            severity: finding.severity.key(),
            message: finding.message.clone(),
            help: finding.help.clone(),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            excerpt: place.map(|place| place.excerpt.clone()),
            spot: place.and_then(|place| place.spot.clone()),
            waived: finding.waived.clone(),
        }
    }
}

/// The answer about these briefs; `files` are findings about files that are no briefs.
pub fn view(
    briefs: &[&Examined],
    files: &[&Finding],
    ignored: Vec<String>,
    register: Option<&Register>,
    settings: &Settings,
) -> Check {
    let mut submissions: Vec<Submission> = briefs.iter().map(|brief| one(brief, register, settings)).collect();
    let mut by_file: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    files.iter().for_each(|finding| by_file.entry(&finding.path).or_default().push(finding));
    submissions.extend(by_file.into_iter().map(|(path, findings)| unreadable(path, &findings)));
    submissions.sort_by(|a, b| a.path.cmp(&b.path));
    let all = briefs.iter().flat_map(|brief| &brief.findings).chain(files.iter().copied());
    let [errors, warnings, hints] = tally(all);
    let summary = Summary { submissions: submissions.len(), errors, warnings, hints };
    Check { version: 1, submissions, ignored, summary }
}

fn one(brief: &Examined, register: Option<&Register>, settings: &Settings) -> Submission {
    let arrival = &brief.arrival;
    let facts = &arrival.facts;
    let entry = register.and_then(|register| register.entry_at(&arrival.path));
    let changed = entry.is_some_and(|e| e.latest().digest != arrival.digest || e.latest().assets != arrival.assets);
    Submission {
        path: arrival.path.clone(),
        receipt: entry.map(|entry| entry.receipt.to_string()),
        title: facts.title.clone(),
        units: facts.units.clone(),
        kind: facts.kind.clone().unwrap_or_else(|| settings.default_kind().to_owned()),
        date: facts.date.map(|date| date.to_string()),
        period: facts.period.map(|period| period.to_string()),
        state: match entry {
            None => "new",
            Some(_) if changed => "changed",
            Some(entry) => entry.review().key(),
        },
        characters: facts.characters,
        findings: brief.findings.iter().map(FindingView::from).collect(),
    }
}

fn unreadable(path: &str, findings: &[&Finding]) -> Submission {
    Submission {
        path: path.to_owned(),
        receipt: None,
        title: None,
        units: vec![],
        kind: String::new(),
        date: None,
        period: None,
        state: "refused",
        characters: 0,
        findings: findings.iter().map(|finding| FindingView::from(*finding)).collect(),
    }
}
