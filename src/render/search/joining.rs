//! A text whose words are being joined to longer ones.
//!
//! In: which pairs of words make a word, and in which round; a text in letters. Out: the words that are left of it.
//! Refuses to know: how pairs were learned, codes.

use super::words::NONE;

/// Which pairs of words make a word: asked for nearly every place of every text, so in one flat table that stays near.
#[derive(Default)]
pub struct Pairings {
    /// The pairs, by word, from the first one made of two on.
    joined: Vec<(u32, u32)>,
    /// The number of the first of these words.
    first: u32,
    rounds: usize,
    /// A bit for each pair, or for several: most pairs that make no word are seen to make none here.
    known: Vec<u64>,
    /// The pair, its word and its round, at the first free slot from the one its hash names on; nought is a free one.
    slots: Vec<u64>,
}

/// The bits of a word's number: letters are at most 65,536, and words made of two a few thousand.
const WORD: u32 = 17;
/// The bits of a round's.
const ROUND: u32 = 4;
/// Slots and bits for each pair.
const ROOM: usize = 2;
const BITS: usize = 8;

impl Pairings {
    /// These pairs make the words from `first` on; `rounds` tells how many of them there were at the end of each round.
    pub fn of(joined: &[(u32, u32)], first: u32, rounds: &[usize]) -> Self {
        let slots = (joined.len() * ROOM).next_power_of_two().max(64);
        let mut pairings = Pairings {
            joined: joined.to_vec(),
            first,
            rounds: rounds.len(),
            known: vec![0; slots / ROOM * BITS / 64],
            slots: vec![0; slots],
        };
        for (nth, (pair, word)) in joined.iter().zip(first..).enumerate() {
            let round = rounds.partition_point(|end| *end <= nth);
            pairings.enter(key(pair.0, pair.1), u64::from(word) << ROUND | round as u64);
        }
        pairings
    }

    fn enter(&mut self, key: u64, told: u64) {
        let hash = hash(key);
        let (word, bit) = self.bit(hash);
        self.known[word] |= bit;
        let mut slot = self.slot(hash);
        while self.slots[slot] != 0 {
            slot = (slot + 1) % self.slots.len();
        }
        self.slots[slot] = key << (WORD + ROUND) | told;
    }

    fn bit(&self, hash: u64) -> (usize, u64) {
        let bit = (hash >> (64 - (self.known.len() * 64).ilog2())) as usize;
        (bit / 64, 1 << (bit % 64))
    }

    fn slot(&self, hash: u64) -> usize {
        // Other bits than those that name the bit: where that is another pair's, the slot need not be.
        (hash >> 8) as usize & (self.slots.len() - 1)
    }

    /// The word that these make, and its round.
    fn word(&self, first: u32, second: u32) -> Option<(u32, usize)> {
        let key = key(first, second);
        let hash = hash(key);
        let (word, bit) = self.bit(hash);
        if self.known[word] & bit == 0 {
            return None;
        }
        let mut slot = self.slot(hash);
        loop {
            let found = self.slots[slot];
            if found == 0 {
                return None;
            }
            if found >> (WORD + ROUND) == key {
                return Some(((found >> ROUND) as u32 & ((1 << WORD) - 1), found as usize & ((1 << ROUND) - 1)));
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}

fn key(first: u32, second: u32) -> u64 {
    u64::from(first) << WORD | u64::from(second)
}

fn hash(key: u64) -> u64 {
    let mixed = (key ^ key >> 15).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 29
}

/// The room to join words in, used for one text after the other. Rounds do not look at all of a text again: what can be
/// joined at a place is known from the beginning, or since its neighbours were joined.
#[derive(Default)]
pub struct Joining {
    /// The words; `NONE` for one that has become the end of the word before it.
    words: Vec<u32>,
    /// The places of the words before and behind.
    before: Vec<u32>,
    behind: Vec<u32>,
    /// The places at which something may be joined, by round, with the word that it would make.
    places: Vec<Vec<(u32, u32)>>,
}

impl Joining {
    /// The words that are left of a text. A pair of one round is made of words of earlier ones, and no two pairs of a
    /// round overlap, so that the order within a round does not matter.
    pub fn joined(&mut self, text: impl Iterator<Item = u32>, pairings: &Pairings) -> impl Iterator<Item = u32> {
        self.begin(text, pairings);
        for round in 0..pairings.rounds {
            let mut places = std::mem::take(&mut self.places[round]);
            for (at, word) in places.drain(..) {
                self.join(at, word, pairings);
            }
            self.places[round] = places;
        }
        self.words.iter().copied().filter(|word| *word != NONE)
    }

    fn begin(&mut self, text: impl Iterator<Item = u32>, pairings: &Pairings) {
        self.words.clear();
        self.words.extend(text);
        let count = self.words.len() as u32;
        self.before.clear();
        self.before.extend((0..count).map(|at| at.wrapping_sub(1)));
        self.behind.clear();
        self.behind.extend(1..=count);
        self.places.resize_with(pairings.rounds, Vec::new);
        for (at, pair) in (0..).zip(self.words.windows(2)) {
            if let Some((word, round)) = pairings.word(pair[0], pair[1]) {
                self.places[round].push((at, word));
            }
        }
    }

    fn look(&mut self, at: u32, pairings: &Pairings) {
        let Some(next) = self.words.get(self.behind[at as usize] as usize) else { return };
        if let Some((word, round)) = pairings.word(self.words[at as usize], *next) {
            self.places[round].push((at, word));
        }
    }

    /// Joins the pair at a place, unless one of it has been joined with another since it was found.
    fn join(&mut self, at: u32, word: u32, pairings: &Pairings) {
        let end = self.behind[at as usize] as usize;
        let pair = (self.words[at as usize], self.words.get(end).copied().unwrap_or(NONE));
        if pairings.joined[(word - pairings.first) as usize] != pair {
            return;
        }
        let behind = self.behind[end];
        self.words[at as usize] = word;
        self.words[end] = NONE;
        self.behind[at as usize] = behind;
        if let Some(before) = self.before.get_mut(behind as usize) {
            *before = at;
        }
        self.look(at, pairings);
        let before = self.before[at as usize];
        if (before as usize) < self.words.len() {
            self.look(before, pairings);
        }
    }
}
