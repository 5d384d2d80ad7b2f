//! Briefs as rows.
//!
//! In: entries. Out: rows, and the same entries again. Refuses to know: issues.

use serde::{Deserialize, Serialize};

use super::values::*;
use crate::model::{Digest, Every, Period, SeriesId, Sketch};
use crate::register::entry::{Decision, Entry, HistoryLine};
use crate::register::event::{Content, Facts};

/// A brief.
#[derive(Serialize, Deserialize)]
pub(in crate::register) struct EntryRow<'a> {
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
            facts: self.facts.facts()?.into(),
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
