//! Events replayed: the state of the register.
//!
//! In: records, in order. Out: entries, publications and the next numbers. A record that contradicts those before it
//! is a damaged register. Refuses to know: lines, files, locks.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use chrono::{DateTime, FixedOffset};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::entry::{Accepted, Entry, HistoryLine, Verdict, Waived};
use super::event::{Content, Event, Record};
use super::publishing::Publication;
use crate::model::{Digest, IssueId, ReceiptNo};

/// What the journal says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Register {
    /// Boxed: an entry is large, and is moved about while the state is put together.
    pub(super) entries: BTreeMap<ReceiptNo, Box<Entry>>,
    pub(super) by_path: FxHashMap<String, ReceiptNo>,
    pub(super) by_digest: FxHashMap<Digest, ReceiptNo>,
    pub(super) publications: BTreeMap<IssueId, Publication>,
    pub(super) waived: BTreeMap<IssueId, Vec<Waived>>,
    pub(super) numbered: BTreeMap<i32, u32>,
    pub(super) last_at: Option<DateTime<FixedOffset>>,
    pub(super) last_intake: Option<DateTime<FixedOffset>>,
    /// What `issues_key` said last, while nothing of it has changed.
    pub(super) issues_key: Memo,
}

/// A number that was worked out from the rest: it makes no difference between two states.
#[derive(Debug, Clone, Default)]
pub(super) struct Memo(OnceLock<u64>);

impl PartialEq for Memo {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Register {
    /// Every brief, by receipt.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().map(Box::as_ref)
    }

    /// The same, on all cores.
    pub fn all_entries(&self) -> impl IndexedParallelIterator<Item = &Entry> {
        self.entries().collect::<Vec<_>>().into_par_iter()
    }

    /// The brief with that receipt.
    pub fn entry(&self, receipt: ReceiptNo) -> Option<&Entry> {
        self.entries.get(&receipt).map(Box::as_ref)
    }

    /// The brief that lies (or lay last) at that path.
    pub fn entry_at(&self, path: &str) -> Option<&Entry> {
        self.by_path.get(path).and_then(|receipt| self.entry(*receipt))
    }

    /// The first brief that was received with these very bytes.
    pub fn by_digest(&self, digest: Digest) -> Option<ReceiptNo> {
        self.by_digest.get(&digest).copied()
    }

    /// When the folder was last found changed.
    pub fn last_intake(&self) -> Option<DateTime<FixedOffset>> {
        self.last_intake
    }

    /// What may be compiled: accepted, unchanged since, not restricted, not yet published; by receipt.
    pub fn accepted(&self) -> Vec<Accepted> {
        self.all_entries().filter_map(Accepted::of).collect()
    }

    /// The published issues.
    pub fn publications(&self) -> &BTreeMap<IssueId, Publication> {
        &self.publications
    }

    /// What the office lets stand in a text of an issue: by its place there, or with the brief it was made of.
    pub fn waived(&self, issue: &IssueId, text: Digest, receipt: Option<ReceiptNo>) -> Vec<&Waived> {
        let here = self.waived.get(issue).into_iter().flatten().filter(|waived| waived.digest == text);
        let entry = receipt.and_then(|receipt| self.entry(receipt));
        let accepted = entry.and_then(Entry::printed_text);
        let with_brief = entry.into_iter().flat_map(|entry| &entry.waived);
        here.chain(with_brief.filter(|waived| Some(waived.digest) == accepted)).collect()
    }

    /// A number for all that printed issues depend on in the register: what was published, corrected and withdrawn, and
    /// what the office lets stand. Another number means that something of it has changed.
    pub fn issues_key(&self) -> u64 {
        *self.issues_key.0.get_or_init(|| self.number_of_issues())
    }

    fn number_of_issues(&self) -> u64 {
        let waived = self.entries().filter(|entry| !entry.waived.is_empty());
        let waived: Vec<_> = waived.map(|entry| (entry.receipt, entry.printed_text(), &entry.waived)).collect();
        // A moment counts with the clock that it was read from.
        let clocks: Vec<i32> = self.publications.values().map(|p| p.at.offset().local_minus_utc()).collect();
        let mut key = DefaultHasher::new();
        (&self.publications, clocks, &self.waived, waived).hash(&mut key);
        key.finish()
    }

    /// The same for one issue; 0 when it is not published.
    pub fn issue_key(&self, id: &IssueId) -> u64 {
        let Some(publication) = self.publications.get(id) else { return 0 };
        let items = publication.items.iter().flatten().filter_map(|receipt| self.entries.get(receipt));
        let items: Vec<_> = items.map(|entry| (entry.receipt, entry.printed_text(), &entry.waived)).collect();
        let mut hasher = DefaultHasher::new();
        (publication, self.waived.get(id), items).hash(&mut hasher);
        hasher.finish()
    }

