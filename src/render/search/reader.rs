//! The page's half of the index, once more: reads what the others wrote, so that tests can ask whether it is right.
//!
//! In: the files of the index. Out: the documents that hold a phrase. Refuses to know: how the index was made.

use std::collections::BTreeMap;

use super::bits::{FIRST, WIDTH};
use super::exact::LONGEST;

/// Reads bits.
pub struct Reader<'u> {
    units: &'u [u16],
    at: u32,
}

impl<'u> Reader<'u> {
    pub fn new(units: &'u [u16]) -> Self {
        Reader { units, at: 0 }
    }

    pub fn take(&mut self, width: u32) -> u32 {
        (0..width).fold(0, |value, _| {
            let unit = self.units[(self.at / WIDTH) as usize] - FIRST;
            let bit = unit >> (WIDTH - 1 - self.at % WIDTH) & 1;
            self.at += 1;
            value << 1 | u32::from(bit)
        })
    }

    pub fn number(&mut self) -> u32 {
        let mut width = 0;
        while self.take(1) == 0 {
            width += 1;
        }
        ((1_u64 << width) + u64::from(self.take(width)) - 1) as u32
    }

    pub fn character(&mut self) -> u16 {
        match self.take(1) {
            1 => FIRST + self.take(15) as u16,
            _ => self.take(16) as u16,
        }
    }

    pub fn list(&mut self, universe: u32) -> Vec<u32> {
        self.told().all(universe)
    }

    /// A list as it is told.
    pub fn told(&mut self) -> Told {
        let most = self.take(1) == 1;
        let count = self.number();
        let width = if count > 0 { self.take(5) } else { 0 };
        let mut next = 0;
        let mut list = Vec::new();
        for _ in 0..count {
            let mut gap = 0;
            while self.take(1) == 1 {
                gap += 1;
            }
            next += gap << width | self.take(width);
            list.push(next);
            next += 1;
        }
        Told { most, list }
    }
}

/// A list, or what is missing from it.
pub struct Told {
    most: bool,
    list: Vec<u32>,
}

impl Told {
    /// The list, where there are `universe` numbers to choose from.
    pub fn all(&self, universe: u32) -> Vec<u32> {
        match self.most {
            true => (0..universe).filter(|at| self.list.binary_search(at).is_err()).collect(),
            false => self.list.clone(),
        }
    }
}

/// Reads texts.
pub struct Words {
    words: Vec<Vec<u16>>,
    /// Words by length and code.
    codes: BTreeMap<(u32, u32), usize>,
}

impl Words {
    pub fn read(reader: &mut Reader<'_>) -> Self {
        let letters = reader.number();
        let mut words: Vec<Vec<u16>> = vec![Vec::new()];
        words.extend((0..letters).map(|_| vec![reader.character()]));
        let joined = reader.number();
        let width = (1 + letters + joined).ilog2() + 1;
        for _ in 0..joined {
            let (first, second) = (reader.take(width) as usize, reader.take(width) as usize);
            words.push([words[first].clone(), words[second].clone()].concat());
        }
        let lengths: Vec<u32> = words.iter().map(|_| reader.take(5)).collect();
        let mut order: Vec<usize> = (0..words.len()).collect();
        order.sort_by_key(|word| (lengths[*word], *word));
        let (mut code, mut before, mut codes) = (0, 0, BTreeMap::new());
        for word in order {
            code <<= lengths[word] - before;
            before = lengths[word];
            codes.insert((before, code), word);
            code += 1;
        }
        Words { words, codes }
    }

    pub fn text(&self, reader: &mut Reader<'_>, length: usize) -> String {
        let mut units = Vec::new();
        while units.len() < length {
            let (mut code, mut width) = (0, 0);
            let word = loop {
                code = code << 1 | reader.take(1);
                width += 1;
                if let Some(word) = self.codes.get(&(width, code)) {
                    break *word;
                }
            };
            match word {
                0 => units.push(reader.take(16) as u16),
                _ => units.extend(&self.words[word]),
            }
        }
        String::from_utf16(&units).expect("whole characters")
    }
}

/// The units between the quotes of a file.
pub fn payload(file: &[u8]) -> Vec<u16> {
    let units: Vec<u16> = file.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    assert_eq!(units[0], 0xfeff, "a byte order mark");
    units.into_iter().filter(|unit| (FIRST..FIRST + 0x8000).contains(unit)).collect()
}

type Shard = BTreeMap<(u16, u16), (Vec<u32>, Vec<u32>)>;

/// The documents that hold a phrase, found as the page finds them. `shard` gives the shard of a pair.
pub struct Finder {
    documents: u32,
    lists: Shard,
    exceptions: BTreeMap<Vec<u16>, Told>,
}

impl Finder {
    pub fn read(documents: u32, shards: &[Vec<u16>]) -> Self {
        let (mut lists, mut exceptions) = (Shard::new(), BTreeMap::new());
        for shard in shards {
            let mut reader = Reader::new(shard);
            for _ in 0..reader.number() {
                let pair = (reader.character(), reader.character());
                let texts = reader.list(documents);
                let titles = reader.list(documents);
                for _ in 0..reader.number() {
                    let length = reader.take(3) as usize + 3;
                    let mut units = vec![pair.0, pair.1];
                    units.extend((2..length).map(|_| reader.character()));
                    exceptions.insert(units, reader.told());
                }
                lists.insert(pair, (texts, titles));
            }
        }
        Finder { documents, lists, exceptions }
    }

    /// Documents whose text holds the phrase, if it stands anywhere at all.
    pub fn find(&self, phrase: &[u16]) -> Vec<u32> {
        if phrase.len() == 2 {
            return self.lists.get(&(phrase[0], phrase[1])).map(|lists| lists.0.clone()).unwrap_or_default();
        }
        let (first, last) = (self.find(&phrase[..phrase.len() - 1]), self.find(&phrase[1..]));
        let mut both: Vec<u32> = (0..self.documents).filter(|d| first.contains(d) && last.contains(d)).collect();
        if let Some(told) = (phrase.len() <= LONGEST).then(|| self.exceptions.get(phrase)).flatten() {
            let places = told.all(both.len() as u32);
            let mut at = 0;
            both.retain(|_| {
                at += 1;
                places.binary_search(&(at - 1)).is_err()
            });
        }
        both
    }

    /// Documents whose title holds the pair.
    pub fn titles(&self, pair: (u16, u16)) -> &[u32] {
        self.lists.get(&pair).map(|lists| lists.1.as_slice()).unwrap_or_default()
    }
}
