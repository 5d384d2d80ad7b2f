//! Reads days and periods in the ways in which people write them.
//!
//! In: a text. Out: a day, or why it is none; a period, or nothing. Refuses to know: fields, today.

use chrono::NaiveDate;

use super::characters::{is_blank, plain};
use crate::model::{Every, Period};

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateFault {
    /// None of the forms. What could be read in two ways (11/17/2016, 16-11-17) is none of them.
    Form,
    /// The form is right, there is no such day.
    Impossible,
}

/// Bytes of the longest text that is looked at.
const LONGEST: usize = 200;

/// Reads a day: 2016-11-17, 2016/11/17, 2016.11.17, 2016年11月17日, 二〇一六年十一月十七日, with digits of any width,
/// blanks anywhere, and a time of day behind it, which is dropped.
pub(super) fn day(text: &str) -> Result<NaiveDate, DateFault> {
    let text = simple(text).ok_or(DateFault::Form)?;
    let date: String = without_time(&text).ok_or(DateFault::Form)?.split(is_blank).collect();
    let (year, month, day) = parts(&date).ok_or(DateFault::Form)?;
    // Before 1900 it is a slip (0216, 1016), not a date.
    let day = (year >= 1900).then(|| NaiveDate::from_ymd_opt(year as i32, month, day)).flatten();
    day.ok_or(DateFault::Impossible)
}

/// Whether a text is a day and nothing else.
pub fn is_day(text: &str) -> bool {
    day(text).is_ok()
}

/// Where a day stands within a longer text: the first run of what days are made of that is one.
pub fn find_day(text: &str) -> Option<(usize, usize)> {
    let part = |c: char| {
        c.is_numeric() || chinese_digit(c).is_some() || "十廿卅○零年月日号-/.－—–．／".contains(c) || is_blank(c)
    };
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| part(c) && !is_blank(c)).map(|at| at + from) {
        let end = text[start..].find(|c| !part(c)).map_or(text.len(), |length| start + length);
        let shown = text[start..end].trim_end_matches(is_blank).len();
        if is_day(&text[start..start + shown]) {
            return Some((start, start + shown));
        }
        from = end;
    }
    None
}

/// Reads a period: 2016-11, 2016Q4, 2016H1, 2016, and as people say it: 2016年11月, 2016年第四季度, 2016年上半年, 2016年.
pub(super) fn period(text: &str) -> Option<Period> {
    let text: String = simple(text)?.split(is_blank).collect();
    if let Ok(period) = text.replace(['/', '.'], "-").parse() {
        return Some(period);
    }
    let (year, rest) = text.split_once('年')?;
    let year = i32::try_from(number(year).filter(|_| year.chars().count() == 4)?).ok()?;
    let (every, index) = match rest {
        "" | "度" | "全年" => (Every::Year, 1),
        "上半年" => (Every::Half, 1),
        "下半年" => (Every::Half, 2),
        _ => match (rest.strip_suffix("季度"), rest.trim_end_matches('份').strip_suffix('月')) {
            (Some(quarter), _) => (Every::Quarter, number(quarter.trim_start_matches('第'))?),
            (None, month) => (Every::Month, number(month?)?),
        },
    };
    Period::nth(year, every, index)
}

/// The text in half-width characters, with one kind of dash and of nought; `None` when it is too long for a date.
fn simple(text: &str) -> Option<String> {
    let one_of_a_kind = |c: char| match c {
        '—' | '–' | '−' | '‐' | '‑' => '-',
        '○' | '零' | 'O' | 'o' => '〇',
        c => c,
    };
    (text.len() <= LONGEST).then(|| plain(text).chars().map(one_of_a_kind).collect())
}

/// The text before a time of day with or without a zone; `None` when it has a colon for another reason.
fn without_time(text: &str) -> Option<&str> {
    let Some(colon) = text.find(':') else { return Some(text) };
    let date = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit());
    let parted = date.ends_with(|c| is_blank(c) || matches!(c, 'T' | 't' | '日' | '号'));
    let is_time = text[date.len()..].chars().all(|c| c.is_ascii_digit() || is_blank(c) || ":.+-Zz".contains(c));
    let fits = parted && is_time && (1..=2).contains(&(colon - date.len()));
    fits.then(|| date.trim_end_matches(['T', 't']))
}

/// Year, month and day as numbers, when the text is made of them in this order.
fn parts(text: &str) -> Option<(u32, u32, u32)> {
    let (year, rest) = leading_number(text)?;
    let separator = rest.chars().next().filter(|c| "-/.年".contains(*c))?;
    let (month, rest) = leading_number(&rest[separator.len_utf8()..])?;
    let rest = rest.strip_prefix(if separator == '年' { '月' } else { separator })?;
    let (day, rest) = leading_number(rest)?;
    let ends = rest.is_empty() || separator == '年' && matches!(rest, "日" | "号");
    let fits = ends && year.chars().count() == 4 && is_short(month) && is_short(day);
    fits.then(|| Some((number(year)?, number(month)?, number(day)?)))?
}

