//! Footnotes: numbered in the order in which the text refers to them, printed at its end, with ways back.
//!
//! In: the blocks of a text. Out: numbers for labels, and the mark-up of references and notes. A note that nobody
//! refers to is printed after the others: its words are not ours to drop. Refuses to know: other items' notes.

use std::collections::{BTreeMap, VecDeque};
use std::slice;

use super::Writer;
use crate::model::document::each_inline;
use crate::model::{Block, BlockKind, InlineKind};

/// The notes of one text.
pub(super) struct Notes<'a> {
    /// The notes in printing order, with the number of references to each.
    printed: Vec<(&'a [Block], usize)>,
    /// Where in `printed` the note of a label is.
    by_label: BTreeMap<&'a str, usize>,
}

impl<'a> Notes<'a> {
    /// Finds the notes and numbers them.
    pub fn of(blocks: &'a [Block]) -> Self {
        let mut found = Found::default();
        found.gather(blocks);
        let mut notes = Notes { printed: Vec::new(), by_label: BTreeMap::new() };
        loop {
            while let Some(label) = found.labels.pop_front() {
                notes.refer(label, &mut found);
            }
            // A note that is not referred to, or whose label another note has taken, comes when all others are in.
            let Some(at) = found.notes.iter().position(Option::is_some) else { return notes };
            notes.print(at, 0, &mut found);
        }
    }

    fn refer(&mut self, label: &'a str, found: &mut Found<'a>) {
        if let Some(&at) = self.by_label.get(label) {
            self.printed[at].1 += 1;
        } else if let Some(at) = found.first.get(label).copied() {
            self.by_label.insert(label, self.printed.len());
            self.print(at, 1, found);
        }
    }

    fn print(&mut self, at: usize, references: usize, found: &mut Found<'a>) {
        if let Some((label, blocks)) = found.notes[at].take() {
            self.by_label.entry(label).or_insert(self.printed.len());
            self.printed.push((blocks, references));
            found.gather(blocks);
        }
    }
}

/// What has been found and not yet numbered.
#[derive(Default)]
struct Found<'a> {
    notes: Vec<Option<(&'a str, &'a [Block])>>,
    first: BTreeMap<&'a str, usize>,
    labels: VecDeque<&'a str>,
}

impl<'a> Found<'a> {
    fn gather(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Footnote(label, inner) => {
                    self.first.entry(label).or_insert(self.notes.len());
                    self.notes.push(Some((label, inner)));
                }
                BlockKind::Quote(inner) => self.gather(inner),
                BlockKind::List(list) => list.items.iter().for_each(|item| self.gather(&item.blocks)),
                _ => each_inline(slice::from_ref(block), &mut |inline| {
                    if let InlineKind::FootnoteRef(label) = &inline.kind {
                        self.labels.push_back(label);
                    }
                }),
            }
        }
    }
}

impl<'a> Writer<'a> {
    /// A reference to a note; a label without a note is printed as it is.
    pub(super) fn reference(&mut self, label: &str) {
        let Some(&at) = self.notes.by_label.get(label) else {
            self.raw("<sup class=\"noteref\">");
            self.escaped(&format!("[{label}]"));
            return self.raw("</sup>");
        };
        self.written.resize(self.notes.printed.len(), 0);
        self.written[at] += 1;
        let (note, here) = (self.note_id(at), self.reference_id(at, self.written[at]));
        let kind = if self.frame.epub { " epub:type=\"noteref\"" } else { "" };
        self.raw(&format!("<sup class=\"noteref\"><a id=\"{here}\" href=\"#{note}\" role=\"doc-noteref\"{kind}>"));
        self.raw(&format!("[{}]</a></sup>", at + 1));
    }

    /// All notes of the text.
    pub(super) fn notes(&mut self) {
        if self.notes.printed.is_empty() {
            return;
        }
        let kind = if self.frame.epub { " epub:type=\"endnotes\"" } else { "" };
        self.raw(&format!("<section class=\"notes\" role=\"doc-endnotes\"{kind} aria-label=\""));
        self.escaped(&format!("注释：{}", self.frame.title));
        self.raw("\">\n<ol>\n");
        (0..self.notes.printed.len()).for_each(|at| self.note(at));
        self.raw("</ol>\n</section>\n");
    }

    fn note(&mut self, at: usize) {
        let (blocks, references) = self.notes.printed[at];
        self.raw(&format!("<li id=\"{}\">", self.note_id(at)));
        match blocks {
            [Block { kind: BlockKind::Paragraph(inlines), .. }] => self.inlines(inlines),
            _ => self.blocks(blocks),
        }
        for reference in 1..=references {
            let back = self.reference_id(at, reference);
            let name =
                if references > 1 { format!("回到正文第{reference}处") } else { "回到正文".to_owned() };
            // U+FE0E asks for the arrow as a character: some systems would show a coloured picture.
            self.raw(&format!(
                "<a class=\"back\" href=\"#{back}\" role=\"doc-backlink\" aria-label=\"{name}\">↩\u{fe0e}</a>"
            ));
        }
        self.raw("</li>\n");
    }

    fn note_id(&self, at: usize) -> String {
        format!("{}fn{}", self.frame.prefix, at + 1)
    }

    fn reference_id(&self, at: usize, reference: usize) -> String {
        match reference {
            1 => format!("{}ref{}", self.frame.prefix, at + 1),
            _ => format!("{}ref{}-{reference}", self.frame.prefix, at + 1),
        }
    }
}
