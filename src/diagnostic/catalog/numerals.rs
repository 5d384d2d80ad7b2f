//! Findings about numbers and dates: GB/T 15835-2011.

use super::{codes, say};
use crate::diagnostic::Message;

codes! {
    /// `10～15%`
    RANGE_UNIT = "range-unit", Warning, "数值范围的前一个数漏了单位";
    /// `07月06日`
    DATE_ZERO = "date-zero", Warning, "月、日前面多了 0";
    /// `16年7月`
    YEAR_SHORT = "year-short", Warning, "年份没有写全";
    /// `二○一六年`
    ZERO_CIRCLE = "zero-circle", Warning, "年份里的“〇”写法不对";
    /// `2016年十一月`, `4千`
    NUMBER_MIXED = "number-mixed", Warning, "一个数里两种数字混用";
    /// `5个县区` and `五个县区`
    NUMBER_STYLE = "number-style", Hint, "同一事物两种数字写法";
    /// `约500余`
    APPROX_TWICE = "approx-twice", Warning, "约数说了两遍";
    /// `3%个百分点`
    PERCENT_POINT = "percent-point", Warning, "“%”与“百分点”重复";
    /// A difference of shares in percent.
    PERCENT_CHANGE = "percent-change", Hint, "可能应为“百分点”";
    /// `[2016]12号`
    DOCUMENT_NUMBER = "document-number", Warning, "发文字号的写法不合规范";
    /// `20 16年`
    NUMBER_BROKEN = "number-broken", Warning, "数字中间断开了";
    /// `二个`
    ER_LIANG = "er-liang", Hint, "“二”“两”用法";
}

/// As written, and as it should be.
pub fn range_unit(written: &str, right: &str) -> Message {
    say(&RANGE_UNIT, format!("“{written}”的前一个数漏了单位"), format!("请写成“{right}”"))
}

/// A month or a day as written.
pub fn date_zero(written: &str) -> Message {
    let right = written.trim_start_matches('0');
    say(&DATE_ZERO, format!("“{written}”前面多了 0"), format!("请写成“{right}”"))
}

/// Year and month as written.
pub fn year_short(written: &str) -> Message {
    say(&YEAR_SHORT, format!("“{written}”的年份没有写全"), "年份请写四位数字，例如 2016年7月")
}

/// The digits as written, and as they should be.
pub fn zero_circle(written: &str, right: &str) -> Message {
    say(&ZERO_CIRCLE, format!("“{written}年”里的“〇”写成了别的字"), format!("请写成“{right}年”，或者用阿拉伯数字"))
}

/// As written.
pub fn number_mixed(written: &str) -> Message {
    say(
        &NUMBER_MIXED,
        format!("“{written}”里两种数字混用"),
        "请统一用一种数字，例如 2016年11月、4000 或四千；“万”“亿”可以用",
    )
}

/// Both ways as written.
pub fn number_style(written: &str, other: &str) -> Message {
    say(&NUMBER_STYLE, format!("这里写“{written}”，另一处写“{other}”"), "同一事物请用同一种数字")
}

/// The whole, and the two words.
pub fn approx_twice(written: &str, before: &str, behind: &str) -> Message {
    let text = format!("“{written}”里“{before}”与“{behind}”意思重复");
    say(&APPROX_TWICE, text, format!("“{before}”“{behind}”留一个"))
}

/// As written.
pub fn percent_point(written: &str) -> Message {
    let right = written.replace(['%', '％'], "");
    say(&PERCENT_POINT, format!("“{written}”里“%”与“百分点”重复"), format!("请写成“{right}”"))
}

/// The difference as written.
pub fn percent_change(written: &str) -> Message {
    let right = written.trim_end_matches('%');
    say(&PERCENT_CHANGE, format!("“{written}”是两个百分数之差"), format!("百分数之差请写成“{right}个百分点”"))
}

/// As written, and as it should be.
pub fn document_number(written: &str, right: &str) -> Message {
    let help = format!("请写成“{right}”：年份写四位，用六角括号〔 〕，不加“第”，不编虚位");
    say(&DOCUMENT_NUMBER, format!("发文字号“{written}”的写法不合规范"), help)
}

/// As written.
pub fn number_broken(written: &str) -> Message {
    say(&NUMBER_BROKEN, format!("数字“{written}”中间断开了"), "请核对原稿，把数字连起来写")
}

/// As written, and the word that counts.
pub fn er_liang(written: &str, measure: char) -> Message {
    say(&ER_LIANG, format!("“{written}”一般说“两{measure}”"), format!("表示数量请写“两{measure}”，表示次序的不用改"))
}
