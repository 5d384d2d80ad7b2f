//! Findings that need the office's own settings: units, kinds, days, duplicates, secrecy.

use super::{codes, say};
use crate::diagnostic::Message;

codes! {
    /// A name that no unit bears.
    UNIT_UNKNOWN = "unit-unknown", Error, fixed, "单位不在册";
    /// One of several names that no unit bears.
    UNIT_PARTLY_UNKNOWN = "unit-partly-unknown", Warning, "联合报送的单位有的不在册";
    /// 单位 is not the folder's unit.
    UNIT_FOLDER = "unit-folder", Warning, "“单位”与所在文件夹不一致";
    /// The unit did not exist on that day.
    UNIT_GONE = "unit-gone", Warning, "单位在报送时还没有设立或已经撤并";
    /// A kind that the settings do not list.
    KIND_UNKNOWN = "kind-unknown", Error, fixed, "类型不认识";
    /// A title that the settings do not list.
    SERIES_UNKNOWN = "series-unknown", Warning, "投向的刊物不认识";
    /// A day after today.
    DATE_FUTURE = "date-future", Error, fixed, "日期在今天之后";
    /// The period does not fit the kind.
    PERIOD_KIND = "period-kind", Warning, "所属期与类型对不上";
    /// A report for a long period, handed in just after it, that does not say which one it answers for.
    PERIOD_DOUBTFUL = "period-doubtful", Hint, "可能需要写明所属期";
    /// The same text was handed in before.
    SAME_TEXT = "same-text", Error, fixed, "同一篇已经报过";
    /// Nearly the same text was handed in before.
    NEAR_TEXT = "near-text", Warning, "与报过的一篇大同小异";
    /// May be counted, never published.
    SECRET = "secret", Warning, fixed, "有密级，不会刊发";
}

/// `nearest` is the known name that looks most like it.
pub fn unit_unknown(written: &str, nearest: Option<&str>) -> Message {
    say(&UNIT_UNKNOWN, format!("单位“{written}”不在册"), unit_help(nearest))
}

/// `nearest` is the known name that looks most like it.
pub fn unit_partly_unknown(written: &str, nearest: Option<&str>) -> Message {
    say(&UNIT_PARTLY_UNKNOWN, format!("联合报送的“{written}”不在册，不为它计数"), unit_help(nearest))
}

fn unit_help(nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!("是不是“{nearest}”？请写全称或规范简称；确是新单位的，请编辑在 units.toml 里登记"),
        None => "请写全称或规范简称；确是新单位的，请编辑在 units.toml 里登记".into(),
    }
}

/// Names as known.
pub fn unit_folder(written: &str, folder: &str) -> Message {
    say(
        &UNIT_FOLDER,
        format!("“单位”写的是“{written}”，文件却放在“{folder}”的文件夹里"),
        "请核对单位，或移到正确的文件夹",
    )
}

/// `when` says since or until when it exists.
pub fn unit_gone(name: &str, when: &str) -> Message {
    say(&UNIT_GONE, format!("“{name}”{when}"), "请核对单位和报送日期；已经并入其他单位的，请用新单位的名称")
}

/// `known` lists the kinds.
pub fn kind_unknown(written: &str, known: &str) -> Message {
    say(&KIND_UNKNOWN, format!("类型“{written}”不认识"), format!("请从这些里选：{known}；不写就是“信息”"))
}

/// `known` lists the titles.
pub fn series_unknown(written: &str, known: &str) -> Message {
    say(
        &SERIES_UNKNOWN,
        format!("投向“{written}”不是本办的刊物，没有采用"),
        format!("请从这些里选：{known}；也可以不写"),
    )
}

/// Days as printed.
pub fn date_future(field: &str, written: &str, today: &str) -> Message {
    say(
        &DATE_FUTURE,
        format!("{field} {written} 在今天（{today}）之后"),
        "请核对日期；若今天的日期不对，请检查电脑的时钟",
    )
}

/// `expected` says what the kind answers for.
pub fn period_kind(kind: &str, period: &str, expected: &str) -> Message {
    say(
        &PERIOD_KIND,
        format!("{kind}按{expected}计，所属期“{period}”对不上，改按报送日期计"),
        "请改正所属期，或删去这一行",
    )
}

/// Periods as printed.
pub fn period_doubtful(kind: &str, counted: &str, maybe: &str, key: &str) -> Message {
    let text = format!("这篇{kind}没有写所属期，按报送日期算作{counted}的");
    say(&PERIOD_DOUBTFUL, text, format!("若是{maybe}的，请在文头里加一行“所属期: {key}”"))
}

/// `other` is the path of the one that came first.
pub fn same_text(other: &str) -> Message {
    say(
        &SAME_TEXT,
        format!("正文与已报的“{other}”完全相同，只计一次"),
        "多投的一份可以删去；联合报送请在“单位”里写上各家",
    )
}

/// 密级 as written.
pub fn secret(written: &str) -> Message {
    say(
        &SECRET,
        format!("密级为“{written}”：可以计数，不会刊发"),
        "涉密材料不得放在非涉密电脑和共享盘上；若可以公开，请把密级改为“公开”",
    )
}

/// `place` is the receipt or the path of the earlier one, `who` its unit and day.
pub fn near_text(place: &str, title: &str, who: &str, percent: u32) -> Message {
    let text = format!("正文与{place}《{title}》（{who}）有 {percent}% 相同");
    say(&NEAR_TEXT, text, "同一件事请不要重复报；有新进展的，请主要写新的；确实是两件事的，不用改")
}
