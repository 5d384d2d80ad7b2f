//! How often pairs of words stand side by side.
//!
//! In: pairs. Out: their counts. One flat table of a number each, half as large as a map of the standard library would be:
//! it is asked millions of times at places that lie anywhere in it, and the way to memory is what that takes.
//! Refuses to know: what words are.

/// Bits of a word's number: letters are at most 65,536, and words made of two a few thousand.
const WORD: u32 = 17;
/// Bits of a count.
const COUNT: u32 = 64 - 2 * WORD;

/// The counts of pairs, of which no first word is nought.
pub struct Counts {
    /// The pair, and in the lowest bits its count, at the first free slot from the one that its hash names on; nought is
    /// a free one.
    slots: Vec<u64>,
    used: usize,
}

impl Counts {
    /// Nothing counted yet; room for so many pairs.
    pub fn with_room(pairs: usize) -> Self {
        Counts { slots: vec![0; (2 * pairs).next_power_of_two().max(64)], used: 0 }
    }

    /// A pair stands there once more.
    pub fn add(&mut self, first: u32, second: u32) {
        if 3 * self.used > 2 * self.slots.len() {
            self.grow();
        }
        let pair = pair(first, second);
        let slot = self.slot(pair);
        if self.slots[slot] == 0 {
            self.used += 1;
            self.slots[slot] = pair << COUNT;
        }
        self.slots[slot] += 1;
    }

    /// A pair that stands there does so once less.
    pub fn take(&mut self, first: u32, second: u32) {
        let slot = self.slot(pair(first, second));
        // What does not stand there has nothing to lose; its bits are another pair's.
        if self.slots[slot] & ((1 << COUNT) - 1) != 0 {
            self.slots[slot] -= 1;
        }
    }

    /// A pair stands there no more.
    pub fn forget(&mut self, first: u32, second: u32) {
        let pair = pair(first, second);
        let slot = self.slot(pair);
        if self.slots[slot] != 0 {
            self.slots[slot] = pair << COUNT;
        }
    }

    /// The pairs with their counts, in no order.
    pub fn iter(&self) -> impl Iterator<Item = ((u32, u32), u32)> {
        self.slots.iter().filter(|slot| **slot != 0).map(|slot| {
            let (pair, count) = (slot >> COUNT, slot & ((1 << COUNT) - 1));
            (((pair >> WORD) as u32, pair as u32 & ((1 << WORD) - 1)), count as u32)
        })
    }

    /// The slot of a pair, or the free one where it belongs.
    fn slot(&self, pair: u64) -> usize {
        let mut slot = (pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - self.slots.len().ilog2())) as usize;
        while self.slots[slot] != 0 && self.slots[slot] >> COUNT != pair {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }

    fn grow(&mut self) {
        let mut larger = Counts::with_room(self.slots.len());
        for found in self.slots.iter().filter(|slot| **slot != 0) {
            let slot = larger.slot(found >> COUNT);
            larger.slots[slot] = *found;
            larger.used += 1;
        }
        *self = larger;
    }
}

fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << WORD | u64::from(second)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counts_are_those_of_a_map(changes in proptest::collection::vec((1_u32..90, 0_u32..70_000, 0_u8..8), 0..600)) {
            let (mut counts, mut expected) = (Counts::with_room(0), BTreeMap::<(u32, u32), u32>::new());
            for (first, second, change) in changes {
                let there = expected.get(&(first, second % 3)).copied().unwrap_or_default();
                match change {
                    0 => counts.forget(first, second % 3),
                    1 if there > 0 => counts.take(first, second % 3),
                    _ => counts.add(first, second),
                }
                match change {
                    0 => expected.extend([((first, second % 3), 0)]),
                    1 if there > 0 => expected.extend([((first, second % 3), there - 1)]),
                    _ => *expected.entry((first, second)).or_default() += 1,
                }
            }
            let told: BTreeMap<(u32, u32), u32> = counts.iter().filter(|(_, count)| *count > 0).collect();
            expected.retain(|_, count| *count > 0);
            prop_assert_eq!(told, expected);
        }
    }
}
