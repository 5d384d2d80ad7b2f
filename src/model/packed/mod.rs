//! A text in one piece of memory: archives keep tens of thousands, and a tree of blocks takes twice the room.
//!
//! In: a document. Out: the same again, as often as somebody asks. Runs of Chinese are kept in two bytes a character
//! instead of three. Refuses to know: what is done with it, files: this never leaves the program.

mod packing;
mod plain;
mod reading;

use self::packing::Packing;
use self::plain::Telling;
use self::reading::Reading;
use super::document::{Alignment, Document};

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
        let mut reading = Reading::of(&self.0);
        Document { blocks: reading.blocks() }
    }

    /// The document's plain text, as `Document::text` tells it, in UTF-16 units.
    pub fn units(&self) -> Vec<u16> {
        Telling::of(&self.0).told()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::document::{Block, BlockKind, Image, Inline, InlineKind, List, ListItem, Table};
    use crate::model::span::Span;

    fn any_text() -> impl Strategy<Value = String> {
        proptest::string::string_regex("[甲乙𠮷é，a1<\n]{0,12}").expect("a pattern")
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

        #[test]
        fn its_plain_text_is_that_of_the_document(blocks in proptest::collection::vec(any_block(), 0..5)) {
            let document = Document { blocks };
            prop_assert_eq!(String::from_utf16_lossy(&Packed::of(&document).units()), document.text());
        }

        #[test]
        fn texts_of_all_lengths_and_kinds_come_back(text in "[甲乙丙丁！]{0,40}([a1]{0,2}|[é𠮷])[甲乙丙丁，\u{e000}]{0,40}") {
            let inline = Inline { kind: InlineKind::Text(text), span: Span::new(0, 1) };
            let document = Document { blocks: vec![Block { kind: BlockKind::Paragraph(vec![inline]), span: Span::new(0, 1) }] };
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
