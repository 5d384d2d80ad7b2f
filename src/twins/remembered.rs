//! What came of comparing texts the last time, as long as nothing that could make it another has changed.
//!
//! In: the texts in the order of coming, with their sketches. Out: which of them have to be compared anew, and what came of
//! the others. A text that is new, gone or changed can be a candidate only for those that share a key with it, before or
//! now: these are compared anew, and no others. Refuses to know: how texts are compared.

use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::{Known, Pair};
use crate::cache::{Cache, quick_of};
use crate::model::Sketch;

const TABLE: &str = "twins";
const TOLD: &str = "twins-told";

/// What came of it: the earlier text, and how alike they are in percent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Near {
    /// The path of the earlier text. Several receipts may have had one path.
    pub path: String,
    /// Its place in the order of coming.
    pub order: u64,
    /// How alike they are.
    pub percent: u32,
}

/// The texts of the last run, in the order of coming.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Outcomes {
    texts: Vec<Kept>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Kept {
    path: String,
    digest: [u8; 32],
    order: u64,
    keys: Vec<u32>,
    /// What came of it; `None` where nobody asked.
    near: Option<Option<Near>>,
}

impl Kept {
    fn is(&self, text: &Known<'_>) -> bool {
        self.path == text.path && self.digest == *text.digest.bytes() && self.order == text.order()
    }
}

/// A text with its sketch, if it has one.
pub(super) type Sketched<'a> = (Known<'a>, Option<Sketch>);

/// What was told the last time, as long as the very same texts are asked about: nothing has to be looked up then.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Told {
    key: u64,
    pairs: Vec<Pair>,
}

impl Told {
    /// What the last run that registered anything has left.
    pub(super) fn of(cache: &Cache) -> Self {
        cache.load(TOLD)
    }

    /// A number for all texts in their order, and for which of them are wanted.
    pub(super) fn key(&self, texts: &[Known<'_>], wanted: &(dyn Fn(&Known<'_>) -> bool + Sync)) -> u64 {
        let number = |text: &Known<'_>| {
            let sketch = text.facts.sketch.as_ref().map(Sketch::bands);
            quick_of((text.path, text.digest, text.order(), text.facts.characters, sketch, wanted(text)))
        };
        let numbers: Vec<u64> = texts.par_iter().map(number).collect();
        let mut key = DefaultHasher::new();
        numbers.hash(&mut key);
        key.finish()
    }

    /// What came of it.
    pub(super) fn pairs(&self, key: u64) -> Option<&[Pair]> {
        (self.key == key && key != 0).then_some(&self.pairs)
    }

    /// Saves what came of it.
    pub(super) fn keep(key: u64, pairs: &[Pair], cache: &Cache) {
        cache.save(TOLD, &Told { key, pairs: pairs.to_vec() });
    }
}

impl Outcomes {
    /// What the last run that registered anything has left.
    pub(super) fn of(cache: &Cache) -> Self {
        cache.load(TABLE)
    }

    /// The same, by path.
    pub(super) fn lookup(&self) -> Lookup<'_> {
        let placed = self.texts.iter().enumerate().map(|(at, kept)| ((kept.path.as_str(), kept.order), at));
        Lookup { places: placed.collect(), all: self }
    }

    /// Saves what came of comparing, if it is other than before.
    pub(super) fn renew(self, texts: &[Sketched<'_>], near: impl Fn(usize) -> Option<Option<Near>>, cache: &Cache) {
        let kept = texts.iter().enumerate().map(|(at, (text, sketch))| Kept {
            path: text.path.to_owned(),
            digest: *text.digest.bytes(),
            order: text.order(),
            keys: sketch.iter().flat_map(Sketch::keys).collect(),
            near: near(at),
        });
        let kept: Vec<Kept> = kept.collect();
        if kept != self.texts {
            cache.save(TABLE, &Outcomes { texts: kept });
        }
    }
}

/// The last run's texts by path.
pub(super) struct Lookup<'a> {
    places: FxHashMap<(&'a str, u64), usize>,
    all: &'a Outcomes,
}

impl<'a> Lookup<'a> {
    fn kept(&self, text: &Known<'_>) -> Option<&'a Kept> {
        self.places.get(&(text.path, text.order())).map(|at| &self.all.texts[*at]).filter(|kept| kept.is(text))
    }

    /// The sketch of a text whose facts have none, as it was made before.
    pub(super) fn sketch(&self, text: &Known<'_>) -> Option<Sketch> {
        self.kept(text).and_then(|kept| Sketch::from_keys(&kept.keys))
    }

    /// What came of comparing each of these texts, where that still holds.
    pub(super) fn standing(&self, texts: &[Sketched<'_>]) -> Vec<Option<Option<Near>>> {
        let same: Vec<Option<&Kept>> = texts.iter().map(|(text, _)| self.kept(text)).collect();
        let there: FxHashSet<(&str, u64)> =
            same.iter().flatten().map(|kept| (kept.path.as_str(), kept.order)).collect();
        let fresh =
            texts.iter().zip(&same).filter(|(_, same)| same.is_none()).filter_map(|((_, sketch), _)| sketch.as_ref());
        let gone = self.all.texts.iter().filter(|kept| !there.contains(&(kept.path.as_str(), kept.order)));
        let stirred: FxHashSet<u32> =
            fresh.flat_map(Sketch::keys).chain(gone.flat_map(|kept| kept.keys.iter().copied())).collect();
        let holds = |kept: &&&Kept| stirred.is_empty() || !kept.keys.iter().any(|key| stirred.contains(key));
        same.iter().map(|kept| kept.as_ref().filter(holds).and_then(|kept| kept.near.clone())).collect()
    }
}
