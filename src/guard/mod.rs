//! What no finished page may hold, as far as the office knows: telephones of headers, titles and sentences of briefs
//! that must not be published.
//!
//! In: the register, the copies of what was received, the published issues. Out: the gate over the finished pages. The
//! pages' makers never see any of it. Names are none of it: a leader who approves briefs stands in texts as well.
//! Refuses to know: pages.

mod kept;
mod phones;

use std::collections::{BTreeSet, HashSet};

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::kept::{Kept, Text, is_plain, kept, public_titles};
pub use self::phones::Memory;
use crate::cache::{Cache, number_of};
use crate::error::Result;
use crate::examine;
use crate::model::document::each_inline;
use crate::model::issue::Replaced;
use crate::model::{InlineKind, Issue, IssueId, Item};
use crate::office::Office;
use crate::publish::{Gate, numbers};
use crate::register::{Entry, Originals, Register};

/// What the office keeps from readers.
pub struct Held {
    phones: BTreeSet<String>,
    texts: Vec<Text>,
    /// Whether every copy could be read.
    whole: bool,
}

impl Held {
    /// Of all that was ever received.
    pub fn of(register: &Register, originals: &Originals, cache: &Cache) -> Self {
        Held::again(register, originals, (&mut Memory::default(), &examine::Phones::new()), cache)
    }

    /// The same for a run that goes on, or has just read texts: `read` is what stands behind 电话 in these.
    pub fn again(
        register: &Register,
        originals: &Originals,
        (memory, read): (&mut Memory, &examine::Phones),
        cache: &Cache,
    ) -> Self {
        let (plain, others): (Vec<&Entry>, Vec<&Entry>) = register.all_entries().partition(|entry| is_plain(entry));
        let (phones, whole) = phones::of_all(&plain, originals, (memory, read), cache);
        let public = if others.is_empty() { HashSet::new() } else { public_titles(register) };
        let kept: Vec<Option<Kept>> = others.par_iter().map(|entry| kept(entry, originals, &public)).collect();
        let whole = whole && kept.iter().all(Option::is_some);
        let mut held = Held { phones, texts: Vec::new(), whole };
        for kept in kept.into_iter().flatten() {
            held.phones.extend(kept.phones);
            held.texts.extend(kept.texts);
        }
        held
    }

    /// Whether every copy could be read.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// What makes one gate another.
    pub fn key(&self) -> u64 {
        number_of((&self.phones, self.texts_key()))
    }

    /// What was found of kept texts in published ones is found again while this is the same.
    pub fn texts_key(&self) -> u64 {
        number_of(self.texts.iter().map(|text| (&text.what, &text.text, text.since)).collect::<Vec<_>>())
    }

    /// Looks at what is printed of these issues.
    pub fn look(&self, register: &Register, issues: &[&Issue]) -> Vec<Printed> {
        let finder = AhoCorasick::new(self.texts.iter().map(|text| &text.text)).ok().filter(|_| !self.texts.is_empty());
        issues.par_iter().map(|issue| printed(register, issue, &self.texts, finder.as_ref())).collect()
    }

    /// The gate over the pages that are made of issues of which this is printed.
    pub fn gate<'p>(self, office: &Office, printed: impl Iterator<Item = &'p Printed> + Clone) -> Result<Gate> {
        let known: HashSet<usize> = printed.clone().flat_map(|printed| &printed.known).copied().collect();
        let numbers = printed.flat_map(|printed| &printed.numbers).cloned();
        let allows = |text: &Text| office.settings.gate.allows(&text.text);
        let texts = self.texts.into_iter().enumerate().filter(|(at, text)| !known.contains(at) && !allows(text));
        let texts = texts.map(|(_, text)| (text.what, text.text)).collect();
        let allowed = office.settings.gate.allow.iter().cloned().chain(numbers).collect();
        Gate::new(self.phones.into_iter().collect(), texts, allowed)
    }
}

/// What is printed of an issue and therefore no secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// The numbers that stand in it, as digits; the gate of the rules has looked at them.
    numbers: BTreeSet<String>,
    /// The kept texts that had been printed before they were to be kept, by their places.
    known: BTreeSet<usize>,
}

/// What an issue that is about to be published holds and must not, in words for its editor. Numbers are none of it: the
/// rules have looked at those, and what was let stand stands.
pub fn second_look(gate: &Gate, issue: &Issue) -> Vec<String> {
    let mut told = Vec::new();
    let items = issue.items.iter().map(|item| (format!("第 {} 条", item.number), text_of(item)));
    for (place, text) in items.chain([("issue.toml".to_owned(), text_around(issue))]) {
        for (what, begin) in gate.held(text.as_bytes()) {
            told.push(format!(
                "{place}里的“{begin}”是{what}，请删改后再刊发；确可公开的，写进 kuaibao.toml 的 [gate] allow"
            ));
        }
    }
    told.dedup();
    told
}

