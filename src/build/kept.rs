//! Which pages of a folder are what the same inputs made of them the last time: these need not be made again.
//!
//! In: the folder, keys of what its pages are made of. Out: the delivery that there would be, where all of them stand;
//! else which of them do. Refuses to know: what pages look like.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cache::{Cache, Stamp, Stamps, stamps_below};
use crate::model::Digest;
use crate::publish::{Delivered, Delivery, Gate, Kept};
use crate::render::{Edition, Page, Remembered, Set};

/// A folder of pages.
#[derive(Default)]
pub(super) struct Folder {
    out: PathBuf,
    table: String,
    /// What is remembered of it, once somebody has asked.
    made: OnceCell<Made>,
    /// Its files as they are now.
    now: Stamps,
}

/// What is remembered of it.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Made {
    /// The key of everything of which it was made; 0 where that cannot be told.
    key: u64,
    /// The key of what all pages have in common.
    common: u64,
    /// What the gate held back, and which numbers it let stand.
    holds_back: u64,
    lets_stand: Vec<String>,
    /// Everything in it, as it was left.
    files: Stamps,
    /// What each page showed.
    shows: Vec<(String, u64)>,
    /// What each set showed, and its files.
    sets: Vec<(u64, Vec<String>)>,
    /// What its edition had to be remembered of.
    past: Option<Remembered>,
    total: usize,
    bytes: u64,
}

impl Folder {
    /// The folder `out`, the files in which are seen to be these.
    pub(super) fn of(out: &Path, now: Stamps) -> Self {
        let table = format!("pages-{}", Digest::of(out.to_string_lossy().as_bytes()).short(12));
        Folder { made: OnceCell::new(), now, out: out.to_owned(), table }
    }

    /// The same folder, the files in which look like those of `now`.
    pub(super) fn seen_again(self, now: Folder) -> Self {
        Folder { now: now.now, ..self }
    }

    fn made(&self, cache: &Cache) -> &Made {
        self.made.get_or_init(|| cache.load(&self.table))
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.out
    }

    /// Its files: as they were found, or, once pages were made, as they were left.
    pub(super) fn files(&self) -> &Stamps {
        &self.now
    }

    /// What delivering would do, if the folder is what `key` stands for: nothing.
    pub(super) fn standing(&self, key: u64, cache: &Cache) -> Option<Delivery> {
        let made = self.made(cache);
        let stands = made.total > 0 && made.key == key && made.files == self.now;
        stands.then(|| Delivery { total: made.total, unchanged: made.total, bytes: made.bytes, ..Delivery::default() })
    }

    /// What is remembered of the edition that it holds.
    pub(super) fn past(&self, cache: &Cache) -> Option<&Remembered> {
        self.made(cache).past.as_ref()
    }

