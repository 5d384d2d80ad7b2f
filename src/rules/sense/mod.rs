//! What a text says against itself: counts, sums, names, order.
//!
//! In: a `Case`. Out: findings. Refuses to know: files, the register.

use super::Rule;

/// The rules of this group.
pub(super) const RULES: &[Rule] = &[];
