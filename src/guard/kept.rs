//! What is to be kept of one brief: telephones of its header; of one with 密级, its title and sentences.
//!
//! In: an entry of the register, its copy. Out: digits, and texts that must not be printed. Refuses to know: pages, issues.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, FixedOffset};
use memchr::memchr2;

use crate::diagnostic::{Findings, Source};
use crate::intake::Submission;
use crate::normal::{self, Proper};
use crate::parse;
use crate::register::{AssetRole, Entry, Originals, Register};

/// Characters of a title or a clause from which on it is somebody's own; shorter ones are anybody's.
const OWN_TITLE: usize = 8;
const OWN_CLAUSE: usize = 18;
/// Clauses of one brief that are kept: who has slipped through is found by a few.
const CLAUSES: usize = 40;

/// What is to be kept of one brief.
pub(super) struct Kept {
    pub phones: Vec<String>,
    pub texts: Vec<Text>,
}

/// A text that must not be printed.
pub(super) struct Text {
    pub what: String,
    pub text: String,
    /// What had been published by then is no secret.
    pub since: DateTime<FixedOffset>,
}

/// Whether nothing but its telephones is to be kept of a brief, and its own bytes tell these.
pub(super) fn is_plain(entry: &Entry) -> bool {
    let has_header = entry.latest().assets.iter().any(|asset| asset.role == AssetRole::Header);
    entry.facts().classification.is_none() && !has_header
}

/// Titles that a brief without 密级 has too.
pub(super) fn public_titles(register: &Register) -> HashSet<&str> {
    let public = register.entries().filter(|entry| entry.facts().classification.is_none());
    public.map(Entry::title).collect()
}

/// A copy that cannot be read is told by `verify`; it keeps nobody from building, and nothing is remembered of it.
pub(super) fn kept(entry: &Entry, originals: &Originals, public: &HashSet<&str>) -> Option<Kept> {
    let latest = entry.latest();
    let bytes = originals.get(latest.digest).ok()?;
    let source = if is_plain(entry) { plain(&entry.path, &bytes) } else { None };
    // Without its header a document's telephones would not be known.
    let header = originals.header_of(&latest.assets).ok()?;
    let source = source.unwrap_or_else(|| Submission::kept(&entry.path, "", bytes, header.as_ref()).source);
    let mut kept = Kept { phones: phones_of(&source), texts: Vec::new() };
    if entry.facts().classification.is_none() {
        return Some(kept);
    }
    let since = latest.received_at;
    let mut keep = |what: &str, text: String| {
        kept.texts.push(Text { what: format!("有密级的收文 {} 的{what}", entry.receipt), text, since });
    };
    let title = entry.title();
    if title.chars().count() >= OWN_TITLE && !public.contains(title) {
        keep("标题", title.to_owned());
    }
    // As its author wrote it, and as it would be printed.
    let brief = parse::brief(&source, &mut Findings::about(&source));
    let edits = normal::edits(&source, &brief);
    let printed = Proper::of(&source, &edits, &mut Findings::about(&source)).brief;
    let both: BTreeSet<String> = [brief, printed].iter().flat_map(|brief| clauses(&brief.body.text())).collect();
    both.into_iter().for_each(|clause| keep("文字", clause));
    Some(kept)
}

/// The text of a copy that needs no decoding: nearly all of tens of thousands are such.
fn plain(path: &str, bytes: &[u8]) -> Option<Source> {
    let text = std::str::from_utf8(bytes).ok()?;
    let bare = memchr2(b'\r', 0, bytes).is_none() && !text.starts_with('\u{feff}') && !text.starts_with("PK");
    bare.then(|| Source::new(path, text))
}

/// The telephones of a header.
fn phones_of(source: &Source) -> Vec<String> {
    parse::header(source).phone.map(|phone| phones_in(&phone.value)).unwrap_or_default()
}

/// The numbers in what stands behind 电话, as digits.
pub(super) fn phones_in(text: &str) -> Vec<String> {
    let part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '（' | '）' | '—' | '－');
    let halved: String = text.chars().map(half_width).collect();
    let numbers = halved.split(|c: char| !part(c)).map(|part| part.chars().filter(char::is_ascii_digit).collect());
    let joined: String = halved.chars().filter(char::is_ascii_digit).collect();
    // 138 0000 0000 is one number, 0871-60000000 60000001 are two.
    let mut found: Vec<String> = numbers.collect();
    found.push(joined);
    found.retain(|digits| (7..=13).contains(&digits.len()));
    found
}

fn half_width(c: char) -> char {
    let digit = u32::from(c).checked_sub(u32::from('０')).filter(|digit| *digit < 10);
    digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
}

/// The longest clauses of a text, without what the pages write in another way.
fn clauses(text: &str) -> Vec<String> {
    let breaks = |c: char| "。！？；\n\t<>&\"'\\".contains(c);
    let long = |clause: &&str| clause.chars().count() >= OWN_CLAUSE;
    let mut clauses: Vec<String> = text.split(breaks).map(str::trim).filter(long).map(str::to_owned).collect();
    clauses.sort_by_key(|clause| std::cmp::Reverse(clause.chars().count()));
    clauses.truncate(CLAUSES);
    clauses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephones_are_digits_however_they_are_written() {
        assert_eq!(phones_in("0000-1234567"), ["00001234567", "00001234567"]);
        assert_eq!(phones_in("（0871）60000000、１３８００００００００"), ["087160000000", "13800000000"]);
        assert_eq!(phones_in("138 0000 0000"), ["13800000000"]);
        assert!(phones_in("12345").is_empty());
    }

    #[test]
    fn clauses_are_long_and_hold_nothing_that_pages_write_otherwise() {
        let text =
            "短句。这一句话写得足够长所以谁也不会碰巧写出同样的一句；<b>也很长但是里面有记号的一句话被记号分开了</b>";
        let expected = ["这一句话写得足够长所以谁也不会碰巧写出同样的一句", "也很长但是里面有记号的一句话被记号分开了"];
        assert_eq!(clauses(text), expected);
    }
}
