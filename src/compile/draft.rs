//! Accepted briefs → draft issues.
//!
//! In: `Accepted` from the register, the drafts there are. Out: folders that the editor can edit, and what is still too
//! few for an issue. A brief that stands in a draft is not taken again.
//! Refuses to know: how briefs came to be accepted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::folder::{self, ISSUE_FILE, IssueFolder};
use super::item::stored_picture;
use super::number;
use super::read::Shelf;
use super::text::{self, Received};
use super::written::{self, Written, WrittenItem};
use crate::config::Settings;
use crate::disk;
use crate::error::{Error, Result};
use crate::model::{Digest, IssueId, ReceiptNo, Series, SeriesId};
use crate::office::Office;
use crate::register::{Accepted, Drafted, Event, Originals, Writer};

/// What compiling made.
#[derive(Debug, Default)]
pub struct Compiled {
    /// New drafts.
    pub drafts: Vec<IssueId>,
    /// Drafts in which a text was renewed, since its brief was accepted anew.
    pub renewed: Vec<IssueId>,
    /// Titles with accepted briefs that are too few for an issue.
    pub short: Vec<Short>,
    /// Drafts whose issue.toml cannot be read: their titles wait, since nobody can tell which briefs they hold.
    pub unreadable: Vec<IssueId>,
}

impl Compiled {
    /// Whether drafts were made or changed.
    pub fn has_written(&self) -> bool {
        !(self.drafts.is_empty() && self.renewed.is_empty())
    }
}

/// Accepted briefs that wait for company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// The title.
    pub series: SeriesId,
    /// How many wait.
    pub waiting: usize,
    /// How many an issue needs.
    pub needed: usize,
}

/// Drafts the next issue or issues of every title, or of `only`. `issues` is what there is already.
pub fn compile(
    office: &Office,
    writer: &mut Writer,
    issues: &Shelf,
    only: Option<&SeriesId>,
    today: NaiveDate,
) -> Result<Compiled> {
    let mut compiled = Compiled { renewed: renew(&office.settings, writer, issues, only)?, ..Compiled::default() };
    let mut totals = totals(issues);
    let unreadable = issues.drafts.iter().filter(|draft| draft.written.is_err());
    compiled.unreadable = unreadable.map(|draft| draft.folder.id.clone()).collect();
    for (series, briefs) in waiting(office, writer, issues) {
        let series =
            office.settings.series.iter().find(|s| s.id == series).filter(|s| only.is_none_or(|id| *id == s.id));
        let Some(series) = series else { continue };
        if compiled.unreadable.iter().any(|id| id.series == series.id) {
            continue;
        }
        let (groups, left) = grouped(briefs, series);
        for group in groups {
            let id = draft(office, writer, series, &group, &mut totals, today)?;
            compiled.drafts.push(id);
        }
        if left > 0 {
            compiled.short.push(Short { series: series.id.clone(), waiting: left, needed: series.min_items });
        }
    }
    Ok(compiled)
}

/// Accepted briefs that are in no issue, by title, in the order of 报送日期 and receipts.
fn waiting(office: &Office, writer: &Writer, issues: &Shelf) -> BTreeMap<SeriesId, Vec<Accepted>> {
    let taken: BTreeSet<ReceiptNo> = issues
        .drafts
        .iter()
        .filter_map(|draft| draft.written.as_ref().ok())
        .flat_map(|written| written.items.iter().filter_map(|item| item.receipt))
        .collect();
    let mut waiting: BTreeMap<SeriesId, Vec<Accepted>> = BTreeMap::new();
    for accepted in writer.register().accepted() {
        if !taken.contains(&accepted.receipt()) {
            waiting.entry(series_for(&office.settings, &accepted)).or_default().push(accepted);
        }
    }
    waiting.values_mut().for_each(|briefs| briefs.sort_by_key(|brief| (brief.date(), brief.receipt())));
    waiting
}

/// What the office decided, else what the unit proposed, else the office's usual title.
fn series_for(settings: &Settings, accepted: &Accepted) -> SeriesId {
    let proposed = accepted.proposed().and_then(|name| settings.series_named(name)).map(|series| series.id.clone());
    accepted.series().cloned().or(proposed).unwrap_or_else(|| settings.default_series.clone())
}

/// As few issues as hold all, each as even as can be; what is too few for an issue stays.
fn grouped(briefs: Vec<Accepted>, series: &Series) -> (Vec<Vec<Accepted>>, usize) {
    let count = briefs.len();
    let issues = count.div_ceil(series.max_items).min(count / series.min_items);
    let used = count.min(issues * series.max_items);
    let mut rest = briefs.into_iter();
    let size = |index: usize| used / issues + usize::from(index < used % issues);
    let groups = (0..issues).map(|index| rest.by_ref().take(size(index)).collect()).collect();
    (groups, count - used)
}

/// Every issue there is, with its running total.
fn totals(issues: &Shelf) -> BTreeMap<IssueId, Option<u32>> {
    let published = issues.published.iter().map(|issue| (issue.id.clone(), issue.total));
    let drafts = issues.drafts.iter().filter_map(|d| d.written.as_ref().ok().map(|w| (d.folder.id.clone(), w.total)));
    published.chain(drafts).collect()
}

