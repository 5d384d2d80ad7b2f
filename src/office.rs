//! An office: one folder with its settings and its register of units.
//!
//! In: a folder, or any folder below it. Out: the root, the settings, the roster. Refuses to know: what is done there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use crate::config::{self, SETTINGS_FILE, Settings};
use crate::disk::{self, Sightings};
use crate::error::{Error, Result};
use crate::intake;
use crate::model::{Digest, Roster, UnitId};

/// An opened office folder.
#[derive(Debug, Clone)]
pub struct Office {
    /// The folder.
    pub root: PathBuf,
    /// kuaibao.toml.
    pub settings: Settings,
    /// units.toml.
    pub roster: Roster,
    /// The digest of both, as they were read.
    pub digest: Digest,
    /// The files that somebody has watched lying still: what looks otherwise now is being written, and waits. `None`
    /// when nobody watches: everything is taken as it lies there.
    pub seen: Option<Arc<Sightings>>,
}

impl Office {
    /// Opens the office in `dir` itself.
    pub fn open(dir: &Path) -> Result<Self> {
        if !dir.join(SETTINGS_FILE).is_file() {
            return Err(Error::usage("这里没有 kuaibao.toml，不是快报的办公文件夹")
                .at(dir)
                .help("请用 --office 指明文件夹，或用 `kuaibao init 文件夹` 新建一个。"));
        }
        let (settings, roster, digest) = config::load(dir)?;
        Ok(Office { root: dir.to_owned(), settings, roster, digest, seen: None })
    }

    /// Opens the nearest office at or above `dir`; `None` when there is none.
    pub fn above(dir: &Path) -> Result<Option<Self>> {
        let home = dir.ancestors().find(|folder| folder.join(SETTINGS_FILE).is_file());
        home.map(Office::open).transpose()
    }

    /// Whether the file at this path (relative, with `/`) may still be being written.
    pub fn is_restless(&self, path: &str) -> bool {
        let Some(seen) = &self.seen else { return false };
        disk::stamp(&self.root.join(path)).as_ref() != seen.get(path)
    }

    /// Whether anything but briefs below this folder (pictures, scans, headers) may still be being written.
    pub fn has_restless_beside(&self, folder: &str) -> bool {
        let files = WalkDir::new(self.root.join(folder)).into_iter().filter_map(Result::ok);
        files.filter(|entry| entry.file_type().is_file()).any(|entry| {
            let name = entry.file_name().to_string_lossy();
            let counts = !intake::is_brief_name(&name) && !intake::is_never_meant(&name);
            counts && disk::relative(&self.root, entry.path()).is_some_and(|path| self.is_restless(&path))
        })
    }

    /// The units that written names mean, in order, without repeats; names of nobody are left out.
    pub fn units_named<'a>(&self, written: impl IntoIterator<Item = &'a str>) -> Vec<&UnitId> {
        let mut ids: Vec<&UnitId> = Vec::new();
        for unit in written.into_iter().filter_map(|name| self.roster.resolve(name)) {
            if !ids.contains(&&unit.id) {
                ids.push(&unit.id);
            }
        }
        ids
    }

    /// A path relative to the office with `/`; `None` when it lies elsewhere.
    pub fn relative(&self, path: &Path) -> Option<String> {
        let (root, path) = (self.root.canonicalize().ok()?, path.canonicalize().ok()?);
        disk::relative(&root, &path)
    }
}
