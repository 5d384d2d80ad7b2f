//! Exit codes: one place, one meaning each. See the README.

use crate::error::ErrorKind;

/// Exit code of a run that was interrupted, as shells count it.
pub const INTERRUPTED: i32 = 130;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, nothing to say.
    Done = 0,
    /// The tool could not do its work.
    Failed = 1,
    /// Wrong usage or wrong settings.
    Usage = 2,
    /// Briefs need correction.
    Findings = 10,
    /// Duties are unmet (`quota --strict`).
    Short = 11,
    /// `verify` found a difference.
    Different = 12,
    /// A defect of the tool.
    Defect = 70,
}

impl From<ErrorKind> for Exit {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Work => Exit::Failed,
            ErrorKind::Usage => Exit::Usage,
            ErrorKind::Defect => Exit::Defect,
        }
    }
}
