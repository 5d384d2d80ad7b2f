//! The sentences of a text that tell shares, with their figures: whoever judges shares or growth reads these.
//!
//! In: the wording, its places. Out: sentences. Refuses to know: what is right.

use super::amounts::{Amount, amounts};
use super::stops::{SHARE, Stops};
use super::whole::Whole;
use crate::model::{Role, Span};

/// A sentence with at least one per cent sign.
pub(super) struct Sentence<'a> {
    whole: &'a Whole<'a>,
    begin: usize,
    /// Its characters, with the mark at its end.
    pub text: &'a str,
    /// Its figures.
    pub figures: Vec<Amount>,
}

impl Sentence<'_> {
    /// Where a range of the sentence was written.
    pub fn span(&self, range: &std::ops::Range<usize>) -> Span {
        self.whole.span(self.begin + range.start, self.begin + range.end)
    }
}

/// The sentences of a text, cells of tables apart.
pub(super) fn sentences<'a>(whole: &'a Whole<'a>, stops: &Stops) -> Vec<Sentence<'a>> {
    let mut found: Vec<Sentence<'a>> = Vec::new();
    let mut done = 0;
    for (at, _) in stops.of_kind(SHARE) {
        if at < done || whole.role(at) == Some(Role::Cell) {
            continue;
        }
        let before = &whole.text[done..at];
        let begin =
            before.rfind(ends).map_or(done, |end| done + end + before[end..].chars().next().map_or(0, char::len_utf8));
        done = whole.text[at..]
            .find(ends)
            .map_or(whole.text.len(), |end| at + end + whole.text[at + end..].chars().next().map_or(0, char::len_utf8));
        let text = &whole.text[begin..done];
        found.push(Sentence { whole, begin, text, figures: amounts(text) });
    }
    found
}

fn ends(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '\n' | '；')
}
