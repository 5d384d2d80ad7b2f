//! Published issues as rows.
//!
//! In: publications. Out: rows, and the same publications again. Refuses to know: briefs.

use serde::{Deserialize, Serialize};

use super::values::*;
use crate::model::issue::Replaced;
use crate::model::{IssueId, Notice};
use crate::register::event::Change;
use crate::register::publishing::{Correction, Publication};

/// A published issue.
#[derive(Serialize, Deserialize)]
pub(in crate::register) struct PublicationRow<'a> {
    #[serde(borrow)]
    issue: IssueName<'a>,
    date: i32,
    at: Time,
    by: &'a str,
    seq: u64,
    items: Vec<Option<Number>>,
    files: Vec<(&'a str, Bytes<'a>)>,
    replaced: Vec<Bytes<'a>>,
    notices: Vec<NoticeRow<'a>>,
    corrections: Vec<(usize, usize, Vec<ChangeRow<'a>>, bool)>,
}

#[derive(Serialize, Deserialize)]
struct NoticeRow<'a> {
    kind: u8,
    item: Option<usize>,
    on: i32,
    #[serde(borrow)]
    because: &'a str,
    words: Vec<(&'a str, &'a str)>,
}

impl<'a> PublicationRow<'a> {
    pub fn of(id: &'a IssueId, publication: &'a Publication) -> Self {
        let change = |(name, change): (&'a String, &'a Change)| {
            (&**name, change.from.as_ref().map(bytes), change.to.as_ref().map(bytes))
        };
        let correction = |correction: &'a Correction| {
            let Correction { notices, files, quoted } = correction;
            (notices.start, notices.end, files.iter().map(change).collect(), *quoted)
        };
        PublicationRow {
            issue: issue(id),
            date: day(publication.date),
            at: time(publication.at),
            by: &publication.by,
            seq: publication.seq,
            items: publication.items.iter().map(|item| item.map(number)).collect(),
            files: publication.files.iter().map(|(name, digest)| (&**name, bytes(digest))).collect(),
            replaced: publication.replaced.iter().map(bytes).collect(),
            notices: publication.notices.iter().map(NoticeRow::of).collect(),
            corrections: publication.corrections.iter().map(correction).collect(),
        }
    }

    pub fn publication(&self) -> Option<(IssueId, Publication)> {
        let change = |(name, from, to): &ChangeRow<'_>| {
            let digest = |bytes: &Bytes<'_>| to_digest(bytes);
            Some(((*name).to_owned(), Change { from: maybe(from.as_ref(), digest)?, to: maybe(to.as_ref(), digest)? }))
        };
        let correction = |(start, end, files, quoted): &(usize, usize, Vec<ChangeRow<'_>>, bool)| {
            let files = files.iter().map(change).collect::<Option<_>>()?;
            Some(Correction { notices: *start..*end, files, quoted: *quoted })
        };
        let file = |(name, digest): &(&str, Bytes<'_>)| Some(((*name).to_owned(), to_digest(digest)?));
        let publication = Publication {
            date: to_day(self.date)?,
            at: to_time(self.at)?,
            by: self.by.to_owned(),
            seq: self.seq,
            items: self.items.iter().map(|item| item.map(to_number)).collect(),
            files: self.files.iter().map(file).collect::<Option<_>>()?,
            replaced: all(&self.replaced, |bytes| to_digest(bytes))?,
            notices: all(&self.notices, NoticeRow::notice)?,
            corrections: all(&self.corrections, correction)?,
        };
        Some((to_issue(self.issue)?, publication))
    }
}

impl<'a> NoticeRow<'a> {
    fn of(notice: &'a Notice) -> Self {
        NoticeRow {
            kind: place(&KINDS, notice.kind),
            item: notice.item,
            on: day(notice.on),
            because: &notice.because,
            words: notice.words.iter().map(|words| (&*words.before, &*words.after)).collect(),
        }
    }

    fn notice(&self) -> Option<Notice> {
        let words =
            |(before, after): &(&str, &str)| Replaced { before: (*before).to_owned(), after: (*after).to_owned() };
        Some(Notice {
            kind: *KINDS.get(usize::from(self.kind))?,
            item: self.item,
            on: to_day(self.on)?,
            because: self.because.to_owned(),
            words: self.words.iter().map(words).collect(),
        })
    }
}
