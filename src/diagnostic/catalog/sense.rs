//! Findings about what a text says against itself.

use super::codes;

codes! {}
