//! What is put right in a text as a whole: paragraphs that are one, lines of a web page, brackets of the source line.
//!
//! In: a text, the brief read from it, its paragraphs as they are when mended. Out: edits. Refuses to know: wording.

use super::furniture;
use super::joins;
use super::strip::{HALF_WIDTH, Strip};
use super::width::is_unseen;
use crate::model::{BlockKind, Brief, Edit, Passage, Role, Span};

/// The reason of what makes one paragraph of two.
pub(super) const JOINED: &str = "断行";

/// Joins paragraphs that stand one behind the other in the body itself.
pub(super) fn joins(text: &str, brief: &Brief, strips: &[(&Passage, Strip<'_>)], edits: &mut Vec<Edit>) {
    // Paragraphs of the body come in the order of the passages, each with its own place.
    let mut paragraphs = strips.iter().filter(|(passage, _)| passage.role == Role::Paragraph).peekable();
    let mut last: Option<(&Strip<'_>, Span)> = None;
    for block in &brief.body.blocks {
        let within = |passage: &Passage| {
            let start = passage.place(0);
            (block.span.start..block.span.end.max(block.span.start + 1)).contains(&start)
        };
        let mut here = None;
        while let Some((passage, strip)) = paragraphs.next_if(|(passage, _)| passage.place(0) < block.span.end) {
            here = within(passage).then(|| (strip, passage.span(0, passage.text.len())));
        }
        here = here.filter(|_| matches!(block.kind, BlockKind::Paragraph(_)));
        if let (Some(first), Some(second)) = (last, here) {
            edits.extend(joins::join(text, first, second));
        }
        last = here;
    }
}

/// Takes out lines that came along from a web page, unless nothing else is there.
pub(super) fn furniture(text: &str, brief: &Brief, edits: &mut Vec<Edit>) {
    let lines = lines(text, brief);
    let words = |line: &Span| &text[line.start..line.end];
    let mut found = furniture::at_head(lines.iter().map(words));
    let foot = furniture::at_foot(lines.iter().rev().map(words));
    found.extend(lines.len() - foot..lines.len());
    found.sort_unstable();
    found.dedup();
    if found.len() < lines.len() {
        edits.extend(found.into_iter().map(|at| removal(text, lines[at])));
    }
}

/// The lines of the paragraphs of the body at its head and its foot. A list or a table at either end ends the page's
/// own lines, too.
fn lines(text: &str, brief: &Brief) -> Vec<Span> {
    let mut found = Vec::new();
    for block in &brief.body.blocks {
        match block.kind {
            BlockKind::Paragraph(_) => lines_of(text, block.span, &mut found),
            // An empty line is neither a headline nor a line of the page.
            _ => found.push(Span::new(block.span.start, block.span.start)),
        }
    }
    found
}

fn lines_of(text: &str, span: Span, found: &mut Vec<Span>) {
    let mut start = span.start;
    for line in text.get(span.start..span.end).unwrap_or_default().split_inclusive('\n') {
        let shown = Span::new(start, start + line.trim_end().len());
        let seen = line.chars().any(|c| !c.is_whitespace() && !is_unseen(c));
        if seen && found.last().is_none_or(|last: &Span| last.end <= shown.start) {
            found.push(shown);
        }
        start += line.len();
    }
}

/// The line with its end, from its first character.
fn removal(text: &str, line: Span) -> Edit {
    let start = text[..line.start].rfind('\n').map_or(0, |at| at + 1);
    let start = if text[start..line.start].chars().all(char::is_whitespace) { start } else { line.start };
    let rest = &text[line.end..];
    let end = line.end + rest.find('\n').filter(|at| rest[..*at].trim().is_empty()).map_or(0, |at| at + 1);
    Edit { span: Span::new(start, end), put: String::new(), reason: "网页附带文字" }
}

/// The brackets around the names at the foot.
pub(super) fn attribution(text: &str, brief: &Brief, edits: &mut Vec<Edit>) {
    let Some(attribution) = &brief.attribution else { return };
    let span = attribution.span;
    let escaped = text[..span.start].ends_with('\\') || attribution.written.ends_with("\\)");
    if escaped || text.get(span.start..span.end) != Some(attribution.written.as_str()) {
        return;
    }
    let edit =
        |start: usize, put: &str| Edit { span: Span::new(start, start + 1), put: put.into(), reason: HALF_WIDTH };
    if attribution.written.starts_with('(') {
        edits.push(edit(span.start, "（"));
    }
    if attribution.written.ends_with(')') {
        edits.push(edit(span.end - 1, "）"));
    }
}
