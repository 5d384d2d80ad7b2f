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
        for at in 0..text.len() {
            let mut hash: u64 = 0;
            for (before, unit) in text[at..].iter().take(LONGEST).enumerate().take_while(|(_, unit)| **unit != GAP) {
                hash = hash.wrapping_add(WEIGHTS[before].wrapping_mul((*unit).into()));
                match before + 1 {
                    1 | 2 => {}
                    3 => {
                        self.short.enter(mixed(hash, 3));
                        self.all.enter(mixed(hash, 3));
                    }
                    length => self.all.enter(mixed(hash, length)),
                }
            }
        }
    }

    /// Whether a run with this hash and of this length may stand anywhere.
    pub fn has(&self, hash: u64, length: usize) -> bool {
        let mixed = mixed(hash, length);
        (length > 3 || self.short.has(mixed)) && self.all.has(mixed)
    }
}

fn mixed(hash: u64, length: usize) -> u64 {
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

    /// Sets the bits of a run.
    fn enter(&self, mixed: u64) {
        let (word, bits) = self.spot(mixed);
        // Most runs are there already, and looking is cheaper than writing.
        if word.load(Ordering::Relaxed) & bits != bits {
            word.fetch_or(bits, Ordering::Relaxed);
        }
    }

    fn has(&self, mixed: u64) -> bool {
        let (word, bits) = self.spot(mixed);
        word.load(Ordering::Relaxed) & bits == bits
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
        let known = |units: &[u16]| standing.has(hash_of(units), units.len());
        for length in 3..=LONGEST {
            assert!(text[..8].windows(length).all(known), "{length}");
        }
        let other: Vec<u16> = "改革全面创新深化".encode_utf16().collect();
        assert!(other.windows(3).filter(|units| known(units)).count() < 3, "it tells something");
    }
}
