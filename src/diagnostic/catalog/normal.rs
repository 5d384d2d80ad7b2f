//! Findings about what was put right in a text.

use super::{codes, say};
use crate::diagnostic::Message;

codes! {
    /// Something was put right.
    NORMALISED = "normalised", Hint, "文字已经整理";
}

/// `reasons` with their counts.
pub fn normalised(count: usize, reasons: &str) -> Message {
    say(
        &NORMALISED,
        format!("已整理 {count} 处：{reasons}；原稿原样留存"),
        "都是有把握的标点、空格，不用重报；有改得不对的，请告诉编辑",
    )
}
