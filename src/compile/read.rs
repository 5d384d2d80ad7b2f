//! Issue folders → issues: published ones for readers, drafts for the office.
//!
//! In: the folders and the register. Out: `Issues`. A published issue must be exactly what its seal says; a draft that
//! cannot be read is the draft's own trouble and stops no other.
//! Refuses to know: numbers to come, pages.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::folder::{self, ISSUE_FILE, IssueFolder};
use super::number;
use super::seal;
use super::written::{self, Written, WrittenItem, picture_folder};
use crate::config::Settings;
use crate::diagnostic::catalog::{gate as gate_words, header, office as words, text};
use crate::diagnostic::{Finding, Findings, Severity, Source};
use crate::error::{Error, Result};
use crate::examine::weigh;
use crate::intake::{self, Picture, Submission};
use crate::model::issue::{Copies, ItemImage};
use crate::model::{Brief, Digest, Issue, IssueId, Item, Prose, SourceUnit};
use crate::office::Office;
use crate::parse;
use crate::register::{Publication, Register};
use crate::rules::{self, Case};

/// All issues of an office.
#[derive(Debug, Default)]
pub struct Issues {
    /// Published ones, by series, year and number.
    pub published: Vec<Issue>,
    /// Drafts, in the same order.
    pub drafts: Vec<Draft>,
    /// What readers must not see of the published ones: until it is settled the site stays as it is.
    pub stopped: Vec<Stopped>,
}

/// Something in a published issue that must not be let out, and that nobody has waived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// The issue.
    pub issue: IssueId,
    /// The item, from 1; `None` where it stands in issue.toml.
    pub item: Option<usize>,
    /// What and where.
    pub finding: Finding,
}

/// An issue that is not published yet.
#[derive(Debug)]
pub struct Draft {
    /// Its folder.
    pub folder: IssueFolder,
    /// What issue.toml says; the error says why it cannot be read.
    pub written: Result<Written>,
    /// The issue as it would be published today.
    pub issue: Option<Issue>,
    /// What was found about its texts.
    pub findings: Vec<Finding>,
    /// The files that all this was read from.
    pub files: BTreeMap<String, Digest>,
}

/// Reads every issue. Fails when a published one is not what its seal says.
pub fn read(office: &Office, register: &Register, today: NaiveDate) -> Result<Issues> {
    let folders = folder::folders(&office.root)?;
    every_title_is_known(&folders, &office.settings)?;
    seal::all_there(&folders, register)?;
    let read: Vec<(Option<(Issue, Vec<Stopped>)>, Option<Draft>)> = folders
        .into_par_iter()
        .filter(|folder| !number::is_unfinished(folder) || register.publications().contains_key(&folder.id))
        .map(|folder| match register.publications().get(&folder.id) {
            Some(publication) => published(office, &folder, publication).map(|read| (Some(read), None)),
            None => Ok((None, Some(draft(office, folder, today)))),
        })
        .collect::<Result<_>>()?;
    let mut issues = Issues::default();
    for (published, draft) in read {
        if let Some((issue, stopped)) = published {
            issues.published.push(issue);
            issues.stopped.extend(stopped);
        }
        issues.drafts.extend(draft);
    }
    Ok(issues)
}

/// A title that was taken out of the settings, or given another id, would leave its issues without a name and start a
/// second count beside theirs.
fn every_title_is_known(folders: &[IssueFolder], settings: &Settings) -> Result<()> {
    let known = |folder: &&IssueFolder| settings.series.iter().any(|series| series.id == folder.id.series);
    folders.iter().find(|folder| !known(folder)).map_or(Ok(()), |folder| {
        let id = &folder.id.series;
        Err(Error::usage(format!("kuaibao.toml 里没有 id 为“{id}”的刊物，却有它的期刊"))
            .at(&folder.path)
            .help("刊物的 id 一经使用不要改动；改刊名请改 title。请把这个 id 写回 kuaibao.toml。"))
    })
}

fn published(office: &Office, folder: &IssueFolder, publication: &Publication) -> Result<(Issue, Vec<Stopped>)> {
    let files = folder.files()?;
    seal::must_match(folder, &files, publication)?;
    let written = read_written(folder, &files)?;
    let (mut issue, findings) = inspect(office, folder, &files, &written, publication.date);
    issue.notices = publication.notices.clone();
    for item in &mut issue.items {
        item.withdrawn = publication.is_withdrawn(item.number);
    }
    let stopped = findings.into_iter().filter_map(|finding| stopped(office, &issue, &written, finding)).collect();
    Ok((issue, stopped))
}

