//! Findings about Word documents: what cannot be opened, what was not taken over as it is; and about scans.

use super::{codes, header, say, text};
use crate::diagnostic::Message;

codes! {
    /// Not a Word document, or a damaged one.
    WORD_BROKEN = "word-broken", Error, fixed, "Word 文档打不开";
    /// Protected by a password.
    WORD_LOCKED = "word-locked", Error, fixed, "Word 文档加了密码";
    /// An older or another format of word processors.
    WORD_OLD = "word-old", Error, fixed, "不是 .docx 格式的文档";
    /// Unpacks to more than any brief has.
    WORD_TOO_LARGE = "word-too-large", Error, fixed, "Word 文档大得不合常理";
    /// A brief of its own beside it under the same name.
    WORD_TWIN = "word-twin", Warning, "Word 文档旁边有同名的另一篇";
    /// A picture that cannot be taken over.
    WORD_PICTURE = "word-picture", Error, "Word 文档里的图片取不出来";
    /// A chart, a diagram, an embedded file.
    WORD_OBJECT = "word-object", Warning, "Word 文档里有收不了的对象";
    /// A formula, or characters above or below the line.
    WORD_FORMULA = "word-formula", Warning, "Word 文档里有公式或上下标";
    /// Tracked changes.
    WORD_TRACKED = "word-tracked", Warning, "Word 文档里有修订痕迹";
    /// Hidden text.
    WORD_HIDDEN = "word-hidden", Warning, "Word 文档里有隐藏文字";
    /// Comments.
    WORD_COMMENT = "word-comment", Warning, "Word 文档里有批注";
    /// Macros.
    WORD_MACRO = "word-macro", Warning, "Word 文档里有宏";
    /// Merged cells.
    WORD_CELLS = "word-cells", Hint, "表格里有合并的单元格";
    /// A scan that cannot be kept.
    SCAN_UNREAD = "scan-unread", Warning, "签批页扫描件没有收下";
}

/// `what` says what is wrong, or what the file is instead.
pub fn broken(what: &str) -> Message {
    let help = "请在 Word 或 WPS 里打开核对，另存为“Word 文档（*.docx）”后重新投放；打不开的，请找回原稿";
    say(&WORD_BROKEN, format!("这个 Word 文档打不开：{what}"), help)
}

/// A document that asks for a password.
pub fn locked() -> Message {
    let help = "请打开文档，在“文件 → 信息 → 保护文档”（WPS：文件 → 文档加密）里取消密码，保存后重新投放";
    say(&WORD_LOCKED, "文档加了密码，读不出内容", help)
}

/// `kind` says what it is.
pub fn old(kind: &str) -> Message {
    let help = "请在 Word 或 WPS 里打开，选“文件 → 另存为”，文件类型选“Word 文档（*.docx）”，再投放存成的 .docx；只把文件名末尾改成 .docx 不起作用";
    say(&WORD_OLD, format!("这是{kind}，收不了"), help)
}

/// `what` says what is too large.
pub fn too_large(what: &str) -> Message {
    let help = "请确认没有放错文件；正常的文档，请在 Word 或 WPS 里另存一份，压缩或删去过大的图片";
    say(&WORD_TOO_LARGE, format!("文档{what}，为安全起见没有读取"), help)
}

/// `other` is the path of the text beside it.
pub fn twin(other: &str) -> Message {
    let help =
        "是同一篇的，请只留一份；想让它只补充文头的，请删去它的正文，只留两行 --- 之间的栏目；是另一篇的，请换个文件名";
    say(&WORD_TWIN, format!("旁边同名的“{other}”有正文，按另一篇收下了"), help)
}

/// `why` says what is wrong with them.
pub fn picture(count: usize, why: &str) -> Message {
    let help = "请在文档里右键点图片，“另存为图片”存成 PNG 或 JPEG，删去原图，再用“插入 → 图片”放回原处";
    say(&WORD_PICTURE, format!("文档里有 {count} 张图片取不出来：{why}"), help)
}

