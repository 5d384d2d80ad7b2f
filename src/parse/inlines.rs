//! Collects the inlines of one paragraph, heading or cell.
//!
//! In: texts, breaks, beginnings and ends, in reading order. Out: a tree of inlines in which neighbouring texts are
//! one and lines broken by hand are joined. Refuses to know: the Markdown parser, blocks.

use super::characters::is_cjk;
use crate::model::document::Image;
use crate::model::{Inline, InlineKind, Span};

/// How deep bold in italics in bold may go; deeper ones lose their form and keep their text.
const DEEPEST: usize = 24;

/// What holds other inlines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrap {
    /// Bold.
    Strong,
    /// Emphasised.
    Emphasis,
    /// Struck out.
    Strike,
    /// A link to an address.
    Link(String),
    /// Nothing remains of it but what it holds.
    Nothing,
}

/// The inlines of one leaf, as far as they are read.
#[derive(Debug, Default)]
pub(super) struct Inlines {
    done: Vec<Inline>,
    open: Vec<(Wrap, Span, Vec<Inline>)>,
    /// Ends that will come for wraps which were too deep.
    skipped: usize,
    /// The image that is being described, and how much is open within its description.
    image: Option<(Image, Span, usize)>,
    /// The character before the next one on its line.
    last: Option<char>,
    /// A line break that is to be joined: how many wraps were open, and where.
    joint: Option<(usize, Span)>,
}

impl Inlines {
    /// Whether nothing is open and a line ended just now: another paragraph could begin here.
    pub(super) fn at_line_start(&self) -> bool {
        self.open.is_empty() && self.image.is_none() && self.joint.is_some()
    }

    /// Characters.
    pub(super) fn text(&mut self, text: &str, span: Span) {
        if let Some((image, ..)) = &mut self.image {
            return image.alt.push_str(text);
        }
        // The blanks with which a line is indented are no text; the style sheet indents.
        let text = if self.last.is_none() { text.trim_start_matches(['　', '\u{a0}', ' ']) } else { text };
        let Some(first) = text.chars().next() else { return };
        self.join_lines(Some(first));
        self.last = text.chars().next_back();
        push_text(self.top(), text, span);
    }

    /// Code.
    pub(super) fn code(&mut self, text: String, span: Span) {
        if let Some((image, ..)) = &mut self.image {
            return image.alt.push_str(&text);
        }
        self.join_lines(text.chars().next());
        self.last = text.chars().next_back();
        self.top().push(Inline { kind: InlineKind::Code(text), span });
    }

    /// A reference to a footnote.
    pub(super) fn footnote(&mut self, label: String, span: Span) {
        if self.image.is_none() {
            self.joint = None;
            self.top().push(Inline { kind: InlineKind::FootnoteRef(label), span });
        }
    }

    /// A line that was broken by hand.
    pub(super) fn soft_break(&mut self, span: Span) {
        match &mut self.image {
            Some((image, ..)) => image.alt.push(' '),
            None => self.joint = Some((self.open.len(), span)),
        }
    }

    /// A line break that the author asked for.
    pub(super) fn hard_break(&mut self, span: Span) {
        match &mut self.image {
            Some((image, ..)) => image.alt.push(' '),
            None => {
                (self.last, self.joint) = (None, None);
                self.top().push(Inline { kind: InlineKind::Break, span });
            }
        }
    }

    /// Something that holds other inlines begins.
    pub(super) fn begin(&mut self, wrap: Wrap, span: Span) {
        match &mut self.image {
            Some((_, _, within)) => *within += 1,
            None if self.open.len() >= DEEPEST => self.skipped += 1,
            None => self.open.push((wrap, span, Vec::new())),
        }
    }

    /// An image begins; what follows up to its end describes it.
    pub(super) fn begin_image(&mut self, image: Image, span: Span) {
        match &mut self.image {
            Some((_, _, within)) => *within += 1,
            None => self.image = Some((image, span, 0)),
        }
    }

    /// What began last and is still open ends.
    pub(super) fn end(&mut self) {
        match &mut self.image {
            Some((_, _, 0)) => self.end_image(),
            Some((_, _, within)) => *within -= 1,
            None if self.skipped > 0 => self.skipped -= 1,
            None => self.end_wrap(),
        }
    }

    /// All of it.
    pub(super) fn finish(mut self) -> Vec<Inline> {
        while !self.open.is_empty() {
            self.end_wrap();
        }
        while matches!(self.done.last(), Some(Inline { kind: InlineKind::Break, .. })) {
            self.done.pop();
        }
        self.done
    }

    fn end_image(&mut self) {
        if let Some((image, span, _)) = self.image.take() {
            self.joint = None;
            // An image is like a character that needs no blank beside it.
            self.last = Some('图');
            self.top().push(Inline { kind: InlineKind::Image(image), span });
        }
    }

    fn end_wrap(&mut self) {
        if let Some((wrap, span, inner)) = self.open.pop() {
            self.close(wrap, span, inner);
        }
    }

    fn close(&mut self, wrap: Wrap, span: Span, inner: Vec<Inline>) {
        let kind = match wrap {
            // Emphasis around nothing shows nothing.
            _ if inner.is_empty() => return,
            Wrap::Strong => InlineKind::Strong(inner),
            Wrap::Emphasis => InlineKind::Emphasis(inner),
            Wrap::Strike => InlineKind::Strike(inner),
            Wrap::Link(address) => InlineKind::Link(address, inner),
            Wrap::Nothing => return inner.into_iter().for_each(|inline| push(self.top(), inline)),
        };
        self.top().push(Inline { kind, span });
    }

    /// Chinese goes on in the next line without a blank; two words that are not Chinese need one.
    fn join_lines(&mut self, next: Option<char>) {
        let Some((depth, span)) = self.joint.take() else { return };
        let latin = |c: Option<char>| c.is_some_and(|c| !is_cjk(c) && !c.is_whitespace());
        if latin(self.last) && latin(next) {
            let inlines = match self.open.get_mut(..depth) {
                Some([.., (_, _, inner)]) => inner,
                Some([]) => &mut self.done,
                None => self.top(),
            };
            push_text(inlines, " ", span);
        }
    }

    fn top(&mut self) -> &mut Vec<Inline> {
        match self.open.last_mut() {
            Some((_, _, inner)) => inner,
            None => &mut self.done,
        }
    }
}

fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match &inline.kind {
        InlineKind::Text(text) => push_text(inlines, text, inline.span),
        _ => inlines.push(inline),
    }
}

/// Adds text to the text before it, if there is one.
fn push_text(inlines: &mut Vec<Inline>, text: &str, span: Span) {
    match inlines.last_mut() {
        Some(Inline { kind: InlineKind::Text(before), span: place }) => {
            before.push_str(text);
            place.end = place.end.max(span.end);
        }
        _ => inlines.push(Inline { kind: InlineKind::Text(text.to_owned()), span }),
    }
}