/// An error of the gate. Of a withdrawn item readers see the title and nothing else.
fn stopped(office: &Office, issue: &Issue, written: &Written, finding: Finding) -> Option<Stopped> {
    let serious = finding.severity == Severity::Error && gate_words::is_gate(finding.code);
    let file = finding.path.rsplit('/').next().unwrap_or_default();
    let item = written.items.iter().position(|row| row.file == file);
    let item = item.and_then(|at| issue.items.get(at));
    let shown = item.is_none_or(|item| {
        let weighs = |code| office.settings.severity(code) == Some(Severity::Error);
        let in_title = || {
            let hits = rules::gate::in_line(&item.title, &office.settings.gate, issue.date);
            hits.iter().any(|hit| weighs(hit.message.code))
        };
        !item.withdrawn || in_title()
    });
    (serious && shown).then(|| Stopped { issue: issue.id.clone(), item: item.map(|item| item.number), finding })
}

fn draft(office: &Office, folder: IssueFolder, today: NaiveDate) -> Draft {
    let read = folder.files().and_then(|files| read_written(&folder, &files).map(|written| (files, written)));
    match read {
        Ok((files, written)) => {
            let (issue, findings) = inspect(office, &folder, &files, &written, today);
            let files = folder::digests(&files);
            Draft { folder, written: Ok(written), issue: Some(issue), findings, files }
        }
        Err(fault) => Draft { folder, written: Err(fault), issue: None, findings: vec![], files: BTreeMap::new() },
    }
}

/// issue.toml among the files of a folder.
pub fn read_written(folder: &IssueFolder, files: &BTreeMap<String, Vec<u8>>) -> Result<Written> {
    let path = folder.path.join(ISSUE_FILE);
    let bytes = files.get(ISSUE_FILE).ok_or_else(|| Error::work("这一期没有 issue.toml").at(&path))?;
    let text = std::str::from_utf8(bytes).map_err(|_| Error::work("issue.toml 不是 UTF-8 编码").at(&path))?;
    written::read(&path, text.trim_start_matches('\u{feff}'), &folder.id)
}

/// The issue that these files make, and what is to be said about its texts. `today` is its date where it has none.
pub fn inspect(
    office: &Office,
    folder: &IssueFolder,
    files: &BTreeMap<String, Vec<u8>>,
    written: &Written,
    today: NaiveDate,
) -> (Issue, Vec<Finding>) {
    let series = office.settings.series.iter().find(|series| series.id == folder.id.series);
    let mut findings = Vec::new();
    let mut items = Vec::with_capacity(written.items.len());
    for (index, row) in written.items.iter().enumerate() {
        let (item, found) = item(office, folder, files, (index + 1, row), written.date.unwrap_or(today));
        items.push(item);
        findings.extend(found);
    }
    let issue = Issue {
        id: folder.id.clone(),
        total: written.total,
        date: written.date.unwrap_or(today),
        signed: written.signed.clone().unwrap_or_else(|| office.settings.office.clone()),
        note: written.note.clone(),
        copies: written.copies.clone().or_else(|| series.map(|s| s.copies.clone())).unwrap_or_default(),
        printed: written.printed,
        items,
        notices: vec![],
    };
    findings.extend(around_items(office, folder, &issue));
    (issue, findings)
}

/// What is printed before and behind the items: 按语, signature, receivers.
fn around_items(office: &Office, folder: &IssueFolder, issue: &Issue) -> Vec<Finding> {
    let Copies { report_to, send_to, issue_to } = &issue.copies;
    let lines = [&issue.note, &issue.signed].into_iter().chain(report_to).chain(send_to).chain(issue_to);
    let source = Source::new(path_of(office, folder, ISSUE_FILE), "");
    let mut findings = Findings::about(&source);
    for hit in lines.flat_map(|line| rules::gate::in_line(line, &office.settings.gate, issue.date)) {
        findings.whole(hit.message);
    }
    let mut findings = findings.sorted();
    weigh(&office.settings, &mut findings);
    findings
}

fn path_of(office: &Office, folder: &IssueFolder, file: &str) -> String {
    format!("{}/{file}", crate::disk::relative(&office.root, &folder.path).unwrap_or_default())
}

