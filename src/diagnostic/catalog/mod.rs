//! Every kind of finding: its code, its weight and its words. Rules decide when to say something; what is said,
//! stands here.
//!
//! In: the particulars of a case. Out: a `Message`. Refuses to know: rules, files, places.

pub mod file;
pub mod header;
pub mod office;
pub mod text;
pub mod word;

use super::finding::{Code, Finding, Message, Severity};

/// All codes, in the order of the manual: files, Word documents, header, text, office.
pub fn all() -> impl Iterator<Item = &'static Code> {
    file::CODES.iter().chain(word::CODES).chain(header::CODES).chain(text::CODES).chain(office::CODES).copied()
}

/// The code of that name.
pub fn by_name(name: &str) -> Option<&'static Code> {
    all().find(|code| code.name == name)
}

/// Whether a text with this finding must not be printed: errors, and secrecy, which is no fault of the text.
pub fn forbids_publishing(finding: &Finding) -> bool {
    finding.severity == Severity::Error || finding.code == &office::SECRET
}

fn say(code: &'static Code, text: impl Into<String>, help: impl Into<String>) -> Message {
    Message { code, text: text.into(), help: help.into() }
}

/// Declares the codes of one group: constants and the list of them.
macro_rules! codes {
    ($($(#[$doc:meta])* $constant:ident = $name:literal, $severity:ident $(, $fixed:ident)?, $title:literal;)*) => {
        $($(#[$doc])* pub static $constant: $crate::diagnostic::Code = $crate::diagnostic::Code {
            name: $name,
            severity: $crate::diagnostic::Severity::$severity,
            fixed: codes!(@fixed $($fixed)?),
            title: $title,
        };)*
        /// The codes of this group.
        pub static CODES: &[&$crate::diagnostic::Code] = &[$(&$constant),*];
    };
    (@fixed fixed) => { true };
    (@fixed) => { false };
}
use codes;
