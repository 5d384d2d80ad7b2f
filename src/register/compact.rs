//! How the register's state stands in the memory between runs: digests as bytes, days and moments as numbers, nothing
//! told twice. (How it stands in the journal, for ever and for people, is `wire`'s.)
//!
//! In and out: rows that borrow their words. A row that does not make sense makes nothing.
//! Refuses to know: files, what state a row belongs to.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::entry::{Decision, Entry, HistoryLine, Verdict, Waived};
use super::event::{Asset, AssetRole, Change, Content, Drafted, Facts};
use super::state::{Correction, Publication};
use crate::model::issue::Replaced;
use crate::model::{Digest, Every, IssueId, Notice, NoticeKind, Period, ReceiptNo, SeriesId, Sketch, Slot};

pub(super) type Number = (i32, u32);
pub(super) type Bytes<'a> = &'a [u8];
/// Seconds since 1970, nanoseconds, seconds east of Greenwich.
pub(super) type Time = (i64, u32, i32);
/// Series, year, number or 0, word or nothing.
pub(super) type IssueName<'a> = (&'a str, i32, u32, &'a str);
type AssetRow<'a> = (&'a str, Bytes<'a>, u8);
type DraftedRow<'a> = (Number, Bytes<'a>, Vec<AssetRow<'a>>, bool);
pub(super) type WaivedRow<'a> = (&'a str, Bytes<'a>, &'a str, &'a str);
type ChangeRow<'a> = (&'a str, Option<Bytes<'a>>, Option<Bytes<'a>>);

const ROLES: [AssetRole; 3] = [AssetRole::Picture, AssetRole::Evidence, AssetRole::Header];
const VERDICTS: [Verdict; 4] = [Verdict::Accept, Verdict::Return, Verdict::Decline, Verdict::Hold];
const KINDS: [NoticeKind; 2] = [NoticeKind::Corrected, NoticeKind::Withdrawn];

/// A brief.
#[derive(Serialize, Deserialize)]
pub(super) struct EntryRow<'a> {
    receipt: Number,
    #[serde(borrow)]
    path: &'a str,
    /// Whether it is the one that is known by its path.
    pub holds_path: bool,
    /// Which of its texts another brief had before.
    pub later: Vec<usize>,
    present: bool,
    same_as: Option<Number>,
    revisions: Vec<ContentRow<'a>>,
    decision: Option<DecisionRow<'a>>,
    drafted: Option<DraftedRow<'a>>,
    published: Option<(IssueName<'a>, usize, Option<Bytes<'a>>)>,
    waived: Vec<WaivedRow<'a>>,
    history: Vec<(Time, &'a str, &'a str)>,
}

#[derive(Serialize, Deserialize)]
struct ContentRow<'a> {
    #[serde(borrow)]
    digest: Bytes<'a>,
    received_at: Time,
    assets: Vec<AssetRow<'a>>,
    facts: FactsRow<'a>,
}

#[derive(Serialize, Deserialize)]
struct FactsRow<'a> {
    #[serde(borrow)]
    title: Option<&'a str>,
    units: Vec<&'a str>,
    kind: Option<&'a str>,
    date: Option<i32>,
    period: Option<(i32, u8, u32)>,
    signed: bool,
    signed_on: Option<i32>,
    series: Option<&'a str>,
    classification: Option<&'a str>,
    readable: bool,
    characters: usize,
    fingerprint: Bytes<'a>,
    sketch: Option<[u32; 16]>,
}

#[derive(Serialize, Deserialize)]
struct DecisionRow<'a> {
    verdict: u8,
    #[serde(borrow)]
    digest: Bytes<'a>,
    assets: Vec<AssetRow<'a>>,
    series: Option<&'a str>,
    grade: Option<&'a str>,
    as_written: bool,
    because: Option<&'a str>,
    at: Time,
    by: &'a str,
}

/// A published issue.
#[derive(Serialize, Deserialize)]
pub(super) struct PublicationRow<'a> {
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

