//! The tree of a text: blocks and inlines with their places, shared by site and EPUB.
//!
//! In: what `parse::markdown` read. Out: plain text, images, walks. Refuses to know: Markdown, HTML.

use super::span::Span;

/// A text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
}

/// A block with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading of level 1 to 6.
    Heading(u8, Vec<Inline>),
    /// A list.
    List(List),
    /// A quotation.
    Quote(Vec<Block>),
    /// Preformatted text.
    Code(String),
    /// A table.
    Table(Table),
    /// A thematic break.
    Rule,
    /// A footnote's text, under the label by which it is referred to.
    Footnote(String, Vec<Block>),
}

/// A bulleted or numbered list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The first number; `None` for bullets.
    pub start: Option<u64>,
    /// The items.
    pub items: Vec<ListItem>,
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListItem {
    /// A task's box: ticked or not; `None` for an ordinary item.
    pub task: Option<bool>,
    /// What the item holds.
    pub blocks: Vec<Block>,
}

/// How a table's column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// As the reader's software likes.
    None,
    /// To the left.
    Left,
    /// Centred.
    Center,
    /// To the right.
    Right,
}

/// A table; every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The columns' alignment.
    pub columns: Vec<Alignment>,
    /// The head row.
    pub head: Vec<Vec<Inline>>,
    /// The other rows.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// An inline with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of inlines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InlineKind {
    /// Characters.
    Text(String),
    /// Bold.
    Strong(Vec<Inline>),
    /// Emphasised.
    Emphasis(Vec<Inline>),
    /// Struck out.
    Strike(Vec<Inline>),
    /// Code.
    Code(String),
    /// A link to an address that is safe to follow.
    Link(String, Vec<Inline>),
    /// An image.
    Image(Image),
    /// A line break that the author asked for.
    Break,
    /// A reference to a footnote, by label.
    FootnoteRef(String),
}

/// An image in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Where the author says the file is.
    pub source: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

impl Document {
    /// All text in reading order: blocks end with a line feed, footnotes stand where their text stands.
    pub fn text(&self) -> String {
        let mut out = String::new();
        push_blocks(&self.blocks, &mut out);
        out
    }

    /// Every image with its place, in reading order.
    pub fn images(&self) -> Vec<(&Image, Span)> {
        let mut found = Vec::new();
        each_inline(&self.blocks, &mut |inline| {
            if let InlineKind::Image(image) = &inline.kind {
                found.push((image, inline.span));
            }
        });
        found
    }

    /// Whether there is neither text nor image in it.
    pub fn is_empty(&self) -> bool {
        self.images().is_empty() && self.text().chars().all(char::is_whitespace)
    }
}

/// The plain text of some inlines.
pub fn inline_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_inlines(inlines, &mut out);
    out
}

fn push_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        push_block(&block.kind, out);
    }
}

fn push_block(block: &BlockKind, out: &mut String) {
    match block {
        BlockKind::Paragraph(inlines) | BlockKind::Heading(_, inlines) => {
            push_inlines(inlines, out);
            out.push('\n');
        }
        BlockKind::List(list) => list.items.iter().for_each(|item| push_blocks(&item.blocks, out)),
        BlockKind::Quote(blocks) | BlockKind::Footnote(_, blocks) => push_blocks(blocks, out),
        BlockKind::Code(text) => {
            out.push_str(text);
            out.push('\n');
        }
        BlockKind::Table(table) => {
            for row in std::iter::once(&table.head).chain(&table.rows) {
                for cell in row {
                    push_inlines(cell, out);
                    out.push('\t');
                }
                out.push('\n');
            }
        }
        BlockKind::Rule => {}
    }
}

fn push_inlines(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::Strong(inner)
            | InlineKind::Emphasis(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Link(_, inner) => push_inlines(inner, out),
            InlineKind::Break => out.push('\n'),
            InlineKind::Image(_) | InlineKind::FootnoteRef(_) => {}
        }
    }
}

/// Calls `visit` for every inline below these blocks, outer before inner, in reading order.
pub fn each_inline<'a>(blocks: &'a [Block], visit: &mut dyn FnMut(&'a Inline)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(inlines) | BlockKind::Heading(_, inlines) => inlines_below(inlines, visit),
            BlockKind::List(list) => list.items.iter().for_each(|item| each_inline(&item.blocks, visit)),
            BlockKind::Quote(blocks) | BlockKind::Footnote(_, blocks) => each_inline(blocks, visit),
            BlockKind::Table(table) => {
                let rows = std::iter::once(&table.head).chain(&table.rows);
                rows.flatten().for_each(|cell| inlines_below(cell, visit));
            }
            BlockKind::Code(_) | BlockKind::Rule => {}
        }
    }
}

fn inlines_below<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(&'a Inline)) {
    for inline in inlines {
        visit(inline);
        if let InlineKind::Strong(inner)
        | InlineKind::Emphasis(inner)
        | InlineKind::Strike(inner)
        | InlineKind::Link(_, inner) = &inline.kind
        {
            inlines_below(inner, visit);
        }
    }
}
