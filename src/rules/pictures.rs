//! What looks like a picture and was not read as one: a file name with blanks needs `<…>` around it (CommonMark 0.31, 6.4).

use super::Case;
use crate::diagnostic::{Findings, catalog::text};
use crate::model::document::each_inline;
use crate::model::{Document, InlineKind};

/// The rule.
pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    unread(&case.brief.body, findings);
}

/// Tells every `![…](…)` that has stayed text.
pub fn unread(document: &Document, findings: &mut Findings<'_>) {
    each_inline(&document.blocks, &mut |inline| {
        if let InlineKind::Text(written) = &inline.kind
            && let Some(name) = picture_in(written)
        {
            findings.at(inline.span, text::image_unread(name));
        }
    });
}

fn picture_in(written: &str) -> Option<&str> {
    // A single character is found in a text much sooner than two are, and nearly no text holds this one.
    if !written.contains('[') {
        return None;
    }
    let (_, rest) = written.split_once("![")?;
    let (_, rest) = rest.split_once("](")?;
    rest.split_once(')').map(|(name, _)| name.trim()).filter(|name| !name.is_empty())
}
