//! The index of the site's own search: finds any run of two or more characters, without a server.
//!
//! In: the published issues. Out: files that a page loads one by one, as scripts, since a page that was opened from a
//! folder can load nothing else; and by what results can be narrowed. What a query needs is a handful of them.
//!
//! How a phrase is found: (1) `pairs` lists the items of each pair of neighbouring characters; (2) an item that holds
//! all pairs of a phrase nearly always holds the phrase, and `exact` lists the others; (3) `facets` narrow the result;
//! (4) `words` holds the texts, from which the passage around the hit is shown, and the hit compared once more.
//! The years that are over are a part of their own, made like the other: a new issue does not change it.
//! Refuses to know: pages, queries, the register.

mod bits;
mod chunk;
mod codes;
mod counts;
mod entries;
mod exact;
mod facets;
mod files;
mod fold;
mod holding;
mod joining;
mod learning;
mod lists;
mod pairs;
#[cfg(test)]
mod reader;
mod repeats;
mod runs;
mod shards;
mod standing;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use self::bits::Bits;
pub use self::entries::{Entry, entries};
use self::exact::Seeming;
pub use self::facets::Facet;
pub use self::files::File;
use self::joining::Joining;
pub use self::lists::Growing;
use self::pairs::Pairs;
use self::runs::{Titles, Whole};
use self::shards::Lists;
use self::words::{Learned, Vocabulary};
use crate::model::Digest;

/// Entries whose texts share a file.
const TOGETHER: usize = 4;
/// Entries, or up to twice as many, from which the vocabulary is learned.
const SAMPLE: usize = 1_000;
/// So many entries of years that are over are a part of their own.
const MANY: usize = 500;
/// The folder of that part.
const PAST: &str = "past/";

/// The index.
pub struct Search {
    /// Its files; those of the past are not among them.
    pub files: Vec<File>,
    /// By what results can be narrowed.
    pub facets: Vec<Facet>,
    /// Changes whenever a piece does. The page knows it and so does `index.js`: a page that a browser has kept tells by
    /// it that the index is another one now.
    pub version: String,
}

/// What has to be known of the years that are over, without their texts: their part of the index stays as it is while
/// this year's issues come out, and so does the vocabulary that was learned from them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Past {
    learned: Learned,
    documents: u32,
    shards: u32,
    alphabet: BTreeSet<u16>,
    version: String,
}

/// A part of the index.
struct Part {
    documents: u32,
    shards: u32,
    alphabet: BTreeSet<u16>,
    files: Vec<File>,
}

