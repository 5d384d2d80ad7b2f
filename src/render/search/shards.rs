//! The lists of pairs, dealt out to files of a few kilobytes each: a phrase needs one file for each of its pairs.
//!
//! In: the lists, and what only seems to hold a run. Out: files. A run's exceptions lie with its first pair, so that
//! they come along with lists that are needed anyway. Refuses to know: texts.

use rayon::prelude::*;

use super::bits::Bits;
use super::exact::{self, Seeming};
use super::files::{self, File};
use super::holding::Holding;
use super::pairs::{self, Pairs};

/// Bytes that a file should have …
pub const SIZE: u64 = 6_000;
/// … and one of a part that is loaded besides another.
pub const SMALL: u64 = 2_500;

/// The lists of titles and texts, ready to be written.
pub struct Lists<'a> {
    /// Pairs of titles and texts alike.
    pub all: &'a Pairs,
    /// Pairs of titles alone.
    pub titles: &'a Pairs,
    /// What only seems to hold a run.
    pub seeming: &'a Seeming,
    /// Bytes that a file should have.
    pub size: u64,
}

impl Lists<'_> {
    /// How many files there are to be.
    pub fn count(&self) -> u32 {
        let documents = u64::from(self.all.documents().max(1));
        let keys = self.all.keys();
        let lists = keys.iter().filter_map(|key| self.all.list(*key));
        // About as many bits as Rice's code takes, in whole numbers, which are the same on every machine.
        let bits: u64 = lists
            .map(|list| {
                let count = u64::from(list.len());
                (count * u64::from((documents / count).max(1).ilog2() + 2)).min(documents) + 45
            })
            .sum();
        let bits = bits + self.seeming.len() as u64 * 60;
        u32::try_from((bits / 8).div_ceil(self.size)).unwrap_or(u32::MAX).max(1)
    }

    /// All files, in a folder of the index.
    pub fn files(&self, folder: &str) -> Vec<File> {
        let count = self.count();
        let mut shards: Vec<Vec<u32>> = vec![Vec::new(); count as usize];
        self.all.keys().into_iter().for_each(|key| shards[shard_of(key, count) as usize].push(key));
        let file = |holding: &mut Holding<'_>, (at, keys): (usize, &Vec<u32>)| {
            files::piece(&format!("{folder}pairs/{at}"), self.shard(keys, holding))
        };
        shards.par_iter().enumerate().map_init(|| Holding::new(self.all, self.seeming), file).collect()
    }

    fn shard(&self, keys: &[u32], holding: &mut Holding<'_>) -> Bits {
        let mut bits = Bits::default();
        bits.number(keys.len() as u32);
        keys.iter().for_each(|key| self.pair(*key, holding, &mut bits));
        bits
    }

    fn pair(&self, key: u32, holding: &mut Holding<'_>, bits: &mut Bits) {
        let (first, second) = pairs::units(key);
        bits.character(first);
        bits.character(second);
        for pairs in [self.all, self.titles] {
            let list: Vec<u32> = pairs.list(key).map(|list| list.iter().collect()).unwrap_or_default();
            bits.list(&list, self.all.documents());
        }
        let runs = self.seeming.beginning_with(key);
        bits.number(runs.len() as u32);
        for (run, list) in runs {
            let units = exact::units(run);
            bits.put(units.len() as u32 - 3, 3);
            units[2..].iter().for_each(|unit| bits.character(*unit));
            // The page knows by then how many entries seem to hold the run.
            let (all, places) = holding.places(run, list);
            bits.list(&places, all);
        }
    }
}

/// The file of a pair; the page computes the same.
fn shard_of(key: u32, count: u32) -> u32 {
    let (first, second) = pairs::units(key);
    let mixed = u64::from(first) * 65_599 + u64::from(second) * 31;
    u32::try_from(mixed % u64::from(count)).unwrap_or_default()
}
