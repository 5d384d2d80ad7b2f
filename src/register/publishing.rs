//! Published issues in the register's state: 刊发, 更正, 撤稿.
//!
//! In: records, through `state`. Out: publications, and the entries of their items. Refuses to know: issues' folders, seals.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::event::{Change, Event, Record};
use super::state::Register;
use crate::model::{Digest, Notice, NoticeKind, ReceiptNo};

/// A published issue, as the register knows it.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Publication {
    /// The day printed on it.
    pub date: NaiveDate,
    /// When it was sealed.
    pub at: DateTime<FixedOffset>,
    /// By whom.
    pub by: String,
    /// The number of the register's line that says so; of the last correction where there was one.
    pub seq: u64,
    /// The receipts of its items, in order.
    pub items: Vec<Option<ReceiptNo>>,
    /// The digest that every file of the issue must have now.
    pub files: BTreeMap<String, Digest>,
    /// The digests of what corrections have replaced: kept, and no longer shown.
    pub replaced: Vec<Digest>,
    /// What was changed since.
    pub notices: Vec<Notice>,
    /// The files that corrections changed, with the notices that tell of each.
    pub corrections: Vec<Correction>,
}

/// The files of one correction.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Correction {
    /// Positions in `notices`.
    pub notices: std::ops::Range<usize>,
    /// What changed.
    pub files: BTreeMap<String, Change>,
    /// Whether readers may be told the words.
    pub quoted: bool,
}

impl Publication {
    /// Whether an item (from 1) was withdrawn.
    pub fn is_withdrawn(&self, item: usize) -> bool {
        self.notices.iter().any(|notice| notice.kind == NoticeKind::Withdrawn && notice.item == Some(item))
    }
}

impl Register {
    pub(super) fn publish(&mut self, record: &Record) -> Result<(), String> {
        let Event::Published { issue, date, items, files } = &record.event else { return Ok(()) };
        if self.publications.contains_key(issue) {
            return Err(format!("{issue} 刊发了两次"));
        }
        for (index, receipt) in items.iter().enumerate() {
            let Some(receipt) = *receipt else { continue };
            let entry = self.entry_mut(receipt)?;
            let text = entry.decision.as_ref().map(|decision| decision.digest);
            entry.published = Some((issue.clone(), index + 1, text));
            self.log(record, receipt, format!("刊发于 {issue} 第 {} 条", index + 1))?;
        }
        let publication = Publication {
            date: *date,
            at: record.at,
            by: record.by.clone(),
            seq: record.seq,
            items: items.clone(),
            files: files.clone(),
            replaced: vec![],
            notices: vec![],
            corrections: vec![],
        };
        self.publications.insert(issue.clone(), publication);
        Ok(())
    }

    pub(super) fn correct(&mut self, record: &Record) -> Result<(), String> {
        let Event::Corrected { issue, items, files, because, quoted } = &record.event else { return Ok(()) };
        let publication = self.publications.get_mut(issue).ok_or_else(|| format!("更正了没有刊发的 {issue}"))?;
        for (name, change) in files {
            publication.replaced.extend(change.from);
            match change.to {
                Some(digest) => publication.files.insert(name.clone(), digest),
                None => publication.files.remove(name),
            };
        }
        let places: Vec<Option<usize>> =
            if items.is_empty() { vec![None] } else { items.iter().copied().map(Some).collect() };
        let receipts: Vec<ReceiptNo> =
            items.iter().filter_map(|item| publication.items.get(item.wrapping_sub(1)).copied().flatten()).collect();
        publication.seq = record.seq;
        let from = publication.notices.len();
        publication.corrections.push(Correction {
            notices: from..from + places.len(),
            files: files.clone(),
            quoted: *quoted,
        });
        publication.notices.extend(places.into_iter().map(|item| Notice {
            kind: NoticeKind::Corrected,
            item,
            on: record.at.date_naive(),
            because: because.clone(),
            words: vec![],
        }));
        receipts.into_iter().try_for_each(|receipt| self.log(record, receipt, format!("刊发后更正：{because}")))
    }

    pub(super) fn withdraw(&mut self, record: &Record) -> Result<(), String> {
        let Event::Withdrawn { issue, item, because } = &record.event else { return Ok(()) };
        let publication = self.publications.get_mut(issue).ok_or_else(|| format!("撤了没有刊发的 {issue}"))?;
        let receipt =
            publication.items.get(item.wrapping_sub(1)).copied().ok_or_else(|| format!("{issue} 没有第 {item} 条"))?;
        publication.seq = record.seq;
        publication.notices.push(Notice {
            kind: NoticeKind::Withdrawn,
            item: Some(*item),
            on: record.at.date_naive(),
            because: because.clone(),
            words: vec![],
        });
        receipt.map_or(Ok(()), |receipt| self.log(record, receipt, format!("刊发后撤稿：{because}")))
    }
}
