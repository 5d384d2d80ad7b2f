//! A share is at most the whole: no rate of satisfaction above 100 %, and shares that are parts of one whole add up to no
//! more.

use super::amounts::{Amount, shown};
use super::percents::Sentence;
use super::whole::tail;
use crate::diagnostic::{Findings, catalog::sense as words};

/// What cannot be more than all. (完成率, 入学率, 普及率 can.)
const RATES: [&str; 20] = [
    "满意率",
    "满意度",
    "覆盖率",
    "办结率",
    "解决率",
    "合格率",
    "达标率",
    "签约率",
    "知晓率",
    "占比",
    "回复率",
    "办复率",
    "面商率",
    "及时率",
    "准确率",
    "成功率",
    "通过率",
    "优良率",
    "采纳率",
    "比重",
];
/// Words by which one person or thing may be in several shares.
const OVERLAPPING: [&str; 9] = ["女", "党员", "少数民族", "本科", "学历", "岁", "以上", "分别", "同时"];

pub fn check(sentences: &[Sentence<'_>], findings: &mut Findings<'_>) {
    sentences.iter().for_each(|sentence| judge(sentence, findings));
}

fn judge(told: &Sentence<'_>, findings: &mut Findings<'_>) {
    let sentence = told.text;
    let shares: Vec<&Amount> = told.figures.iter().filter(|amount| amount.unit == "%").collect();
    for share in shares.iter().filter(|share| share.value > 100.0 && !share.vague) {
        if let Some(rate) = rate_of(&sentence[..share.range.start]) {
            let said = &sentence[share.range.clone()];
            findings.at(told.span(&share.range), words::rate_exceeds(rate, said));
        }
    }
    let parts: Vec<&&Amount> = shares.iter().filter(|share| is_part(&sentence[..share.range.start])).collect();
    let sum: f64 = parts.iter().map(|share| share.value).sum();
    let slack: f64 = parts.iter().map(|share| share.slack).sum();
    let one_whole = sentence.contains("其中") && !OVERLAPPING.iter().any(|word| sentence.contains(word));
    let vague = parts.iter().any(|share| share.vague || share.value > 100.0);
    if let [first, .., last] = parts[..]
        && one_whole
        && !vague
        && sum > 100.0 + slack + 1e-9
    {
        findings.at(told.span(&(first.range.start..last.range.end)), words::shares_exceed(&shown(sum)));
    }
}

/// The rate that a figure behind `before` says.
fn rate_of(before: &str) -> Option<&'static str> {
    let before = ["均达到", "均达", "均为", "达到", "达", "为", "超过", "保持在", "到", "是", "均"]
        .iter()
        .find_map(|verb| before.strip_suffix(verb))
        .unwrap_or(before);
    let before = before.strip_suffix(['提', '升']).unwrap_or(before);
    RATES.into_iter().find(|rate| before.ends_with(rate))
}

/// 占, 占比, 占总数的
fn is_part(before: &str) -> bool {
    let near = tail(before, 6);
    near.rfind('占').is_some_and(|at| !near[at..].contains(['，', '、', ',']))
}

#[cfg(test)]
mod tests {
    use crate::rules::sense::testing::found;

    const CODE: &str = "share-exceeds";

    #[test]
    fn more_than_all_is_found() {
        assert_eq!(found(CODE, "群众满意率达103%。"), ["103%"]);
        assert_eq!(
            found(CODE, "共办件1000件，其中，网上办理占62.5%，窗口办理占30%，自助办理占17.5%。"),
            ["62.5%，窗口办理占30%，自助办理占17.5%"]
        );
    }

    #[test]
    fn all_and_less_and_what_may_be_more_are_none() {
        for text in [
            "面商率和办复率均为100%。",
            "完成率达103%，同比增长120%。",
            "其中，网上办理占62.5%，窗口办理占30%，自助办理占7.5%。",
            "其中，甲占33.4%，乙占33.3%，丙占33.4%。",
            "其中女干部占60%，党员占70%。",
            "甲区网办占80%。乙区网办占70%。",
        ] {
            assert!(found(CODE, text).is_empty(), "{text}: {:?}", found(CODE, text));
        }
    }
}
