//! What a text says against itself: counts, sums, names, order; what got lost on the way, and what was never filled in.
//!
//! In: a `Case`. Out: findings. A warning is given only where hardly any text could mean what is written; what may be
//! meant is a hint (docs/decisions/0011-sense.md). Refuses to know: files, the register.

mod amounts;
mod contents;
mod counts;
mod growth;
mod levels;
mod losses;
mod names;
mod own;
mod percents;
mod placeholders;
mod points;
mod runs;
mod shares;
mod stops;
mod sums;
#[cfg(test)]
mod testing;
mod whole;

use super::{Case, Rule};
use crate::diagnostic::Findings;
use crate::model::Role;

/// The rules of this group.
pub(super) const RULES: &[Rule] = &[numbering, sums::check, wording, contents::check];

/// What looks at single places of the wording, headings and cells and all: they are looked for once.
fn wording(case: &Case<'_>, findings: &mut Findings<'_>) {
    let whole = whole::Whole::of(case.prose, |_| true);
    let stops = stops::Stops::of(&whole.text);
    names::check(case, &whole, &stops, findings);
    placeholders::check(&whole, &stops, findings);
    losses::check(&whole, &stops, findings);
    own::check(case, &whole, &stops, findings);
    let sentences = percents::sentences(&whole, &stops);
    shares::check(&sentences, findings);
    growth::check(&sentences, findings);
}

/// What looks at numbered points: they are looked for once.
fn numbering(case: &Case<'_>, findings: &mut Findings<'_>) {
    let whole = whole::Whole::of(case.prose, |role| !matches!(role, Role::Title | Role::Cell));
    let runs = runs::Runs::of(&whole);
    points::check(&whole, &runs, findings);
    levels::check(case, &whole, &runs, findings);
    counts::check(&whole, &runs, findings);
}
