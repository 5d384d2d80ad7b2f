//! What lies beside a brief under the same name: a header for a Word document, scans of the signed page.
//!
//! In: what was found in a folder. Out: the same, with each such file given to its brief; findings about those that
//! belong to none. Refuses to know: what a brief shows (a picture under the brief's own name may be either), receipts.

use std::fs::File;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::decode::decode;
use super::walk::{Found, Listing, extension, is_word_name, not_a_brief};
use crate::diagnostic::catalog::{file, word};
use crate::diagnostic::{Finding, Message};
use crate::model::Digest;
use crate::parse::{HeaderText, header_alone};

/// Bytes that a header in a file of its own may have.
const HEADER_LIMIT: u64 = 64 << 10;
/// Bytes that a scan may have.
const SCAN_LIMIT: u64 = 20 << 20;

/// What lies beside a brief.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// The header in a file of its own.
    pub header: Option<HeaderFile>,
    /// Files that may be scans of the signed page.
    pub scans: Vec<Found>,
    /// The path of a brief of its own under the same name.
    pub twin: Option<String>,
}

/// A header in a file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderFile {
    /// The file's name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A scan as read.
#[derive(Debug, Clone)]
pub struct Scan {
    /// The file's name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Their digest.
    pub digest: Digest,
}

impl HeaderFile {
    /// The header, if the file holds one and nothing else.
    pub fn header(&self) -> Option<HeaderText> {
        let decoded = decode(&self.bytes);
        header_alone(&decoded.text, !is_yaml(&self.name)).filter(|_| decoded.whole)
    }

    /// The file of that name, when it is a header and nothing else.
    fn read(file: &Path, size: u64) -> Option<Self> {
        let name = leaf(&file.to_string_lossy().replace('\\', "/")).to_owned();
        let bytes = std::fs::read(file).ok().filter(|_| size <= HEADER_LIMIT)?;
        let header = HeaderFile { name, bytes };
        header.header().is_some().then_some(header)
    }
}

/// Gives what was found to the briefs that it lies beside.
pub(super) fn pair(listing: &mut Listing) {
    let stems_of = |listing: &Listing, counts: &dyn Fn(&Found) -> bool| -> FxHashSet<String> {
        listing.briefs.iter().filter(|brief| counts(brief)).map(|brief| stem(&brief.path).to_owned()).collect()
    };
    let words = stems_of(listing, &|brief| is_word_name(&brief.path));
    let mut headers = headers(listing, &words);
    let beside: FxHashSet<String> =
        listing.pictures.iter().chain(&listing.papers).map(|found| stem(&found.path).to_owned()).collect();
    let stems = stems_of(listing, &|brief| beside.contains(stem(&brief.path)));
    let scans = scans(listing, &stems);
    if words.is_empty() && scans.is_empty() {
        return;
    }
    let texts = listing.briefs.iter().filter(|b| !is_word_name(&b.path) && words.contains(stem(&b.path)));
    let twins: FxHashMap<String, String> =
        texts.map(|brief| (stem(&brief.path).to_owned(), brief.path.clone())).collect();
    for brief in &mut listing.briefs {
        let own = stem(&brief.path).to_owned();
        brief.beside.scans = scans.get(&own).cloned().unwrap_or_default();
        if is_word_name(&brief.path) {
            brief.beside.header = headers.remove(&own);
            brief.beside.twin = twins.get(&own).cloned();
        }
    }
}

/// Headers by stem; they are no briefs and no stray files any more.
fn headers(listing: &mut Listing, words: &FxHashSet<String>) -> FxHashMap<String, HeaderFile> {
    let mut found: FxHashMap<String, HeaderFile> = FxHashMap::default();
    let mut doubtful = false;
    let mut take = |candidate: &Found, found: &mut FxHashMap<String, HeaderFile>| {
        let own = stem(&candidate.path);
        let header = words.contains(own).then(|| HeaderFile::read(&candidate.file, candidate.size)).flatten();
        doubtful |= header.is_none() && words.contains(own) && File::open(&candidate.file).is_err();
        header.filter(|_| !found.contains_key(own)).map(|header| found.insert(own.to_owned(), header)).is_some()
    };
    listing.briefs.retain(|brief| is_word_name(&brief.path) || !take(brief, &mut found));
    for candidate in std::mem::take(&mut listing.headers) {
        if !take(&candidate, &mut found) {
            let message = stray_header(words.contains(stem(&candidate.path)));
            listing.findings.push(Finding::of_file(&candidate.path, message));
        }
    }
    listing.doubtful |= doubtful;
    found
}

