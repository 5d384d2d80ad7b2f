//! Findings about what was put right in a text.

use super::codes;

codes! {}
