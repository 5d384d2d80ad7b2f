//! A Word document as far as a brief needs it: paragraphs, tables, notes, pictures.
//!
//! In: what `body` reads. Out: plain values that `form`, `customary` and `write` work on.
//! Refuses to know: XML, Markdown.

use std::rc::Rc;

use super::numbering::{Mark, Number};
use super::remarks::Remarks;

/// A document.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
    /// Footnotes and endnotes, in the order in which the text refers to them.
    pub notes: Vec<Vec<Block>>,
    /// Pictures with the names given to them.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// What the person who wrote it should be told.
    pub remarks: Remarks,
}

/// A paragraph or a table.
#[derive(Debug)]
pub(super) enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// What a paragraph is by its style.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// Text.
    #[default]
    Body,
    /// The title.
    Title,
    /// The line below the title.
    Subtitle,
    /// A heading; its level from 1.
    Heading(u8),
}

/// Where a paragraph stands on the line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Side {
    /// As texts do.
    #[default]
    Usual,
    /// In the middle.
    Middle,
    /// To the right.
    Right,
}

/// A paragraph.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// What it is.
    pub role: Role,
    /// Where it stands.
    pub side: Side,
    /// The largest size of its characters, in half-points.
    pub size: u32,
    /// The automatic number before it.
    pub number: Option<Number>,
    /// What it holds.
    pub pieces: Vec<Piece>,
    /// Counted from 1 among the paragraphs of the page that are not empty; 0 elsewhere.
    pub order: usize,
    /// Whether the next paragraph was joined to it: its mark is deleted, not its text.
    pub open: bool,
}

/// How characters look, as far as it is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Ink {
    /// Bold.
    pub bold: bool,
    /// Struck out.
    pub struck: bool,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Characters, their look, the address that they lead to.
    Text(String, Ink, Option<Rc<str>>),
    /// A line break.
    Break,
    /// A picture: its name and what it shows.
    Picture(String, String),
    /// A reference to a note, by its place among the notes.
    Note(usize),
}

/// A table; every row has as many cells as it has, merged ones stand once and then as empty ones.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// Counted from 1 among the tables of the page; 0 elsewhere.
    pub order: usize,
}

/// A cell of a table.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// What it holds.
    pub blocks: Vec<Block>,
    /// Whether it only goes on with the cell above it or before it.
    pub merged: bool,
}

impl Paragraph {
    /// Its text: a break is a line feed, pictures and notes are nothing.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(part, ..) => text.push_str(part),
                Piece::Break => text.push('\n'),
                Piece::Picture(..) | Piece::Note(_) => {}
            }
        }
        text
    }

    /// Whether there is nothing in it that is shown.
    pub fn is_empty(&self) -> bool {
        let blank = |piece: &Piece| match piece {
            Piece::Text(text, ..) => text.trim().is_empty(),
            Piece::Break => true,
            Piece::Picture(..) | Piece::Note(_) => false,
        };
        self.pieces.iter().all(blank)
    }

    /// Whether there is nothing but text in it.
    pub fn is_plain(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece, Piece::Text(..) | Piece::Break))
    }

    /// Adds characters, to the piece before where that looks the same.
    pub fn push(&mut self, text: &str, ink: Ink, link: Option<Rc<str>>) {
        match self.pieces.last_mut() {
            Some(Piece::Text(before, same, to)) if *same == ink && *to == link => before.push_str(text),
            _ if text.is_empty() => {}
            _ => self.pieces.push(Piece::Text(text.to_owned(), ink, link)),
        }
    }

    /// Its automatic number as printed before it, where it is not one of a Markdown list.
    pub fn printed_number(&self) -> Option<String> {
        match &self.number.as_ref()?.mark {
            Mark::Printed(text) => Some(text.clone()),
            Mark::Plain(count) => Some(format!("{count}.")),
            Mark::Bullet => None,
        }
    }
}

impl Cell {
    /// The text of the cell, its paragraphs with a blank between them.
    pub fn text(&self) -> String {
        let mut parts = Vec::new();
        collect(&self.blocks, &mut parts);
        parts.join(" ")
    }
}

fn collect(blocks: &[Block], parts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let text = paragraph.text();
                parts.extend((!text.trim().is_empty()).then(|| text.trim().replace('\n', " ")));
            }
            Block::Table(table) => table.rows.iter().flatten().for_each(|cell| collect(&cell.blocks, parts)),
        }
    }
}

impl Block {
    /// Whether there is nothing in it that is shown.
    pub fn is_empty(&self) -> bool {
        match self {
            Block::Paragraph(paragraph) => paragraph.is_empty(),
            Block::Table(table) => table.rows.iter().flatten().all(|cell| cell.blocks.iter().all(Block::is_empty)),
        }
    }
}

impl Page {
    /// Cells that only go on with another, and tables in cells.
    pub fn lost_cells(&self) -> usize {
        let tables = self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        });
        let nested = |cell: &&Cell| cell.merged || cell.blocks.iter().any(|block| matches!(block, Block::Table(_)));
        tables.flat_map(|table| table.rows.iter().flatten()).filter(nested).count()
    }

    /// Counts the paragraphs and tables as a person counts them who looks at the page.
    pub fn count(&mut self) {
        let (mut paragraphs, mut tables) = (0, 0);
        for block in &mut self.blocks {
            match block {
                Block::Paragraph(paragraph) if !paragraph.is_empty() => {
                    paragraphs += 1;
                    paragraph.order = paragraphs;
                }
                Block::Paragraph(_) => {}
                Block::Table(table) => {
                    tables += 1;
                    table.order = tables;
                }
            }
        }
    }
}
