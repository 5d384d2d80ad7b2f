//! Digits and Latin letters of full width become those of half width; what cannot be seen goes.
//!
//! In and out: a strip. Refuses to know: marks. GB/T 15835-2011 (5.1.7) sets Arabic digits in half width; the same
//! holds of letters in every bulletin.

use super::strip::Strip;
use crate::model::writing::{is_blank, is_chinese};

pub(super) fn unseen(strip: &mut Strip<'_>) {
    let places: Vec<usize> = (0..strip.len()).filter(|at| is_idle(strip, *at)).collect();
    strip.remove(&places, "不可见字符");
}

/// A line as it is when this step is done with it: what is judged by its words is judged by these.
pub(super) fn shown(line: &str) -> String {
    line.chars().filter(|c| !is_unseen(*c)).map(narrow).collect::<String>().trim_matches(is_blank).to_owned()
}

/// A digit or a letter in its half width; every other character as it is.
pub(super) fn narrow(character: char) -> char {
    match character {
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            char::from_u32(character as u32 - 0xfee0).unwrap_or(character)
        }
        character => character,
    }
}

/// A character without width that stands for nothing.
pub(super) fn is_format(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}'
    ) || matches!(character, '\u{2066}'..='\u{2069}')
}

/// A character without width, joiners too.
pub(super) fn is_unseen(character: char) -> bool {
    is_format(character) || matches!(character, '\u{200c}' | '\u{200d}')
}

/// Marks without width: of direction, of a possible break, and joiners that join nothing.
fn is_idle(strip: &Strip<'_>, at: usize) -> bool {
    match strip.get(at) {
        Some(character) if is_format(character) => true,
        // Emoji and some scripts are written with joiners; Chinese never is.
        Some('\u{200c}' | '\u{200d}') => {
            strip.before(at).is_some_and(is_chinese) || strip.get(at + 1).is_some_and(is_chinese)
        }
        _ => false,
    }
}

pub(super) fn widths(strip: &mut Strip<'_>) {
    for at in 0..strip.len() {
        let Some(character @ '\u{ff05}'..='\u{ff5a}') = strip.get(at) else { continue };
        let narrow = char::from_u32(character as u32 - 0xfee0).unwrap_or(character);
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        match narrow {
            '0'..='9' | 'A'..='Z' | 'a'..='z' => strip.put(at, narrow, "全角字符"),
            '%' if digit(strip.before(at)) => strip.put(at, narrow, "全角字符"),
            '.' if digit(strip.before(at)) && digit(next_narrow(strip, at)) => strip.put(at, narrow, "全角字符"),
            _ => {}
        }
    }
}

/// The character behind `at`, as it will be.
fn next_narrow(strip: &Strip<'_>, at: usize) -> Option<char> {
    strip.get(at + 1).map(|c| match c {
        '\u{ff10}'..='\u{ff19}' => '0',
        c => c,
    })
}
