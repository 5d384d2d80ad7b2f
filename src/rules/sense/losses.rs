//! Digits and characters that got lost on the way: 13月, 25时, 共计辆, 增长%, “”, �. Only what no text means.

use super::stops::{FIGURE, HOLE, Stops};
use super::whole::{Whole, head, tail};
use crate::diagnostic::{Findings, catalog::sense as words};
use crate::model::Role;
use crate::model::writing::is_han;

/// Days that a month has at most.
const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/// Words that a number must follow where a measure word does.
const TOTALS: [&str; 8] = ["共计", "总计", "合计", "累计", "共有", "共建成", "共办理", "共受理"];
/// Measure words that are no other word's beginning where a mark follows.
const MEASURES: [&str; 23] = [
    "万元",
    "亿元",
    "人次",
    "公里",
    "平方米",
    "辆",
    "件",
    "名",
    "户",
    "台",
    "吨",
    "亩",
    "篇",
    "份",
    "起",
    "宗",
    "座",
    "所",
    "家",
    "项",
    "个",
    "条",
    "处",
];
/// Words behind which 万元 wants a number.
const MONEY: [&str; 13] =
    ["资金", "投资", "投入", "经费", "补助", "共计", "累计", "总额", "合计", "贷款", "收入", "产值", "销售额"];

pub fn check(whole: &Whole<'_>, stops: &Stops, findings: &mut Findings<'_>) {
    let text = &whole.text;
    let mut tell =
        |start: usize, end: usize| findings.at(whole.span(start, end), words::digits_lost(&text[start..end]));
    for (at, c) in stops.of_kind(FIGURE).filter(|(at, _)| whole.role(*at) != Some(Role::Cell)) {
        let after = at + c.len_utf8();
        match c {
            '月' => not_a_month(text, at).into_iter().for_each(|(start, end)| tell(start, end)),
            '时' | '点' => not_an_hour(text, at, after).into_iter().for_each(|(start, end)| tell(start, end)),
            '共' | '总' | '合' | '累' => {
                total_alone(&text[at..]).into_iter().for_each(|length| tell(at, at + length))
            }
            '%' | '％' if percent_alone(&text[..at]) => tell(at - tail(&text[..at], 2).len(), after),
            '万' | '亿' if text[after..].starts_with('元') && money_alone(text, at) => {
                tell(at - tail(&text[..at], 2).len(), after + '元'.len_utf8());
            }
            _ => {}
        }
    }
    characters(whole, stops, findings);
}

/// 共计辆 at the front of a text: how long it is. (资金累计万元 is told as money.)
fn total_alone(text: &str) -> Option<usize> {
    let total = TOTALS.iter().find(|total| text.starts_with(**total))?;
    let rest = &text[total.len()..];
    let measure = MEASURES.iter().find(|measure| rest.strip_prefix(**measure).is_some_and(ends_here))?;
    (!measure.ends_with('元')).then_some(total.len() + measure.len())
}

fn ends_here(rest: &str) -> bool {
    rest.starts_with(|c: char| "，。；、！？,;\n".contains(c))
}

/// The number that ends before `at`, where it begins, and what stands before it; short ones only.
fn number(text: &str, at: usize) -> Option<(usize, u32)> {
    let digits = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
    let start = at - digits;
    let before = &text[..start];
    // 截至 begins no range.
    let free = !before.ends_with(['.', '-', '/', ',', '~', '—', '～', '－', '至']) || before.ends_with("截至");
    ((1..=4).contains(&digits) && free).then_some((start, text[start..at].parse().ok()?))
}