fn stray_header(beside_word: bool) -> Message {
    match beside_word {
        true => file::file_kind(
            "这是文头文件，里面认不出栏目、带有正文，或者已有另一个同名的文头文件",
            "请只留一个，里面一栏一行写“栏目: 内容”，不要写正文",
        ),
        false => file::file_kind(
            "这是文头文件，旁边没有同名的 .docx",
            "请把它和 Word 文档放在一起，用同样的文件名（如 甲.docx 和 甲.yaml）",
        ),
    }
}

/// Possible scans by stem, each once in the order of their paths; the others stay what they were.
fn scans(listing: &mut Listing, stems: &FxHashSet<String>) -> FxHashMap<String, Vec<Found>> {
    let mut found: FxHashMap<String, Vec<Found>> = FxHashMap::default();
    let mut take = |candidate: Found| -> Option<Found> {
        let may_be = matches!(extension(&candidate.path).as_str(), "jpg" | "jpeg" | "png" | "pdf");
        if !may_be || !stems.contains(stem(&candidate.path)) {
            return Some(candidate);
        }
        found.entry(stem(&candidate.path).to_owned()).or_default().push(candidate);
        None
    };
    listing.pictures = std::mem::take(&mut listing.pictures).into_iter().filter_map(&mut take).collect();
    for pdf in std::mem::take(&mut listing.papers).into_iter().filter_map(&mut take) {
        listing.findings.push(Finding::of_file(&pdf.path, not_a_brief(&pdf.path)));
    }
    found.values_mut().for_each(|scans| scans.sort_by(|a, b| a.path.cmp(&b.path)));
    found
}

/// Reads the scans of a brief that shows pictures under these names; what cannot be kept is told.
pub fn scans_of(beside: &Beside, shown: &[String]) -> (Vec<Scan>, Vec<Message>) {
    let (mut scans, mut messages) = (Vec::new(), Vec::new());
    for found in beside.scans.iter().filter(|found| !shown.contains(&found.path)) {
        let name = leaf(&found.path).to_owned();
        if found.size > SCAN_LIMIT {
            messages.push(word::scan_unread(&name, "超过 20 MB"));
            continue;
        }
        match std::fs::read(&found.file) {
            Ok(bytes) => scans.push(Scan { name, digest: Digest::of(&bytes), bytes }),
            Err(_) => messages.push(word::scan_unread(&name, "文件打不开")),
        }
    }
    (scans, messages)
}

/// Whether a scan that is small enough cannot be opened: the next time it may be.
pub fn is_doubtful(beside: &Beside) -> bool {
    beside.scans.iter().any(|scan| scan.size <= SCAN_LIMIT && File::open(&scan.file).is_err())
}

/// The header beside a Word document outside any office.
pub fn header_beside(document: &Path) -> Option<HeaderFile> {
    let candidates = ["md", "markdown", "yaml", "yml"].map(|ending| document.with_extension(ending));
    candidates.iter().find_map(|file| HeaderFile::read(file, file.metadata().ok()?.len()))
}

/// Whether a text is nothing but the header of a Word document beside it.
pub fn is_header_of_word(file: &Path) -> bool {
    let words = ["docx", "docm"].map(|ending| file.with_extension(ending));
    let size = file.metadata().map_or(u64::MAX, |metadata| metadata.len());
    !is_word_name(&file.to_string_lossy())
        && words.iter().any(|word| word.is_file())
        && HeaderFile::read(file, size).is_some()
}

pub(super) fn is_yaml(name: &str) -> bool {
    matches!(extension(name).as_str(), "yaml" | "yml")
}

/// The path without the ending of its name.
pub fn stem(path: &str) -> &str {
    let start = path.len() - leaf(path).len();
    path[start..].rfind('.').map_or(path, |dot| &path[..start + dot])
}

fn leaf(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_is_the_path_without_its_last_ending() {
        assert_eq!(stem("a.b/c"), "a.b/c");
        assert_eq!(stem("a/甲.signed.jpg"), "a/甲.signed");
    }
}
