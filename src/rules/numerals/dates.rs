//! Dates: months and days without a leading nought (GB/T 9704-2012, 7.3.5.4), years with four digits (GB/T 15835-2011,
//! 5.1.4), 〇 for the nought among Chinese digits (5.2.5).

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::numerals::{date_zero, year_short, zero_circle};
use crate::rules::line::{Line, tail};

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    for (at, number) in line.numbers.iter().enumerate() {
        let digits = &line.text[number.clone()];
        let behind = line.behind(number.end);
        let next = line.numbers.get(at + 1).filter(|next| next.start == number.end + '年'.len_utf8());
        if digits.len() == 2 && digits.starts_with('0') && behind.starts_with(['月', '日']) && is_dated(line, at) {
            let end = number.end + '月'.len_utf8();
            line.tell(findings, number.start, end, date_zero(&line.text[number.start..end]));
        } else if let Some(month) =
            next.filter(|_| is_short_year(line, number.start, digits) && behind.starts_with('年'))
            && is_month(&line.text[month.clone()])
            && line.behind(month.end).starts_with('月')
        {
            let end = month.end + '月'.len_utf8();
            line.tell(findings, number.start, end, year_short(&line.text[number.start..end]));
        }
    }
    circles(line, findings);
}

/// A day follows its month, and a month is followed by a day or follows its year: `01月` by itself may be a code.
fn is_dated(line: &Line<'_>, at: usize) -> bool {
    let number = &line.numbers[at];
    let follows = |unit: char| {
        at > 0
            && line.numbers[at - 1].end + unit.len_utf8() == number.start
            && line.before(number.start).ends_with(unit)
    };
    match line.next(number.end) {
        Some('日') => follows('月'),
        _ => {
            follows('年')
                || line.numbers.get(at + 1).is_some_and(|day| {
                    day.start == number.end + '月'.len_utf8() && line.behind(day.end).starts_with('日')
                })
        }
    }
}

fn is_short_year(line: &Line<'_>, at: usize, digits: &str) -> bool {
    digits.len() == 2
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !line.last(at).is_some_and(|c| "第近约长满达共历经—～~-.".contains(c))
}

fn is_month(digits: &str) -> bool {
    digits.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month))
}

/// `二○一六年`, `二零一六年`: 年 behind four digits, one of which is no 〇.
fn circles(line: &Line<'_>, findings: &mut Findings<'_>) {
    const DIGITS: &str = "一二三四五六七八九〇";
    const WRONG: &str = "○◯０0OoＯ零";
    for (at, year) in line.words.iter().filter(|(_, word)| *word == '年').copied() {
        let run = tail(line.before(at), 5, |c| DIGITS.contains(c) || WRONG.contains(c));
        let is_year = run.chars().count() == 4 && run.starts_with(['一', '二']);
        if is_year && run.contains(|c| WRONG.contains(c)) {
            let right: String = run.chars().map(|c| if WRONG.contains(c) { '〇' } else { c }).collect();
            line.tell(findings, at - run.len(), at + year.len_utf8(), zero_circle(run, &right));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn months_and_days_have_no_leading_nought() {
        tells(
            "date-zero",
            &["2016年07月公布。", "2016年7月06日公布。", "05月3日公布。"],
            &["2016年7月6日公布。", "2016-07-06公布。", "10月20日。", "第01日程"],
        );
    }

    #[test]
    fn years_have_four_digits() {
        tells("year-short", &["自16年7月起。"], &["自2016年7月起。", "历时16年7个月。", "近10年7月最热。", "16年来。"]);
    }

    #[test]
    fn the_nought_among_chinese_digits_is_a_circle_of_its_own() {
        tells(
            "zero-circle",
            &["二○一六年十一月。", "二零一六年。", "二O一六年。"],
            &["二〇一六年。", "一百零八年。", "二十年。", "零基础，三年。"],
        );
    }
}
