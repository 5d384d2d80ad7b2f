//! The index as a whole: whatever is asked, it finds what a plain search through all texts finds.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::exact::Seeming;
use super::files;
use super::pairs::Pairs;
use super::reader::{Finder, Reader, Words, payload};
use super::shards::Lists;
use super::{Past, Search, entries, fold, over};
use crate::model::{BlockKind, Issue};
use crate::render::archive::Index;
use crate::render::tests::sample;

fn runs_of(texts: &[&str]) -> Vec<u16> {
    let mut runs = Vec::new();
    texts.iter().for_each(|text| fold::push_runs(&fold::seen(text), &mut runs));
    runs
}

fn finder(texts: &[(String, String)]) -> Finder {
    let runs: Vec<Vec<u16>> = texts.iter().map(|(title, text)| runs_of(&[title, text])).collect();
    let titles: Vec<Vec<u16>> = texts.iter().map(|(title, _)| runs_of(&[title])).collect();
    let (all, titles) = (Pairs::with_sets(&runs[..]), Pairs::of(&titles[..]));
    let seeming = Seeming::of(&runs[..]);
    let lists = Lists { all: &all, titles: &titles, seeming: &seeming, size: super::shards::SIZE };
    let shards: Vec<Vec<u16>> = lists.files("").iter().map(|(_, bytes)| payload(bytes)).collect();
    Finder::read(all.documents(), &shards)
}

fn plainly(texts: &[(String, String)], phrase: &[u16]) -> Vec<u32> {
    let holds = |(title, text): &(String, String)| runs_of(&[title, text]).windows(phrase.len()).any(|w| w == phrase);
    (0..).zip(texts).filter(|(_, text)| holds(text)).map(|(at, _)| at).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_phrase_is_found_where_it_stands_and_nowhere_else(
        texts in proptest::collection::vec(("[甲乙丙，]{0,6}", "[甲乙丙丁，]{0,40}"), 1..12),
        take in any::<prop::sample::Index>(),
    ) {
        let finder = finder(&texts);
        let mut phrases = BTreeSet::new();
        let (title, text) = take.get(&texts);
        for run in runs_of(&[title, text]).split(|unit| *unit == super::fold::GAP) {
            for length in 2..=8.min(run.len()) {
                phrases.extend(run.windows(length).map(<[u16]>::to_vec));
            }
        }
        for phrase in phrases {
            prop_assert_eq!(finder.find(&phrase), plainly(&texts, &phrase), "{}", String::from_utf16_lossy(&phrase));
        }
    }
}

#[test]
fn titles_have_lists_of_their_own() {
    let texts = [("改革动态".to_owned(), "甲乙".to_owned()), ("通知".to_owned(), "改革".to_owned())];
    let finder = finder(&texts);
    let pair = (0x6539, 0x9769);
    assert_eq!((finder.find(&[pair.0, pair.1]), finder.titles(pair)), (vec![0, 1], &[0][..]));
}

#[test]
fn a_file_is_a_script_that_needs_no_escaping() {
    let mut bits = super::bits::Bits::default();
    (0..2000).for_each(|n| bits.number(n * 7919));
    let (path, bytes) = files::piece("texts/3", bits);
    assert_eq!(path, "search/texts/3.js");
    let units: Vec<u16> = bytes[2..].chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let script = String::from_utf16(&units).expect("no half characters");
    assert!(script.starts_with("kuaibao.put(\"texts/3\",\"") && script.ends_with("\");\n"));
    assert_eq!(script.matches('"').count(), 4);
    assert!(!script.contains(['\\', '\u{2028}', '\u{2029}']));
}

