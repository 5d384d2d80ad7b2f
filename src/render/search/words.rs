//! Texts in few bits: the turns of phrase that come back are learned from the archive and written as one word.
//!
//! In: texts. Out: a vocabulary of units and of pairs of words, learned from a sample (byte pair encoding), and texts
//! written in it with short codes for frequent words. A reader needs the vocabulary once, then each text by itself.
//! Refuses to know: what texts are.

use rustc_hash::FxHashMap;

use super::bits::Bits;
use super::codes::Codes;

/// Most words made of two; the page loads the whole list before it shows its first passage.
const MOST: usize = 8_000;
/// Words are joined in so many rounds.
const ROUNDS: usize = 12;
/// A word that is used less often does not pay for itself.
const LEAST: u32 = 6;
/// The word for a unit that the sample does not hold; the unit follows.
const OTHER: u32 = 0;
/// Stands between the texts of the sample: no word.
const NONE: u32 = u32::MAX;

/// A vocabulary.
pub struct Vocabulary {
    /// The units that are words, sorted; their numbers follow that of `OTHER`.
    letters: Vec<u16>,
    /// Words made of two earlier ones; their numbers follow those of the letters.
    joined: Vec<(u32, u32)>,
    /// The number of joined words at the end of each round.
    rounds: Vec<usize>,
    /// The number of a joined word.
    numbers: FxHashMap<(u32, u32), u32>,
    codes: Codes,
}

impl Vocabulary {
    /// Learns from a sample.
    pub fn of<'t>(sample: impl Iterator<Item = &'t str>) -> Self {
        let mut units: Vec<u32> = Vec::new();
        for text in sample {
            units.extend(text.encode_utf16().map(u32::from));
            units.push(NONE);
        }
        let mut letters: Vec<u16> = units.iter().filter_map(|unit| u16::try_from(*unit).ok()).collect();
        letters.sort_unstable();
        letters.dedup();
        let mut learned = Vocabulary {
            letters,
            joined: Vec::new(),
            rounds: Vec::new(),
            numbers: FxHashMap::default(),
            codes: Codes::default(),
        };
        let written = units.into_iter().map(|unit| u16::try_from(unit).map_or(NONE, |unit| learned.letter(unit)));
        let mut written: Vec<u32> = written.collect();
        for round in 1..=ROUNDS {
            learned.join(&written, MOST * round / ROUNDS);
            written = learned.shortened(written, round - 1);
        }
        learned.codes = learned.codes_for(&written);
        learned
    }

    fn letter(&self, unit: u16) -> u32 {
        self.letters.binary_search(&unit).map_or(OTHER, |at| at as u32 + 1)
    }

    /// Makes words of the most frequent pairs, until there are `most`. A word that begins a pair of this round ends
    /// none, so that it does not matter in which order they are joined.
    fn join(&mut self, written: &[u32], most: usize) {
        let mut counts: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for pair in written.windows(2).filter(|pair| pair[0] != NONE && pair[1] != NONE) {
            *counts.entry((pair[0], pair[1])).or_default() += 1;
        }
        let mut frequent: Vec<((u32, u32), u32)> = counts.into_iter().filter(|(_, count)| *count >= LEAST).collect();
        frequent.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut ends: FxHashMap<u32, [bool; 2]> = FxHashMap::default();
        for (pair, _) in frequent {
            if self.joined.len() >= most {
                break;
            }
            let taken = |word: u32, end: usize| ends.get(&word).is_some_and(|used| used[end]);
            if pair.0 != pair.1 && !taken(pair.0, 1) && !taken(pair.1, 0) {
                ends.entry(pair.0).or_default()[0] = true;
                ends.entry(pair.1).or_default()[1] = true;
                self.numbers.insert(pair, self.size());
                self.joined.push(pair);
            }
        }
        self.rounds.push(self.joined.len());
    }

    fn size(&self) -> u32 {
        (1 + self.letters.len() + self.joined.len()) as u32
    }

    /// The words with the pairs of a round joined.
    fn shortened(&self, written: Vec<u32>, round: usize) -> Vec<u32> {
        let first = 1 + self.letters.len() as u32;
        let from = first + round.checked_sub(1).map_or(0, |before| self.rounds[before] as u32);
        let until = first + self.rounds[round] as u32;
        let mut out = Vec::with_capacity(written.len());
        let mut at = 0;
        while at < written.len() {
            let pair = written.get(at + 1).and_then(|next| self.numbers.get(&(written[at], *next)));
            let joined = pair.copied().filter(|word| (from..until).contains(word));
            out.push(joined.unwrap_or(written[at]));
            at += if joined.is_some() { 2 } else { 1 };
        }
        out
    }

    fn codes_for(&self, written: &[u32]) -> Codes {
        // Every word gets a code, also one that the sample no longer holds once longer words are made of it.
        let mut counts = vec![1_u64; self.size() as usize];
        written.iter().filter(|word| **word != NONE).for_each(|word| counts[*word as usize] += 1);
        Codes::of(&counts)
    }

    /// Writes a text.
    pub fn write(&self, text: &str, bits: &mut Bits) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut written: Vec<u32> = units.iter().map(|unit| self.letter(*unit)).collect();
        let mut others: Vec<u16> = units;
        others.retain(|unit| self.letter(*unit) == OTHER);
        for round in 0..self.rounds.len() {
            written = self.shortened(written, round);
        }
        let mut others = others.into_iter();
        for word in written {
            self.codes.write(word, bits);
            if word == OTHER {
                bits.put(others.next().unwrap_or_default().into(), 16);
            }
        }
    }

    /// Writes the vocabulary itself.
    pub fn write_list(&self, bits: &mut Bits) {
        let width = self.size().ilog2() + 1;
        bits.number(self.letters.len() as u32);
        self.letters.iter().for_each(|unit| bits.character(*unit));
        bits.number(self.joined.len() as u32);
        for (first, second) in &self.joined {
            bits.put(*first, width);
            bits.put(*second, width);
        }
        self.codes.write_lengths(bits);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reader::{Reader, Words};
    use super::*;

    fn there_and_back(sample: &[String], texts: &[String]) -> Vec<String> {
        let vocabulary = Vocabulary::of(sample.iter().map(String::as_str));
        let mut bits = Bits::default();
        vocabulary.write_list(&mut bits);
        bits.number(7);
        let lengths: Vec<usize> = texts.iter().map(|text| text.encode_utf16().count()).collect();
        texts.iter().for_each(|text| vocabulary.write(text, &mut bits));
        let units = bits.finish();
        let mut reader = Reader::new(&units);
        let words = Words::read(&mut reader);
        assert_eq!(reader.number(), 7);
        lengths.into_iter().map(|length| words.text(&mut reader, length)).collect()
    }

    #[test]
    fn what_comes_back_is_one_word() {
        let sample = "全面深化改革领导小组办公室，全面深化改革。".repeat(20);
        let vocabulary = Vocabulary::of(std::iter::once(sample.as_str()));
        let mut bits = Bits::default();
        vocabulary.write(&sample, &mut bits);
        assert!(bits.finish().len() < 20, "{} joined words", vocabulary.joined.len());
    }

    proptest! {
        #[test]
        fn texts_come_back_as_they_were(
            sample in proptest::collection::vec("[甲乙丙丁，ab\t\n]{0,60}", 0..12),
            texts in proptest::collection::vec("[甲乙丙丁戊，ab𠮷\t\n]{0,60}", 0..12),
        ) {
            prop_assert_eq!(there_and_back(&sample, &texts), texts);
        }
    }
}
