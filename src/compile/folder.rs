//! Issue folders: where they lie and which files they hold.
//!
//! In: `issues/<series>/<year>/<number>/`. Out: folders by issue, and the bytes in them. Refuses to know: contents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::cache::{Kind, Stamp, Stamps};
use crate::error::{Error, Result};
use crate::model::{Digest, IssueId, SeriesId, Slot};

/// The folder of issues.
pub const ISSUES: &str = "issues";
/// What the editor fills in.
pub const ISSUE_FILE: &str = "issue.toml";
/// What publishing writes.
pub const SEAL_FILE: &str = "seal.toml";

/// One issue's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueFolder {
    /// Which issue it is.
    pub id: IssueId,
    /// Where it lies.
    pub path: PathBuf,
}

/// Where an issue's folder lies, whether it exists or not.
pub fn path_of(root: &Path, id: &IssueId) -> PathBuf {
    root.join(ISSUES).join(folder_name(id))
}

/// The same, from the folder of issues, with `/`.
pub fn folder_name(id: &IssueId) -> String {
    format!("{}/{:04}/{}", id.series, id.year, id.slot.folder())
}

/// All issue folders, by issue. A folder whose name means no issue is an error: a text in it would be lost to sight.
pub fn folders(root: &Path) -> Result<Vec<IssueFolder>> {
    let mut found = Vec::new();
    below(&root.join(ISSUES), String::new(), &mut found)?;
    meant(root, found.iter().map(String::as_str))
}

/// The same where somebody has looked through the folder of issues already.
pub fn folders_seen(root: &Path, issues: &Stamps) -> Result<Vec<IssueFolder>> {
    let depth = |path: &str| if path.is_empty() { 0 } else { path.split('/').count() };
    // Whoever looks into a folder that does not open is told why.
    if issues.iter().any(|(path, stamp)| stamp.kind == Kind::Closed && depth(path) <= DEPTH) {
        return folders(root);
    }
    let is_hidden = |path: &str| path.split('/').any(|name| name.starts_with('.'));
    let found = issues
        .iter()
        .filter(|(path, stamp)| stamp.kind == Kind::Folder && (1..=DEPTH).contains(&depth(path)) && !is_hidden(path));
    meant(root, found.map(|(path, _)| path.as_str()))
}

/// The seals of the issues as somebody has seen them lie, by the names of their folders.
pub fn seals_seen(issues: &Stamps) -> FxHashMap<&str, Stamp> {
    let seals = issues.iter().filter(|(_, stamp)| stamp.kind == Kind::File);
    seals.filter_map(|(path, stamp)| Some((path.strip_suffix(SEAL_FILE)?.strip_suffix('/')?, *stamp))).collect()
}

/// Series, year, number.
const DEPTH: usize = 3;

/// Adds the folders in one of them, and what is in these behind each.
fn below(folder: &Path, path: String, found: &mut Vec<String>) -> Result<()> {
    if path.matches('/').count() + 1 == DEPTH && !path.is_empty() {
        return Ok(());
    }
    for (name, folder) in subfolders(folder)? {
        let path = if path.is_empty() { name } else { format!("{path}/{name}") };
        found.push(path.clone());
        below(&folder, path, found)?;
    }
    Ok(())
}

/// The issues that folders mean by their names.
fn meant<'p>(root: &Path, paths: impl Iterator<Item = &'p str>) -> Result<Vec<IssueFolder>> {
    let mut found = Vec::new();
    for below in paths {
        let path = root.join(ISSUES).join(below);
        let mut names = below.split('/');
        let Some(series) = names.next().and_then(SeriesId::new) else {
            return Err(misnamed(&path, "刊物文件夹的名称应为刊物的 id"));
        };
        let Some(year) = names.next() else { continue };
        let Some(year) = year.parse().ok().filter(|_| year.len() == 4) else {
            return Err(misnamed(&path, "这一层应为四位数的年份"));
        };
        let Some(name) = names.next() else { continue };
        let Some(slot) = Slot::from_folder(name) else {
            let sentence = "这一层应为三位数的期号（如 012），或小写字母开头的代号（期号不详的旧刊）";
            return Err(misnamed(&path, sentence));
        };
        found.push(IssueFolder { id: IssueId { series, year, slot }, path });
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(found)
}

fn misnamed(path: &Path, sentence: &str) -> Error {
    Error::work(sentence).at(path).help("请改名，或者把它移出 issues 文件夹。")
}

fn subfolders(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let fail = |cause| Error::io("读取文件夹", folder, cause);
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(fail(cause)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type().map_err(fail)?.is_dir() && !name.starts_with('.') {
            found.push((name, entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

impl IssueFolder {
    /// Every file of the issue by its name relative to the folder, with `/`; the seal, dot files and the leavings of
    /// editors are not part of it.
    pub fn files(&self) -> Result<BTreeMap<String, Vec<u8>>> {
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(&self.path).min_depth(1).sort_by_file_name() {
            let entry = entry.map_err(|fault| Error::work("无法读取这一期的文件夹").at(&self.path).because(fault))?;
            let name = crate::disk::relative(&self.path, entry.path());
            let Some(name) = name.filter(|name| entry.file_type().is_file() && is_part(name)) else { continue };
            let bytes = std::fs::read(entry.path()).map_err(|cause| Error::io("读取", entry.path(), cause))?;
            files.insert(name, bytes);
        }
        Ok(files)
    }

    /// How its seal looks, if there is one.
    pub fn seal(&self) -> Option<Stamp> {
        Stamp::at(&self.path.join(SEAL_FILE))
    }

    /// Whether publishing has written its seal.
    pub fn has_seal(&self) -> bool {
        self.path.join(SEAL_FILE).exists()
    }

    /// Whether compiling got as far as writing what the issue is.
    pub fn is_begun(&self) -> bool {
        self.path.join(ISSUE_FILE).exists()
    }
}

fn is_part(name: &str) -> bool {
    let leaf = name.rsplit('/').next().unwrap_or(name);
    name != SEAL_FILE
        && !leaf.starts_with('.')
        && !leaf.starts_with("~$")
        && !leaf.ends_with('~')
        && leaf != "Thumbs.db"
}

/// The digests of some files.
pub fn digests(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Digest> {
    files.iter().map(|(name, bytes)| (name.clone(), Digest::of(bytes))).collect()
}
