//! The telephones of texts without 密级 to which no file belongs, by their digests: nothing else is held of them. (The header
//! of a Word document may lie in another file: texts with such files are read each time.)
//!
//! In: entries of the register, their copies, what was read before. Out: all telephones. Refuses to know: pages.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::kept::{kept, phones_in};
use crate::cache::{Cache, Lasting};
use crate::examine;
use crate::register::{Entry, Originals};

/// By the digest of the text.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Phones {
    by_text: BTreeMap<[u8; 32], Vec<String>>,
}

/// The same of all such texts together, while they are the same.
#[derive(Debug, Default, Serialize, Deserialize)]
struct All {
    key: u64,
    phones: BTreeSet<String>,
}

impl Phones {
    const TABLE: &str = "phones";
}

impl All {
    const TABLE: &str = "phones-all";
}

/// What a run that goes on keeps of this between two looks.
#[derive(Debug, Default)]
pub struct Memory(Lasting<Phones>);

/// Their telephones, and whether all copies could be read.
pub(super) fn of_all(
    plain: &[&Entry],
    originals: &Originals,
    (memory, read): (&mut Memory, &examine::Phones),
    cache: &Cache,
) -> (BTreeSet<String>, bool) {
    let mut key = DefaultHasher::new();
    plain.iter().for_each(|entry| entry.latest().digest.hash(&mut key));
    let (key, all): (u64, All) = (key.finish(), cache.load(All::TABLE));
    if all.key == key {
        return (all.phones, true);
    }
    let mut phones = memory.0.take(Phones::TABLE, cache);
    let (whole, other) = phones.renew(plain, originals, read);
    let of = |entry: &&Entry| phones.by_text.get(entry.latest().digest.bytes());
    let all: BTreeSet<&String> = plain.par_iter().filter_map(of).flatten().collect();
    let all: BTreeSet<String> = all.into_iter().cloned().collect();
    memory.0.put_back(phones, other, Phones::TABLE, cache);
    if whole {
        cache.save(All::TABLE, &All { key, phones: all.clone() });
    }
    (all, whole)
}

impl Phones {
    /// Reads the texts that are new and forgets those that are gone. Tells whether all could be read, and how many there are
    /// of both.
    fn renew(&mut self, plain: &[&Entry], originals: &Originals, read: &examine::Phones) -> (bool, usize) {
        let is_new = |entry: &&&Entry| !self.by_text.contains_key(entry.latest().digest.bytes());
        let new: Vec<&&Entry> = plain.par_iter().filter(is_new).collect();
        let phones = |entry: &&&Entry| {
            let digest = entry.latest().digest;
            let just_read = read.get(&digest).map(|phone| phones_in(phone));
            let phones = just_read.or_else(|| kept(entry, originals, &HashSet::new()).map(|kept| kept.phones));
            Some((*digest.bytes(), phones?))
        };
        let read: Vec<Option<([u8; 32], Vec<String>)>> = new.par_iter().map(phones).collect();
        let (whole, before) = (read.iter().all(Option::is_some), self.by_text.len());
        self.by_text.extend(read.into_iter().flatten());
        let (now, mut gone) = (self.by_text.len(), 0);
        if now > plain.len() {
            let there: FxHashSet<&[u8; 32]> = plain.iter().map(|entry| entry.latest().digest.bytes()).collect();
            self.by_text.retain(|text, _| there.contains(text));
            gone = now - self.by_text.len();
        }
        (whole, now - before + gone)
    }
}
