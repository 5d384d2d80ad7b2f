//! A table that a run keeps in memory, and saves once enough of it is other than it was saved.
//!
//! In: the cache, the table's name. Out: the table, loaded when it is asked for first. Refuses to know: what it holds.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Cache;

/// So many rows that were not saved are worked out once more in no time …
const FEW: usize = 32;
/// … and fewer than one in so many are not worth writing all of the others again.
const SHARE: usize = 64;

/// Whether a table of which so many rows are other than they were saved is worth being saved once more.
pub fn is_worth_saving(other: usize, rows: usize) -> bool {
    other >= FEW || other > 0 && other * SHARE >= rows
}

/// The table between two builds of one run; in a run of one build, between loading and saving.
#[derive(Debug, Default)]
pub struct Lasting<T> {
    table: Option<T>,
    /// How many rows are other than they were saved.
    unsaved: usize,
}

impl<T: Serialize + DeserializeOwned + Default> Lasting<T> {
    /// Whether it was put back in this run.
    pub fn is_at_hand(&self) -> bool {
        self.table.is_some()
    }

    /// The table as it was put back last, in this run or an earlier one.
    pub fn take(&mut self, name: &str, cache: &Cache) -> T {
        self.table.take().unwrap_or_else(|| cache.load(name))
    }

    /// Puts it back with its number of rows, of which so many are other than when it was taken.
    pub fn put_back(&mut self, table: T, (other, rows): (usize, usize), name: &str, cache: &Cache) {
        self.unsaved += other;
        if other > 0 && is_worth_saving(self.unsaved, rows) {
            cache.save(name, &table);
            self.unsaved = 0;
        }
        self.table = Some(table);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Digest;

    #[test]
    fn what_is_worth_it_is_saved_and_the_rest_is_kept() {
        let root = tempfile::tempdir().expect("a folder");
        let cache = Cache::at(root.path(), Digest::default()).renewed();
        let mut lasting = Lasting::<Vec<usize>>::default();
        let mut put = |other: usize, rows: usize| {
            let mut table = lasting.take("表", &cache);
            table.extend((other > 0).then_some(other));
            lasting.put_back(table, (other, rows), "表", &cache);
            (lasting.is_at_hand(), cache.load::<Vec<usize>>("表").len())
        };
        assert_eq!(put(0, 10), (true, 0));
        assert_eq!(put(1, 10), (true, 1), "a small table");
        assert_eq!(put(1, 1_000), (true, 1));
        assert_eq!(put(FEW - 2, 10_000), (true, 1));
        assert_eq!(put(1, 10_000), (true, 4), "all together");
        assert_eq!(put(1, SHARE + 1), (true, 4));
        assert_eq!(lasting.take("表", &cache).len(), 5);
        assert!(!lasting.is_at_hand());
    }
}