#[test]
fn no_piece_of_the_index_holds_a_withdrawn_text() {
    let office = sample::office();
    let pieces = |withdrawn: bool| {
        let mut issue = sample::issue("dongtai-2016-1", "2016-01-07");
        let text = vec![sample::text("撤下的文字里有鑫鑫二字")];
        issue.items[0].body = sample::document(vec![sample::block(BlockKind::Paragraph(text))]).into();
        issue.items[0].withdrawn = withdrawn;
        let archive = office.archive(vec![issue]);
        let search = Search::of(&entries(&Index::of(&archive)), None);
        let of = |folder: &str| -> Vec<Vec<u16>> {
            let files = search.files.iter().filter(|(path, _)| path.starts_with(folder));
            files.map(|(_, bytes)| payload(bytes)).collect()
        };
        let (words, texts, pairs) = (of("search/words"), of("search/texts/"), of("search/pairs/"));
        let words = Words::read(&mut Reader::new(&words[0]));
        let items = archive.issues[0].items.len();
        assert!(items <= super::TOGETHER, "one file holds them all");
        let mut reader = Reader::new(&texts[0]);
        let mut record = || {
            let length = reader.number() as usize;
            words.text(&mut reader, length)
        };
        let records: Vec<String> = (0..items).map(|_| record()).collect();
        let held = Finder::read(items as u32, &pairs).find(&"鑫鑫".encode_utf16().collect::<Vec<_>>());
        (records.iter().filter(|record| record.contains('鑫')).count(), held.len())
    };
    assert_eq!((pieces(false), pieces(true)), ((1, 1), (0, 0)));
}

/// Issues of two years: enough items of the first for a part of their own.
fn two_years() -> Vec<Issue> {
    let issue = |number: usize| {
        let year = if number < super::MANY { 2015 } else { 2016 };
        let mut issue = sample::issue(&format!("dongtai-{year}-{}", number + 1), &format!("{year}-01-07"));
        issue.items.truncate(1);
        let words = format!("第{number}号做法，{}", if number.is_multiple_of(7) { "先行先试" } else { "先行" });
        issue.items[0].body = sample::document(vec![sample::paragraph(&words)]).into();
        issue
    };
    (0..super::MANY + 8).map(issue).collect()
}

#[test]
fn the_years_that_are_over_are_a_part_that_new_issues_do_not_change() {
    let office = sample::office();
    let parts = |issues: Vec<Issue>| {
        let archive = office.archive(issues);
        let index = Index::of(&archive);
        let entries = entries(&index);
        let (past, files) = Past::of(&entries[..over(&entries)]);
        // What is remembered is as good as what was made.
        let past: Past = serde_json::from_str(&serde_json::to_string(&past).expect("JSON")).expect("JSON");
        (files, Search::of(&entries, Some(&past)).files)
    };
    let (past, present) = parts(two_years());
    let (same, fewer) = parts(two_years().into_iter().take(super::MANY + 7).collect());
    assert!(past == same && present != fewer);
    let found = |files: &[(String, Vec<u8>)], folder: &str, documents: usize, phrase: &str| {
        let pieces = files.iter().filter(|(path, _)| path.starts_with(folder));
        let pieces: Vec<Vec<u16>> = pieces.map(|(_, bytes)| payload(bytes)).collect();
        Finder::read(documents as u32, &pieces).find(&phrase.encode_utf16().collect::<Vec<_>>()).len()
    };
    let trying = |from: usize, until: usize| (from..until).filter(|number| number.is_multiple_of(7)).count();
    assert_eq!(found(&past, "search/past/pairs/", super::MANY, "先行先试"), trying(0, super::MANY));
    assert_eq!(found(&present, "search/pairs/", 8, "先行先试"), trying(super::MANY, super::MANY + 8));
    assert!(
        past.iter().any(|(path, _)| path == "search/words.js")
            && !present.iter().any(|(path, _)| path == "search/words.js")
    );
}

#[test]
fn a_young_archive_has_one_part() {
    let office = sample::office();
    let archive = office.archive(two_years().into_iter().skip(1).collect());
    assert_eq!(over(&entries(&Index::of(&archive))), 0);
}
