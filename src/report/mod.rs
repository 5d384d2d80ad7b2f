//! Reports for the office and the units: what was computed, as tables, lists and JSON.
//!
//! In: values of other rooms. Out: texts, without a line feed at their end. Refuses to know: the terminal, files, the
//! clock; nothing here prints.

pub mod quota;
pub mod table;

pub use table::{Align, Table};
