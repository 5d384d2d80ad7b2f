//! Which runs of three to eight units stand anywhere in the texts, in a few bits for each.
//!
//! In: the runs of the documents. Out: a filter that may say yes too often (then a list is written that nobody asks for),
//! but never no. Refuses to know: which documents hold what.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::exact::LONGEST;
use super::fold::GAP;
use super::runs::{self, Documents};

/// Documents that one core reads at a time.
const TOGETHER: usize = 64;

/// The factor of the hash: odd, and large enough to spread.
pub const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// The factors of the units of a run.
pub const WEIGHTS: [u64; LONGEST] = {
    let mut weights = [1; LONGEST];
    let mut at = 1;
    while at < LONGEST {
        weights[at] = FACTOR.wrapping_mul(weights[at - 1]);
        at += 1;
    }
    weights
};

/// The filter.
pub struct Standing {
    /// Runs of three units, which are asked for most, in a stretch of memory that stays near.
    short: Filter,
    all: Filter,
}

impl Standing {
    /// Reads the documents.
    pub fn of(documents: &(impl Documents + ?Sized)) -> Self {
        let all: Vec<usize> = (0..documents.count()).collect();
        let blocks = || all.par_chunks(TOGETHER).map(|block| block[0]..block[0] + block.len());
        let units_in = |block| {
            let mut units = 0;
            runs::each(documents, block, |_, text| units += text.len());
            units
        };
        let units: usize = blocks().map(units_in).sum();
        let standing = Standing { short: Filter::new(units.min(1 << 26)), all: Filter::new(units * 12) };
        blocks().for_each(|block| runs::each(documents, block, |_, text| standing.enter(text)));
        standing
    }

    fn enter(&self, text: &[u16]) {
        let (mut short, mut all) = (Vec::with_capacity(PLACES), Vec::with_capacity(PLACES * LONGEST));
        for run in text.split(|unit| *unit == GAP).filter(|run| run.len() > 2) {
            for from in (0..run.len() - 2).step_by(PLACES) {
                (short.clear(), all.clear());
                for at in from..run.len().min(from + PLACES) {
                    push_runs(&run[at..], &mut short, &mut all);
                }
                self.short.enter(&short);
                self.all.enter(&short);
                self.all.enter(&all);
            }
        }
    }

    /// Leaves those of some runs of three units that may stand anywhere, at the first glance, which is quick. Each comes
    /// with its mixed hash.
    pub fn retain_short<T: Copy>(&self, runs: &mut Vec<(u64, T)>) {
        self.short.retain(runs);
    }

    /// Leaves those of some runs of any length that may stand anywhere, at the second.
    pub fn retain<T: Copy>(&self, runs: &mut Vec<(u64, T)>) {
        self.all.retain(runs);
    }
}

/// Places whose runs are entered together.
const PLACES: usize = 8;

/// The mixed hashes of the runs with which these units begin: that of three units, and those of more.
fn push_runs(units: &[u16], short: &mut Vec<u64>, all: &mut Vec<u64>) {
    let mut hash: u64 = 0;
    for (before, unit) in units.iter().take(LONGEST).enumerate() {
        hash = hash.wrapping_add(WEIGHTS[before].wrapping_mul((*unit).into()));
        match before + 1 {
            1 | 2 => {}
            3 => short.push(mixed(hash, 3)),
            length => all.push(mixed(hash, length)),
        }
    }
}

/// The hash of a run, which adds up, spread over all bits.
pub fn mixed(hash: u64, length: usize) -> u64 {
    let mixed = (hash ^ (hash >> 29) ^ length as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 32)).wrapping_mul(0x94d0_49bb_1331_11eb)
}

/// Bits that several cores may set.
struct Filter {
    bits: Vec<AtomicU64>,
    /// How far the highest bits of a hash have to be moved to name a word.
    shift: u32,
}

impl Filter {
    fn new(bits: usize) -> Self {
        let words = (bits / 64).next_power_of_two().max(64);
        let bits = std::iter::repeat_with(|| AtomicU64::new(0)).take(words).collect();
        Filter { bits, shift: 64 - words.ilog2() }
    }

    /// Two bits of one word.
    fn spot(&self, mixed: u64) -> (&AtomicU64, u64) {
        (&self.bits[(mixed >> self.shift) as usize], 1 << (mixed & 63) | 1 << (mixed >> 6 & 63))
    }

    /// Sets the bits of some runs. Most are there already, and looking is cheaper than writing. All words are looked at
    /// before anything follows from one of them: memory is far away, and so it is asked for several at once.
    fn enter(&self, mixed: &[u64]) {
        let mut lacking = [0; PLACES * LONGEST];
        let mut count = 0;
        for mixed in mixed {
            let (word, bits) = self.spot(*mixed);
            lacking[count] = *mixed;
            count += usize::from(word.load(Ordering::Relaxed) & bits != bits);
        }
        for mixed in &lacking[..count] {
            let (word, bits) = self.spot(*mixed);
            word.fetch_or(bits, Ordering::Relaxed);
        }
    }

    /// Leaves those whose bits are set. Each is written to its place whether it stays there or not, and nothing is decided
    /// on the way, so that the words of many of them are under way at once.
    fn retain<T: Copy>(&self, runs: &mut Vec<(u64, T)>) {
        let mut kept = 0;
        for at in 0..runs.len() {
            let run = runs[at];
            let (word, bits) = self.spot(run.0);
            runs[kept] = run;
            kept += usize::from(word.load(Ordering::Relaxed) & bits == bits);
        }
        runs.truncate(kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash_of(units: &[u16]) -> u64 {
        let weighted = units.iter().zip(WEIGHTS).map(|(unit, weight)| weight.wrapping_mul((*unit).into()));
        weighted.fold(0, u64::wrapping_add)
    }

    #[test]
    fn what_stands_there_is_never_denied() {
        let text: Vec<u16> = "全面深化改革创新".encode_utf16().chain([GAP]).collect();
        let standing = Standing::of(std::slice::from_ref(&text));
        let known = |units: &[u16]| {
            let mut runs = vec![(mixed(hash_of(units), units.len()), ())];
            if units.len() == 3 {
                standing.retain_short(&mut runs);
            }
            standing.retain(&mut runs);
            !runs.is_empty()
        };
        for length in 3..=LONGEST {
            assert!(text[..8].windows(length).all(known), "{length}");
        }
        let other: Vec<u16> = "改革全面创新深化".encode_utf16().collect();
        assert!(other.windows(3).filter(|units| known(units)).count() < 3, "it tells something");
    }
}
