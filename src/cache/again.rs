//! A folder that was looked through before, in which something is known to have been done at some paths.
//!
//! In: its stamps of then, in the order of their paths (so all names must be text), the paths. Out: its stamps of now, at the
//! price of a look at these paths.
//! Refuses to know: who says so, and whether that is all.

use std::io;
use std::ops::Range;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::stamps::{Kind, Stamp, Stamps, below};
use crate::disk;

/// Looks again at some paths below `folder`, at all that is in them, and at the folders in which they lie. Tells what has
/// come, gone or changed; of a folder that is still one, only what is in it.
pub fn look_again(folder: &Path, stamps: &mut Stamps, paths: &[&str]) -> Vec<String> {
    let mut changed = Vec::new();
    for path in paths {
        let path = first_unknown(stamps, path);
        let now = if path.is_empty() { super::stamps_below(folder) } else { there(folder, path) };
        let range = range_of(stamps, path);
        changed.extend(differing(&stamps[range.clone()], &now).map(str::to_owned));
        stamps.splice(range, now);
        above(path).for_each(|above| {
            let at = range_of(stamps, above).start;
            let there = stamps.get_mut(at).filter(|(path, _)| path == above);
            if let (Some((_, stamp)), Some(now)) = (there, Stamp::at(&folder.join(above))) {
                *stamp = now;
            }
        });
    }
    changed
}

/// The paths at which two lists differ; of a folder that is one in both, only what is in it.
pub fn differing<'s>(before: &'s [(String, Stamp)], now: &'s [(String, Stamp)]) -> impl Iterator<Item = &'s str> {
    let same = |one: &Stamp, other: &Stamp| one == other || (one.kind, other.kind) == (Kind::Folder, Kind::Folder);
    let looks = |list: &'s [(String, Stamp)]| list.iter().map(|(path, stamp)| (path.as_str(), stamp)).collect();
    let (then, there): (FxHashMap<&str, &Stamp>, FxHashMap<&str, &Stamp>) = (looks(before), looks(now));
    let gone = before.iter().filter(move |(path, _)| !there.contains_key(path.as_str()));
    let new = now.iter().filter(move |(path, stamp)| !then.get(path.as_str()).is_some_and(|old| same(old, stamp)));
    gone.chain(new).map(|(path, _)| path.as_str())
}

/// The folders above a path, from the nearest to the one that was looked through, which is called nothing.
fn above(path: &str) -> impl Iterator<Item = &str> {
    let nearest = (!path.is_empty()).then(|| path.rsplit_once('/').map_or("", |(above, _)| above));
    std::iter::successors(nearest, |path| {
        (!path.is_empty()).then(|| path.rsplit_once('/').map_or("", |(above, _)| above))
    })
}

/// The path, or the first folder above it that was not there or was none: all of it has come since.
fn first_unknown<'p>(stamps: &Stamps, path: &'p str) -> &'p str {
    let is_folder = |path: &str| {
        let found = stamps.get(range_of(stamps, path).start).filter(|(found, _)| found == path);
        found.is_some_and(|(_, stamp)| stamp.kind == Kind::Folder)
    };
    above(path).filter(|above| !is_folder(above)).last().unwrap_or(path)
}

/// Where a path and what is below it stand; where it would, if it is not there.
fn range_of(stamps: &Stamps, path: &str) -> Range<usize> {
    if path.is_empty() {
        return 0..stamps.len();
    }
    let start = stamps.partition_point(|(other, _)| other.split('/').lt(path.split('/')));
    let length = stamps[start..].iter().take_while(|(other, _)| disk::is_within(other, path)).count();
    start..start + length
}

/// What is at a path now.
fn there(folder: &Path, path: &str) -> Stamps {
    let at = folder.join(path);
    match at.symlink_metadata() {
        Ok(metadata) => below(&at, path.to_owned(), Stamp::of(&metadata)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Stamps::new(),
        Err(_) => vec![(path.to_owned(), Stamp::closed())],
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::stamps_below;
    use super::*;

    #[test]
    fn a_look_at_what_was_touched_finds_what_a_look_at_everything_finds() {
        let home = tempfile::tempdir().expect("a folder");
        let root = home.path().join("submissions");
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        };
        for path in ["甲/1.md", "甲/2.md", "甲/图/1.png", "甲-乙/1.md", "乙.md"] {
            write(path, "一");
        }
        let mut stamps = stamps_below(&root);
        let mut step = |paths: &[&str]| {
            std::thread::sleep(std::time::Duration::from_millis(15));
            let mut changed = look_again(&root, &mut stamps, paths);
            assert_eq!(stamps, stamps_below(&root));
            changed.sort();
            changed.join(" ")
        };
        assert_eq!(step(&["甲/1.md", "甲", "丙/丁.md"]), "");
        write("甲/1.md", "一二");
        assert_eq!(step(&["甲/1.md"]), "甲/1.md");
        write("丙/丁/戊/1.md", "一");
        assert_eq!(step(&["丙/丁/戊/1.md"]), "丙 丙/丁 丙/丁/戊 丙/丁/戊/1.md");
        fs::rename(root.join("甲"), root.join("丁")).expect("moved");
        let moved = "丁 丁/1.md 丁/2.md 丁/图 丁/图/1.png 甲 甲/1.md 甲/2.md 甲/图 甲/图/1.png";
        assert_eq!(step(&["甲", "丁"]), moved);
        write("甲", "一");
        assert_eq!(step(&["甲"]), "甲");
        fs::remove_file(root.join("甲")).expect("removed");
        write("甲/1.md", "一");
        assert_eq!(step(&["甲/1.md"]), "甲 甲/1.md", "where a file was a folder is");
        fs::remove_dir_all(root.join("丙")).expect("removed");
        fs::remove_file(root.join("乙.md")).expect("removed");
        let gone = step(&["丙/丁/戊/1.md", "丙/丁/戊", "丙/丁", "丙", "乙.md"]);
        assert_eq!(gone, "丙 丙/丁 丙/丁/戊 丙/丁/戊/1.md 乙.md");
        fs::remove_dir_all(&root).expect("removed");
        assert_eq!(step(&["甲/1.md", "甲", ""]).split(' ').count(), 10, "everything goes");
        write("甲/1.md", "一");
        assert_eq!(step(&["甲/1.md"]), " 甲 甲/1.md");
    }
}
