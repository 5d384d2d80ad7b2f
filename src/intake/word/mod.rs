//! A Word document → its transcript: Markdown of our own making with a header, and the pictures in it. From there on it
//! goes the way of every brief.
//!
//! In: the bytes of a .docx. Out: a `Transcript`, the same for the same bytes for ever, since drafts are held against
//! it. See docs/decisions/0009-word.md.
//! Refuses to know: files, the register of units, rules.
//!
//! The order of reading:
//! 1. `package` opens the container, `xml` its parts, `relations` tells which they are;
//! 2. `body` reads the main part into a `page` (`runs`, `rise`, `graphics`, `codes`, `symbols`, `hints`; `styles` and `numbering`
//!    with `numerals` know what the parts beside it say), `remarks` counts what is not taken over as it is;
//! 3. `form` and `customary` take the fields off the page (`labels`);
//! 4. `write` writes what is left (`inline`, `escape`), `header` puts the fields before it.

mod body;
mod codes;
mod customary;
mod escape;
mod form;
mod graphics;
mod header;
pub mod hints;
mod inline;
mod labels;
mod numbering;
mod numerals;
mod package;
mod page;
mod relations;
mod remarks;
mod rise;
mod runs;
mod styles;
mod symbols;
#[cfg(test)]
mod tests;
mod write;
mod xml;

use self::package::Package;
use self::page::{Block, Page, Piece};
use self::remarks::Remark;
use crate::diagnostic::Message;
use crate::parse::HeaderText;

/// A Word document as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// The header and the body.
    pub text: String,
    /// For every line of the text, where a person finds it in the document.
    pub spots: Vec<String>,
    /// The pictures that the text shows, by name.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// What is to be said about the document as a whole.
    pub messages: Vec<Message>,
}

/// Whether the bytes begin as a Word document of any age does.
pub fn looks_like_word(bytes: &[u8]) -> bool {
    package::looks_packed(bytes)
}

/// Reads a document; the error says why it cannot be read. The fields of `beside`, a header in a file of its own with
/// that file's name, win over what the document says.
pub fn transcript(bytes: &[u8], beside: Option<(&str, &HeaderText)>) -> Result<Transcript, Message> {
    let mut package = Package::open(bytes)?;
    let mut page = body::page(&mut package)?;
    take_hints(&mut page.blocks);
    page.count();
    let form = form::take(&mut page);
    let customary = customary::take(&mut page, &form);
    // Only of tables that stay on the page: a form is not printed.
    (0..page.lost_cells()).for_each(|_| page.remarks.add(Remark::Cell));
    let titled = form.iter().chain(&customary).any(|((name, _), _)| name == "标题");
    let mut lines = header::lines(form, customary, beside);
    lines.push(Default::default());
    lines.extend(write::body(&page, titled));
    let (text, spots): (Vec<String>, Vec<String>) = lines.into_iter().unzip();
    let Page { pictures, remarks, .. } = page;
    Ok(Transcript { text: text.join("\n") + "\n", spots, pictures, messages: remarks.told() })
}

/// Takes the hints of our template out of paragraphs, whether a control holds them or not.
fn take_hints(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                if hints::is_ours(&paragraph.text()) {
                    paragraph.pieces.clear();
                }
                for piece in &mut paragraph.pieces {
                    if let Piece::Text(text, ..) = piece {
                        *text = hints::without(text);
                    }
                }
            }
            Block::Table(table) => table.rows.iter_mut().flatten().for_each(|cell| take_hints(&mut cell.blocks)),
        }
    }
}
