//! A document → bytes.
//!
//! In: a tree of blocks. Out: its bytes, without anything between them that could be worked out. Refuses to know: who
//! keeps them.

use super::{ALIGNMENTS, block, inline};
use crate::model::document::{Block, BlockKind, Inline, InlineKind, List, Table};
use crate::model::span::Span;

#[derive(Default)]
pub(super) struct Packing {
    pub(super) bytes: Vec<u8>,
    /// Where the span before began: most begin a little behind it.
    before: usize,
}

impl Packing {
    /// Seven bits a byte, low ones first.
    fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// How far it is behind the one before, round and round.
    fn span(&mut self, span: Span) {
        self.number(span.start.wrapping_sub(self.before));
        self.number(span.end.wrapping_sub(span.start));
        self.before = span.start;
    }

    /// In UTF-16 where that is shorter, which the lowest bit of the length tells.
    fn text(&mut self, text: &str) {
        let wide = 2 * text.encode_utf16().count();
        if wide < text.len() {
            self.number(wide << 1 | 1);
            text.encode_utf16().for_each(|unit| self.bytes.extend(unit.to_le_bytes()));
        } else {
            self.number(text.len() << 1);
            self.bytes.extend(text.as_bytes());
        }
    }

    fn all<T>(&mut self, list: &[T], each: impl Fn(&mut Self, &T)) {
        self.number(list.len());
        list.iter().for_each(|value| each(self, value));
    }

    /// Nought for none.
    fn maybe(&mut self, number: Option<usize>) {
        self.number(usize::from(number.is_some()));
        number.into_iter().for_each(|number| self.number(number));
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        self.all(blocks, Self::block);
    }

    fn block(&mut self, block: &Block) {
        self.span(block.span);
        match &block.kind {
            BlockKind::Paragraph(inlines) => {
                self.number(block::PARAGRAPH);
                self.inlines(inlines);
            }
            BlockKind::Heading(level, inlines) => {
                self.number(block::HEADING);
                self.number((*level).into());
                self.inlines(inlines);
            }
            BlockKind::List(list) => self.list(list),
            BlockKind::Quote(blocks) => {
                self.number(block::QUOTE);
                self.blocks(blocks);
            }
            BlockKind::Code(text) => {
                self.number(block::CODE);
                self.text(text);
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Rule => self.number(block::RULE),
            BlockKind::Footnote(label, blocks) => {
                self.number(block::FOOTNOTE);
                self.text(label);
                self.blocks(blocks);
            }
        }
    }

    fn list(&mut self, list: &List) {
        self.number(block::LIST);
        self.text(&list.start.map(|start| start.to_string()).unwrap_or_default());
        self.all(&list.items, |packing, item| {
            packing.maybe(item.task.map(usize::from));
            packing.blocks(&item.blocks);
        });
    }

    fn table(&mut self, table: &Table) {
        self.number(block::TABLE);
        self.all(&table.columns, |packing, column| {
            packing.number(ALIGNMENTS.iter().position(|one| one == column).unwrap_or_default());
        });
        let row = |packing: &mut Self, row: &Vec<Vec<Inline>>| packing.all(row, |packing, cell| packing.inlines(cell));
        row(self, &table.head);
        self.all(&table.rows, row);
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        self.all(inlines, Self::inline);
    }

    fn inline(&mut self, inline: &Inline) {
        self.span(inline.span);
        let (kind, text, inner): (usize, Option<&str>, Option<&[Inline]>) = match &inline.kind {
            InlineKind::Text(text) => (inline::TEXT, Some(text), None),
            InlineKind::Strong(inner) => (inline::STRONG, None, Some(inner)),
            InlineKind::Emphasis(inner) => (inline::EMPHASIS, None, Some(inner)),
            InlineKind::Strike(inner) => (inline::STRIKE, None, Some(inner)),
            InlineKind::Code(text) => (inline::CODE, Some(text), None),
            InlineKind::Link(address, inner) => (inline::LINK, Some(address), Some(inner)),
            InlineKind::Image(image) => (inline::IMAGE, Some(&image.source), None),
            InlineKind::Break => (inline::BREAK, None, None),
            InlineKind::FootnoteRef(label) => (inline::FOOTNOTE_REF, Some(label), None),
        };
        self.number(kind);
        text.into_iter().for_each(|text| self.text(text));
        inner.into_iter().for_each(|inner| self.inlines(inner));
        if let InlineKind::Image(image) = &inline.kind {
            self.text(&image.alt);
        }
    }
}
