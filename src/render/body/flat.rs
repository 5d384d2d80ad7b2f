//! A paragraph's characters in one line, with the lengths by which they are found again in its tree.
//!
//! In: inlines. Out: their text, and which parts of it may hold no anchor. Refuses to know: what the text says.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::{Inline, InlineKind};

/// The text of some inlines.
#[derive(Default)]
pub(super) struct Flat<'a> {
    /// All characters; a line break is a line feed. Most paragraphs are one text, which is not copied.
    pub text: Cow<'a, str>,
    /// What is linked, struck out or code, in order: no anchor begins there.
    closed: Vec<Range<usize>>,
}

impl<'a> Flat<'a> {
    /// Reads them.
    pub fn of(inlines: &'a [Inline]) -> Self {
        let mut flat = Flat::default();
        flat.read(inlines, true);
        flat
    }

    /// Whether an anchor may begin here.
    pub fn is_open(&self, at: usize) -> bool {
        let before = self.closed.partition_point(|range| range.start <= at);
        !before.checked_sub(1).is_some_and(|last| self.closed[last].contains(&at))
    }

    fn read(&mut self, inlines: &'a [Inline], open: bool) {
        for inline in inlines {
            let from = self.text.len();
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) => self.text += text.as_str(),
                InlineKind::Break => self.text += "\n",
                InlineKind::Strong(inner) | InlineKind::Emphasis(inner) => self.read(inner, open),
                InlineKind::Strike(inner) | InlineKind::Link(_, inner) => self.read(inner, false),
                InlineKind::Image(_) | InlineKind::FootnoteRef(_) => {}
            }
            let closes = matches!(inline.kind, InlineKind::Strike(_) | InlineKind::Link(..) | InlineKind::Code(_));
            if closes && open && from < self.text.len() {
                self.closed.push(from..self.text.len());
            }
        }
    }
}

/// How many bytes of the text an inline holds.
pub(super) fn length(inline: &Inline) -> usize {
    match &inline.kind {
        InlineKind::Text(text) | InlineKind::Code(text) => text.len(),
        InlineKind::Strong(inner)
        | InlineKind::Emphasis(inner)
        | InlineKind::Strike(inner)
        | InlineKind::Link(_, inner) => inner.iter().map(length).sum(),
        InlineKind::Break => 1,
        InlineKind::Image(_) | InlineKind::FootnoteRef(_) => 0,
    }
}
