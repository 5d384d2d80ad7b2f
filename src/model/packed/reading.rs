//! Bytes → the document that they were made of.
//!
//! In: what `packing` wrote. Out: the same tree. Refuses to know: other bytes than these.

use super::{ALIGNMENTS, block, inline};
use crate::model::document::{Alignment, Block, BlockKind, Image, Inline, InlineKind, List, ListItem, Table};
use crate::model::span::Span;

/// Reads what was packed in this very run: what is not there is read as nought.
pub(super) struct Reading<'b> {
    bytes: &'b [u8],
    before: usize,
}

impl<'b> Reading<'b> {
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        Reading { bytes, before: 0 }
    }

    pub(super) fn number(&mut self) -> usize {
        let (mut number, mut shift) = (0, 0);
        while let Some((byte, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
            shift += 7;
        }
        number
    }

    pub(super) fn span(&mut self) -> Span {
        let start = self.before.wrapping_add(self.number());
        self.before = start;
        Span { start, end: start.wrapping_add(self.number()) }
    }

    /// The bytes of a text, and whether they are UTF-16.
    pub(super) fn stretch(&mut self) -> (bool, &'b [u8]) {
        let length = self.number();
        let (text, rest) = self.bytes.split_at_checked(length >> 1).unwrap_or_default();
        self.bytes = rest;
        (length & 1 == 1, text)
    }

    /// The units of a text in UTF-16.
    pub(super) fn units(wide: &[u8]) -> impl Iterator<Item = u16> {
        wide.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
    }

    fn text(&mut self) -> String {
        match self.stretch() {
            (true, wide) => narrowed(wide),
            (false, narrow) => String::from_utf8_lossy(narrow).into_owned(),
        }
    }

    fn all<T>(&mut self, each: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.number()).map(|_| each(self)).collect()
    }

    pub(super) fn maybe(&mut self) -> Option<usize> {
        (self.number() > 0).then(|| self.number())
    }

    pub(super) fn blocks(&mut self) -> Vec<Block> {
        self.all(Self::block)
    }

    fn block(&mut self) -> Block {
        let span = self.span();
        let kind = match self.number() {
            block::PARAGRAPH => BlockKind::Paragraph(self.inlines()),
            block::HEADING => BlockKind::Heading(self.number() as u8, self.inlines()),
            block::LIST => BlockKind::List(self.list()),
            block::QUOTE => BlockKind::Quote(self.blocks()),
            block::CODE => BlockKind::Code(self.text()),
            block::TABLE => BlockKind::Table(self.table()),
            block::FOOTNOTE => BlockKind::Footnote(self.text(), self.blocks()),
            _ => BlockKind::Rule,
        };
        Block { kind, span }
    }

    fn list(&mut self) -> List {
        let start = self.text().parse().ok();
        let item =
            |reading: &mut Self| ListItem { task: reading.maybe().map(|task| task > 0), blocks: reading.blocks() };
        List { start, items: self.all(item) }
    }

    fn table(&mut self) -> Table {
        let columns = self.all(|reading| ALIGNMENTS.get(reading.number()).copied().unwrap_or(Alignment::None));
        let row = |reading: &mut Self| reading.all(Self::inlines);
        Table { columns, head: row(self), rows: self.all(row) }
    }

    fn inlines(&mut self) -> Vec<Inline> {
        self.all(Self::inline)
    }

    fn inline(&mut self) -> Inline {
        let span = self.span();
        let kind = match self.number() {
            inline::TEXT => InlineKind::Text(self.text()),
            inline::STRONG => InlineKind::Strong(self.inlines()),
            inline::EMPHASIS => InlineKind::Emphasis(self.inlines()),
            inline::STRIKE => InlineKind::Strike(self.inlines()),
            inline::CODE => InlineKind::Code(self.text()),
            inline::LINK => InlineKind::Link(self.text(), self.inlines()),
            inline::IMAGE => InlineKind::Image(Image { source: self.text(), alt: self.text() }),
            inline::FOOTNOTE_REF => InlineKind::FootnoteRef(self.text()),
            _ => InlineKind::Break,
        };
        Inline { kind, span }
    }
}

/// UTF-16 → UTF-8, by those who know how to do it fast: the standard library's way takes five times as long, and texts
/// are read for each page and book that shows them.
fn narrowed(wide: &[u8]) -> String {
    let units: Vec<u16> = Reading::units(wide).collect();
    // No unit takes more than three bytes.
    let mut text = "\0".repeat(3 * units.len());
    let length = encoding_rs::mem::convert_utf16_to_str(&units, &mut text);
    text.truncate(length);
    text
}
