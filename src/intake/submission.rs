//! One file of `submissions/`, read and decoded.
//!
//! In: a found file. Out: its text as a `Source`, its digest, and findings about its bytes.
//! Refuses to know: what the text says.

use std::path::Path;

use chrono::{DateTime, FixedOffset, Timelike, Utc};

use super::decode::decode;
use super::walk::Found;
use crate::diagnostic::catalog::file;
use crate::diagnostic::{Finding, Findings, Message, Source};
use crate::model::{Digest, Span};

/// Bytes that one text may have; the longest year-end summary has a hundredth of that.
const LIMIT: u64 = 8 << 20;

/// A file, read.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The name of the unit's folder; empty for a file outside any office.
    pub folder: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Their digest.
    pub digest: Digest,
    /// When the file was last written.
    pub modified: Option<DateTime<FixedOffset>>,
    /// The decoded text under its path.
    pub source: Source,
    /// Whether every byte was understood.
    pub whole: bool,
    /// What is to be said about the bytes.
    pub findings: Vec<Finding>,
}

impl Submission {
    /// Reads a found file; the error says why it could not be read at all.
    pub fn read(found: &Found) -> Result<Self, Message> {
        if found.size > LIMIT {
            return Err(file::file_too_large(found.size, LIMIT));
        }
        let bytes = std::fs::read(&found.file).map_err(|cause| file::file_unreadable(&cause.to_string()))?;
        let china = FixedOffset::east_opt(8 * 3600).expect("eight hours are a valid offset");
        let modified = found.modified.map(|time| DateTime::<Utc>::from(time).with_timezone(&china));
        let modified = modified.and_then(|time| time.with_nanosecond(0));
        Ok(Submission::of_bytes(&found.path, &found.folder, bytes, modified))
    }

    /// A submission from bytes that are already in memory.
    pub fn of_bytes(path: &str, folder: &str, bytes: Vec<u8>, modified: Option<DateTime<FixedOffset>>) -> Self {
        let decoded = decode(&bytes);
        let source = Source::new(path, decoded.text);
        let mut findings = Findings::about(&source);
        decoded.messages.into_iter().for_each(|message| findings.whole(message));
        let clean = tell_control_characters(&source, &mut findings);
        let findings = findings.sorted();
        let whole = decoded.whole && clean;
        Submission { folder: folder.to_owned(), digest: Digest::of(&bytes), bytes, modified, whole, source, findings }
    }

    /// A file outside any office, for `check`.
    pub fn read_alone(path: &Path) -> std::io::Result<Self> {
        let shown = path.to_string_lossy().replace('\\', "/");
        Ok(Submission::of_bytes(&shown, "", std::fs::read(path)?, None))
    }
}

fn tell_control_characters(source: &Source, findings: &mut Findings<'_>) -> bool {
    let unwanted =
        |c: char| (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')) || is_noncharacter(c);
    let mut found = source.text.char_indices().filter(|(_, c)| unwanted(*c));
    let Some((at, first)) = found.next() else { return true };
    let count = 1 + found.count();
    findings.at(Span::new(at, at + first.len_utf8()), file::control_character(u32::from(first), count));
    false
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}')
}
