//! There is a text, and its length is what is usual for its kind (settings).

use super::Case;
use crate::diagnostic::{Findings, catalog::text};

pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    if case.brief.body.is_empty() {
        return findings.whole(text::text_empty());
    }
    let Some(kind) = case.settings.kind(case.kind()) else { return };
    let count = case.brief.characters();
    if count < kind.min_characters {
        findings.whole(text::text_short(&kind.name, count, kind.min_characters));
    } else if count > kind.max_characters {
        findings.whole(text::text_long(&kind.name, count, kind.max_characters));
    }
}
