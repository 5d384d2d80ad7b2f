//! Every kind of finding: its code, its weight and its words. Rules decide when to say something; what is said,
//! stands here.
//!
//! In: the particulars of a case. Out: a `Message`. Refuses to know: rules, files, places.

pub mod file;
pub mod gate;
pub mod header;
pub mod normal;
pub mod numerals;
pub mod office;
pub mod punctuation;
pub mod sense;
pub mod text;
pub mod word;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::finding::{Code, Finding, Message, Severity};

/// The groups of codes, in the order of the manual: files, Word documents, header, text, wording, what must not be let out,
/// office.
const GROUPS: [&[&Code]; 10] = [
    file::CODES,
    word::CODES,
    header::CODES,
    text::CODES,
    normal::CODES,
    punctuation::CODES,
    numerals::CODES,
    sense::CODES,
    gate::CODES,
    office::CODES,
];

/// All codes, in the order of the manual.
pub fn all() -> impl Iterator<Item = &'static Code> {
    GROUPS.into_iter().flatten().copied()
}

/// The code of that name.
pub fn by_name(name: &str) -> Option<&'static Code> {
    static NAMES: LazyLock<HashMap<&str, &Code>> = LazyLock::new(|| all().map(|code| (code.name, code)).collect());
    NAMES.get(name).copied()
}

/// Whether a text with this finding must not be printed: errors, and secrecy, which is no fault of the text.
pub fn forbids_publishing(finding: &Finding) -> bool {
    finding.severity == Severity::Error || finding.code == &office::SECRET
}

/// Whether nobody can let such a finding stand: 密级, since the author has said what the text is, and texts of which
/// there is not enough to print. (A mark within a text may be a story about marks.)
pub fn is_final(code: &Code) -> bool {
    [&office::SECRET, &text::TEXT_EMPTY, &header::TITLE_MISSING].contains(&code)
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
