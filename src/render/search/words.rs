//! Texts in few bits: the turns of phrase that come back are learned from the archive and written as one word.
//!
//! In: texts. Out: a vocabulary of units and of pairs of words, learned from a sample (byte pair encoding), and texts
//! written in it with short codes for frequent words. A reader needs the vocabulary once, then each text by itself.
//! Refuses to know: what texts are.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

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
    /// The number of a joined word.
    numbers: FxHashMap<(u32, u32), u32>,
    /// The word of every unit there is: texts are looked up unit by unit.
    table: Vec<u32>,
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
        let mut learned = Vocabulary::of_letters(letters);
        let written = units.into_iter().map(|unit| u16::try_from(unit).map_or(NONE, |unit| learned.letter(unit)));
        let mut written: Vec<u32> = written.collect();
        for round in 1..=ROUNDS {
            learned.join(&written, MOST * round / ROUNDS);
            written = learned.shortened(written, round - 1);
        }
        learned.codes = learned.codes_for(&written);
        learned
    }

    fn of_letters(letters: Vec<u16>) -> Self {
        let mut table = vec![0; 1 << 16];
        letters.iter().zip(1..).for_each(|(unit, word)| table[usize::from(*unit)] = word);
        let (joined, rounds, numbers) = (Vec::new(), Vec::new(), FxHashMap::default());
        Vocabulary { letters, joined, rounds, numbers, table, codes: Codes::default() }
    }

    /// What was learned.
    pub fn learned(&self) -> Learned {
        let (letters, joined, rounds) = (self.letters.clone(), self.joined.clone(), self.rounds.clone());
        Learned { letters, joined, rounds, lengths: self.codes.lengths() }
    }

    /// The vocabulary of which this was learned.
    pub fn again(learned: &Learned) -> Self {
        let mut again = Vocabulary::of_letters(learned.letters.clone());
        for pair in &learned.joined {
            again.numbers.insert(*pair, again.size());
            again.joined.push(*pair);
        }
        again.rounds.clone_from(&learned.rounds);
        again.codes = Codes::of_lengths(&learned.lengths);
        again
    }

    fn letter(&self, unit: u16) -> u32 {
        self.table[usize::from(unit)]
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
        let written = text.encode_utf16().map(|unit| self.letter(unit)).collect();
        let mut others = text.encode_utf16().filter(|unit| self.letter(*unit) == OTHER);
        for word in Joining::of(self, written).joined() {
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

/// A text whose words are being joined. Rounds do not look at all of it again: what can be joined at a place is known
/// from the beginning, or since its neighbours were joined.
struct Joining<'v> {
    vocabulary: &'v Vocabulary,
    /// The words; `NONE` for one that has become the end of the word before it.
    words: Vec<u32>,
    /// The places of the words before and behind.
    before: Vec<u32>,
    behind: Vec<u32>,
    /// The places at which something may be joined, by round.
    places: Vec<Vec<u32>>,
}

impl<'v> Joining<'v> {
    fn of(vocabulary: &'v Vocabulary, words: Vec<u32>) -> Self {
        let count = words.len() as u32;
        let before = (0..count).map(|at| at.wrapping_sub(1)).collect();
        let behind = (1..=count).collect();
        let places = vec![Vec::new(); vocabulary.rounds.len()];
        let mut joining = Joining { vocabulary, words, before, behind, places };
        (0..count).for_each(|at| joining.look(at));
        joining
    }

    /// The word that the one at this place makes with the next, and its round.
    fn pair(&self, at: u32) -> Option<(u32, usize)> {
        let next = self.words.get(*self.behind.get(at as usize)? as usize)?;
        let word = *self.vocabulary.numbers.get(&(self.words[at as usize], *next))?;
        let nth = (word as usize).checked_sub(1 + self.vocabulary.letters.len())?;
        Some((word, self.vocabulary.rounds.partition_point(|end| *end <= nth)))
    }

    fn look(&mut self, at: u32) {
        if let Some((_, round)) = self.pair(at) {
            self.places[round].push(at);
        }
    }

    /// The words that are left. A pair of one round is made of words of earlier ones, and no two pairs of a round
    /// overlap, so that the order within a round does not matter.
    fn joined(mut self) -> impl Iterator<Item = u32> {
        for round in 0..self.places.len() {
            for at in std::mem::take(&mut self.places[round]) {
                if let Some((word, _)) = self.pair(at).filter(|(_, its)| *its == round) {
                    self.join(at, word);
                }
            }
        }
        self.words.into_iter().filter(|word| *word != NONE)
    }

    fn join(&mut self, at: u32, word: u32) {
        let end = self.behind[at as usize] as usize;
        let behind = self.behind[end];
        self.words[at as usize] = word;
        self.words[end] = NONE;
        self.behind[at as usize] = behind;
        if let Some(before) = self.before.get_mut(behind as usize) {
            *before = at;
        }
        self.look(at);
        let before = self.before[at as usize];
        if (before as usize) < self.words.len() {
            self.look(before);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reader::{Reader, Words};
    use super::*;

    fn there_and_back(sample: &[String], texts: &[String]) -> Vec<String> {
        let vocabulary = Vocabulary::of(sample.iter().map(String::as_str));
        let vocabulary = Vocabulary::again(&vocabulary.learned());
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
