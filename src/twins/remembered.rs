//! What came of comparing texts the last time, as long as nothing that could make it another has changed.
//!
//! In: the texts in the order of coming, with their sketches. Out: which of them have to be compared anew, and what came of
//! the others. A text that is new, gone or changed can be a candidate only for those that share a key with it, before or
//! now: these are compared anew, and no others. Refuses to know: how texts are compared.

use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::{Known, Pair};
use crate::cache::{Cache, Lasting, quick_of};
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

/// The same of any text: `None` where nobody asked, `Some(None)` where it is like no other.
pub(super) type Came = Option<Option<Near>>;

/// The texts of the last run, in the order of coming.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Outcomes {
    texts: Vec<Kept>,
}

/// A text of the last run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    path: String,
    digest: [u8; 32],
    order: u64,
    keys: Vec<u32>,
    near: Came,
}

impl Kept {
    fn of(text: &Known<'_>, sketch: Option<&Sketch>, near: Came) -> Self {
        let keys = sketch.into_iter().flat_map(Sketch::keys).collect();
        Kept { path: text.path.to_owned(), digest: *text.digest.bytes(), order: text.order, keys, near }
    }

    /// The sketch of a text whose facts have none, as it was made before.
    pub(super) fn sketch(&self) -> Option<Sketch> {
        Sketch::from_keys(&self.keys)
    }
}

/// What a run that goes on keeps of this between two looks.
#[derive(Debug, Default)]
pub struct Memory(Lasting<Outcomes>);

impl Memory {
    /// What came of it the last time, in this run or an earlier one.
    pub(super) fn take(&mut self, cache: &Cache) -> Outcomes {
        self.0.take(TABLE, cache)
    }

    /// Takes in what came of it now. `places` tells where each of the texts stood the last time.
    pub(super) fn renew(
        &mut self,
        before: Outcomes,
        (texts, places): (&[Sketched<'_>], &[Option<usize>]),
        came: Vec<Came>,
        cache: &Cache,
    ) {
        let count = before.texts.len();
        let mut old: Vec<Option<Kept>> = before.texts.into_iter().map(Some).collect();
        let (mut kept, mut other) = (Vec::with_capacity(texts.len()), 0);
        for (((text, sketch), place), near) in texts.iter().zip(places).zip(came) {
            let known = place.and_then(|at| old[at].take());
            other += usize::from(known.as_ref().is_none_or(|known| known.near != near));
            kept.push(match known {
                Some(known) => Kept { near, ..known },
                None => Kept::of(text, sketch.as_ref(), near),
            });
        }
        other += count.abs_diff(kept.len());
        let texts = kept.len();
        self.0.put_back(Outcomes { texts: kept }, (other, texts), TABLE, cache);
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
    pub(super) fn key(&self, texts: &[Known<'_>]) -> u64 {
        let number = |text: &Known<'_>| {
            let sketch = text.facts.sketch.as_ref().map(Sketch::bands);
            quick_of((text.path, text.digest, text.order, text.facts.characters, sketch, text.asked))
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
    /// Where each of these texts stands, if it is the very same. Both lists are in the order of coming.
    pub(super) fn places(&self, texts: &[Known<'_>]) -> Vec<Option<usize>> {
        let mut before = self.texts.iter().enumerate().peekable();
        let mut place = |text: &Known<'_>| {
            let order = |kept: &Kept| (kept.order, kept.path.as_str()).cmp(&(text.order, text.path));
            while before.next_if(|(_, kept)| order(kept).is_lt()).is_some() {}
            let (at, kept) = before.next_if(|(_, kept)| order(kept).is_eq())?;
            (kept.digest == *text.digest.bytes()).then_some(at)
        };
        texts.iter().map(&mut place).collect()
    }

    /// The texts at these places, where there are any.
    pub(super) fn at(&self, places: &[Option<usize>]) -> Vec<Option<&Kept>> {
        places.iter().map(|place| place.map(|at| &self.texts[at])).collect()
    }

    /// What came of comparing each of these texts, where that still holds.
    pub(super) fn standing(&self, texts: &[Sketched<'_>], same: &[Option<&Kept>]) -> Vec<Came> {
        let fresh =
            texts.iter().zip(same).filter(|(_, same)| same.is_none()).filter_map(|((_, sketch), _)| sketch.as_ref());
        let mut there = same.iter().flatten().map(|kept| std::ptr::from_ref::<Kept>(kept)).peekable();
        let gone = self.texts.iter().filter(move |kept| there.next_if(|there| std::ptr::eq(*there, *kept)).is_none());
        let stirred: FxHashSet<u32> =
            fresh.flat_map(Sketch::keys).chain(gone.flat_map(|kept| kept.keys.iter().copied())).collect();
        let holds = |kept: &&&Kept| stirred.is_empty() || !kept.keys.iter().any(|key| stirred.contains(key));
        same.iter().map(|kept| kept.as_ref().filter(holds).and_then(|kept| kept.near.clone())).collect()
    }
}