impl<'a> EntryRow<'a> {
    pub fn of(entry: &'a Entry, holds_path: bool, is_first: &dyn Fn(&Digest) -> bool) -> Self {
        let texts = entry.revisions.iter().enumerate();
        EntryRow {
            receipt: number(entry.receipt),
            path: &entry.path,
            holds_path,
            later: texts.filter(|(_, text)| !is_first(&text.digest)).map(|(at, _)| at).collect(),
            present: entry.present,
            same_as: entry.same_as.map(number),
            revisions: entry.revisions.iter().map(ContentRow::of).collect(),
            decision: entry.decision.as_ref().map(DecisionRow::of),
            drafted: entry
                .drafted
                .as_ref()
                .map(|d| (number(d.receipt), bytes(&d.digest), assets(&d.assets), d.as_written)),
            published: entry.published.as_ref().map(|(id, item, text)| (issue(id), *item, text.as_ref().map(bytes))),
            waived: entry.waived.iter().map(waived).collect(),
            history: entry.history.iter().map(|line| (time(line.at), &*line.by, &*line.what)).collect(),
        }
    }

    pub fn entry(&self) -> Option<Entry> {
        let line = |(at, by, what): &(Time, &str, &str)| {
            Some(HistoryLine { at: to_time(*at)?, by: (*by).to_owned(), what: (*what).to_owned() })
        };
        let revisions: Vec<Content> = all(&self.revisions, ContentRow::content)?;
        (!revisions.is_empty()).then_some(())?;
        Some(Entry {
            receipt: to_number(self.receipt),
            path: self.path.to_owned(),
            present: self.present,
            same_as: self.same_as.map(to_number),
            revisions,
            decision: maybe(self.decision.as_ref(), DecisionRow::decision)?,
            drafted: maybe(self.drafted.as_ref(), to_drafted)?,
            published: maybe(self.published.as_ref(), |(id, item, text)| {
                Some((to_issue(*id)?, *item, maybe(text.as_ref(), |text| to_digest(text))?))
            })?,
            waived: all(&self.waived, to_waived)?,
            history: all(&self.history, line)?,
        })
    }
}

impl<'a> ContentRow<'a> {
    fn of(content: &'a Content) -> Self {
        let Content { digest, received_at, assets: files, facts } = content;
        ContentRow {
            digest: bytes(digest),
            received_at: time(*received_at),
            assets: assets(files),
            facts: FactsRow::of(facts),
        }
    }

    fn content(&self) -> Option<Content> {
        Some(Content {
            digest: to_digest(self.digest)?,
            received_at: to_time(self.received_at)?,
            assets: to_assets(&self.assets)?,
            facts: self.facts.facts()?,
        })
    }
}

impl<'a> FactsRow<'a> {
    fn of(facts: &'a Facts) -> Self {
        FactsRow {
            title: facts.title.as_deref(),
            units: facts.units.iter().map(String::as_str).collect(),
            kind: facts.kind.as_deref(),
            date: facts.date.map(day),
            period: facts.period.map(|p| (p.year(), place(&Every::ALL, p.every()), p.index())),
            signed: facts.signed,
            signed_on: facts.signed_on.map(day),
            series: facts.series.as_deref(),
            classification: facts.classification.as_deref(),
            readable: facts.readable,
            characters: facts.characters,
            fingerprint: bytes(&facts.fingerprint),
            sketch: facts.sketch.map(|sketch| *sketch.bands()),
        }
    }

    fn facts(&self) -> Option<Facts> {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Some(Facts {
            title: owned(self.title),
            units: self.units.iter().map(|unit| (*unit).to_owned()).collect(),
            kind: owned(self.kind),
            date: maybe(self.date, to_day)?,
            period: maybe(self.period, |(year, every, index)| {
                Period::nth(year, *Every::ALL.get(usize::from(every))?, index)
            })?,
            signed: self.signed,
            signed_on: maybe(self.signed_on, to_day)?,
            series: owned(self.series),
            classification: owned(self.classification),
            readable: self.readable,
            characters: self.characters,
            fingerprint: to_digest(self.fingerprint)?,
            sketch: maybe(self.sketch, |bands| Sketch::from_keys(&bands))?,
        })
    }
}

impl<'a> DecisionRow<'a> {
    fn of(decision: &'a Decision) -> Self {
        DecisionRow {
            verdict: place(&VERDICTS, decision.verdict),
            digest: bytes(&decision.digest),
            assets: assets(&decision.assets),
            series: decision.series.as_ref().map(SeriesId::as_str),
            grade: decision.grade.as_deref(),
            as_written: decision.as_written,
            because: decision.because.as_deref(),
            at: time(decision.at),
            by: &decision.by,
        }
    }

