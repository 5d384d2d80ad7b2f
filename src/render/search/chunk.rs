//! The documents of each key (a pair, a run) in some documents that one core reads.
//!
//! In: keys with their documents, document by document. Out: the same, added to the lists of all documents. A list for
//! each of tens of thousands of keys would lie wherever there is room; here what is asked for at every place of a text, the
//! number of a key and its last document, stays near. Refuses to know: what keys are.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::lists::Growing;

/// Keys with their documents, as they come.
pub struct Chunk<K> {
    numbers: FxHashMap<K, u32>,
    /// The last document of each key, by its number.
    last: Vec<u32>,
    /// Numbers of keys, each with a document.
    found: Vec<(u32, u32)>,
}

/// The same in order.
pub struct Sorted<K> {
    numbers: FxHashMap<K, u32>,
    /// Where the documents of each key end, by its number.
    ends: Vec<u32>,
    documents: Vec<u32>,
}

impl<K: Copy + Eq + Hash> Chunk<K> {
    /// Nothing yet.
    pub fn new() -> Self {
        Chunk { numbers: FxHashMap::default(), last: Vec::new(), found: Vec::new() }
    }

    /// Adds a document that holds a key; once more the same one changes nothing. Documents come in rising order.
    pub fn push(&mut self, key: K, document: u32) {
        let next = self.last.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        match self.last.get_mut(number as usize) {
            Some(last) if *last == document => return,
            Some(last) => *last = document,
            None => self.last.push(document),
        }
        self.found.push((number, document));
    }

    /// Brings the documents of each key together.
    pub fn sorted(self) -> Sorted<K> {
        let mut ends = vec![0; self.last.len()];
        self.found.iter().for_each(|(number, _)| ends[*number as usize] += 1);
        let mut end = 0;
        for count in &mut ends {
            end += *count;
            *count = end;
        }
        // From the back, so that each place ends where it is to begin.
        let mut documents = vec![0; self.found.len()];
        for (number, document) in self.found.iter().rev() {
            let at = &mut ends[*number as usize];
            *at -= 1;
            documents[*at as usize] = *document;
        }
        ends.push(end);
        ends.drain(..1);
        Sorted { numbers: self.numbers, ends, documents }
    }
}

impl<K: Copy + Eq + Hash> Sorted<K> {
    /// Adds them to lists of documents that all come before these.
    pub fn append_to(self, lists: &mut FxHashMap<K, Growing>) {
        for (key, number) in self.numbers {
            let number = number as usize;
            let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
            let list = lists.entry(key).or_default();
            self.documents[start as usize..self.ends[number] as usize].iter().for_each(|document| list.push(*document));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_key_gets_its_documents(texts in proptest::collection::vec(proptest::collection::vec(0_u8..12, 0..30), 0..40)) {
            let (mut lists, mut expected) = (FxHashMap::default(), BTreeMap::<u8, BTreeSet<u32>>::new());
            let numbered: Vec<(u32, &Vec<u8>)> = (0..).zip(&texts).collect();
            for part in numbered.chunks(7) {
                let mut chunk = Chunk::new();
                for (document, text) in part {
                    text.iter().for_each(|key| chunk.push(*key, *document));
                    for key in *text {
                        expected.entry(*key).or_default().insert(*document);
                    }
                }
                chunk.sorted().append_to(&mut lists);
            }
            let told: BTreeMap<u8, BTreeSet<u32>> = lists.iter().map(|(key, list)| (*key, list.iter().collect())).collect();
            prop_assert!(lists.iter().all(|(key, list)| list.len() as usize == told[key].len()));
            prop_assert_eq!(told, expected);
        }
    }
}
