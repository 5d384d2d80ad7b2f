//! Inlines: what stands within a line.
//!
//! In: inlines. Out: their mark-up, appended to the writer. Refuses to know: paragraphs.

use super::flat::length;
use super::points::Mark;
use super::{Writer, link};
use crate::model::document::{Image, inline_text};
use crate::model::{Inline, InlineKind};

/// What stands for the words that the author of a picture did not give: better than nothing, and than a file name.
const WORDLESS: &str = "插图（未附文字说明）";

impl<'a> Writer<'a> {
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    /// The words of a paragraph, with its points as elements that can be linked to.
    pub(super) fn words(&mut self, inlines: &'a [Inline]) {
        let marks: Vec<Mark> = self.points.marks(inlines).iter().filter(|mark| !mark.whole).cloned().collect();
        match marks.is_empty() {
            true => self.inlines(inlines),
            false => self.marked(inlines, 0, &marks),
        }
    }

    /// The same for inlines that begin at `at`. A point's element opens where the point begins and closes where its
    /// lead ends, at the latest where the element around it does: so mark-up stays well-formed wherever the author
    /// has set bold letters.
    fn marked(&mut self, inlines: &'a [Inline], mut at: usize, marks: &[Mark]) {
        let mut open = None;
        for inline in inlines {
            let end = at + length(inline);
            if open.is_some_and(|until| end > until) && !matches!(inline.kind, InlineKind::Text(_)) {
                self.close(&mut open);
            }
            match &inline.kind {
                InlineKind::Text(text) => self.marked_text(text, at, marks, &mut open),
                InlineKind::Strong(inner) if open.is_none() => {
                    self.element("strong", |writer| writer.marked(inner, at, marks));
                }
                InlineKind::Emphasis(inner) if open.is_none() => {
                    self.element("em", |writer| writer.marked(inner, at, marks));
                }
                _ => self.inline(inline),
            }
            at = end;
            if open.is_some_and(|until| at >= until) {
                self.close(&mut open);
            }
        }
        self.close(&mut open);
    }

    fn marked_text(&mut self, text: &str, at: usize, marks: &[Mark], open: &mut Option<usize>) {
        let end = at + text.len();
        let mut done = at;
        let from = marks.partition_point(|mark| mark.range.start < at);
        for mark in marks[from..].iter().take_while(|mark| mark.range.start < end) {
            self.text_until(&text[done - at..mark.range.start - at], done, open);
            self.close(open);
            self.opened("span", mark);
            (done, *open) = (mark.range.start, Some(mark.range.end));
        }
        self.text_until(&text[done - at..], done, open);
    }

    /// Text that begins at `at`, with the open element closed where it ends.
    fn text_until(&mut self, text: &str, at: usize, open: &mut Option<usize>) {
        let Some(until) = open.filter(|until| *until < at + text.len()) else { return self.escaped(text) };
        self.escaped(&text[..until - at]);
        self.close(open);
        self.escaped(&text[until - at..]);
    }

    fn close(&mut self, open: &mut Option<usize>) {
        if open.take().is_some() {
            self.raw("</span>");
        }
    }

    /// Appends the start of an element that carries a point's anchor.
    pub(super) fn opened(&mut self, name: &str, mark: &Mark) {
        let level = mark.level.map(|level| format!("level{level}"));
        self.all(["<", name]);
        match (name, &level) {
            ("span", Some(level)) => self.all([" class=\"point ", level, "\""]),
            ("span", None) => self.raw(" class=\"point\""),
            (_, Some(level)) => self.all([" class=\"", level, "\""]),
            (_, None) => {}
        }
        self.raw(" id=\"");
        self.escaped(&mark.anchor);
        self.raw("\">");
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.escaped(text),
            InlineKind::Strong(inner) => self.element("strong", |writer| writer.inlines(inner)),
            InlineKind::Emphasis(inner) => self.element("em", |writer| writer.inlines(inner)),
            InlineKind::Strike(inner) => self.element("s", |writer| writer.inlines(inner)),
            InlineKind::Code(text) => self.element("code", |writer| writer.escaped(text)),
            InlineKind::Link(address, inner) => self.link(address, inner),
            InlineKind::Image(image) => self.image(image),
            InlineKind::Break => self.raw("<br/>"),
            InlineKind::FootnoteRef(label) => self.reference(label),
        }
    }

    /// A link, or only its words where the address leads nowhere from a published page or the words hold a link.
    fn link(&mut self, address: &str, inner: &'a [Inline]) {
        let Some(target) = link::target(address).filter(|_| !holds_link(inner)) else { return self.inlines(inner) };
        self.raw("<a href=\"");
        self.escaped(&target);
        self.raw("\" rel=\"noreferrer noopener\">");
        match holds_words(inner) {
            true => self.inlines(inner),
            // A link needs words to be heard and to be hit.
            false => self.escaped(&target),
        }
        self.raw("</a>");
    }

    /// A picture, or its words in brackets where there is no file.
    pub(super) fn image(&mut self, image: &Image) {
        let Some(file) = (self.frame.picture)(&image.source) else {
            return self.escaped(&format!("[{}]", if image.alt.trim().is_empty() { "图" } else { &image.alt }));
        };
        self.raw("<img src=\"");
        self.escaped(&file);
        self.raw("\" alt=\"");
        self.escaped(if image.alt.trim().is_empty() { WORDLESS } else { &image.alt });
        self.raw("\"/>");
    }
}

fn holds_words(inlines: &[Inline]) -> bool {
    !inline_text(inlines).trim().is_empty() || any(inlines, &|kind| matches!(kind, InlineKind::Image(_)))
}

fn holds_link(inlines: &[Inline]) -> bool {
    any(inlines, &|kind| matches!(kind, InlineKind::Link(..) | InlineKind::FootnoteRef(_)))
}

fn any(inlines: &[Inline], wanted: &dyn Fn(&InlineKind) -> bool) -> bool {
    inlines.iter().any(|inline| match &inline.kind {
        kind if wanted(kind) => true,
        InlineKind::Strong(inner)
        | InlineKind::Emphasis(inner)
        | InlineKind::Strike(inner)
        | InlineKind::Link(_, inner) => any(inner, wanted),
        _ => false,
    })
}
