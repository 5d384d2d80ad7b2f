//! Intake as one step: examine the folder, compare it with the register, write down what is new.
//!
//! In: an office and the register's writer. Out: what was registered, and everything that was found.
//! Refuses to know: how receipts are shown, what is decided about them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::examine::{self, Anew, Examination, Examined, Last, Scope};
use crate::intake::{SUBMISSIONS, Submission};
use crate::model::{Every, Period, ReceiptNo};
use crate::office::Office;
use crate::parse;
use crate::progress::Progress;
use crate::register::{Arrival, Entry, Event, Facts, Originals, Post, Register, ReviewState, Writer, arrivals};

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
    if !restless.is_empty() {
        let kept = examination.briefs.iter().map(|brief| &brief.arrival);
        let kept = kept.flat_map(|a| a.assets.iter().map(|asset| asset.digest).chain([a.digest]));
        originals.take_back(&kept.collect())?;
    }
    not_an_empty_share(office, writer, &examination)?;
    let unread: Vec<String> = examination.files.iter().map(|f| &f.path).chain(&restless).cloned().collect();
    let events = events(writer.register(), &examination, &unread, &originals, now);
    examination.is_steady &= events.iter().all(is_of_one_text);
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
    reception.examination.open =
        unlisted(writer.register(), &reception.examination).into_iter().chain(restless).collect();
    Ok(reception)
}

/// What has happened since the last intake.
fn events(
    register: &Register,
    examination: &Examination,
    unread: &[String],
    originals: &Originals,
    now: DateTime<FixedOffset>,
) -> Vec<Event> {
    let same = |entry: &Entry, arrival: &Arrival| is_same_brief(entry, arrival, originals);
    let gone = match &examination.anew {
        Anew::All => None,
        Anew::Some { .. } => Some(gone(examination)),
    };
    let briefs = examination.briefs.iter().filter(|brief| gone.is_none() || brief.fresh);
    let briefs: Vec<&Arrival> = briefs.map(|brief| &brief.arrival).collect();
    arrivals(register, &Post { briefs: &briefs, unread, gone: gone.as_deref() }, now, &same)
}

/// Where only a part was looked at: the paths there at which a brief had lain, or waited to be taken, and none does.
fn gone(examination: &Examination) -> Vec<&str> {
    let Anew::Some { before, open } = &examination.anew else { return vec![] };
    let there: HashSet<&str> = examination.fresh().map(|brief| brief.arrival.path.as_str()).collect();
    let before = before.iter().map(|brief| &brief.arrival.path).chain(open).map(String::as_str);
    before.filter(|path| !there.contains(path)).collect()
}

/// The paths at which the register has briefs that lie there, and that are not among those that were found: they could not be
/// read.
fn unlisted(register: &Register, Examination { briefs, .. }: &Examination) -> Vec<String> {
    let present = || register.all_entries().filter(|entry| entry.present);
    if present().count() == briefs.len() {
        return vec![];
    }
    let there: HashSet<&str> = briefs.iter().map(|brief| brief.arrival.path.as_str()).collect();
    present().filter(|entry| !there.contains(entry.path.as_str())).map(|entry| entry.path.clone()).collect()
}

/// Whether an event concerns none but the text of which it tells.
fn is_of_one_text(event: &Event) -> bool {
    matches!(event, Event::Received { replaces: None, .. } | Event::Revised { .. })
}

/// Takes out what may still be being written: half a file must not get a receipt, and a file that an editor is just
/// putting in the place of another is not gone. What the register knows as it is needs no second look.
fn set_restless_aside(office: &Office, register: &Register, examination: &mut Examination) -> Vec<String> {
    let Some(seen) = &office.seen else { return vec![] };
    let looked = examination.briefs.par_iter().map(|brief| Registered::of(register, brief));
    let looked: Vec<Registered> = looked.collect();
    let mut aside = missing(register, examination, &looked);
    aside.retain(|path| seen.contains_key(path));
    // Half a picture is none: what a unit is still copying beside its briefs may belong to any of them.
    let mut beside: HashMap<String, bool> = HashMap::new();
    let mut looked = looked.into_iter();
    examination.briefs.retain(|Examined { arrival: Arrival { path, .. }, .. }| {
        let same = looked.next() == Some(Registered::Same);
        let unit = path.match_indices('/').nth(1).map_or(path.as_str(), |(at, _)| &path[..at]);
        let mut waits = || *beside.entry(unit.to_owned()).or_insert_with(|| office.has_restless_beside(unit));
        let keep = same || !(office.is_restless(path) || waits());
        aside.extend((!keep).then(|| path.clone()));
        keep
    });
    aside
}

/// How a brief that lies in the folder stands in the register.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Registered {
    /// As it is.
    Same,
    /// It lay there, but with another text or other pictures.
    Other,
    /// Not at all, or as one that had gone.
    New,
}

impl Registered {
    fn of(register: &Register, Examined { arrival, fresh, .. }: &Examined) -> Self {
        let entry = || register.entry_at(&arrival.path).filter(|entry| entry.present);
        let same = |entry: &Entry| {
            let latest = entry.latest();
            (latest.digest, &latest.assets) == (arrival.digest, &arrival.assets)
        };
        match fresh.then(entry) {
            None => Registered::Same,
            Some(None) => Registered::New,
            Some(Some(entry)) if same(entry) => Registered::Same,
            Some(Some(_)) => Registered::Other,
        }
    }
}

/// The paths at which the register has briefs, and none lies.
fn missing(register: &Register, examination: &Examination, looked: &[Registered]) -> Vec<String> {
    if let Anew::Some { .. } = &examination.anew {
        return gone(examination).into_iter().map(str::to_owned).collect();
    }
    let known = looked.iter().filter(|registered| **registered != Registered::New).count();
    let present = register.all_entries().filter(|entry| entry.present).count();
    if known == present { vec![] } else { unlisted(register, examination) }
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
