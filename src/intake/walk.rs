//! Lists what lies in `submissions/`, in the order of the paths.
//!
//! In: the office folder. Out: briefs, pictures, ignored names, and a finding for everything that cannot be taken.
//! Links, devices and pipes are never followed. Refuses to know: contents.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::catalog::file;
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
    /// Paths of pictures, relative to the office.
    pub pictures: Vec<String>,
    /// Paths of files that are never meant as submissions (lock files, thumbnails).
    pub ignored: Vec<String>,
    /// Everything else.
    pub findings: Vec<Finding>,
}

/// A file that is a brief by its name.
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
}

/// Whether a file of that name is a brief.
pub fn is_brief_name(name: &str) -> bool {
    matches!(extension(name).as_str(), "md" | "markdown" | "txt")
}

/// Walks `submissions/` of the office folder `root`.
pub fn walk(root: &Path) -> Result<Listing> {
    let folder = root.join(SUBMISSIONS);
    if !folder.is_dir() {
        return Err(Error::work("没有 submissions 文件夹")
            .at(folder)
            .help("请建立它，并在其中为每个单位建一个文件夹。"));
    }
    let mut listing = Listing::default();
    for entry in WalkDir::new(&folder).min_depth(1).sort_by_file_name() {
        match entry {
            Ok(entry) => sort_in(root, &entry, &mut listing),
            Err(fault) => listing.findings.push(unreadable(root, &fault)),
        }
    }
    // The walk sorts name by name; everything else here sorts whole paths.
    listing.briefs.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(listing)
}

fn sort_in(root: &Path, entry: &DirEntry, listing: &mut Listing) {
    if entry.file_type().is_dir() {
        return;
    }
    let shown = shown_path(root, entry.path());
    let name = entry.file_name().to_string_lossy();
    if is_never_meant(&name) || (entry.depth() == 1 && name.eq_ignore_ascii_case("readme.md")) {
        return listing.ignored.push(shown);
    }
    let refuse = |listing: &mut Listing, message| listing.findings.push(Finding::of_file(&shown, message));
    if !entry.file_type().is_file() {
        return refuse(listing, file::file_link());
    }
    let Some(path) = disk::relative(root, entry.path()).filter(|path| !path.chars().any(char::is_control)) else {
        return refuse(listing, file::file_name());
    };
    if entry.depth() == 1 {
        return refuse(listing, file::file_place());
    }
    if is_picture_name(&name) {
        return listing.pictures.push(path);
    }
    if !is_brief_name(&name) {
        return refuse(listing, not_a_brief(&name));
    }
    match entry.metadata() {
        Ok(metadata) => listing.briefs.push(found(path, entry, &metadata)),
        Err(fault) => listing.findings.push(unreadable(root, &fault)),
    }
}

fn found(path: String, entry: &DirEntry, metadata: &Metadata) -> Found {
    let folder = path.split('/').nth(1).unwrap_or_default().to_owned();
    Found { path, folder, file: entry.path().to_owned(), size: metadata.len(), modified: metadata.modified().ok() }
}

/// Names that editors, Word and operating systems leave about.
fn is_never_meant(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | "ehthumbs.db")
        || matches!(extension(name).as_str(), "tmp" | "bak" | "swp" | "crdownload" | "part")
}

/// Whether a file of that name is a picture.
pub fn is_picture_name(name: &str) -> bool {
    matches!(
        extension(name).as_str(),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" | "bmp" | "tif" | "tiff" | "heic" | "avif" | "ico"
    )
}

fn not_a_brief(name: &str) -> Message {
    let save_as = "请把文字存成 Markdown 或纯文本（.md、.txt，UTF-8 编码）后重新投放，格式见《报送指南》";
    match extension(name).as_str() {
        "docx" | "doc" | "wps" | "rtf" | "odt" => file::file_kind("这是 Word、WPS 文档", save_as),
        "pdf" | "ofd" => file::file_kind("这是版式文件", save_as),
        "zip" | "rar" | "7z" => file::file_kind("这是压缩包", "请解压后把每一篇单独投放"),
        "xls" | "xlsx" | "et" | "csv" => file::file_kind("这是电子表格", save_as),
        _ => file::file_kind("这种文件不是简报", save_as),
    }
}

fn extension(name: &str) -> String {
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
