//! Each brief once: of several with the same receipt, or with the same text, only the first received counts.
//!
//! In: the briefs that can count, in any order, whatever their period. Out: those that do count, in no particular order.
//! Refuses to know: units, obligations, periods asked for.

use std::hash::Hash;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Filed;
use crate::model::Digest;

/// Of briefs with the same receipt or the same text only the first received, also across units.
pub fn each_text_once<'a>(briefs: impl Iterator<Item = &'a Filed>) -> Vec<&'a Filed> {
    let briefs: Vec<&Filed> = briefs.collect();
    // Listed by receipt, as the register has them, each stands there once.
    let listed = briefs.is_sorted_by(|a, b| a.receipt < b.receipt);
    let receipts = if listed { briefs } else { first_of_each(briefs, |brief| Some(brief.receipt)) };
    // Nearly all texts came once: whether there are others is seen sooner by sorting than by looking each of them up.
    let often = often(receipts.iter().map(|brief| beginning(brief)));
    let (several, mut once): (Vec<&Filed>, Vec<&Filed>) =
        receipts.into_iter().partition(|brief| often.contains(&beginning(brief)));
    // Two briefs that are scanned pictures have no text at all; that does not make them the same text.
    let no_text = Digest::of(b"");
    once.extend(first_of_each(several, |brief| Some(brief.fingerprint).filter(|text| *text != no_text)));
    once
}

/// The first eight bytes of a brief's fingerprint.
fn beginning(brief: &Filed) -> u64 {
    brief.fingerprint.bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The numbers that come more than once.
fn often(numbers: impl Iterator<Item = u64>) -> FxHashSet<u64> {
    let mut numbers: Vec<u64> = numbers.collect();
    numbers.par_sort_unstable();
    numbers.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect()
}

/// Of the briefs with the same key the one that was received first; all of those without a key.
fn first_of_each<'a, K: Eq + Hash>(
    briefs: impl IntoIterator<Item = &'a Filed>,
    key: impl Fn(&Filed) -> Option<K>,
) -> Vec<&'a Filed> {
    let briefs = briefs.into_iter();
    let (mut kept, mut places): (Vec<&Filed>, FxHashMap<K, usize>) = Default::default();
    places.reserve(briefs.size_hint().1.unwrap_or_default());
    for brief in briefs {
        let place = key(brief).map_or(kept.len(), |key| *places.entry(key).or_insert(kept.len()));
        match kept.get_mut(place) {
            Some(other) if received_before(brief, other) => *other = brief,
            Some(_) => {}
            None => kept.push(brief),
        }
    }
    kept
}

/// Day and receipt decide. The rest makes the order total, so that no order of `filed` can shine through.
fn received_before(a: &Filed, b: &Filed) -> bool {
    let key = |brief: &Filed| (brief.received, brief.receipt, brief.date, brief.period, brief.fingerprint);
    (key(a), &a.kind, &a.units) < (key(b), &b.kind, &b.units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::standings;
    use crate::duty::testing::*;

    /// What unit `a` and unit `b` have of 信息 in November 2016.
    fn counted(filed: &[Filed]) -> (String, String) {
        let roster = roster(vec![unit("a"), unit("b")]);
        let standings = standings(filed, &roster, &settings("", &roster), period("2016-11"), day("2016-11-20"));
        let of = |unit| find(&standings, unit, "信息", "2016-11").counted.decimal(4);
        (of("a"), of("b"))
    }

    #[test]
    fn the_same_text_counts_once_for_the_unit_whose_brief_was_received_first() {
        // A file's own time stamp can make the one with the higher receipt number the first received.
        let later = brief(1, &["a"], "2016-11-09");
        let first = Filed { fingerprint: later.fingerprint, ..brief(2, &["b"], "2016-11-08") };
        assert_eq!(counted(&[later, first]), ("0".into(), "1".into()));
    }

    #[test]
    fn a_text_that_was_counted_in_october_does_not_count_again_in_november() {
        let again = brief(2, &["a"], "2016-11-09");
        let october = Filed { fingerprint: again.fingerprint, ..brief(1, &["a"], "2016-10-08") };
        assert_eq!(counted(&[again, october]).0, "0");
    }

    #[test]
    fn a_text_counts_though_it_was_first_handed_in_where_it_could_not_count() {
        let proper = brief(2, &["a"], "2016-11-09");
        let fingerprint = proper.fingerprint;
        let nobody = Filed { units: vec![], fingerprint, ..brief(1, &["a"], "2016-11-08") };
        let idle_kind = of_kind("案例", Filed { fingerprint, ..brief(3, &["a"], "2016-11-07") });
        assert_eq!(counted(&[proper, nobody, idle_kind]).0, "1");
    }

    #[test]
    fn a_receipt_counts_once_and_two_scanned_pictures_are_two_briefs() {
        let one = brief(1, &["a"], "2016-11-08");
        let same_receipt = Filed { fingerprint: Digest::of(b"revised"), ..one.clone() };
        let scan = |number| Filed { fingerprint: Digest::of(b""), ..brief(number, &["a"], "2016-11-08") };
        assert_eq!(counted(&[one, same_receipt]).0, "1");
        assert_eq!(counted(&[scan(1), scan(2)]).0, "2");
    }
}
