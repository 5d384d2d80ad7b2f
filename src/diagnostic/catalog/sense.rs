//! Findings about what a text says against itself.

use super::{codes, say};
use crate::diagnostic::Message;

codes! {
    /// A number is left out, or stands twice.
    POINT_ORDER = "point-order", Warning, "分点的序号不连续";
    /// A level of headings is left out, or two are turned over.
    HEADING_ORDER = "heading-order", Hint, "标题的层次不顺";
    /// The list has more or fewer than announced.
    COUNT_DIFFERS = "count-differs", Warning, "说的个数与列的个数不一致";
    /// Parts are more than the whole.
    SUM_EXCEEDS = "sum-exceeds", Warning, "“其中”各项比总数还多";
    /// More than all.
    SHARE_EXCEEDS = "share-exceeds", Warning, "比例超过100%";
    /// The rate is not what its figures give.
    GROWTH_DIFFERS = "growth-differs", Warning, "增减幅度与前后两个数对不上";
    /// Two writings of what is probably one name.
    NAME_DRIFT = "name-drift", Hint, "同一个名称可能有两种写法";
    /// Something to be filled in.
    PLACEHOLDER = "placeholder", Warning, "还有待填的内容";
    /// No date, no figure.
    DIGITS_LOST = "digits-lost", Warning, "日期或数字不可能，可能掉了字";
    /// A hole.
    CHARACTERS_LOST = "characters-lost", Warning, "可能掉了字";
    /// Contents and texts do not agree.
    CONTENTS_DIFFER = "contents-differ", Warning, "目录与正文不一致";
    /// 我县, 我局.
    OWN_UNIT = "own-unit", Hint, "“我区”“我局”要写成名称";
    /// 我市 on its way up.
    OWN_CITY = "own-city", Warning, "上报的稿件里写了“我市”";
}

/// `missing` are the numbers left out, each in quotation marks.
pub fn points_missing(number: &str, missing: &str) -> Message {
    say(&POINT_ORDER, format!("“{number}”前面没有{missing}"), "请补上漏掉的一点，或者改正序号")
}

/// The number as written.
pub fn points_twice(number: &str) -> Message {
    say(&POINT_ORDER, format!("“{number}”写了两次"), "请把后面的序号依次改正")
}

/// Levels of Markdown.
pub fn heading_skips(level: u8, expected: u8) -> Message {
    let marks = |level: u8| "#".repeat(usize::from(level));
    let text = format!("这个小标题是第 {level} 级（{}），上面缺了第 {expected} 级", marks(level));
    say(&HEADING_ORDER, text, format!("请改用“{}”，或者补上中间一级", marks(expected)))
}

/// Numbers as written.
pub fn heading_inverted(inner: &str, outer: &str) -> Message {
    let text = format!("“{inner}”写在“{outer}”下面，层次反了");
    say(&HEADING_ORDER, text, "公文的层次依次是“一、”“（一）”“1.”“（1）”，请改正序号")
}

/// What is announced, as written.
pub fn count_differs(announced: &str, listed: u32) -> Message {
    let text = format!("写的是“{announced}”，列出来的是 {listed} 个");
    say(&COUNT_DIFFERS, text, "请核对个数，或者补上漏列的；没有列全的，末尾加“等”")
}

/// Figures as written.
pub fn part_exceeds(part: &str, total: &str) -> Message {
    say(&SUM_EXCEEDS, format!("“其中”的“{part}”比总数“{total}”还多"), "请核对这两个数")
}

/// Figures with what they count.
pub fn sum_exceeds(sum: &str, total: &str) -> Message {
    say(&SUM_EXCEEDS, format!("“其中”各项加起来是 {sum}，比总数“{total}”多"), "请核对总数和各项；各项有交叉的，请写明")
}

/// The rate and what is written of it.
pub fn rate_exceeds(rate: &str, written: &str) -> Message {
    say(&SHARE_EXCEEDS, format!("{rate}写成了 {written}，超过了 100%"), "请核对这个数")
}

/// The sum in percent.
pub fn shares_exceed(sum: &str) -> Message {
    say(&SHARE_EXCEEDS, format!("各项占比加起来是 {sum}%，超过了 100%"), "请核对各项占比；各项有交叉的，请写明")
}

/// Figures as written; `real` in percent, below 0 where it sinks.
pub fn growth_differs(old: &str, new: &str, real: f64, written: &str) -> Message {
    let verb = if real < 0.0 { "减少" } else { "增长" };
    let text = format!("从 {old} 到 {new} 是{verb} {:.1}%，写的是 {written}", real.abs());
    say(&GROWTH_DIFFERS, text, "请核对前后两个数和幅度")
}

/// Both writings.
pub fn name_drifts(written: &str, other: &str) -> Message {
    let text = format!("这里写的是“{written}”，别处写的是“{other}”");
    say(&NAME_DRIFT, text, "若是同一个名称，请写成一致；本来就是两个的，不用改")
}

/// The unit's name as the register has it.
pub fn unit_drifts(written: &str, name: &str) -> Message {
    let text = format!("“{written}”与名册里的“{name}”差一个字");
    say(&NAME_DRIFT, text, "若是同一个单位，请照名册写；另有这个单位的，不用改")
}

/// As written.
pub fn placeholder(written: &str) -> Message {
    say(&PLACEHOLDER, format!("“{written}”像是还没有填的内容"), "请填上实际内容；用不着的请删去")
}

/// As written.
pub fn digits_lost(written: &str) -> Message {
    say(&DIGITS_LOST, format!("“{written}”不可能，可能掉了数字或多了数字"), "请对照原稿改正")
}

/// As written.
pub fn characters_lost(written: &str) -> Message {
    say(&CHARACTERS_LOST, format!("“{written}”这里可能掉了字"), "请对照原稿补上；用不着的请删去")
}

/// Both with their numbers.
pub fn contents_title(entry: &str, title: &str) -> Message {
    let text = format!("目录写的是“{entry}”，正文的标题是“{title}”");
    say(&CONTENTS_DIFFER, text, "请把目录和正文的标题写成一致")
}

/// Both with their numbers.
pub fn contents_order(entry: &str, title: &str) -> Message {
    let text = format!("目录里的“{entry}”，正文里是“{title}”");
    say(&CONTENTS_DIFFER, text, "请把目录和正文的次序改成一致")
}

/// The entry with its number.
pub fn contents_text(entry: &str) -> Message {
    say(&CONTENTS_DIFFER, format!("目录里有“{entry}”，正文里没有"), "请补上这一条的正文，或者从目录里删去")
}

/// The title with its number.
pub fn contents_lacks(title: &str) -> Message {
    say(&CONTENTS_DIFFER, format!("正文里有“{title}”，目录里没有"), "请把这一条补进目录")
}

/// `name` is the unit's.
pub fn own_unit(word: &str, name: Option<&str>) -> Message {
    let help = name.map_or_else(|| "请写成单位或地方的名称".to_owned(), |name| format!("请写成“{name}”"));
    say(&OWN_UNIT, format!("“{word}”登在市里的刊物上，读者不知道是哪一家"), help)
}

/// `city` is the city's name, where the office's own name tells it.
pub fn own_city(city: Option<&str>) -> Message {
    let help = city.map_or_else(|| "请写成市的名称".to_owned(), |city| format!("请写成“{city}”"));
    say(&OWN_CITY, "这一篇要报到上级，“我市”在那里不知道是哪个市".to_owned(), help)
}
