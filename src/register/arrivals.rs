//! Compares what lies in the folder with what the register knows: new, revised, moved, vanished, handed in twice.
//!
//! In: the register and what was found. Out: events. A brief is known by its path; a file that has gone and appears
//! elsewhere with the same bytes has moved; the same bytes at two places are two submissions, the later one a copy; a
//! wholly different brief at a known path (people use one file name every month) is a new one. What lies there and cannot
//! be read is neither new nor gone.
//! Refuses to know: files, texts.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Datelike, FixedOffset};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::entry::Entry;
use super::event::{Asset, Content, Event, Facts};
use super::state::Register;
use crate::model::{Digest, ReceiptNo};

/// A brief as found in the folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// Relative to the office, with `/`.
    pub path: String,
    /// The digest of its bytes.
    pub digest: Digest,
    /// Its pictures.
    pub assets: Vec<Asset>,
    /// When the file was last written.
    pub modified: Option<DateTime<FixedOffset>>,
    /// What it says of itself.
    pub facts: Arc<Facts>,
}

/// What was found in the folder.
pub struct Post<'a> {
    /// The briefs that could be read, by path.
    pub briefs: &'a [&'a Arrival],
    /// Files and folders that lie there and could not be read.
    pub unread: &'a [String],
    /// Where only a part was looked at: the briefs that had lain there and are gone, by path. All others lie as the register
    /// knows them.
    pub gone: Option<&'a [&'a str]>,
}

/// What has happened in the folder since the last intake. `is_same_brief` tells whether an arrival at a known path is still
/// the brief that lay there.
pub fn arrivals(
    register: &Register,
    post: &Post<'_>,
    now: DateTime<FixedOffset>,
    is_same_brief: &dyn Fn(&Entry, &Arrival) -> bool,
) -> Vec<Event> {
    let there = There::of(register, post);
    let mut intake = Intake {
        register,
        now,
        since: register.last_intake(),
        next: register.next_receipt(now.year()),
        displaced: displaced(register, &there, is_same_brief),
        moved: HashSet::new(),
        seen: HashMap::new(),
        events: Vec::new(),
    };
    // Receipts are handed out in the order of coming; of what came at the same moment, the earlier 报送日期 first.
    let mut in_order: Vec<&Arrival> = there.not_as_they_were().collect();
    in_order.sort_by_cached_key(|arrival| (intake.received_at(arrival), arrival.facts.date, arrival.path.as_str()));
    // What has moved is known by its bytes, whatever else lies at its old place now; so moves come first.
    in_order.retain(|arrival| !intake.has_stayed(arrival) && !intake.has_moved(arrival));
    for arrival in in_order {
        intake.at_its_path(arrival, is_same_brief);
    }
    intake.vanished(&there, post.unread);
    intake.events
}

struct Intake<'a> {
    register: &'a Register,
    now: DateTime<FixedOffset>,
    since: Option<DateTime<FixedOffset>>,
    next: ReceiptNo,
    /// Briefs that no longer lie where they lay, by the digest of their last text.
    displaced: HashMap<Digest, Vec<&'a Entry>>,
    /// Briefs that have been found elsewhere.
    moved: HashSet<ReceiptNo>,
    /// Texts received in this intake.
    seen: HashMap<Digest, ReceiptNo>,
    events: Vec<Event>,
}

/// What lies in the folder, by path, each with the entry that lay there before, byte for byte.
struct There<'a> {
    found: &'a [&'a Arrival],
    stayed: Vec<Option<&'a Entry>>,
    /// The entries whose texts lie where they lay.
    receipts: FxHashSet<ReceiptNo>,
    /// Where only a part was looked at: the entries that lie, or lay, there.
    looked_at: Option<FxHashSet<ReceiptNo>>,
}

impl<'a> There<'a> {
    fn of(register: &'a Register, post: &Post<'a>) -> Self {
        let Post { briefs: found, gone, .. } = *post;
        let entry = |arrival: &&Arrival| register.entry_at(&arrival.path);
        let stayed = |arrival: &&Arrival| entry(arrival).filter(|entry| entry.latest().digest == arrival.digest);
        let stayed: Vec<Option<&Entry>> = found.par_iter().map(stayed).collect();
        let receipts = stayed.iter().flatten().map(|entry| entry.receipt).collect();
        let looked_at = gone.map(|gone| {
            let paths = found.iter().map(|arrival| arrival.path.as_str()).chain(gone.iter().copied());
            paths.filter_map(|path| Some(register.entry_at(path)?.receipt)).collect()
        });
        There { found, stayed, receipts, looked_at }
    }

    /// What lies at a path.
    fn at(&self, path: &str) -> Option<&'a Arrival> {
        self.found.binary_search_by(|arrival| arrival.path.as_str().cmp(path)).ok().map(|at| self.found[at])
    }

    /// Whether an entry's text lies where it lay.
    fn has_stayed(&self, entry: &Entry) -> bool {
        match &self.looked_at {
            Some(looked_at) if !looked_at.contains(&entry.receipt) => entry.present,
            _ => self.receipts.contains(&entry.receipt),
        }
    }

    /// Those about which there is anything to say: of nearly all there is nothing.
    fn not_as_they_were(&self) -> impl Iterator<Item = &'a Arrival> {
        let same = |arrival: &Arrival, entry: &Entry| entry.present && entry.latest().assets == arrival.assets;
        let with_entries = self.found.iter().zip(&self.stayed);
        with_entries.filter(move |(arrival, entry)| !entry.is_some_and(|entry| same(arrival, entry))).map(|(a, _)| *a)
    }
}