/// Takes from the notices of corrections the old words that no page may hold: they may have been corrected for that.
/// Tells from which issues.
pub fn withhold(gate: &Gate, issues: &mut [Issue]) -> BTreeSet<IssueId> {
    let is_held = |words: &Replaced| gate.held(words.before.as_bytes()).next().is_some();
    let mut altered = BTreeSet::new();
    for issue in issues {
        for notice in &mut issue.notices {
            if notice.words.iter().any(is_held) {
                notice.words.clear();
                altered.insert(issue.id.clone());
            }
        }
    }
    altered
}

fn printed(register: &Register, issue: &Issue, texts: &[Text], finder: Option<&AhoCorasick>) -> Printed {
    let published = register.publications().get(&issue.id).map(|publication| publication.at);
    let before = |at: &usize| published.is_some_and(|day| day < texts[*at].since);
    let mut printed = Printed::default();
    for text in issue.items.iter().map(text_of).chain([text_around(issue)]) {
        numbers(text.as_bytes(), &mut |number| printed.numbers.extend([number.digits.to_owned()]));
        let found = finder.into_iter().flat_map(|finder| finder.find_overlapping_iter(&text));
        printed.known.extend(found.map(|found| found.pattern().as_usize()).filter(before));
    }
    printed
}

/// What is printed of an item.
fn text_of(item: &Item) -> String {
    if item.withdrawn {
        return item.title.clone();
    }
    let body = item.text();
    let mut text = format!("{}\n{}\n{}\n{}\n", item.title, item.attribution, item.tags.join("\n"), body.text());
    each_inline(&body.blocks, &mut |inline| {
        let more = match &inline.kind {
            InlineKind::Link(address, _) => address,
            InlineKind::Image(image) => &image.alt,
            _ => return,
        };
        text.push_str(more);
        text.push('\n');
    });
    text
}

/// What is printed before and behind the items.
fn text_around(issue: &Issue) -> String {
    let copies = &issue.copies;
    let lines = [&issue.note, &issue.signed].into_iter();
    let lines = lines.chain(&copies.report_to).chain(&copies.send_to).chain(&copies.issue_to);
    lines.map(String::as_str).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::kept::phones_in;
    use super::*;

    #[test]
    fn what_is_remembered_of_telephones_is_what_the_texts_say() {
        use crate::model::{Digest, ReceiptNo};
        use crate::register::{Content, Event, Facts, Writer};
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let now = DateTime::parse_from_rfc3339("2016-11-22T09:00:00+08:00").expect("a moment");
        let mut writer = Writer::open(root, "编辑", now).expect("a register");
        let mut receive = |number: u32, phone: &str| {
            let bytes = format!("---\n标题: 推进改革\n电话: {phone}\n---\n\n正文\n");
            let digest = writer.originals().keep(bytes.as_bytes()).expect("kept");
            let (facts, assets) = (Facts { title: Some("推进改革".into()), ..Facts::default() }, vec![]);
            let text = Content { digest, received_at: now, assets, facts: facts.into() };
            let receipt = ReceiptNo { year: 2016, number };
            let path = format!("submissions/a/{number}.md");
            let event = match number {
                1 | 2 | 4 => Event::Received { receipt, path, text, same_as: None, replaces: None },
                _ => Event::Revised { receipt: ReceiptNo { number: 1, ..receipt }, text },
            };
            writer.record(vec![event]).expect("recorded");
            let cache = Cache::at(root, Digest::default()).renewed();
            let of = |cache: &Cache| Held::of(writer.register(), &writer.originals(), cache).phones;
            let (first, again) = (of(&cache), of(&cache));
            let nothing = Cache::at(&root.join("nowhere"), Digest::default());
            assert_eq!(first, of(&nothing));
            // What is known of a text that was just read is asked before its copy.
            let read = examine::Phones::from([(digest, phone.to_owned())]);
            let nowhere = Originals::of(&root.join("nowhere"));
            let read = Held::again(writer.register(), &nowhere, (&mut Memory::default(), &read), &nothing);
            assert!(phones_in(phone).iter().all(|phone| read.phones.contains(phone)));
            assert_eq!(read.is_whole(), writer.register().entries().count() == 1);
            assert_eq!(first, again);
            first.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(receive(1, "0000-1234567"), ["00001234567"]);
        assert_eq!(receive(2, "0000-7654321"), ["00001234567", "00007654321"]);
        assert_eq!(receive(4, "0000-7654321"), ["00001234567", "00007654321"], "the same text once more");
        assert_eq!(receive(3, "0000-1111111"), ["00001111111", "00007654321"]);
    }
}
