//! Residents' identity numbers: 18 characters since GB 11643-1999, 15 digits before.
//!
//! In: a number. Out: a verdict. GB 11643-1999: six digits of a region (GB/T 2260), eight of a birthday, three of a
//! sequence, a check character by ISO/IEC 7064, MOD 11-2. Refuses to know: which regions below provinces there are.

use chrono::{Datelike, NaiveDate};

use super::numbers::{Number, Verdict};
use crate::diagnostic::catalog::gate as words;

/// Provinces (GB/T 2260), 台湾 71, 香港 81, 澳门 82; residence permits of 港澳台 residents begin with 81 to 83.
const PROVINCES: [&str; 35] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44",
    "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
];

pub(super) fn judge(number: &Number<'_>) -> Option<Verdict> {
    let digits = number.digits.as_str();
    let known = PROVINCES.contains(&digits.get(..2)?);
    match digits.len() {
        18 if known && is_birthday(&digits[6..14]) => full(number),
        15 if known && !digits.contains('X') && is_birthday(&format!("19{}", &digits[6..12])) => old(number),
        _ => None,
    }
}

fn full(number: &Number<'_>) -> Option<Verdict> {
    let digits = number.digits.as_str();
    let masked = format!("{}********{}", &digits[..6], &digits[14..]);
    if check_character(&digits[..17]) == digits.chars().last() {
        return Some((words::id_number(&masked), Some(masked)));
    }
    let usual = number.is_whole() || number.shape == [6, 8, 4];
    let told = || words::id_number_doubtful(&masked, "只是校验码不对");
    (usual && !number.is_reference()).then(|| (told(), Some(masked.clone())))
}

fn old(number: &Number<'_>) -> Option<Verdict> {
    let digits = number.digits.as_str();
    let masked = format!("{}******{}", &digits[..6], &digits[12..]);
    let usual = number.is_whole() || number.shape == [6, 6, 3];
    let told = || words::id_number_doubtful(&masked, "是旧式的15位写法");
    (usual && !number.is_reference()).then(|| (told(), Some(masked.clone())))
}

fn is_birthday(digits: &str) -> bool {
    let day = NaiveDate::parse_from_str(digits, "%Y%m%d").ok();
    day.is_some_and(|day| (1900..2100).contains(&day.year()))
}

/// The check character of 17 digits: weights 2^(18-i) mod 11.
fn check_character(digits: &str) -> Option<char> {
    let sum = digits.chars().try_fold(0_u32, |sum, digit| Some((sum + digit.to_digit(10)?) * 2 % 11))?;
    "10X98765432".chars().nth(sum as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_character_is_that_of_the_standard() {
        // The example of GB 11643-1999, annex A, and one whose check character is X.
        assert_eq!(check_character("11010519491231002"), Some('X'));
        assert_eq!(check_character("44052418800101001"), Some('4'));
        assert_eq!(check_character("1101051949123100X"), None);
    }

    #[test]
    fn a_birthday_is_a_day_of_the_calendar() {
        assert!(is_birthday("19491231"));
        assert!(!is_birthday("20160231") && !is_birthday("18800101") && !is_birthday("2016123X"));
    }
}
