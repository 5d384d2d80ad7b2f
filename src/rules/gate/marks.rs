//! Marks of secrecy and of internal papers, told from the words by what stands around them.
//!
//! In: a text. Out: hits. A mark stands alone on its line or in its brackets, with nothing but other parts of a mark
//! (★, a period, 特急, 妥善保管) beside it; or it has a ★ behind it. 保守秘密, 商业秘密, “机密”二字 are words.
//! Refuses to know: 密级 of the header.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::printed::Kind;
use super::{Hit, Look};
use crate::diagnostic::Message;
use crate::diagnostic::catalog::gate as words;
use crate::model::writing::is_han;

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
    "内部发行",
    "内参",
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
    "不予",
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

/// The characters of marks in their traditional form, and in the simplified one.
const TRADITIONAL: [(char, char); 26] = [
    ('內', '内'),
    ('資', '资'),
    ('參', '参'),
    ('機', '机'),
    ('絕', '绝'),
    ('祕', '秘'),
    ('傳', '传'),
    ('閱', '阅'),
    ('擴', '扩'),
    ('開', '开'),
    ('經', '经'),
    ('準', '准'),
    ('許', '许'),
    ('僅', '仅'),
    ('領', '领'),
    ('導', '导'),
    ('發', '发'),
    ('為', '为'),
    ('長', '长'),
    ('轉', '转'),
    ('載', '载'),
    ('屬', '属'),
    ('級', '级'),
    ('請', '请'),
    ('嚴', '严'),
    ('單', '单'),
];

static FINDER: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(GRADES.iter().chain(INTERNAL)).expect("two dozen words fit"));

/// The first two characters of each word, as they may be written.
static BEGINNINGS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = GRADES.iter().chain(INTERNAL);
    let beginnings: BTreeSet<String> = words.flat_map(|word| writings(word.chars().take(2))).collect();
    // Every text is looked through; the largest kind of automaton is the quickest, and still small.
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(beginnings).expect("a hundred beginnings fit")
});

/// All writings of a word, each of its characters simplified or traditional.
fn writings(word: impl Iterator<Item = char>) -> Vec<String> {
    word.fold(vec![String::new()], |begun, character| {
        let old = TRADITIONAL.iter().filter(|(_, new)| *new == character).map(|(old, _)| *old);
        let forms: Vec<char> = old.chain([character]).collect();
        begun.iter().flat_map(|begun| forms.iter().map(move |form| format!("{begun}{form}"))).collect()
    })
}

/// Whether any of the words stands in a text.
pub(super) fn may_be_in(text: &str) -> bool {
    is_worth_a_look(text) && FINDER.is_match(&Plain::of(text).text)
}

/// Quick: whether a word begins anywhere, or a blank between two characters may part one.
fn is_worth_a_look(text: &str) -> bool {
    let spaced = |at: usize| {
        let (before, behind) = text.split_at(at);
        before.ends_with(is_han) && behind.trim_start().starts_with(is_han)
    };
    BEGINNINGS.is_match(text)
        || text.char_indices().any(|(at, c)| !is_han(c) && c.is_whitespace() && c != '\n' && spaced(at))
}

/// A text as marks are looked for in it: simplified and without blanks, since a mark may be spaced out (内　部　资　料).
struct Plain {
    text: String,
    /// Where each character begins, here and in the text as it is written.
    places: Vec<(usize, usize)>,
}

impl Plain {
    fn of(text: &str) -> Self {
        let mut plain = Plain { text: String::with_capacity(text.len()), places: Vec::new() };
        for (at, character) in text.char_indices() {
            if character.is_whitespace() && character != '\n' {
                continue;
            }
            plain.places.push((plain.text.len(), at));
            plain.text.push(if character.is_ascii() { character } else { simplified(character) });
        }
        plain
    }

    /// Where a range of the plain text stands in the text as it is written.
    fn written(&self, range: Range<usize>, text: &str) -> Range<usize> {
        let place = |at: usize| self.places.partition_point(|(here, _)| *here < at);
        let start = self.places.get(place(range.start)).map_or(text.len(), |(_, there)| *there);
        let last =
            place(range.end).checked_sub(1).and_then(|at| self.places.get(at)).map_or(start, |(_, there)| *there);
        let end = last + text[last..].chars().next().map_or(0, char::len_utf8);
        start..end.max(start)
    }
}

fn simplified(character: char) -> char {
    TRADITIONAL.iter().find(|(old, _)| *old == character).map_or(character, |(_, new)| *new)
}

pub(super) fn find(look: &Look<'_>, hits: &mut Vec<Hit>) {
    if matches!(look.kind, Kind::Field | Kind::Link) {
        return;
    }
    if !is_worth_a_look(look.text) {
        return;
    }
    let plain = Plain::of(look.text);
    let mut done = 0;
    for found in FINDER.find_iter(&plain.text) {
        let grade = found.pattern().as_usize() < GRADES.len();
        if found.start() < done {
            continue;
        }
        let starred = grade.then(|| starred(&plain.text, found.range())).flatten();
        let Some(marked) = starred.or_else(|| alone(&plain.text, look.kind, found.range())) else { continue };
        done = marked.end;
        // 机密 within an internal mark makes it one of secrecy.
        let secret = GRADES.iter().any(|word| plain.text[marked.clone()].contains(word));
        let range = plain.written(marked, look.text);
        let written = look.text[range.clone()].trim();
        let message: Message = if secret { words::secrecy_mark(written) } else { words::internal_mark(written) };
        hits.push(Hit { range, message, mask: None });
    }
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
fn alone(text: &str, kind: Kind, word: Range<usize>) -> Option<Range<usize>> {
    let border = |c: char| "\n。！？!?；;（）()【】[]〔〕《》\u{fffc}".contains(c);
    // A mark has sixty characters at most.
    let far = text[..word.start].char_indices().rev().take(64).last().map_or(0, |(at, _)| at);
    let before = &text[far..word.start];
    let start = far + before.rfind(border).map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let behind = text[word.end..].char_indices().nth(64).map_or(text.len(), |(at, _)| word.end + at);
    let end = text[word.end..behind].find(border).map_or(behind, |at| word.end + at);
    // A book called 《机密》 is none; neither is a cell of a table that counts papers by grade.
    let titled = text[..start].ends_with('《') || kind == Kind::Cell;
    let mark = &text[start..end];
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
        match GRADES.iter().chain(INTERNAL).chain(PARTS).find_map(|part| rest.strip_prefix(part)) {
            Some(shorter) => rest = shorter,
            None => return false,
        }
    }
}
