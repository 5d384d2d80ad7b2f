//! One brief in the register: its revisions, where it lies, what the office decided.
//!
//! In: events, through `state`. Out: the brief's standing with the office. Refuses to know: files, issues' folders.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::event::{Asset, Content, Drafted, Facts};
use crate::model::{Digest, IssueId, ReceiptNo, SeriesId};

/// One received brief.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its receipt.
    pub receipt: ReceiptNo,
    /// Where it lies, or lay last.
    pub path: String,
    /// Whether it lies there still.
    pub present: bool,
    /// An earlier brief with the very same bytes.
    pub same_as: Option<ReceiptNo>,
    /// Every text received under this receipt, oldest first; never empty.
    pub revisions: Vec<Revision>,
    /// The last decision.
    pub decision: Option<Decision>,
    /// The text that was put into a draft last.
    pub drafted: Option<Drafted>,
    /// The published issue and item (from 1) that carries it, and the digest of the text that was accepted for it.
    pub published: Option<(IssueId, usize, Option<Digest>)>,
    /// Findings that the office lets stand.
    pub waived: Vec<Waived>,
    /// What happened to it, oldest first.
    pub history: Vec<HistoryLine>,
}

/// One text received under a receipt.
pub type Revision = Content;

/// Findings of one kind that the office lets stand in one text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Waived {
    /// The kind of finding.
    pub code: String,
    /// The text.
    pub digest: Digest,
    /// Why.
    pub because: String,
    /// Who said so.
    pub by: String,
}

impl Waived {
    /// Adds this to a list in which each kind stands once for a text.
    pub(super) fn join(self, list: &mut Vec<Waived>) {
        list.retain(|other| other.code != self.code || other.digest != self.digest);
        list.push(self);
    }
}

/// What the office decided, and on which text.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// What.
    pub verdict: Verdict,
    /// On which text.
    pub digest: Digest,
    /// With which pictures.
    pub assets: Vec<Asset>,
    /// The title it is for.
    pub series: Option<SeriesId>,
    /// The grade given.
    pub grade: Option<String>,
    /// Whether the text is to be printed as written.
    pub as_written: bool,
    /// The reason given.
    pub because: Option<String>,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// By whom.
    pub by: String,
}

/// The four decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// 采用
    Accept,
    /// 退改
    Return,
    /// 不采用
    Decline,
    /// 缓办
    Hold,
}

impl Verdict {
    /// The office's word.
    pub fn label(self) -> &'static str {
        match self {
            Verdict::Accept => "采用",
            Verdict::Return => "退改",
            Verdict::Decline => "不采用",
            Verdict::Hold => "缓办",
        }
    }
}

/// Where a brief stands with the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewState {
    /// No decision yet.
    Waiting,
    /// Changed after the decision: open again.
    Reopened,
    /// 采用, not yet published.
    Accepted,
    /// 退改
    Returned,
    /// 不采用
    Declined,
    /// 缓办
    Held,
    /// In a published issue.
    Published,
}

impl ReviewState {
    /// The word in JSON.
    pub fn key(self) -> &'static str {
        match self {
            ReviewState::Waiting => "waiting",
            ReviewState::Reopened => "reopened",
            ReviewState::Accepted => "accepted",
            ReviewState::Returned => "returned",
            ReviewState::Declined => "declined",
            ReviewState::Held => "held",
            ReviewState::Published => "published",
        }
    }

    /// The office's word.
    pub fn label(self) -> &'static str {
        match self {
            ReviewState::Waiting => "待审",
            ReviewState::Reopened => "改后待审",
            ReviewState::Accepted => "已采用",
            ReviewState::Returned => "已退改",
            ReviewState::Declined => "不采用",
            ReviewState::Held => "缓办",
            ReviewState::Published => "已刊发",
        }
    }
}

/// One line of a brief's history.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryLine {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// By whom.
    pub by: String,
    /// What, in the office's words.
    pub what: String,
}

impl Entry {
    /// The text received last.
    pub fn latest(&self) -> &Revision {
        self.revisions.last().expect("an entry begins with the text received first")
    }

    /// What the latest text says of itself.
    pub fn facts(&self) -> &Facts {
        &self.latest().facts
    }

    /// The title for lists.
    pub fn title(&self) -> &str {
        self.facts().title.as_deref().unwrap_or("（无标题）")
    }

