//! An item's text → mark-up that is HTML and XHTML at once, for the site and for the EPUB.
//!
//! In: a `Document` and the frame into which it is set. Out: well-formed mark-up that holds every character of the
//! text once and in order; only the footnotes move, to the end of the text. No character of the text becomes mark-up.
//! Refuses to know: Markdown, templates, where the page is (the frame resolves pictures).

mod block;
mod inline;
mod link;
mod notes;
#[cfg(test)]
pub(in crate::render) mod tests;

use self::notes::Notes;
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

/// The text as mark-up.
pub fn markup(document: &Document, frame: &Frame<'_>) -> String {
    let notes = Notes::of(&document.blocks);
    let mut writer = Writer { frame, notes, outline: Vec::new(), tables: 0, written: Vec::new(), out: String::new() };
    writer.text(&document.blocks);
    writer.notes();
    writer.out
}

/// The mark-up so far and what has been counted on the way.
struct Writer<'a> {
    frame: &'a Frame<'a>,
    notes: Notes<'a>,
    /// The levels, as the author chose them, of the headings above the current place.
    outline: Vec<u8>,
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
        self.raw(&format!("<{name}>"));
        inner(self);
        self.raw(&format!("</{name}>"));
    }
}
