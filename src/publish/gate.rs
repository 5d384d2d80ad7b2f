//! The gate over finished bytes: what is about to be shown is looked at once more, as readers would get it.
//!
//! In: numbers and texts that no page may hold, numbers that may stand, the bytes of a page. Out: leaks.
//! Every text format is looked at, and the texts within EPUBs. The packed texts of the search (UTF-16 scripts) are not:
//! they are made of the items' titles and texts alone, which stand on the items' pages and are looked at there.
//! Refuses to know: where the numbers and texts come from, what a page is.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};
use std::io::{Cursor, Read};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use aho_corasick::AhoCorasick;
use zip::ZipArchive;

use super::scan;
use super::unpacked::{Told, Unpacker};
use crate::error::{Error, Result};

/// Names of files that are no text.
const NO_TEXTS: [&str; 12] =
    [".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico", ".woff", ".woff2", ".ttf", ".otf", ".pdf", ".zip"];
/// Leaks that are told by name.
const TOLD: usize = 5;

/// What no page may hold.
#[derive(Debug, Default)]
pub struct Gate {
    open: bool,
    /// Telephones, as digits.
    phones: HashSet<String>,
    /// Numbers that stand in published texts, or that the office allows.
    allowed: HashSet<String>,
    /// Texts, each with what it is, in words for the office.
    texts: Vec<(String, String)>,
    finder: Option<AhoCorasick>,
    clean: Clean,
}

/// Which texts of EPUBs were looked at and hold nothing: a chapter is in its issue's book and in its volume, byte for
/// byte. They are known by a hash with a key of this run, which nobody can write a text for, of the bytes as they lie in
/// the book and the sum of the text. Texts that hold something are looked at each time, so that each place is told.
#[derive(Debug, Default)]
struct Clean {
    key: RandomState,
    seen: Mutex<HashSet<u64>>,
}

impl Clean {
    fn hash(&self, packed: &[u8], sum: u32, size: u64) -> u64 {
        self.key.hash_one((packed, sum, size))
    }

    fn has(&self, hash: u64) -> bool {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).contains(&hash)
    }

    fn add(&self, hash: u64) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(hash);
    }
}

/// Something that a page holds and must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// The file, and the text within it.
    pub path: String,
    /// What it is.
    pub what: String,
    /// The place, so that it can be found and not read.
    pub excerpt: String,
}

impl Gate {
    /// A gate that lets everything through: for pages that are not for the public.
    pub fn open() -> Self {
        Gate { open: true, ..Gate::default() }
    }

    /// A gate that holds these telephones (as digits) and these texts (each with what it is), and every number that
    /// looks like a person's, but for those that are allowed.
    pub fn new(phones: HashSet<String>, texts: Vec<(String, String)>, allowed: HashSet<String>) -> Result<Self> {
        let finder = (!texts.is_empty()).then(|| AhoCorasick::new(texts.iter().map(|(_, text)| text))).transpose();
        let finder = finder.map_err(|fault| Error::work("不得公开的内容太多，无法逐一核对").because(fault))?;
        Ok(Gate { open: false, phones, allowed, texts, finder, clean: Clean::default() })
    }

    /// A number for what it holds back, whatever numbers it lets stand.
    pub fn holds_back(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.open, self.phones.iter().collect::<BTreeSet<_>>(), &self.texts).hash(&mut hasher);
        hasher.finish()
    }

    /// The numbers that it lets stand.
    pub fn lets_stand(&self) -> BTreeSet<&str> {
        self.allowed.iter().map(String::as_str).collect()
    }

    /// What a file holds and must not.
    pub fn leaks(&self, path: &str, bytes: &[u8]) -> Result<Vec<Leak>> {
        let lower = path.to_ascii_lowercase();
        if self.open || NO_TEXTS.iter().any(|end| lower.ends_with(end)) {
            return Ok(Vec::new());
        }
        if lower.ends_with(".epub") {
            return self.leaks_within(path, bytes);
        }
        // A script in UTF-16: a packed piece of the search.
        Ok(if bytes.starts_with(&[0xff, 0xfe]) { Vec::new() } else { self.leaks_of_text(path, bytes) })
    }

    fn leaks_within(&self, path: &str, bytes: &[u8]) -> Result<Vec<Leak>> {
        let fail = |fault: String| Error::work("电子书读不出，无法核对").at(path).because(fault);
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|fault| fail(fault.to_string()))?;
        let (mut leaks, mut packed, mut unpacker) = (Vec::new(), Vec::new(), Unpacker::new());
        for index in 0..archive.len() {
            let mut raw = archive.by_index_raw(index).map_err(|fault| fail(fault.to_string()))?;
            packed.clear();
            raw.read_to_end(&mut packed).map_err(|fault| fail(fault.to_string()))?;
            let told = Told { method: raw.compression(), sum: raw.crc32(), size: raw.size() };
            let hash = self.clean.hash(&packed, told.sum, told.size);
            if self.clean.has(hash) {
                continue;
            }
            let name = raw.name().map_err(|fault| fail(fault.to_string()))?;
            if NO_TEXTS.iter().any(|end| name.to_ascii_lowercase().ends_with(end)) {
                continue;
            }
            let text = unpacker.unpacked(&packed, &told).map_err(fail)?;
            let found = self.leaks_of_text(&format!("{path} 里的 {name}"), text);
            if found.is_empty() {
                self.clean.add(hash);
            }
            leaks.extend(found);
        }
        Ok(leaks)
    }

    fn leaks_of_text(&self, path: &str, bytes: &[u8]) -> Vec<Leak> {
        let mut leaks: Vec<Leak> = Vec::new();
        scan::numbers(bytes, &mut |number| {
            let phone = self.phones.contains(number.digits).then_some("文头里的电话");
            let Some(what) = number.looks_like.or(phone).filter(|_| !self.may_stand(number.digits)) else { return };
            let excerpt = around(bytes, &number.range, &half(number.digits));
            leaks.push(Leak { path: path.to_owned(), what: what.to_owned(), excerpt });
        });
        let held = self.held(bytes).map(|(what, excerpt)| Leak { path: path.to_owned(), what, excerpt });
        leaks.extend(held);
        leaks
    }

    /// The texts that `bytes` hold and no page may: what each is, and how it begins.
    pub fn held<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = (String, String)> + 'a {
        self.finder.iter().flat_map(move |finder| finder.find_iter(bytes)).map(|found| {
            let (what, text) = &self.texts[found.pattern().as_usize()];
            let begin: String = text.chars().take(6).collect();
            (what.clone(), format!("{begin}……"))
        })
    }

    fn may_stand(&self, digits: &str) -> bool {
        let own = digits.strip_prefix("86").filter(|own| own.len() == 11);
        self.allowed.contains(digits) || own.is_some_and(|own| self.allowed.contains(own))
    }
}