fn draft(
    office: &Office,
    writer: &mut Writer,
    series: &Series,
    briefs: &[Accepted],
    totals: &mut BTreeMap<IssueId, Option<u32>>,
    today: NaiveDate,
) -> Result<IssueId> {
    let folder = number::claim(&office.root, series, today.year(), writer.register(), totals)?;
    let total = number::total(series, &folder.id, totals);
    let items = briefs
        .iter()
        .enumerate()
        .map(|(index, brief)| WrittenItem { file: format!("{:02}.md", index + 1), receipt: Some(brief.receipt()) });
    let written = Written {
        total,
        signed: Some(office.settings.office.clone()),
        copies: Some(series.copies.clone()),
        printed: series.printed,
        items: items.collect(),
        ..Written::default()
    };
    for (brief, item) in briefs.iter().zip(&written.items) {
        write_item(&folder, &item.file, &text_of(&office.settings, writer, brief)?, brief, &writer.originals())?;
    }
    // issue.toml comes last: a folder without it is a number that the next run takes up again.
    writer.record(vec![Event::Compiled { issue: folder.id.clone(), items: briefs.iter().map(drafted).collect() }])?;
    put(&folder, ISSUE_FILE, written::draft(&folder.id, &written).as_bytes())?;
    number::settle(&folder)?;
    totals.insert(folder.id.clone(), total);
    Ok(folder.id)
}

/// Puts the newly accepted text of a brief in the place of the one in its draft, unless the editor has edited that one.
fn renew(settings: &Settings, writer: &mut Writer, issues: &Shelf, only: Option<&SeriesId>) -> Result<Vec<IssueId>> {
    let accepted: BTreeMap<ReceiptNo, Accepted> =
        writer.register().accepted().into_iter().map(|brief| (brief.receipt(), brief)).collect();
    let mut renewed = Vec::new();
    for draft in issues.drafts.iter().filter(|draft| only.is_none_or(|only| draft.folder.id.series == *only)) {
        let Ok(written) = &draft.written else { continue };
        let mut items = Vec::new();
        for item in &written.items {
            let Some(brief) = item.receipt.and_then(|receipt| accepted.get(&receipt)) else { continue };
            if renew_item(settings, &draft.folder, &item.file, brief, writer)? {
                items.push(drafted(brief));
            }
        }
        if !items.is_empty() {
            writer.record(vec![Event::Compiled { issue: draft.folder.id.clone(), items }])?;
            renewed.push(draft.folder.id.clone());
        }
    }
    Ok(renewed)
}

fn renew_item(
    settings: &Settings,
    folder: &IssueFolder,
    file: &str,
    brief: &Accepted,
    writer: &Writer,
) -> Result<bool> {
    let entry = writer.register().entry(brief.receipt());
    let stale = entry.filter(|entry| !entry.draft_is_current()).and_then(|entry| entry.drafted.clone());
    let Some(drafted) = stale else { return Ok(false) };
    let originals = writer.originals();
    let there = std::fs::read_to_string(folder.path.join(file)).unwrap_or_default();
    let before = Received {
        path: brief.path(),
        digest: drafted.digest,
        assets: &drafted.assets,
        as_written: drafted.as_written,
    };
    let before = text::of(&before, settings, entry, &originals)?;
    let now = text_of(settings, writer, brief)?;
    // The new text may stand there already: written by a run that was ended before it could say so.
    if there != before && there != now {
        return Ok(false);
    }
    for asset in drafted.assets.iter().filter(|asset| asset.is_picture() && !brief.assets().contains(asset)) {
        let path = folder.path.join(stored_picture(file, &asset.source));
        let ours = std::fs::read(&path).is_ok_and(|bytes| Digest::of(&bytes) == asset.digest);
        if ours {
            std::fs::remove_file(&path).map_err(|cause| Error::io("换下旧图片", &path, cause))?;
        }
    }
    write_item(folder, file, &now, brief, &originals)?;
    Ok(true)
}

fn drafted(brief: &Accepted) -> Drafted {
    Drafted {
        receipt: brief.receipt(),
        digest: brief.digest(),
        assets: brief.assets().to_vec(),
        as_written: brief.as_written(),
    }
}

/// The item that the tool makes of an accepted text.
fn text_of(settings: &Settings, writer: &Writer, accepted: &Accepted) -> Result<String> {
    let received = Received {
        path: accepted.path(),
        digest: accepted.digest(),
        assets: accepted.assets(),
        as_written: accepted.as_written(),
    };
    text::of(&received, settings, writer.register().entry(accepted.receipt()), &writer.originals())
}

fn write_item(folder: &IssueFolder, file: &str, text: &str, accepted: &Accepted, originals: &Originals) -> Result<()> {
    put(folder, file, text.as_bytes())?;
    // Scans of signed pages stay in the register: nothing of them may come near what is published.
    for asset in accepted.assets().iter().filter(|asset| asset.is_picture()) {
        put(folder, &stored_picture(file, &asset.source), &originals.get(asset.digest)?)?;
    }
    Ok(())
}

fn put(folder: &IssueFolder, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.path.join(name);
    disk::write_whole(&path, bytes).map_err(|cause| Error::io("写入送审稿", &path, cause))
}

/// Where an issue would lie.
pub fn folder_of(office: &Office, id: &IssueId) -> IssueFolder {
    IssueFolder { id: id.clone(), path: folder::path_of(&office.root, id) }
}
