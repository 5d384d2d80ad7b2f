//! One decoded text with its name, and the way from a byte to a line that a person can find; where the text is the
//! transcript of a Word document, to a paragraph there.
//!
//! In: text and spans. Out: lines and columns (both from 1, columns in characters) and an excerpt with the place
//! marked. Refuses to know: what is wrong there.

use std::ops::Range;

use memchr::memchr_iter;

use crate::model::Span;

/// Characters of a line that an excerpt shows at most.
const EXCERPT: usize = 60;

/// A text and the path by which its author knows it.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Path relative to the office, with `/`.
    pub path: String,
    /// The decoded text.
    pub text: String,
    line_starts: Vec<usize>,
    /// For every line the place in the document of which this is the transcript; empty when it is none.
    spots: Vec<String>,
}

/// A place as people are told of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line, or the part of a long line around the place.
    pub excerpt: String,
    /// The marked bytes of the excerpt; never empty unless the excerpt is.
    pub mark: Range<usize>,
    /// Where a person finds it who knows the text as a Word document: 第3段, 表1第2行.
    pub spot: Option<String>,
}

impl Source {
    /// A text and its path.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let feeds = memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let line_starts = std::iter::once(0).chain(feeds).collect();
        Source { path: path.into(), text, line_starts, spots: Vec::new() }
    }

    /// The transcript of a Word document; `spots` says of every line where it is found there.
    pub fn transcript(path: impl Into<String>, text: impl Into<String>, spots: Vec<String>) -> Self {
        Source { spots, ..Source::new(path, text) }
    }

    /// Whether its author knows it as a Word document.
    pub fn is_transcript(&self) -> bool {
        !self.spots.is_empty()
    }

    /// Where a span is: the place of its first character.
    pub fn place(&self, span: Span) -> Place {
        let start = floor_char(&self.text, span.start);
        let line = self.line_starts.partition_point(|&from| from <= start).saturating_sub(1);
        let from = self.line_starts.get(line).copied().unwrap_or(0);
        let to = self.line_starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let text = self.text[from..to.max(from)].trim_end_matches('\r');
        let column = self.text[from..start].chars().count() + 1;
        let mark = (start - from).min(text.len())..(span.end.max(start) - from).min(text.len());
        let (excerpt, mark) = excerpt(text, mark);
        let spot = self.spots.get(line).filter(|spot| !spot.is_empty()).cloned();
        Place { line: line + 1, column, excerpt, mark, spot }
    }
}

/// The part of `line` around `mark`, and where the mark is in it; tabs and control characters become blanks.
fn excerpt(line: &str, mark: Range<usize>) -> (String, Range<usize>) {
    let mark = floor_char(line, mark.start)..floor_char(line, mark.end);
    let before = line[..mark.start].chars().count();
    let skip = if line.chars().count() > EXCERPT { before.saturating_sub(EXCERPT / 3) } else { 0 };
    let mut shown = String::from(if skip > 0 { "…" } else { "" });
    let mut marked = None;
    let mut end = 0;
    for (at, character) in line.char_indices().skip(skip).take(EXCERPT) {
        if at == mark.start {
            marked = Some(shown.len());
        }
        shown.push(if character.is_control() { ' ' } else { character });
        if at < mark.end.max(mark.start + 1) {
            end = shown.len();
        }
    }
    let start = marked.unwrap_or(shown.len());
    (shown, start..end.max(start))
}

/// The nearest character border at or before `at`.
fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_feeds() {
        let source = Source::new("a.md", "标题: 甲\r\n日期: 某日\n");
        let at = source.text.find("某日").expect("it is there");
        let place = source.place(Span::new(at, at + 6));
        assert_eq!((place.line, place.column), (2, 5));
        assert_eq!(&place.excerpt[place.mark.clone()], "某日");
        assert_eq!(source.place(Span::new(0, 6)).excerpt, "标题: 甲");
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        let place = Source::new("a.md", "").place(Span::new(7, 9));
        assert_eq!((place.line, place.column, place.mark), (1, 1, 0..0));
        assert_eq!(Source::new("a.md", "甲\n").place(Span::new(99, 99)).line, 2);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = "长".repeat(500) + "错" + &"长".repeat(500);
        let place = Source::new("a.md", text).place(Span::new(1500, 1503));
        assert_eq!(place.column, 501);
        assert!(place.excerpt.chars().count() <= EXCERPT + 1);
        assert_eq!(&place.excerpt[place.mark], "错");
    }
}
