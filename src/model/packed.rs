//! A text in one piece of memory: archives keep tens of thousands, and a tree of blocks takes twice the room.
//!
//! In: a document. Out: the same again, as often as somebody asks. Runs of Chinese are kept in two bytes a character
//! instead of three. Refuses to know: what is done with it, files: this never leaves the program.

use super::document::{Alignment, Block, BlockKind, Document, Image, Inline, InlineKind, List, ListItem, Table};
use super::span::Span;

/// A packed document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed(Box<[u8]>);

impl Packed {
    /// Packs a document.
    pub fn of(document: &Document) -> Self {
        let mut packing = Packing::default();
        packing.blocks(&document.blocks);
        // A copy: an allocator may leave what was shrunk where it is.
        Packed(Box::from(packing.bytes.as_slice()))
    }

    /// The document.
    pub fn document(&self) -> Document {
        let mut reading = Reading { bytes: &self.0, before: 0 };
        Document { blocks: reading.blocks() }
    }
}

/// Which kind of block follows.
mod block {
    pub const PARAGRAPH: usize = 0;
    pub const HEADING: usize = 1;
    pub const LIST: usize = 2;
    pub const QUOTE: usize = 3;
    pub const CODE: usize = 4;
    pub const TABLE: usize = 5;
    pub const RULE: usize = 6;
    pub const FOOTNOTE: usize = 7;
}

/// Which kind of inline follows.
mod inline {
    pub const TEXT: usize = 0;
    pub const STRONG: usize = 1;
    pub const EMPHASIS: usize = 2;
    pub const STRIKE: usize = 3;
    pub const CODE: usize = 4;
    pub const LINK: usize = 5;
    pub const IMAGE: usize = 6;
    pub const BREAK: usize = 7;
    pub const FOOTNOTE_REF: usize = 8;
}

const ALIGNMENTS: [Alignment; 4] = [Alignment::None, Alignment::Left, Alignment::Center, Alignment::Right];

#[derive(Default)]
struct Packing {
    bytes: Vec<u8>,
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

    fn blocks(&mut self, blocks: &[Block]) {
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

/// Reads what was packed in this very run: what is not there is read as nought.
struct Reading<'b> {
    bytes: &'b [u8],
    before: usize,
}

impl<'b> Reading<'b> {
    fn number(&mut self) -> usize {
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

    fn span(&mut self) -> Span {
        let start = self.before.wrapping_add(self.number());
        self.before = start;
        Span { start, end: start.wrapping_add(self.number()) }
    }

    fn text(&mut self) -> String {
        let length = self.number();
        let (text, rest) = self.bytes.split_at_checked(length >> 1).unwrap_or_default();
        self.bytes = rest;
        if length & 1 == 0 {
            return String::from_utf8_lossy(text).into_owned();
        }
        let units = text.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let mut wide = String::with_capacity(text.len() / 2 * 3);
        wide.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
        wide
    }

    fn all<T>(&mut self, each: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.number()).map(|_| each(self)).collect()
    }

    fn maybe(&mut self) -> Option<usize> {
        (self.number() > 0).then(|| self.number())
    }

    fn blocks(&mut self) -> Vec<Block> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_text() -> impl Strategy<Value = String> {
        proptest::string::string_regex("[甲乙𠮷，a1<\n]{0,12}").expect("a pattern")
    }

    fn any_span() -> impl Strategy<Value = Span> {
        (any::<usize>(), any::<usize>()).prop_map(|(start, end)| Span { start, end })
    }

    fn any_inline() -> impl Strategy<Value = Inline> {
        let leaf = prop_oneof![
            any_text().prop_map(InlineKind::Text),
            any_text().prop_map(InlineKind::Code),
            Just(InlineKind::Break),
            any_text().prop_map(InlineKind::FootnoteRef),
            (any_text(), any_text()).prop_map(|(source, alt)| InlineKind::Image(Image { source, alt })),
        ];
        let leaf = (leaf, any_span()).prop_map(|(kind, span)| Inline { kind, span });
        leaf.prop_recursive(2, 12, 3, |inner| {
            let inner = proptest::collection::vec(inner, 0..3);
            let kind = prop_oneof![
                inner.clone().prop_map(InlineKind::Strong),
                inner.clone().prop_map(InlineKind::Emphasis),
                inner.clone().prop_map(InlineKind::Strike),
                (any_text(), inner).prop_map(|(address, inner)| InlineKind::Link(address, inner)),
            ];
            (kind, any_span()).prop_map(|(kind, span)| Inline { kind, span })
        })
    }

    fn any_inlines() -> impl Strategy<Value = Vec<Inline>> {
        proptest::collection::vec(any_inline(), 0..4)
    }

    fn any_table() -> impl Strategy<Value = Table> {
        let row = || proptest::collection::vec(any_inlines(), 0..3);
        let columns = proptest::collection::vec(proptest::sample::select(&ALIGNMENTS[..]), 0..3);
        (columns, row(), proptest::collection::vec(row(), 0..3)).prop_map(|(columns, head, rows)| Table {
            columns,
            head,
            rows,
        })
    }

    fn any_block() -> impl Strategy<Value = Block> {
        let leaf = prop_oneof![
            any_inlines().prop_map(BlockKind::Paragraph),
            (1_u8..7, any_inlines()).prop_map(|(level, inlines)| BlockKind::Heading(level, inlines)),
            any_text().prop_map(BlockKind::Code),
            any_table().prop_map(BlockKind::Table),
            Just(BlockKind::Rule),
        ];
        let leaf = (leaf, any_span()).prop_map(|(kind, span)| Block { kind, span });
        leaf.prop_recursive(2, 10, 3, |inner| {
            let inner = proptest::collection::vec(inner, 0..3);
            let item = (any::<Option<bool>>(), inner.clone()).prop_map(|(task, blocks)| ListItem { task, blocks });
            let items = proptest::collection::vec(item, 0..3);
            let kind = prop_oneof![
                inner.clone().prop_map(BlockKind::Quote),
                (any_text(), inner).prop_map(|(label, blocks)| BlockKind::Footnote(label, blocks)),
                (any::<Option<u64>>(), items).prop_map(|(start, items)| BlockKind::List(List { start, items })),
            ];
            (kind, any_span()).prop_map(|(kind, span)| Block { kind, span })
        })
    }

    proptest! {
        #[test]
        fn a_document_comes_back_as_it_was(blocks in proptest::collection::vec(any_block(), 0..5)) {
            let document = Document { blocks };
            prop_assert_eq!(Packed::of(&document).document(), document);
        }
    }

    #[test]
    fn chinese_takes_two_bytes_a_character() {
        let text = "全面深化改革".repeat(50);
        let inline = Inline { kind: InlineKind::Text(text.clone()), span: Span::new(4, 904) };
        let block = Block { kind: BlockKind::Paragraph(vec![inline]), span: Span::new(4, 904) };
        assert!(Packed::of(&Document { blocks: vec![block] }).0.len() < 2 * text.chars().count() + 20);
    }
}