/// Charts, diagrams, embedded files, unknown symbols.
pub fn object(count: usize) -> Message {
    let text = format!("文档里有 {count} 处图表、流程图、嵌入文件或特殊符号，没有收进正文");
    say(&WORD_OBJECT, text, "请把图表、流程图截成图片插入，嵌入的文件改成文字或表格，特殊符号改用普通字符")
}

/// Formulas are kept as their characters in a row.
pub fn formula(count: usize) -> Message {
    let text = format!("文档里有 {count} 处公式，只收了其中的字符，分式、上下标的样子没有了");
    say(&WORD_FORMULA, text, "请改用文字说明，或截成图片插入")
}

/// Superscripts and subscripts that are no digits are kept as characters on the line.
pub fn raised(count: usize) -> Message {
    let text = format!("文档里有 {count} 处上标或下标不是数字，字收下了，高低的样子没有了");
    say(&WORD_FORMULA, text, "请看看意思变了没有；变了的，请改用文字说明，或截成图片插入")
}

/// Insertions are kept, deletions left out.
pub fn tracked(count: usize) -> Message {
    let text = format!("文档里有 {count} 处修订没有定下来，已按“全部接受”读取");
    say(&WORD_TRACKED, text, "请在“审阅”里逐条接受或拒绝修订，关掉“修订”，保存后重新投放")
}

/// Hidden text is left out.
pub fn hidden(count: usize) -> Message {
    say(
        &WORD_HIDDEN,
        format!("文档里有 {count} 处隐藏文字，没有收进正文"),
        "请全选文字，在“字体”里去掉“隐藏”的勾，删去不该有的内容",
    )
}

/// Comments are left out.
pub fn comments(count: usize) -> Message {
    say(&WORD_COMMENT, format!("文档里有 {count} 处批注，没有收进正文"), "请看看批注里的意见是否都已改好，然后删去批注")
}

/// Macros are never run.
pub fn macros() -> Message {
    say(&WORD_MACRO, "文档里带有宏，没有运行，只读了文字", "请另存为“Word 文档（*.docx）”；不是自己写的宏，请当心病毒")
}

/// Merged cells stand once, and as empty cells.
pub fn cells(count: usize) -> Message {
    let text = format!("表格里有 {count} 处合并或套着表格的单元格，已拆成一格一格的");
    say(&WORD_CELLS, text, "请编辑核对送审稿里的表格；复杂的表格可以截成图片插入")
}

/// `cause` says why.
pub fn scan_unread(name: &str, cause: &str) -> Message {
    let help = "请重新扫描或压缩到 20 MB 以内，仍用简报的文件名放在旁边";
    say(&SCAN_UNREAD, format!("签批页扫描件“{name}”没有收下：{cause}"), help)
}

/// The same message for somebody who writes in Word: what to do there.
pub fn for_word(mut message: Message) -> Message {
    let field = |name: &str| format!("请在文首表格里填写“{name}”一格，或者在文末另起一行写“{name}：……”");
    let codes = [
        (&header::TITLE_MISSING, field("标题") + "；没有表格的，请把标题居中放在最前面，字号比正文大"),
        (&header::DATE_MISSING, field("报送日期") + "；只写日期的，请单独占文末最后一行"),
        (&header::UNSIGNED, field("审签人") + "，连同审签职务、审签日期；领导没有审签的不算报送"),
        (&header::SIGNED_WHEN, field("审签日期")),
        (&header::HEADER_TWICE, "文首表格、文末各行和同名文件里写的不一样，请改成一致".to_owned()),
        (&text::IMAGE_ALT, "请在文档里右键点图片，选“编辑替代文字”，用一句话写明图上是什么".to_owned()),
        (&text::TEXT_EMPTY, "请补上正文后重报；正文是图片的，请改成文字".to_owned()),
    ];
    if let Some((_, help)) = codes.into_iter().find(|(code, _)| *code == message.code) {
        message.help = help;
    }
    message
}
