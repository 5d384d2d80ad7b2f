//! Findings about the header: the lines between the two `---`.

use super::{codes, say};
use crate::diagnostic::Message;

codes! {
    /// No header at all.
    HEADER_MISSING = "header-missing", Error, fixed, "没有文头";
    /// The closing line is missing.
    HEADER_UNCLOSED = "header-unclosed", Error, fixed, "文头没有结束";
    /// A line that is no field.
    HEADER_LINE = "header-line", Error, fixed, "文头里有一行读不懂";
    /// A value that is not closed or not supported.
    HEADER_VALUE = "header-value", Error, fixed, "文头里的值写法不对";
    /// A field nobody knows.
    HEADER_UNKNOWN = "header-unknown", Warning, "文头里有不认识的栏目";
    /// A field given twice.
    HEADER_TWICE = "header-twice", Error, fixed, "文头里同一栏目写了两次";
    /// A date that is none of the forms.
    DATE_FORM = "date-form", Error, fixed, "日期的写法认不出";
    /// A day that does not exist.
    DATE_IMPOSSIBLE = "date-impossible", Error, fixed, "日期不存在";
    /// A period that is none of the forms.
    PERIOD_FORM = "period-form", Error, fixed, "所属期的写法认不出";
    /// No title.
    TITLE_MISSING = "title-missing", Error, fixed, "没有标题";
    /// No day of handing in.
    DATE_MISSING = "date-missing", Error, fixed, "没有报送日期";
    /// Nobody signed.
    UNSIGNED = "unsigned", Error, fixed, "没有审签";
    /// Signed on no known day.
    SIGNED_WHEN = "signed-when", Warning, "没有审签日期";
    /// Signed after it had been received.
    SIGNED_LATE = "signed-late", Error, "报送之后才审签";
    /// Signed after the day written as that of handing in.
    SIGNED_AFTER_DATE = "signed-after-date", Hint, "审签日期晚于报送日期";
}

const EXAMPLE_DATE: &str = "请写成 2016-11-17 或 2016年11月17日 的样子";

/// The text begins without `---`.
pub fn header_missing() -> Message {
    let help = "请在最前面加上文头：一行 ---，然后 标题、单位、报送日期、审签人、审签日期 各一行，再一行 ---";
    say(&HEADER_MISSING, "没有文头（两行 --- 之间的栏目）", help)
}

/// The second `---` never comes.
pub fn header_unclosed() -> Message {
    say(&HEADER_UNCLOSED, "文头没有结束的 ---", "请在最后一个栏目的下一行写 ---，再空一行写正文")
}

/// A line without a colon.
pub fn header_line() -> Message {
    say(
        &HEADER_LINE,
        "这一行不是“栏目: 内容”的写法",
        "请写成“栏目: 内容”，一栏一行；列表每项一行，以“- ”开头，不要用制表符",
    )
}

/// `fault` says what is wrong with the value.
pub fn header_value(fault: &str, help: &str) -> Message {
    say(&HEADER_VALUE, fault, help)
}

/// `nearest` is the known field that looks most like it.
pub fn header_unknown(key: &str, nearest: Option<&str>) -> Message {
    let help = match nearest {
        Some(nearest) => format!("是不是“{nearest}”？若是，请改过来；若不是，可以删去"),
        None => "可以删去；能用的栏目见《报送指南》".into(),
    };
    say(&HEADER_UNKNOWN, format!("不认识的栏目“{key}”，没有采用"), help)
}

/// The field's Chinese name.
pub fn header_twice(key: &str) -> Message {
    say(&HEADER_TWICE, format!("栏目“{key}”写了两次，只采用第一个"), "请删去多余的一行（中文栏目和英文栏目算同一个）")
}

/// `field` is the field's name.
pub fn date_form(field: &str, written: &str) -> Message {
    say(&DATE_FORM, format!("{field}“{written}”认不出是哪一天"), EXAMPLE_DATE)
}

/// The form is right, the day does not exist.
pub fn date_impossible(field: &str, written: &str) -> Message {
    say(&DATE_IMPOSSIBLE, format!("{field}“{written}”这一天不存在"), "请核对年月日")
}

/// Not a month, quarter, half-year or year.
pub fn period_form(written: &str) -> Message {
    say(
        &PERIOD_FORM,
        format!("所属期“{written}”认不出"),
        "请写成 2016-11（月）、2016Q4（季）、2016H1（半年）或 2016（年）",
    )
}

/// Neither 标题 nor a level-1 heading.
pub fn title_missing() -> Message {
    say(&TITLE_MISSING, "没有标题", "请在文头里加一行“标题: ……”")
}

/// No 报送日期.
pub fn date_missing() -> Message {
    say(&DATE_MISSING, "没有报送日期", "请在文头里加一行“报送日期: 2016-11-17”")
}

/// No 审签人.
pub fn unsigned() -> Message {
    let help = "信息须经本单位主要领导或分管改革工作的领导审核同意；请加上“审签人”“审签职务”“审签日期”后重报";
    say(&UNSIGNED, "没有审签人，不能算作有效报送", help)
}

/// 审签人 without 审签日期.
pub fn signed_when() -> Message {
    say(&SIGNED_WHEN, "有审签人，没有审签日期", "请补上“审签日期”")
}

/// Both days as printed.
pub fn signed_late(signed: &str, received: &str) -> Message {
    let text = format!("审签日期 {signed} 在收到（{received}）之后，收到时还没有审签");
    say(&SIGNED_LATE, text, "请先审签、后报送；若是笔误，请改正审签日期后重报")
}

/// Both days as printed.
pub fn signed_after_date(signed: &str, date: &str) -> Message {
    say(&SIGNED_AFTER_DATE, format!("审签日期 {signed} 晚于报送日期 {date}"), "请核对两个日期")
}
