//! Blocks: paragraphs, headings, lists, tables and what else stands for itself.
//!
//! In: blocks. Out: their mark-up, appended to the writer. Refuses to know: what is inside a line.

use super::Writer;
use crate::model::document::{Alignment, Image, List, ListItem, Table, inline_text};
use crate::model::{Block, BlockKind, Inline, InlineKind};

impl<'a> Writer<'a> {
    /// A whole text: its blocks, with the attribution where a bulletin has it.
    pub(super) fn text(&mut self, blocks: &'a [Block]) {
        let last = blocks.iter().rposition(|block| !matches!(block.kind, BlockKind::Footnote(..)));
        let mut attribution = self.frame.attribution;
        for (position, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(inlines) if Some(position) == last && self.figure_of(inlines).is_none() => {
                    self.paragraph(inlines, attribution);
                    attribution = "";
                }
                _ => self.block(block),
            }
        }
        if !attribution.is_empty() {
            // A text that ends in a table or a list has no last paragraph to put it into.
            self.paragraph(&[], attribution);
        }
    }

    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Paragraph(inlines) => self.paragraph_or_figure(inlines),
            BlockKind::Heading(level, inlines) => self.heading(*level, inlines),
            BlockKind::List(list) => self.list(list),
            BlockKind::Quote(blocks) => {
                self.raw("<blockquote>\n");
                self.blocks(blocks);
                self.raw("</blockquote>\n");
            }
            BlockKind::Code(text) => {
                // The code element keeps parsers from dropping a line feed at the very start.
                self.raw("<pre><code>");
                self.escaped(text);
                self.raw("</code></pre>\n");
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Rule => self.raw("<hr/>\n"),
            // Notes stand at the end of the text, whoever wrote them where.
            BlockKind::Footnote(..) => {}
        }
    }

    // ---- paragraphs and headings -----------------------------------------

    fn paragraph_or_figure(&mut self, inlines: &'a [Inline]) {
        let Some(image) = self.figure_of(inlines) else { return self.paragraph(inlines, "") };
        self.raw("<figure>");
        self.image(image);
        self.raw("</figure>\n");
    }

    /// The picture of a paragraph that holds a picture and nothing else.
    fn figure_of(&self, inlines: &'a [Inline]) -> Option<&'a Image> {
        let blank = |inline: &&Inline| matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty());
        let mut printed = inlines.iter().filter(|inline| !blank(inline));
        match (printed.next().map(|inline| &inline.kind), printed.next()) {
            (Some(InlineKind::Image(image)), None) => (self.frame.picture)(&image.source).map(|_| image),
            _ => None,
        }
    }

    fn paragraph(&mut self, inlines: &'a [Inline], attribution: &str) {
        match self.points.marks(inlines).iter().find(|mark| mark.whole).cloned() {
            _ if inlines.is_empty() => self.raw("<p class=\"closing\">"),
            Some(mark) => self.opened("p", &mark),
            None => self.raw("<p>"),
        }
        self.words(inlines);
        if !attribution.is_empty() {
            self.raw("<span class=\"source\">");
            self.escaped(attribution);
            self.raw("</span>");
        }
        self.raw("</p>\n");
    }

    /// A heading one level below the nearest heading that the author set higher: authors skip levels, pages must not.
    fn heading(&mut self, level: u8, inlines: &'a [Inline]) {
        if inline_text(inlines).trim().is_empty() {
            // A heading without words would be a hole in the outline.
            if !inlines.is_empty() {
                self.paragraph_or_figure(inlines);
            }
            return;
        }
        while self.above.last().is_some_and(|&above| above >= level) {
            self.above.pop();
        }
        let depth = u8::try_from(self.above.len()).unwrap_or(u8::MAX);
        self.above.push(level);
        let name = format!("h{}", self.frame.heading.saturating_add(depth).min(6));
        match self.points.marks(inlines).first().cloned() {
            Some(mark) => self.opened(&name, &mark),
            None => self.all(["<", &name, ">"]),
        }
        self.inlines(inlines);
        self.all(["</", &name, ">\n"]);
    }

    // ---- lists -----------------------------------------------------------

    fn list(&mut self, list: &'a List) {
        match list.start {
            None => self.raw("<ul>\n"),
            Some(1) => self.raw("<ol>\n"),
            Some(start) => self.raw(&format!("<ol start=\"{}\">\n", start.min(999_999_999))),
        }
        list.items.iter().for_each(|item| self.list_item(item));
        self.raw(if list.start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn list_item(&mut self, item: &'a ListItem) {
        // A task's box takes the place of the bullet.
        self.raw(if item.task.is_some() { "<li class=\"task\">" } else { "<li>" });
        if let Some(done) = item.task {
            self.raw(if done { "<span class=\"box\">☑ </span>" } else { "<span class=\"box\">☐ </span>" });
        }
        match item.blocks.split_first() {
            // Short points read as lines and not as paragraphs.
            Some((Block { kind: BlockKind::Paragraph(inlines), .. }, rest))
                if rest.iter().all(|block| matches!(block.kind, BlockKind::List(_))) =>
            {
                self.words(inlines);
                self.blocks(rest);
            }
            _ => self.blocks(&item.blocks),
        }
        self.raw("</li>\n");
    }

    // ---- tables ----------------------------------------------------------

    /// A table in a region of its own, which can be moved sideways with the keyboard when it is wider than the page.
    fn table(&mut self, table: &'a Table) {
        self.tables += 1;
        self.raw("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        self.escaped(&format!("表{}：{}", self.tables, self.frame.title));
        self.raw("\"><table>\n<thead>");
        self.row(&table.head, &table.columns, true);
        self.raw("</thead>\n");
        if !table.rows.is_empty() {
            self.raw("<tbody>\n");
            table.rows.iter().for_each(|row| self.row(row, &table.columns, false));
            self.raw("</tbody>\n");
        }
        self.raw("</table></div>\n");
    }

    fn row(&mut self, cells: &'a [Vec<Inline>], columns: &[Alignment], head: bool) {
        self.raw("<tr>");
        for (cell, column) in cells.iter().zip(columns.iter().chain(std::iter::repeat(&Alignment::None))) {
            self.cell(cell, *column, head);
        }
        self.raw("</tr>\n");
    }

    fn cell(&mut self, cell: &'a [Inline], column: Alignment, head: bool) {
        // An empty cell heads nothing.
        let name = if head && !inline_text(cell).trim().is_empty() { "th" } else { "td" };
        let class = match column {
            Alignment::None => "",
            Alignment::Left => " class=\"left\"",
            Alignment::Center => " class=\"center\"",
            Alignment::Right => " class=\"right\"",
        };
        let scope = if name == "th" { " scope=\"col\"" } else { "" };
        self.all(["<", name, scope, class, ">"]);
        self.inlines(cell);
        self.all(["</", name, ">"]);
    }
}
