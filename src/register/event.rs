//! Events as they stand in the journal: one JSON object a line. See docs/formats/register.md.
//!
//! In and out: serde structs, private to the journal's format; other modules use them as values only.
//! Refuses to know: what events mean together (see `state`).

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::wire::{digests, maybe_text, maybe_texts, text, time};
use crate::model::{Brief, Classification, Digest, IssueId, Period, ReceiptNo, SeriesId, Spanned};

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Rises by one, from 1, over all years.
    pub seq: u64,
    /// When it was written.
    #[serde(with = "time")]
    pub at: DateTime<FixedOffset>,
    /// Who ran the tool.
    pub by: String,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
    /// The digest of the line before, without its line feed; of nothing for the first line.
    #[serde(with = "text")]
    pub prev: Digest,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A brief came in and got a receipt.
    Received {
        /// Its receipt.
        #[serde(with = "text")]
        receipt: ReceiptNo,
        /// Where it lies, relative to the office, with `/`.
        path: String,
        /// The text.
        #[serde(flatten)]
        text: Content,
        /// The receipt of an earlier brief with the very same bytes, which still lies elsewhere.
        #[serde(with = "maybe_text", default, skip_serializing_if = "Option::is_none")]
        same_as: Option<ReceiptNo>,
        /// The receipt of the different brief that lay at this path before.
        #[serde(with = "maybe_text", default, skip_serializing_if = "Option::is_none")]
        replaces: Option<ReceiptNo>,
    },
    /// A brief was changed by its unit.
    Revised {
        /// Its receipt.
        #[serde(with = "text")]
        receipt: ReceiptNo,
        /// The new text.
        #[serde(flatten)]
        text: Content,
    },
    /// A brief lies elsewhere now.
    Moved {
        /// Its receipt.
        #[serde(with = "text")]
        receipt: ReceiptNo,
        /// The new place.
        path: String,
    },
    /// A brief is no longer in the folder.
    Vanished {
        /// Its receipt.
        #[serde(with = "text")]
        receipt: ReceiptNo,
    },
    /// A brief that had vanished is there again, unchanged.
    Reappeared {
        /// Its receipt.
        #[serde(with = "text")]
        receipt: ReceiptNo,
    },
    /// 采用
    Accepted {
        /// What was decided on.
        #[serde(flatten)]
        on: Reviewed,
        /// The title it is for.
        #[serde(with = "maybe_text", default, skip_serializing_if = "Option::is_none")]
        series: Option<SeriesId>,
        /// The office's grade.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        grade: Option<String>,
    },
    /// 退改
    Returned(Reviewed),
    /// 不采用
    Declined(Reviewed),
    /// 缓办
    Held(Reviewed),
    /// Accepted briefs were put into a draft.
    Compiled {
        /// The draft.
        #[serde(with = "text")]
        issue: IssueId,
        /// The texts that were put into it.
        items: Vec<Drafted>,
    },
    /// A draft was sealed.
    Published {
        /// The issue.
        #[serde(with = "text")]
        issue: IssueId,
        /// The day printed on it.
        date: NaiveDate,
        /// The receipts of its items, in order; `null` for items from before the tool.
        #[serde(with = "maybe_texts")]
        items: Vec<Option<ReceiptNo>>,
        /// The digest of every file of the issue.
        #[serde(with = "digests")]
        files: BTreeMap<String, Digest>,
    },
    /// A published issue was corrected.
    Corrected {
        /// The issue.
        #[serde(with = "text")]
        issue: IssueId,
        /// The items (from 1) whose text changed.
        items: Vec<usize>,
        /// What changed.
        files: BTreeMap<String, Change>,
        /// Why.
        because: String,
        /// Whether readers are not to be told the words that were replaced.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unquoted: bool,
    },
    /// An item of a published issue was withdrawn.
    Withdrawn {
        /// The issue.
        #[serde(with = "text")]
        issue: IssueId,
        /// The item, from 1.
        item: usize,
        /// Why.
        because: String,
    },
}

impl Event {
    /// Whether it tells of a change in the folder of submissions.
    pub fn is_of_intake(&self) -> bool {
        matches!(
            self,
            Event::Received { .. }
                | Event::Revised { .. }
                | Event::Moved { .. }
                | Event::Vanished { .. }
                | Event::Reappeared { .. }
        )
    }
}

/// A text as received.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// The digest of the file's bytes.
    #[serde(with = "text")]
    pub digest: Digest,
    /// The moment that counts for being on time.
    #[serde(with = "time")]
    pub received_at: DateTime<FixedOffset>,
    /// Pictures that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Asset>,
    /// What it says of itself.
    pub facts: Facts,
}

/// A picture that belongs to a brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// As the text refers to it.
    pub source: String,
    /// The digest of its bytes.
    #[serde(with = "text")]
    pub digest: Digest,
}

/// What a brief says of itself, as written: settings that change later (a new alias, a new kind) apply to it anew.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Units as written; the folder's name when the header names none.
    pub units: Vec<String>,
    /// Kind as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// 报送日期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// 所属期.
    #[serde(with = "maybe_text", default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Whether somebody signed it.
    pub signed: bool,
    /// 审签日期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<NaiveDate>,
    /// 投向 as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// 密级, when it forbids publishing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification: Option<String>,
    /// Whether the whole file could be read.
    pub readable: bool,
    /// Characters of text.
    pub characters: usize,
    /// Digest of the text without blanks and mark-up.
    #[serde(with = "text")]
    pub fingerprint: Digest,
}

impl Facts {
    /// What `brief` says; `folder` is the name of the unit's folder, `readable` whether nothing of the file was lost.
    pub fn of(brief: &Brief, folder: &str, readable: bool) -> Self {
        let text = |field: &Option<Spanned<String>>| field.as_ref().map(|field| field.value.clone());
        let written: Vec<String> = brief.units.iter().map(|unit| unit.value.clone()).collect();
        Facts {
            title: text(&brief.title),
            units: if written.is_empty() { vec![folder.to_owned()] } else { written },
            kind: text(&brief.kind),
            date: brief.date.as_ref().map(|date| date.value),
            period: brief.period.as_ref().map(|period| period.value),
            signed: brief.approval.by.is_some(),
            signed_on: brief.approval.on.as_ref().map(|day| day.value),
            series: text(&brief.series),
            classification: match &brief.classification {
                Some(Spanned { value: Classification::Restricted(written), .. }) => Some(written.clone()),
                _ => None,
            },
            readable: readable && !brief.header_damaged && brief.title.is_some() && !brief.body.is_empty(),
            characters: brief.characters(),
            fingerprint: brief.fingerprint(),
        }
    }
}

/// A decision's object: the brief and the very text that was reviewed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reviewed {
    /// The brief.
    #[serde(with = "text")]
    pub receipt: ReceiptNo,
    /// The digest of the text reviewed.
    #[serde(with = "text")]
    pub digest: Digest,
    /// The pictures reviewed with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Asset>,
    /// The reason; required for 退改 and 不采用.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// A received text that was put into a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafted {
    /// The brief.
    #[serde(with = "text")]
    pub receipt: ReceiptNo,
    /// The digest of its text.
    #[serde(with = "text")]
    pub digest: Digest,
    /// Its pictures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Asset>,
}

/// A file of an issue before and after a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Before; `None`: the file is new.
    #[serde(with = "maybe_text", default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Digest>,
    /// After; `None`: the file is gone.
    #[serde(with = "maybe_text", default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Digest>,
}
