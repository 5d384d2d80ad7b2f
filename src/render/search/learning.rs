//! Which pairs of words come back most often: learned round by round from a sample.
//!
//! In: the sample, its words as numbers. Out: the pairs that become a word in a round; the sample in longer and longer
//! words. How often each pair stands there is counted once, and then told anew where words were joined, which takes half
//! the time of counting all of it in each round. Refuses to know: which characters words are, codes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use super::counts::Counts;
use super::words::NONE;

/// A word that is used less often does not pay for itself.
const LEAST: u32 = 6;

/// The sample.
pub struct Learning {
    /// Its words, with `NONE` between texts.
    written: Vec<u32>,
    /// How often each pair of neighbours stands there.
    counts: Counts,
}

/// The pairs of a round, with the words that they make.
struct Round {
    words: FxHashMap<u64, u32>,
    /// Whether a word begins a pair of this round, and whether it ends one.
    begins: Vec<bool>,
    ends: Vec<bool>,
}

fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

impl Learning {
    /// Counts the pairs.
    pub fn of(written: Vec<u32>) -> Self {
        let mut counts = Counts::with_room(written.len() / 8);
        for two in written.windows(2).filter(|two| two[0] != NONE && two[1] != NONE) {
            counts.add(two[0], two[1]);
        }
        Learning { written, counts }
    }

    /// The sample as it is written by now.
    pub fn written(&self) -> impl Iterator<Item = u32> {
        self.written.iter().copied().filter(|word| *word != NONE)
    }

    /// Makes words of the most frequent pairs, at most so many, with the numbers from `next` on. A word that begins a
    /// pair of this round ends none, so that it does not matter in which order they are joined.
    pub fn round(&mut self, next: u32, most: usize) -> Vec<(u32, u32)> {
        let frequent = self.counts.iter().filter(|(_, count)| *count >= LEAST);
        // As a heap, since few of them are asked for: the most frequent, and of these the pair with the lowest numbers.
        let mut frequent: BinaryHeap<(u32, Reverse<(u32, u32)>)> =
            frequent.map(|(pair, count)| (count, Reverse(pair))).collect();
        let size = next as usize;
        let mut round = Round { words: FxHashMap::default(), begins: vec![false; size], ends: vec![false; size] };
        let mut made = Vec::new();
        while let Some((_, Reverse((first, second)))) = frequent.pop().filter(|_| made.len() < most) {
            if first != second && !round.ends[first as usize] && !round.begins[second as usize] {
                round.begins[first as usize] = true;
                round.ends[second as usize] = true;
                round.words.insert(pair(first, second), next + made.len() as u32);
                made.push((first, second));
            }
        }
        self.join(&round);
        // All of them have become words: one that begins a pair of this round ends none.
        made.iter().for_each(|(first, second)| self.counts.forget(*first, *second));
        made
    }

    /// Joins the pairs of a round, wherever they stand.
    fn join(&mut self, round: &Round) {
        let (mut from, mut to, mut before) = (0, 0, NONE);
        let at = |written: &[u32], at: usize| written.get(at).copied().unwrap_or(NONE);
        while from < self.written.len() {
            let (first, second) = (self.written[from], at(&self.written, from + 1));
            let whole = round.word(first, second);
            if let Some(whole) = whole {
                let behind = at(&self.written, from + 2);
                self.recount((before, first), (before, whole));
                self.recount((second, behind), (whole, behind));
            }
            before = whole.unwrap_or(first);
            self.written[to] = before;
            to += 1;
            from += if whole.is_some() { 2 } else { 1 };
        }
        self.written.truncate(to);
    }

    /// One pair stands there once less and another once more, unless they are none.
    fn recount(&mut self, less: (u32, u32), more: (u32, u32)) {
        if less.0 == NONE || less.1 == NONE {
            return;
        }
        self.counts.take(less.0, less.1);
        self.counts.add(more.0, more.1);
    }
}

impl Round {
    fn word(&self, first: u32, second: u32) -> Option<u32> {
        let may = |which: &[bool], word: u32| which.get(word as usize).is_some_and(|may| *may);
        // Most words that begin a pair stand before one that ends none of their own.
        let both = may(&self.begins, first) && may(&self.ends, second);
        both.then(|| self.words.get(&pair(first, second)).copied()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counts_stay_those_of_the_sample(
            sample in proptest::collection::vec(prop_oneof![8 => 1_u32..5, 1 => Just(NONE)], 0..300),
        ) {
            let mut learning = Learning::of(sample);
            let mut next = 5;
            for _ in 0..5 {
                let made = learning.round(next, 3);
                next += made.len() as u32;
                let counts = |learning: &Learning| -> BTreeMap<(u32, u32), u32> {
                    learning.counts.iter().filter(|(_, count)| *count > 0).collect()
                };
                prop_assert_eq!(counts(&learning), counts(&Learning::of(learning.written.clone())));
                for two in learning.written.windows(2) {
                    prop_assert!(!made.contains(&(two[0], two[1])), "a pair that was not joined");
                }
            }
        }
    }
}
