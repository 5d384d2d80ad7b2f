//! Of whom something else may have to be said, where a few texts are other than they were: of those that have anything in
//! common with these, as they were or as they are. A text can be a candidate for those only that share a key of its sketch.
//!
//! In: the register, these texts. Out: paths of briefs. Refuses to know: how texts are compared, what is said of them.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::lacks_sketch;
use crate::examine::Examined;
use crate::model::{Digest, ReceiptNo, Sketch};
use crate::register::{Arrival, Facts, Register};

/// So many texts are compared without asking what came of it before.
const FEW: usize = 64;

/// The briefs of which something else may have to be said than before, by path, where some texts are other than they were:
/// those that have anything in common with these. `now` are briefs that lie in the folder, `before` those that lay at their
/// places. Empty where no other text has anything in common with them: then nothing is to be said of them either. `None` where these
/// may be many, or cannot be known without reading texts.
pub fn concerned<'a>(
    register: &'a Register,
    before: &'a [Examined],
    now: &[&'a Examined],
) -> Option<FxHashSet<&'a str>> {
    let traits = Traits::of(before, now)?;
    let own = now.iter().filter_map(|brief| Some(register.entry_at(&brief.arrival.path)?.receipt));
    let own: FxHashSet<ReceiptNo> = own.collect();
    let others = register.all_entries().filter(|entry| !own.contains(&entry.receipt));
    let others = others.filter_map(|entry| Some((entry.path.as_str(), traits.shared_with(entry.facts())?)));
    let others: Vec<(&str, Shared)> = others.collect();
    let few = others.len() + now.len() <= FEW && others.iter().all(|(_, shared)| *shared == Shared::Keys);
    let own = now.iter().map(|brief| brief.arrival.path.as_str());
    few.then(|| if others.is_empty() { FxHashSet::default() } else { own.chain(others.iter().map(|o| o.0)).collect() })
}

/// What two texts have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shared {
    /// They may be nearly the same.
    Keys,
    /// They are the same, or nobody knows.
    More,
}

/// What the texts of some briefs may be known by.
#[derive(Default)]
struct Traits<'a> {
    keys: FxHashMap<u32, &'a str>,
    fingerprints: FxHashMap<Digest, &'a str>,
}

impl<'a> Traits<'a> {
    /// None where two of them have something in common, or one has gone.
    fn of(before: &'a [Examined], now: &[&'a Examined]) -> Option<Self> {
        let there: FxHashSet<&str> = now.iter().map(|brief| brief.arrival.path.as_str()).collect();
        let mut traits = Traits::default();
        for Arrival { path, facts, .. } in before.iter().chain(now.iter().copied()).map(|brief| &brief.arrival) {
            let keys = facts.sketch.iter().flat_map(Sketch::keys);
            let mut own = keys.map(|key| *traits.keys.entry(key).or_insert(path) == path);
            let own = there.contains(path.as_str()) && !lacks_sketch(facts) && own.all(|own| own);
            let fingerprint = (facts.characters > 0).then_some(facts.fingerprint);
            let mut fingerprints = fingerprint.into_iter();
            let own = own && fingerprints.all(|print| *traits.fingerprints.entry(print).or_insert(path) == path);
            own.then_some(())?;
        }
        Some(traits)
    }

    fn shared_with(&self, facts: &Facts) -> Option<Shared> {
        let same = || facts.characters > 0 && self.fingerprints.contains_key(&facts.fingerprint);
        let near = || facts.sketch.iter().flat_map(Sketch::keys).any(|key| self.keys.contains_key(&key));
        if lacks_sketch(facts) || same() { Some(Shared::More) } else { near().then_some(Shared::Keys) }
    }
}
