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

/// Units that are looked at together.
const STRETCH: usize = 8;

/// UTF-16 → UTF-8. Nearly all units are Chinese and take three bytes each, which is seen of several at once: the general
/// way takes four times as long, and texts are read for each page and book that shows them.
fn narrowed(wide: &[u8]) -> String {
    let mut out = Vec::with_capacity(wide.len() / 2 * 3);
    for bytes in wide.chunks(2 * STRETCH) {
        let mut units = [0; STRETCH];
        units.iter_mut().zip(Reading::units(bytes)).for_each(|(to, unit)| *to = unit);
        if units.iter().fold(true, |all, unit| all & is_three_bytes(*unit)) {
            let mut three = [0; 3 * STRETCH];
            three.chunks_exact_mut(3).zip(units).for_each(|(to, unit)| to.copy_from_slice(&three_bytes(unit)));
            out.extend_from_slice(&three);
            continue;
        }
        for unit in &units[..bytes.len() / 2] {
            match *unit {
                0..0x80 => out.push(*unit as u8),
                unit if is_three_bytes(unit) => out.extend(three_bytes(unit)),
                // Letters of two bytes and rare characters.
                _ => return generally(wide),
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| generally(wide))
}

fn is_three_bytes(unit: u16) -> bool {
    (unit >= 0x800) & !(0xd800..0xe000).contains(&unit)
}

fn three_bytes(unit: u16) -> [u8; 3] {
    [0xe0 | (unit >> 12) as u8, 0x80 | (unit >> 6 & 0x3f) as u8, 0x80 | (unit & 0x3f) as u8]
}

fn generally(wide: &[u8]) -> String {
    let characters = char::decode_utf16(Reading::units(wide));
    characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}
