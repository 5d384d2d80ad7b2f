//! Builds the tree of a document from beginnings and ends.
//!
//! In: blocks that begin and end, in reading order. Out: a document. Refuses to know: the Markdown parser, findings.
//!
//! The stack of open blocks is a vector and never deeper than `DEEPEST`, so that ten thousand `>` in a line overflow
//! nothing, neither here nor in whoever walks the tree. What is nested deeper goes into the innermost block that is
//! still open.

use super::inlines::Inlines;
use crate::model::document::{Alignment, List, ListItem, Table};
use crate::model::{Block, BlockKind, Document, Inline, Span};

/// How many quotations, lists and footnotes may stand in one another.
pub(super) const DEEPEST: usize = 24;

/// What holds other blocks.
#[derive(Debug)]
pub(super) enum Holder {
    /// A quotation.
    Quote,
    /// A list: its first number and its items.
    List(List),
    /// An item of a list, and its box.
    Item(Option<bool>),
    /// A footnote with its label.
    Footnote(String),
    /// A table, and the row that is being read.
    Table(Table, Vec<Vec<Inline>>),
}

/// What holds no other blocks.
#[derive(Debug)]
pub(super) enum Leaf {
    /// A paragraph; text that stands in an item without being called one makes one too.
    Paragraph,
    /// A heading and its level.
    Heading(u8),
    /// A cell of a table.
    Cell,
    /// Preformatted text, and whether only its indentation says so.
    Code(String, bool),
}

/// A document as far as it is read.
#[derive(Debug, Default)]
pub(super) struct Tree {
    done: Vec<Block>,
    open: Vec<(Holder, Span, Vec<Block>)>,
    leaf: Option<(Leaf, Span, Inlines)>,
    depth: usize,
    /// Ends that will come for blocks which were nested too deep.
    skipped: usize,
}

impl Tree {
    /// Something that holds blocks begins; false when it is too deep to be kept.
    pub(super) fn begin(&mut self, holder: Holder, span: Span) -> bool {
        self.end_leaf();
        let deeper = usize::from(matches!(holder, Holder::Quote | Holder::List(_) | Holder::Footnote(_)));
        let kept = match holder {
            Holder::Table(..) => true,
            _ => self.skipped == 0 && self.depth + deeper <= DEEPEST,
        };
        if kept {
            self.depth += deeper;
            self.open.push((holder, span, Vec::new()));
        } else {
            self.skipped += 1;
        }
        kept
    }

    /// The innermost of them ends.
    pub(super) fn end(&mut self) {
        self.end_leaf();
        let in_table = matches!(self.open.last(), Some((Holder::Table(..), ..)));
        if self.skipped > 0 && !in_table {
            self.skipped -= 1;
        } else if let Some((holder, span, blocks)) = self.open.pop() {
            self.close(holder, span, blocks);
        }
    }

    /// A paragraph, heading, cell or code begins.
    pub(super) fn begin_leaf(&mut self, leaf: Leaf, span: Span) {
        self.end_leaf();
        self.leaf = Some((leaf, span, Inlines::default()));
    }

    /// It ends.
    pub(super) fn end_leaf(&mut self) {
        let Some((leaf, span, inlines)) = self.leaf.take() else { return };
        let inlines = inlines.finish();
        match leaf {
            Leaf::Cell => self.cell(inlines),
            Leaf::Code(text, true) if text.chars().any(super::characters::is_cjk) => self.indented(&text, span),
            Leaf::Code(text, _) => self.push(BlockKind::Code(text.trim_end_matches('\n').to_owned()), span),
            // A paragraph of which nothing is left, such as an image's definition, is none.
            _ if inlines.is_empty() => {}
            Leaf::Paragraph => self.push(BlockKind::Paragraph(inlines), span),
            Leaf::Heading(level) => self.push(BlockKind::Heading(level, inlines), span),
        }
    }

