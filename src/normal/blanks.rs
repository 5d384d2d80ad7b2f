//! Takes blanks out where Chinese has none: beside marks, within numbers and their units, beside 的.
//!
//! In and out: a strip. Refuses to know: names and headlines, in which a blank parts two phrases (`建立机制 推动工作`,
//! `张 三`); whatever else stands between two characters is for a rule to ask about.

use super::strip::Strip;
use crate::model::Role;
use crate::model::writing::{closes, counts, ends_sentence, is_blank, is_han, is_mark, is_point, opens};

const REASON: &str = "多余空格";

/// Longer runs of blanks part columns, or keep room to write in.
const LONGEST: usize = 2;

pub(super) fn blanks(strip: &mut Strip<'_>) {
    let running = is_running(strip);
    let mut places = Vec::new();
    for (from, to) in runs(strip) {
        if from == 0 {
            // What had no width stood before it; the reader takes no notice of blanks at the head.
            places.extend(from..to);
        }
        let (Some(left), Some(right)) = (strip.before(from), strip.get(to)) else { continue };
        if left == '\n' || right == '\n' {
            continue;
        }
        if to - from <= LONGEST && (beside_a_mark(left, right, running) || running && within(strip, from, to)) {
            places.extend(from..to);
        }
    }
    strip.remove(&places, REASON);
}

fn runs(strip: &Strip<'_>) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in strip.from(0).enumerate().filter(|(_, c)| is_blank(*c)) {
        match runs.last_mut() {
            Some((_, to)) if *to == at => *to += 1,
            _ => runs.push((at, at + 1)),
        }
    }
    runs
}

/// Sentences, not a headline or a line of names.
fn is_running(strip: &Strip<'_>) -> bool {
    matches!(strip.role(), Role::Paragraph | Role::Item | Role::Footnote)
        && strip.from(0).any(|c| is_point(c) && c != '、' && c != '：')
}

/// In a headline only marks that part nothing from nothing have no blanks: `“三农” 工作` may be two phrases.
fn beside_a_mark(left: char, right: char, running: bool) -> bool {
    let pauses = |c: char| is_point(c) || ends_sentence(c);
    opens(left) || closes(right) || pauses(left) || pauses(right) || running && (is_mark(left) || is_mark(right))
}

/// Within one phrase: `30 件`, `2016 年`, `完成 30 件`, `改革 的`, `10 %`.
fn within(strip: &Strip<'_>, from: usize, to: usize) -> bool {
    let (Some(left), Some(right)) = (strip.before(from), strip.get(to)) else { return false };
    if is_han(left) && is_han(right) {
        return left == '的' || right == '的';
    }
    if left.is_ascii_digit() {
        // A number of seven digits and more is somebody's: 13900000000 万某.
        let digits = strip.back(from).take_while(char::is_ascii_digit).count();
        return digits < 7 && counts(right) && !is_labelled(strip, from);
    }
    is_han(left) && right.is_ascii_digit() && !is_label(left) && {
        let number = strip.from(to).take_while(|c| is_of_number(*c)).count();
        strip.from(to + number).find(|c| !is_blank(*c)).is_some_and(counts)
    }
}

fn is_of_number(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '.' | ',')
}

/// Whether the number that ends at `at` is that of a table, a figure or an annex: `表 1 年度计划`.
fn is_labelled(strip: &Strip<'_>, at: usize) -> bool {
    strip.back(at).find(|c| !is_of_number(*c) && !is_blank(*c)).is_some_and(is_label)
}

fn is_label(character: char) -> bool {
    "表图件注例式页".contains(character)
}
