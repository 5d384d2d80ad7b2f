//! Findings about punctuation: GB/T 15834-2011.

use super::{codes, say};
use crate::diagnostic::Message;

codes! {
    /// One half of a pair.
    MARK_UNPAIRED = "mark-unpaired", Warning, "引号、括号、书名号不成对";
    /// A pair within its like.
    MARK_NESTING = "mark-nesting", Warning, "引号、书名号里面又用了同样的";
    /// A bracket within a bracket.
    BRACKET_NESTING = "bracket-nesting", Hint, "括号里面又用了同样的括号";
    /// Two points side by side.
    MARK_DOUBLED = "mark-doubled", Warning, "两个点号连在一起";
    /// 、 between quotations or titles.
    PAUSE_BETWEEN_QUOTES = "pause-between-quotes", Hint, "并列的引号、书名号之间用了顿号";
    /// 、 before 和.
    PAUSE_AND = "pause-and", Hint, "“和”前面用了顿号";
    /// An ellipsis or 、 beside 等.
    ETC_MARK = "etc-mark", Warning, "“等”与省略号、顿号重复";
    /// A mark behind （一）.
    ORDINAL_BRACKET = "ordinal-bracket", Warning, "带括号的序号后面多了标点";
    /// Another mark behind 一 or 1 than its own.
    ORDINAL_MARK = "ordinal-mark", Hint, "序号后面的标点不合规范";
    /// A mark at the end of a title.
    TITLE_END = "title-end", Warning, "标题末尾有标点";
    /// A long paragraph without an end.
    PARAGRAPH_UNENDED = "paragraph-unended", Hint, "这一段没有结束";
    /// `~` or `-` from one number to another.
    RANGE_MARK = "range-mark", Hint, "数值范围的连接号不合规范";
    /// 。 inside and outside.
    STOP_TWICE = "stop-twice", Warning, "引号、括号内外都有句号";
    /// 。 in a bracket within a sentence.
    STOP_INSIDE = "stop-inside", Hint, "句中的括号里用了句号";
    /// 。 within a part that ； divides.
    SEMICOLON_LEVEL = "semicolon-level", Hint, "分号隔开的各项里用了句号";
    /// Two ： in one sentence.
    COLON_TWICE = "colon-twice", Hint, "一句话里套用冒号";
    /// 《 》 around what is no work.
    BOOK_TITLE = "book-title", Hint, "书名号里可能不是作品名";
    /// A blank between two Chinese characters.
    SPACE_INSIDE = "space-inside", Hint, "句子中间有空格";
}

/// The mark, and what is missing.
pub fn mark_unpaired(mark: &str, fault: &str) -> Message {
    say(
        &MARK_UNPAIRED,
        format!("“{mark}”{fault}").replace("““”", "前引号“").replace("“””", "后引号”"),
        "请补上另一半，或者删去多余的",
    )
}

/// What is within its like, and what it should be.
pub fn mark_nesting(what: &str, right: &str) -> Message {
    say(&MARK_NESTING, format!("{what}里面又用了{what}"), format!("里面一层请改用 {right}"))
}

/// Round brackets within round brackets.
pub fn bracket_nesting() -> Message {
    say(&BRACKET_NESTING, "括号里面又用了同样的括号", "能不套用就不套用；一定要套用的，里面一层请换一种，例如〔 〕")
}

/// The two marks.
pub fn mark_doubled(first: char, second: char) -> Message {
    say(&MARK_DOUBLED, format!("“{first}”和“{second}”连在一起"), "请看看应当留哪一个，或者中间是不是漏了字")
}

/// Between ” and “ or 》 and 《.
pub fn pause_between_quotes() -> Message {
    say(&PAUSE_BETWEEN_QUOTES, "并列的引号、书名号之间通常不用顿号", "可以删去这个顿号")
}

/// `word` is 和, 与 or 及.
pub fn pause_and(word: &str) -> Message {
    say(&PAUSE_AND, format!("“{word}”前面不用顿号"), format!("删去顿号，或者删去“{word}”"))
}

/// `mark` is … or 、.
pub fn etc_mark(mark: char) -> Message {
    match mark {
        '…' => say(&ETC_MARK, "“等”与省略号意思重复", "两个留一个"),
        _ => say(&ETC_MARK, "“等”前面不用顿号", "请删去“等”前面的顿号"),
    }
}

/// The number with its brackets, and the mark behind it.
pub fn ordinal_bracket(label: &str, mark: char) -> Message {
    say(&ORDINAL_BRACKET, format!("“{label}”后面不用“{mark}”"), "带括号的序号后面不用标点，请删去")
}

/// The number, the mark behind it, and the right one; empty when there should be none.
pub fn ordinal_mark(label: &str, mark: char, right: &str) -> Message {
    let help = match right {
        "" => format!("请写成“{label}……”，后面不用标点"),
        right => format!("请写成“{label}{right}”"),
    };
    say(&ORDINAL_MARK, format!("“{label}”后面不用“{mark}”"), help)
}

/// `what` is 标题 or 小标题.
pub fn title_end(what: &str, mark: char) -> Message {
    say(
        &TITLE_END,
        format!("{what}末尾有“{mark}”"),
        "标题末尾不用句号、逗号、顿号、分号、冒号，请删去；问号、叹号可以用",
    )
}

/// The last character of the paragraph.
pub fn paragraph_unended(last: char) -> Message {
    let text = format!("这一段到“{last}”为止，没有句号");
    say(&PARAGRAPH_UNENDED, text, "请看看是漏了句号，还是一段话被断成了两段，或者后面丢了字")
}

/// As written.
pub fn range_mark(written: &str) -> Message {
    say(&RANGE_MARK, format!("“{written}”表示范围，连接号不合规范"), "数值范围请用“～”，年份、日期的起止用“—”或“～”")
}

/// The closing mark between the two stops.
pub fn stop_twice(close: char) -> Message {
    say(
        &STOP_TWICE,
        format!("“{close}”的前后都有句号").replace("“””", "后引号"),
        "里面是独立的整句，留里面的；否则留外面的",
    )
}

/// In brackets within a sentence.
pub fn stop_inside() -> Message {
    say(&STOP_INSIDE, "句子中间的括号里不用句号", "请删去括号里末尾的句号")
}

/// Between 一是 and 二是.
pub fn semicolon_level() -> Message {
    say(&SEMICOLON_LEVEL, "各项之间用了分号，项内却用了句号", "项内的句号改成逗号，或者各项之间也用句号")
}

/// Outside quotations.
pub fn colon_twice() -> Message {
    say(&COLON_TWICE, "一句话里用了两个冒号，前一个管到哪里看不清", "请把其中一个改成逗号，或者断成两句、另起一段")
}

/// What stands between the marks.
pub fn book_title(name: &str) -> Message {
    say(
        &BOOK_TITLE,
        format!("“{name}”好像不是文件、书刊、文章的名称"),
        "证照、会议、活动、单位的名称不用书名号，可以用引号或者不用",
    )
}

/// Between two characters.
pub fn space_inside() -> Message {
    say(&SPACE_INSIDE, "句子中间有空格", "请看看是多了空格，还是漏了标点")
}
