//! Finds the header of a brief and reads its lines into fields.
//!
//! In: a text. Out: fields in their order, each with its places; where the header stands and where the body begins;
//! findings about what is no header. Refuses to know: what a key or a value means (only, where the closing line is
//! missing, whether a key is known at all).
//!
//! It reads a subset of YAML (values: see `value`), by a reader of its own, for three reasons: an archive has
//! 50,000 headers, people want to know the very place of a slip, and most slips should cost nothing. Beyond YAML it
//! takes full-width colons and blanks, blanks before a key, `-` without a blank, fences of any dashes. Whatever is no
//! field, item, comment or blank line is told once for each run of such lines and does not stop the reading.

use super::characters::is_blank;
use super::fields;
use super::lines::{Lines, field, is_end, is_fence, item, slice, trimmed};
use super::notes::Notes;
use super::value::{self, Value};
use crate::diagnostic::catalog::header::{header_line, header_missing, header_unclosed};
use crate::model::{Span, Spanned};

/// More fields than any header has; what follows is told as lines that cannot be read.
const MOST_FIELDS: usize = 500;

/// A header as it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The fields in their order, those nobody knows too.
    pub fields: Vec<Field>,
    /// From the opening to the closing line; empty when there is no header.
    pub span: Span,
    /// All that follows.
    pub body: Span,
}

/// One field as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// The key.
    pub key: Spanned<String>,
    /// What stands behind the colon or in the lines below.
    pub value: Value,
}

/// Reads the header at the beginning of the text.
pub(super) fn read(text: &str, notes: &mut Notes<'_, '_>) -> Header {
    let Some(found) = find(text) else { return missing(text, notes) };
    let reader = Reader { text, lines: Lines::of(text, found.inside), fields: Vec::new(), unread: None, notes };
    let Some(fields) = reader.read() else { return missing(text, notes) };
    if !found.closed {
        let last = fields.last().map_or(found.whole, |field| field.key.span);
        notes.at(last, header_unclosed());
    }
    Header { fields, span: found.whole, body: Span::new(found.body, text.len()) }
}

/// No header: everything is body.
fn missing(text: &str, notes: &mut Notes<'_, '_>) -> Header {
    notes.at(Span::default(), header_missing());
    Header { fields: Vec::new(), span: Span::default(), body: Span::new(0, text.len()) }
}

/// Where a header stands.
struct Found {
    whole: Span,
    /// The lines between the fences.
    inside: Span,
    body: usize,
    closed: bool,
}

/// Finds the fences. A header whose closing line is missing ends after the last line with a known field.
fn find(text: &str) -> Option<Found> {
    let mut lines = Lines::of(text, Span::new(0, text.len()));
    let opening = lines.find(|line| !slice(text, *line).chars().all(is_blank))?;
    if !is_fence(slice(text, opening)) {
        return None;
    }
    let first = lines.at;
    let closing = lines.find(|line| is_fence(slice(text, *line)) || is_end(slice(text, *line)));
    let found = |inside, end, body, closed| Found { whole: Span::new(opening.start, end), inside, body, closed };
    if let Some(closing) = closing {
        return Some(found(Span::new(first, closing.start), closing.end, lines.at, true));
    }
    let end = end_of_known_fields(text, first)?;
    Some(found(Span::new(first, end), end, end, false))
}

/// The end of the last known field that follows `first` with nothing but fields, items, comments and blank lines
/// before it; so nothing of the body is taken for header, even where it begins with words and a colon.
fn end_of_known_fields(text: &str, first: usize) -> Option<usize> {
    let mut lines = Lines::of(text, Span::new(first, text.len()));
    let (mut end, mut known, mut takes_items) = (None, false, false);
    while let Some(line) = lines.next() {
        let content = trimmed(text, line);
        let written = slice(text, content);
        if let Some((key, value)) = field(text, content) {
            takes_items = value::read(text, value, &mut lines).0 == Value::Empty;
            known = fields::is_known(slice(text, key));
        } else if written.is_empty() || written.starts_with('#') {
            (known, takes_items) = (false, false);
        } else if !takes_items || item(text, content).is_none() {
            break;
        }
        if known {
            end = Some(lines.at);
        }
    }
    end
}

/// Reads line by line.
struct Reader<'a, 'r, 'n, 'f> {
    text: &'a str,
    lines: Lines<'a>,
    fields: Vec<Field>,
    /// The run of lines that are nothing, so far.
    unread: Option<Span>,
    notes: &'r mut Notes<'n, 'f>,
}

impl Reader<'_, '_, '_, '_> {
    /// All fields; `None` when there are lines and none of them is a field: then it was no header.
    fn read(mut self) -> Option<Vec<Field>> {
        while let Some(line) = self.lines.next() {
            self.line(line);
        }
        let prose = self.fields.is_empty() && self.unread.is_some();
        if !prose {
            self.tell_unread();
        }
        (!prose).then_some(self.fields)
    }

    fn line(&mut self, line: Span) {
        let content = trimmed(self.text, line);
        let written = slice(self.text, content);
        if written.is_empty() || written.starts_with('#') {
            return;
        }
        if let Some(item) = item(self.text, content) {
            self.item(line, content, item);
        } else if let Some((key, value)) = field(self.text, content).filter(|_| self.fields.len() < MOST_FIELDS) {
            self.field(key, value);
        } else {
            self.unread(content);
        }
    }

    fn field(&mut self, key: Span, value: Span) {
        self.tell_unread();
        let (value, fault) = value::read(self.text, value, &mut self.lines);
        if let Some(fault) = fault {
            self.notes.at(key, fault);
        }
        self.fields.push(Field { key: Spanned::new(slice(self.text, key).to_owned(), key), value });
    }

    /// An item belongs to the field above, when that has no other value. A tab before it is an error in YAML: other
    /// programs would refuse the file, so it is told, and the item taken all the same.
    fn item(&mut self, line: Span, content: Span, item: Span) {
        let list = self.fields.last_mut().and_then(|field| field.value.open_list(self.text, content));
        let Some((items, span)) = list else { return self.unread(content) };
        span.end = content.end;
        let (value, fault) = value::scalar(self.text, item);
        if item.start < item.end {
            items.push(value);
        }
        if let Some(fault) = fault {
            self.notes.at(item, fault);
        }
        match self.text[line.start..content.start].contains('\t') {
            true => self.unread(content),
            false => self.tell_unread(),
        }
    }

    fn unread(&mut self, content: Span) {
        let start = self.unread.map_or(content.start, |run| run.start);
        self.unread = Some(Span::new(start, content.end));
    }

    fn tell_unread(&mut self) {
        if let Some(run) = self.unread.take() {
            self.notes.at(run, header_line());
        }
    }
}