/// The beginning and the end of a number.
fn half(digits: &str) -> String {
    let kept = if digits.len() > 8 { 3 } else { 2 };
    format!("{}****{}", &digits[..kept], &digits[digits.len() - 2..])
}

/// A few characters before and behind, with something else in the place of what stands there.
fn around(bytes: &[u8], range: &Range<usize>, instead: &str) -> String {
    let (before, after) = (&bytes[range.start.saturating_sub(36)..range.start], &bytes[range.end..]);
    let before = String::from_utf8_lossy(before).replace('\u{fffd}', "");
    let after = String::from_utf8_lossy(&after[..after.len().min(24)]).replace('\u{fffd}', "");
    let text = format!("{before}{instead}{after}");
    // What stands beside it may be another number that nobody should read either.
    let covered = |c: char| if c.is_control() { ' ' } else { c };
    let digits_beside = before.chars().chain(after.chars()).filter(char::is_ascii_digit).count();
    if digits_beside > 6 { instead.to_owned() } else { text.chars().map(covered).collect() }
}

/// An error that names the first leaks.
pub(super) fn nothing_leaks(leaks: &[Leak]) -> Result<()> {
    let Some(first) = leaks.first() else { return Ok(()) };
    let told: Vec<String> =
        leaks.iter().take(TOLD).map(|leak| format!("{} 有{}“{}”", leak.path, leak.what, leak.excerpt)).collect();
    let more = if leaks.len() > TOLD { format!("\n        等 {} 处", leaks.len()) } else { String::new() };
    Err(Error::work("做好的网页里有不得公开的内容，网站没有更新")
        .at(&first.path)
        .because(format!("{}{more}", told.join("\n        ")))
        .help(
            "正文里没有而网页上有的，多半是换用的模板（templates/）或更正、撤稿的理由里写的，请从那里删去；\
             是稿件文字的，请 correct（更正）或 withdraw（撤稿）；确可公开的，写进 kuaibao.toml 的 [gate] allow。",
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(allowed: &[&str]) -> Gate {
        let phones = HashSet::from(["00001234567".to_owned()]);
        let texts = vec![("密件的标题".to_owned(), "某地某事的内情".to_owned())];
        Gate::new(phones, texts, allowed.iter().map(|digits| (*digits).to_owned()).collect()).expect("a gate")
    }

    fn what(gate: &Gate, path: &str, text: &str) -> Vec<String> {
        gate.leaks(path, text.as_bytes()).expect("readable").into_iter().map(|leak| leak.what).collect()
    }

    #[test]
    fn known_telephones_titles_and_personal_numbers_are_held() {
        let gate = gate(&["13900000000"]);
        assert_eq!(what(&gate, "a.html", "<p>电话0000-1234567，13800000000</p>"), ["文头里的电话", "手机号"]);
        assert_eq!(what(&gate, "a.json", "{\"t\":\"关于某地某事的内情\"}"), ["密件的标题"]);
        assert!(what(&gate, "a.html", "13900000000、8613900000000、138****0000、1234567").is_empty());
        assert!(what(&gate, "a.png", "13800000000").is_empty());
        assert!(what(&Gate::open(), "a.html", "13800000000").is_empty());
    }

    #[test]
    fn an_excerpt_tells_the_place_and_not_the_number() {
        let leaks = gate(&[]).leaks("a.html", "电话13800000000转1".as_bytes()).expect("readable");
        assert_eq!(leaks[0].excerpt, "电话138****00转1");
        let error = nothing_leaks(&leaks).expect_err("a leak").to_string();
        assert!(error.contains("a.html 有手机号") && !error.contains("13800000000"), "{error}");
        let both = gate(&[]).leaks("a.html", b"13800000000 13800000001").expect("readable");
        assert!(both.iter().all(|leak| !leak.excerpt.contains("1380000000")), "{both:?}");
    }
}
