//! How files look from outside: what has the same stamp has the same bytes.
//!
//! In: a folder. Out: the stamps of what is in it. Every build looks at all files of the office, and of a hundred thousand
//! unchanged ones it learns no more than this: so folders are looked through on all cores, and each file is asked once.
//! Refuses to know: what is in files.

use std::ffi::OsString;
use std::fs::{DirEntry, Metadata};
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Names that are looked at together: fewer are not worth being shared out among the cores.
const TOGETHER: usize = 16;

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

/// Stamps by path.
pub type Stamps = Vec<(String, Stamp)>;

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

    /// Whether the bytes are the same as far as one can tell, whatever else was changed about the file (another name).
    pub fn is_as_written(&self, other: &Stamp) -> bool {
        (self.size, self.modified) == (other.size, other.modified)
    }

    /// The stamp of the file at `path`; `None` when there is none.
    pub fn at(path: &Path) -> Option<Self> {
        std::fs::metadata(path).ok().map(|metadata| Stamp::of(&metadata))
    }

    /// When anything was last done to it, in nanoseconds since 1970.
    pub(super) fn last_touched(&self) -> i64 {
        self.modified.max(self.changed)
    }
}

/// The stamps of everything in a folder, folders too (theirs change with each name that comes or goes), by path: names
/// in order, what is in a folder behind it. What cannot be looked at is left out.
pub fn stamps_below(folder: &Path) -> Stamps {
    stamps_near(folder, usize::MAX)
}

/// The same down to a depth: 1 for what lies in the folder itself.
pub fn stamps_near(folder: &Path, depth: usize) -> Stamps {
    let own = folder.symlink_metadata().ok().map(|metadata| (String::new(), Stamp::of(&metadata)));
    let mut stamps: Stamps = own.into_iter().collect();
    look_through(folder, "", depth, &mut stamps);
    stamps
}

fn look_through(folder: &Path, above: &str, depth: usize, stamps: &mut Stamps) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut entries: Vec<(OsString, DirEntry)> =
        entries.filter_map(io::Result::ok).map(|entry| (entry.file_name(), entry)).collect();
    entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let look = |entries: &[(OsString, DirEntry)]| {
        let mut stamps = Stamps::with_capacity(entries.len());
        entries.iter().for_each(|(name, entry)| look_at(name.to_str(), entry, (above, depth), &mut stamps));
        stamps
    };
    if entries.len() <= TOGETHER {
        stamps.append(&mut look(&entries));
    } else {
        let parts: Vec<Stamps> = entries.par_chunks(TOGETHER).map(look).collect();
        stamps.extend(parts.into_iter().flatten());
    }
}

fn look_at(name: Option<&str>, entry: &DirEntry, (above, depth): (&str, usize), stamps: &mut Stamps) {
    let (Some(name), Ok(metadata)) = (name, entry.metadata()) else { return };
    let path = if above.is_empty() { name.to_owned() } else { [above, "/", name].concat() };
    let folder = metadata.is_dir().then(|| path.clone());
    stamps.push((path, Stamp::of(&metadata)));
    if let Some(path) = folder {
        look_through(&entry.path(), &path, depth, stamps);
    }
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

pub(super) fn nanoseconds(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_order_and_what_is_in_a_folder_behind_it() {
        let root = tempfile::tempdir().expect("a folder");
        let many: Vec<String> = (0..3 * TOGETHER).map(|number| format!("b/{number:03}.md")).collect();
        for path in ["a.md", "b/c/d.md", "b.md", "z/y.md"].into_iter().chain(many.iter().map(String::as_str)) {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, "甲").expect("written");
        }
        let paths = |stamps: Stamps| stamps.into_iter().map(|(path, _)| path).collect::<Vec<_>>();
        let below = ["", "a.md", "b"].into_iter().map(str::to_owned).chain(many);
        let below = below.chain(["b/c", "b/c/d.md", "b.md", "z", "z/y.md"].map(str::to_owned));
        assert_eq!(paths(stamps_below(root.path())), below.collect::<Vec<_>>());
        assert_eq!(paths(stamps_near(root.path(), 1)), ["", "a.md", "b", "b.md", "z"]);
        assert!(stamps_below(&root.path().join("none")).is_empty());
    }
}
