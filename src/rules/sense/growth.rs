//! A growth that is told with both its figures agrees with them: 由82天压缩至8天，压缩90.2%.
//!
//! The figures may be rounded: 1.2万 stands for anything that is written so, and a rate may be cut off as well as rounded.

use super::amounts::Amount;
use super::percents::Sentence;
use super::whole::tail;
use crate::diagnostic::{Findings, catalog::sense as words};

const DOWN: [&str; 14] =
    ["压缩", "缩短", "减少", "下降", "降低", "精简", "压减", "缩减", "降幅", "减幅", "提速", "节约", "节省", "减"];
const UP: [&str; 10] = ["增长", "提高", "提升", "增加", "上升", "增幅", "涨幅", "扩大", "增", "翻"];
/// What may stand between the second figure and the rate besides; anything else speaks of another matter.
const FILLERS: [&str; 28] = [
    "，",
    ",",
    "、",
    "（",
    "(",
    "。",
    "平均",
    "总体",
    "整体",
    "共",
    "即",
    "时限",
    "时间",
    "办理",
    "办结",
    "审批",
    "幅度",
    "比例",
    "率",
    "了",
    "达到",
    "达",
    "为",
    "同比",
    "比上年",
    "比去年",
    " ",
    "较上年",
];

pub fn check(sentences: &[Sentence<'_>], findings: &mut Findings<'_>) {
    for sentence in sentences {
        for three in sentence.figures.windows(3) {
            if let Some((range, message)) = judge(sentence.text, three) {
                findings.at(sentence.span(&range), message);
            }
        }
    }
}

type Told = (std::ops::Range<usize>, crate::diagnostic::Message);

fn judge(sentence: &str, three: &[Amount]) -> Option<Told> {
    let [one, two, rate] = three else { return None };
    let same = one.unit == two.unit && !one.unit.is_empty() && one.unit != "%" && rate.unit == "%";
    if !same || [one, two, rate].iter().any(|amount| amount.vague) || one.value <= 0.0 || two.value <= 0.0 {
        return None;
    }
    let between = &sentence[one.range.end..two.range.start];
    let (old, new) = if is_change(&sentence[..one.range.start], between) {
        (one, two)
    } else if is_comparison(between) {
        (two, one)
    } else {
        return None;
    };
    let sinks = direction(&sentence[two.range.end..rate.range.start])?;
    let written = if sinks { -rate.value } else { rate.value };
    let (least, most) = bounds(old, new);
    // The last decimal may have been cut off.
    let slack = 2.0 * if rate.slack > 0.0 { rate.slack } else { 0.5 } + 1e-6;
    if (least - slack..=most + slack).contains(&written) {
        return None;
    }
    let real = (new.value - old.value) / old.value * 100.0;
    let said = |amount: &Amount| sentence[amount.range.clone()].to_owned();
    Some((rate.range.clone(), words::growth_differs(&said(old), &said(new), real, &said(rate))))
}

/// 由A压缩至B: nothing but a verb stands between.
fn is_change(before: &str, between: &str) -> bool {
    let near = tail(before, 12);
    let from = near.rfind(['由', '从']).map(|at| &near[at..]);
    let from = from.is_some_and(|words| !words.contains(['，', '、', '；', '。', ',']));
    let to = between.ends_with(['到', '至', '为', '成']) || between.ends_with("到了");
    from && to && between.chars().count() <= 12 && !between.contains(['，', '、', ',', '由', '从'])
}

/// B，比上年同期的A
fn is_comparison(between: &str) -> bool {
    let near = between.chars().count() <= 16;
    near && ["上年", "去年", "同期"].iter().any(|word| between.contains(word)) && between.contains(['比', '较', '，'])
}

/// Whether the words before a rate say that something sinks; `None` when they speak of anything else.
fn direction(between: &str) -> Option<bool> {
    let (mut rest, mut sinks) = (between, None);
    while !rest.is_empty() {
        if let Some(word) = DOWN.iter().find(|word| rest.starts_with(**word)) {
            (rest, sinks) = (&rest[word.len()..], Some(true));
        } else if let Some(word) = UP.iter().find(|word| rest.starts_with(**word)) {
            (rest, sinks) = (&rest[word.len()..], Some(false));
        } else {
            rest = FILLERS.iter().find_map(|word| rest.strip_prefix(word))?;
        }
    }
    sinks
}

/// The least and the greatest growth in percent that two figures can stand for.
fn bounds(old: &Amount, new: &Amount) -> (f64, f64) {
    let growth = |old: f64, new: f64| (new - old) / old * 100.0;
    let floor = (old.value - old.slack).max(f64::MIN_POSITIVE);
    (growth(old.value + old.slack, new.value - new.slack), growth(floor, new.value + new.slack))
}

#[cfg(test)]
mod tests {
    use crate::rules::sense::testing::found;

    const CODE: &str = "growth-differs";

    #[test]
    fn a_rate_that_its_figures_do_not_give_is_found() {
        assert_eq!(found(CODE, "审批时间由82天压缩至8天，压缩92.2%。"), ["92.2%"]);
        assert_eq!(found(CODE, "跑动次数从5次减少为1次，减少60%。"), ["60%"]);
        assert_eq!(found(CODE, "办件量由2000件增加到3000件，增长33.3%。"), ["33.3%"]);
        assert_eq!(found(CODE, "完成投资120亿元，比上年同期的100亿元增长25%。"), ["25%"]);
        assert_eq!(found(CODE, "时限由20个工作日压缩到5个工作日，增长75%。"), ["75%"]);
    }

    #[test]
    fn rates_that_agree_are_rounded_or_speak_of_another_matter_are_none() {
        for text in [
            "审批时间由82天压缩至8天，压缩90.2%。",
            "审批时间由82天压缩至8天，压缩90%。",
            "审批时间由3天压缩至1天，压缩66.6%。",
            "跑动次数从5次减少为1次，减少80%。",
            "批发量由2000吨增至1.9万吨，增长850%。",
            "批发量由2000吨增至1.9万吨，增长852%。",
            "时限由20天压缩到5天，群众满意率提高30%。",
            "时限由20天压缩到5天，材料减少30%。",
            "满意率由60%提高到90%，提高30%。",
            "时限由20多天压缩到5天，压缩90%。",
            "完成投资120亿元，比上年同期的100亿元增长20%。",
            "时限由原来的20天压缩到5天，压缩比例达75%以上。",
        ] {
            assert!(found(CODE, text).is_empty(), "{text}: {:?}", found(CODE, text));
        }
    }
}
