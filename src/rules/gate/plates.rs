//! Numbers of cars (GA 36-2018: province, letter, five or six characters) and of passports (GA/T 704: a letter or two
//! and seven or eight digits, only where they are called passports).
//!
//! In: a text. Out: hits. Refuses to know: whose they are.

use super::{Hit, Look};
use crate::diagnostic::catalog::gate as words;

const PROVINCES: &str = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";

pub(super) fn find(look: &Look<'_>, hits: &mut Vec<Hit>) {
    let text = look.text;
    for (at, letter) in text.match_indices(|c: char| c.is_ascii_uppercase()) {
        let before = &text[..at];
        let Some(last) = before.chars().next_back().filter(|c| !c.is_ascii_alphanumeric()) else {
            hits.extend(passport(text, at).filter(|_| before.is_empty()));
            continue;
        };
        if PROVINCES.contains(last) {
            hits.extend(plate(text, at - last.len_utf8(), at + letter.len()));
        }
        hits.extend(passport(text, at));
    }
}

/// A plate from its province on; `at` is behind its letter.
fn plate(text: &str, start: usize, at: usize) -> Option<Hit> {
    let rest = &text[at..];
    let dot = rest.chars().next().filter(|c| matches!(c, '·' | '•' | '.' | ' ')).map_or(0, char::len_utf8);
    let own: String = rest[dot..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let usual = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() && !matches!(c, 'I' | 'O');
    let digits = own.chars().filter(char::is_ascii_digit).count();
    if !matches!(own.len(), 5 | 6) || !own.chars().all(usual) || digits < 3 {
        return None;
    }
    let end = at + dot + own.len();
    let masked = format!("{}***{}", &text[start..at], &own[own.len() - 2..]);
    let message = words::plate_or_passport("车牌号", &masked);
    Some(Hit { range: start..end, message, mask: Some(masked) })
}

/// A passport's number that begins at `at`, if the word stands shortly before.
fn passport(text: &str, at: usize) -> Option<Hit> {
    let own: String = text[at..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let letters = own.chars().take_while(char::is_ascii_uppercase).count();
    let digits = own.chars().filter(char::is_ascii_digit).count();
    let called = || text[..at].chars().rev().take(8).collect::<String>().contains("照护");
    if !matches!(letters, 1 | 2) || letters + digits != own.len() || !matches!(digits, 7 | 8) || !called() {
        return None;
    }
    let masked = format!("{}****{}", &own[..own.len() - 7], &own[own.len() - 3..]);
    let message = words::plate_or_passport("护照号", &masked);
    Some(Hit { range: at..at + own.len(), message, mask: Some(masked) })
}
