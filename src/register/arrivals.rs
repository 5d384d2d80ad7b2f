//! Compares what lies in the folder with what the register knows: new, revised, moved, vanished, handed in twice.
//!
//! In: the register and everything found. Out: events. A brief is known by its path; a file that has gone and appears
//! elsewhere with the same bytes has moved; the same bytes at two places are two submissions, the later one a copy; a
//! wholly different brief at a known path (people use one file name every month) is a new one.
//! Refuses to know: files, texts.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Datelike, FixedOffset};

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
    pub facts: Facts,
}

/// What has happened in the folder since the last intake. `found` is everything that lies there now, by path;
/// `is_same_brief` tells whether an arrival at a known path is still the brief that lay there.
pub fn arrivals(
    register: &Register,
    found: &[Arrival],
    now: DateTime<FixedOffset>,
    is_same_brief: &dyn Fn(&Entry, &Arrival) -> bool,
) -> Vec<Event> {
    let paths: HashSet<&str> = found.iter().map(|arrival| arrival.path.as_str()).collect();
    let mut intake = Intake {
        register,
        now,
        since: register.last_intake(),
        next: register.next_receipt(now.year()),
        gone: gone(register, &paths),
        seen: HashMap::new(),
        events: Vec::new(),
    };
    // Receipts are handed out in the order of coming; of what came at the same moment, the earlier 报送日期 first.
    let mut in_order: Vec<&Arrival> = found.iter().collect();
    in_order.sort_by_cached_key(|arrival| (intake.received_at(arrival), arrival.facts.date, arrival.path.as_str()));
    for arrival in in_order {
        match register.entry_at(&arrival.path) {
            Some(entry) => intake.known_path(entry, arrival, is_same_brief),
            None => intake.new_path(arrival),
        }
    }
    intake.vanished(&paths);
    intake.events
}

struct Intake<'a> {
    register: &'a Register,
    now: DateTime<FixedOffset>,
    since: Option<DateTime<FixedOffset>>,
    next: ReceiptNo,
    /// Briefs whose file is no longer where it was, by the digest of their last text.
    gone: HashMap<Digest, Vec<&'a Entry>>,
    /// Texts received in this intake.
    seen: HashMap<Digest, ReceiptNo>,
    events: Vec<Event>,
}

fn gone<'a>(register: &'a Register, paths: &HashSet<&str>) -> HashMap<Digest, Vec<&'a Entry>> {
    let mut gone: HashMap<Digest, Vec<&Entry>> = HashMap::new();
    for entry in register.entries() {
        // Where another brief took its place, the path is no longer this entry's.
        let holds_path = register.entry_at(&entry.path).is_some_and(|holder| holder.receipt == entry.receipt);
        if !holds_path || !paths.contains(entry.path.as_str()) {
            gone.entry(entry.latest().digest).or_default().push(entry);
        }
    }
    gone
}

impl<'a> Intake<'a> {
    fn known_path(&mut self, entry: &Entry, arrival: &Arrival, is_same: &dyn Fn(&Entry, &Arrival) -> bool) {
        let receipt = entry.receipt;
        let unchanged = entry.latest().digest == arrival.digest && entry.latest().assets == arrival.assets;
        if unchanged {
            if !entry.present {
                self.events.push(Event::Reappeared { receipt });
            }
        } else if is_same(entry, arrival) {
            self.events.push(Event::Revised { receipt, text: self.content(arrival) });
        } else {
            self.receive(arrival, Some(receipt));
        }
    }

    fn new_path(&mut self, arrival: &Arrival) {
        let moved = self.gone.get_mut(&arrival.digest).and_then(Vec::pop);
        match moved {
            Some(entry) => self.events.push(Event::Moved { receipt: entry.receipt, path: arrival.path.clone() }),
            None => self.receive(arrival, None),
        }
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

    fn vanished(&mut self, paths: &HashSet<&str>) {
        let moved: HashSet<ReceiptNo> = self
            .events
            .iter()
            .filter_map(|event| match event {
                Event::Moved { receipt, .. } => Some(*receipt),
                _ => None,
            })
            .collect();
        for entry in self.register.entries() {
            if entry.present && !paths.contains(entry.path.as_str()) && !moved.contains(&entry.receipt) {
                self.events.push(Event::Vanished { receipt: entry.receipt });
            }
        }
    }

    fn content(&self, arrival: &Arrival) -> Content {
        Content {
            digest: arrival.digest,
            received_at: self.received_at(arrival),
            assets: arrival.assets.clone(),
            facts: arrival.facts.clone(),
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