    fn decision(&self) -> Option<Decision> {
        Some(Decision {
            verdict: *VERDICTS.get(usize::from(self.verdict))?,
            digest: to_digest(self.digest)?,
            assets: to_assets(&self.assets)?,
            series: maybe(self.series, SeriesId::new)?,
            grade: self.grade.map(str::to_owned),
            as_written: self.as_written,
            because: self.because.map(str::to_owned),
            at: to_time(self.at)?,
            by: self.by.to_owned(),
        })
    }
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

// ---- values -----------------------------------------------------------------

/// Each of them, if all make sense, in a list that is no longer than it must be: there are a hundred thousand of these.
fn all<T, U>(rows: &[T], of: impl Fn(&T) -> Option<U>) -> Option<Vec<U>> {
    let mut made = Vec::with_capacity(rows.len());
    for row in rows {
        made.push(of(row)?);
    }
    Some(made)
}

/// What may be missing and, if it is there, must make sense.
pub(super) fn maybe<T, U>(value: Option<T>, of: impl FnOnce(T) -> Option<U>) -> Option<Option<U>> {
    match value {
        Some(value) => of(value).map(Some),
        None => Some(None),
    }
}

/// Where a value stands among all there are.
fn place<T: PartialEq>(all: &[T], value: T) -> u8 {
    let place = all.iter().position(|other| *other == value);
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
}

pub(super) fn number(receipt: ReceiptNo) -> Number {
    (receipt.year, receipt.number)
}

pub(super) fn to_number((year, number): Number) -> ReceiptNo {
    ReceiptNo { year, number }
}

pub(super) fn bytes(digest: &Digest) -> Bytes<'_> {
    digest.bytes()
}

pub(super) fn to_digest(bytes: Bytes<'_>) -> Option<Digest> {
    <[u8; 32]>::try_from(bytes).ok().map(Digest::from)
}

pub(super) fn time(time: DateTime<FixedOffset>) -> Time {
    (time.timestamp(), time.timestamp_subsec_nanos(), time.offset().local_minus_utc())
}

pub(super) fn to_time((seconds, nanoseconds, east): Time) -> Option<DateTime<FixedOffset>> {
    let time = DateTime::from_timestamp(seconds, nanoseconds)?;
    Some(time.with_timezone(&FixedOffset::east_opt(east)?))
}

fn day(date: NaiveDate) -> i32 {
    date.to_epoch_days()
}

fn to_day(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(days)
}

pub(super) fn issue(id: &IssueId) -> IssueName<'_> {
    let (number, word) = match &id.slot {
        Slot::Number(number) => (*number, ""),
        Slot::Word(word) => (0, word.as_str()),
    };
    (id.series.as_str(), id.year, number, word)
}

pub(super) fn to_issue((series, year, number, word): IssueName<'_>) -> Option<IssueId> {
    let slot = if word.is_empty() { Slot::Number(number) } else { Slot::Word(word.to_owned()) };
    Some(IssueId { series: SeriesId::new(series)?, year, slot })
}

fn assets(assets: &[Asset]) -> Vec<AssetRow<'_>> {
    assets.iter().map(|asset| (&*asset.source, bytes(&asset.digest), place(&ROLES, asset.role))).collect()
}

fn to_assets(rows: &[AssetRow<'_>]) -> Option<Vec<Asset>> {
    let asset = |(source, digest, role): &AssetRow<'_>| {
        let role = *ROLES.get(usize::from(*role))?;
        Some(Asset { source: (*source).to_owned(), digest: to_digest(digest)?, role })
    };
    all(rows, asset)
}

fn to_drafted((receipt, digest, assets, as_written): &DraftedRow<'_>) -> Option<Drafted> {
    let (receipt, as_written) = (to_number(*receipt), *as_written);
    Some(Drafted { receipt, digest: to_digest(digest)?, assets: to_assets(assets)?, as_written })
}

pub(super) fn waived(waived: &Waived) -> WaivedRow<'_> {
    (&waived.code, bytes(&waived.digest), &waived.because, &waived.by)
}

pub(super) fn to_waived((code, digest, because, by): &WaivedRow<'_>) -> Option<Waived> {
    let owned = |text: &str| text.to_owned();
    Some(Waived { code: owned(code), digest: to_digest(digest)?, because: owned(because), by: owned(by) })
}
