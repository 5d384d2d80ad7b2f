//! What was worked out before and is still true. It lies beside the office and may be deleted at any time: nothing but
//! time is lost.
//!
//! In: the office. Out: tables by name as they were saved, and stamps by which unchanged files are known. A table of
//! another program, of other settings, or a damaged one is as if it had never been.
//! Refuses to know: what the tables hold.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::disk;
use crate::model::Digest;
use crate::office::Office;

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

    /// Bytes.
    pub fn size(&self) -> u64 {
        self.size
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
    /// The tables of an office, for those who write nothing.
    pub fn to_read(office: &Office) -> Self {
        Cache::at(&office.root, office.digest)
    }

    /// The tables of an office.
    pub fn to_write(office: &Office) -> Self {
        Cache::to_read(office).renewed()
    }

    /// No tables at all, for those who trust nothing.
    pub fn none(office: &Office) -> Self {
        Cache { folder: office.root.join(FOLDER).join("none"), ..Cache::to_read(office) }
    }

    /// The same tables for writing, by the clock of now.
    pub fn renewed(&self) -> Self {
        let still_before = now_there(&self.folder).map_or(0, |now| nanoseconds(now - COARSE));
        Cache { still_before, writes: true, key: self.key, folder: self.folder.clone() }
    }

    fn at(root: &Path, settings: Digest) -> Self {
        Cache { key: key(settings), folder: root.join(FOLDER), still_before: 0, writes: false }
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
fn key(settings: Digest) -> Digest {
    let program = std::env::current_exe().ok().and_then(|program| Stamp::at(&program));
    Digest::of(format!("{} {program:?} {settings}", env!("CARGO_PKG_VERSION")).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_as_it_was_saved_until_the_settings_change_or_it_is_damaged() {
        let root = tempfile::tempdir().expect("a folder");
        let of = |settings: &str| Cache::at(root.path(), Digest::of(settings.as_bytes())).renewed();
        let cache = of("a");
        cache.save("表", &vec!["甲".to_owned()]);
        assert_eq!(of("a").load::<Vec<String>>("表"), ["甲"]);
        assert!(cache.load::<Vec<String>>("别的").is_empty());

        assert!(of("b").load::<Vec<String>>("表").is_empty());

        let file = root.path().join(FOLDER).join("表");
        let mut bytes = std::fs::read(&file).expect("there");
        *bytes.last_mut().expect("not empty") ^= 1;
        std::fs::write(&file, bytes).expect("written");
        assert!(cache.load::<Vec<String>>("表").is_empty());
    }

    #[test]
    fn a_file_is_trusted_once_it_has_lain_still() {
        let root = tempfile::tempdir().expect("a folder");
        let file = root.path().join("a.md");
        std::fs::write(&file, "甲").expect("written");
        let stamp = Stamp::at(&file).expect("there");
        let cache = Cache::at(root.path(), Digest::default()).renewed();
        let last = stamp.modified.max(stamp.changed);
        assert!(!Cache { still_before: last, ..Cache::at(root.path(), cache.key) }.is_still(&stamp));
        assert!(Cache { still_before: last + 1, ..Cache::at(root.path(), cache.key) }.is_still(&stamp));
        // By the clock of the file system, and not before its own coarseness has passed.
        assert!(
            cache.still_before > 0 && cache.still_before < last + nanoseconds(UNIX_EPOCH + Duration::from_secs(60))
        );
    }
}
