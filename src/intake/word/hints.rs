//! What stands where somebody is to write: the hints of our template, and those of word processors.
//!
//! In: a text. Out: whether it is nothing but a hint. The template (`init`) writes these constants, so that writer and
//! reader cannot differ. Refuses to know: elements.

use super::labels::is_blank;

/// Of the form: who signed.
pub const SIGNER: &str = "〔点此填写审签领导姓名〕";
/// Of the form: the post of who signed.
pub const POST: &str = "〔点此填写审签领导职务〕";
/// Of the form: when it was signed.
pub const SIGNED: &str = "〔点此填写日期，如2016年11月17日〕";
/// Of the form: the keywords.
pub const KEYWORDS: &str = "〔点此填写两三个，用顿号隔开〕";
/// Of the form: the liaison.
pub const LIAISON: &str = "〔点此填写姓名〕";
/// Of the form: the liaison's telephone.
pub const PHONE: &str = "〔点此填写电话〕";
/// The first paragraph.
pub const OPENING: &str = "〔点此写开头：一句话写明做法和成效，再写背景〕";
/// A heading.
pub const HEADING: &str = "〔点此写一级小标题，如“一、下沉网点”；不分部分的，请删去这一行〕";
/// The text below a heading.
pub const TEXT: &str =
    "〔点此写正文：做法、数据、成效。正文里不要写联络员和电话；图片请用“插入 → 图片”，并写明替代文字〕";

const OURS: [&str; 9] = [SIGNER, POST, SIGNED, KEYWORDS, LIAISON, PHONE, OPENING, HEADING, TEXT];

/// How the placeholders of Word and WPS begin, in both languages.
const USUAL: [&str; 12] = [
    "单击或点击此处",
    "单击或点击以",
    "单击此处",
    "点击此处",
    "选择一项",
    "选择构建基块",
    "clickortap",
    "clickheretoenter",
    "tapheretoenter",
    "chooseanitem",
    "chooseabuildingblock",
    "selectadate",
];
/// Characters of the longest of them, without blanks.
const LONGEST_USUAL: usize = 40;

/// Whether the text is a hint of our template; blanks make no difference.
pub(super) fn is_ours(text: &str) -> bool {
    let bare = bare(text);
    OURS.iter().any(|hint| self::bare(hint) == bare)
}

/// Whether the text reads as the placeholder of a word processor.
pub(super) fn is_usual(text: &str) -> bool {
    let bare = bare(text).to_lowercase();
    bare.chars().count() <= LONGEST_USUAL && USUAL.iter().any(|start| bare.starts_with(start))
}

/// The text without hints of our template: somebody who writes beside a hint forgets to delete it.
pub(super) fn without(text: &str) -> String {
    OURS.iter().fold(text.to_owned(), |text, hint| text.replace(hint, ""))
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_hints_are_hints() {
        assert!(is_ours(" 〔点此填写 姓名〕") && !is_ours("〔点此填写别的〕") && !is_ours(""));
        assert_eq!(without("〔点此填写电话〕0000-1"), "0000-1");
        assert!(is_usual("单击或点击此处输入文字。") && is_usual("Click or tap here to enter text."));
        assert!(!is_usual("群众点击此处即可办理") && !is_usual(&format!("点击此处{}", "办".repeat(40))));
    }
}
