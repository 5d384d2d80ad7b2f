//! What was worked out before and is still true. It lies beside the office and may be deleted at any time: nothing but
//! time is lost.
//!
//! In: the office. Out: tables by name as they were saved, and stamps by which unchanged files are known. A table of
//! another program, of other settings, or a damaged one is as if it had never been.
//! Refuses to know: what the tables hold.

mod again;
mod lasting;
mod rows;
mod stamps;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

pub use again::{differing, look_again};
pub use lasting::{Lasting, is_worth_saving};
pub use rows::{Packing, Row, Rows, number_of, quick, quick_of};
use serde::Serialize;
use serde::de::DeserializeOwned;
use stamps::nanoseconds;
pub use stamps::{Kind, Stamp, Stamps, stamps_below, stamps_near};

use crate::disk;
use crate::error::{Error, Result};
use crate::model::Digest;
use crate::office::Office;

/// The folder in the office; its name begins like those of temporary files, which nobody reads or keeps.
pub const FOLDER: &str = ".kuaibao-cache";
/// Bytes of a digest.
const DIGEST: usize = 32;
/// How coarse the clock of a file system may be: FAT counts in steps of two seconds. (Tests know theirs.)
const COARSE: Duration = if cfg!(test) { Duration::from_millis(10) } else { Duration::from_secs(3) };

/// The tables of one office.
#[derive(Debug, Clone)]
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

    /// The tables beside the office in `root`, for those who write nothing.
    pub fn at(root: &Path, settings: Digest) -> Self {
        Cache { key: key(settings), folder: root.join(FOLDER), still_before: 0, writes: false }
    }

    /// How long after another look this one is, by the clock of the file system.
    pub fn since(&self, earlier: &Cache) -> Duration {
        Duration::from_nanos(u64::try_from(self.still_before.saturating_sub(earlier.still_before)).unwrap_or(0))
    }

    /// Whether a file with this stamp has lain still, so that another content would have another stamp.
    pub fn is_still(&self, stamp: &Stamp) -> bool {
        stamp.last_touched() < self.still_before
    }

    /// The table of that name as it was saved; an empty one where there is none that can be used.
    pub fn load<T: DeserializeOwned + Default>(&self, name: &str) -> T {
        self.rows(name).at(0).unwrap_or_default()
    }

    /// Saves a table, for those who may write. One that cannot be saved costs time at the next run and nothing else.
    pub fn save<T: Serialize>(&self, name: &str, table: &T) {
        let mut packing = Packing::default();
        packing.put("", table);
        self.save_rows(name, &packing);
    }

    /// The same for a table of which few rows are needed, or all on all cores.
    pub fn rows(&self, name: &str) -> Rows {
        let bytes = std::fs::read(self.folder.join(name)).unwrap_or_default();
        let ours = bytes.get(..DIGEST) == Some(&self.key.bytes()[..]);
        ours.then(|| Rows::of(bytes, DIGEST)).flatten().unwrap_or_default()
    }

    /// Saves such a table.
    pub fn save_rows(&self, name: &str, rows: &Packing) {
        if !self.writes {
            return;
        }
        let [head, list, bytes] = rows.parts();
        let whole = [&self.key.bytes()[..], &head, &list, &bytes].concat();
        let _ = disk::write_unsynced(&self.folder.join(name), &whole);
    }
}

/// The clock of the file system on which the office lies: it may be another machine's.
fn now_there(folder: &Path) -> Option<SystemTime> {
    std::fs::create_dir_all(folder).ok()?;
    disk::temporary_in(folder).ok()?.as_file().metadata().ok()?.modified().ok()
}

/// Forgets everything.
pub fn forget(office: &Office) -> Result<()> {
    let folder = office.root.join(FOLDER);
    match std::fs::remove_dir_all(&folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(Error::io("删除缓存", &folder, cause)),
        _ => Ok(()),
    }
}

/// The file of the program that runs, as it was at the first look: another may be put in its place while it runs.
static PROGRAM: LazyLock<Option<Stamp>> =
    LazyLock::new(|| std::env::current_exe().ok().and_then(|program| Stamp::at(&program)));

/// Another program may judge otherwise, and so may other settings.
fn key(settings: Digest) -> Digest {
    Digest::of(format!("{} {:?} {settings}", env!("CARGO_PKG_VERSION"), *PROGRAM).as_bytes())
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
        let last = stamp.last_touched();
        assert!(!Cache { still_before: last, ..Cache::at(root.path(), cache.key) }.is_still(&stamp));
        assert!(Cache { still_before: last + 1, ..Cache::at(root.path(), cache.key) }.is_still(&stamp));
        // By the clock of the file system, and not before its own coarseness has passed.
        assert!(cache.still_before > 0 && cache.still_before < last + 60_000_000_000);
    }
}
