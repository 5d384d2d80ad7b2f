//! Changes after publishing: corrections and withdrawals, each with a reason, each leaving the earlier text.
//!
//! In: a published issue, the editor's changed files. Out: events, a new seal, a notice that readers see.
//! Refuses to know: how notices are shown.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::draft::folder_of;
use super::folder::{ISSUE_FILE, IssueFolder, digests};
use super::item::Bench;
use super::read::{inspect, read_written};
use super::seal;
use super::written::{Written, WrittenItem, picture_folder};
use crate::diagnostic::{Severity, catalog, draw};
use crate::disk;
use crate::error::{Error, Result};
use crate::model::{Digest, IssueId};
use crate::office::Office;
use crate::register::{Change, Event, Publication, Writer};
use crate::rules::gate;

/// What a correction took in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// The items (from 1) whose text changed.
    pub items: Vec<usize>,
    /// The files that changed.
    pub files: Vec<String>,
}

/// Takes the editor's changes to a published issue as a correction.
/// The notice quotes short changes unless it is `unquoted`: some words must not be printed again.
pub fn correct(office: &Office, writer: &mut Writer, id: &IssueId, because: &str, unquoted: bool) -> Result<Corrected> {
    let publication = publication(writer, id)?;
    may_be_read(office, because, publication.date)?;
    let folder = folder_of(office, id);
    let files = folder.files()?;
    let digests = digests(&files);
    let changes = changes(&publication.files, &digests);
    if changes.is_empty() {
        return Err(Error::usage(format!("{id} 与刊发时一样，没有要更正的改动"))
            .at(&folder.path)
            .help("请先修改这一期文件夹里的文件，再运行 correct。"));
    }
    let written = read_written(&folder, &files)?;
    let bench = Bench { office, register: writer.register(), today: publication.date };
    same_items(&folder, writer, &publication, &written)?;
    no_strangers(&folder, &written, &changes)?;
    let (_, findings) = inspect(&bench, &folder, (&files, &digests), &written, publication.date);
    if let Some(serious) = findings.iter().find(|finding| catalog::forbids_publishing(finding)) {
        return Err(Error::usage("更正后的文字不能刊发").because(draw::line(serious)).help(serious.help.clone()));
    }
    let originals = writer.originals();
    files.values().try_for_each(|bytes| originals.keep(bytes).map(drop))?;
    let corrected = Corrected { items: items_of(&written.items, &changes), files: changes.keys().cloned().collect() };
    writer.record(vec![Event::Corrected {
        issue: id.clone(),
        items: corrected.items.clone(),
        files: changes,
        because: because.to_owned(),
        quoted: !unquoted,
    }])?;
    rewrite_seal(writer, &folder)?;
    Ok(corrected)
}

/// Withdraws an item (from 1); its text stays in the folder and is no longer shown.
pub fn withdraw(office: &Office, writer: &mut Writer, id: &IssueId, item: usize, because: &str) -> Result<()> {
    let publication = publication(writer, id)?;
    if item == 0 || item > publication.items.len() {
        return Err(Error::usage(format!("{id} 没有第 {item} 条，共 {} 条", publication.items.len())));
    }
    may_be_read(office, because, publication.date)?;
    let folder = folder_of(office, id);
    seal::must_match(&folder, &folder.files()?, &publication)?;
    if publication.is_withdrawn(item) {
        return Err(Error::usage(format!("{id} 第 {item} 条已经撤过稿了")));
    }
    writer.record(vec![Event::Withdrawn { issue: id.clone(), item, because: because.to_owned() }])?;
    rewrite_seal(writer, &folder_of(office, id))
}

/// What a restoration did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Restored {
    /// Files that are again as they were sealed.
    pub written: Vec<String>,
    /// Files that do not belong to the issue: they are somebody's, and are left to be moved by hand.
    pub foreign: Vec<String>,
}

