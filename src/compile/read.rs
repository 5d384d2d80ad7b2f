//! Issue folders → issues: published ones for readers, drafts for the office.
//!
//! In: the folders and the register. Out: `Issues`. A published issue must be exactly what its seal says; a draft that
//! cannot be read is the draft's own trouble and stops no other.
//! Refuses to know: numbers to come, pages.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::draft::folder_of;
use super::folder::{self, ISSUE_FILE, IssueFolder};
use super::item::Bench;
use super::number;
use super::replaced;
use super::seal;
use super::written::{self, Written};
use crate::config::Settings;
use crate::diagnostic::catalog::gate;
use crate::diagnostic::{Finding, Severity};
use crate::error::{Error, Result};
use crate::model::{Digest, Issue, IssueId};
use crate::office::Office;
use crate::register::{Publication, Register};
use crate::rules;

/// All issues of an office with their texts.
#[derive(Debug, Default)]
pub struct Issues {
    /// What there is.
    pub shelf: Shelf,
    /// The published ones, in the order of the shelf.
    pub published: Vec<Issue>,
    /// What readers must not see of the published ones: until it is settled the site stays as it is.
    pub stopped: Vec<Stopped>,
    /// Published ones whose notices lack words, since a copy could not be read: the next time it may be there.
    pub lacking: BTreeSet<IssueId>,
}

/// Which issues there are.
#[derive(Debug, Default)]
pub struct Shelf {
    /// Published ones, by series, year and number.
    pub published: Vec<Heading>,
    /// Drafts, in the same order.
    pub drafts: Vec<Draft>,
}

/// A published issue as whoever counts issues wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Which one.
    pub id: IssueId,
    /// 总期号, where it has one.
    pub total: Option<u32>,
    /// The day on which it was signed.
    pub date: NaiveDate,
    /// How many items it has.
    pub items: usize,
}

impl Heading {
    /// That of an issue.
    pub fn of(issue: &Issue) -> Self {
        Heading { id: issue.id.clone(), total: issue.total, date: issue.date, items: issue.items.len() }
    }
}

/// Something in a published issue that must not be let out, and that nobody has let stand.
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

/// A published issue, read.
struct Published {
    issue: Issue,
    /// What readers must not see of it.
    stopped: Vec<Stopped>,
    /// Whether a copy that its notices quote could not be read.
    lacks_words: bool,
}

/// One folder, read.
enum Read {
    Published(Box<Published>),
    Draft(Box<Draft>),
}

/// Reads every issue. Fails when a published one is not what its seal says.
pub fn read(office: &Office, register: &Register, today: NaiveDate) -> Result<Issues> {
    read_unknown(office, register, today, folder::folders(&office.root)?, &|_| None)
}

/// The same of these folders, but for the published ones that are known as they are: nothing is looked at of these, and
/// nothing in them is stopped.
pub fn read_unknown(
    office: &Office,
    register: &Register,
    today: NaiveDate,
    folders: Vec<IssueFolder>,
    known: &(impl Fn(&IssueId) -> Option<Issue> + Sync),
) -> Result<Issues> {
    every_title_is_known(&folders, &office.settings)?;
    seal::all_there(&folders, register)?;
    let bench = Bench { office, register, today };
    let read: Vec<Read> = folders
        .into_par_iter()
        .filter(|folder| register.publications().contains_key(&folder.id) || !number::is_unfinished(folder))
        .map(|folder| match register.publications().get(&folder.id) {
            Some(publication) => {
                let known = known(&folder.id).map(|issue| Published { issue, stopped: vec![], lacks_words: false });
                let read = known.map_or_else(|| published(&bench, &folder, publication), Ok)?;
                Ok(Read::Published(Box::new(read)))
            }
            None => Ok(Read::Draft(Box::new(draft(&bench, folder, today)))),
        })
        .collect::<Result<_>>()?;
    let mut issues = Issues::default();
    for read in read {
        match read {
            Read::Published(published) => {
                let Published { issue, stopped, lacks_words } = *published;
                issues.shelf.published.push(Heading::of(&issue));
                issues.stopped.extend(stopped);
                issues.lacking.extend(lacks_words.then(|| issue.id.clone()));
                issues.published.push(issue);
            }
            Read::Draft(draft) => issues.shelf.drafts.push(*draft),
        }
    }
    Ok(issues)
}

/// These published issues, with their texts. Nothing is stopped in them: that was known when they were listed without, and
/// neither their files nor waivers nor settings have changed since.
pub fn read_these(office: &Office, register: &Register, today: NaiveDate, ids: &[IssueId]) -> Result<Vec<Issue>> {
    let bench = Bench { office, register, today };
    let read = |id: &IssueId| {
        let folder = folder_of(office, id);
        let publication = register.publications().get(id);
        let publication = publication.ok_or_else(|| Error::defect(format!("{id} 没有刊发")))?;
        let Published { issue, stopped, .. } = published(&bench, &folder, publication)?;
        match stopped.is_empty() {
            true => Ok(issue),
            false => Err(Error::defect(format!("{id} 里有不得公开的内容，先前却没有发现"))),
        }
    };
    ids.par_iter().map(read).collect()
}