    /// The receipt that is handed out next in `year`; numbers that were handed out never come again.
    pub fn next_receipt(&self, year: i32) -> ReceiptNo {
        ReceiptNo { year, number: self.numbered.get(&year).copied().unwrap_or(0) + 1 }
    }

    /// When the last line was written.
    pub fn last_at(&self) -> Option<DateTime<FixedOffset>> {
        self.last_at
    }

    /// Applies one record; an error says how it contradicts what came before.
    pub(super) fn apply(&mut self, record: &Record) -> Result<(), String> {
        match &record.event {
            Event::Received { receipt, path, text, same_as, replaces } => {
                self.receive(record, *receipt, path, text, *same_as)?;
                if let Some(old) = replaces {
                    self.entry_mut(*old)?.present = false;
                    self.log(record, *old, format!("原位置改放了另一篇（收文 {receipt}）"))?;
                }
            }
            Event::Revised { receipt, text } => {
                self.by_digest.entry(text.digest).or_insert(*receipt);
                self.entry_mut(*receipt)?.revisions.push(text.clone());
                self.entry_mut(*receipt)?.present = true;
                self.log(record, *receipt, "单位修改了原稿".into())?;
            }
            Event::Moved { receipt, path } => self.relocate(record, *receipt, path)?,
            Event::Vanished { receipt } => {
                self.entry_mut(*receipt)?.present = false;
                self.log(record, *receipt, "原文件已不在文件夹里".into())?;
            }
            Event::Reappeared { receipt } => {
                self.entry_mut(*receipt)?.present = true;
                self.log(record, *receipt, "原文件又出现在文件夹里".into())?;
            }
            Event::Accepted { .. } => self.accept(record)?,
            Event::Returned(on) => self.decide_and_log(record, Verdict::Return, on)?,
            Event::Declined(on) => self.decide_and_log(record, Verdict::Decline, on)?,
            Event::Held(on) => self.decide_and_log(record, Verdict::Hold, on)?,
            Event::Compiled { issue, items } => {
                for drafted in items {
                    self.entry_mut(drafted.receipt)?.drafted = Some(drafted.clone());
                    self.log(record, drafted.receipt, format!("编入 {issue} 的送审稿"))?;
                }
            }
            Event::Published { .. } => self.publish(record)?,
            Event::Corrected { .. } => self.correct(record)?,
            Event::Withdrawn { .. } => self.withdraw(record)?,
            Event::Waived { .. } => self.waive(record)?,
        }
        self.last_at = Some(record.at);
        if record.event.is_of_intake() {
            self.last_intake = Some(record.at);
        } else {
            self.issues_key = Memo::default();
        }
        Ok(())
    }

    fn receive(
        &mut self,
        record: &Record,
        receipt: ReceiptNo,
        path: &str,
        text: &Content,
        same_as: Option<ReceiptNo>,
    ) -> Result<(), String> {
        let highest = self.numbered.entry(receipt.year).or_insert(0);
        if receipt.number <= *highest {
            return Err(format!("收文号 {receipt} 发了两次"));
        }
        *highest = receipt.number;
        self.by_path.insert(path.to_owned(), receipt);
        self.by_digest.entry(text.digest).or_insert(receipt);
        let entry = Entry {
            receipt,
            path: path.to_owned(),
            present: true,
            same_as,
            revisions: vec![text.clone()],
            decision: None,
            drafted: None,
            published: None,
            waived: vec![],
            history: vec![],
        };
        self.entries.insert(receipt, Box::new(entry));
        self.log(record, receipt, "收文".into())
    }

    fn relocate(&mut self, record: &Record, receipt: ReceiptNo, path: &str) -> Result<(), String> {
        let entry = self.entry_mut(receipt)?;
        let old = std::mem::replace(&mut entry.path, path.to_owned());
        entry.present = true;
        if self.by_path.get(&old) == Some(&receipt) {
            self.by_path.remove(&old);
        }
        self.by_path.insert(path.to_owned(), receipt);
        self.log(record, receipt, format!("原文件移到 {path}"))
    }

    pub(super) fn entry_mut(&mut self, receipt: ReceiptNo) -> Result<&mut Entry, String> {
        self.entries.get_mut(&receipt).map(Box::as_mut).ok_or_else(|| format!("没有收文 {receipt}"))
    }

    pub(super) fn log(&mut self, record: &Record, receipt: ReceiptNo, what: String) -> Result<(), String> {
        let line = HistoryLine { at: record.at, by: record.by.clone(), what };
        let history = &mut self.entry_mut(receipt)?.history;
        if history.is_empty() {
            // Of most briefs nothing is told but that they came.
            history.reserve_exact(1);
        }
        history.push(line);
        Ok(())
    }
}
