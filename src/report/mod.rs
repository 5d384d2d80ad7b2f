//! Reports for the office and the units: what was computed and found, as tables, lists, JSON and internal pages.
//!
//! In: values of other rooms. Out: texts without a line feed at their end, serde structs, pages for `reports/`.
//! Refuses to know: the terminal, files, the clock; nothing here prints.

pub mod build;
pub mod changes;
pub mod check;
mod internal;
mod lately;
pub mod manual;
pub mod quota;
pub mod table;
mod told;

pub use internal::{Overview, pages};
pub use lately::Lately;
pub use table::{Align, Table};
pub use told::{Told, compiled, sealed};
