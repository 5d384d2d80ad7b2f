//! Drafts → published issues, in the order of their numbers.
//!
//! In: drafts and the register. Out: seals and `published` events, or the reasons why an issue cannot be sealed yet.
//! Refuses to know: pages.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::folder::{ISSUE_FILE, IssueFolder, digests};
use super::number;
use super::read::{Draft, Shelf};
use super::seal;
use super::written;
use crate::diagnostic::catalog;
use crate::disk;
use crate::error::{Error, Result};
use crate::model::{Issue, IssueId, ReceiptNo, SeriesId};
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

/// What else keeps an issue from being published, in words for its editor: asked last, by those who know more.
pub type Objections<'a> = &'a dyn Fn(&Issue) -> Vec<String>;

/// Seals `wanted`, or every draft that is complete when it is `None`, unless there are `objections`. After a draft that
/// cannot be sealed, the later numbers of its title wait, so that numbers are published in order and without gaps.
pub fn seal_drafts(
    office: &Office,
    writer: &mut Writer,
    issues: &Shelf,
    wanted: Option<&[IssueId]>,
    objections: Objections<'_>,
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
        let mut reasons = reasons(office, draft, issues, writer.register(), blocker, now.date_naive());
        reasons.extend(draft.issue.iter().flat_map(objections));
        if reasons.is_empty() && !seal_draft(writer, draft, now.date_naive())? {
            reasons.push("送审稿刚刚又有改动，请再运行一次".into());
        }
        if reasons.is_empty() {
            done.issues.push(id.clone());
        } else {
            let numbered = id.number().map(|_| (id.series.clone(), id.clone()));
            held_up = held_up.filter(|(series, _)| *series == id.series).or(numbered);
            done.refused.push(Refusal { issue: id.clone(), reasons });
        }
    }
    Ok(done)
}

/// Every draft with what keeps it from being published; nothing where it can be, together with the complete ones of its
/// title before it. Nothing is written.
pub fn missing(
    office: &Office,
    register: &Register,
    issues: &Shelf,
    objections: Objections<'_>,
    today: NaiveDate,
) -> Vec<Refusal> {
    // Of each title: the draft before, and the first that holds the others up.
    let mut before: BTreeMap<&SeriesId, (&IssueId, Option<IssueId>)> = BTreeMap::new();
    let mut found = Vec::new();
    for draft in &issues.drafts {
        let id = &draft.folder.id;
        let known = before.get(&id.series);
        let blocker = known.and_then(|(_, blocker)| blocker.clone());
        let follows = known.is_some_and(|(last, _)| last.year == id.year && is_next(last, id));
        let mut reasons = match blocker {
            // Whether its number and total are right is seen once the one before it is published.
            None if follows => obstacles(office, draft, register, today),
            blocker => reasons(office, draft, issues, register, blocker, today),
        };
        reasons.extend(draft.issue.iter().flat_map(objections));
        if id.number().is_some() {
            let blocker = before.remove(&id.series).and_then(|(_, blocker)| blocker);
            let blocker = blocker.or_else(|| (!reasons.is_empty()).then(|| id.clone()));
            before.insert(&id.series, (id, blocker));
        }
        found.push(Refusal { issue: id.clone(), reasons });
    }
    found
}

fn is_next(last: &IssueId, id: &IssueId) -> bool {
    last.number().zip(id.number()).is_some_and(|(last, number)| last + 1 == number)
}

/// Everything that keeps a draft from being sealed; `blocker` is an earlier number that is not.
fn reasons(
    office: &Office,
    draft: &Draft,
    issues: &Shelf,
    register: &Register,
    blocker: Option<IssueId>,
    today: NaiveDate,
) -> Vec<String> {
    let mut reasons = obstacles(office, draft, register, today);
    match blocker.filter(|_| draft.folder.id.number().is_some()) {
        Some(blocker) => reasons.insert(0, format!("前面的 {blocker} 还没有刊发，期号要按顺序")),
        None => reasons.extend(out_of_order(office, draft, issues, register)),
    }
    reasons
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
        reasons.extend(receipt_obstacle(receipt, &draft.folder.id.series, register));
    }
    let serious = draft.findings.iter().filter(|finding| catalog::forbids_publishing(finding));
    reasons.extend(serious.map(crate::diagnostic::draw::line));
    let strangers = draft.files.keys().filter(|name| !written.owns(name));
    reasons.extend(strangers.map(|name| format!("{name} 不属于这一期（没有列入 [[item]]），请移走或删去")));
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

