//! Figures with what they count, found in a text: 69件, 1.9万吨, 90.2%.
//!
//! In: text. Out: amounts in order. Refuses to know: what is said of them.

use std::ops::Range;

/// What is counted, longest first where one begins like another.
const MEASURES: [&str; 73] = [
    "个百分点",
    "百分点",
    "个工作日",
    "工作日",
    "平方公里",
    "平方千米",
    "平方米",
    "立方米",
    "人次",
    "公里",
    "公顷",
    "千米",
    "小时",
    "分钟",
    "元",
    "人",
    "名",
    "位",
    "件",
    "项",
    "个",
    "家",
    "户",
    "条",
    "份",
    "台",
    "套",
    "辆",
    "艘",
    "座",
    "所",
    "处",
    "吨",
    "亩",
    "米",
    "起",
    "宗",
    "篇",
    "次",
    "场",
    "期",
    "天",
    "年",
    "月",
    "日",
    "时",
    "%",
    "％",
    "倍",
    "株",
    "栋",
    "间",
    "张",
    "本",
    "部",
    "支",
    "只",
    "头",
    "门",
    "类",
    "种",
    "批",
    "轮",
    "站",
    "村",
    "县",
    "镇",
    "乡",
    "款",
    "笔",
    "道",
    "环",
    "岁",
];

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amount {
    /// Where it stands, with what it counts.
    pub range: Range<usize>,
    /// The number, 万 and 亿 reckoned in.
    pub value: f64,
    /// By how much the real number may differ from a rounded one; 0 for a whole number that is written out.
    pub slack: f64,
    /// What is counted; empty when that is not known.
    pub unit: &'static str,
    /// Whether it is said to be no exact one: 60多件, 3~5件.
    pub vague: bool,
}

/// All figures of a text.
pub(super) fn amounts(text: &str) -> Vec<Amount> {
    let mut found: Vec<Amount> = Vec::new();
    let (mut at, mut before) = (0, ' ');
    while let Some(c) = text[at..].chars().next() {
        if c.is_ascii_digit() && !(before.is_ascii_alphanumeric() || matches!(before, '.' | '〔' | '-' | '/' | '第'))
        {
            let amount = amount(text, at, before);
            at = amount.range.end;
            before = text[..at].chars().next_back().unwrap_or(' ');
            found.push(amount);
        } else {
            (at, before) = (at + c.len_utf8(), c);
        }
    }
    found
}

/// The figure that begins at `start`.
fn amount(text: &str, start: usize, before: char) -> Amount {
    let (number, decimals) = digits(&text[start..]);
    let mut rest = &text[start + number.len()..];
    let mut vague = is_range(before);
    let mut value: f64 = number.replace([',', '，'], "").parse().unwrap_or(0.0);
    let mut slack = if decimals > 0 { 0.5 * 0.1_f64.powi(decimals) } else { 0.0 };
    vague |= eat_vague(&mut rest);
    for (word, factor) in [("万亿", 1e12), ("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 1e2)] {
        if let Some(after) = rest.strip_prefix(word) {
            rest = after;
            value *= factor;
            slack = factor * if decimals > 0 { slack } else { 0.5 };
            break;
        }
    }
    vague |= eat_vague(&mut rest);
    let unit = MEASURES.into_iter().find(|measure| rest.starts_with(measure)).unwrap_or_default();
    rest = &rest[unit.len()..];
    vague |=
        rest.starts_with(is_range) || ["以上", "左右", "以内", "以下", "多", "余"].iter().any(|w| rest.starts_with(w));
    Amount { range: start..text.len() - rest.len(), value, slack, unit: same_measure(unit), vague }
}

/// The digits at the front of a text, and how many of them stand behind the point.
fn digits(text: &str) -> (&str, i32) {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = run(0);
    while bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
        end += 4;
    }
    let decimals = if bytes.get(end) == Some(&b'.') { run(end + 1) } else { 0 };
    let end = if decimals > 0 { end + 1 + decimals } else { end };
    (&text[..end], i32::try_from(decimals).unwrap_or(i32::MAX))
}

fn eat_vague(rest: &mut &str) -> bool {
    let after = rest.strip_prefix(['多', '余', '来', '几']);
    *rest = after.unwrap_or(rest);
    after.is_some()
}

fn is_range(c: char) -> bool {
    matches!(c, '~' | '～' | '—' | '–' | '-')
}

fn same_measure(unit: &'static str) -> &'static str {
    match unit {
        "个百分点" => "百分点",
        "个工作日" => "工作日",
        "％" => "%",
        "平方千米" => "平方公里",
        "千米" => "公里",
        unit => unit,
    }
}

/// A figure as people write it.
pub(super) fn shown(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(f64, &'static str, bool)> {
        amounts(text).into_iter().map(|amount| (amount.value, amount.unit, amount.vague)).collect()
    }

    #[test]
    fn figures_are_read_with_what_they_count() {
        assert_eq!(read("共69件，投入1.9万元"), [(69.0, "件", false), (19000.0, "元", false)]);
        assert_eq!(read("1,234个工作日、90.2％"), [(1234.0, "工作日", false), (90.2, "%", false)]);
        assert_eq!(
            read("60多件，3~5天，200余人"),
            [(60.0, "件", true), (3.0, "", true), (5.0, "天", true), (200.0, "人", true)]
        );
        assert_eq!(read("A12、第3条、〔2016〕5号"), [(5.0, "", false)]);
    }

    #[test]
    fn rounded_figures_have_slack_and_whole_ones_none() {
        let slack = |text: &str| amounts(text)[0].slack;
        assert_eq!(slack("82天"), 0.0);
        assert!((slack("90.2%") - 0.05).abs() < 1e-9);
        assert!((slack("1.9万吨") - 500.0).abs() < 1e-6);
        assert!((slack("2万吨") - 5000.0).abs() < 1e-6);
    }

    #[test]
    fn any_text_is_read_without_harm() {
        for text in ["", "1", "1.", "1,", "1,2", "９", "1万", "99999999999999999999999999件", "1.5.3"] {
            amounts(text);
        }
        assert_eq!(shown(90.20), "90.2");
        assert_eq!(shown(69.0), "69");
    }
}