/// 2016年13月, 13月份, 11月121日: the month at `at`, or the day behind it.
fn not_a_month(text: &str, at: usize) -> Option<(usize, usize)> {
    let (start, month) = number(text, at)?;
    let rest = &text[at + '月'.len_utf8()..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let day: Option<u32> = rest[digits..].starts_with('日').then(|| rest[..digits].parse().ok()).flatten();
    let dated = text[..start].ends_with('年') || rest.starts_with('份') || day.is_some();
    let month_end = at + '月'.len_utf8();
    if !(1..=12).contains(&month) {
        return dated.then_some((start, month_end));
    }
    let most = DAYS[month as usize - 1];
    let end = month_end + digits + '日'.len_utf8();
    day.filter(|day| !(1..=most).contains(day)).map(|_| (start, end))
}

/// 25时30分, 15日25时, 9时75分
fn not_an_hour(text: &str, at: usize, after: usize) -> Option<(usize, usize)> {
    let (start, hour) = number(text, at)?;
    let digits = text[after..].bytes().take_while(u8::is_ascii_digit).count();
    let minute: Option<u32> =
        text[after + digits..].starts_with('分').then(|| text[after..after + digits].parse().ok()).flatten();
    let of_day = ["日", "上午", "下午", "晚上", "日早"].iter().any(|word| text[..start].ends_with(word));
    let share = text[after + digits..].starts_with("分之") || text[after + digits..].starts_with("分钟");
    let wrong = hour > 24 && (of_day || minute.is_some()) || minute.is_some_and(|minute| minute > 59);
    (wrong && !share).then_some((start, if minute.is_some() { after + digits + '分'.len_utf8() } else { after }))
}

/// 增长%: a percent sign behind a word.
fn percent_alone(before: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十百千万两几零〇";
    before.ends_with(|c: char| is_han(c) && !NUMERALS.contains(c))
        && !before.ends_with(['数', '号', '用', '个', '或', '和', '以', '之', '的'])
}

/// 投入资金万元
fn money_alone(text: &str, at: usize) -> bool {
    MONEY.iter().any(|word| text[..at].ends_with(word)) && ends_here(&text[at + '万'.len_utf8() + '元'.len_utf8()..])
}

// ---- characters -------------------------------------------------------------

/// What is left where characters got lost.
const HOLES: [&str; 12] = ["，。", "、。", "：。", "；。", "，；", "、，", "、；", "（）", "“”", "《》", "□□", "口口"];

fn characters(whole: &Whole<'_>, stops: &Stops, findings: &mut Findings<'_>) {
    let text = &whole.text;
    for (at, c) in stops.of_kind(HOLE) {
        let rest = &text[at..];
        if c == '\u{fffd}' {
            let begin = at - tail(&text[..at], 2).len();
            let end = at + head(rest, 3).len();
            let around = text[begin..end].trim();
            findings.at(whole.span(at, at + c.len_utf8()), words::characters_lost(around));
        } else if let Some(hole) = HOLES.iter().find(|hole| rest.starts_with(**hole) && is_hole(&text[..at], rest)) {
            findings.at(whole.span(at, at + hole.len()), words::characters_lost(hole));
        }
    }
}

/// Not so 窗口口径, 口口声声.
fn is_hole(before: &str, rest: &str) -> bool {
    let said = ["口口声声", "口口相传"].iter().any(|word| rest.starts_with(word));
    let joined = rest.starts_with("口口") && before.ends_with(is_word_before);
    !said && !joined
}

/// 窗口口径: one 口 ends a word, the next begins one.
fn is_word_before(c: char) -> bool {
    "窗人门出入进路户港关".contains(c)
}

#[cfg(test)]
mod tests {
    use crate::rules::sense::testing::found;

    #[test]
    fn dates_and_figures_that_cannot_be_are_found() {
        for (text, written) in [
            ("2016年13月完成。", "13月"),
            ("11月121日召开会议。", "11月121日"),
            ("6月31日前完成。", "6月31日"),
            ("15日25时30分，", "25时30分"),
            ("9时75分开始。", "9时75分"),
            ("同比增长%。", "增长%"),
            ("投入资金万元。", "资金万元"),
            ("发放车辆共计辆。", "共计辆"),
        ] {
            assert_eq!(found("digits-lost", text), [written], "{text}");
        }
    }

    #[test]
    fn what_only_looks_odd_is_none() {
        for text in [
            "历时15月，为期121日。",
            "60日内办结，90日内答复。",
            "2月29日、12月31日、24时",
            "全年用时25时段",
            "百分之%的%号",
            "数百万元、单位：万元",
            "约定件数，共计划项目",
            "共计3辆。累计次数",
            "3.5月、1-13月",
            "9点60分之一",
        ] {
            assert!(found("digits-lost", text).is_empty(), "{text}: {:?}", found("digits-lost", text));
        }
    }

    #[test]
    fn holes_are_found() {
        assert_eq!(found("characters-lost", "推进改革，。成效明显。"), ["，。"]);
        assert_eq!(found("characters-lost", "建立“”机制。"), ["“”"]);
        assert_eq!(found("characters-lost", "改\u{fffd}革。"), ["\u{fffd}"]);
        assert_eq!(found("characters-lost", "推动口口工作。"), ["口口"]);
        for text in ["口口相传，口口声声", "统一窗口口径", "推进改革。成效明显，真的。", "□是□否"]
        {
            assert!(found("characters-lost", text).is_empty(), "{text}");
        }
    }
}
