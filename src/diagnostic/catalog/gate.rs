//! Findings about what must not be let out.

use super::codes;

codes! {}