/// Puts the files of a published issue back as they were sealed.
pub fn restore(office: &Office, writer: &Writer, id: &IssueId) -> Result<Restored> {
    let publication = publication(writer, id)?;
    let folder = folder_of(office, id);
    std::fs::create_dir_all(&folder.path).map_err(|cause| Error::io("建立文件夹", &folder.path, cause))?;
    let now = digests(&folder.files()?);
    let foreign = now.keys().filter(|name| !publication.files.contains_key(*name)).cloned().collect();
    let mut restored = Restored { foreign, ..Restored::default() };
    for (name, digest) in publication.files.iter().filter(|(name, digest)| now.get(*name) != Some(*digest)) {
        let path = folder.path.join(name);
        let bytes = writer.originals().get(*digest)?;
        disk::write_whole(&path, &bytes).map_err(|cause| Error::io("恢复", &path, cause))?;
        restored.written.push(name.clone());
    }
    rewrite_seal(writer, &folder)?;
    Ok(restored)
}

/// Readers read the reason, and it can never be taken back.
fn may_be_read(office: &Office, because: &str, day: NaiveDate) -> Result<()> {
    let settings = &office.settings;
    let hits = gate::in_line(because, &settings.gate, day);
    let stops = |hit: &&gate::Hit| settings.severity(hit.message.code) == Some(Severity::Error);
    hits.iter().find(stops).map_or(Ok(()), |hit| {
        Err(Error::usage("理由会印给读者看，里面有不得公开的内容")
            .because(hit.message.text.clone())
            .help("请换一种说法，例如“误登了个人信息”，不要写出号码。"))
    })
}

fn publication(writer: &Writer, id: &IssueId) -> Result<Publication> {
    let found = writer.register().publications().get(id).cloned();
    found.ok_or_else(|| Error::usage(format!("{id} 还没有刊发")).help("没有刊发的送审稿可以直接修改，不必更正。"))
}

fn rewrite_seal(writer: &Writer, folder: &IssueFolder) -> Result<()> {
    let publication = writer.register().publications().get(&folder.id);
    seal::write(folder, publication.ok_or_else(|| Error::defect("已刊发的一期不在收文簿里"))?)
}

fn changes(before: &BTreeMap<String, Digest>, after: &BTreeMap<String, Digest>) -> BTreeMap<String, Change> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let change = |name: &String| Change { from: before.get(name).copied(), to: after.get(name).copied() };
    names.into_iter().map(|name| (name.clone(), change(name))).filter(|(_, change)| change.from != change.to).collect()
}

/// Items keep their places: readers and catalogues cite them by number.
fn same_items(folder: &IssueFolder, writer: &Writer, publication: &Publication, now: &Written) -> Result<()> {
    let sealed = match publication.files.get(ISSUE_FILE) {
        Some(digest) => BTreeMap::from([(ISSUE_FILE.to_owned(), writer.originals().get(*digest)?)]),
        None => BTreeMap::new(),
    };
    let before = read_written(folder, &sealed)?;
    if before.items != now.items || before.total != now.total || before.date != now.date {
        return Err(Error::usage("更正不能增减、调换各条，也不能改动总期号和签发日期")
            .at(folder.path.join(ISSUE_FILE))
            .help("要撤下一条，请用 kuaibao withdraw；请把 issue.toml 里的这些恢复原样。"));
    }
    Ok(())
}

/// New files may only be pictures of items: anything else was put there by mistake.
fn no_strangers(folder: &IssueFolder, written: &Written, changes: &BTreeMap<String, Change>) -> Result<()> {
    let stranger = changes.iter().find(|(name, change)| change.from.is_none() && !written.owns(name));
    stranger.map_or(Ok(()), |(name, _)| {
        Err(Error::usage(format!("{name} 不是这一期的文件"))
            .at(folder.path.join(name))
            .help("请把它移出这一期的文件夹后重试。"))
    })
}

fn items_of(items: &[WrittenItem], changes: &BTreeMap<String, Change>) -> Vec<usize> {
    let touches = |item: &WrittenItem| {
        let pictures = picture_folder(&item.file);
        changes.keys().any(|name| *name == item.file || name.starts_with(&pictures))
    };
    items.iter().enumerate().filter(|(_, item)| touches(item)).map(|(index, _)| index + 1).collect()
}
