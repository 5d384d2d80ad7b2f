//! Which documents hold each pair of neighbouring units: the ground of the index.
//!
//! In: the runs of the documents. Out: a list of documents for each pair. Refuses to know: longer runs.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::fold::GAP;
use super::lists::{Growing, Set};

/// Documents read by one core at a time.
const CHUNK: usize = 512;

/// The runs of each document, as `fold::push_runs` leaves them.
pub type Runs = Vec<Vec<u16>>;

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
    /// Reads the runs.
    pub fn of(runs: &[Vec<u16>]) -> Self {
        let documents = u32::try_from(runs.len()).unwrap_or(u32::MAX);
        let mut lists: FxHashMap<u32, Growing> = FxHashMap::default();
        in_waves(runs, &part, &mut |part: FxHashMap<u32, Growing>| {
            part.into_iter().for_each(|(key, list)| lists.entry(key).or_default().append(&list));
        });
        lists.values_mut().for_each(Growing::fit);
        Pairs { documents, lists, sets: FxHashMap::default() }
    }

    /// The same, ready to be asked for many sets.
    pub fn with_sets(runs: &[Vec<u16>]) -> Self {
        let mut pairs = Pairs::of(runs);
        let many = pairs.lists.iter().filter(|(_, list)| list.len() > pairs.documents / 64);
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

    /// The same as a set.
    pub fn set(&self, key: u32) -> Set {
        let made = || Set::of(self.lists.get(&key).unwrap_or(&Growing::default()), self.documents);
        self.sets.get(&key).cloned().unwrap_or_else(made)
    }
}

/// Reads the documents by chunks, on all cores, and hands on what came out of them in their order. A few chunks are read
/// at a time, since what comes out of all of them takes far more room than what is made of it.
pub fn in_waves<T: Send>(
    runs: &[Vec<u16>],
    read: &(impl Fn(&[Vec<u16>], usize) -> T + Sync),
    take: &mut impl FnMut(T),
) {
    let wave = CHUNK * rayon::current_num_threads();
    for (nth, wave_of) in runs.chunks(wave).enumerate() {
        let parts = wave_of.par_chunks(CHUNK).enumerate().map(|(at, chunk)| read(chunk, nth * wave + at * CHUNK));
        parts.collect::<Vec<T>>().into_iter().for_each(&mut *take);
    }
}

fn part(chunk: &[Vec<u16>], first: usize) -> FxHashMap<u32, Growing> {
    let mut lists: FxHashMap<u32, Growing> = FxHashMap::default();
    for (at, runs) in chunk.iter().enumerate() {
        let document = u32::try_from(first + at).unwrap_or(u32::MAX);
        for pair in runs.windows(2).filter(|pair| pair[0] != GAP && pair[1] != GAP) {
            lists.entry(key(pair[0], pair[1])).or_default().push(document);
        }
    }
    lists
}
