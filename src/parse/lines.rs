//! The shapes that a line of a header can have.
//!
//! In: a text and a range of it. Out: its lines one by one, and for each the answer whether it is a fence, an item
//! of a list or a field, with the places of the parts. Refuses to know: which keys exist, what values mean.

use super::characters::{is_blank, is_punctuation};
use crate::model::Span;

/// Characters of the longest key; what is longer before its colon is a sentence.
const LONGEST_KEY: usize = 24;

/// The lines of a range, without their ends (LF, CRLF or CR).
#[derive(Debug, Clone)]
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Where the next line begins.
    pub(super) at: usize,
    end: usize,
}

impl<'a> Lines<'a> {
    /// The lines of `text[range]`.
    pub(super) fn of(text: &'a str, range: Span) -> Self {
        Lines { text, at: range.start, end: range.end }
    }
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        if self.at >= self.end {
            return None;
        }
        let rest = &self.text.as_bytes()[self.at..self.end];
        let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let line = Span::new(self.at, self.at + length);
        self.at = match &rest[length..] {
            [b'\r', b'\n', ..] => line.end + 2,
            [_, ..] => line.end + 1,
            [] => line.end,
        };
        Some(line)
    }
}

/// The part of a text at a span.
pub(super) fn slice(text: &str, span: Span) -> &str {
    &text[span.start..span.end]
}

/// The span without the blanks around what it holds.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let held = slice(text, span).trim_start_matches(is_blank);
    let start = span.end - held.len();
    Span::new(start, start + held.trim_end_matches(is_blank).len())
}

/// Whether the line opens or closes a header: three or more dashes of any width (two of `——`, which one key of a
/// Chinese keyboard gives).
pub(super) fn is_fence(line: &str) -> bool {
    let dashes = line.trim_matches(is_blank);
    let every = |test: fn(char) -> bool| dashes.chars().all(test);
    let count = dashes.chars().count();
    count >= 2 && every(|c| c == '—') || count >= 3 && every(|c| "-－—–―─━﹣‐‑−".contains(c))
}

/// Whether the line closes a header without being a fence.
pub(super) fn is_end(line: &str) -> bool {
    line.trim_end_matches(is_blank) == "..."
}

/// What stands behind the dash, when the line is an item of a list.
pub(super) fn item(text: &str, content: Span) -> Option<Span> {
    let behind = slice(text, content).strip_prefix(['-', '－'])?;
    Some(trimmed(text, Span::new(content.end - behind.len(), content.end)))
}

/// Key and value, when the line is a field: a short word or two before the first colon of any width.
pub(super) fn field(text: &str, content: Span) -> Option<(Span, Span)> {
    let line = slice(text, content);
    let (before, colon) =
        line.char_indices().take(LONGEST_KEY + 1).find(|(_, c)| matches!(c, ':' | '：' | '﹕' | '∶'))?;
    let key = unquoted(text, trimmed(text, Span::new(content.start, content.start + before)));
    let allowed = |c: char| !is_punctuation(c) || "_-/（）()".contains(c);
    let named = key.start < key.end && slice(text, key).chars().all(allowed);
    let value = Span::new(content.start + before + colon.len_utf8(), content.end);
    named.then(|| (key, trimmed(text, value)))
}

/// A key without the quotes around it.
fn unquoted(text: &str, key: Span) -> Span {
    let written = slice(text, key);
    let quoted = written.len() > 2 && ['"', '\''].iter().any(|q| written.starts_with(*q) && written.ends_with(*q));
    if quoted { trimmed(text, Span::new(key.start + 1, key.end - 1)) } else { key }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Span {
        Span::new(0, text.len())
    }

    fn parts(line: &str) -> Option<(&str, &str)> {
        field(line, trimmed(line, all(line))).map(|(key, value)| (slice(line, key), slice(line, value)))
    }

    #[test]
    fn lines_end_in_every_way() {
        let text = "甲\r\n乙\n\n丙\r丁";
        let lines: Vec<_> = Lines::of(text, all(text)).map(|line| slice(text, line)).collect();
        assert_eq!(lines, ["甲", "乙", "", "丙", "丁"]);
    }

    #[test]
    fn a_field_is_a_short_key_and_a_colon_of_any_width() {
        assert_eq!(parts("标题: 甲: 乙"), Some(("标题", "甲: 乙")));
        assert_eq!(parts("　标 题　：\u{a0}甲　"), Some(("标 题", "甲")));
        assert_eq!(parts("\"标题\":甲"), Some(("标题", "甲")));
        assert_eq!(parts("标题:"), Some(("标题", "")));
        assert_eq!(parts("会议强调，各单位要做到：一是"), None);
        assert_eq!(parts(": 甲"), None);
        assert_eq!(parts(&format!("{}: 乙", "长".repeat(40))), None);
    }

    #[test]
    fn fences_are_dashes_of_any_width() {
        for line in ["---", "--- \t", "－－－", "———", "——", "----", "─────"] {
            assert!(is_fence(line), "{line}");
        }
        for line in ["", "-", "--", "- - -", "---x", "***", "..."] {
            assert!(!is_fence(line), "{line}");
        }
        assert!(is_end("... ") && !is_end("....") && !is_end("。。。"));
    }
}