/// How many of these entries, oldest first, are of years that are over; none where they are too few for a part.
pub fn over(entries: &[Entry<'_>]) -> usize {
    let newest = entries.last().map(Entry::printed_in);
    let over = entries.partition_point(|entry| Some(entry.printed_in()) < newest);
    if over < MANY { 0 } else { over }
}

impl Past {
    /// The part of these entries, with the vocabulary that is learned from them.
    pub fn of(entries: &[Entry<'_>]) -> (Self, Vec<File>) {
        let vocabulary = vocabulary(entries);
        let Part { documents, shards, alphabet, mut files } = Part::of(PAST, entries, &vocabulary, shards::SIZE);
        files.push(words_file(&vocabulary));
        files.sort();
        let (learned, version) = (vocabulary.learned(), version(&files));
        (Past { learned, documents, shards, alphabet, version }, files)
    }
}

impl Search {
    /// The index of these entries, of which the first are those of the past.
    pub fn of(entries: &[Entry<'_>], past: Option<&Past>) -> Self {
        let first = past.map_or(0, |past| past.documents as usize);
        let present = &entries[first..];
        let vocabulary = match past {
            Some(past) => Vocabulary::again(&past.learned),
            None => vocabulary(present),
        };
        let size = if past.is_some() { shards::SMALL } else { shards::SIZE };
        let mut part = Part::of("", present, &vocabulary, size);
        let facets = facets::facets(entries);
        let mut files = std::mem::take(&mut part.files);
        if past.is_none() {
            files.push(words_file(&vocabulary));
        }
        let documents = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        files.extend(facets.iter().map(|facet| facet_file(facet, documents)));
        files.sort();
        let both = format!("{}{}", past.map_or("", |past| past.version.as_str()), version(&files));
        let version = Digest::of(both.as_bytes()).short(12);
        files.push(files::plain("index", &manifest(past, &part, &version)));
        Search { files, facets, version }
    }
}

impl Part {
    /// The part of these entries, its lists in files of about `size` bytes.
    fn of(folder: &str, entries: &[Entry<'_>], vocabulary: &Vocabulary, size: u64) -> Self {
        // First, since while it is made it takes more room than all the rest.
        let seeming = Seeming::of(&Whole(entries));
        let (all, titles) = (Pairs::with_sets(&Whole(entries)), Pairs::of(&Titles(entries)));
        let lists = Lists { all: &all, titles: &titles, seeming: &seeming, size };
        let (documents, shards, alphabet) = (all.documents(), lists.count(), all.alphabet());
        let mut files = lists.files(folder);
        drop((all, titles, seeming));
        files.extend(texts(folder, entries, vocabulary));
        Part { documents, shards, alphabet, files }
    }
}

/// Learned from entries that are spread evenly over these.
fn vocabulary(entries: &[Entry<'_>]) -> Vocabulary {
    let step = (entries.len() / SAMPLE).max(1);
    let records: Vec<Vec<u16>> = entries.par_iter().step_by(step).map(Entry::record).collect();
    Vocabulary::of(records.iter().map(Vec::as_slice))
}

/// The files of the texts.
fn texts(folder: &str, entries: &[Entry<'_>], vocabulary: &Vocabulary) -> Vec<File> {
    let together = |joining: &mut Joining, (at, entries): (usize, &[Entry<'_>])| {
        let mut bits = Bits::default();
        for entry in entries {
            let record = entry.record();
            bits.number(u32::try_from(record.len()).unwrap_or(u32::MAX));
            vocabulary.write(&record, joining, &mut bits);
        }
        files::piece(&format!("{folder}texts/{at}"), bits)
    };
    entries.par_chunks(TOGETHER).enumerate().map_init(Joining::default, together).collect()
}

fn words_file(vocabulary: &Vocabulary) -> File {
    let mut bits = Bits::default();
    vocabulary.write_list(&mut bits);
    files::piece("words", bits)
}

fn facet_file(facet: &Facet, documents: u32) -> File {
    let mut bits = Bits::default();
    facet.write(documents, &mut bits);
    files::piece(&format!("lists/{}", facet.name), bits)
}

fn manifest(past: Option<&Past>, present: &Part, version: &str) -> serde_json::Value {
    let mut alphabet = present.alphabet.clone();
    let mut parts = Vec::new();
    if let Some(past) = past {
        alphabet.extend(&past.alphabet);
        parts.push(
            json!({ "folder": PAST, "documents": past.documents, "shards": past.shards, "version": past.version }),
        );
    }
    parts.push(json!({ "folder": "", "documents": present.documents, "shards": present.shards, "version": version }));
    let pairs = fold::pairs(&alphabet);
    let text = |units: Vec<u16>| String::from_utf16_lossy(&units);
    json!({
        "version": version,
        "parts": parts,
        "together": TOGETHER,
        "longest": exact::LONGEST,
        "words": fold::WORDS,
        "rare": fold::RARE,
        "from": text(pairs.iter().map(|(from, _)| *from).collect()),
        "to": text(pairs.iter().map(|(_, to)| *to).collect()),
    })
}

fn version(files: &[File]) -> String {
    let digests: Vec<String> = files.par_iter().map(|(_, bytes)| Digest::of(bytes).to_string()).collect();
    Digest::of(digests.concat().as_bytes()).short(12).to_owned()
}
