//! Dots, dashes and doubled marks.
//!
//! In and out: a strip. Refuses to know: numbers with points, tables' rulers.
//!
//! An ellipsis is six dots (GB/T 15834-2011, 4.11.2), a dash is as long as two characters (4.10.2).

use super::strip::Strip;
use crate::model::writing::{is_blank, is_chinese};

const DOTS: &str = "省略号";
const DASH: &str = "破折号";

pub(super) fn ellipses(strip: &mut Strip<'_>) {
    let mut gone = Vec::new();
    for (from, to) in runs(strip, |c| matches!(c, '.' | '。' | '…' | '⋯' | '·' | '・')) {
        let (sign, length) = (strip.get(from).unwrap_or_default(), to - from);
        let mixed = strip.from(from).take(length).any(|c| c != sign);
        let dots = match sign {
            '.' => (3..=12).contains(&length),
            '。' | '·' | '・' => (3..=6).contains(&length),
            '…' => length == 1 && !strip.is_double(from),
            '⋯' => length <= 2,
            _ => false,
        };
        if !mixed && dots && beside_chinese(strip, from, to) && (from..to).all(|at| strip.is_free(at)) {
            six_dots(strip, from, to);
            gone.extend(from + 2..to);
        }
    }
    strip.remove(&gone, DOTS);
}

fn six_dots(strip: &mut Strip<'_>, from: usize, to: usize) {
    strip.put(from, '…', DOTS);
    match to - from {
        1 => strip.double(from, DOTS),
        _ => strip.put(from + 1, '…', DOTS),
    }
}

pub(super) fn dashes(strip: &mut Strip<'_>) {
    let mut gone = Vec::new();
    for (from, to) in runs(strip, |c| matches!(c, '-' | '－' | '─' | '―')) {
        let (sign, length) = (strip.get(from).unwrap_or_default(), to - from);
        let mixed = strip.from(from).take(length).any(|c| c != sign);
        let free = (from..to).all(|at| strip.is_free(at));
        if !mixed && (2..=4).contains(&length) && beside_chinese(strip, from, to) && free {
            strip.put(from, '—', DASH);
            strip.put(from + 1, '—', DASH);
            gone.extend(from + 2..to);
        }
    }
    strip.remove(&gone, DASH);
}

/// `，，` and `，。`: the same mark twice is one, and the end of a sentence is no pause. Other neighbours are doubtful.
pub(super) fn doubled(strip: &mut Strip<'_>) {
    let mut places = Vec::new();
    for (from, to) in runs(strip, |c| matches!(c, '，' | '。' | '、' | '；' | '：')) {
        let pair = (strip.get(from), strip.get(from + 1));
        if to - from == 2 && (pair.0 == pair.1 || pair == (Some('，'), Some('。'))) {
            places.push(from);
        }
    }
    strip.remove(&places, "重复标点");
}

/// Runs of such characters.
fn runs(strip: &Strip<'_>, is: impl Fn(char) -> bool) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for at in (0..strip.len()).filter(|at| strip.get(*at).is_some_and(&is)) {
        match runs.last_mut() {
            Some((_, to)) if *to == at => *to += 1,
            _ => runs.push((at, at + 1)),
        }
    }
    runs
}

fn beside_chinese(strip: &Strip<'_>, from: usize, to: usize) -> bool {
    let shown = |c: &char| !is_blank(*c);
    strip.back(from).take(FAR).find(shown).is_some_and(is_chinese)
        || strip.from(to).take(FAR).find(shown).is_some_and(is_chinese)
}

/// How many blanks may stand between.
const FAR: usize = 16;
