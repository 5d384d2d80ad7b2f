//! Marks of half width become those of full width where the sentence is Chinese (GB/T 15834-2011, 5.1).
//!
//! In and out: a strip. Refuses to know: addresses (which the strip keeps), quotation marks.
//!
//! A sentence is Chinese at a mark when the nearest character on one side of it is: `共3项,完成` and `经QQ,邮箱` are,
//! `A, B` and `Word, Excel` are not. Marks within numbers stay: 1,200; 3:2; 10:30.

use super::strip::{HALF_WIDTH, Strip};
use crate::model::Role;
use crate::model::writing::{is_blank, is_chinese, is_han, is_han_number, is_mark};

/// `, ; : ? !`
pub(super) fn points(strip: &mut Strip<'_>) {
    for at in 0..strip.len() {
        let full = match strip.get(at) {
            Some(',') => '，',
            Some(';') => '；',
            Some(':') => '：',
            Some('?') => '？',
            Some('!') => '！',
            _ => continue,
        };
        if !between_digits(strip, at) && (chinese_before(strip, at) || chinese_behind(strip, at + 1)) {
            strip.put(at, full, HALF_WIDTH);
        }
    }
}

fn between_digits(strip: &Strip<'_>, at: usize) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    digit(strip.before(at)) && digit(strip.get(at + 1))
}

/// How far the nearest character is looked for: quotation marks, brackets and blanks do not stand in long rows.
const FAR: usize = 16;

fn chinese_before(strip: &Strip<'_>, at: usize) -> bool {
    let aside = |c: &char| is_blank(*c) || ")]}\"'%".contains(*c);
    strip.back(at).take(FAR).find(|c| !aside(c)).is_some_and(is_chinese)
}

fn chinese_behind(strip: &Strip<'_>, from: usize) -> bool {
    let aside = |c: &char| is_blank(*c) || "([{\"'".contains(*c);
    strip.from(from).take(FAR).find(|c| !aside(c)).is_some_and(is_chinese)
}

/// The point which ends the last sentence of a paragraph. Within a paragraph it might be an abbreviation or a number.
pub(super) fn stop(strip: &mut Strip<'_>) {
    let blank = strip.back(strip.len()).take_while(|c| is_blank(*c)).count();
    let Some(mut at) = (strip.len() - blank).checked_sub(1) else { return };
    if matches!(strip.get(at), Some('”' | '）' | '"' | ')')) && at > 0 {
        at -= 1;
    }
    let ends = matches!(strip.get(at), Some('.' | '．')) && strip.before(at).is_some_and(|c| is_han(c) || closing(c));
    let long = strip.back(at).filter(|c| is_han(*c) && !is_han_number(*c)).take(6).count() == 6;
    if ends && long && matches!(strip.role(), Role::Paragraph | Role::Item | Role::Footnote) {
        strip.put(at, '。', HALF_WIDTH);
    }
}

fn closing(character: char) -> bool {
    matches!(character, '”' | '》' | '）')
}

/// `( )`, always both or none.
pub(super) fn brackets(strip: &mut Strip<'_>) {
    let mut open: Vec<usize> = Vec::new();
    let mut pairs = Vec::new();
    for at in 0..strip.len() {
        match strip.get(at) {
            Some('(' | '（') => open.push(at),
            Some(')' | '）') => pairs.extend(open.pop().map(|from| (from, at))),
            // A bracket goes no further than its line.
            Some('\n') => open.clear(),
            _ => {}
        }
    }
    pairs.sort_unstable();
    for (from, to) in pairs {
        let half = (strip.get(from) == Some('('), strip.get(to) == Some(')'));
        if half != (false, false) && strip.is_free(from) && strip.is_free(to) && chinese_pair(strip, from, to, half) {
            strip.put(from, '（', HALF_WIDTH);
            strip.put(to, '）', HALF_WIDTH);
        }
    }
}

fn chinese_pair(strip: &Strip<'_>, from: usize, to: usize, half: (bool, bool)) -> bool {
    let digits = strip.from(from + 1).take(to - from - 1).all(|c| c.is_ascii_digit());
    let next = strip.get(to + 1);
    // (0871)65364045
    if digits && (3..=5).contains(&(to - from - 1)) && next.is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    let within = || strip.from(from + 1).take((to - from - 1).min(200)).any(is_chinese);
    let outside = |c: Option<char>| c.is_some_and(|c| is_han(c) || is_mark(c));
    let alone = strip.before(from).is_none_or(|c| c == '\n' || is_blank(c)) && outside(next);
    half != (true, true) || within() || outside(strip.before(from)) || alone
}
