//! Telephone numbers: mobile ones, which are somebody's own, and landlines, which mostly are an office's.
//!
//! In: a number. Out: verdicts. Mobile numbers have eleven digits, the first 1, the second 3 to 9; landlines an area
//! code (010, 02x, 03xx to 09xx) and seven or eight digits. Hotlines (12345, 96…, 400…) are public, and right.
//! Refuses to know: whose they are.

use super::numbers::{Number, Verdict};
use crate::diagnostic::catalog::gate as words;

/// Words before digits that say they are a telephone's.
const CALLED: [&str; 8] = ["电话", "座机", "传真", "联系方式", "Tel", "TEL", "tel", "Fax"];
/// Words that say they are somebody's.
const OWN: [&str; 4] = ["手机", "电话", "联系", "微信"];
/// Words that say they are everybody's.
const PUBLIC: [&str; 5] = ["热线", "总机", "服务电话", "监督", "举报"];

pub(super) fn mobile(number: &Number<'_>) -> Option<Verdict> {
    let digits = number.digits.as_str();
    let own = digits.strip_prefix("0086").or(digits.strip_prefix("86")).unwrap_or(digits);
    let own = if own.len() == 12 { own.strip_prefix('0')? } else { own };
    let mobile = own.len() == 11 && own.starts_with('1') && !own[1..].starts_with(['0', '1', '2']);
    if !mobile || own.contains('X') || number.is_reference() {
        return None;
    }
    if !is_usual(&number.shape) && !number.is_called(&OWN) {
        return None;
    }
    let masked = format!("{}****{}", &own[..3], &own[7..]);
    Some((words::mobile_number(&masked), Some(masked)))
}

/// Whether people write mobile numbers in such groups; a code of the country may be a group of its own.
fn is_usual(shape: &[usize]) -> bool {
    let own = match shape {
        [2 | 4, rest @ ..] if rest.iter().sum::<usize>() == 11 => rest,
        shape => shape,
    };
    matches!(
        own,
        [11] | [12]
            | [13]
            | [15]
            | [3, 4, 4]
            | [5, 4, 4]
            | [3, 8]
            | [7, 4]
            | [4, 7]
            | [3, 3, 5]
            | [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    )
}

pub(super) fn landline(number: &Number<'_>) -> Option<Verdict> {
    let digits = number.digits.as_str();
    let area = match digits.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => 0,
    };
    let local = digits.get(area..)?;
    let shape = number.shape.as_slice();
    let split = area > 0 && (shape.first() == Some(&area) || number.is_whole());
    let named = area == 0 && number.is_called(&CALLED) && number.is_whole();
    let plausible = matches!(local.len(), 7 | 8) && !local.starts_with(['0', '1']) && !digits.contains('X');
    let public = local.starts_with("96") || local.starts_with("95") || number.is_called(&PUBLIC);
    let told = plausible && (split || named) && shape.len() <= 3 && !public && !number.is_reference();
    told.then(|| (words::landline(number.written), None))
}