/// Numbers and totals follow each other: a draft whose predecessor was deleted waits until that number is taken again.
/// Old issues that are put in by hand may have gaps; nobody can fill those any more.
fn out_of_order(office: &Office, draft: &Draft, issues: &Shelf, register: &Register) -> Option<String> {
    let id = &draft.folder.id;
    let written = draft.written.as_ref().ok()?;
    written.items.iter().find_map(|item| item.receipt)?;
    let series = office.settings.series.iter().find(|series| series.id == id.series)?;
    let expected = number::first_free(series, id.year, register);
    if id.number()? != expected {
        return Some(format!(
            "接下来应是第{expected}期，那一期的送审稿不见了；请删去这一期的文件夹，运行 compile 重编，期号会接上"
        ));
    }
    let before = issues.published.iter().rev().find(|issue| issue.id.series == id.series && issue.id < *id);
    if let Some((date, before)) = written.date.zip(before).filter(|(date, before)| *date < before.date) {
        return Some(format!("签发日期 {date} 早于前一期（{} {}），请核对", before.id, before.date));
    }
    let drafts = issues.drafts.iter().filter_map(|d| Some((d.folder.id.clone(), d.written.as_ref().ok()?.total)));
    let published = issues.published.iter().map(|issue| (issue.id.clone(), issue.total));
    let total = number::total(series, id, &published.chain(drafts.filter(|(other, _)| other < id)).collect());
    (written.total != total).then(|| match total {
        Some(total) => format!("总期号应为 {total}，请改正 issue.toml 里的 total"),
        None => "前一期没有总期号，请删去 issue.toml 里的 total".into(),
    })
}

fn receipt_obstacle(receipt: ReceiptNo, series: &SeriesId, register: &Register) -> Option<String> {
    let Some(entry) = register.entry(receipt) else { return Some(format!("没有收文 {receipt}")) };
    if entry.facts().classification.is_some() {
        return Some(format!("收文 {receipt} 有密级，不能刊发"));
    }
    match entry.review() {
        ReviewState::Accepted if !entry.draft_is_current() => Some(format!(
            "收文 {receipt} 采用的是新稿，送审稿里还是旧稿：请先运行 compile 换上新稿；这一条您改过的，程序不会覆盖，请对照新稿（kuaibao show {receipt}）改好，再 accept 一次表示已核对"
        )),
        ReviewState::Accepted => {
            let other = entry.decision.as_ref().and_then(|d| d.series.as_ref()).filter(|other| *other != series);
            other.map(|other| format!("收文 {receipt} 已改为编入 {other}，请在 issue.toml 里删去这一条"))
        }
        ReviewState::Reopened => Some(format!("收文 {receipt} 在采用之后单位又改过，请核对送审稿后重新 accept")),
        ReviewState::Published => Some(format!("收文 {receipt} 已在别的期刊发过")),
        state => Some(format!("收文 {receipt} 现在是“{}”，不是“已采用”", state.label())),
    }
}

/// The register first: once its line is on the disk the issue is published, and the seal can always be made from it.
/// What is sealed is what was examined; `false` when the files are no longer those.
fn seal_draft(writer: &mut Writer, draft: &Draft, today: NaiveDate) -> Result<bool> {
    let Ok(written) = &draft.written else { return Ok(false) };
    let folder = &draft.folder;
    let mut files = folder.files()?;
    if digests(&files) != draft.files {
        return Ok(false);
    }
    let date = written.date.unwrap_or(today);
    if written.date.is_none() {
        fill_in_date(folder, &mut files, today)?;
    }
    let originals = writer.originals();
    files.values().try_for_each(|bytes| originals.keep(bytes).map(drop))?;
    let items = written.items.iter().map(|item| item.receipt).collect();
    writer.record(vec![Event::Published { issue: folder.id.clone(), date, items, files: digests(&files) }])?;
    let publication = writer.register().publications().get(&folder.id);
    seal::write(folder, publication.ok_or_else(|| Error::defect("刚刊发的一期不在收文簿里"))?)?;
    Ok(true)
}

fn fill_in_date(folder: &IssueFolder, files: &mut BTreeMap<String, Vec<u8>>, today: NaiveDate) -> Result<()> {
    let path = folder.path.join(ISSUE_FILE);
    let text = files.get(ISSUE_FILE).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let dated = written::with_date(&path, text.trim_start_matches('\u{feff}'), today)?;
    disk::write_whole(&path, dated.as_bytes()).map_err(|cause| Error::io("填写签发日期", &path, cause))?;
    files.insert(ISSUE_FILE.to_owned(), dated.into_bytes());
    Ok(())
}
