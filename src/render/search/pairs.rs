//! Which documents hold each pair of neighbouring units: the ground of the index.
//!
//! In: the runs of the documents. Out: a list of documents for each pair. Refuses to know: longer runs.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::chunk::{Chunk, Sorted};
use super::fold::GAP;
use super::lists::{Growing, Set};
use super::runs::{self, Documents};

/// The lists of all pairs.
pub struct Pairs {
    documents: u32,
    lists: FxHashMap<u32, Growing>,
    /// The sets of the pairs that are in so many documents that making them anew would take long.
    sets: FxHashMap<u32, Set>,
}

/// The pair's name.
pub fn key(first: u16, second: u16) -> u32 {
    u32::from(first) << 16 | u32::from(second)
}

/// The pair of a name.
pub fn units(key: u32) -> (u16, u16) {
    ((key >> 16) as u16, (key & 0xffff) as u16)
}

impl Pairs {
    /// Reads the documents.
    pub fn of(documents: &(impl Documents + ?Sized)) -> Self {
        let mut lists: FxHashMap<u32, Growing> = FxHashMap::default();
        runs::in_waves(documents, &|numbers| part(documents, numbers), &mut |part: Sorted<u32>| {
            part.append_to(&mut lists)
        });
        lists.values_mut().for_each(Growing::fit);
        let documents = u32::try_from(documents.count()).unwrap_or(u32::MAX);
        Pairs { documents, lists, sets: FxHashMap::default() }
    }

    /// The same, ready to be asked for many sets.
    pub fn with_sets(documents: &(impl Documents + ?Sized)) -> Self {
        let mut pairs = Pairs::of(documents);
        let many = pairs.lists.iter().filter(|(_, list)| list.len() > pairs.documents / 32);
        pairs.sets = many.map(|(key, list)| (*key, Set::of(list, pairs.documents))).collect();
        pairs
    }

    /// How many documents there are in all.
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// The pairs, sorted.
    pub fn keys(&self) -> Vec<u32> {
        let mut keys: Vec<u32> = self.lists.keys().copied().collect();
        keys.par_sort_unstable();
        keys
    }

    /// The units that stand in pairs.
    pub fn alphabet(&self) -> BTreeSet<u16> {
        self.lists.keys().flat_map(|key| <[u16; 2]>::from(units(*key))).collect()
    }

    /// The documents of a pair.
    pub fn list(&self, key: u32) -> Option<&Growing> {
        self.lists.get(&key)
    }

    /// Makes a set that of the documents of a pair.
    pub fn fill(&self, key: u32, set: &mut Set) {
        match self.sets.get(&key) {
            Some(known) => set.clone_from(known),
            None => set.fill(self.lists.get(&key)),
        }
    }
}

fn part(documents: &(impl Documents + ?Sized), numbers: Range<usize>) -> Sorted<u32> {
    let mut chunk = Chunk::new();
    runs::each(documents, numbers, |document, text| {
        for pair in text.windows(2).filter(|pair| pair[0] != GAP && pair[1] != GAP) {
            chunk.push(key(pair[0], pair[1]), document);
        }
    });
    chunk.sorted()
}
