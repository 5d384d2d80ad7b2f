//! Findings about punctuation.

use super::codes;

codes! {}
