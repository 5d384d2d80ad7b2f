//! Reads the value of one field: plain, quoted, or a list in brackets.
//!
//! In: the place behind the colon and the lines after it. Out: a value with places, and what is wrong with it.
//! Refuses to know: which field it is.
//!
//! The documented subset of YAML, and where it is kinder than YAML:
//! * A plain value is everything to the end of the line. `: ` and ` #` in it are kept: people write such titles,
//!   and losing half a title silently is worse than a comment that gets printed.
//! * A value in quotes ends at the closing quote, a comment behind it is allowed. Where anything else follows, as
//!   in `"放管服"改革`, the quotes belong to the text.
//! * A list stands in `[ ]`, `［ ］` or `【 】`, with `,`, `，`, `、` or line ends between the items. Where
//!   anything follows the bracket, as in `【转发】通知`, the brackets belong to the text.
//! * `|`, `>`, `&`, `*`, `!` and `{ }` are not supported: the value is kept as it is written, with a fault.

use super::characters::is_blank;
use super::lines::{self, Lines, slice, trimmed};
use super::quotes::quoted;
use crate::diagnostic::Message;
use crate::diagnostic::catalog::header::header_value;
use crate::model::{Span, Spanned};

/// How many lines a list in brackets may go on for.
const LONGEST_LIST: usize = 40;

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing behind the colon.
    Empty,
    /// One text.
    Scalar(Spanned<String>),
    /// Texts, and the place of the list with its brackets (of its items, when it has none).
    List(Vec<Spanned<String>>, Span),
}

impl Value {
    /// The list of `- ` lines to which an item at `item` belongs: a new one when there is no value yet.
    pub(super) fn open_list(&mut self, text: &str, item: Span) -> Option<(&mut Vec<Spanned<String>>, &mut Span)> {
        if *self == Value::Empty {
            *self = Value::List(Vec::new(), item);
        }
        match self {
            Value::List(items, span) if text[span.start..].starts_with(['-', '－']) => Some((items, span)),
            _ => None,
        }
    }
}

/// Reads the value at `at`, which has no blanks around it; takes further lines when the value goes on there.
pub(super) fn read(text: &str, at: Span, more: &mut Lines<'_>) -> (Value, Option<Message>) {
    let written = slice(text, at);
    match written.chars().next() {
        None => (Value::Empty, None),
        Some('[' | '［' | '【') => flow(text, at, more),
        Some('|' | '>') if is_block_mark(written) => {
            (block(text, at, more), Some(header_value("不支持用“|”“>”写多行内容", "请把内容写在一行里")))
        }
        _ => {
            let (scalar, fault) = scalar(text, at);
            (Value::Scalar(scalar), fault)
        }
    }
}

/// Reads one text: quoted or plain.
pub(super) fn scalar(text: &str, at: Span) -> (Spanned<String>, Option<Message>) {
    let written = slice(text, at);
    let plain = || Spanned::new(written.to_owned(), at);
    if !written.starts_with(['"', '\'']) {
        return (plain(), unsupported(written));
    }
    match quoted(written) {
        Some((value, length)) if is_comment(&written[length..]) => {
            (Spanned::new(value, Span::new(at.start, at.start + length)), None)
        }
        Some(_) => (plain(), None),
        None => (plain(), Some(header_value("引号没有收尾", "请在内容末尾补上同样的引号，或者删去开头的引号"))),
    }
}

/// What YAML would do with this beginning and we do not.
fn unsupported(written: &str) -> Option<Message> {
    let word = written.split(is_blank).next().unwrap_or_default();
    let name = word.get(1..).unwrap_or_default();
    let named = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-!".contains(c));
    let help = "请直接写内容；内容确实以这个符号开头的，请用双引号括起来";
    match word.chars().next()? {
        '&' | '*' | '!' if named => Some(header_value("不支持以“&”“*”“!”开头的写法", help)),
        '{' => Some(header_value("不支持“{ }”的写法", help)),
        _ => None,
    }
}

/// Whether nothing but a comment follows.
fn is_comment(rest: &str) -> bool {
    let shown = rest.trim_start_matches(is_blank);
    shown.is_empty() || shown.len() < rest.len() && shown.starts_with('#')
}

/// `|` or `>` with an indicator or two, and nothing else.
fn is_block_mark(written: &str) -> bool {
    written.len() <= 3 && written[1..].chars().all(|c| c.is_ascii_digit() || "+-".contains(c))
}

/// The indented lines of a block, in one.
fn block(text: &str, mark: Span, more: &mut Lines<'_>) -> Value {
    let mut value = Spanned::new(String::new(), mark);
    let mut ahead = more.clone();
    while let Some(line) = ahead.next() {
        let content = trimmed(text, line);
        if content.start == line.start && content.end > content.start {
            break;
        }
        let gap = if value.value.is_empty() || content.start == content.end { "" } else { " " };
        value.value += gap;
        value.value += slice(text, content);
        value.span.end = content.end.max(value.span.end);
        *more = ahead.clone();
    }
    Value::Scalar(value)
}

/// A list in brackets, or a plain text that merely begins with a bracket.
fn flow(text: &str, at: Span, more: &mut Lines<'_>) -> (Value, Option<Message>) {
    let plain = Value::Scalar(Spanned::new(slice(text, at).to_owned(), at));
    match closed_list(text, at, more) {
        Some((items, end, rest)) if is_comment(rest) => (Value::List(items, Span::new(at.start, end)), None),
        Some(_) => (plain, None),
        // A title may well begin with 【 and nothing else.
        None if slice(text, at).starts_with('【') => (plain, None),
        None => (plain, Some(header_value("列表没有收尾的“]”", "请在最后一项后面补上“]”"))),
    }
}

