//! Bank cards: 16 to 19 digits, the last a check digit by Luhn (ISO/IEC 7812-1, annex B).
//!
//! In: a number. Out: a verdict. Refuses to know: which bank.

use super::numbers::{Number, Verdict};
use crate::diagnostic::catalog::gate as words;

/// Words before a number that say it is a card's.
const CALLED: [&str; 7] = ["银行卡", "卡号", "账号", "帐号", "账户", "一卡通", "一折通"];

pub(super) fn judge(number: &Number<'_>) -> Option<Verdict> {
    let digits = number.digits.as_str();
    if digits.contains('X') || !(16..=19).contains(&digits.len()) || !is_card(number) || !luhn(digits) {
        return None;
    }
    let masked = format!("{}{}", "*".repeat(digits.len() - 4), &digits[digits.len() - 4..]);
    Some((words::bank_card(&masked), Some(masked)))
}

/// 62 is what China's cards begin with (JR/T 0061); others only where they are called cards.
fn is_card(number: &Number<'_>) -> bool {
    let digits = number.digits.as_str();
    let grouped = || number.shape.split_last().is_some_and(|(last, rest)| *last <= 4 && rest.iter().all(|n| *n == 4));
    let foreign = digits.len() == 16 && (digits.starts_with('4') || ("51".."56").contains(&&digits[..2]));
    let early = digits.starts_with('9') || digits.starts_with("60");
    (number.is_whole() || number.shape == [6, digits.len() - 6] || grouped())
        && (digits.starts_with("62") && !number.is_reference() || (foreign || early) && number.is_called(&CALLED))
}

/// Whether the last digit fits the others.
pub(super) fn luhn(digits: &str) -> bool {
    let sum = digits.bytes().rev().enumerate().fold(0, |sum, (at, byte)| {
        let digit = u32::from(byte.saturating_sub(b'0'));
        let doubled = if at % 2 == 1 { digit * 2 } else { digit };
        sum + doubled / 10 + doubled % 10
    });
    sum % 10 == 0
}
