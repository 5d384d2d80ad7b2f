//! Numbers and days as a bulletin prints them.
//!
//! In: numbers and days. Out: 十二, 2016年11月17日. Refuses to know: what is numbered.

use chrono::{Datelike, NaiveDate};

const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// 一 … 九十九; other numbers in Arabic digits, since no issue has a hundred items.
pub fn chinese(number: usize) -> String {
    let (tens, ones) = (number / 10, number % 10);
    match tens {
        _ if number == 0 || tens > 9 => number.to_string(),
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        _ => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

/// 2016年11月17日
pub fn day(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// 11月17日
pub fn day_of_year(date: NaiveDate) -> String {
    format!("{}月{}日", date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_those_of_a_contents_list() {
        let said = [1, 9, 10, 11, 19, 20, 21, 99, 100, 0].map(chinese);
        assert_eq!(said, ["一", "九", "十", "十一", "十九", "二十", "二十一", "九十九", "100", "0"]);
    }

    #[test]
    fn days_have_no_leading_noughts() {
        let date = NaiveDate::from_ymd_opt(2016, 1, 7).expect("a day");
        assert_eq!((day(date), day_of_year(date)), ("2016年1月7日".into(), "1月7日".into()));
    }
}
