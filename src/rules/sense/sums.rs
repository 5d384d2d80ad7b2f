//! What is part of a whole (其中) is no more than it, nor are all its parts together. Parts that leave some over are no
//! fault: nobody said that they are all.

use super::amounts::{Amount, amounts, shown};
use super::whole::{Whole, head, rest_of_sentence, sentence_start, tail};
use crate::diagnostic::{Findings, catalog::sense as words};
use crate::model::Role;
use crate::rules::Case;

/// Words after which a figure is no longer a part of the whole.
const OTHER: [&str; 32] = [
    "另", "还", "同时", "此外", "以外", "比", "同比", "环比", "较", "增", "减", "累计", "共计", "合计", "总", "达到",
    "平均", "人均", "户均", "每", "上年", "去年", "同期", "今年", "目前", "截至", "计划", "提前", "占", "最", "其中",
    "以来",
];
/// Words of groups that overlap: one may be in several.
const OVERLAPPING: [&str; 24] = [
    "女",
    "党员",
    "少数民族",
    "本科",
    "大专",
    "硕士",
    "博士",
    "岁",
    "学历",
    "高级",
    "省级",
    "市级",
    "国家级",
    "县级",
    "重点",
    "青年",
    "退役",
    "困难",
    "残疾",
    "归集",
    "以上",
    "次",
    "涉及",
    "惠及",
];
/// Between the whole and 其中 there is a noun at most.
const NEAR: usize = 12;
/// The whole is looked for so many characters before 其中, its parts in four times as many behind it.
const REACH: usize = 80;

pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let whole = Whole::of(case.prose, |role| !matches!(role, Role::Title | Role::Cell));
    for (at, word) in whole.text.match_indices("其中") {
        let near = tail(&whole.text[..at], REACH);
        let from = at - near.len() + sentence_start(near, near.len());
        let Some(total) = amounts(&whole.text[from..at]).pop() else { continue };
        let total_at = from + total.range.start;
        let between = &whole.text[from + total.range.end..at];
        if total.vague || total.unit.is_empty() || between.chars().count() > NEAR || between.contains(['；', ';']) {
            continue;
        }
        let parts_at = at + word.len();
        let rest = rest_of_sentence(head(&whole.text[parts_at..], 4 * REACH), 0);
        let (parts, overlap) = parts(rest, total.unit);
        let place = |range: &std::ops::Range<usize>| whole.span(parts_at + range.start, parts_at + range.end);
        if let Some((label, part)) = parts.iter().find(|(_, part)| part.value - part.slack > total.value + total.slack)
        {
            let said = format!("{label}{}", &rest[part.range.clone()]);
            findings.at(place(&part.range), words::part_exceeds(&said, &whole.text[total_at..from + total.range.end]));
            continue;
        }
        let sum: f64 = parts.iter().map(|(_, part)| part.value).sum();
        let slack: f64 = parts.iter().map(|(_, part)| part.slack).sum::<f64>() + total.slack;
        if parts.len() > 1 && !overlap && sum > total.value + slack + 1e-9 {
            let last = &parts[parts.len() - 1].1.range;
            let factor = if total.value >= 1e4 && whole.text[total_at..from + total.range.end].contains('万') {
                1e4
            } else {
                1.0
            };
            let unit = if factor > 1.0 { format!("万{}", total.unit) } else { total.unit.to_owned() };
            let message = words::sum_exceeds(
                &format!("{}{unit}", shown(sum / factor)),
                &whole.text[total_at..from + total.range.end],
            );
            findings.at(place(&(parts[0].1.range.start..last.end)), message);
        }
    }
}

/// The parts at the front of what follows 其中, with their names, and whether they may overlap.
fn parts<'a>(rest: &'a str, unit: &str) -> (Vec<(&'a str, Amount)>, bool) {
    let listed = rest.starts_with(['：', ':']);
    let mut found: Vec<(&str, Amount)> = Vec::new();
    let (mut end, mut overlap) = (0, false);
    for amount in amounts(rest) {
        let gap = &rest[end..amount.range.start];
        let commas = gap.chars().filter(|c| "，,；;".contains(*c)).count();
        let label =
            gap.rsplit(['，', ',', '；', ';', '：', ':']).next().unwrap_or(gap).trim_start_matches(['、', '和']).trim();
        let next_whole = gap.contains(['；', ';']) && !listed;
        let first = found.is_empty();
        let loose = commas > 1 || gap.contains(['）', ')']) && !gap.contains(['（', '(']) || gap.chars().count() > 32;
        let strange = amount.unit != unit || amount.vague || OTHER.iter().any(|word| gap.contains(word));
        // 其中甲30件，乙40件: a comma that parts nothing ends the list.
        if strange || next_whole || loose && !first || first && commas > 1 {
            break;
        }
        overlap |= OVERLAPPING.iter().any(|word| gap.contains(word));
        end = amount.range.end;
        found.push((label, amount));
    }
    let tail = &rest[end..];
    overlap |= OVERLAPPING.iter().any(|word| tail.split(['，', '；', '、']).next().unwrap_or_default().contains(word));
    (found, overlap)
}

#[cfg(test)]
mod tests {
    use crate::rules::sense::testing::found;

    const CODE: &str = "sum-exceeds";

    #[test]
    fn parts_that_are_more_than_the_whole_are_found() {
        assert_eq!(found(CODE, "共受理69件，其中甲类30件、乙类40件。"), ["30件、乙类40件"]);
        assert_eq!(found(CODE, "共受理69件，其中甲类90件。"), ["90件"]);
        assert_eq!(
            found(CODE, "完成投资1.2亿元，其中：中央5000万元；省级补助4000万元；自筹4000万元。").len(),
            0,
            "省级 may overlap"
        );
        assert_eq!(found(CODE, "完成投资1.2亿元，其中：中央5500万元；银行贷款4000万元；自筹4000万元。").len(), 1);
        assert_eq!(found(CODE, "建成20个，其中：新建5个、改造10个、提升6个。"), ["5个、改造10个、提升6个"]);
        assert_eq!(found(CODE, "保留51项，其中公共服务类30项、党建类25项，取消台账28本。"), ["30项、党建类25项"]);
    }

    #[test]
    fn parts_that_fit_overlap_or_count_something_else_are_none() {
        for text in [
            "共受理69件，其中甲类30件、乙类39件。",
            "共受理69件，其中甲类30件。",
            "培训1180人，其中：农产品经纪人中级（持证）培训200人；庄稼医生培训55人；农业科技培训350人；综合服务社、超市店长培训50人；八类急需人才培训95人；干部培训（含外出学习培训）88人；其他培训（行业、岗位、法规、党务、政务、管理等）342人。",
            "共有干部100人，其中女干部60人、党员70人。",
            "培训干部100人，其中农村干部40人；培训教师200人。",
            "共受理69件，其中甲类30件，比上年增加50件。",
            "共受理60多件，其中甲类30件、乙类40件。",
            "共受理69件，其中甲类投入100万元。",
            "设河长512名，其中市级12名、乡级404名，另聘请巡河员1130名。",
            "投入12.3万元，其中甲6.2万元、乙6.1万元。",
        ] {
            assert!(found(CODE, text).is_empty(), "{text}: {:?}", found(CODE, text));
        }
    }
}
