//! Marks of secrecy and of internal papers, told from the words by what stands around them.
//!
//! In: a text. Out: hits. A mark stands alone on its line or in its brackets, with nothing but other parts of a mark
//! (★, a period, 特急, 妥善保管) beside it; or it has a ★ behind it. 保守秘密, 商业秘密, “机密”二字 are words.
//! Refuses to know: 密级 of the header.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::printed::Kind;
use super::{Hit, Look};
use crate::diagnostic::Message;
use crate::diagnostic::catalog::gate as words;

/// The grades of the Law on Guarding State Secrets, article 14.
const GRADES: [&str; 3] = ["绝密", "机密", "秘密"];
/// What internal papers carry.
const INTERNAL: &[&str] = &[
    "内部资料",
    "内部文件",
    "内部材料",
    "内部参考",
    "内部刊物",
    "内部传阅",
    "内部使用",
    "内部参阅",
    "内部掌握",
    "不得外传",
    "请勿外传",
    "严禁外传",
    "切勿外传",
    "不得扩散",
    "注意保存",
    "注意保密",
    "未经批准不得",
    "未经许可不得",
    "未经同意不得",
    "此件不公开",
    "不得对外公开",
];
/// What else a mark may be made of; longer ones first.
const PARTS: &[&str] = &[
    "妥善保管",
    "领导同志",
    "保密期限",
    "以上内容",
    "仅限",
    "仅供",
    "本资料",
    "本材料",
    "本文件",
    "本刊物",
    "此材料",
    "特急",
    "加急",
    "平急",
    "急件",
    "密级",
    "长期",
    "份号",
    "本刊",
    "本件",
    "此件",
    "本文",
    "内容",
    "属于",
    "参考",
    "参阅",
    "传阅",
    "外传",
    "转载",
    "翻印",
    "复制",
    "摘抄",
    "引用",
    "传播",
    "扩散",
    "发布",
    "公开",
    "报道",
    "领导",
    "工作",
    "使用",
    "单位",
    "严格",
    "不得",
    "注意",
    "属",
    "为",
    "系",
    "请",
    "并",
    "和",
    "或",
    "级",
    "件",
];

/// A grade may be spaced out: 机　密.
const SPACES: [&str; 6] = ["", " ", "  ", "\u{3000}", "\u{a0}", "\u{3000}\u{3000}"];

static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let spaced = GRADES.iter().flat_map(|grade| {
        let (first, second) = grade.split_at('绝'.len_utf8());
        SPACES.iter().map(move |space| format!("{first}{space}{second}"))
    });
    let words: Vec<String> = spaced.chain(INTERNAL.iter().map(|word| (*word).to_owned())).collect();
    AhoCorasick::new(words).expect("two dozen words fit")
});

/// Whether any of the words stands in a text.
pub(super) fn may_be_in(text: &str) -> bool {
    FINDER.is_match(text)
}

pub(super) fn find(look: &Look<'_>, hits: &mut Vec<Hit>) {
    if matches!(look.kind, Kind::Field | Kind::Link) {
        return;
    }
    let mut done = 0;
    for found in FINDER.find_iter(look.text) {
        let grade = found.pattern().as_usize() < GRADES.len() * SPACES.len();
        if found.start() < done {
            continue;
        }
        let starred = grade.then(|| starred(look.text, found.range())).flatten();
        let Some(range) = starred.or_else(|| alone(look, found.range())) else { continue };
        done = range.end;
        let written = look.text[range.clone()].trim();
        // 机密 within an internal mark makes it one of secrecy.
        let secret = GRADES.iter().any(|word| compact(written).contains(word));
        let message: Message = if secret { words::secrecy_mark(written) } else { words::internal_mark(written) };
        hits.push(Hit { range, message, mask: None });
    }
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// GB/T 9704-2012, 7.2.2: the grade, a ★, the period.
fn starred(text: &str, grade: Range<usize>) -> Option<Range<usize>> {
    let rest = &text[grade.end..];
    let inner = rest.trim_start_matches([' ', '\u{3000}', '\u{a0}', '级']);
    let star = inner.chars().next().filter(|c| matches!(c, '★' | '☆'))?;
    let behind = &inner[star.len_utf8()..];
    let period = behind.trim_start_matches(|c: char| c.is_ascii_digit() || "０１２３４５６７８９ 年月长期".contains(c));
    Some(grade.start..text.len() - period.len())
}

/// The line, the sentence or the brackets around a word, where they hold a mark and nothing else.
fn alone(look: &Look<'_>, word: Range<usize>) -> Option<Range<usize>> {
    let border = |c: char| "\n。！？!?；;（）()【】[]〔〕《》\u{fffc}".contains(c);
    let before = &look.text[..word.start];
    let start = before.rfind(border).map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let end = look.text[word.end..].find(border).map_or(look.text.len(), |at| word.end + at);
    // A book called 《机密》 is none; neither is a cell of a table that counts papers by grade.
    let titled = before[..start].ends_with('《') || look.kind == Kind::Cell;
    let mark = &look.text[start..end];
    (!titled && mark.chars().count() <= 60 && is_mark(mark)).then_some(start..end)
}

/// Whether a text is made of marks and parts of marks alone.
fn is_mark(text: &str) -> bool {
    let mut rest = text;
    loop {
        rest = rest
            .trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || "★☆：:，,、-—·年月".contains(c));
        if rest.is_empty() {
            return true;
        }
        let spaced = GRADES.iter().find_map(|grade| spaced(rest, grade));
        let part = INTERNAL.iter().chain(PARTS).find_map(|part| rest.strip_prefix(part));
        match spaced.or(part) {
            Some(shorter) => rest = shorter,
            None => return false,
        }
    }
}

/// What follows a grade, its two characters together or apart.
fn spaced<'a>(text: &'a str, grade: &str) -> Option<&'a str> {
    let (first, second) = grade.split_at('绝'.len_utf8());
    text.strip_prefix(first)?.trim_start_matches([' ', '\u{3000}', '\u{a0}']).strip_prefix(second)
}