/// Two digits, or up to three words (二十三).
fn is_short(number: &str) -> bool {
    number.chars().count() <= if number.is_ascii() { 2 } else { 3 }
}

/// The longest beginning that is written in digits of one kind.
fn leading_number(text: &str) -> Option<(&str, &str)> {
    let ascii = text.starts_with(|c: char| c.is_ascii_digit());
    let is_part =
        |c: char| if ascii { c.is_ascii_digit() } else { chinese_digit(c).is_some() || "十廿卅".contains(c) };
    let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
    (length > 0).then(|| text.split_at(length))
}

/// A number in digits (2016, 二〇一六), or up to 39 in words (十, 十一, 二十三, 廿三, 三十一).
fn number(text: &str) -> Option<u32> {
    let spelled = text.replace('廿', "二十").replace('卅', "三十");
    match spelled.split_once('十') {
        None => digits(&spelled),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digits(tens).filter(|tens| (1..=3).contains(tens))? };
            let ones = if ones.is_empty() { 0 } else { digits(ones).filter(|ones| (1..=9).contains(ones))? };
            Some(tens * 10 + ones)
        }
    }
}

fn digits(text: &str) -> Option<u32> {
    let sane = (1..=4).contains(&text.chars().count());
    let value = |sum: u32, c: char| Some(sum * 10 + c.to_digit(10).or_else(|| chinese_digit(c))?);
    sane.then(|| text.chars().try_fold(0, value)).flatten()
}

fn chinese_digit(character: char) -> Option<u32> {
    "〇一二三四五六七八九".chars().position(|c| c == character).map(|digit| digit as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        day(text).map_or_else(|fault| format!("{fault:?}"), |day| day.to_string())
    }

    #[test]
    fn one_day_can_be_written_in_many_ways() {
        for text in [
            "2016-11-17",
            "2016/11/17",
            "2016.11.17",
            "2016年11月17日",
            "2016 年 11 月 17 日",
            "2016年11月17号",
            "２０１６－１１－１７",
            "２０１６年１１月１７日",
            "二〇一六年十一月十七日",
            "二○一六年十一月十七日",
            "二零一六年十一月十七日",
            "二O一六年十一月十七日",
            "2016-11-17 09:00",
            "2016-11-17 9：00",
            "2016-11-17T09:00:00+08:00",
            "2016年11月17日09:00",
            "2016 - 11 - 17",
        ] {
            assert_eq!(read(text), "2016-11-17", "{text}");
        }
        assert_eq!(read("2016-1-7"), "2016-01-07");
        assert_eq!(read("二〇一六年十二月二十三日"), "2016-12-23");
        assert_eq!(read("二〇一六年十月卅一日"), "2016-10-31");
        assert_eq!(read("二〇一六年一月三十日"), "2016-01-30");
        assert_eq!(read("二〇一六年一月廿九日"), "2016-01-29");
    }

    #[test]
    fn what_could_be_another_day_is_refused() {
        for text in [
            "",
            "上个星期四",
            "11/17/2016",
            "16-11-17",
            "17.11.2016",
            "2016-11",
            "2016/11-17",
            "2016-11-170",
            "2016-11-17:09",
            "2016-11-17 会议: 09:00",
            "二十一六年一月一日",
            "2016年四十月一日",
        ] {
            assert_eq!(read(text), "Form", "{text}");
        }
        assert_eq!(read(&"2016-11-17 ".repeat(99_999)), "Form");
    }

    #[test]
    fn a_day_that_does_not_exist_is_told_apart() {
        for text in ["2016-02-30", "2016-13-01", "2016-00-10", "0216-11-17", "二〇一五年二月二十九日"] {
            assert_eq!(read(text), "Impossible", "{text}");
        }
    }

    #[test]
    fn a_period_can_be_written_as_it_is_said() {
        for (text, expected) in [
            ("2016-11", "2016-11"),
            ("2016/11", "2016-11"),
            ("2016年11月", "2016-11"),
            ("2016 年 １１ 月份", "2016-11"),
            ("二〇一六年十一月", "2016-11"),
            ("2016q4", "2016Q4"),
            ("2016年第四季度", "2016Q4"),
            ("2016年四季度", "2016Q4"),
            ("2016年第1季度", "2016Q1"),
            ("2016H1", "2016H1"),
            ("2016年上半年", "2016H1"),
            ("2016年下半年", "2016H2"),
            ("2016", "2016"),
            ("2016年", "2016"),
            ("2016年度", "2016"),
        ] {
            assert_eq!(period(text).map(|period| period.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "去年", "16年", "2016年13月", "2016年第五季度", "2016年11", "2016-11-17", "年", "2016年月"]
        {
            assert_eq!(period(text), None, "{text}");
        }
    }
}
