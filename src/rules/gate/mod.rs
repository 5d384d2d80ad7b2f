//! What must not be let out: secrecy marks, personal numbers and addresses, words of the office's own list.
//!
//! In: a `Case`. Out: findings, and edits that mask what may be printed in part. Everything of a brief that is printed
//! is looked at, and nothing of its header that is not. Refuses to know: files, the register, who has waived what.

mod cards;
mod digits;
mod identity;
mod leaders;
mod mails;
mod marks;
mod numbers;
mod phones;
mod plates;
mod printed;
mod wordings;

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::NaiveDate;

use self::printed::{Kind, Piece};
use super::{Case, Rule};
use crate::config::Gate;
use crate::diagnostic::{Code, Findings, Message, Source};
use crate::model::document::inline_text;
use crate::model::{Brief, Edit, Edits, InlineKind, Prose, Role, Span};
use crate::parse;

/// The rules of this group: one, since all of them look at the same pieces in one pass.
pub(super) const RULES: &[Rule] = &[check];

/// The reason of edits that mask.
pub const MASKED: &str = "遮盖";

/// Something in a text that must not be let out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where.
    pub range: Range<usize>,
    /// What is to be said.
    pub message: Message,
    /// What may stand there instead, where a part of it may be printed.
    pub mask: Option<String>,
}

/// Where a text stands, as far as it matters to the gate.
#[derive(Debug, Clone, Copy)]
struct Look<'a> {
    text: &'a str,
    kind: Kind,
    gate: &'a Gate,
    /// The day for which leaders' posts are asked.
    day: NaiveDate,
}

fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let gate = &case.settings.gate;
    let day = case.brief.date.as_ref().map_or(case.today, |date| date.value);
    let mut told: BTreeSet<String> = BTreeSet::new();
    for piece in printed::pieces(case.brief, case.prose) {
        for hit in hits(&piece, gate, day) {
            let written = &piece.text[hit.range.clone()];
            // An address behind words that are the same address is told once.
            if piece.kind != Kind::Link || !told.contains(written) {
                findings.at(piece.span(hit.range.clone()), hit.message);
            }
            told.insert(written.to_owned());
        }
    }
}

fn hits(piece: &Piece<'_>, gate: &Gate, day: NaiveDate) -> Vec<Hit> {
    found(&Look { text: &piece.text, kind: piece.kind, gate, day })
}

/// What stands in a line that is printed and is no part of a brief.
pub fn in_line(text: &str, gate: &Gate, day: NaiveDate) -> Vec<Hit> {
    found(&Look { text, kind: Kind::Prose, gate, day })
}

fn found(look: &Look<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let traits = digits::Traits::of(look.text);
    if look.kind == Kind::Link {
        // Of an address only what calls somebody: numbers in the path of a page are nobody's.
        mails::find(look, &mut hits);
        if look.text.starts_with("tel:") || look.text.starts_with("sms:") {
            numbers::find(look, &mut hits);
        }
        return hits;
    }
    marks::find(look, &mut hits);
    if traits.number {
        numbers::find(look, &mut hits);
    }
    if traits.at_sign {
        mails::find(look, &mut hits);
    }
    if traits.capital {
        plates::find(look, &mut hits);
    }
    if look.gate.stands_in(look.text) {
        wordings::find(look, &mut hits);
        leaders::find(look, &mut hits);
    }
    hits.sort_by_key(|hit| (hit.range.start, hit.range.end));
    hits
}

/// Whether there may be anything for the gate in a text: quick, for thousands of texts in which there is nothing.
pub fn may_be_in(brief: &Brief, gate: &Gate) -> bool {
    let stirs = |text: &str| {
        let traits = digits::Traits::of(text);
        traits.number || traits.at_sign || traits.capital || marks::may_be_in(text) || gate.stands_in(text)
    };
    let fields = printed::fields(brief).any(|field| stirs(&field.value));
    let title = brief.title.as_ref().is_some_and(|title| stirs(&title.value));
    fields || title || stirs(&printed::body_text(&brief.body))
}

/// Masks what the gate finds in a text, where `wanted` says so of its code. `brief` was read from `source`.
pub fn masks(source: &Source, brief: &Brief, gate: &Gate, wanted: &dyn Fn(&'static Code) -> bool) -> Edits {
    let prose = Prose::of(brief.title.as_ref(), &brief.body, &source.text);
    let body = parse::body_span(source).start;
    let day = brief.date.as_ref().map_or(NaiveDate::MAX, |date| date.value);
    let mut edits = Vec::new();
    for piece in printed::pieces(brief, &prose) {
        let wanted = hits(&piece, gate, day).into_iter().filter(|hit| wanted(hit.message.code));
        let masks: Vec<(Range<usize>, String)> =
            wanted.filter_map(|hit| hit.mask.map(|mask| (hit.range, mask))).collect();
        if masks.is_empty() {
            continue;
        }
        if let Some(link) = piece.link {
            edits.push(without_link(link, gate, day));
            continue;
        }
        for (range, mask) in masks {
            let span = placed(source, &piece, range);
            let markdown = span.start >= body && piece.role != Some(Role::Code);
            let put = if markdown { in_markdown(&mask) } else { mask };
            edits.push(Edit { span, put, reason: MASKED });
        }
    }
    Edits::new(edits)
}

/// Where a range of a piece stands; within a value that is written in quotation marks it is looked for.
fn placed(source: &Source, piece: &printed::Piece<'_>, range: Range<usize>) -> Span {
    let span = piece.span(range.clone());
    let (written, wanted) = (source.text.get(span.start..span.end).unwrap_or_default(), &piece.text[range]);
    match written.find(wanted) {
        Some(at) if piece.kind == Kind::Field => Span::new(span.start + at, span.start + at + wanted.len()),
        _ => span,
    }
}

/// A link to an address that is masked leads nowhere: its words stay, masked too.
fn without_link(link: &crate::model::Inline, gate: &Gate, day: NaiveDate) -> Edit {
    let words = match &link.kind {
        InlineKind::Link(_, inner) => inline_text(inner),
        _ => String::new(),
    };
    let masked = Edits::new(
        in_line(&words, gate, day)
            .into_iter()
            .filter_map(|hit| Some(Edit { span: hit.range.into(), put: hit.mask?, reason: MASKED }))
            .collect(),
    );
    Edit { span: link.span, put: in_markdown(&masked.applied(&words)), reason: MASKED }
}

/// Between two digits asterisks are read as they stand (`parse::emphasis`); elsewhere two rows of them in a paragraph
/// would be taken for emphasis.
fn in_markdown(mask: &str) -> String {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let rows = mask.match_indices('*').filter(|(at, _)| !mask[..*at].ends_with('*'));
    let mut plain =
        rows.map(|(at, _)| (mask[..at].chars().next_back(), mask[at..].trim_start_matches('*').chars().next()));
    if plain.all(|(before, after)| digit(before) && digit(after)) { mask.to_owned() } else { mask.replace('*', "\\*") }
}

#[cfg(test)]
mod tests;
