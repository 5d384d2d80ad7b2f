//! Text → brief, as far as it can be read. Reading never fails: what cannot be read is a finding, and stays where
//! it stood.
//!
//! In: a decoded text. Out: a `Brief`, findings. Refuses to know: files, units, kinds, the clock, whether anything is
//! missing (that is for `rules`).
//!
//! The order of reading:
//! 1. `header` finds the lines between the fences and reads them into fields (`lines`, `value`, `quotes`);
//! 2. `fields` gives the fields their meaning (`dates`);
//! 3. `markdown` reads what follows into a tree (`emphasis`, `inlines`, `tree`, `addresses`);
//! 4. the title leaves the body, if it stands there;
//! 5. `attribution` takes the source line from the end.

mod addresses;
mod alone;
mod attribution;
mod characters;
mod dates;
mod emphasis;
mod fields;
mod header;
mod inlines;
mod lines;
mod markdown;
mod notes;
mod quotes;
mod tree;
mod value;

pub use self::alone::{HeaderText, header_alone};
pub use self::characters::is_numbered;
pub use self::dates::{find_day, is_day};
use self::notes::Notes;
use crate::diagnostic::{Findings, Source};
use crate::model::document::inline_text;
use crate::model::{BlockKind, Brief, Inline, Span, Spanned};

/// Reads one brief. Never fails, never panics; what cannot be read is a finding.
pub fn brief(source: &Source, findings: &mut Findings<'_>) -> Brief {
    let mut notes = Notes::on(findings);
    let header = header::read(&source.text, &mut notes);
    let mut brief = fields::brief(&header, &source.text, &mut notes);
    brief.header_damaged = notes.errors();
    brief.body = markdown::read(source, header.body, &mut notes);
    take_title(&mut brief);
    brief.attribution = attribution::take(&mut brief.body, &brief.units, &source.text);
    brief
}

/// Reads the header of a brief and nothing else: for those who need its fields of thousands.
pub fn header(source: &Source) -> Brief {
    let mut findings = Findings::about(source);
    let mut notes = Notes::on(&mut findings);
    let header = header::read(&source.text, &mut notes);
    fields::brief(&header, &source.text, &mut notes)
}

/// Reads a body that stands at `range` of the text.
#[cfg(test)]
fn document(source: &Source, range: Span, findings: &mut Findings<'_>) -> crate::model::Document {
    markdown::read(source, range, &mut Notes::on(findings))
}

/// Where the body of a brief begins and ends: everything after its header.
pub fn body_span(source: &Source) -> Span {
    let mut findings = Findings::about(source);
    header::read(&source.text, &mut Notes::on(&mut findings)).body
}

/// A level-1 heading at the very start is the title where the header gives none, and is not printed twice where the
/// header gives the same.
fn take_title(brief: &mut Brief) {
    let Some(BlockKind::Heading(1, inlines)) = brief.body.blocks.first().map(|block| &block.kind) else { return };
    let heading = Spanned::new(inline_text(inlines).trim().to_owned(), place_of(inlines));
    let same = |title: &Spanned<String>| characters::folded(&title.value) == characters::folded(&heading.value);
    if !heading.value.is_empty() && brief.title.as_ref().is_none_or(same) {
        brief.title.get_or_insert(heading);
        brief.body.blocks.remove(0);
    }
}

fn place_of(inlines: &[Inline]) -> Span {
    let start = inlines.first().map_or(0, |inline| inline.span.start);
    Span::new(start, inlines.last().map_or(start, |inline| inline.span.end))
}

#[cfg(test)]
mod tests;
