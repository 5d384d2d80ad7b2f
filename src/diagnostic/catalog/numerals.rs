//! Findings about numbers and dates.

use super::codes;

codes! {}