    /// A block without a beginning and an end.
    pub(super) fn rule(&mut self, span: Span) {
        self.end_leaf();
        self.push(BlockKind::Rule, span);
    }

    /// The box of a task.
    pub(super) fn task(&mut self, done: bool) {
        if let (0, Some((Holder::Item(task), ..))) = (self.skipped, self.open.last_mut()) {
            *task = Some(done);
        }
    }

    /// A row of a table ends.
    pub(super) fn end_row(&mut self, head: bool) {
        let Some((Holder::Table(table, row), ..)) = self.open.last_mut() else { return };
        let mut cells = std::mem::take(row);
        cells.resize_with(table.columns.len(), Vec::new);
        if head {
            table.head = cells;
        } else {
            table.rows.push(cells);
        }
    }

    /// Code, if some is open.
    pub(super) fn code(&mut self) -> Option<&mut String> {
        match &mut self.leaf {
            Some((Leaf::Code(text, _), ..)) => Some(text),
            _ => None,
        }
    }

    /// The inlines of the open leaf, or of a paragraph that begins here.
    pub(super) fn inlines(&mut self, span: Span) -> &mut Inlines {
        let (_, place, inlines) = self.leaf.get_or_insert_with(|| (Leaf::Paragraph, span, Inlines::default()));
        place.end = place.end.max(span.end);
        inlines
    }

    /// A line begins with full-width blanks or a number (一、): that is how a paragraph begins for people who leave no
    /// empty line.
    pub(super) fn indented_line(&mut self, span: Span) {
        let new =
            |(leaf, _, inlines): &(Leaf, Span, Inlines)| matches!(leaf, Leaf::Paragraph) && inlines.at_line_start();
        if let Some(before) = self.leaf.take_if(|leaf| new(leaf)) {
            let (leaf, place, inlines) = before;
            self.leaf = Some((leaf, Span::new(place.start, span.start), inlines));
            self.begin_leaf(Leaf::Paragraph, Span::new(span.start, place.end));
        }
    }

    /// The whole document.
    pub(super) fn finish(mut self) -> Document {
        self.end_leaf();
        while let Some((holder, span, blocks)) = self.open.pop() {
            self.close(holder, span, blocks);
        }
        Document { blocks: self.done }
    }

    fn close(&mut self, holder: Holder, span: Span, blocks: Vec<Block>) {
        self.depth -= usize::from(matches!(holder, Holder::Quote | Holder::List(_) | Holder::Footnote(_)));
        match holder {
            Holder::Quote => self.push(BlockKind::Quote(blocks), span),
            Holder::List(list) => self.push(BlockKind::List(list), span),
            Holder::Footnote(label) => self.push(BlockKind::Footnote(label, blocks), span),
            Holder::Table(table, _) => self.push(BlockKind::Table(table), span),
            Holder::Item(task) => {
                if let Some((Holder::List(list), ..)) = self.open.last_mut() {
                    list.items.push(ListItem { task, blocks });
                }
            }
        }
    }

    fn push(&mut self, kind: BlockKind, span: Span) {
        let blocks = self.open.last_mut().map_or(&mut self.done, |(_, _, blocks)| blocks);
        blocks.push(Block { kind, span });
    }

    fn cell(&mut self, inlines: Vec<Inline>) {
        if let Some((Holder::Table(_, row), ..)) = self.open.last_mut() {
            row.push(inlines);
        }
    }

    /// Chinese that is indented by blanks is prose to Chinese eyes, a source line set to the right for one, never code.
    fn indented(&mut self, text: &str, span: Span) {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let mut inlines = Inlines::default();
            inlines.text(line.trim(), span);
            self.push(BlockKind::Paragraph(inlines.finish()), span);
        }
    }
}

/// A table with these columns and nothing in it yet.
pub(super) fn table(columns: Vec<Alignment>) -> Holder {
    Holder::Table(Table { columns, ..Table::default() }, Vec::new())
}
