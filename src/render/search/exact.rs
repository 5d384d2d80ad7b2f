//! What makes the index exact: the documents that hold all pairs of a run, but not the run.
//!
//! In: the runs of the documents. Out: for each run of three to eight units that stands somewhere, the documents that
//! hold it without its last unit, and without its first, but not as a whole.
//!
//! That is all that is needed: a document that holds every run of n-1 units of a phrase, and is not named here for any
//! run of n, holds every run of n; so, step by step, the phrase itself. And such documents can be found in each text
//! alone: for a run aXb to be missed, X must stand in it at least twice, once after a and once before b. Texts repeat
//! themselves little, so the lists are short: a hundredth of the texts, where positions would be half of them.
//!
//! A phrase that stands nowhere has no lists; whoever finds that the first document does not hold it knows that none
//! does. Refuses to know: how lists are written.

use std::ops::{Deref, Range};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::chunk::{Chunk, Sorted};
use super::fold::GAP;
use super::lists::{Growing, documents_in};
use super::repeats::Repeats;
use super::runs::{self, Documents};
use super::standing::Standing;

/// Units of the longest runs that are kept apart. Longer phrases are compared when they are shown.
pub const LONGEST: usize = 8;
/// A run of up to eight units, from the highest bits on, so that runs sort by their beginnings.
pub type Run = u128;

/// The run of these units.
pub fn run(units: &[u16]) -> Run {
    units.iter().enumerate().fold(0, |run, (at, unit)| run | u128::from(*unit) << (112 - 16 * at))
}

/// The units of a run, without a list in memory: hundreds of thousands of runs are taken apart.
pub struct Units {
    units: [u16; LONGEST],
    length: usize,
}

impl Deref for Units {
    type Target = [u16];

    fn deref(&self) -> &[u16] {
        &self.units[..self.length]
    }
}

/// The units of a run.
pub fn units(run: Run) -> Units {
    let units: [u16; LONGEST] = std::array::from_fn(|at| (run >> (112 - 16 * at)) as u16);
    Units { units, length: units.iter().position(|unit| *unit == GAP).unwrap_or(LONGEST) }
}

/// The documents that only seem to hold a run.
pub struct Seeming {
    /// The runs that have such documents, sorted.
    sorted: Vec<Run>,
    /// Where the list of each run ends among the bytes.
    ends: Vec<u32>,
    /// The lists, as they grew: a run has dozens of documents, and a document hundreds of runs.
    bytes: Vec<u8>,
    /// The runs that begin with a pair, by their places.
    by_pair: FxHashMap<u32, Range<u32>>,
}

type Lists = FxHashMap<Run, Growing>;

impl Seeming {
    /// Reads the documents.
    pub fn of(documents: &(impl Documents + ?Sized)) -> Self {
        let standing = Standing::of(documents);
        let part = |numbers: Range<usize>| {
            let (mut chunk, mut repeats) = (Chunk::new(), Repeats::new(&standing));
            runs::each(documents, numbers, |document, text| {
                repeats.seeming(text, &mut |run| chunk.push(run, document));
            });
            chunk.sorted()
        };
        let mut lists = Lists::default();
        runs::in_waves(documents, &part, &mut |part: Sorted<Run>| part.append_to(&mut lists));
        // It takes more room than all that follows.
        drop(standing);
        Seeming::sorted(&lists)
    }

    fn sorted(lists: &Lists) -> Self {
        let mut sorted: Vec<Run> = lists.keys().copied().collect();
        sorted.par_sort_unstable();
        let mut ends = Vec::with_capacity(sorted.len());
        let mut bytes = Vec::with_capacity(lists.values().map(|list| list.bytes().len()).sum());
        let mut by_pair: FxHashMap<u32, Range<u32>> = FxHashMap::default();
        for (at, run) in (0..).zip(&sorted) {
            by_pair.entry((run >> 96) as u32).or_insert(at..at).end = at + 1;
            bytes.extend_from_slice(lists.get(run).map_or(&[], Growing::bytes));
            ends.push(bytes.len() as u32);
        }
        Seeming { sorted, ends, bytes, by_pair }
    }

    /// How many runs have such documents.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// The runs that begin with a pair, sorted, each with the list of its documents.
    pub fn beginning_with(&self, pair: u32) -> impl ExactSizeIterator<Item = (Run, &[u8])> {
        let range = self.by_pair.get(&pair).cloned().unwrap_or_default();
        (range.start as usize..range.end as usize).map(|at| (self.sorted[at], self.list_at(at)))
    }

    /// The documents that only seem to hold a run, rising.
    pub fn documents_of(&self, run: Run) -> impl Iterator<Item = u32> {
        documents_in(self.list_of(run).unwrap_or_default())
    }

    fn list_at(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.bytes.get(start as usize..self.ends[at] as usize).unwrap_or_default()
    }

    fn list_of(&self, run: Run) -> Option<&[u8]> {
        let range = self.by_pair.get(&((run >> 96) as u32))?;
        let (from, to) = (range.start as usize, range.end as usize);
        Some(self.list_at(from + self.sorted[from..to].binary_search(&run).ok()?))
    }

    /// All runs, sorted, each with its list.
    #[cfg(test)]
    pub fn runs(&self) -> impl Iterator<Item = (Run, &[u8])> {
        (0..self.len()).map(|at| (self.sorted[at], self.list_at(at)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::holding::Holding;
    use super::super::pairs::Pairs;
    use super::*;

    #[test]
    fn a_run_keeps_its_units_and_sorts_by_them() {
        let units_of = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
        for text in ["改革创", "全面深化改革创新"] {
            assert_eq!(units(run(&units_of(text))).to_vec(), units_of(text));
        }
        assert!(run(&[1, 2, 9]) < run(&[1, 3, 1]) && run(&[1, 2, 9]) < run(&[1, 2, 9, 1]));
    }

    #[test]
    fn a_text_that_holds_the_parts_but_not_the_whole_is_named() {
        let texts: Vec<Vec<u16>> = ["甲乙丙", "甲乙丁乙丙", "乙丙甲乙"]
            .iter()
            .map(|text| text.encode_utf16().chain([GAP]).collect())
            .collect();
        let seeming = Seeming::of(&texts[..]);
        let named: Vec<String> =
            seeming.sorted.iter().map(|run| String::from_utf16(&units(*run)).expect("characters")).collect();
        assert_eq!(named, ["甲乙丙"], "丁乙丁 and the like stand nowhere");
        let pairs = Pairs::of(&texts[..]);
        let (all, places) = Holding::new(&pairs, &seeming).places(seeming.sorted[0], seeming.list_at(0));
        assert_eq!((all, places), (3, vec![1, 2]));
    }
}
