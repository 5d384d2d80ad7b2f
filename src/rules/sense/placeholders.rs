//! Nothing is left to be filled in: xx市, ××, TODO, 待补充, 【】, ____.

use super::stops::{BLANK, Stops};
use super::whole::{Whole, head, tail};
use crate::diagnostic::{Findings, catalog::sense as words};
use crate::model::writing::is_han;

/// Words that are written to be replaced.
const WORDS: [&str; 14] = [
    "TODO",
    "TBD",
    "待补充",
    "待填写",
    "待核实后补",
    "（待补）",
    "(待补)",
    "（此处",
    "(此处",
    "此处填写",
    "此处省略",
    "请填写",
    "请在此",
    "【】",
];
/// What a placeholder of crosses stands for. (After a family name crosses are a person who is not to be known.)
const NOUNS: [&str; 44] = [
    "省", "市", "县", "区", "州", "镇", "乡", "村", "社区", "街道", "局", "委", "办", "厅", "部门", "单位", "公司",
    "企业", "年", "月", "日", "号", "个", "项", "件", "名", "人", "家", "户", "万", "亿", "元", "次", "条", "份", "%",
    "％", "工作", "项目", "会议", "同志", "领导", "中心", "亩",
];

pub fn check(whole: &Whole<'_>, stops: &Stops, findings: &mut Findings<'_>) {
    let text = &whole.text;
    let mut done = 0;
    for (at, c) in stops.of_kind(BLANK) {
        if at < done {
            continue;
        }
        let word = WORDS.iter().find(|word| text[at..].starts_with(**word) && stands_alone(text, at, word));
        if let Some(word) = word {
            findings.at(whole.span(at, at + word.len()), words::placeholder(word));
            done = at + word.len();
        } else if is_filler(c) {
            let length = filler(&text[at..]);
            if stands_for_something(text, at, length) {
                findings.at(whole.span(at, at + length), words::placeholder(&text[at..at + length]));
            }
            done = at + length;
        }
    }
}

/// TODO is no part of a longer word.
fn stands_alone(text: &str, at: usize, word: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric();
    !word.starts_with('T') || !(text[..at].ends_with(part) || text[at + word.len()..].starts_with(part))
}

fn is_filler(c: char) -> bool {
    matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ' | '×' | '╳' | '＊' | '*' | '_' | '＿' | '某' | '○' | '◯')
}

/// How long the run of the same filler is.
fn filler(text: &str) -> usize {
    let first = text.chars().next();
    text.chars().take_while(|c| Some(*c) == first).map(char::len_utf8).sum()
}

fn stands_for_something(text: &str, at: usize, length: usize) -> bool {
    let (run, before, after) = (&text[at..at + length], &text[..at], &text[at + length..]);
    let count = run.chars().count();
    let first = run.chars().next().unwrap_or(' ');
    let free = !before.ends_with(|c: char| c.is_ascii_alphanumeric())
        && !after.starts_with(|c: char| c.is_ascii_alphanumeric());
    let noun = NOUNS.iter().any(|noun| after.starts_with(noun));
    match first {
        '_' | '＿' => count >= 3,
        '某' => count == 2 && noun && !before.ends_with(|c: char| is_han(c) && !"在由与和对从为向".contains(c)),
        '○' | '◯' => count >= 2 && noun,
        // *年*月*日; a single cross before a noun may be a sign of multiplication.
        _ if count == 1 => {
            free && ["年", "月", "日"].iter().any(|unit| after.starts_with(unit)) && dated(before, after, first)
        }
        _ => free && noun && !is_masked(before),
    }
}

/// Another of the same filler stands in the same date.
fn dated(before: &str, after: &str, filler: char) -> bool {
    let near = |text: &str| text.chars().any(|c| c == filler);
    near(head(after, 3)) || near(tail(before, 3))
}

/// 张××同志
fn is_masked(before: &str) -> bool {
    const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛范彭郎鲁韦昌马苗凤方俞任袁柳唐罗薛雷贺倪汤殷毕郝安常于傅卞齐康伍余元顾孟黄穆萧尹姚邵汪祁毛狄戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房丁邓石崔龚程陆翁段侯武刘叶白蒲赖卓乔阳曾廖文耿满匡寇沙聂关游权";
    before.ends_with(|c| SURNAMES.contains(c))
        && !before.ends_with(|c: char| "市区县水金方万安文田高江关权".contains(c))
}

#[cfg(test)]
mod tests {
    use crate::rules::sense::testing::found;

    const CODE: &str = "placeholder";

    #[test]
    fn what_was_to_be_filled_in_is_found() {
        for (text, written) in [
            ("今年以来，xx市推进改革。", "xx"),
            ("投入资金××万元。", "××"),
            ("完成XX项任务。", "XX"),
            ("TODO 补充数据。", "TODO"),
            ("具体数据待补充。", "待补充"),
            ("牵头领导【】同志。", "【】"),
            ("（此处插入图表）", "（此处"),
            ("牵头单位：____。", "____"),
            ("在某某县召开会议。", "某某"),
        ] {
            assert_eq!(found(CODE, text), [written], "{text}");
        }
        assert_eq!(found(CODE, "×年×月×日召开会议。").len(), 3);
    }

    #[test]
    fn names_that_are_masked_and_other_crosses_are_none() {
        for text in [
            "居民李××同志反映",
            "证号110105********002X",
            "面积3×5米，4x4车型",
            "iPhone XX版，MAXX公司",
            "XXL号",
            "这是TODOS系统",
            "某市某区",
            "**重点**工作",
        ] {
            assert!(found(CODE, text).is_empty(), "{text}: {:?}", found(CODE, text));
        }
    }
}
