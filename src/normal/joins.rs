//! Joins two paragraphs that are one: the second goes on in the middle of what the first began.
//!
//! In: paragraphs with their wording as it is when mended. Out: edits of what parts them. Refuses to know: everything
//! that is only likely; of that a rule tells.
//!
//! Certain are a paragraph that begins with a mark with which no line begins (GB/T 15834-2011, 5.1.1), and one that ends
//! with a mark with which no line ends (5.1.3).

use super::strip::Strip;
use super::width::shown;
use crate::model::writing::{closes, is_han, is_point, opens};
use crate::model::{Edit, Span};

/// The edit that joins two paragraphs of `text`, one behind the other, if they are one.
pub(super) fn join(text: &str, first: (&Strip<'_>, Span), second: (&Strip<'_>, Span)) -> Option<Edit> {
    let gap = Span::new(first.1.end, second.1.start);
    let parts = text.get(gap.start..gap.end)?;
    let blank = parts.contains('\n') && shown(parts).chars().all(char::is_whitespace);
    let (last, next) = (first.0.last()?, second.0.first()?);
    let goes_on = is_point(next) || closes(next);
    let one = (is_han(last) || closes(last)) && goes_on || opens(last) && (is_han(next) || opens(next));
    let whole = balanced(first.0, opens(last)) && balanced(second.0, goes_on);
    (blank && one && whole && text.is_char_boundary(gap.end)).then(|| Edit {
        span: gap,
        put: String::new(),
        reason: super::whole::JOINED,
    })
}

/// Whether marks of half width, which are mended in pairs, have no partner beyond the join; and the curled ones only
/// where the join itself is one.
fn balanced(strip: &Strip<'_>, joined_by_a_mark: bool) -> bool {
    let half = strip.from(0).filter(|c| matches!(c, '"' | '＂' | '(' | ')')).count();
    half == 0 || !joined_by_a_mark && half.is_multiple_of(2)
}
