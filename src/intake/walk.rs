//! Lists what lies in `submissions/`, in the order of the paths.
//!
//! In: the office folder. Out: briefs with what lies beside them, pictures, ignored names, and a finding for everything
//! that cannot be taken.
//! Links, devices and pipes are never followed. Refuses to know: contents.

use std::collections::BTreeSet;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::beside::{self, Beside};
use crate::cache::Stamp;
use crate::diagnostic::catalog::{file, word};
use crate::diagnostic::{Finding, Message};
use crate::disk;
use crate::error::{Error, Result};

/// The folder that departments write.
pub const SUBMISSIONS: &str = "submissions";

/// What was found.
#[derive(Debug, Default)]
pub struct Listing {
    /// Briefs, by path.
    pub briefs: Vec<Found>,
    /// Pictures that lie beside no brief of their name.
    pub pictures: Vec<Found>,
    /// PDF files, until they are given to their briefs.
    pub(super) papers: Vec<Found>,
    /// Headers in files of their own, until they are given to their documents.
    pub(super) headers: Vec<Found>,
    /// Paths of files that are never meant as submissions (lock files, thumbnails).
    pub ignored: Vec<String>,
    /// Everything else.
    pub findings: Vec<Finding>,
}

/// A file that is a brief by its name, or belongs to one.
#[derive(Debug, Clone)]
pub struct Found {
    /// Relative to the office, with `/`.
    pub path: String,
    /// The name of the unit's folder.
    pub folder: String,
    /// Where to read it.
    pub file: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last written, as far as the file system knows.
    pub modified: Option<SystemTime>,
    /// By what it is known to be unchanged.
    pub stamp: Stamp,
    /// What lies beside it under the same name; of briefs only.
    pub beside: Beside,
}

/// Whether a file of that name is a brief.
pub fn is_brief_name(name: &str) -> bool {
    matches!(extension(name).as_str(), "md" | "markdown" | "txt") || is_word_name(name)
}

/// Whether a file of that name is a Word document that can be read.
pub(super) fn is_word_name(name: &str) -> bool {
    matches!(extension(name).as_str(), "docx" | "docm")
}

/// Walks `submissions/` of the office folder `root`.
pub fn walk(root: &Path) -> Result<Listing> {
    let folder = root.join(SUBMISSIONS);
    if !folder.is_dir() {
        return Err(Error::work("没有 submissions 文件夹")
            .at(folder)
            .help("请建立它，并在其中为每个单位建一个文件夹。"));
    }
    Ok(listing(root, &[folder]))
}

/// The same for the briefs at or below some paths of the office, with what lies beside them.
pub fn walk_within(root: &Path, paths: &[String]) -> Result<Listing> {
    let is_asked = |path: &str| paths.iter().any(|asked| disk::is_within(path, asked));
    // What belongs to a brief lies in its folder.
    let folders = paths.iter().map(|path| match root.join(path) {
        path if path.is_dir() => path,
        file => file.parent().unwrap_or(root).to_owned(),
    });
    let folders: BTreeSet<PathBuf> = folders.collect();
    let folders: Vec<PathBuf> = folders.iter().filter(|folder| !has_other_above(folder, &folders)).cloned().collect();
    let mut listing = listing(root, &folders);
    listing.briefs.retain(|found| is_asked(&found.path));
    listing.pictures.retain(|found| is_asked(&found.path));
    listing.findings.retain(|finding| is_asked(&finding.path));
    Ok(listing)
}

fn has_other_above(folder: &Path, folders: &BTreeSet<PathBuf>) -> bool {
    folder.ancestors().skip(1).any(|above| folders.contains(above))
}

fn listing(root: &Path, folders: &[PathBuf]) -> Listing {
    let submissions = root.join(SUBMISSIONS);
    let mut listing = Listing::default();
    for folder in folders {
        let depth = folder.strip_prefix(&submissions).map_or(0, |below| below.components().count());
        let there: Vec<_> = WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name().into_iter().collect();
        // A unit's folder each, on all cores; put together in their order.
        let parts: Vec<Listing> = there.par_iter().map(|entry| part(root, entry, depth + 1)).collect();
        parts.into_iter().for_each(|part| listing.join(part));
    }
    // The walk sorts name by name; everything else here sorts whole paths.
    listing.briefs.sort_by(|a, b| a.path.cmp(&b.path));
    beside::pair(&mut listing);
    listing
}

/// What lies in a folder, at this depth: a file, or a folder with everything in it.
fn part(root: &Path, entry: &walkdir::Result<DirEntry>, depth: usize) -> Listing {
    let mut listing = Listing::default();
    match entry {
        Ok(entry) if entry.file_type().is_dir() => {
            for entry in WalkDir::new(entry.path()).min_depth(1).sort_by_file_name() {
                match entry {
                    Ok(entry) => sort_in(root, &entry, depth + entry.depth(), &mut listing),
                    Err(fault) => listing.findings.push(unreadable(root, &fault)),
                }
            }
        }
        Ok(entry) => sort_in(root, entry, depth, &mut listing),
        Err(fault) => listing.findings.push(unreadable(root, fault)),
    }
    listing
}

