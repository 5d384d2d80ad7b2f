//! What was worked out before and is still true. It lies beside the office and may be deleted at any time: nothing but
//! time is lost.
//!
//! In: the office folder. Out: tables by name as they were saved, and stamps by which unchanged files are known. A table
//! of another program, of other settings, or a damaged one is as if it had never been.
//! Refuses to know: what the tables hold.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::config::{SETTINGS_FILE, UNITS_FILE};
use crate::disk;
use crate::model::Digest;

/// The folder in the office; its name begins like those of temporary files, which nobody reads or keeps.
pub const FOLDER: &str = ".kuaibao-cache";
/// Bytes of a digest.
const DIGEST: usize = 32;
/// How coarse the clock of a file system may be: FAT counts in steps of two seconds. (Tests know theirs.)
const COARSE: Duration = if cfg!(test) { Duration::from_millis(10) } else { Duration::from_secs(3) };

/// A file as its folder tells of it: the same stamp means the same bytes, if the file lay still long enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// Bytes.
    size: u64,
    /// Nanoseconds since 1970 when it was last written.
    modified: i64,
    /// Nanoseconds since 1970 when anything about it was last changed; 0 where the system does not say.
    changed: i64,
}

impl Stamp {
    /// The stamp of a file.
    pub fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().map_or(0, nanoseconds);
        Stamp { size: metadata.len(), modified, changed: changed(metadata) }
    }

    /// The stamp of the file at `path`; `None` when there is none.
    pub fn at(path: &Path) -> Option<Self> {
        std::fs::metadata(path).ok().map(|metadata| Stamp::of(&metadata))
    }
}

/// The stamps of everything in a folder, folders too (theirs change with each name that comes or goes), by path. What
/// cannot be looked at is left out.
pub fn stamps_below(folder: &Path) -> Vec<(String, Stamp)> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let paths: Vec<PathBuf> = walk.map(walkdir::DirEntry::into_path).collect();
    let stamp = |path: &PathBuf| Some((disk::relative(folder, path)?, Stamp::of(&path.symlink_metadata().ok()?)));
    paths.par_iter().filter_map(stamp).collect()
}

#[cfg(unix)]
fn changed(metadata: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;
    metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> i64 {
    0
}

fn nanoseconds(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
}

/// The tables of one office.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    /// What the tables depend on besides their own keys: the program, the settings, the units.
    key: Digest,
    /// Files that were changed since may be changed once more without another stamp.
    still_before: i64,
    writes: bool,
}

impl Cache {
    /// The tables of the office in `root`, for those who write nothing.
    pub fn to_read(root: &Path) -> Self {
        Cache { key: key(root), folder: root.join(FOLDER), still_before: 0, writes: false }
    }

    /// The tables of the office in `root`.
    pub fn to_write(root: &Path) -> Self {
        let cache = Cache::to_read(root);
        let still_before = now_there(&cache.folder).map_or(0, |now| nanoseconds(now - COARSE));
        Cache { still_before, writes: true, ..cache }
    }

    /// Whether a file with this stamp has lain still, so that another content would have another stamp.
    pub fn is_still(&self, stamp: &Stamp) -> bool {
        stamp.modified.max(stamp.changed) < self.still_before
    }

    /// The table of that name as it was saved; an empty one where there is none that can be used.
    pub fn load<T: DeserializeOwned + Default>(&self, name: &str) -> T {
        let bytes = std::fs::read(self.folder.join(name)).unwrap_or_default();
        self.body(&bytes).and_then(|body| postcard::from_bytes(body).ok()).unwrap_or_default()
    }

    /// Saves a table, for those who may write. One that cannot be saved costs time at the next run and nothing else.
    pub fn save<T: Serialize>(&self, name: &str, table: &T) {
        let Some(body) = self.writes.then(|| postcard::to_stdvec(table).ok()).flatten() else { return };
        let bytes = [&self.key.bytes()[..], Digest::of(&body).bytes(), &body].concat();
        let _ = disk::write_unsynced(&self.folder.join(name), &bytes);
    }

    /// What follows the key and the digest, if both are right: a torn file is none.
    fn body<'a>(&self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let (key, rest) = bytes.split_at_checked(DIGEST)?;
        let (digest, body) = rest.split_at_checked(DIGEST)?;
        (key == self.key.bytes() && digest == Digest::of(body).bytes()).then_some(body)
    }
}

/// The clock of the file system on which the office lies: it may be another machine's.
fn now_there(folder: &Path) -> Option<SystemTime> {
    std::fs::create_dir_all(folder).ok()?;
    disk::temporary_in(folder).ok()?.as_file().metadata().ok()?.modified().ok()
}

/// Another program may judge otherwise, and so may other settings.
fn key(root: &Path) -> Digest {
    let program = std::env::current_exe().ok().and_then(|program| Stamp::at(&program));
    let mut all = format!("{} {program:?}\n", env!("CARGO_PKG_VERSION")).into_bytes();
    for name in [SETTINGS_FILE, UNITS_FILE] {
        let text = std::fs::read(root.join(name)).unwrap_or_default();
        all.extend(Digest::of(&text).bytes());
    }
    Digest::of(&all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_as_it_was_saved_until_the_settings_change_or_it_is_damaged() {
        let root = tempfile::tempdir().expect("a folder");
        let cache = Cache::to_write(root.path());
        cache.save("表", &vec!["甲".to_owned()]);
        assert_eq!(Cache::to_write(root.path()).load::<Vec<String>>("表"), ["甲"]);
        assert!(cache.load::<Vec<String>>("别的").is_empty());

        std::fs::write(root.path().join(SETTINGS_FILE), "a = 1").expect("written");
        assert!(Cache::to_write(root.path()).load::<Vec<String>>("表").is_empty());

        let file = root.path().join(FOLDER).join("表");
        let mut bytes = std::fs::read(&file).expect("there");
        *bytes.last_mut().expect("not empty") ^= 1;
        std::fs::write(&file, bytes).expect("written");
        assert!(cache.load::<Vec<String>>("表").is_empty());
    }

    #[test]
    fn a_file_written_just_now_is_not_trusted() {
        let root = tempfile::tempdir().expect("a folder");
        let file = root.path().join("a.md");
        std::fs::write(&file, "甲").expect("written");
        let stamp = Stamp::at(&file).expect("there");
        assert!(!Cache::to_write(root.path()).is_still(&stamp));
        assert!(Cache::to_write(root.path()).is_still(&Stamp { modified: 1, changed: 1, ..stamp }));
    }
}
