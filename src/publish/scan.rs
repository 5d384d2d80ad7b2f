//! Numbers in finished bytes that look like a person's: a second pair of eyes, which shares nothing with the rules on
//! texts, so that a mistake of theirs is not made twice.
//!
//! In: bytes of any text format. Out: numbers with their places. Simpler than the rules: digits in one piece, or with
//! dashes where people write them. Refuses to know: what is a mark-up, what may be printed all the same.

use std::ops::Range;

/// Most digits of a number, one by one or joined.
const MOST: usize = 20;
/// Fewest digits that are worth a look.
const FEWEST: usize = 7;

/// Digits, their groups joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number<'d> {
    /// Where.
    pub range: Range<usize>,
    /// The digits; a last X of an identity number is one of them.
    pub digits: &'d str,
    /// What kind of a personal number it looks like, in words for the office.
    pub looks_like: Option<&'static str>,
}

/// Tells every number of seven digits or more: each group of digits, and neighbouring groups together. Pages are full of
/// days, which are such numbers: none of them gets memory of its own.
///
/// So many digits cover one byte of each seven. Those bytes alone are looked at: most of a page is text, in which none of
/// them belongs to digits.
pub fn numbers(bytes: &[u8], tell: &mut impl FnMut(Number<'_>)) {
    let (mut room, mut at) = (Room::default(), FEWEST - 1);
    while at < bytes.len() {
        if !belongs(bytes, at) {
            at += FEWEST;
            continue;
        }
        let start = start_of(bytes, at);
        let (end, digits) = reach(bytes, start);
        // Nearly all are a year or an address, which are passed over without a look at their groups.
        if digits >= FEWEST && !is_part(bytes, start, end) {
            room.windows(bytes, start, tell);
        }
        at = end + FEWEST - 1;
    }
}

/// Whether a byte is a digit, or joins the digits before and behind it.
fn belongs(bytes: &[u8], at: usize) -> bool {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    is_digit(at) || joins(bytes, at) && at.checked_sub(1).is_some_and(is_digit)
}

/// Where the groups of digits begin to which the byte at `at` belongs.
fn start_of(bytes: &[u8], at: usize) -> usize {
    (0..at).rev().take_while(|before| belongs(bytes, *before)).last().unwrap_or(at)
}

/// Where the groups of digits from `start` on end, and how many digits are in them.
fn reach(bytes: &[u8], start: usize) -> (usize, usize) {
    let (mut end, mut digits) = (start, 0);
    loop {
        while bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
            digits += 1;
        }
        if !joins(bytes, end) {
            return (end, digits);
        }
        end += 1;
    }
}

/// Whether what stands here joins the digits before and behind it.
fn joins(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at), Some(b' ' | b'-' | b')')) && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// Room for the groups of one chain after the other.
#[derive(Default)]
struct Room {
    groups: Vec<Range<usize>>,
    digits: String,
}

impl Room {
    /// Finds the groups of digits from `start` on, with one blank, dash or bracket between each two.
    fn group(&mut self, bytes: &[u8], start: usize) {
        self.groups.clear();
        let mut at = start;
        loop {
            let end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            self.groups.push(at..end);
            if !joins(bytes, end) {
                return;
            }
            at = end + 1;
        }
    }

    fn windows(&mut self, bytes: &[u8], start: usize, tell: &mut impl FnMut(Number<'_>)) {
        self.group(bytes, start);
        let Room { groups, digits } = self;
        for from in 0..groups.len() {
            digits.clear();
            for (index, group) in groups[from..].iter().enumerate() {
                digits.extend(bytes[group.clone()].iter().map(|byte| char::from(*byte)));
                if digits.len() > MOST {
                    break;
                }
                if digits.len() >= FEWEST {
                    number(bytes, &groups[from..=from + index], digits, tell);
                }
            }
        }
    }
}

/// Letters and points beside digits make them a part of a name, a digest, a decimal. (An X may end a number.)
fn is_part(bytes: &[u8], start: usize, end: usize) -> bool {
    let glued = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'*');
    let before = start.checked_sub(1).map(|at| bytes[at]);
    let after = bytes.get(end).copied();
    let point = |next: Option<u8>| next.is_some_and(|byte| byte.is_ascii_digit());
    before.is_some_and(|byte| glued(byte) || byte == b'.')
        || after.is_some_and(|byte| glued(byte) && !matches!(byte, b'X' | b'x'))
        || (after == Some(b'.') && point(bytes.get(end + 1).copied()))
}

