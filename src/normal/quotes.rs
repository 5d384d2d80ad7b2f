//! Straight quotation marks become “ ”, pair by pair, where the text is Chinese (GB/T 15834-2011, 4.8.2).
//!
//! In and out: a strip. Refuses to know: single marks, which may be apostrophes; curled ones that are the wrong way
//! round, of which a rule tells.

use super::strip::{HALF_WIDTH, Strip};
use crate::model::writing::{is_blank, is_chinese};

pub(super) fn straight(strip: &mut Strip<'_>) {
    let places: Vec<usize> = (0..strip.len()).filter(|at| is_straight(strip.get(*at))).collect();
    // With one too many nobody knows which opens and which closes.
    if places.is_empty() || !places.len().is_multiple_of(2) || curled_between(strip, &places) {
        return;
    }
    let pairs: Vec<(usize, usize)> = places.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    let right = |(from, to): &(usize, usize)| opens(strip, *from) && closes(strip, *to) && to - from > 1;
    if !pairs.iter().all(right) {
        return;
    }
    for (from, to) in pairs {
        if chinese(strip, from, to) && strip.is_free(from) && strip.is_free(to) {
            strip.put(from, '“', HALF_WIDTH);
            strip.put(to, '”', HALF_WIDTH);
        }
    }
}

fn is_straight(character: Option<char>) -> bool {
    matches!(character, Some('"' | '＂'))
}

/// Whether a pair holds one half of a curled pair: then the straight ones may be the other halves.
fn curled_between(strip: &Strip<'_>, places: &[usize]) -> bool {
    let balance = |from: usize, to: usize| {
        strip.from(from).take(to - from).fold(0, |sum, c| match c {
            '“' => sum + 1,
            '”' => sum - 1,
            _ => sum,
        })
    };
    let edges = std::iter::once(0).chain(places.iter().copied()).chain([strip.len()]);
    edges.clone().zip(edges.skip(1)).any(|(from, to)| balance(from, to) != 0)
}

fn opens(strip: &Strip<'_>, at: usize) -> bool {
    strip.get(at + 1).is_some_and(|c| !is_blank(c) && c != '\n')
        && strip.back(at).take(2).find(|c| !is_blank(*c)).is_none_or(|c| !c.is_ascii_digit())
}

fn closes(strip: &Strip<'_>, at: usize) -> bool {
    strip.before(at).is_some_and(|c| !is_blank(c) && c != '\n')
}

fn chinese(strip: &Strip<'_>, from: usize, to: usize) -> bool {
    let outside = |c: Option<char>| c.is_some_and(is_chinese);
    outside(strip.before(from))
        || outside(strip.get(to + 1))
        || strip.from(from + 1).take(to - from - 1).any(is_chinese)
}
