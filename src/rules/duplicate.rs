//! The same text is handed in once. This rule looks at all briefs together, by the fingerprints of their texts.
//!
//! In: briefs in the order in which they came. Out: for each later one with the same text, the path of the first.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// The briefs whose text stood already in an earlier one, with the path of that earlier one.
/// `briefs` yields key, path and fingerprint in the order of coming; a brief with several texts comes several times.
pub fn twins<'a, K: Copy + Eq + Hash, F: Copy + Eq + Hash>(
    briefs: impl IntoIterator<Item = (K, &'a str, F)>,
) -> FxHashMap<K, &'a str> {
    let briefs = briefs.into_iter();
    let mut first: FxHashMap<F, (K, &str)> = FxHashMap::default();
    first.reserve(briefs.size_hint().0);
    let mut twins = FxHashMap::default();
    for (key, path, fingerprint) in briefs {
        let (earlier, other) = *first.entry(fingerprint).or_insert((key, path));
        if earlier != key {
            twins.insert(key, other);
        }
    }
    twins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_of_two_equal_texts_is_the_twin_and_a_brief_is_no_twin_of_itself() {
        let twins = twins([(1, "甲", 'a'), (2, "乙", 'b'), (3, "丙", 'a'), (2, "乙", 'b'), (4, "丁", 'a')]);
        assert_eq!(twins.get(&3), Some(&"甲"));
        assert_eq!(twins.get(&4), Some(&"甲"));
        assert_eq!(twins.len(), 2);
    }
}
