//! Entries, made once for all feeds that hold them: an item is in the feeds of its title, its units and its topics.
//!
//! In: the feeds' items. Out: an item's entry. It waits from the first feed that asks for it to the last; where feeds
//! stand and are not made, until all are done. Whoever asks once more gets it made once more. Refuses to know: what an entry says.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use atom_syndication::Entry;

use super::entry::entry;
use crate::render::archive::Place;
use crate::render::site::Site;

/// An item, and how deep in the site the feed is whose entry it is: addresses may depend on that, and on nothing else
/// of the feed.
type Key = (usize, usize, usize);

/// An entry, and how many feeds have yet to ask for it.
#[derive(Default)]
struct Waiting {
    left: usize,
    entry: Option<Entry>,
}

/// The entries of all feeds of a site.
pub(super) struct Entries(Mutex<BTreeMap<Key, Waiting>>);

impl Entries {
    /// None yet; these are the feeds' paths with their items.
    pub fn of<'c>(site: &Site<'_>, feeds: impl Iterator<Item = (&'c str, &'c [Place])>) -> Self {
        let mut waiting: BTreeMap<Key, Waiting> = BTreeMap::new();
        for (path, places) in feeds {
            places.iter().for_each(|place| waiting.entry(key(site, path, *place)).or_default().left += 1);
        }
        Entries(Mutex::new(waiting))
    }

    /// The entry of the item there, as the feed at `path` has it.
    pub fn take(&self, site: &Site<'_>, path: &str, place: Place) -> Entry {
        let key = key(site, path, place);
        if let Some(entry) = self.taken(key) {
            return entry;
        }
        // Nobody waits for the lock while an entry is made.
        let entry = entry(site, path, place);
        if let Some(waiting) = self.waiting().get_mut(&key).filter(|waiting| waiting.left > 0) {
            waiting.entry = Some(entry.clone());
        }
        entry
    }

    /// An entry that waits; the last feed that asks for it takes it along.
    fn taken(&self, key: Key) -> Option<Entry> {
        let mut waiting = self.waiting();
        let waiting = waiting.get_mut(&key)?;
        waiting.left = waiting.left.saturating_sub(1);
        if waiting.left == 0 { waiting.entry.take() } else { waiting.entry.clone() }
    }

    /// A panic elsewhere leaves no entry half made.
    fn waiting(&self) -> MutexGuard<'_, BTreeMap<Key, Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the site's address is known, addresses are written in full.
fn key(site: &Site<'_>, path: &str, place: Place) -> Key {
    let depth = if site.archive.settings.url.is_empty() { path.matches('/').count() } else { 0 };
    (depth, place.issue, place.item)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Templates;
    use crate::render::tests::sample;

    #[test]
    fn an_entry_waits_for_the_last_feed_and_is_the_same_in_each() {
        for url in ["", "https://gaige.example/"] {
            let mut office = sample::office();
            office.settings.url = url.to_owned();
            let archive = office.archive(vec![sample::issue("dongtai-2016-1", "2016-01-07")]);
            let templates = Templates::built_in();
            let site = Site::of(&archive, &templates);
            let place = Place { issue: 0, item: 0 };
            let places = [place];
            let paths = ["feed.xml", "dongtai/feed.xml", "topics/a.xml", "units/a.xml"];
            let entries = Entries::of(&site, paths.iter().map(|path| (*path, places.as_slice())));
            for path in paths.iter().chain(&paths) {
                assert_eq!(entries.take(&site, path, place), entry(&site, path, place), "{path}");
            }
            assert!(entries.waiting().values().all(|waiting| waiting.entry.is_none()));
        }
    }
}
