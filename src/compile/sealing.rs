//! Drafts → published issues, in the order of their numbers.
//!
//! In: drafts and the register. Out: seals and `published` events, or the reasons why an issue cannot be sealed yet.
//! Refuses to know: pages.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::folder::{ISSUE_FILE, digests};
use super::number;
use super::read::{Draft, Issues};
use super::seal;
use super::written;
use crate::diagnostic::{Severity, catalog};
use crate::disk;
use crate::error::{Error, Result};
use crate::model::{IssueId, SeriesId};
use crate::office::Office;
use crate::register::{Event, Register, ReviewState, Writer};

/// What sealing did.
#[derive(Debug, Default)]
pub struct Sealed {
    /// Sealed now.
    pub issues: Vec<IssueId>,
    /// Not sealed, with the reasons.
    pub refused: Vec<Refusal>,
}

/// A draft that cannot be sealed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which one.
    pub issue: IssueId,
    /// Why not, in words for the editor.
    pub reasons: Vec<String>,
}

/// Seals `wanted`, or every draft that is complete when it is `None`. After a draft that cannot be sealed, the later
/// numbers of its title wait, so that numbers are published in order and without gaps.
pub fn seal_drafts(
    office: &Office,
    writer: &mut Writer,
    issues: &Issues,
    wanted: Option<&[IssueId]>,
    now: DateTime<FixedOffset>,
) -> Result<Sealed> {
    let mut done = Sealed::default();
    let mut held_up: Option<(SeriesId, IssueId)> = None;
    for draft in &issues.drafts {
        let id = &draft.folder.id;
        let blocker = held_up.as_ref().filter(|(series, _)| *series == id.series).map(|(_, blocker)| blocker.clone());
        if wanted.is_some_and(|wanted| !wanted.contains(id)) {
            held_up = blocker.map(|b| (id.series.clone(), b)).or(id.number().map(|_| (id.series.clone(), id.clone())));
            continue;
        }
        let mut reasons = obstacles(office, draft, writer.register(), now.date_naive());
        match blocker.filter(|_| id.number().is_some()) {
            Some(blocker) => reasons.insert(0, format!("前面的 {blocker} 还没有刊发，期号要按顺序")),
            None => reasons.extend(gap(office, draft, writer.register())),
        }
        if reasons.is_empty() {
            seal_draft(writer, draft, now.date_naive())?;
            done.issues.push(id.clone());
        } else {
            let numbered = id.number().map(|_| (id.series.clone(), id.clone()));
            held_up = held_up.filter(|(series, _)| *series == id.series).or(numbered);
            done.refused.push(Refusal { issue: id.clone(), reasons });
        }
    }
    Ok(done)
}

/// Why a draft cannot be sealed; empty when it can.
fn obstacles(office: &Office, draft: &Draft, register: &Register, today: NaiveDate) -> Vec<String> {
    let written = match &draft.written {
        Ok(written) => written,
        Err(fault) => return vec![fault.to_string()],
    };
    let mut reasons = item_count(office, draft, written);
    if let Some(date) = written.date.filter(|date| *date > today) {
        reasons.push(format!("签发日期 {date} 在今天（{today}）之后"));
    }
    for receipt in written.items.iter().filter_map(|item| item.receipt) {
        reasons.extend(receipt_obstacle(receipt, register));
    }
    let serious = |finding: &&crate::diagnostic::Finding| {
        finding.severity == Severity::Error || finding.code == &catalog::office::SECRET
    };
    reasons.extend(draft.findings.iter().filter(serious).map(crate::diagnostic::draw::line));
    reasons
}

/// The series' settings bind what the tool compiled; an old issue is what it was.
fn item_count(office: &Office, draft: &Draft, written: &written::Written) -> Vec<String> {
    let count = written.items.len();
    let series = office.settings.series.iter().find(|series| series.id == draft.folder.id.series);
    let Some(series) = series else {
        return vec![format!("kuaibao.toml 里没有 id 为“{}”的刊物", draft.folder.id.series)];
    };
    let compiled = written.items.iter().any(|item| item.receipt.is_some());
    match count {
        0 => vec!["没有一条内容".into()],
        _ if !compiled => vec![],
        _ if count < series.min_items => {
            vec![format!("只有 {count} 条，《{}》每期至少 {} 条", series.title, series.min_items)]
        }
        _ if count > series.max_items => {
            vec![format!("有 {count} 条，《{}》每期至多 {} 条", series.title, series.max_items)]
        }
        _ => vec![],
    }
}

/// Numbers follow each other: a draft whose predecessor was deleted waits until that number is taken again. Old issues
/// that are put in by hand may have gaps; nobody can fill those any more.
fn gap(office: &Office, draft: &Draft, register: &Register) -> Option<String> {
    let id = &draft.folder.id;
    draft.written.as_ref().ok()?.items.iter().find_map(|item| item.receipt)?;
    let series = office.settings.series.iter().find(|series| series.id == id.series)?;
    let expected = number::first_free(series, id.year, register);
    (id.number()? != expected).then(|| {
        format!("接下来应是第{expected}期，那一期的送审稿不见了；请把这个文件夹改名为 {expected:03}（并改 number），或者先编出第{expected}期")
    })
}

fn receipt_obstacle(receipt: crate::model::ReceiptNo, register: &Register) -> Option<String> {
    let Some(entry) = register.entry(receipt) else { return Some(format!("没有收文 {receipt}")) };
    if entry.facts().classification.is_some() {
        return Some(format!("收文 {receipt} 有密级，不能刊发"));
    }
    match entry.review() {
        ReviewState::Accepted if !entry.draft_is_current() => Some(format!(
            "收文 {receipt} 采用的是新稿，送审稿里还是旧稿：您改过送审稿，请对照新稿核改；或者删去这一期的文件夹，再运行 compile 按新稿重编"
        )),
        ReviewState::Accepted => None,
        ReviewState::Reopened => Some(format!("收文 {receipt} 在采用之后单位又改过，请核对送审稿后重新 accept")),
        ReviewState::Published => Some(format!("收文 {receipt} 已在别的期刊发过")),
        state => Some(format!("收文 {receipt} 现在是“{}”，不是“已采用”", state.label())),
    }
}

/// The register first: once its line is on the disk the issue is published, and the seal can always be made from it.
fn seal_draft(writer: &mut Writer, draft: &Draft, today: NaiveDate) -> Result<()> {
    let Ok(written) = &draft.written else { return Ok(()) };
    let folder = &draft.folder;
    let date = match written.date {
        Some(date) => date,
        None => fill_in_date(folder, today)?,
    };
    let files = folder.files()?;
    let originals = writer.originals();
    files.values().try_for_each(|bytes| originals.keep(bytes).map(drop))?;
    let items = written.items.iter().map(|item| item.receipt).collect();
    writer.record(vec![Event::Published { issue: folder.id.clone(), date, items, files: digests(&files) }])?;
    let publication = writer.register().publications().get(&folder.id);
    seal::write(folder, publication.ok_or_else(|| Error::defect("刚刊发的一期不在收文簿里"))?)
}

fn fill_in_date(folder: &super::folder::IssueFolder, today: NaiveDate) -> Result<NaiveDate> {
    let path = folder.path.join(ISSUE_FILE);
    let text = std::fs::read_to_string(&path).map_err(|cause| Error::io("读取", &path, cause))?;
    let dated = written::with_date(&path, text.trim_start_matches('\u{feff}'), today)?;
    disk::write_whole(&path, dated.as_bytes()).map_err(|cause| Error::io("填写签发日期", &path, cause))?;
    Ok(today)
}
