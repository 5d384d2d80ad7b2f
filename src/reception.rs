//! Intake as one step: examine the folder, compare it with the register, write down what is new.
//!
//! In: an office and the register's writer. Out: what was registered, and everything that was found.
//! Refuses to know: how receipts are shown, what is decided about them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::examine::{self, Examination, Examined, Last, Scope};
use crate::intake::{SUBMISSIONS, Submission};
use crate::model::{Every, Period, ReceiptNo};
use crate::office::Office;
use crate::parse;
use crate::progress::Progress;
use crate::register::{Arrival, Entry, Event, Facts, Originals, Register, ReviewState, Writer, arrivals};

/// What an intake registered.
#[derive(Debug, Default)]
pub struct Reception {
    /// New receipts.
    pub received: Vec<ReceiptNo>,
    /// Briefs that their units changed.
    pub revised: Vec<ReceiptNo>,
    /// Briefs that lie elsewhere now.
    pub moved: Vec<ReceiptNo>,
    /// Briefs that are gone from the folder.
    pub vanished: Vec<ReceiptNo>,
    /// Briefs that are back.
    pub reappeared: Vec<ReceiptNo>,
    /// Everything that lies in the folder, judged.
    pub examination: Examination,
}

impl Reception {
    /// Whether the register knew everything as it lies there, and everything could be read.
    pub fn is_idle(&self) -> bool {
        let Reception { received, revised, moved, vanished, reappeared, examination } = self;
        !examination.doubtful && [received, revised, moved, vanished, reappeared].into_iter().all(Vec::is_empty)
    }
}

/// Registers what has arrived or changed since the last intake. `scope` comes with what the last build of the same run has
/// found, where there was one.
pub fn receive(
    office: &Office,
    writer: &mut Writer,
    now: DateTime<FixedOffset>,
    scope: (Scope<'_>, Option<Last<'_>>),
    work: &Progress,
) -> Result<Reception> {
    let originals = writer.originals();
    let (register, today) = (writer.register(), now.date_naive());
    let mut examination = examine::examine(office, register, today, scope, Some(&originals), work)?;
    let restless = set_restless_aside(office, writer.register(), &mut examination);
    let found: Vec<&Arrival> = examination.briefs.iter().map(|brief| &brief.arrival).collect();
    if !restless.is_empty() {
        let kept = found.iter().flat_map(|a| a.assets.iter().map(|asset| asset.digest).chain([a.digest]));
        originals.take_back(&kept.collect())?;
    }
    let same = |entry: &Entry, arrival: &Arrival| is_same_brief(entry, arrival, &originals);
    let unread: Vec<String> = examination.files.iter().map(|f| f.path.clone()).chain(restless).collect();
    not_an_empty_share(office, writer, &examination)?;
    let events = arrivals(writer.register(), &found, &unread, now, &same);
    let mut reception = Reception { examination, ..Reception::default() };
    for event in &events {
        match event {
            Event::Received { receipt, .. } => reception.received.push(*receipt),
            Event::Revised { receipt, .. } => reception.revised.push(*receipt),
            Event::Moved { receipt, .. } => reception.moved.push(*receipt),
            Event::Vanished { receipt } => reception.vanished.push(*receipt),
            Event::Reappeared { receipt } => reception.reappeared.push(*receipt),
            _ => {}
        }
    }
    writer.record(events)?;
    Ok(reception)
}

