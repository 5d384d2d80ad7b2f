//! How the files that matter look now.
//!
//! In: the office folder. Out: their stamps by path. Only names and sizes are read, and no link is followed.
//! Refuses to know: contents, what has changed.

use std::path::Path;

use walkdir::WalkDir;

use super::matters::{self, DEEP};
use crate::config::{SETTINGS_FILE, UNITS_FILE};
use crate::disk::{self, Sightings, Stamp};
use crate::register::REGISTER;

/// Every file that matters.
pub fn all(root: &Path) -> Sightings {
    let mut seen = Sightings::new();
    for name in [SETTINGS_FILE, UNITS_FILE] {
        seen.extend(disk::stamp(&root.join(name)).map(|stamp| (name.to_owned(), stamp)));
    }
    for room in DEEP.into_iter().chain([REGISTER]) {
        seen.extend(below(root, room));
    }
    seen
}

/// Every file that matters below a folder, given relative to the office.
pub fn below(root: &Path, folder: &str) -> Sightings {
    let deep = if folder == REGISTER { 1 } else { usize::MAX };
    let walk = WalkDir::new(root.join(folder)).min_depth(1).max_depth(deep).into_iter();
    walk.filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let path = disk::relative(root, entry.path()).filter(|path| matters::owner(path).is_some())?;
            let found = entry.metadata().ok()?;
            Some((path, Stamp { size: found.len(), modified: found.modified().ok() }))
        })
        .collect()
}

/// The paths at which the two differ, with how they look in `now`.
pub fn changes(before: &Sightings, now: &Sightings) -> Vec<(String, Option<Stamp>)> {
    let changed = now.iter().filter(|(path, stamp)| before.get(*path) != Some(stamp));
    let changed = changed.map(|(path, stamp)| (path.clone(), Some(*stamp)));
    let gone = before.keys().filter(|path| !now.contains_key(*path)).map(|path| (path.clone(), None));
    changed.chain(gone).collect()
}
