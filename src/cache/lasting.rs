//! A table that a run keeps in memory, and saves once enough of it is other than it was saved.
//!
//! In: the cache, the table's name. Out: the table, loaded when it is asked for first. Refuses to know: what it holds.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Cache;

/// So many rows that were not saved are worked out once more in no time.
const FEW: usize = 32;

/// The table between two builds of one run; in a run of one build, between loading and saving.
#[derive(Debug, Default)]
pub struct Lasting<T> {
    table: Option<T>,
    /// How many rows are other than they were saved.
    unsaved: usize,
}

impl<T: Serialize + DeserializeOwned + Default> Lasting<T> {
    /// The table as it was put back last, in this run or an earlier one.
    pub fn take(&mut self, name: &str, cache: &Cache) -> T {
        self.table.take().unwrap_or_else(|| {
            // What an earlier run has left is saved at the first difference.
            self.unsaved = FEW;
            cache.load(name)
        })
    }

    /// Puts it back, with so many rows that are other than when it was taken.
    pub fn put_back(&mut self, table: T, other: usize, name: &str, cache: &Cache) {
        self.unsaved += other;
        if other > 0 && self.unsaved > FEW {
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
    fn the_first_difference_is_saved_at_once_and_later_ones_together() {
        let root = tempfile::tempdir().expect("a folder");
        let cache = Cache::at(root.path(), Digest::default()).renewed();
        let mut lasting = Lasting::<Vec<usize>>::default();
        let mut saved = Vec::new();
        for other in [0, 1, 1, FEW - 1, 1, 0] {
            let mut table = lasting.take("表", &cache);
            table.extend((other > 0).then_some(other));
            lasting.put_back(table, other, "表", &cache);
            saved.push(cache.load::<Vec<usize>>("表").len());
        }
        assert_eq!(saved, [0, 1, 1, 1, 4, 4]);
        assert_eq!(lasting.take("表", &cache).len(), 4);
    }
}
