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

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::fold::GAP;
use super::lists::Set;
use super::pairs::{self, Pairs};
use super::standing::{FACTOR, Standing, WEIGHTS, hash_of};

/// Units of the longest runs that are kept apart. Longer phrases are compared when they are shown.
pub const LONGEST: usize = 8;
/// A run of up to eight units, from the highest bits on, so that runs sort by their beginnings.
pub type Run = u128;

/// The run of these units.
pub fn run(units: &[u16]) -> Run {
    units.iter().enumerate().fold(0, |run, (at, unit)| run | u128::from(*unit) << (112 - 16 * at))
}

/// The units of a run.
pub fn units(run: Run) -> Vec<u16> {
    (0..LONGEST).map(|at| (run >> (112 - 16 * at)) as u16).take_while(|unit| *unit != GAP).collect()
}

/// The documents that only seem to hold a run.
pub struct Seeming {
    /// The runs that have such documents, sorted.
    sorted: Vec<Run>,
    /// Where the documents of each run end.
    ends: Vec<u32>,
    documents: Vec<u32>,
    /// The runs that begin with a pair, by their places.
    by_pair: FxHashMap<u32, Range<u32>>,
}

/// A run, in four pieces, and a document that only seems to hold it: millions of them lie side by side.
type Found = [u32; 5];

impl Seeming {
    /// Reads the runs.
    pub fn of(runs: &[Vec<u16>]) -> Self {
        let standing = Standing::of(runs);
        let part = |chunk: &[Vec<u16>], first: usize| {
            let mut found: Vec<Found> = Vec::new();
            for (within, text) in chunk.iter().enumerate() {
                let document = u32::try_from(first + within).unwrap_or(u32::MAX);
                seeming(text, &standing, &mut |run| found.push(found_in(run, document)));
            }
            found.shrink_to_fit();
            found
        };
        let mut parts: Vec<Vec<Found>> = Vec::new();
        pairs::in_waves(runs, &part, &mut |part| parts.push(part));
        drop(standing);
        let mut found: Vec<Found> = Vec::with_capacity(parts.iter().map(Vec::len).sum());
        parts.into_iter().for_each(|part| found.extend(part));
        found.par_sort_unstable();
        found.dedup();
        Seeming::sorted(&found)
    }

    fn sorted(found: &[Found]) -> Self {
        let (mut sorted, mut ends) = (Vec::new(), Vec::new());
        let mut by_pair: FxHashMap<u32, Range<u32>> = FxHashMap::default();
        for same in found.chunk_by(|a, b| a[..4] == b[..4]) {
            let (at, [first, rest @ ..]) = (sorted.len() as u32, same[0]);
            by_pair.entry(first).or_insert(at..at).end = at + 1;
            sorted.push(rest[..3].iter().fold(Run::from(first), |run, piece| run << 32 | Run::from(*piece)));
            ends.push(ends.last().copied().unwrap_or(0) + same.len() as u32);
        }
        let documents = found.iter().map(|[.., document]| *document).collect();
        Seeming { sorted, ends, documents, by_pair }
    }

    /// How many runs have such documents.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// The runs that begin with a pair, sorted.
    pub fn beginning_with(&self, pair: u32) -> &[Run] {
        let range = self.by_pair.get(&pair).cloned().unwrap_or_default();
        &self.sorted[range.start as usize..range.end as usize]
    }

    /// The documents that only seem to hold a run.
    fn documents_of(&self, run: Run) -> &[u32] {
        let Some(range) = self.by_pair.get(&((run >> 96) as u32)) else { return &[] };
        let (from, to) = (range.start as usize, range.end as usize);
        let Ok(within) = self.sorted[from..to].binary_search(&run) else { return &[] };
        let start = (from + within).checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.documents[start as usize..self.ends[from + within] as usize]
    }

    /// How many documents seem to hold a run, and the places among them of those that do not.
    pub fn places(&self, run: Run, pairs: &Pairs) -> (u32, Vec<u32>) {
        let all = self.holding_both_ends(&units(run), pairs);
        (all.len(), all.places(self.documents_of(run)))
    }

    /// The documents that hold the run without its last unit and without its first.
    fn holding_both_ends(&self, units: &[u16], pairs: &Pairs) -> Set {
        let mut sets: Vec<Set> = units.windows(2).map(|pair| pairs.set(pairs::key(pair[0], pair[1]))).collect();
        for length in 3..=units.len() {
            for at in 0..=units.len() - length {
                let (these, next) = sets.split_at_mut(at + 1);
                these[at].intersect(&next[0]);
                if length < units.len() {
                    these[at].remove(self.documents_of(run(&units[at..at + length])));
                }
            }
            sets.pop();
        }
        sets.swap_remove(0)
    }
}

