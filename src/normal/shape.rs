//! Whether edits leave a text's structure as it is.
//!
//! In: a text, a brief read from it, edits. Out: which edits stand where Markdown or YAML might take notice, and whether
//! it did. Refuses to know: what the edits are for.

use super::Proper;
use super::strip::Strip;
use crate::diagnostic::Source;
use crate::model::document::{Block, BlockKind, Inline, InlineKind};
use crate::model::writing::{is_blank, is_han_number, is_mark};
use crate::model::{Brief, Edits, Passage, Prose, Role};

/// Whether an edit at these bytes of the text could be more than a change of wording: beside mark-up, at the begin of a
/// line (where a list, a heading or `一、` begins), in a value of the header.
pub(super) fn is_risky(text: &str, role: Role, start: usize, end: usize) -> bool {
    let signs = |c: char| "*_~`[]()<>!\\|#&^=+$".contains(c) || ('\u{e000}'..'\u{f900}').contains(&c);
    let (before, behind) = (&text[..start], &text[end..]);
    // Blanks at the end of a line mean something; a mark there is a mark.
    let mark = |c: char| c.is_ascii_punctuation() || is_mark(c);
    let ends = |c: char| matches!(c, '\n' | '\r');
    let next = behind.chars().next();
    role == Role::Title
        || before.chars().next_back().is_none_or(signs)
        || next.is_some_and(signs)
        || next.is_none_or(ends) && !text[start..end].chars().all(mark)
        || begins(before)
}

/// Whether nothing stands on the line so far but what lists, tables and numbered points begin with. A long row of
/// such signs is worth a second look in any case.
fn begins(before: &str) -> bool {
    let plain = |c: char| c.is_alphabetic() && !is_han_number(c) && c != '第';
    !before.chars().rev().take(24).take_while(|c| *c != '\n').any(plain)
}

/// The text with its edits, if it is read as the same blocks and inlines, and its passages as `strips` are; and whether
/// nothing was found in reading it.
pub(super) fn holding(
    source: &Source,
    brief: &Brief,
    edits: &Edits,
    strips: &[(&Passage, Strip<'_>)],
) -> Option<(Proper, bool)> {
    let (after, plain) = Proper::alone(source, edits);
    let prose = Prose::of(after.brief.title.as_ref(), &after.brief.body, &after.source.text);
    let mut passages = prose.wording();
    let holds = strips.iter().all(|(passage, strip)| {
        passages.next().is_some_and(|next| next.role == passage.role && same(&next.text, &strip.text()))
    }) && passages.next().is_none()
        && blocks(&brief.body.blocks, &after.brief.body.blocks)
        && brief.attribution.is_some() == after.brief.attribution.is_some();
    holds.then_some((after, plain))
}

/// Whether two texts are the same but for blanks: two lines of Latin are joined with one, and Chinese without.
fn same(this: &str, that: &str) -> bool {
    let shown = |c: &char| !is_blank(*c);
    this == that || this.chars().filter(shown).eq(that.chars().filter(shown))
}

/// Whether the blocks are of the same kinds, down to their inlines.
pub(super) fn blocks(these: &[Block], those: &[Block]) -> bool {
    these.len() == those.len() && these.iter().zip(those).all(|(this, that)| block(&this.kind, &that.kind))
}

fn block(this: &BlockKind, that: &BlockKind) -> bool {
    use BlockKind as Is;
    match (this, that) {
        (Is::Paragraph(a), Is::Paragraph(b)) => inlines(a, b),
        (Is::Heading(a, these), Is::Heading(b, those)) => a == b && inlines(these, those),
        (Is::List(a), Is::List(b)) => {
            a.start == b.start
                && a.items.len() == b.items.len()
                && a.items.iter().zip(&b.items).all(|(a, b)| a.task == b.task && blocks(&a.blocks, &b.blocks))
        }
        (Is::Quote(a), Is::Quote(b)) => blocks(a, b),
        (Is::Footnote(name, a), Is::Footnote(other, b)) => name == other && blocks(a, b),
        (Is::Table(a), Is::Table(b)) => {
            let (mut these, mut those) = (a.rows.iter().flatten(), b.rows.iter().flatten());
            a.columns == b.columns
                && a.rows.len() == b.rows.len()
                && a.head.iter().zip(&b.head).all(|(a, b)| inlines(a, b))
                && these.by_ref().zip(those.by_ref()).all(|(a, b)| inlines(a, b))
        }
        (Is::Code(a), Is::Code(b)) => a == b,
        (Is::Rule, Is::Rule) => true,
        _ => false,
    }
}

fn inlines(these: &[Inline], those: &[Inline]) -> bool {
    these.len() == those.len() && these.iter().zip(those).all(|(this, that)| inline(&this.kind, &that.kind))
}

fn inline(this: &InlineKind, that: &InlineKind) -> bool {
    use InlineKind as Is;
    match (this, that) {
        (Is::Text(_), Is::Text(_)) | (Is::Break, Is::Break) => true,
        (Is::Strong(a), Is::Strong(b)) | (Is::Emphasis(a), Is::Emphasis(b)) | (Is::Strike(a), Is::Strike(b)) => {
            inlines(a, b)
        }
        (Is::Link(to, a), Is::Link(other, b)) => to == other && inlines(a, b),
        (Is::Code(a), Is::Code(b)) | (Is::FootnoteRef(a), Is::FootnoteRef(b)) => a == b,
        (Is::Image(a), Is::Image(b)) => a == b,
        _ => false,
    }
}
