//! Texts that were judged before and lie there unchanged, with all that their judgement looked at.
//!
//! In: what was found in the folder, the register, today. Out: what was found about a text the last time, while nothing
//! that it depends on is another. What depends on the office as a whole (weights, waivers, twins) is none of it.
//! Refuses to know: how a text is judged.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::untouched;
use crate::belongings;
use crate::cache::{Cache, Stamp};
use crate::diagnostic::catalog::{self, text, word};
use crate::diagnostic::{Finding, Place};
use crate::intake::Found;
use crate::office::Office;
use crate::register::{Arrival, Asset, Entry};

/// The name of the table.
const TABLE: &str = "texts";

type Bytes = [u8; 32];

/// What is remembered of the whole folder.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Remembered {
    texts: BTreeMap<String, Text>,
}

/// A text that was read before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Text {
    stamp: Stamp,
    digest: Bytes,
    /// `None` where it was only read, since nobody has to mend it.
    judged: Option<Judged>,
}

/// What was found about it, and what was looked at besides it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Judged {
    assets: Vec<Asset>,
    scans: Vec<(String, Stamp)>,
    twin: Option<String>,
    pictures: Vec<(String, Stamp)>,
    received: NaiveDate,
    today: NaiveDate,
    /// Whether the day plays no part any more: nothing in the text is dated after it.
    settled: bool,
    findings: Vec<Told>,
}

/// A finding. Its weight is the code's own; what the office makes of it comes later.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Told {
    code: String,
    place: Option<At>,
    message: String,
    help: String,
}

/// A place, as people are told of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct At {
    line: usize,
    column: usize,
    excerpt: String,
    mark: Range<usize>,
    spot: Option<String>,
}

impl Remembered {
    /// What the last run that registered anything has left.
    pub(super) fn of(cache: &Cache) -> Self {
        cache.load(TABLE)
    }

    /// The digest of a file that has not changed since it was read.
    pub(super) fn digest(&self, found: &Found) -> Option<crate::model::Digest> {
        self.text(found).map(|text| crate::model::Digest::from(text.digest))
    }

    fn text(&self, found: &Found) -> Option<&Text> {
        self.texts.get(&found.path).filter(|text| text.stamp == found.stamp)
    }

    /// What was found about a registered text: (what the register compares, findings, pictures it shows), if all is as
    /// it was.
    pub(super) fn judged(
        &self,
        office: &Office,
        found: &Found,
        entry: &Entry,
        today: NaiveDate,
    ) -> Option<(Arrival, Vec<Finding>, Vec<String>)> {
        let judged = self.text(found)?.judged.as_ref()?;
        let received = entry.latest().received_at.date_naive();
        let same_day = judged.today == today || judged.settled && judged.today < today;
        let same = judged.assets == entry.latest().assets
            && belongings::header(&found.beside) == belongings::header_kept(entry)
            && judged.twin == found.beside.twin
            && judged.scans == scans(found)
            && judged.received == received
            && same_day
            && judged.pictures.iter().all(|(path, stamp)| Stamp::at(&office.root.join(path)) == Some(*stamp));
        if !same {
            return None;
        }
        let findings = judged.findings.iter().map(|told| told.finding(&found.path)).collect::<Option<_>>()?;
        Some((untouched(found, entry).arrival, findings, judged.shown()))
    }

    /// Takes in what was read in this run, and forgets what is no longer there. Saves itself if that makes a difference.
    pub(super) fn renew(mut self, fresh: Vec<(String, Text)>, there: &[Found], cache: &Cache) {
        let there: HashSet<&str> = there.iter().map(|found| found.path.as_str()).collect();
        let before = self.texts.len();
        self.texts.retain(|path, _| there.contains(path.as_str()));
        if !fresh.is_empty() || self.texts.len() < before {
            self.texts.extend(fresh);
            cache.save(TABLE, &self);
        }
    }
}

impl Text {
    /// A file that was read, if its stamp can be trusted.
    pub(super) fn read(found: &Found, digest: crate::model::Digest, cache: &Cache) -> Option<Self> {
        cache.is_still(&found.stamp).then(|| Text { stamp: found.stamp, digest: *digest.bytes(), judged: None })
    }

    /// A file that was judged. `pictures` are the paths of those that it shows.
    pub(super) fn judged(
        found: &Found,
        arrival: &Arrival,
        findings: &[Finding],
        pictures: &[String],
        days: (NaiveDate, NaiveDate),
        around: (&Office, &Cache),
    ) -> Option<Self> {
        let ((received, today), (office, cache)) = (days, around);
        let text = Text::read(found, arrival.digest, cache)?;
        let stamped = |path: &String| Some((path.clone(), Stamp::at(&office.root.join(path))?));
        let pictures: Vec<(String, Stamp)> = pictures.iter().filter_map(stamped).collect();
        let beside = found.beside.scans.iter().map(|scan| &scan.stamp);
        let still = pictures.iter().map(|(_, stamp)| stamp).chain(beside).all(|stamp| cache.is_still(stamp));
        // What could not be read may be readable the next time without another stamp, and what was not there may come.
        let missed = |finding: &Finding| [&text::IMAGE_MISSING, &word::SCAN_UNREAD].contains(&finding.code);
        let still = still && !findings.iter().any(missed);
        let judged = Judged {
            assets: arrival.assets.clone(),
            scans: scans(found),
            twin: found.beside.twin.clone(),
            pictures,
            received,
            today,
            settled: arrival.facts.date.is_some_and(|date| date <= today),
            findings: findings.iter().map(Told::of).collect(),
        };
        Some(Text { judged: still.then_some(judged), ..text })
    }
}

impl Judged {
    fn shown(&self) -> Vec<String> {
        self.pictures.iter().map(|(path, _)| path.clone()).collect()
    }
}

impl Told {
    fn of(finding: &Finding) -> Self {
        let place = finding.place.clone();
        Told {
            code: finding.code.name.to_owned(),
            place: place.map(|Place { line, column, excerpt, mark, spot }| At { line, column, excerpt, mark, spot }),
            message: finding.message.clone(),
            help: finding.help.clone(),
        }
    }

    fn finding(&self, path: &str) -> Option<Finding> {
        let code = catalog::by_name(&self.code)?;
        let place = self.place.clone();
        let place = place.map(|At { line, column, excerpt, mark, spot }| Place { line, column, excerpt, mark, spot });
        let (message, help) = (self.message.clone(), self.help.clone());
        Some(Finding { code, severity: code.severity, path: path.to_owned(), place, message, help, waived: None })
    }
}

/// The files that may be scans of the signed page.
fn scans(found: &Found) -> Vec<(String, Stamp)> {
    found.beside.scans.iter().map(|scan| (scan.path.clone(), scan.stamp)).collect()
}