impl Listing {
    fn join(&mut self, mut other: Listing) {
        self.briefs.append(&mut other.briefs);
        self.pictures.append(&mut other.pictures);
        self.papers.append(&mut other.papers);
        self.headers.append(&mut other.headers);
        self.ignored.append(&mut other.ignored);
        self.findings.append(&mut other.findings);
    }
}

/// `depth`: 1 for what lies in `submissions/` itself.
fn sort_in(root: &Path, entry: &DirEntry, depth: usize, listing: &mut Listing) {
    if entry.file_type().is_dir() {
        return;
    }
    let shown = shown_path(root, entry.path());
    let name = entry.file_name().to_string_lossy();
    if is_never_meant(&name) || (depth == 1 && name.eq_ignore_ascii_case("readme.md")) {
        return listing.ignored.push(shown);
    }
    let refuse = |listing: &mut Listing, message| listing.findings.push(Finding::of_file(&shown, message));
    if !entry.file_type().is_file() {
        return refuse(listing, file::file_link());
    }
    let Some(path) = disk::relative(root, entry.path()).filter(|path| !path.chars().any(char::is_control)) else {
        return refuse(listing, file::file_name());
    };
    if depth == 1 {
        return refuse(listing, file::file_place());
    }
    let kind = extension(&name);
    let known = is_brief_name(&name) || is_picture_name(&name) || kind == "pdf" || beside::is_yaml(&name);
    if !known {
        return refuse(listing, not_a_brief(&name));
    }
    match entry.metadata() {
        Ok(metadata) if is_brief_name(&name) => listing.briefs.push(found(path, entry, &metadata)),
        Ok(metadata) if is_picture_name(&name) => listing.pictures.push(found(path, entry, &metadata)),
        Ok(metadata) if kind == "pdf" => listing.papers.push(found(path, entry, &metadata)),
        Ok(metadata) => listing.headers.push(found(path, entry, &metadata)),
        Err(fault) => listing.findings.push(unreadable(root, &fault)),
    }
}

fn found(path: String, entry: &DirEntry, metadata: &Metadata) -> Found {
    let folder = path.split('/').nth(1).unwrap_or_default().to_owned();
    let (file, size, modified) = (entry.path().to_owned(), metadata.len(), metadata.modified().ok());
    Found { path, folder, file, size, modified, stamp: Stamp::of(metadata), beside: Beside::default() }
}

/// Names that editors, Word, browsers and operating systems leave about. `4913` is how vim tries whether it may write.
pub fn is_never_meant(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | "ehthumbs.db" | "4913")
        || matches!(extension(name).as_str(), "tmp" | "bak" | "swp" | "swo" | "swx" | "crdownload" | "part" | "partial")
}

/// Whether a file of that name is a picture.
pub fn is_picture_name(name: &str) -> bool {
    matches!(
        extension(name).as_str(),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" | "bmp" | "tif" | "tiff" | "heic" | "avif" | "ico"
    )
}

/// What a file is that is no brief, and what to do with it.
pub(super) fn not_a_brief(name: &str) -> Message {
    let save_as = "请把文字存成 Word 文档（.docx）、Markdown 或纯文本（.md、.txt）后重新投放，格式见《报送指南》";
    match extension(name).as_str() {
        "doc" | "dot" => word::old("旧格式的 Word 文档（.doc）"),
        "wps" | "wpt" => word::old("WPS 文字文档（.wps）"),
        "rtf" => word::old("RTF 文档（.rtf）"),
        "odt" => word::old("OpenDocument 文档（.odt）"),
        "dotx" | "dotm" => word::old("Word 模板"),
        "pdf" | "ofd" => file::file_kind(
            "这是版式文件",
            "是签批页扫描件的，请改用简报的文件名放在旁边；是简报的，请投放它的 Word 文档（.docx）或文字",
        ),
        "zip" | "rar" | "7z" => file::file_kind("这是压缩包", "请解压后把每一篇单独投放"),
        "xls" | "xlsx" | "et" | "csv" => file::file_kind("这是电子表格", save_as),
        _ => file::file_kind("这种文件不是简报", save_as),
    }
}

pub(super) fn extension(name: &str) -> String {
    Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase()
}

fn shown_path(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn unreadable(root: &Path, fault: &walkdir::Error) -> Finding {
    let cause = fault.io_error().map_or_else(|| "目录成环".to_owned(), ToString::to_string);
    let path = fault.path().map_or_else(|| SUBMISSIONS.to_owned(), |path| shown_path(root, path));
    Finding::of_file(&path, file::file_unreadable(&cause))
}
