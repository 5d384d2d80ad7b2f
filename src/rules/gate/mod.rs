//! What must not be let out.
//!
//! In: a `Case`. Out: findings. Refuses to know: files, the register.

use super::Rule;

/// The rules of this group.
pub(super) const RULES: &[Rule] = &[];
