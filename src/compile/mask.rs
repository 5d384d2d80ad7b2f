//! Masks personal numbers in the texts of a draft.
//!
//! In: a draft. Out: its texts with the numbers that the gate found in them masked, and which these are now. Sealed
//! issues and what units handed in are never touched. Refuses to know: how such numbers are found.

use super::read::Draft;
use crate::diagnostic::Findings;
use crate::disk;
use crate::error::{Error, Result};
use crate::intake::Submission;
use crate::office::Office;
use crate::parse;
use crate::rules::gate;

/// What was masked in one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    /// The item, from 1.
    pub item: usize,
    /// Its file.
    pub file: String,
    /// What stands there now, in the order of the text.
    pub now: Vec<String>,
}

/// Masks what there is to mask in a draft, or in one item (from 1) of it.
pub fn mask(office: &Office, draft: &Draft, only: Option<usize>) -> Result<Vec<Masked>> {
    let id = &draft.folder.id;
    let written = draft.written.as_ref().map_err(|fault| Error::usage(fault.to_string()))?;
    if let Some(item) = only.filter(|item| !(1..=written.items.len()).contains(item)) {
        return Err(Error::usage(format!("{id} 没有第 {item} 条，共 {} 条", written.items.len())));
    }
    let mut all = Vec::new();
    for (at, row) in written.items.iter().enumerate().filter(|(at, _)| only.is_none_or(|item| item == at + 1)) {
        let now = mask_file(office, &draft.folder.path.join(&row.file))?;
        if !now.is_empty() {
            all.push(Masked { item: at + 1, file: row.file.clone(), now });
        }
    }
    Ok(all)
}

fn mask_file(office: &Office, path: &std::path::Path) -> Result<Vec<String>> {
    let bytes = std::fs::read(path).map_err(|cause| Error::io("读取", path, cause))?;
    let source = Submission::of_bytes(&path.to_string_lossy(), "", bytes, None).source;
    let brief = parse::brief(&source, &mut Findings::about(&source));
    let edits = gate::masks(&source, &brief, &office.settings.gate, &|_| true);
    if !edits.is_empty() {
        let text = edits.applied(&source.text);
        disk::write_whole(path, text.as_bytes()).map_err(|cause| Error::io("写入", path, cause))?;
    }
    Ok(edits.iter().map(|edit| edit.put.replace("\\*", "*")).collect())
}
