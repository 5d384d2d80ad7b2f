//! Which pages of a folder are what the same inputs made of them the last time: these need not be made again.
//!
//! In: the folder, keys of what its pages are made of. Out: the delivery that there would be, where all of them stand;
//! else which of them do. Refuses to know: what pages look like.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cache::{Cache, Stamp, Stamps, stamps_below};
use crate::model::Digest;
use crate::publish::{Delivered, Delivery, Gate, Kept};
use crate::render::{Edition, Page, Remembered, Set};

/// A folder of pages.
pub(super) struct Folder {
    out: PathBuf,
    table: String,
    made: Made,
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
    /// The folder `out`, the files in which are seen to be these, and what is remembered of it.
    pub(super) fn of(out: &Path, now: Stamps, cache: &Cache) -> Self {
        let table = format!("pages-{}", Digest::of(out.to_string_lossy().as_bytes()).short(12));
        Folder { made: cache.load(&table), now, out: out.to_owned(), table }
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.out
    }

    /// Its files: as they were found, or, once pages were made, as they were left.
    pub(super) fn into_files(self) -> Stamps {
        self.now
    }

    /// What delivering would do, if the folder is what `key` stands for: nothing.
    pub(super) fn standing(&self, key: u64) -> Option<Delivery> {
        let made = &self.made;
        let stands = made.total > 0 && made.key == key && made.files == self.now;
        stands.then(|| Delivery { total: made.total, unchanged: made.total, bytes: made.bytes, ..Delivery::default() })
    }

    /// What is remembered of the edition that it holds.
    pub(super) fn past(&self) -> Option<&Remembered> {
        self.made.past.as_ref()
    }

    /// Which files of the edition stand as they would be made. `common` is the key of what all pages have in common.
    pub(super) fn kept(&self, edition: &Edition<'_>, common: u64, gate: &Gate) -> Kept {
        if self.made.total == 0 || self.made.common != common {
            return Kept::default();
        }
        let sizes = self.untouched();
        let shows: HashMap<&str, u64> = self.made.shows.iter().map(|(path, shows)| (path.as_str(), *shows)).collect();
        let page = |page: &Page<'_>| {
            let same = page.shows.is_some() && shows.get(page.path.as_str()).copied() == page.shows;
            same.then(|| sizes.get(page.path.as_str()).copied()).flatten()
        };
        let set = |(set, (shows, files)): (&Set<'_>, &(u64, Vec<String>))| {
            let file = |path: &String| Some((path.clone(), *sizes.get(path.as_str())?));
            (set.shows == *shows).then(|| files.iter().map(file).collect()).flatten()
        };
        let lets_stand = gate.lets_stand();
        let strict = self.made.lets_stand.iter().any(|number| !lets_stand.contains(number.as_str()));
        Kept {
            pages: edition.pages.iter().map(page).collect(),
            sets: edition.sets.iter().zip(&self.made.sets).map(set).collect(),
            doubted: strict || self.made.holds_back != gate.holds_back(),
        }
    }

    /// The sizes of the files that are as they were left.
    fn untouched(&self) -> HashMap<&str, u64> {
        let now: HashMap<&str, &Stamp> = self.now.iter().map(|(path, stamp)| (path.as_str(), stamp)).collect();
        let same = self.made.files.iter().filter(|(path, stamp)| now.get(path.as_str()) == Some(&stamp));
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
            files: self.as_left(&kept.names(edition)),
            shows,
            sets: edition.sets.iter().map(|set| set.shows).zip(made.sets.iter().cloned()).collect(),
            past: edition.remembered(),
            total: made.delivery.total,
            bytes: made.delivery.bytes,
        };
        cache.save(&self.table, &made);
        self.now = made.files;
    }

    /// The files as they are now, but for those that were not made and that somebody else has written in the meantime.
    fn as_left(&self, not_made: &HashSet<&str>) -> Stamps {
        let before: HashMap<&str, &Stamp> = self.now.iter().map(|(path, stamp)| (path.as_str(), stamp)).collect();
        let is_ours = |(path, stamp): &(String, Stamp)| {
            !not_made.contains(path.as_str()) || before.get(path.as_str()).is_some_and(|old| old.is_as_written(stamp))
        };
        stamps_below(&self.out).into_iter().filter(is_ours).collect()
    }
}