fn found_in(run: Run, document: u32) -> Found {
    [(run >> 96) as u32, (run >> 64) as u32, (run >> 32) as u32, run as u32, document]
}

/// Calls `found` for each run that stands somewhere and only seems to stand in this text.
fn seeming(text: &[u16], standing: &Standing, found: &mut dyn FnMut(Run)) {
    // Sorted by what follows, the places at which one X stands are neighbours, for every length of X.
    let mut places: Vec<(Run, u32)> =
        (0..text.len()).filter(|at| text[*at] != GAP).map(|at| (inner_at(text, at), at as u32)).collect();
    places.sort_unstable();
    let mut around = Vec::new();
    let mut after = Vec::new();
    for length in 1..=LONGEST - 2 {
        let same = |a: &(Run, u32), b: &(Run, u32)| (a.0 ^ b.0) >> (128 - 16 * length) == 0;
        for group in places.chunk_by(same).filter(|group| group.len() > 1 && is_whole(group[0].0, length)) {
            around.clear();
            around.extend(group.iter().map(|(_, at)| (before(text, *at as usize), text[*at as usize + length])));
            across(group[0].0, length, &mut around, &mut after, standing, found);
        }
    }
}

/// The units from a place to the end of their run, at most as many as stand between two others.
fn inner_at(text: &[u16], at: usize) -> Run {
    let inner = text[at..].iter().take(LONGEST - 2).take_while(|unit| **unit != GAP);
    inner.enumerate().fold(0, |run, (at, unit)| run | Run::from(*unit) << (112 - 16 * at))
}

/// Whether the first `length` units are all of one run.
fn is_whole(inner: Run, length: usize) -> bool {
    inner >> (128 - 16 * length) & 0xffff != 0
}

fn before(text: &[u16], at: usize) -> u16 {
    at.checked_sub(1).map_or(GAP, |before| text[before])
}

/// The runs aXb where X, the first units of `inner`, stands after one a and before another b, but never between both.
/// `around` has what stands before and after X at each of its places; `after` is room to work in.
fn across(
    inner: Run,
    length: usize,
    around: &mut Vec<(u16, u16)>,
    after: &mut Vec<u16>,
    standing: &Standing,
    found: &mut dyn FnMut(Run),
) {
    around.sort_unstable();
    around.dedup();
    after.clear();
    after.extend(around.iter().map(|(_, after)| *after).filter(|unit| *unit != GAP));
    after.sort_unstable();
    after.dedup();
    let inner = inner >> (128 - 16 * length) << (128 - 16 * length);
    let hash = hash_of(inner, length).wrapping_mul(FACTOR);
    for before in around.chunk_by(|a, b| a.0 == b.0).filter(|same| same[0].0 != GAP && same.len() < after.len() + 1) {
        let first = before[0].0;
        for next in after.iter().filter(|next| before.binary_search(&(first, **next)).is_err()) {
            let ends = u64::from(first).wrapping_add(WEIGHTS[length + 1].wrapping_mul((*next).into()));
            if standing.has(hash.wrapping_add(ends), length + 2) {
                found(Run::from(first) << 112 | inner >> 16 | Run::from(*next) << (96 - 16 * length));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_keeps_its_units_and_sorts_by_them() {
        let units_of = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
        for text in ["改革创", "全面深化改革创新"] {
            assert_eq!(units(run(&units_of(text))), units_of(text));
        }
        assert!(run(&[1, 2, 9]) < run(&[1, 3, 1]) && run(&[1, 2, 9]) < run(&[1, 2, 9, 1]));
    }

    #[test]
    fn a_text_that_holds_the_parts_but_not_the_whole_is_named() {
        let texts: Vec<Vec<u16>> = ["甲乙丙", "甲乙丁乙丙", "乙丙甲乙"]
            .iter()
            .map(|text| text.encode_utf16().chain([GAP]).collect())
            .collect();
        let seeming = Seeming::of(&texts);
        let named: Vec<String> =
            seeming.sorted.iter().map(|run| String::from_utf16(&units(*run)).expect("characters")).collect();
        assert_eq!(named, ["甲乙丙"], "丁乙丁 and the like stand nowhere");
        let pairs = Pairs::of(&texts);
        let (all, places) = seeming.places(seeming.sorted[0], &pairs);
        assert_eq!((all, places), (3, vec![1, 2]));
    }
}
