//! Events as they stand in the journal: one JSON object a line. See docs/formats/register.md.
//!
//! In and out: serde structs, private to the journal's format; other modules use them as values only.
//! Refuses to know: what events mean together (see `state`).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::wire::{digests, maybe_text, maybe_texts, shared, text, time};
use crate::model::{Brief, Classification, Digest, IssueId, Period, ReceiptNo, SeriesId, Sketch, Spanned, bare};

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
        /// Whether the text is to be printed as written, without what would be put right in it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        as_written: bool,
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
        /// Whether readers are told the words that were replaced. Corrections from before this was asked are not quoted.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        quoted: bool,
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
    /// The office lets findings of one kind stand in one text.
    Waived {
        /// The brief; `None` for an item of an issue.
        #[serde(with = "maybe_text", default, skip_serializing_if = "Option::is_none")]
        receipt: Option<ReceiptNo>,
        /// The issue; `None` for a brief.
        #[serde(with = "maybe_text", default, skip_serializing_if = "Option::is_none")]
        issue: Option<IssueId>,
        /// The text: another one has to be looked at again.
        #[serde(with = "text")]
        digest: Digest,
        /// The kind of finding.
        code: String,
        /// Why.
        because: String,
        /// Whether an earlier waiver is taken back.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        lifted: bool,
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
    /// Files that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Asset>,
    /// What it says of itself; shared with whoever compares it with what lies in the folder.
    #[serde(with = "shared")]
    pub facts: Arc<Facts>,
}

/// A file that belongs to a brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// As the text refers to it; of what it does not refer to, the file's name.
    pub source: String,
    /// The digest of its bytes.
    #[serde(with = "text")]
    pub digest: Digest,
    /// What it is to the brief.
    #[serde(default, skip_serializing_if = "AssetRole::is_picture")]
    pub role: AssetRole,
}

/// What a file is to the brief that it belongs to. A role that a later version adds is refused by this one: a file of
/// which nobody knows what it is must not be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetRole {
    /// The text shows it.
    #[default]
    Picture,
    /// A scan of the signed page: kept, and never shown to readers.
    Evidence,
    /// A header in a file of its own, beside a Word document.
    Header,
}

impl AssetRole {
    fn is_picture(&self) -> bool {
        *self == AssetRole::Picture
    }
}

impl Asset {
    /// Whether the text shows it.
    pub fn is_picture(&self) -> bool {
        self.role.is_picture()
    }

    /// Whether a draft depends on it.
    pub fn is_printed(&self) -> bool {
        self.role != AssetRole::Evidence
    }
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
    /// What finds texts that are nearly the same; `None` for a short text, and in registers of earlier versions.
    #[serde(with = "maybe_text", default, skip_serializing_if = "Option::is_none")]
    pub sketch: Option<Sketch>,
}

impl Facts {
    /// What `brief` says; `folder` is the name of the unit's folder, `readable` whether nothing of the file was lost.
    pub fn of(brief: &Brief, folder: &str, readable: bool) -> Self {
        let text = |field: &Option<Spanned<String>>| field.as_ref().map(|field| field.value.clone());
        let body = bare(brief.body.text());
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
            characters: body.chars().count(),
            fingerprint: Digest::of(body.as_bytes()),
            sketch: Sketch::of(&body),
        }
    }

    /// Whether two texts say the same of themselves. (A version that knows more of a text is no news of it.)
    pub fn says_the_same(&self, other: &Facts) -> bool {
        let known = |facts: &Facts| Facts { sketch: None, ..facts.clone() };
        self == other || known(self) == known(other)
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
    /// The files reviewed with it.
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
    /// The files that belonged to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Asset>,
    /// Whether it was put there as written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub as_written: bool,
}

/// A file of an issue before and after a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Change {
    /// Before; `None`: the file is new.
    #[serde(with = "maybe_text", default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Digest>,
    /// After; `None`: the file is gone.
    #[serde(with = "maybe_text", default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Digest>,
}
