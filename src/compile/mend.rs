//! Puts right what is certain in the texts of a draft, where they lie.
//!
//! In: a draft's folder. Out: its texts, mended, and what was changed in them. A sealed issue is not touched: a change
//! there is a correction. Refuses to know: what is certain.

use super::draft::folder_of;
use super::read::read_written;
use super::written::WrittenItem;
use crate::diagnostic::{Findings, Source};
use crate::disk;
use crate::error::{Error, Result};
use crate::intake::Submission;
use crate::model::{Edits, IssueId};
use crate::normal;
use crate::office::Office;
use crate::parse;
use crate::register::Register;

/// A text of a draft in which something was put right.
#[derive(Debug)]
pub struct Mended {
    /// The item, from 1.
    pub item: usize,
    /// Its path, relative to the office.
    pub path: String,
    /// The text as it was.
    pub source: Source,
    /// What was changed.
    pub edits: Edits,
}

/// Puts the texts of a draft right; with `dry` nothing is written.
pub fn mend(office: &Office, register: &Register, id: &IssueId, dry: bool) -> Result<Vec<Mended>> {
    let as_written = |item: &WrittenItem| {
        let entry = item.receipt.and_then(|receipt| register.entry(receipt));
        entry.and_then(|entry| entry.drafted.as_ref()).is_some_and(|drafted| drafted.as_written)
    };
    edit(office, register, id, None, dry, &|item, source| {
        // What the office wants as its unit wrote it stays so.
        if as_written(item) {
            return Edits::default();
        }
        let brief = parse::brief(source, &mut Findings::about(source));
        normal::edits(source, &brief)
    })
}

/// Changes the texts of a draft, or of one item (from 1) of it, as `edits` says of each; with `dry` nothing is written.
pub fn edit(
    office: &Office,
    register: &Register,
    id: &IssueId,
    only: Option<usize>,
    dry: bool,
    edits: &dyn Fn(&WrittenItem, &Source) -> Edits,
) -> Result<Vec<Mended>> {
    if register.publications().contains_key(id) {
        return Err(Error::usage(format!("{id} 已经刊发，不能直接改"))
            .help("刊发后的改动：先改好文件，再运行 kuaibao correct（更正）。"));
    }
    let folder = folder_of(office, id);
    if !folder.is_begun() {
        return Err(Error::usage(format!("没有 {id} 这份送审稿")).at(&folder.path).help("期的写法：dongtai-2016-12。"));
    }
    let files = folder.files()?;
    let items = read_written(&folder, &files)?.items;
    if let Some(item) = only.filter(|item| !(1..=items.len()).contains(item)) {
        return Err(Error::usage(format!("{id} 没有第 {item} 条，共 {} 条", items.len())));
    }
    let mut mended = Vec::new();
    for (number, item) in (1..).zip(items).filter(|(number, _)| only.is_none_or(|only| only == *number)) {
        let Some(bytes) = files.get(&item.file) else { continue };
        let path = format!("{}/{}", disk::relative(&office.root, &folder.path).unwrap_or_default(), item.file);
        let submission = Submission::of_bytes(&path, "", bytes.clone(), None);
        let edits = edits(&item, &submission.source);
        // A text of which not every byte was understood would lose them.
        if edits.is_empty() || !submission.whole {
            continue;
        }
        if !dry {
            let place = folder.path.join(&item.file);
            let text = edits.applied(&submission.source.text);
            disk::write_whole(&place, text.as_bytes()).map_err(|cause| Error::io("写入送审稿", &place, cause))?;
        }
        mended.push(Mended { item: number, path, source: submission.source, edits });
    }
    Ok(mended)
}
