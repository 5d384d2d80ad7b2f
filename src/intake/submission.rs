//! One file of `submissions/`, read and decoded.
//!
//! In: a found file, or the copy of one. Out: its text as a `Source` (of a Word document: its transcript), its digest,
//! and findings about its bytes. Refuses to know: what the text says.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, FixedOffset, Timelike, Utc};
use memchr::{memchr, memmem};

use super::beside::{self, HeaderFile};
use super::decode::decode;
use super::walk::{Found, is_word_name};
use super::word::{self, Transcript};
use crate::diagnostic::catalog::file;
use crate::diagnostic::{Finding, Findings, Message, Source};
use crate::model::{Digest, Span};

/// Bytes that one text may have; the longest year-end summary has a hundredth of that.
const LIMIT: u64 = 8 << 20;
/// Bytes that a Word document may have, with its pictures.
const WORD_LIMIT: u64 = 64 << 20;

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
    /// The pictures inside a Word document.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// Whether every byte was understood.
    pub whole: bool,
    /// Whether there is any text to judge: not of a document that cannot be opened.
    pub legible: bool,
    /// What is to be said about the bytes.
    pub findings: Vec<Finding>,
}

/// The bytes, and when these were written: since the file was found it may have been written once more.
fn read_with_time(found: &Found) -> io::Result<(Vec<u8>, Option<SystemTime>)> {
    let mut file = File::open(&found.file)?;
    let metadata = file.metadata()?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    file.read_to_end(&mut bytes)?;
    Ok((bytes, metadata.modified().ok()))
}

impl Submission {
    /// Reads a found file; the error says why it could not be read at all.
    pub fn read(found: &Found) -> Result<Self, Message> {
        let limit = if is_word_name(&found.path) { WORD_LIMIT } else { LIMIT };
        if found.size > limit {
            return Err(file::file_too_large(found.size, limit));
        }
        let (bytes, modified) = read_with_time(found).map_err(|cause| file::file_unreadable(&cause.to_string()))?;
        let china = FixedOffset::east_opt(8 * 3600).expect("eight hours are a valid offset");
        let modified = modified.map(|time| DateTime::<Utc>::from(time).with_timezone(&china));
        let modified = modified.and_then(|time| time.with_nanosecond(0));
        let submission = match is_word_name(&found.path) {
            true => Submission::of_word(&found.path, &found.folder, bytes, found.beside.header.as_ref()),
            false => Submission::of_bytes(&found.path, &found.folder, bytes, None),
        };
        Ok(Submission { modified, ..submission })
    }

    /// A text from bytes that are already in memory.
    pub fn of_bytes(path: &str, folder: &str, bytes: Vec<u8>, modified: Option<DateTime<FixedOffset>>) -> Self {
        let digest = Digest::of(&bytes);
        let submission = Submission::of_text(path, folder, bytes, digest);
        Submission { modified, ..submission }
    }

    /// The same of bytes whose digest is known as a rule.
    pub fn of_known(path: &str, bytes: Vec<u8>, digest: Option<Digest>) -> Self {
        let digest = digest.unwrap_or_else(|| Digest::of(&bytes));
        Submission::of_text(path, "", bytes, digest)
    }

    fn of_text(path: &str, folder: &str, bytes: Vec<u8>, digest: Digest) -> Self {
        let decoded = decode(&bytes);
        let source = Source::new(path, decoded.text);
        Submission::of_source(source, folder, (bytes, digest), decoded.whole, decoded.messages)
    }

    /// The copy that was kept of a file, which was called otherwise perhaps when it came: its bytes tell what it is.
    pub fn kept(path: &str, folder: &str, bytes: Vec<u8>, header: Option<&HeaderFile>) -> Self {
        let is_word = word::looks_like_word(&bytes) || is_word_name(path) && !decode(&bytes).whole;
        match is_word {
            true => Submission::of_word(path, folder, bytes, header),
            false => Submission::of_bytes(path, folder, bytes, None),
        }
    }

    /// Whether it is a text wherever it lies and whatever it is called: the bytes of a Word document are known anywhere.
    pub fn is_text_anywhere(&self) -> bool {
        !self.source.is_transcript() && !word::looks_like_word(&self.bytes)
    }

    /// A file outside any office, for `check`.
    pub fn read_alone(path: &Path) -> std::io::Result<Self> {
        let shown = path.to_string_lossy().replace('\\', "/");
        let bytes = std::fs::read(path)?;
        Ok(match is_word_name(&shown) {
            true => Submission::of_word(&shown, "", bytes, beside::header_beside(path).as_ref()),
            false => Submission::of_bytes(&shown, "", bytes, None),
        })
    }

    fn of_word(path: &str, folder: &str, bytes: Vec<u8>, beside: Option<&HeaderFile>) -> Self {
        let header = beside.and_then(|file| Some((file.name.as_str(), file.header()?)));
        let digest = Digest::of(&bytes);
        let read = word::transcript(&bytes, header.as_ref().map(|(name, header)| (*name, header)));
        match read {
            Ok(Transcript { text, spots, pictures, messages }) => {
                let source = Source::transcript(path, text, spots);
                let submission = Submission::of_source(source, folder, (bytes, digest), true, messages);
                Submission { pictures, ..submission }
            }
            Err(message) => {
                let source = Source::new(path, "");
                let submission = Submission::of_source(source, folder, (bytes, digest), false, vec![message]);
                Submission { legible: false, ..submission }
            }
        }
    }

    fn of_source(
        source: Source,
        folder: &str,
        (bytes, digest): (Vec<u8>, Digest),
        whole: bool,
        messages: Vec<Message>,
    ) -> Self {
        let mut findings = Findings::about(&source);
        messages.into_iter().for_each(|message| findings.whole(message));
        let clean = tell_control_characters(&source, &mut findings);
        let findings = findings.sorted();
        Submission {
            folder: folder.to_owned(),
            digest,
            bytes,
            modified: None,
            whole: whole && clean,
            legible: true,
            pictures: Vec::new(),
            source,
            findings,
        }
    }
}

fn tell_control_characters(source: &Source, findings: &mut Findings<'_>) -> bool {
    if !may_hold_control_characters(source.text.as_bytes()) {
        return true;
    }
    let unwanted =
        |c: char| (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')) || is_noncharacter(c);
    let mut found = source.text.char_indices().filter(|(_, c)| unwanted(*c));
    let Some((at, first)) = found.next() else { return true };
    let count = 1 + found.count();
    findings.at(Span::new(at, at + first.len_utf8()), file::control_character(u32::from(first), count));
    false
}

/// A look at the bytes: control characters are 00 to 1F, 7F and C2 80 to C2 9F, the others EF BF BE and EF BF BF.
fn may_hold_control_characters(bytes: &[u8]) -> bool {
    let control = |byte: u8| byte == 0x7f || byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c);
    bytes.iter().fold(false, |found, byte| found | control(*byte))
        || memchr(0xc2, bytes).is_some()
        || memmem::find(bytes, b"\xef\xbf").is_some()
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}')
}
