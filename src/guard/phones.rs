//! The telephones of texts without 密级, by their digests: nothing else is held of them. (The header of a Word document may
//! lie in another file: texts with such files are read each time.)
//!
//! In: entries of the register, their copies, what was read before. Out: all telephones. Refuses to know: pages.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::kept::{kept, phones_in};
use crate::cache::{Cache, Lasting};
use crate::examine;
use crate::register::{Entry, Originals};

/// Of all such texts.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Phones {
    /// By the digest of the text.
    by_text: FxHashMap<[u8; 32], Vec<String>>,
    /// In how many texts each stands, or how often.
    all: BTreeMap<String, usize>,
}

/// The telephones alone, while the texts are the same.
#[derive(Debug, Default, Serialize, Deserialize)]
struct All {
    key: u64,
    phones: BTreeSet<String>,
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
    if memory.0.is_at_hand() {
        return memory.renew(plain, originals, read, cache);
    }
    let mut key = DefaultHasher::new();
    plain.iter().for_each(|entry| entry.latest().digest.hash(&mut key));
    let (key, all): (u64, All) = (key.finish(), cache.load(All::TABLE));
    if all.key == key {
        return (all.phones, true);
    }
    let (phones, whole) = memory.renew(plain, originals, read, cache);
    if whole {
        cache.save(All::TABLE, &All { key, phones: phones.clone() });
    }
    (phones, whole)
}

impl All {
    const TABLE: &str = "phones-all";
}

impl Memory {
    fn renew(
        &mut self,
        plain: &[&Entry],
        originals: &Originals,
        read: &examine::Phones,
        cache: &Cache,
    ) -> (BTreeSet<String>, bool) {
        let mut phones = self.0.take(Phones::TABLE, cache);
        let (whole, other) = phones.renew(plain, originals, read);
        let (all, texts) = (phones.all.keys().cloned().collect(), phones.by_text.len());
        self.0.put_back(phones, (other, texts), Phones::TABLE, cache);
        (all, whole)
    }
}

impl Phones {
    const TABLE: &str = "phones";

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
        read.into_iter().flatten().for_each(|(digest, phones)| self.put(digest, phones));
        let now = self.by_text.len();
        // Several briefs may have one text, and a copy that could not be read has none here.
        let there: FxHashSet<&[u8; 32]> = plain.iter().map(|entry| entry.latest().digest.bytes()).collect();
        if now > there.len() || !whole {
            self.forget_all_but(&there);
        }
        (whole, now - before + now - self.by_text.len())
    }

    fn put(&mut self, digest: [u8; 32], phones: Vec<String>) {
        if !self.by_text.contains_key(&digest) {
            phones.iter().for_each(|phone| *self.all.entry(phone.clone()).or_default() += 1);
            self.by_text.insert(digest, phones);
        }
    }

    fn forget_all_but(&mut self, there: &FxHashSet<&[u8; 32]>) {
        let Phones { by_text, all } = self;
        by_text.retain(|digest, phones| {
            let stays = there.contains(digest);
            phones.iter().filter(|_| !stays).for_each(|phone| {
                all.entry(phone.clone()).and_modify(|count| *count -= 1);
            });
            stays
        });
        all.retain(|_, count| *count > 0);
    }
}
