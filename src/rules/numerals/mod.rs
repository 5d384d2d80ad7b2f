//! Numbers and dates as GB/T 15835-2011 has them.
//!
//! In: a `Case`. Out: findings. Refuses to know: files, the register.

use super::Rule;

/// The rules of this group.
pub(super) const RULES: &[Rule] = &[];
