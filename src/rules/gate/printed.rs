//! Everything of a brief that is printed, piece by piece, with the way back to its places.
//!
//! In: a brief and its passages. Out: pieces. The header's 电话, 联络员 and 审签人 are none: they are never printed.
//! Refuses to know: what is looked for.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::document::each_inline;
use crate::model::{Brief, Document, Inline, InlineKind, Passage, Prose, Role, Span, Spanned};

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A title, heading, paragraph, item, footnote, or a description of a picture.
    Prose,
    /// A cell of a table.
    Cell,
    /// Code.
    Code,
    /// A field of the header, or the source line at the end.
    Field,
    /// The address of a link.
    Link,
}

/// A run of printed text.
pub(super) struct Piece<'a> {
    pub text: Cow<'a, str>,
    pub kind: Kind,
    /// Its role in the document, where it is a passage.
    pub role: Option<Role>,
    /// The link, where it is the address of one.
    pub link: Option<&'a Inline>,
    place: Place<'a>,
}

enum Place<'a> {
    Passage(&'a Passage),
    /// Written as a whole at this place.
    Whole(Span),
}

impl Piece<'_> {
    /// Where a range of the piece was written.
    pub fn span(&self, range: Range<usize>) -> Span {
        match &self.place {
            Place::Passage(passage) => passage.span(range.start, range.end),
            // Written without quotes or escapes, a value stands there character for character.
            Place::Whole(span) if span.end - span.start == self.text.len() => {
                Span::new(span.start + range.start, span.start + range.end)
            }
            Place::Whole(span) => *span,
        }
    }
}

/// The pieces, in the order of the text, links last.
pub(super) fn pieces<'a>(brief: &'a Brief, prose: &'a Prose) -> Vec<Piece<'a>> {
    let passages = prose.passages.iter().map(|passage| Piece {
        text: Cow::Borrowed(&passage.text),
        kind: kind(passage.role),
        role: Some(passage.role),
        link: None,
        place: Place::Passage(passage),
    });
    let fields = fields(brief).map(|field| Piece {
        place: Place::Whole(field.span),
        text: field.value,
        kind: Kind::Field,
        role: None,
        link: None,
    });
    let mut pieces: Vec<Piece<'a>> = passages.chain(fields).collect();
    each_inline(&brief.body.blocks, &mut |inline| {
        if let InlineKind::Link(address, _) = &inline.kind {
            pieces.push(Piece {
                text: Cow::Borrowed(address),
                kind: Kind::Link,
                role: None,
                link: Some(inline),
                place: Place::Whole(inline.span),
            });
        }
    });
    pieces
}

fn kind(role: Role) -> Kind {
    match role {
        Role::Cell => Kind::Cell,
        Role::Code => Kind::Code,
        _ => Kind::Prose,
    }
}

/// The fields that are printed beside the title, and the source line.
pub(super) fn fields(brief: &Brief) -> impl Iterator<Item = Spanned<Cow<'_, str>>> {
    let fields = brief.units.iter().chain(&brief.kind).chain(&brief.group).chain(&brief.tags);
    let source = brief.attribution.iter().map(|source| (source.written.as_str(), source.span));
    let all = fields.map(|field| (field.value.as_str(), field.span)).chain(source);
    all.map(|(value, span)| Spanned::new(Cow::Borrowed(value), span))
}

/// All text of a body that is printed: words, code, descriptions of pictures, addresses. Pieces end with a line feed.
pub(super) fn body_text(body: &Document) -> String {
    let mut text = body.text();
    each_inline(&body.blocks, &mut |inline| match &inline.kind {
        InlineKind::Link(address, _) if !address.starts_with("http") => push(&mut text, address),
        InlineKind::Image(image) => push(&mut text, &image.alt),
        _ => {}
    });
    text
}

fn push(text: &mut String, piece: &str) {
    text.push('\n');
    text.push_str(piece);
}
