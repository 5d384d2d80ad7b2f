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
const TOGETHER: usize = 32;

/// Stretches of a filter whose words are set one stretch after the other.
const STRETCHES: usize = 512;

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
        blocks().for_each_init(Room::default, |room, block| {
            runs::each(documents, block, |_, text| room.add(text));
            standing.enter(room);
        });
        standing
    }

    /// Enters the runs of a block, and leaves the room empty.
    fn enter(&self, room: &mut Room) {
        let Room { short, all, sorted } = room;
        self.short.enter(short, sorted);
        self.all.enter(all, sorted);
        short.clear();
        all.clear();
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

/// The runs of a block as mixed hashes: those of three units, and all. Room for one block after the other.
#[derive(Default)]
struct Room {
    short: Vec<u64>,
    all: Vec<u64>,
    sorted: Vec<u64>,
}

impl Room {
    fn add(&mut self, text: &[u16]) {
        for run in text.split(|unit| *unit == GAP) {
            (0..run.len()).for_each(|at| self.add_runs(&run[at..]));
        }
    }

    /// Adds the runs with which these units begin.
    fn add_runs(&mut self, units: &[u16]) {
        let mut hash: u64 = 0;
        for (before, unit) in units.iter().take(LONGEST).enumerate() {
            hash = hash.wrapping_add(WEIGHTS[before].wrapping_mul((*unit).into()));
            if before >= 2 {
                self.all.push(mixed(hash, before + 1));
            }
            if before == 2 {
                self.short.push(mixed(hash, 3));
            }
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

    /// Sets the bits of some runs, stretch by stretch: all of the filter is far away, and each word would be waited for, but
    /// a stretch of it is near as soon as its first words have been asked for.
    fn enter(&self, mixed: &[u64], sorted: &mut Vec<u64>) {
        let stretch = |mixed: u64| (mixed >> (64 - STRETCHES.ilog2())) as usize;
        let mut ends = [0; STRETCHES];
        mixed.iter().for_each(|mixed| ends[stretch(*mixed)] += 1);
        let mut end = 0;
        for count in &mut ends {
            end += *count;
            *count = end - *count;
        }
        // By now they are where each stretch begins; they get to its end as it is filled.
        sorted.resize(mixed.len(), 0);
        for mixed in mixed {
            let at = &mut ends[stretch(*mixed)];
            sorted[*at] = *mixed;
            *at += 1;
        }
        for mixed in sorted.iter() {
            let (word, bits) = self.spot(*mixed);
            // Most runs are there already, and looking is cheaper than writing.
            if word.load(Ordering::Relaxed) & bits != bits {
                word.fetch_or(bits, Ordering::Relaxed);
            }
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
