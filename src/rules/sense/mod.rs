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
mod placeholders;
mod points;
mod runs;
mod shares;
mod sums;
#[cfg(test)]
mod testing;
mod whole;

use super::{Case, Rule};
use crate::diagnostic::Findings;
use crate::model::Role;

/// The rules of this group.
pub(super) const RULES: &[Rule] = &[
    numbering,
    sums::check,
    shares::check,
    growth::check,
    names::check,
    placeholders::check,
    losses::check,
    contents::check,
    own::check,
];

/// What looks at numbered points: they are looked for once.
fn numbering(case: &Case<'_>, findings: &mut Findings<'_>) {
    let whole = whole::Whole::of(case.prose, |role| !matches!(role, Role::Title | Role::Cell));
    let runs = runs::Runs::of(&whole);
    points::check(&whole, &runs, findings);
    levels::check(case, &whole, &runs, findings);
    counts::check(&whole, &runs, findings);
}
