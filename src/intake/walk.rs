//! Lists what lies in `submissions/`, in the order of the paths.
//!
//! In: the office folder, or how the files in it look. Out: briefs with what lies beside them, pictures, ignored names, and a finding for everything
//! that cannot be taken.
//! Links, devices and pipes are never followed. Refuses to know: contents.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::beside::{self, Beside};
use crate::cache::{Kind, Stamp, Stamps, stamps_below};
use crate::diagnostic::catalog::{file, word};
use crate::diagnostic::{Finding, Message};
use crate::disk;
use crate::error::{Error, Result};

/// The folder that departments write.
pub const SUBMISSIONS: &str = "submissions";

/// Names that are sorted together.
const TOGETHER: usize = 512;

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
    /// Whether there is nothing at all, not even a folder.
    pub bare: bool,
    /// Whether a header in a file of its own could not be opened: the next time it may be.
    pub doubtful: bool,
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

/// Looks through `submissions/` of the office folder `root`.
pub fn walk(root: &Path) -> Result<Listing> {
    walk_seen(root, &stamps_below(&root.join(SUBMISSIONS)), None)
}

/// The same where somebody has looked through it already; only what has these names in it, or lies below them, where they
/// are given.
pub fn walk_seen(root: &Path, submissions: &Stamps, names: Option<&BTreeSet<String>>) -> Result<Listing> {
    let itself = submissions.first().map(|(_, stamp)| stamp.kind);
    if !matches!(itself, Some(Kind::Folder | Kind::Closed)) {
        return Err(Error::work("没有 submissions 文件夹")
            .at(root.join(SUBMISSIONS))
            .help("请建立它，并在其中为每个单位建一个文件夹。"));
    }
    let Some(names) = names else { return Ok(listing(root, &[(SUBMISSIONS.to_owned(), submissions)])) };
    let is_asked = |path: &str| path.split('/').next().is_some_and(|name| names.contains(name));
    let asked: Stamps = submissions.iter().filter(|(path, _)| is_asked(path)).cloned().collect();
    Ok(Listing { bare: submissions.len() < 2, ..listing(root, &[(SUBMISSIONS.to_owned(), &asked)]) })
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
    let seen: Vec<(String, Stamps)> = folders.iter().map(|path| (shown_path(root, path), stamps_below(path))).collect();
    let seen: Vec<(String, &Stamps)> = seen.iter().map(|(path, stamps)| (path.clone(), stamps)).collect();
    let mut listing = listing(root, &seen);
    listing.briefs.retain(|found| is_asked(&found.path));
    listing.pictures.retain(|found| is_asked(&found.path));
    listing.findings.retain(|finding| is_asked(&finding.path));
    Ok(listing)
}

fn has_other_above(folder: &Path, folders: &BTreeSet<PathBuf>) -> bool {
    folder.ancestors().skip(1).any(|above| folders.contains(above))
}

/// What lies in some folders, given by their paths in the office.
fn listing(root: &Path, folders: &[(String, &Stamps)]) -> Listing {
    let mut listing = Listing { bare: folders.iter().all(|(_, stamps)| stamps.len() < 2), ..Listing::default() };
    for (folder, stamps) in folders {
        let part = |stamps: &[(String, Stamp)]| {
            let mut part = Listing::default();
            stamps.iter().for_each(|(below, stamp)| sort_in(root, joined(folder, below), stamp, &mut part));
            part
        };
        let parts: Vec<Listing> = stamps.par_chunks(TOGETHER).map(part).collect();
        parts.into_iter().for_each(|part| listing.join(part));
    }
    // Names come one by one; everything else here sorts whole paths.
    listing.briefs.sort_by(|a, b| a.path.cmp(&b.path));
    beside::pair(&mut listing);
    listing
}

fn joined(folder: &str, below: &str) -> String {
    match (folder, below) {
        ("", path) | (path, "") => path.to_owned(),
        (folder, below) => [folder, "/", below].concat(),
    }
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

/// Puts what lies at a path of the office where it belongs.
fn sort_in(root: &Path, path: String, stamp: &Stamp, listing: &mut Listing) {
    let in_submissions_itself = path.matches('/').count() == 1;
    let name = path.rsplit('/').next().unwrap_or_default();
    let refusal = match stamp.kind {
        Kind::Folder => return,
        _ if is_never_meant(name) || (in_submissions_itself && name.eq_ignore_ascii_case("readme.md")) => {
            return listing.ignored.push(path);
        }
        Kind::Closed => unreadable(&root.join(&path)),
        Kind::Other => file::file_link(),
        Kind::Unnamed => file::file_name(),
        Kind::File if path.chars().any(char::is_control) => file::file_name(),
        Kind::File if in_submissions_itself => file::file_place(),
        Kind::File => match listing.room_of(name) {
            Some(room) => return room.push(found(root, path, *stamp)),
            None => not_a_brief(name),
        },
    };
    listing.findings.push(Finding::of_file(&path, refusal));
}

impl Listing {
    /// Where a file of that name belongs.
    fn room_of(&mut self, name: &str) -> Option<&mut Vec<Found>> {
        match name {
            name if is_brief_name(name) => Some(&mut self.briefs),
            name if is_picture_name(name) => Some(&mut self.pictures),
            name if extension(name) == "pdf" => Some(&mut self.papers),
            name if beside::is_yaml(name) => Some(&mut self.headers),
            _ => None,
        }
    }
}

/// The name of the unit's folder in which something in `submissions/` lies, or of the thing itself; by its path in the office.
pub fn folder_of(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}

fn found(root: &Path, path: String, stamp: Stamp) -> Found {
    let folder = folder_of(&path).to_owned();
    let (file, size) = (root.join(&path), stamp.size());
    Found { path, folder, file, size, stamp, beside: Beside::default() }
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

/// Why one cannot look at something, or into it.
fn unreadable(path: &Path) -> Message {
    let metadata = path.symlink_metadata();
    let cause = match metadata {
        Ok(metadata) if metadata.is_dir() => std::fs::read_dir(path).err(),
        metadata => metadata.err(),
    };
    file::file_unreadable(&cause.map_or_else(|| "刚才打不开".to_owned(), |cause| cause.to_string()))
}
