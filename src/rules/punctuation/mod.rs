//! Marks as GB/T 15834-2011 has them.
//!
//! In: a text's lines. Out: findings. Refuses to know: files, the register, marks that are put right without asking.

mod blanks;
mod doubled;
mod ends;
mod etc;
mod levels;
mod nesting;
mod ordinals;
mod pairs;
mod pauses;
pub(super) mod ranges;
mod stops;
mod titles;

use super::line::{Line, LineRule};
use crate::diagnostic::Findings;
use crate::model::Role;

/// Rules about a passage by itself.
const LINES: [LineRule; 12] = [
    nesting::check,
    doubled::check,
    pauses::check,
    etc::check,
    ordinals::check,
    ends::check,
    ranges::check,
    stops::check,
    levels::semicolons,
    levels::colons,
    titles::check,
    blanks::check,
];

/// Judges the marks of a text, line by line.
pub(super) fn check(lines: &[Line<'_>], findings: &mut Findings<'_>) {
    let mut lines = lines.iter().peekable();
    while let Some(line) = lines.next() {
        let goes_on = lines.peek().is_some_and(|next| next.role() == Role::Paragraph && next.text.starts_with('“'));
        pairs::check(line, goes_on, findings);
        LINES.iter().for_each(|rule| rule(line, findings));
    }
}