fn item(
    office: &Office,
    folder: &IssueFolder,
    files: &BTreeMap<String, Vec<u8>>,
    (number, row): (usize, &WrittenItem),
    today: NaiveDate,
) -> (Item, Vec<Finding>) {
    let path = path_of(office, folder, &row.file);
    let missing = |path: &str| Finding::of_file(path, text::text_empty());
    let bytes = files.get(&row.file).cloned();
    let mut all: Vec<Finding> = if bytes.is_none() { vec![missing(&path)] } else { vec![] };
    let submission = Submission::of_bytes(&path, "", bytes.unwrap_or_default(), None);
    all.extend(submission.findings);
    let mut findings = Findings::about(&submission.source);
    let brief = parse::brief(&submission.source, &mut findings);
    let read = |source: &str| picture(source, &row.file, files);
    let pictures = intake::pictures(&brief.body, &read, &mut findings);
    rules::pictures::unread(&brief.body, &mut findings);
    printable(&brief, &mut findings);
    gate(office, &submission.source, &brief, today, &mut findings);
    all.extend(findings.sorted());
    weigh(&office.settings, &mut all);
    (made(office, number, row, brief, pictures), all)
}

/// What must not be let out of a text. In nearly all of thousands of published ones a quick look finds nothing.
fn gate(office: &Office, source: &Source, brief: &Brief, today: NaiveDate, findings: &mut Findings<'_>) {
    let Office { settings, roster, .. } = office;
    if !rules::gate::may_be_in(brief, &settings.gate) {
        return;
    }
    let prose = Prose::of(brief.title.as_ref(), &brief.body, &source.text);
    let case = Case { brief, prose: &prose, settings, roster: Some(roster), folder: "", today, received: today };
    rules::gate(&case, findings);
}

/// What every printed text must have, whoever wrote it.
fn printable(brief: &Brief, findings: &mut Findings<'_>) {
    if brief.title.is_none() {
        findings.at(brief.header, header::title_missing());
    }
    if brief.body.is_empty() {
        findings.whole(text::text_empty());
    }
    if let Some(classification) = &brief.classification
        && let crate::model::Classification::Restricted(written) = &classification.value
    {
        findings.at(classification.span, words::secret(written));
    }
}

fn made(office: &Office, number: usize, row: &WrittenItem, brief: Brief, pictures: Vec<Picture>) -> Item {
    let written: Vec<String> = match (&brief.attribution, brief.units.is_empty()) {
        (Some(attribution), true) => attribution.names.clone(),
        _ => brief.units.iter().map(|unit| unit.value.clone()).collect(),
    };
    let bracketed = if written.is_empty() { String::new() } else { format!("（{}）", written.join("、")) };
    Item {
        number,
        title: brief.title.map(|title| title.value).unwrap_or_default(),
        attribution: brief.attribution.map_or(bracketed, |attribution| attribution.written),
        sources: written.into_iter().map(|written| source(office, written)).collect(),
        kind: kind(&office.settings, brief.kind.map(|kind| kind.value)),
        group: brief.group.map(|group| group.value),
        tags: brief.tags.into_iter().map(|tag| tag.value).collect(),
        body: brief.body,
        images: pictures
            .into_iter()
            .map(|p| ItemImage { source: p.source, bytes: p.bytes, format: p.format })
            .collect(),
        receipt: row.receipt,
        withdrawn: false,
    }
}

fn source(office: &Office, written: String) -> SourceUnit {
    let unit = office.roster.resolve(&written).map(|unit| unit.id.clone());
    SourceUnit { written, unit }
}

fn kind(settings: &Settings, written: Option<String>) -> String {
    written.unwrap_or_else(|| settings.default_kind().to_owned())
}

/// The name under which a brief's picture lies in the folder of its item: `01/` for the pictures of `01.md`.
pub fn stored_picture(item_file: &str, source: &str) -> String {
    let leaf = source.rsplit(['/', '\\']).next().unwrap_or(source);
    let plain = leaf == source && !leaf.starts_with('.');
    // Pictures of the same name from several folders must not fall together.
    let mark = if plain { String::new() } else { format!("{}-", Digest::of(source.as_bytes()).short(8)) };
    format!("{}{mark}{leaf}", picture_folder(item_file))
}

fn picture(
    source: &str,
    item_file: &str,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<Picture, crate::diagnostic::Message> {
    // An editor may also put a picture right beside the text.
    let bytes = files.get(&stored_picture(item_file, source)).or_else(|| files.get(source));
    Picture::of_bytes(source, bytes.cloned().ok_or_else(|| text::image_missing(source))?)
}
