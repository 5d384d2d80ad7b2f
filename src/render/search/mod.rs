//! The index of the site's own search: finds any run of two or more characters, without a server.
//!
//! In: the published issues. Out: files that a page loads one by one, as scripts, since a page that was opened from a
//! folder can load nothing else; and by what results can be narrowed. What a query needs is a handful of them.
//!
//! How a phrase is found: (1) `pairs` lists the items of each pair of neighbouring characters; (2) an item that holds
//! all pairs of a phrase nearly always holds the phrase, and `exact` lists the others; (3) `facets` narrow the result;
//! (4) `words` holds the texts, from which the passage around the hit is shown, and the hit compared once more.
//! Refuses to know: pages, queries, the register.

mod bits;
mod codes;
mod entries;
mod exact;
mod facets;
mod files;
mod fold;
mod lists;
mod pairs;
#[cfg(test)]
mod reader;
mod shards;
mod standing;
#[cfg(test)]
mod tests;
mod words;

use rayon::prelude::*;
use serde_json::json;

use self::bits::Bits;
pub use self::entries::{Entry, entries};
use self::exact::Seeming;
pub use self::facets::Facet;
pub use self::files::File;
pub use self::lists::Growing;
use self::pairs::{Pairs, Runs};
use self::shards::Lists;
use self::words::Vocabulary;
use crate::model::Digest;

/// Entries whose texts share a file.
const TOGETHER: usize = 4;
/// Entries, or up to twice as many, from which the vocabulary is learned.
const SAMPLE: usize = 1_000;

/// The index.
pub struct Search {
    /// Its files.
    pub files: Vec<File>,
    /// By what results can be narrowed.
    pub facets: Vec<Facet>,
    /// Changes whenever a piece does. The page knows it and so does `index.js`: a page that a browser has kept tells by
    /// it that the index is another one now.
    pub version: String,
}

impl Search {
    /// The index of these entries.
    pub fn of(entries: &[Entry<'_>]) -> Self {
        let vocabulary = vocabulary(entries);
        let (texts, runs) = texts(entries, &vocabulary);
        let titles: Runs = entries.par_iter().map(|entry| runs_of(&[&entry.title()])).collect();
        let (all, titles) = (Pairs::with_sets(&runs), Pairs::of(&titles));
        let seeming = Seeming::of(&runs);
        drop(runs);
        let facets = facets::facets(entries);
        let lists = Lists { all: &all, titles: &titles, seeming: &seeming };
        let mut files = texts;
        files.push(words_file(&vocabulary));
        files.extend(lists.files());
        files.extend(facets.iter().map(|facet| facet_file(facet, all.documents())));
        files.sort();
        let version = version(&files);
        files.push(files::plain("index", &manifest(&lists, &version)));
        Search { files, facets, version }
    }
}

/// Learned from entries that are spread evenly over those of the years that are over, so that it stays the same when
/// an issue is published; a young archive learns from all it has.
fn vocabulary(entries: &[Entry<'_>]) -> Vocabulary {
    let newest = entries.iter().map(Entry::year).max().unwrap_or_default();
    let over: Vec<&Entry<'_>> = entries.iter().filter(|entry| entry.year() < newest).collect();
    let from = if over.len() >= 500 { over } else { entries.iter().collect() };
    let step = (from.len() / SAMPLE).max(1);
    let records: Vec<String> = from.par_iter().step_by(step).map(|entry| entry.record(&entry.text())).collect();
    Vocabulary::of(records.iter().map(String::as_str))
}

/// The files of the texts, and the runs of each entry.
fn texts(entries: &[Entry<'_>], vocabulary: &Vocabulary) -> (Vec<File>, Runs) {
    let together = |(at, entries): (usize, &[Entry<'_>])| {
        let mut bits = Bits::default();
        let mut runs = Vec::with_capacity(entries.len());
        for entry in entries {
            let text = entry.text();
            let record = entry.record(&text);
            bits.number(u32::try_from(record.encode_utf16().count()).unwrap_or(u32::MAX));
            vocabulary.write(&record, &mut bits);
            runs.push(runs_of(&[&entry.title(), &text]));
        }
        (files::piece(&format!("texts/{at}"), bits), runs)
    };
    let (files, runs): (Vec<File>, Vec<Runs>) = entries.par_chunks(TOGETHER).enumerate().map(together).unzip();
    (files, runs.into_iter().flatten().collect())
}

fn runs_of(texts: &[&str]) -> Vec<u16> {
    let mut runs = Vec::with_capacity(texts.iter().map(|text| text.len()).sum::<usize>() / 2);
    texts.iter().for_each(|text| fold::push_runs(text, &mut runs));
    // A copy: an allocator may leave what was shrunk where it is.
    runs.as_slice().to_vec()
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

fn manifest(lists: &Lists<'_>, version: &str) -> serde_json::Value {
    let pairs = fold::pairs(&lists.all.alphabet());
    let text = |units: Vec<u16>| String::from_utf16_lossy(&units);
    json!({
        "version": version,
        "documents": lists.all.documents(),
        "shards": lists.count(),
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
