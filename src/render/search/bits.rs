//! Bits in the units of a script: how lists and texts get into a file that a page may load from a folder.
//!
//! In: numbers and sorted lists. Out: 15 bits a UTF-16 unit, from U+3400 on, which needs no escaping and which every
//! browser reads alike when the file begins with its byte order mark, whatever a server says of it.
//! Refuses to know: what the numbers mean.

/// Bits that one unit carries.
pub const WIDTH: u32 = 15;
/// The unit that carries nought.
pub const FIRST: u16 = 0x3400;

/// Bits in the order in which they were written, high bit first.
#[derive(Default)]
pub struct Bits {
    units: Vec<u16>,
    pending: u64,
    held: u32,
}

impl Bits {
    /// Appends the lowest `width` bits, at most 32 at once.
    pub fn put(&mut self, value: u32, width: u32) {
        debug_assert!(width <= 32 && (width == 32 || u64::from(value) < 1 << width));
        self.pending = self.pending << width | u64::from(value);
        self.held += width;
        while self.held >= WIDTH {
            self.held -= WIDTH;
            self.unit(self.pending >> self.held);
        }
        self.pending &= (1 << self.held) - 1;
    }

    fn unit(&mut self, bits: u64) {
        let value = u16::try_from(bits & 0x7fff).unwrap_or_default();
        self.units.push(FIRST + value);
    }

    /// Appends a number from nought on, short ones in few bits (Elias gamma of the number and one).
    pub fn number(&mut self, value: u32) {
        let above = u64::from(value) + 1;
        let width = above.ilog2();
        self.put(0, width);
        self.put(1, 1);
        self.put(u32::try_from(above - (1 << width)).unwrap_or_default(), width);
    }

    /// Appends a UTF-16 unit: common Chinese characters in 16 bits, others in 17.
    pub fn character(&mut self, unit: u16) {
        match unit.checked_sub(FIRST).filter(|offset| *offset < 0x8000) {
            Some(offset) => self.put(u32::from(offset) | 0x8000, 16),
            None => self.put(unit.into(), 17),
        }
    }

    /// Appends which of the numbers below `universe` are in `list`, which is sorted and holds each once. A list of
    /// more than half of them is told by what is missing.
    pub fn list(&mut self, list: &[u32], universe: u32) {
        let most = list.len() * 2 > universe as usize;
        self.put(most.into(), 1);
        if most { self.gaps(&missing(list, universe)) } else { self.gaps(list) }
    }

    /// Gaps in Rice's code: those of one list are of one order, whose width is written first.
    fn gaps(&mut self, list: &[u32]) {
        self.number(u32::try_from(list.len()).unwrap_or(u32::MAX));
        if list.is_empty() {
            return;
        }
        let width = best_width(list);
        self.put(width, 5);
        for gap in gaps(list) {
            let ones = gap >> width;
            (0..ones / 16).for_each(|_| self.put(0xffff, 16));
            let rest = ones % 16;
            self.put(((1 << rest) - 1) << 1, rest + 1);
            self.put(gap & ((1 << width) - 1), width);
        }
    }

    /// The units; the last one is filled up with noughts.
    pub fn finish(mut self) -> Vec<u16> {
        if self.held > 0 {
            self.put(0, WIDTH - self.held);
        }
        self.units
    }
}

fn gaps(list: &[u32]) -> impl Iterator<Item = u32> {
    let before = std::iter::once(None).chain(list.iter().copied().map(Some));
    list.iter().zip(before).map(|(at, before)| at - before.map_or(0, |before| before + 1))
}

/// The width that makes the list shortest.
fn best_width(list: &[u32]) -> u32 {
    let last = list.last().copied().unwrap_or_default();
    let mean = u64::from(last) / list.len() as u64 + 1;
    let guess = mean.ilog2();
    let widths = guess.saturating_sub(2)..=guess + 1;
    let mut costs = [0_u64; 4];
    for gap in gaps(list) {
        let costs = costs.iter_mut().zip(widths.clone());
        costs.for_each(|(cost, width)| *cost += u64::from((gap >> width) + 1 + width));
    }
    widths.zip(costs).min_by_key(|(width, cost)| (*cost, *width)).map_or(guess, |(width, _)| width)
}

fn missing(list: &[u32], universe: u32) -> Vec<u32> {
    let mut present = list.iter().copied().peekable();
    (0..universe).filter(|at| present.next_if_eq(at).is_none()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reader::Reader;
    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(
            numbers in proptest::collection::vec((any::<u32>(), 0_u32..=32), 0..40),
            list in proptest::collection::btree_set(0_u32..3000, 0..400),
            dense in 0_u32..200,
        ) {
            let list: Vec<u32> = list.into_iter().collect();
            let full: Vec<u32> = (0..dense).filter(|n| n % 7 != 3).collect();
            let mut bits = Bits::default();
            for (value, width) in &numbers {
                bits.put(if *width == 32 { *value } else { value & ((1 << width) - 1) }, *width);
                bits.number(*value / 2);
                bits.character((value >> 16) as u16);
            }
            bits.list(&list, 3000);
            bits.list(&full, dense);
            let units = bits.finish();
            prop_assert!(units.iter().all(|unit| (0x3400..0xb400).contains(unit)));
            let mut reader = Reader::new(&units);
            for (value, width) in &numbers {
                prop_assert_eq!(reader.take(*width), if *width == 32 { *value } else { value & ((1 << width) - 1) });
                prop_assert_eq!(reader.number(), *value / 2);
                prop_assert_eq!(reader.character(), (value >> 16) as u16);
            }
            prop_assert_eq!(reader.list(3000), list);
            prop_assert_eq!(reader.list(dense), full);
        }
    }
}