/// Briefs at whose path there is nothing any more, or another brief.
fn displaced<'a>(
    register: &'a Register,
    there: &There<'_>,
    is_same_brief: &dyn Fn(&Entry, &Arrival) -> bool,
) -> HashMap<Digest, Vec<&'a Entry>> {
    let mut displaced: HashMap<Digest, Vec<&Entry>> = HashMap::new();
    for entry in register.entries().filter(|entry| !there.has_stayed(entry)) {
        let holds_path = || register.entry_at(&entry.path).is_some_and(|holder| holder.receipt == entry.receipt);
        let lies_there = there.at(&entry.path).is_some_and(|arrival| holds_path() && is_same_brief(entry, arrival));
        if !lies_there {
            displaced.entry(entry.latest().digest).or_default().push(entry);
        }
    }
    displaced
}

impl<'a> Intake<'a> {
    /// Whether the arrival is what lay at its path before, byte for byte.
    fn has_stayed(&mut self, arrival: &Arrival) -> bool {
        let Some(entry) = self.register.entry_at(&arrival.path).filter(|e| e.latest().digest == arrival.digest) else {
            return false;
        };
        let receipt = entry.receipt;
        if !entry.present {
            self.events.push(Event::Reappeared { receipt });
        }
        if entry.latest().assets != arrival.assets {
            self.events.push(Event::Revised { receipt, text: self.content(arrival) });
        }
        true
    }

    /// Whether the arrival is a brief that lay elsewhere. In another folder it may be another unit's, with other pictures.
    fn has_moved(&mut self, arrival: &Arrival) -> bool {
        let Some(entry) = self.displaced.get_mut(&arrival.digest).and_then(Vec::pop) else { return false };
        let receipt = entry.receipt;
        self.moved.insert(receipt);
        self.events.push(Event::Moved { receipt, path: arrival.path.clone() });
        if !entry.latest().facts.says_the_same(&arrival.facts) || entry.latest().assets != arrival.assets {
            self.events.push(Event::Revised { receipt, text: self.content(arrival) });
        }
        true
    }

    fn at_its_path(&mut self, arrival: &Arrival, is_same_brief: &dyn Fn(&Entry, &Arrival) -> bool) {
        let entry = self.register.entry_at(&arrival.path).filter(|entry| !self.moved.contains(&entry.receipt));
        if entry.is_none()
            && let Some(renamed) = self.renamed(arrival)
        {
            let receipt = renamed.receipt;
            self.moved.insert(receipt);
            self.events.push(Event::Moved { receipt, path: arrival.path.clone() });
            return self.events.push(Event::Revised { receipt, text: self.content(arrival) });
        }
        match entry {
            Some(entry) if is_same_brief(entry, arrival) => {
                self.events.push(Event::Revised { receipt: entry.receipt, text: self.content(arrival) });
            }
            entry => self.receive(arrival, entry.map(|entry| entry.receipt)),
        }
    }

    /// A brief that is gone from this very folder and has the arrival's title and day: renamed and mended in one go.
    fn renamed(&self, arrival: &Arrival) -> Option<&'a Entry> {
        let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let same = |entry: &&&Entry| {
            let facts = entry.facts();
            facts.title.is_some()
                && (&facts.title, facts.date) == (&arrival.facts.title, arrival.facts.date)
                && folder(&entry.path) == folder(&arrival.path)
                && entry.present
                && !self.moved.contains(&entry.receipt)
        };
        self.displaced.values().flatten().filter(same).min_by_key(|entry| entry.receipt).copied()
    }

    fn receive(&mut self, arrival: &Arrival, replaces: Option<ReceiptNo>) {
        let receipt = self.next;
        self.next.number += 1;
        let known = self.register.by_digest(arrival.digest).filter(|twin| Some(*twin) != replaces);
        let same_as = known.or(self.seen.get(&arrival.digest).copied());
        self.seen.entry(arrival.digest).or_insert(receipt);
        let text = self.content(arrival);
        self.events.push(Event::Received { receipt, path: arrival.path.clone(), text, same_as, replaces });
    }

    /// Briefs of which nothing is left. What lies there and cannot be read has not vanished.
    fn vanished(&mut self, there: &There<'_>, unread: &[String]) {
        let is_unread = |path: &str| unread.iter().any(|other| path == other || path.starts_with(&format!("{other}/")));
        let taken: HashSet<&str> = self
            .events
            .iter()
            .filter_map(|event| match event {
                Event::Moved { path, .. } => Some(path.as_str()),
                _ => None,
            })
            .collect();
        let gone = |entry: &&Entry| {
            let path = entry.path.as_str();
            let lies_there = || (there.has_stayed(entry) || there.at(path).is_some()) && !taken.contains(path);
            entry.present && !self.moved.contains(&entry.receipt) && !lies_there() && !is_unread(path)
        };
        let vanished: Vec<ReceiptNo> = self.register.entries().filter(gone).map(|entry| entry.receipt).collect();
        self.events.extend(vanished.into_iter().map(|receipt| Event::Vanished { receipt }));
    }

    fn content(&self, arrival: &Arrival) -> Content {
        Content {
            digest: arrival.digest,
            received_at: self.received_at(arrival),
            assets: arrival.assets.clone(),
            facts: Arc::clone(&arrival.facts),
        }
    }

    /// The file's own time where the last intake and this one vouch for it, else now (office.md). A first intake has
    /// nothing before it to vouch.
    fn received_at(&self, arrival: &Arrival) -> DateTime<FixedOffset> {
        match (self.since, arrival.modified) {
            (Some(since), Some(modified)) if since < modified && modified <= self.now => modified,
            _ => self.now,
        }
    }
}
