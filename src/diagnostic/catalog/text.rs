//! Findings about the body: text, images, links, attribution.

use super::{codes, say};
use crate::diagnostic::Message;

codes! {
    /// No text.
    TEXT_EMPTY = "text-empty", Error, fixed, "没有正文";
    /// Shorter than its kind should be.
    TEXT_SHORT = "text-short", Hint, "正文偏短";
    /// Longer than its kind should be.
    TEXT_LONG = "text-long", Hint, "正文偏长";
    /// HTML in the text.
    HTML_RAW = "html-raw", Warning, "正文里有 HTML 代码";
    /// Nested deeper than anyone means.
    NESTING_DEEP = "nesting-deep", Warning, "引用或列表套得太深";
    /// A link that is not followed.
    LINK_SCHEME = "link-scheme", Warning, "链接的地址不能用";
    /// The image is not there.
    IMAGE_MISSING = "image-missing", Error, "图片找不到";
    /// Written like an image and not understood.
    IMAGE_UNREAD = "image-unread", Error, fixed, "图片的写法没有读懂";
    /// The path leads out of the unit's folder.
    IMAGE_OUTSIDE = "image-outside", Error, fixed, "图片在本单位文件夹之外";
    /// The image lies on another server.
    IMAGE_REMOTE = "image-remote", Error, fixed, "图片在网上";
    /// Not a format that may be printed.
    IMAGE_FORMAT = "image-format", Error, fixed, "图片格式不能用或图片损坏";
    /// No description for those who do not see it.
    IMAGE_ALT = "image-alt", Hint, "图片没有说明文字";
    /// The source line names other units than 单位.
    ATTRIBUTION_DIFFERS = "attribution-differs", Warning, "文末来源与“单位”不一致";
}

/// Nothing after the header.
pub fn text_empty() -> Message {
    say(&TEXT_EMPTY, "只有文头，没有正文", "请补上正文后重报")
}

/// Counts in characters.
pub fn text_short(kind: &str, count: usize, min: usize) -> Message {
    say(&TEXT_SHORT, format!("正文 {count} 字，{kind}一般不少于 {min} 字"), "请看看做法、数据、成效是否写全")
}

/// Counts in characters.
pub fn text_long(kind: &str, count: usize, max: usize) -> Message {
    say(&TEXT_LONG, format!("正文 {count} 字，{kind}一般不超过 {max} 字"), "请精简，或改作综合信息报送")
}

/// The HTML is kept as text.
pub fn html_raw(excerpt: &str) -> Message {
    say(&HTML_RAW, format!("HTML 代码“{excerpt}”不起作用，将照原样显示为文字"), "请删去尖括号里的代码，只留文字")
}

/// `limit` is the depth that is kept.
pub fn nesting_deep(limit: usize) -> Message {
    say(&NESTING_DEEP, format!("引用或列表套了 {limit} 层以上，更深的并入第 {limit} 层"), "请减少行首的“>”或缩进")
}

/// The link's text stays.
pub fn link_scheme(address: &str) -> Message {
    say(&LINK_SCHEME, format!("链接“{address}”不能用，只保留文字"), "链接须以 http://、https:// 或 mailto: 开头")
}

/// The path as written.
pub fn image_missing(path: &str) -> Message {
    say(&IMAGE_MISSING, format!("图片“{path}”找不到"), "请把图片放在本文旁边，文件名与正文里写的一致")
}

/// What stands in the round brackets.
pub fn image_unread(name: &str) -> Message {
    let help = format!("文件名里有空格的，请加尖括号：![图上是什么](<{name}>)，或者把文件改名、去掉空格");
    say(&IMAGE_UNREAD, format!("图片“{name}”的写法没有读懂，会照原样印成文字"), help)
}

/// The path as written.
pub fn image_outside(path: &str) -> Message {
    say(&IMAGE_OUTSIDE, format!("图片“{path}”不在本单位文件夹里，没有读取"), "请把图片复制到本文旁边，正文里只写文件名")
}

/// The address as written.
pub fn image_remote(address: &str) -> Message {
    say(&IMAGE_REMOTE, format!("图片“{address}”在网上，不能引用"), "请把图片存到本文旁边，正文里写文件名")
}

/// The path as written.
pub fn image_format(path: &str) -> Message {
    say(&IMAGE_FORMAT, format!("“{path}”不是完好的 PNG、JPEG、WebP 或 GIF 图片"), "请重新导出为 PNG 或 JPEG")
}

/// The path as written.
pub fn image_alt(path: &str) -> Message {
    say(&IMAGE_ALT, format!("图片“{path}”没有说明文字"), "请写成 ![图上是什么](文件名)，方便看不见图的读者")
}

/// Names as written.
pub fn attribution_differs(written: &str, units: &str) -> Message {
    let text = format!("文末写的来源是{written}，“单位”栏是“{units}”");
    say(&ATTRIBUTION_DIFFERS, text, "请核对供稿单位，两处写成一致")
}
