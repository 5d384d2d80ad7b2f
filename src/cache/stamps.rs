//! How files look from outside: what has the same stamp has the same bytes.
//!
//! In: a folder. Out: the stamps of what is in it. A build that begins looks at all files of the office, and of a hundred
//! thousand unchanged ones it learns no more than this: so folders are looked through on all cores, and each file is asked once.
//! Refuses to know: what is in files.

use std::ffi::{OsStr, OsString};
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
    /// What it is.
    pub kind: Kind,
}

/// What lies there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A file.
    File,
    /// A file whose name, or that of a folder above it, is no text; its path is nearly its name.
    Unnamed,
    /// A folder.
    Folder,
    /// Something at which, or a folder into which, one cannot look.
    Closed,
    /// A link, a device or a pipe.
    Other,
}

/// Stamps by path.
pub type Stamps = Vec<(String, Stamp)>;

impl Stamp {
    /// The stamp of a file.
    pub fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().map_or(0, nanoseconds);
        let kind = match metadata.file_type() {
            found if found.is_file() => Kind::File,
            found if found.is_dir() => Kind::Folder,
            _ => Kind::Other,
        };
        Stamp { size: metadata.len(), modified, changed: changed(metadata), kind }
    }

    /// Of something at which, or into which, one cannot look: it never lies still.
    pub(super) fn closed() -> Self {
        Stamp { size: 0, modified: 0, changed: i64::MAX, kind: Kind::Closed }
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
/// in order, what is in a folder behind it; first the folder itself, if there is one.
pub fn stamps_below(folder: &Path) -> Stamps {
    stamps_near(folder, usize::MAX)
}

/// The same down to a depth: 1 for what lies in the folder itself.
pub fn stamps_near(folder: &Path, depth: usize) -> Stamps {
    // A folder of the office may itself be a link to a share.
    let Ok(metadata) = folder.metadata() else { return Stamps::new() };
    let mut stamps = vec![(String::new(), Stamp::of(&metadata))];
    look_through(folder, Above { path: "", named: true, depth }, &mut stamps);
    stamps
}

/// Where one has got to.
#[derive(Clone, Copy)]
struct Above<'a> {
    path: &'a str,
    /// Whether all of its names are text.
    named: bool,
    /// How many folders deeper one may go.
    depth: usize,
}

/// Adds what is in a folder, which stands last so far.
fn look_through(folder: &Path, above: Above<'_>, stamps: &mut Stamps) {
    let Some(depth) = above.depth.checked_sub(1) else { return };
    let (entries, whole) = names_in(folder);
    if let Some((_, stamp)) = stamps.last_mut().filter(|_| !whole) {
        *stamp = Stamp::closed();
    }
    let above = Above { depth, ..above };
    let look = |entries: &[(OsString, DirEntry)]| {
        let mut stamps = Stamps::with_capacity(entries.len());
        entries.iter().for_each(|(name, entry)| look_at(name, entry, above, &mut stamps));
        stamps
    };
    if entries.len() <= TOGETHER {
        stamps.append(&mut look(&entries));
    } else {
        let parts: Vec<Stamps> = entries.par_chunks(TOGETHER).map(look).collect();
        stamps.extend(parts.into_iter().flatten());
    }
}

/// What is in a folder, in the order of the names, and whether that is all.
fn names_in(folder: &Path) -> (Vec<(OsString, DirEntry)>, bool) {
    let Ok(found) = std::fs::read_dir(folder) else { return (Vec::new(), false) };
    let (mut entries, mut whole) = (Vec::new(), true);
    for entry in found {
        match entry {
            Ok(entry) => entries.push((entry.file_name(), entry)),
            Err(_) => whole = false,
        }
    }
    entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    (entries, whole)
}

fn look_at(name: &OsStr, entry: &DirEntry, above: Above<'_>, stamps: &mut Stamps) {
    let named = above.named && name.to_str().is_some();
    let name = name.to_string_lossy();
    let path = if above.path.is_empty() { name.into_owned() } else { [above.path, "/", &name].concat() };
    let stamp = match entry.metadata() {
        Ok(metadata) => Stamp::of(&metadata),
        // It has gone since its name was read: editors leave such things about for a moment.
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return,
        Err(_) => Stamp::closed(),
    };
    let kind = if stamp.kind == Kind::File && !named { Kind::Unnamed } else { stamp.kind };
    let folder = (kind == Kind::Folder).then(|| path.clone());
    stamps.push((path, Stamp { kind, ..stamp }));
    if let Some(path) = folder {
        look_through(&entry.path(), Above { path: &path, named, ..above }, stamps);
    }
}

/// What is at a path with this stamp, and in it.
pub(super) fn below(at: &Path, path: String, stamp: Stamp) -> Stamps {
    let mut stamps = vec![(path.clone(), stamp)];
    if stamp.kind == Kind::Folder {
        look_through(at, Above { path: &path, named: true, depth: usize::MAX }, &mut stamps);
    }
    stamps
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
        // What is no folder cannot be looked into: whoever relies on it never finds it lying still.
        let file = stamps_below(&root.path().join("a.md"));
        assert_eq!(file.iter().map(|(_, stamp)| stamp.kind).collect::<Vec<_>>(), [Kind::Closed]);
    }
}