/// Takes out what may still be being written: half a file must not get a receipt, and a file that an editor is just
/// putting in the place of another is not gone. What the register knows as it is needs no second look.
fn set_restless_aside(office: &Office, register: &Register, examination: &mut Examination) -> Vec<String> {
    let Some(seen) = &office.seen else { return vec![] };
    let mut aside = Vec::new();
    let known = |brief: &Examined| register.entry_at(&brief.arrival.path).filter(|entry| entry.present);
    let same = |entry: &Entry, Arrival { digest, assets, .. }: &Arrival| {
        entry.latest().digest == *digest && entry.latest().assets == *assets
    };
    let looked = examination.briefs.par_iter().map(|brief| {
        let entry = known(brief);
        (entry.is_some(), entry.is_some_and(|entry| same(entry, &brief.arrival)))
    });
    let looked: Vec<(bool, bool)> = looked.collect();
    let there = looked.iter().filter(|(known, _)| *known).count();
    // Half a picture is none: what a unit is still copying beside its briefs may belong to any of them.
    let mut beside: HashMap<String, bool> = HashMap::new();
    let mut looked = looked.into_iter();
    examination.briefs.retain(|Examined { arrival: Arrival { path, .. }, .. }| {
        let unchanged = looked.next().is_some_and(|(_, same)| same);
        let unit = path.match_indices('/').nth(1).map_or(path.as_str(), |(at, _)| &path[..at]);
        let mut waits = || *beside.entry(unit.to_owned()).or_insert_with(|| office.has_restless_beside(unit));
        let keep = unchanged || !(office.is_restless(path) || waits());
        aside.extend((!keep).then(|| path.clone()));
        keep
    });
    if there == register.entries().filter(|entry| entry.present).count() {
        return aside;
    }
    let there: HashSet<&str> = examination.briefs.iter().map(|brief| brief.arrival.path.as_str()).collect();
    let missing = register.entries().filter(|entry| entry.present && !there.contains(entry.path.as_str()));
    aside.extend(missing.filter(|entry| seen.contains_key(&entry.path)).map(|entry| entry.path.clone()));
    aside
}

/// A share that is not connected looks like a folder from which everything was taken away.
fn not_an_empty_share(office: &Office, writer: &Writer, examination: &Examination) -> Result<()> {
    let folder = office.root.join(SUBMISSIONS);
    if examination.bare && writer.register().entries().any(|entry| entry.present) {
        return Err(Error::work("submissions 是空的，登记过的简报一篇也不在")
            .at(folder)
            .help("请确认共享盘已经连上。确实清空了的，请先在里面建一个单位文件夹，再运行。"));
    }
    Ok(())
}

/// The likeness from which a text is a mended one, where title or month has stayed.
const ALIKE: f64 = 0.3;
/// The same where both have changed: monthly briefs of one unit share their phrases.
const NEARLY_EQUAL: f64 = 0.8;

/// Whether the text that now lies at a brief's path is still that brief. A unit that mends a brief keeps many of its words, or
/// its title within the month; one that uses the same file name every month keeps neither.
fn is_same_brief(entry: &Entry, arrival: &Arrival, originals: &Originals) -> bool {
    let (before, now) = (entry.facts(), &arrival.facts);
    let month = |facts: &Facts| facts.date.map(|day| Period::containing(Every::Month, day));
    let same_month = month(before) == month(now);
    let same_title = before.title.is_some() && before.title == now.title;
    // What the office has asked to be rewritten may be rewritten altogether.
    if (same_title && same_month) || entry.review() == ReviewState::Returned {
        return true;
    }
    let wanted = if same_title || same_month { ALIKE } else { NEARLY_EQUAL };
    let (Ok(old), Ok(new)) = (originals.get(entry.latest().digest), originals.get(arrival.digest)) else { return true };
    likeness(&body(&arrival.path, old), &body(&arrival.path, new)) >= wanted
}

fn body(path: &str, bytes: Vec<u8>) -> String {
    let source = Submission::kept(path, "", bytes, None).source;
    source.text[parse::body_span(&source).start..].to_owned()
}

/// The share of the pairs of neighbouring characters in the shorter text that stand in the longer one too.
fn likeness(one: &str, other: &str) -> f64 {
    let pairs = |text: &str| -> HashSet<(char, char)> {
        let characters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        characters.windows(2).map(|pair| (pair[0], pair[1])).collect()
    };
    let (one, other) = (pairs(one), pairs(other));
    let shorter = one.len().min(other.len());
    if shorter == 0 { 0.0 } else { one.intersection(&other).count() as f64 / shorter as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mended_text_is_like_itself_and_a_new_one_is_not() {
        let old = "今年以来，全市推行一窗受理，群众办事跑动次数由五次减少为一次，满意度明显提升。";
        let mended = "今年以来，全市推行一窗受理改革，群众办事平均跑动次数由五次减少为一次。";
        let other = "河长制实行以来，三级河长巡河一万余次，入湖河道水质达标断面增加到二十六个。";
        assert!(likeness(old, mended) > 0.6, "{}", likeness(old, mended));
        assert!(likeness(old, other) < 0.3, "{}", likeness(old, other));
        assert_eq!(likeness("", "甲乙丙"), 0.0);
    }
}
