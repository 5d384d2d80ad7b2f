//! Inlines: what stands within a line.
//!
//! In: inlines. Out: their mark-up, appended to the writer. Refuses to know: paragraphs.

use super::{Writer, link};
use crate::model::document::{Image, inline_text};
use crate::model::{Inline, InlineKind};

/// What stands for the words that the author of a picture did not give: better than nothing, and than a file name.
const WORDLESS: &str = "插图（未附文字说明）";

impl<'a> Writer<'a> {
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
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
