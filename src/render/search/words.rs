//! Texts in few bits: the turns of phrase that come back are learned from the archive and written as one word.
//!
//! In: texts. Out: a vocabulary of units and of pairs of words, learned from a sample (byte pair encoding), and texts
//! written in it with short codes for frequent words. A reader needs the vocabulary once, then each text by itself.
//! Refuses to know: what texts are.

use serde::{Deserialize, Serialize};

use super::bits::Bits;
use super::codes::Codes;
use super::joining::{Joining, Pairings};
use super::learning::Learning;

/// Most words made of two; the page loads the whole list before it shows its first passage.
const MOST: usize = 8_000;
/// Words are joined in so many rounds.
const ROUNDS: usize = 12;
/// The word for a unit that the sample does not hold; the unit follows.
const OTHER: u32 = 0;
/// Stands between the texts of the sample: no word.
pub const NONE: u32 = u32::MAX;

/// What was learned: a vocabulary can be made of it again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Learned {
    letters: Vec<u16>,
    joined: Vec<(u32, u32)>,
    rounds: Vec<usize>,
    lengths: Vec<u32>,
}

/// A vocabulary.
pub struct Vocabulary {
    /// The units that are words, sorted; their numbers follow that of `OTHER`.
    letters: Vec<u16>,
    /// Words made of two earlier ones; their numbers follow those of the letters.
    joined: Vec<(u32, u32)>,
    /// The number of joined words at the end of each round.
    rounds: Vec<usize>,
    /// The same, to be asked for a pair.
    pairings: Pairings,
    /// The word of every unit there is: texts are looked up unit by unit.
    table: Vec<u32>,
    codes: Codes,
}

impl Vocabulary {
    /// Learns from a sample of texts in UTF-16 units.
    pub fn of<'t>(sample: impl Iterator<Item = &'t [u16]> + Clone) -> Self {
        let mut used = vec![false; 1 << 16];
        sample.clone().flatten().for_each(|unit| used[usize::from(*unit)] = true);
        let mut learned = Vocabulary::of_letters((0..=u16::MAX).filter(|unit| used[usize::from(*unit)]).collect());
        let mut written = Vec::with_capacity(sample.clone().map(|text| text.len() + 1).sum());
        for text in sample {
            written.extend(text.iter().map(|unit| learned.letter(*unit)));
            written.push(NONE);
        }
        let mut learning = Learning::of(written);
        for round in 1..=ROUNDS {
            let most = (MOST * round / ROUNDS).saturating_sub(learned.joined.len());
            learned.joined.extend(learning.round(learned.size(), most));
            learned.rounds.push(learned.joined.len());
        }
        learned.codes = learned.codes_for(learning.written());
        learned.ready()
    }

    fn of_letters(letters: Vec<u16>) -> Self {
        let mut table = vec![OTHER; 1 << 16];
        letters.iter().zip(1..).for_each(|(unit, word)| table[usize::from(*unit)] = word);
        let (joined, rounds, pairings) = (Vec::new(), Vec::new(), Pairings::default());
        Vocabulary { letters, joined, rounds, pairings, table, codes: Codes::default() }
    }

    /// The same, ready to write texts.
    fn ready(mut self) -> Self {
        self.pairings = Pairings::of(&self.joined, 1 + self.letters.len() as u32, &self.rounds);
        self
    }

    /// What was learned.
    pub fn learned(&self) -> Learned {
        let (letters, joined, rounds) = (self.letters.clone(), self.joined.clone(), self.rounds.clone());
        Learned { letters, joined, rounds, lengths: self.codes.lengths() }
    }

    /// The vocabulary of which this was learned.
    pub fn again(learned: &Learned) -> Self {
        let mut again = Vocabulary::of_letters(learned.letters.clone());
        again.joined.clone_from(&learned.joined);
        again.rounds.clone_from(&learned.rounds);
        again.codes = Codes::of_lengths(&learned.lengths);
        again.ready()
    }

    fn letter(&self, unit: u16) -> u32 {
        self.table[usize::from(unit)]
    }

    fn size(&self) -> u32 {
        (1 + self.letters.len() + self.joined.len()) as u32
    }

    fn codes_for(&self, written: impl Iterator<Item = u32>) -> Codes {
        // Every word gets a code, also one that the sample no longer holds once longer words are made of it.
        let mut counts = vec![1_u64; self.size() as usize];
        written.for_each(|word| counts[word as usize] += 1);
        Codes::of(&counts)
    }

    /// Writes a text of UTF-16 units.
    pub fn write(&self, text: &[u16], joining: &mut Joining, bits: &mut Bits) {
        let letters = text.iter().map(|unit| self.letter(*unit));
        let mut others = text.iter().filter(|unit| self.letter(**unit) == OTHER);
        for word in joining.joined(letters, &self.pairings) {
            self.codes.write(word, bits);
            if word == OTHER {
                bits.put(others.next().copied().unwrap_or_default().into(), 16);
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

    fn units(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    fn there_and_back(sample: &[String], texts: &[String]) -> Vec<String> {
        let sample: Vec<Vec<u16>> = sample.iter().map(|text| units(text)).collect();
        let vocabulary = Vocabulary::of(sample.iter().map(Vec::as_slice));
        let vocabulary = Vocabulary::again(&vocabulary.learned());
        let mut bits = Bits::default();
        vocabulary.write_list(&mut bits);
        bits.number(7);
        let lengths: Vec<usize> = texts.iter().map(|text| units(text).len()).collect();
        let mut joining = Joining::default();
        texts.iter().for_each(|text| vocabulary.write(&units(text), &mut joining, &mut bits));
        let written = bits.finish();
        let mut reader = Reader::new(&written);
        let words = Words::read(&mut reader);
        assert_eq!(reader.number(), 7);
        lengths.into_iter().map(|length| words.text(&mut reader, length)).collect()
    }

    #[test]
    fn what_comes_back_is_one_word() {
        let sample = units(&"全面深化改革领导小组办公室，全面深化改革。".repeat(20));
        let vocabulary = Vocabulary::of(std::iter::once(sample.as_slice()));
        let mut bits = Bits::default();
        vocabulary.write(&sample, &mut Joining::default(), &mut bits);
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
