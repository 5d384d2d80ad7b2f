//! Short codes for frequent words (Huffman's, in canonical order).
//!
//! In: how often each word is used. Out: codes, and the list of their lengths from which a reader makes them again.
//! Refuses to know: what the words are.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::bits::Bits;

/// Bits of the longest code.
const LONGEST: u32 = 24;

/// The code of each word: its bits and how many there are.
#[derive(Default)]
pub struct Codes {
    codes: Vec<(u32, u32)>,
}

impl Codes {
    /// The best codes for words that are used so often; none of the counts is nought.
    pub fn of(counts: &[u64]) -> Self {
        let mut counts = counts.to_vec();
        loop {
            let lengths = lengths(&counts);
            if lengths.iter().all(|length| *length <= LONGEST) {
                return Codes { codes: canonical(&lengths) };
            }
            // Rarer still than the codes are long: bring the counts nearer together.
            counts.iter_mut().for_each(|count| *count = *count / 2 + 1);
        }
    }

    /// The codes of these lengths.
    pub fn of_lengths(lengths: &[u32]) -> Self {
        Codes { codes: canonical(lengths) }
    }

    /// The lengths of all codes.
    pub fn lengths(&self) -> Vec<u32> {
        self.codes.iter().map(|(_, length)| *length).collect()
    }

    /// Writes a word.
    pub fn write(&self, word: u32, bits: &mut Bits) {
        let (code, length) = self.codes[word as usize];
        bits.put(code, length);
    }

    /// Writes the lengths of all codes.
    pub fn write_lengths(&self, bits: &mut Bits) {
        self.codes.iter().for_each(|(_, length)| bits.put(*length, 5));
    }
}

/// The lengths of the codes of Huffman's tree; a single word gets one bit.
fn lengths(counts: &[u64]) -> Vec<u32> {
    let mut heap: BinaryHeap<Reverse<(u64, usize)>> =
        counts.iter().enumerate().map(|(word, count)| Reverse((*count, word))).collect();
    let mut parents = vec![0; counts.len()];
    while let (Some(Reverse((first, a))), Some(Reverse((second, b)))) = (heap.pop(), heap.pop()) {
        let parent = parents.len();
        parents[a] = parent;
        parents[b] = parent;
        parents.push(0);
        heap.push(Reverse((first + second, parent)));
    }
    let root = parents.len() - 1;
    let mut depths = vec![0; parents.len()];
    for node in (0..root).rev() {
        depths[node] = depths[parents[node]] + 1;
    }
    depths.truncate(counts.len());
    depths.into_iter().map(|depth: u32| depth.max(1)).collect()
}

/// Codes of these lengths, short ones first, in the order of the words within a length.
fn canonical(lengths: &[u32]) -> Vec<(u32, u32)> {
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.sort_by_key(|word| (lengths[*word], *word));
    let mut codes = vec![(0, 0); lengths.len()];
    let (mut code, mut before) = (0, 0);
    for word in order {
        code <<= lengths[word] - before;
        before = lengths[word];
        codes[word] = (code, before);
        code += 1;
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_words_have_the_shorter_codes_and_none_begins_another() {
        let codes = Codes::of(&[40, 1, 1, 20, 9]).codes;
        assert_eq!(codes.iter().map(|(_, length)| *length).collect::<Vec<_>>(), [1, 4, 4, 2, 3]);
        for (a, long) in codes.iter().enumerate() {
            for (b, short) in codes.iter().enumerate().filter(|(b, short)| *b != a && short.1 <= long.1) {
                assert_ne!(long.0 >> (long.1 - short.1), short.0, "{a} {b}");
            }
        }
    }

    #[test]
    fn codes_are_never_too_long() {
        let mut counts = vec![1, 1];
        (2..60).for_each(|at| counts.push(counts[at - 1] + counts[at - 2]));
        assert!(Codes::of(&counts).codes.iter().all(|(_, length)| *length <= LONGEST));
    }
}
