//! A passage as rules about marks and numbers look at it: where its marks and its numbers stand is found once for all.
//!
//! In: a passage. Out: its marks, its numbers, what stands beside a place. Refuses to know: what is right.

use std::ops::Range;

use crate::diagnostic::{Findings, Message};
use crate::model::writing::{is_blank, is_han, is_mark, partner};
use crate::model::{Passage, Role};

/// A passage with its marks and numbers.
#[derive(Debug)]
pub(super) struct Line<'a> {
    passage: &'a Passage,
    /// Its text.
    pub text: &'a str,
    /// Everything that is neither a letter nor a digit nor a Chinese character: where, and what.
    pub marks: Vec<(usize, char)>,
    /// Characters which are words about numbers: where, and what.
    pub words: Vec<(usize, char)>,
    /// Runs of digits, with points and commas between digits.
    pub numbers: Vec<Range<usize>>,
}

/// A rule about one passage.
pub(super) type LineRule = fn(&Line<'_>, &mut Findings<'_>);

impl<'a> Line<'a> {
    /// The passage, looked through.
    pub(super) fn of(passage: &'a Passage) -> Self {
        let text = passage.text.as_str();
        let mut marks: Vec<(usize, char)> = Vec::with_capacity(text.len() / 24);
        let mut words: Vec<(usize, char)> = Vec::new();
        let mut numbers: Vec<Range<usize>> = Vec::new();
        for (at, character) in text.char_indices() {
            if is_han(character) {
                if is_word(character) {
                    words.push((at, character));
                }
            } else if character.is_ascii_digit() {
                match numbers.last_mut() {
                    Some(number) if joins(&text[number.end..at]) => number.end = at + 1,
                    _ => numbers.push(at..at + 1),
                }
            } else if is_mark(character) || !character.is_alphanumeric() {
                marks.push((at, character));
            }
        }
        Line { passage, text, marks, words, numbers }
    }

    /// What the passage is in its document.
    pub(super) fn role(&self) -> Role {
        self.passage.role
    }

    /// Whether it is made of sentences, as a paragraph is and a heading is not.
    pub(super) fn is_prose(&self) -> bool {
        matches!(self.role(), Role::Paragraph | Role::Item | Role::Footnote)
    }

    /// What stands before the byte `at`.
    pub(super) fn before(&self, at: usize) -> &'a str {
        &self.text[..at]
    }

    /// The character before the byte `at`.
    pub(super) fn last(&self, at: usize) -> Option<char> {
        self.before(at).chars().next_back()
    }

    /// What stands behind the byte `at`.
    pub(super) fn behind(&self, at: usize) -> &'a str {
        &self.text[at..]
    }

    /// The character behind the byte `at`.
    pub(super) fn next(&self, at: usize) -> Option<char> {
        self.behind(at).chars().next()
    }

    /// Pairs of neighbouring marks, with where the first of them stands.
    pub(super) fn neighbours(&self) -> impl Iterator<Item = (usize, char, char)> {
        let pairs = self.marks.iter().zip(self.marks.iter().skip(1));
        pairs.filter(|((at, a), (next, _))| at + a.len_utf8() == *next).map(|((at, a), (_, b))| (*at, *a, *b))
    }

    /// Where a point of the passage begins: at its start, and behind the end of a sentence or of a clause.
    pub(super) fn begins(&self, at: usize) -> bool {
        let before = self.before(at).trim_end_matches(is_blank);
        before.is_empty() || before.ends_with(['\n', '。', '；', '：', '！', '？'])
    }

    /// Tells something about the bytes `start..end`.
    pub(super) fn tell(&self, findings: &mut Findings<'_>, start: usize, end: usize, message: Message) {
        findings.at(self.passage.span(start, end), message);
    }
}

/// A measure, 年, 二, or a word for about so much.
fn is_word(character: char) -> bool {
    is_measure(character) || matches!(character, '年' | '二' | '约' | '近' | '逾')
}

/// A word with which whole things are counted.
pub(super) fn is_measure(character: char) -> bool {
    matches!(character, '个' | '件' | '项' | '名' | '户' | '家' | '条' | '类' | '所' | '支' | '台' | '套')
}

/// Whether this between two digits leaves them one number.
fn joins(between: &str) -> bool {
    matches!(between, "" | "." | ",")
}

/// Marks outside all pairs: for each mark, whether it stands within quotation marks, brackets or a title's marks.
pub(super) fn within_pairs(line: &Line<'_>) -> Vec<bool> {
    let mut open: Vec<char> = Vec::new();
    line.marks
        .iter()
        .map(|(_, mark)| {
            if let Some(close) = partner(*mark) {
                open.push(close);
                true
            } else if open.last() == Some(mark) {
                open.pop();
                true
            } else {
                !open.is_empty()
            }
        })
        .collect()
}

/// The characters of a text from its end that are of a kind, at most `most`, as a slice.
pub(super) fn tail(text: &str, most: usize, is: impl Fn(char) -> bool) -> &str {
    let start =
        text.char_indices().rev().take(most).take_while(|(_, c)| is(*c)).last().map_or(text.len(), |(at, _)| at);
    &text[start..]
}

/// The characters of a text from its start that are of a kind, at most `most`, as a slice.
pub(super) fn head(text: &str, most: usize, is: impl Fn(char) -> bool) -> &str {
    let end = text.char_indices().take(most).take_while(|(_, c)| is(*c)).last().map_or(0, |(at, c)| at + c.len_utf8());
    &text[..end]
}

/// The text from its start, that many characters of it.
pub(super) fn start(text: &str, characters: usize) -> &str {
    head(text, characters, |_| true)
}

#[cfg(test)]
pub(super) mod testing {
    //! Tries rules on a text.

    use super::Line;
    use crate::diagnostic::{Findings, Source};
    use crate::model::Prose;
    use crate::{normal, parse};

    /// The codes that wording rules find in a text which was put right first, in the order of the text.
    pub(in super::super) fn codes(text: &str) -> Vec<&'static str> {
        let source = Source::new("a.md", text);
        let brief = parse::brief(&source, &mut Findings::about(&source));
        let edits = normal::edits(&source, &brief);
        let proper = normal::Proper::of(&source, &edits, &mut Findings::about(&source));
        let mut findings = Findings::about_changed(&source, &edits);
        let prose = Prose::of(proper.brief.title.as_ref(), &proper.brief.body, &proper.source.text);
        let lines: Vec<Line<'_>> = prose.wording().map(Line::of).collect();
        super::super::punctuation::check(&lines, &mut findings);
        super::super::numerals::check(&lines, &mut findings);
        findings.sorted().into_iter().map(|finding| finding.code.name).collect()
    }

    /// Each text is found to have this code, and the others not.
    pub(in super::super) fn tells(code: &str, wrong: &[&str], right: &[&str]) {
        wrong.iter().for_each(|text| assert!(codes(text).contains(&code), "{text}: {:?}", codes(text)));
        right.iter().for_each(|text| assert!(!codes(text).contains(&code), "{text}"));
    }
}
