//! An item's text → mark-up that is HTML and XHTML at once, for the site and for the EPUB.
//!
//! In: a `Document` and the frame into which it is set. Out: well-formed mark-up that holds every character of the
//! text once and in order; only the footnotes move, to the end of the text. No character of the text becomes mark-up.
//! Numbered points and headings get anchors, and the outline lists them.
//! Refuses to know: Markdown, templates, where the page is (the frame resolves pictures).

mod block;
mod flat;
mod inline;
mod link;
mod notes;
mod points;
#[cfg(test)]
mod points_tests;
#[cfg(test)]
pub(in crate::render) mod tests;

use self::notes::Notes;
use self::points::Points;
use super::view::OutlineLine;
use crate::model::Document;

/// What surrounds a text on its page.
pub struct Frame<'a> {
    /// Begins every id, so that several texts can stand on one page.
    pub prefix: &'a str,
    /// The item's title: names its tables and notes for those who do not see them.
    pub title: &'a str,
    /// The level that the text's highest headings get.
    pub heading: u8,
    /// The source with its brackets, printed at the end of the last paragraph exactly as given; empty: none.
    pub attribution: &'a str,
    /// Where the file of a picture is, as seen from the page, given what the text calls it.
    pub picture: &'a dyn Fn(&str) -> Option<String>,
    /// Whether the page is part of an EPUB, which has a vocabulary of its own for notes.
    pub epub: bool,
}

/// A text, set.
pub struct Set {
    /// The mark-up.
    pub markup: String,
    /// Its headings and numbered points in reading order, each with the anchor that it has in the mark-up.
    pub outline: Vec<OutlineLine>,
}

/// Bytes that most texts take.
const ROOM: usize = 4 << 10;

/// The text as mark-up, with its outline.
pub fn set(document: &Document, frame: &Frame<'_>) -> Set {
    let notes = Notes::of(&document.blocks);
    let points = Points::of(&document.blocks, frame.prefix);
    let (above, written, out) = (Vec::new(), Vec::new(), String::with_capacity(ROOM));
    let mut writer = Writer { frame, notes, points, above, tables: 0, written, out };
    writer.text(&document.blocks);
    writer.notes();
    Set { markup: writer.out, outline: writer.points.outline }
}

/// The mark-up so far and what has been counted on the way.
struct Writer<'a> {
    frame: &'a Frame<'a>,
    notes: Notes<'a>,
    points: Points,
    /// The levels, as the author chose them, of the headings above the current place.
    above: Vec<u8>,
    tables: usize,
    /// How many references to each note have been written.
    written: Vec<usize>,
    out: String,
}

impl Writer<'_> {
    /// Appends mark-up of our own.
    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Appends text of others.
    fn escaped(&mut self, text: &str) {
        super::escape::push_escaped(text, &mut self.out);
    }

    /// Appends `<name>`, what `inner` writes, `</name>`.
    fn element(&mut self, name: &str, inner: impl FnOnce(&mut Self)) {
        self.all(["<", name, ">"]);
        inner(self);
        self.all(["</", name, ">"]);
    }

    /// Appends pieces of mark-up.
    fn all<const PIECES: usize>(&mut self, pieces: [&str; PIECES]) {
        pieces.into_iter().for_each(|piece| self.raw(piece));
    }
}
