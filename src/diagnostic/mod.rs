//! What we tell people about their texts.
//!
//! In: spans in a text and a message from the catalog. Out: findings with file, line and column, drawn for a
//! terminal. Refuses to know: why a rule found something, where findings are printed, errors of our own work.

pub mod catalog;
pub mod draw;
mod finding;
mod source;

pub use finding::{Checked, Code, Finding, Findings, Message, Severity, tally};
pub use source::{Place, Source};