/// Reads the drafts alone, for those who know that no published issue has changed.
pub fn drafts(office: &Office, register: &Register, today: NaiveDate) -> Result<Vec<Draft>> {
    let folders = folder::folders(&office.root)?;
    every_title_is_known(&folders, &office.settings)?;
    let bench = Bench { office, register, today };
    let is_draft =
        |folder: &IssueFolder| !register.publications().contains_key(&folder.id) && !number::is_unfinished(folder);
    Ok(folders.into_par_iter().filter(is_draft).map(|folder| draft(&bench, folder, today)).collect())
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

fn published(bench: &Bench<'_>, folder: &IssueFolder, publication: &Publication) -> Result<Published> {
    let files = folder.files()?;
    seal::must_match(folder, &files, publication)?;
    let written = read_written(folder, &files)?;
    // The files are what the seal says: their digests are those that stand in it.
    let files = (&files, &publication.files);
    let (mut issue, findings) = inspect(bench, folder, files, &written, publication.date);
    let (notices, all_read) = replaced::quoted(bench.office, &written, publication);
    issue.notices = notices;
    for item in &mut issue.items {
        item.withdrawn = publication.is_withdrawn(item.number);
    }
    let stopped = findings.into_iter().filter_map(|finding| stopped(bench, &issue, &written, finding)).collect();
    Ok(Published { issue, stopped, lacks_words: !all_read })
}

/// An error of the gate. Of a withdrawn item readers see the title and nothing else.
fn stopped(bench: &Bench<'_>, issue: &Issue, written: &Written, finding: Finding) -> Option<Stopped> {
    let serious = finding.severity == Severity::Error && gate::is_gate(finding.code);
    let file = finding.path.rsplit('/').next().unwrap_or_default();
    let item = written.items.iter().position(|row| row.file == file);
    let item = item.and_then(|at| issue.items.get(at));
    let shown = item.is_none_or(|item| {
        let settings = &bench.office.settings;
        let weighs = |code| settings.severity(code) == Some(Severity::Error);
        let in_title = || {
            let hits = rules::gate::in_line(&item.title, &settings.gate, issue.date);
            hits.iter().any(|hit| weighs(hit.message.code))
        };
        !item.withdrawn || in_title()
    });
    (serious && shown).then(|| Stopped { issue: issue.id.clone(), item: item.map(|item| item.number), finding })
}

fn draft(bench: &Bench<'_>, folder: IssueFolder, today: NaiveDate) -> Draft {
    let read = folder.files().and_then(|files| read_written(&folder, &files).map(|written| (files, written)));
    match read {
        Ok((files, written)) => {
            let digests = folder::digests(&files);
            let (issue, findings) = inspect(bench, &folder, (&files, &digests), &written, today);
            Draft { folder, written: Ok(written), issue: Some(issue), findings, files: digests }
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

/// The issue that these files make, and what is to be said about its texts; the files come with their digests. `date` is
/// its date where it has none.
pub fn inspect(
    bench: &Bench<'_>,
    folder: &IssueFolder,
    files: (&BTreeMap<String, Vec<u8>>, &BTreeMap<String, Digest>),
    written: &Written,
    date: NaiveDate,
) -> (Issue, Vec<Finding>) {
    let office = bench.office;
    let series = office.settings.series.iter().find(|series| series.id == folder.id.series);
    let mut findings = Vec::new();
    let mut items = Vec::with_capacity(written.items.len());
    for (index, row) in written.items.iter().enumerate() {
        let (item, found) = bench.item(folder, files, (index + 1, row), written.date.unwrap_or(date));
        items.push(item);
        findings.extend(found);
    }
    let issue = Issue {
        id: folder.id.clone(),
        total: written.total,
        date: written.date.unwrap_or(date),
        signed: written.signed.clone().unwrap_or_else(|| office.settings.office.clone()),
        note: written.note.clone(),
        copies: written.copies.clone().or_else(|| series.map(|s| s.copies.clone())).unwrap_or_default(),
        printed: written.printed,
        items,
        notices: vec![],
    };
    findings.extend(bench.around_items(folder, &issue));
    (issue, findings)
}

/// The text of an item (from 1) of any issue, and what was found about it.
pub fn item_findings(bench: &Bench<'_>, id: &IssueId, item: usize) -> Result<(Digest, Vec<Finding>)> {
    let folder = folder_of(bench.office, id);
    if !folder.is_begun() {
        return Err(Error::usage(format!("没有 {id} 这一期")).at(&folder.path).help("期的写法：dongtai-2016-12。"));
    }
    let files = folder.files()?;
    let written = read_written(&folder, &files)?;
    let row = item.checked_sub(1).and_then(|index| written.items.get(index));
    let row = row.ok_or_else(|| Error::usage(format!("{id} 没有第 {item} 条，共 {} 条", written.items.len())))?;
    let digests: BTreeMap<String, Digest> =
        files.get(&row.file).map(|bytes| (row.file.clone(), Digest::of(bytes))).into_iter().collect();
    let date = written.date.unwrap_or(bench.today);
    let findings = bench.item(&folder, (&files, &digests), (item, row), date).1;
    Ok((digests.get(&row.file).copied().unwrap_or_default(), findings))
}
