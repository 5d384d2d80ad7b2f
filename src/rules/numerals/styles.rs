//! One number, one kind of digits (GB/T 15835-2011, 5.3): `三十5`, `4千`, `2016年十一月` are neither. And the same thing
//! counted twice is counted in the same digits (4.3).

use std::collections::BTreeMap;

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::numerals::{number_mixed, number_style};
use crate::model::writing::{is_han, is_han_number};
use crate::rules::line::{Line, head, is_measure, start, tail, within_pairs};

pub(super) fn mixed(line: &Line<'_>, findings: &mut Findings<'_>) {
    for number in &line.numbers {
        let behind = line.behind(number.end);
        let han = head(behind, 8, is_han_number);
        let rest = &behind[han.len()..];
        if thousands(han, rest) || dated(&line.text[number.clone()], behind) {
            let end = number.end + if han.is_empty() { dated_length(behind) } else { han.len() };
            line.tell(findings, number.start, end, number_mixed(&line.text[number.start..end]));
            continue;
        }
        let before = tail(line.before(number.start), 6, is_han_number);
        if tens(before) && behind.starts_with(is_han) {
            let from = number.start - before.len();
            line.tell(findings, from, number.end, number_mixed(&line.text[from..number.end]));
        }
    }
}

/// `4千人`, `3百元`: only 万 and 亿 go with digits. 千米, 百分点 and the like are other words.
fn thousands(han: &str, rest: &str) -> bool {
    let unit = || match han {
        "千" => rest.starts_with(|c| "克米瓦伏卡帕赫字焦兆牛安升".contains(c)),
        "百" => rest.starts_with(|c| "分帕度".contains(c)),
        _ => false,
    };
    han.starts_with(['十', '百', '千']) && !unit()
}

/// `2016年十一月`
fn dated(digits: &str, behind: &str) -> bool {
    let (unit, plain) = match digits.len() {
        4 => ('年', digits.starts_with(['1', '2'])),
        _ => ('月', digits.len() <= 2),
    };
    plain && dated_length(behind) > 0 && behind.starts_with(unit)
}

/// How long `年十一月` or `月十七日` is, if it stands there.
fn dated_length(behind: &str) -> usize {
    let Some(unit) = behind.chars().next().filter(|c| matches!(c, '年' | '月')) else { return 0 };
    let number = head(&behind[unit.len_utf8()..], 3, |c| "一二三四五六七八九十".contains(c));
    let next = &behind[unit.len_utf8() + number.len()..];
    let goes_on = if unit == '年' { next.starts_with('月') } else { next.starts_with('日') };
    if number.is_empty() || !goes_on { 0 } else { unit.len_utf8() + number.len() + '月'.len_utf8() }
}

/// `三十5`: a Chinese number that a digit goes on from. `十三五2016` and `第一1` are two.
fn tens(before: &str) -> bool {
    before.chars().count() >= 2 && before.ends_with(['十', '百', '千']) && !before.starts_with(['十', '百', '千'])
}

/// Counts of the same things in both kinds of digits, over all passages of a text.
#[derive(Default)]
pub(super) struct Counted<'a> {
    arabic: BTreeMap<&'a str, &'a str>,
    han: BTreeMap<&'a str, (usize, &'a str)>,
}

impl<'a> Counted<'a> {
    /// Notes what a passage counts.
    pub(super) fn note(&mut self, nth: usize, line: &Line<'a>) {
        for number in line.numbers.iter().filter(|number| !line.text[(*number).clone()].contains(['.', ','])) {
            if let Some(thing) = thing(line.behind(number.end)) {
                self.arabic.entry(thing).or_insert(&line.text[number.start..number.end + thing.len()]);
            }
        }
        if !line.words.iter().any(|(_, word)| is_measure(*word)) {
            return;
        }
        // “五个一批” and the like are names.
        let mut marks = line.marks.iter().zip(within_pairs(line)).peekable();
        let mut within = false;
        for (at, _) in line.words.iter().filter(|(_, word)| is_measure(*word)).copied() {
            while let Some((_, inside)) = marks.next_if(|((mark, _), _)| *mark < at) {
                within = inside;
            }
            let number = tail(line.before(at), 4, is_han_number);
            let plain = !matches!(number, "" | "一" | "万" | "亿" | "百" | "千" | "零");
            let is_first = line.before(at - number.len()).ends_with(['第', '几', '数', '上', '每']);
            if let Some(thing) = thing(line.behind(at)).filter(|_| plain && !within && !is_first) {
                self.han.entry(thing).or_insert((nth, &line.text[at - number.len()..at + thing.len()]));
            }
        }
    }

    /// Tells of what is counted in both.
    pub(super) fn tell(&self, lines: &[Line<'a>], findings: &mut Findings<'_>) {
        for (thing, (nth, written)) in &self.han {
            if let (Some(other), Some(line)) = (self.arabic.get(thing), lines.get(*nth)) {
                let at = written.as_ptr() as usize - line.text.as_ptr() as usize;
                line.tell(findings, at, at + written.len(), number_style(written, other));
            }
        }
    }
}

/// A measure and the two characters behind it.
fn thing(behind: &str) -> Option<&str> {
    let thing = behind.starts_with(is_measure).then(|| start(behind, 3))?;
    (thing.chars().count() == 3 && thing.chars().all(is_han)).then_some(thing)
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn one_number_has_one_kind_of_digits() {
        tells(
            "number-mixed",
            &["2016年十一月公布。", "11月十七日公布。", "共三十5件。", "奖励4千元。", "5万3千人。"],
            &[
                "2016年11月公布。",
                "十一月十七日。",
                "投资4千瓦、3百分点、5万元、2.3亿元。",
                "十三五2016年规划。",
                "2016年三季度。",
                "12月一是抓落实。",
                "“十三五”5个。",
            ],
        );
    }

    #[test]
    fn the_same_thing_is_counted_alike() {
        tells(
            "number-style",
            &["全市有5个县区参加。\n\n五个县区都完成了。"],
            &[
                "全市有5个县区参加，“五个县区”联动。",
                "5个县区、五个部门。",
                "第五个县区、5个县区。",
                "一个县区、5个县区。",
            ],
        );
    }
}
