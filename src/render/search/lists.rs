//! Lists of documents while the index is being made: small to keep, quick to intersect.
//!
//! In: rising numbers of documents. Out: the same, as a list or as a set of bits. Refuses to know: what they hold.

/// A rising list, kept as variable-length differences: a byte a document where documents are many.
#[derive(Clone, Default)]
pub struct Growing {
    count: u32,
    next: u32,
    bytes: Vec<u8>,
}

impl Growing {
    /// Appends a document; once more the same one changes nothing. Documents come in rising order.
    pub fn push(&mut self, document: u32) {
        if document + 1 == self.next {
            return;
        }
        let mut gap = document - self.next;
        while gap >= 0x80 {
            self.bytes.push(gap as u8 | 0x80);
            gap >>= 7;
        }
        self.bytes.push(gap as u8);
        self.next = document + 1;
        self.count += 1;
    }

    /// The list as it is kept; `documents_in` reads it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Gives back the room that it does not need. Nothing comes after this, as a rule.
    pub fn fit(&mut self) {
        self.bytes.shrink_to_fit();
    }

    /// How many documents there are.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// The documents, rising.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        documents_in(&self.bytes)
    }
}

/// The documents of a list, of which these are the bytes.
pub fn documents_in(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let (mut next, mut bytes) = (0_u32, bytes.iter());
    std::iter::from_fn(move || {
        let (mut gap, mut shift) = (0_u32, 0);
        loop {
            let byte = *bytes.next()?;
            gap |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let document = next + gap;
        next = document + 1;
        Some(document)
    })
}

/// A set of documents, a bit each.
pub struct Set {
    words: Vec<u64>,
}

impl Clone for Set {
    fn clone(&self) -> Self {
        Set { words: self.words.clone() }
    }

    fn clone_from(&mut self, other: &Self) {
        self.words.clone_from(&other.words);
    }
}

impl Set {
    /// None of `universe` documents.
    pub fn empty(universe: u32) -> Self {
        Set { words: vec![0; (universe as usize).div_ceil(64)] }
    }

    /// The documents of a list, of `universe` documents in all.
    pub fn of(list: &Growing, universe: u32) -> Self {
        let mut set = Set::empty(universe);
        set.fill(Some(list));
        set
    }

    /// Becomes the set of these documents.
    pub fn fill(&mut self, list: Option<&Growing>) {
        self.words.fill(0);
        let documents = list.into_iter().flat_map(Growing::iter);
        documents.for_each(|document| self.words[(document / 64) as usize] |= 1 << (document % 64));
    }

    /// Becomes what is in both of these.
    pub fn meet(&mut self, one: &Set, other: &Set) {
        let both = one.words.iter().zip(&other.words).map(|(one, other)| one & other);
        self.words.iter_mut().zip(both).for_each(|(word, both)| *word = both);
    }

    /// Takes these documents out.
    pub fn remove(&mut self, documents: impl Iterator<Item = u32>) {
        documents.for_each(|document| self.words[(document / 64) as usize] &= !(1 << (document % 64)));
    }

    /// How many documents are in the set.
    pub fn len(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// The places of these documents, all of the set and rising, among the set's own.
    pub fn places(&self, documents: impl Iterator<Item = u32>) -> Vec<u32> {
        let (mut at, mut before) = (0, 0);
        let place = |document: u32| {
            let (word, bit) = ((document / 64) as usize, document % 64);
            before += self.words[at..word].iter().map(|word| word.count_ones()).sum::<u32>();
            at = word;
            before + (self.words[word] & ((1 << bit) - 1)).count_ones()
        };
        documents.map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_list_keeps_what_it_was_given(documents in proptest::collection::btree_set(0_u32..70_000, 0..200)) {
            let mut list = Growing::default();
            documents.iter().for_each(|document| { list.push(*document); list.push(*document) });
            prop_assert_eq!(list.iter().collect::<Vec<_>>(), documents.iter().copied().collect::<Vec<_>>());
            let set = Set::of(&list, 70_000);
            prop_assert_eq!((set.len(), list.len()), (documents.len() as u32, documents.len() as u32));
            let every_third: Vec<u32> = documents.iter().copied().step_by(3).collect();
            let expected: Vec<u32> = (0..documents.len() as u32).step_by(3).collect();
            prop_assert_eq!(set.places(every_third.into_iter()), expected);
        }
    }
}