    /// Which files of the edition stand as they would be made. `common` is the key of what all pages have in common.
    pub(super) fn kept(&self, edition: &Edition<'_>, common: u64, gate: &Gate, cache: &Cache) -> Kept {
        let made = self.made(cache);
        if made.total == 0 || made.common != common {
            return Kept::default();
        }
        let sizes = self.untouched(made);
        let shows: HashMap<&str, u64> = made.shows.iter().map(|(path, shows)| (path.as_str(), *shows)).collect();
        let page = |page: &Page<'_>| {
            let same = page.shows.is_some() && shows.get(page.path.as_str()).copied() == page.shows;
            same.then(|| sizes.get(page.path.as_str()).copied()).flatten()
        };
        let set = |(set, (shows, files)): (&Set<'_>, &(u64, Vec<String>))| {
            let file = |path: &String| Some((path.clone(), *sizes.get(path.as_str())?));
            (set.shows == *shows).then(|| files.iter().map(file).collect()).flatten()
        };
        let lets_stand = gate.lets_stand();
        let strict = made.lets_stand.iter().any(|number| !lets_stand.contains(number.as_str()));
        Kept {
            pages: edition.pages.iter().map(page).collect(),
            sets: edition.sets.iter().zip(&made.sets).map(set).collect(),
            doubted: strict || made.holds_back != gate.holds_back(),
        }
    }

    /// The sizes of the files that are as they were left.
    fn untouched<'m>(&self, made: &'m Made) -> HashMap<&'m str, u64> {
        let now: HashMap<&str, &Stamp> = self.now.iter().map(|(path, stamp)| (path.as_str(), stamp)).collect();
        let same = made.files.iter().filter(|(path, stamp)| now.get(path.as_str()) == Some(&stamp));
        same.map(|(path, stamp)| (path.as_str(), stamp.size())).collect()
    }

    /// Remembers what was made; `key` is that of everything of which it was made, where that is certain.
    pub(super) fn keep(
        &mut self,
        (edition, made, kept): (&Edition<'_>, &Delivered, &Kept),
        (key, common): (Option<u64>, u64),
        gate: &Gate,
        cache: &Cache,
    ) {
        let shows = edition.pages.iter().filter_map(|page| Some((page.path.clone(), page.shows?))).collect();
        let made = Made {
            key: key.unwrap_or(0),
            common,
            holds_back: gate.holds_back(),
            lets_stand: gate.lets_stand().into_iter().map(str::to_owned).collect(),
            files: self.as_left(made.touched.as_deref(), &kept.names(edition)),
            shows,
            sets: edition.sets.iter().map(|set| set.shows).zip(made.sets.iter().cloned()).collect(),
            past: edition.remembered(),
            total: made.delivery.total,
            bytes: made.delivery.bytes,
        };
        cache.save(&self.table, &made);
        self.now.clone_from(&made.files);
        self.made = OnceCell::from(made);
    }

    /// The files as they were left: as they are now, but for those that were not made and that somebody else has written
    /// in the meantime.
    fn as_left(&self, touched: Option<&[String]>, not_made: &HashSet<&str>) -> Stamps {
        if let Some(touched) = touched {
            return self.but_for(touched);
        }
        let before: HashMap<&str, &Stamp> = self.now.iter().map(|(path, stamp)| (path.as_str(), stamp)).collect();
        let is_ours = |(path, stamp): &(String, Stamp)| {
            !not_made.contains(path.as_str()) || before.get(path.as_str()).is_some_and(|old| old.is_as_written(stamp))
        };
        stamps_below(&self.out).into_iter().filter(is_ours).collect()
    }

    /// The files as they were found, and those that were touched as they are now, with the folders in which they lie.
    fn but_for(&self, touched: &[String]) -> Stamps {
        let above = |path: &String| path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect::<Vec<_>>();
        let mut anew: BTreeSet<String> = touched.iter().flat_map(above).chain(touched.iter().cloned()).collect();
        anew.extend((!touched.is_empty()).then(String::new));
        let mut files: Stamps = self.now.iter().filter(|(path, _)| !anew.contains(path)).cloned().collect();
        let there = |path: String| Stamp::at(&self.out.join(&path)).map(|stamp| (path, stamp));
        files.extend(anew.into_iter().filter_map(there));
        // As whoever looks through the folder finds them.
        files.sort_by(|(a, _), (b, _)| a.split('/').cmp(b.split('/')));
        files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_as_they_were_left_are_those_that_the_next_build_finds() {
        let root = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        };
        let paths = ["a.html", "a/b.html", "a/c.html", "a-b.html", "b/d/e.html", "z.html"];
        paths.iter().for_each(|path| write(path, "甲"));
        let folder = Folder::of(root.path(), stamps_below(root.path()));
        assert_eq!(folder.as_left(Some(&[]), &HashSet::new()), folder.now);

        std::thread::sleep(std::time::Duration::from_millis(20));
        std::fs::remove_dir_all(root.path().join("b")).expect("removed");
        ["a/b.html", "n/e/w.html"].iter().for_each(|path| write(path, "乙"));
        let touched = ["a/b.html", "n/e/w.html", "b/d/e.html"].map(str::to_owned);
        assert_eq!(folder.as_left(Some(&touched), &HashSet::new()), stamps_below(root.path()));
    }
}