    /// Where it stands. A decision holds for the text that was reviewed only.
    pub fn review(&self) -> ReviewState {
        if self.published.is_some() {
            return ReviewState::Published;
        }
        let Some(decision) = &self.decision else { return ReviewState::Waiting };
        if decision.digest != self.latest().digest || decision.assets != self.latest().assets {
            return ReviewState::Reopened;
        }
        match decision.verdict {
            Verdict::Accept => ReviewState::Accepted,
            Verdict::Return => ReviewState::Returned,
            Verdict::Decline => ReviewState::Declined,
            Verdict::Hold => ReviewState::Held,
        }
    }

    /// Whether the unit changed its text after it had been published.
    pub fn changed_since_published(&self) -> bool {
        let reviewed = |d: &Decision| d.digest == self.latest().digest && d.assets == self.latest().assets;
        self.published.is_some() && !self.decision.as_ref().is_some_and(reviewed)
    }

    /// Whether the text in its draft is the one that was accepted last. (Drafts made by hand are their maker's.)
    pub fn draft_is_current(&self) -> bool {
        let Some(drafted) = &self.drafted else { return true };
        let printed = |assets: &[Asset]| assets.iter().filter(|asset| asset.is_printed()).cloned().collect::<Vec<_>>();
        let same = |d: &Decision| d.digest == drafted.digest && printed(&d.assets) == printed(&drafted.assets);
        self.decision.as_ref().is_some_and(|d| same(d) && d.as_written == drafted.as_written)
    }

    /// The text that was printed, else the one that stands in a draft, else the one that was accepted.
    pub(super) fn printed_text(&self) -> Option<Digest> {
        let accepted = || self.decision.as_ref().filter(|decision| decision.verdict == Verdict::Accept);
        let published = self.published.as_ref().and_then(|(_, _, digest)| *digest);
        let drafted = || self.drafted.as_ref().map(|drafted| drafted.digest);
        published.or_else(drafted).or_else(|| accepted().map(|decision| decision.digest))
    }

    /// The text that counts: the one that was published, else the latest.
    pub fn counting(&self) -> &Revision {
        let digest = self.published.as_ref().and_then(|(_, _, digest)| *digest);
        let published = self.revisions.iter().rev().find(|revision| Some(revision.digest) == digest);
        published.unwrap_or_else(|| self.latest())
    }

    /// The day that counts for being on time: when the first text came in that was signed (by then) and readable.
    /// `None`: there is none. A text mended later, at the office's wish, stays as early as it was.
    pub fn received_valid(&self) -> Option<NaiveDate> {
        self.revisions.iter().find(|revision| revision.is_valid()).map(|revision| revision.received_at.date_naive())
    }
}

impl Content {
    /// Whether it is a valid submission: readable and signed, not later than it was received.
    pub fn is_valid(&self) -> bool {
        let in_time = self.facts.signed_on.is_none_or(|day| day <= self.received_at.date_naive());
        self.facts.readable && self.facts.signed && in_time && self.facts.date.is_some()
    }
}

/// A brief that the office accepted, with the text it accepted. Only replaying the register makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    receipt: ReceiptNo,
    digest: Digest,
    assets: Vec<Asset>,
    as_written: bool,
    series: Option<SeriesId>,
    proposed: Option<String>,
    date: Option<NaiveDate>,
    path: String,
}

impl Accepted {
    /// `None` unless the entry stands accepted and may be published.
    pub(super) fn of(entry: &Entry) -> Option<Self> {
        let decision = entry.decision.as_ref().filter(|_| entry.review() == ReviewState::Accepted)?;
        if entry.facts().classification.is_some() {
            return None;
        }
        Some(Accepted {
            receipt: entry.receipt,
            digest: decision.digest,
            assets: decision.assets.clone(),
            as_written: decision.as_written,
            series: decision.series.clone(),
            proposed: entry.facts().series.clone(),
            date: entry.facts().date,
            path: entry.path.clone(),
        })
    }

    /// Its receipt.
    pub fn receipt(&self) -> ReceiptNo {
        self.receipt
    }

    /// The text that was reviewed.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The pictures that were reviewed.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// Whether the text is to be printed as written, without what would be put right in it.
    pub fn as_written(&self) -> bool {
        self.as_written
    }

    /// The title the office put it to.
    pub fn series(&self) -> Option<&SeriesId> {
        self.series.as_ref()
    }

    /// The title the unit proposed, as written.
    pub fn proposed(&self) -> Option<&str> {
        self.proposed.as_deref()
    }

    /// 报送日期
    pub fn date(&self) -> Option<NaiveDate> {
        self.date
    }

    /// Where it lay when it was last seen.
    pub fn path(&self) -> &str {
        &self.path
    }
}