/// The items, the end of the list and what follows it on its last line. Takes the lines that the list goes on for,
/// if it is one; a field ends the search, and so do many lines, lest a forgotten bracket swallow the whole file.
fn closed_list<'a>(text: &'a str, at: Span, more: &mut Lines<'_>) -> Option<(Vec<Spanned<String>>, usize, &'a str)> {
    let mut ahead = more.clone();
    let mut last = at;
    for _ in 0..LONGEST_LIST {
        let list = Span::new(at.start, last.end);
        if slice(text, last).contains(is_close)
            && let Some((items, end)) = items(text, list)
        {
            let rest = &text[end..last.end];
            if is_comment(rest) {
                *more = ahead;
            }
            return Some((items, end, rest));
        }
        last = ahead.next().filter(|line| lines::field(text, trimmed(text, *line)).is_none())?;
    }
    None
}

/// The items between the bracket at the start of `at` and the closing one, and where the list ends.
fn items(text: &str, at: Span) -> Option<(Vec<Spanned<String>>, usize)> {
    let mut items = Vec::new();
    let mut from = at.start + text[at.start..].chars().next()?.len_utf8();
    loop {
        from = at.end - text[from..at.end].trim_start_matches(|c| is_blank(c) || is_separator(c)).len();
        match text[from..at.end].chars().next()? {
            close if is_close(close) => return Some((items, from + close.len_utf8())),
            '#' => from += line_length(&text[from..at.end]),
            _ => {
                let item = list_item(text, Span::new(from, at.end));
                from = item.span.end;
                items.push(item);
            }
        }
    }
}

/// One item: quoted, or everything up to the next separator.
fn list_item(text: &str, rest: Span) -> Spanned<String> {
    let written = slice(text, rest);
    if let Some((value, length)) = quoted(&written[..line_length(written)]) {
        let next = written[length..].trim_start_matches([' ', '\t', '　']).chars().next();
        if next.is_none_or(is_stop) {
            return Spanned::new(value, Span::new(rest.start, rest.start + length));
        }
    }
    let length = written.find(is_stop).unwrap_or(written.len());
    let span = trimmed(text, Span::new(rest.start, rest.start + length));
    Spanned::new(slice(text, span).to_owned(), span)
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | '，' | '、')
}

fn is_close(c: char) -> bool {
    matches!(c, ']' | '］' | '】')
}

fn is_stop(c: char) -> bool {
    is_separator(c) || is_close(c) || matches!(c, '\n' | '\r')
}

fn line_length(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text, or items joined by `|`; a fault adds `!`.
    fn value(text: &str) -> String {
        let first = text.lines().next().unwrap_or_default().len();
        let mut more = Lines::of(text, Span::new((first + 1).min(text.len()), text.len()));
        let (value, fault) = read(text, trimmed(text, Span::new(0, first)), &mut more);
        let mark = if fault.is_some() { "!" } else { "" };
        match value {
            Value::Empty => format!("empty{mark}"),
            Value::Scalar(scalar) => scalar.value + mark,
            Value::List(items, _) => {
                format!("[{}]{mark}", items.into_iter().map(|i| i.value).collect::<Vec<_>>().join("|"))
            }
        }
    }

    #[test]
    fn a_plain_value_is_kept_whole() {
        for text in [
            "甲: 乙 # 丙",
            "“三夏”",
            "\"放管服\"改革",
            "【转发】通知",
            "[转发] 通知",
            "【通知",
            "> 5%的",
            "*（试行）*",
            "5%",
        ] {
            assert_eq!(value(text), text);
        }
    }

    #[test]
    fn quotes_are_taken_off_and_escapes_read() {
        assert_eq!(value("\"甲：乙: 丙\" # 注"), "甲：乙: 丙");
        assert_eq!(value("'它''s'"), "它's");
        assert_eq!(value(r#""\u4e2d\"\x41\\""#), "中\"A\\");
        assert_eq!(value(r#""C:\公文\x4""#), r"C:\公文\x4");
    }

    #[test]
    fn a_quote_that_never_closes_is_a_fault_and_the_text_stays() {
        assert_eq!(value("\"没有收尾"), "\"没有收尾!");
        assert_eq!(value("'没有收尾\n乙'"), "'没有收尾!");
        assert_eq!(value("\"没有收尾\\\""), "\"没有收尾\\\"!");
    }

    #[test]
    fn lists_stand_in_brackets_of_any_width() {
        for text in [
            "[甲, 乙]",
            "［甲，乙］",
            "【甲、乙】",
            "[ 甲 ,, '乙' , ] # 注",
            "[\"甲\"，乙]",
            "[甲\n 乙]",
            "[\n# 注 ]\n 甲,\n乙\n]",
        ] {
            assert_eq!(value(text), "[甲|乙]", "{text}");
        }
        assert_eq!(value("[]"), "[]");
        assert_eq!(value("['甲, ]', \"乙\"丙]"), "[甲, ]|\"乙\"丙]");
    }

    #[test]
    fn a_list_that_never_closes_takes_no_field_with_it() {
        assert_eq!(value("[甲, 乙\n单位: 丙]"), "[甲, 乙!");
        assert_eq!(value(&format!("[{}", "\n甲".repeat(LONGEST_LIST) + "]")), "[!");
    }

    #[test]
    fn what_is_not_supported_is_kept_as_text() {
        for text in ["&a 甲", "*a", "!!str 甲", "{甲: 乙}"] {
            assert_eq!(value(text), format!("{text}!"));
        }
        assert_eq!(value("|\n  甲\n\n  乙\n丙"), "甲 乙!");
        assert_eq!(value(">-\n"), "!");
    }
}
