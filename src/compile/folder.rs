//! Issue folders: where they lie and which files they hold.
//!
//! In: `issues/<series>/<year>/<number>/`. Out: folders by issue, and the bytes in them. Refuses to know: contents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
    for (series, path) in subfolders(&root.join(ISSUES))? {
        let series = SeriesId::new(&series).ok_or_else(|| misnamed(&path, "刊物文件夹的名称应为刊物的 id"))?;
        for (year, path) in subfolders(&path)? {
            let year = year.parse().ok().filter(|_| year.len() == 4);
            let year = year.ok_or_else(|| misnamed(&path, "这一层应为四位数的年份"))?;
            for (name, path) in subfolders(&path)? {
                let slot = Slot::from_folder(&name).ok_or_else(|| {
                    misnamed(&path, "这一层应为三位数的期号（如 012），或小写字母开头的代号（期号不详的旧刊）")
                })?;
                found.push(IssueFolder { id: IssueId { series: series.clone(), year, slot }, path });
            }
        }
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