/// Tells the number that these groups are; the X that ends one belongs to no other.
fn number(bytes: &[u8], window: &[Range<usize>], digits: &mut String, tell: &mut impl FnMut(Number<'_>)) {
    let mut range = window[0].start..window[window.len() - 1].end;
    let ends_in_x = digits.len() == 17 && matches!(bytes.get(range.end), Some(b'X' | b'x'));
    if ends_in_x {
        digits.push('X');
        range.end += 1;
    }
    let dashed = window.windows(2).all(|pair| bytes[pair[0].end] == b'-');
    tell(Number { looks_like: looks_like(digits, window).filter(|_| dashed), range, digits });
    if ends_in_x {
        digits.pop();
    }
}

fn looks_like(digits: &str, window: &[Range<usize>]) -> Option<&'static str> {
    let bytes = digits.as_bytes();
    // No number of a person's has fewer digits, and nearly all numbers of a page do.
    if bytes.len() < 11 {
        return None;
    }
    let lengths: Vec<usize> = window.iter().map(ExactSizeIterator::len).collect();
    match (bytes.len(), lengths.as_slice()) {
        (11, [11] | [3, 4, 4]) if bytes[0] == b'1' && bytes[1] >= b'3' => Some("手机号"),
        (13, [13] | [2, 11]) if digits.starts_with("861") && bytes[3] >= b'3' => Some("手机号"),
        (18, [17 | 18]) if is_identity(bytes) => Some("身份证号"),
        (16..=19, [_] | [4, 4, 4, 4] | [4, 4, 4, 4, _]) if digits.starts_with("62") && is_card(bytes) => {
            Some("银行卡号")
        }
        _ => None,
    }
}

/// GB 11643-1999: a birthday of two centuries, and the weighted sum of all characters leaves 1 by 11.
fn is_identity(digits: &[u8]) -> bool {
    const WEIGHTS: [u32; 18] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
    let value = |byte: u8| if byte == b'X' { 10 } else { u32::from(byte - b'0') };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(byte, weight)| value(*byte) * weight).sum();
    let (month, day) = (&digits[10..12], &digits[12..14]);
    let dated = (b"01"..=b"12").contains(&&[month[0], month[1]]) && (b"01"..=b"31").contains(&&[day[0], day[1]]);
    sum % 11 == 1 && matches!(digits[0], b'1'..=b'8') && matches!(&digits[6..8], b"19" | b"20") && dated
}

/// Luhn: doubling every second digit from the right, the digits add up to a multiple of ten.
fn is_card(digits: &[u8]) -> bool {
    const DOUBLED: [u32; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let mut sum = 0;
    for (index, byte) in digits.iter().rev().enumerate() {
        let digit = u32::from(byte.wrapping_sub(b'0')).min(9);
        sum += if index % 2 == 1 { DOUBLED[digit as usize] } else { digit };
    }
    sum % 10 == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seen(text: &str) -> Vec<&'static str> {
        let mut seen = Vec::new();
        numbers(text.as_bytes(), &mut |number| seen.extend(number.looks_like));
        seen
    }

    #[test]
    fn personal_numbers_are_seen_in_any_format() {
        assert_eq!(seen("<p>电话13800000000</p>"), ["手机号"]);
        assert_eq!(seen("{\"tel\":\"138-0000-0000\"}"), ["手机号"]);
        assert_eq!(seen("content=\"+8613800000000\""), ["手机号"]);
        assert_eq!(seen("119900190001010028、11990019000101001X"), ["身份证号", "身份证号"]);
        assert_eq!(seen("6222000000000000004"), ["银行卡号"]);
    }

    #[test]
    fn what_machines_write_is_none_of_them() {
        for text in [
            "urn:uuid:13800000-1380-8138-8000-138000000001",
            "2016-11-17T09:00:00+08:00",
            "nonce=\"a13800000000\"",
            "0.13800000000",
            "M13 8000 0000 12 3456",
            "138****0000",
            "9007199254740991",
            "138000000001",
            "119900190001010029",
            "13800000000.5",
        ] {
            assert_eq!(seen(text), Vec::<&str>::new(), "{text}");
        }
    }

    fn all(bytes: &[u8]) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        numbers(bytes, &mut |number| found.push((number.range, number.digits.to_owned())));
        found
    }

    /// Every chain of digits, from the first to the last, without leaving anything out.
    fn plainly(bytes: &[u8]) -> Vec<(Range<usize>, String)> {
        let (mut found, mut room, mut at) = (Vec::new(), Room::default(), 0);
        while let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|ahead| at + ahead) {
            let (end, digits) = reach(bytes, start);
            if digits >= FEWEST && !is_part(bytes, start, end) {
                room.windows(bytes, start, &mut |number| found.push((number.range, number.digits.to_owned())));
            }
            at = end;
        }
        found
    }

    proptest! {
        #[test]
        fn a_look_at_each_seventh_byte_sees_what_a_look_at_all_does(text in "([0-9]{1,8}|[ )-]|[a改.X]){0,60}") {
            prop_assert_eq!(all(text.as_bytes()), plainly(text.as_bytes()));
        }
    }

    #[test]
    fn groups_are_seen_alone_and_together() {
        let digits: Vec<String> = all(b"(0871)6000-0000 13900").into_iter().map(|(_, digits)| digits).collect();
        assert_eq!(digits, ["08716000", "087160000000", "08716000000013900", "60000000", "6000000013900", "000013900"]);
        assert!(all(&b"1 2 3 4 5 6 7 8 9 ".repeat(1000)).len() < 200_000);
    }
}
