//! Texts that were judged before and lie there unchanged, with all that their judgement looked at.
//!
//! In: what was found in the folder, the register, today. Out: what was found about a text the last time, while nothing
//! that it depends on is another. What depends on the office as a whole (weights, waivers, twins) is none of it.
//! Refuses to know: how a text is judged.

use std::ops::Range;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::bench::untouched;
use crate::belongings;
pub(super) use crate::cache::Row;
use crate::cache::{Cache, Packing, Rows, Stamp, is_worth_saving};
use crate::diagnostic::catalog::{self, text, word};
use crate::diagnostic::{Finding, Place};
use crate::intake::Found;
use crate::model::Digest;
use crate::office::Office;
use crate::register::{Arrival, Asset, AssetRole, Entry};

/// The name of the table.
const TABLE: &str = "texts";

type Bytes = [u8; 32];
/// A file that belongs to a brief. (As it stands in the journal, what goes without saying is left out; a table needs all.)
type Belonging = (String, Bytes, AssetRole);

/// What is remembered of the whole folder: a row for each file, understood when somebody asks for it.
#[derive(Debug)]
pub(super) struct Remembered<'c> {
    cache: &'c Cache,
    rows: OnceLock<Rows>,
}

/// A text that was read before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Text {
    path: String,
    stamp: Stamp,
    digest: Bytes,
    /// `None` where it was only read, since nobody has to mend it.
    judged: Option<Judged>,
}

/// What was found about it, and what was looked at besides it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Judged {
    assets: Vec<Belonging>,
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Told {
    code: String,
    place: Option<At>,
    message: String,
    help: String,
}

/// A place, as people are told of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct At {
    line: usize,
    column: usize,
    excerpt: String,
    mark: Range<usize>,
    spot: Option<String>,
}

impl<'c> Remembered<'c> {
    /// What the last run that registered anything has left. It is loaded when somebody asks.
    pub(super) fn of(cache: &'c Cache) -> Self {
        Remembered { cache, rows: OnceLock::new() }
    }

    fn rows(&self) -> &Rows {
        self.rows.get_or_init(|| self.cache.rows(TABLE))
    }

    /// What is remembered of a file that has not changed since it was read.
    pub(super) fn text(&self, found: &Found) -> Option<Text> {
        self.rows().get(&found.path).filter(|text: &Text| text.path == found.path && text.stamp == found.stamp)
    }

    /// Takes in what was read in this run, and forgets what is no longer there. Saves itself if that is worth it.
    /// `fresh` are rows of texts that were read, `there` the paths of all, both in their order.
    pub(super) fn renew<'p>(&self, fresh: &[(&str, Row)], there: impl Iterator<Item = &'p str> + Clone) {
        let rows = self.rows();
        let gone = rows.len() - there.clone().filter(|path| rows.has(path)).count().min(rows.len());
        if !is_worth_saving(fresh.len() + gone, rows.len()) {
            return;
        }
        let (mut packing, mut fresh) = (Packing::default(), fresh.iter().peekable());
        for path in there {
            while fresh.next_if(|(other, _)| *other < path).is_some() {}
            match fresh.next_if(|(other, _)| *other == path) {
                Some((_, row)) => packing.put_row(path, row),
                None => packing.keep(rows, path),
            }
        }
        self.cache.save_rows(TABLE, &packing);
    }
}

impl Text {
    pub(super) fn digest(&self) -> Digest {
        Digest::from(self.digest)
    }

    /// Whether what was found about it is to be remembered.
    pub(super) fn is_judged(&self) -> bool {
        self.judged.is_some()
    }

    /// As it will stand in the table: while tens of thousands wait, that takes a fraction of the room.
    pub(super) fn row(&self) -> Option<Row> {
        Packing::row(self)
    }

    /// What was found about a registered text: (what the register compares, findings, pictures it shows), if all is as
    /// it was.
    pub(super) fn told(
        self,
        office: &Office,
        found: &Found,
        entry: &Entry,
        today: NaiveDate,
    ) -> Option<(Arrival, Vec<Finding>, Vec<String>)> {
        let judged = self.judged?;
        let received = entry.latest().received_at.date_naive();
        let same_day = judged.today == today || judged.settled && judged.today < today;
        let same = judged.assets == belongings_of(&entry.latest().assets)
            && belongings::header(&found.beside) == belongings::header_kept(entry)
            && judged.twin == found.beside.twin
            && judged.scans == scans(found)
            && judged.received == received
            && same_day
            && judged.pictures.iter().all(|(path, stamp)| Stamp::at(&office.root.join(path)) == Some(*stamp));
        if !same {
            return None;
        }
        let findings = judged.findings.into_iter().map(|told| told.finding(&found.path)).collect::<Option<_>>()?;
        let shown = judged.pictures.into_iter().map(|(path, _)| path).collect();
        Some((untouched(found, entry), findings, shown))
    }

    /// A file that was read, if its stamp can be trusted.
    pub(super) fn read(found: &Found, digest: Digest, cache: &Cache) -> Option<Self> {
        let (path, stamp) = (found.path.clone(), found.stamp);
        cache.is_still(&stamp).then(|| Text { path, stamp, digest: *digest.bytes(), judged: None })
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
        // What could not be read may be readable the next time without another stamp, and what was not there may come, also
        // in another unit's folder.
        let unsure = [&text::IMAGE_MISSING, &text::IMAGE_OUTSIDE, &word::SCAN_UNREAD];
        let missed = |finding: &Finding| unsure.contains(&finding.code);
        let still = still && !findings.iter().any(missed);
        let judged = Judged {
            assets: belongings_of(&arrival.assets),
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

    fn finding(self, path: &str) -> Option<Finding> {
        let Told { code, place, message, help } = self;
        let code = catalog::by_name(&code)?;
        let place = place.map(|At { line, column, excerpt, mark, spot }| Place { line, column, excerpt, mark, spot });
        Some(Finding { code, severity: code.severity, path: path.to_owned(), place, message, help, waived: None })
    }
}

fn belongings_of(assets: &[Asset]) -> Vec<Belonging> {
    assets.iter().map(|asset| (asset.source.clone(), *asset.digest.bytes(), asset.role)).collect()
}

/// The files that may be scans of the signed page.
fn scans(found: &Found) -> Vec<(String, Stamp)> {
    found.beside.scans.iter().map(|scan| (scan.path.clone(), scan.stamp)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_reads_back_with_the_files_that_belong_to_it() {
        let digest = Digest::of(b"x");
        let asset = |role| Asset { source: "图.png".into(), digest, role };
        let assets = [AssetRole::Picture, AssetRole::Header, AssetRole::Picture, AssetRole::Evidence].map(asset);
        let day = NaiveDate::from_ymd_opt(2016, 11, 5).expect("a day");
        let judged = Judged {
            assets: belongings_of(&assets),
            scans: vec![],
            twin: Some("甲.md".into()),
            pictures: vec![],
            received: day,
            today: day,
            settled: true,
            findings: vec![],
        };
        let stamp = Stamp::at(std::path::Path::new(".")).expect("there");
        let text = Text { path: "甲.docx".into(), stamp, digest: *digest.bytes(), judged: Some(judged) };
        let root = tempfile::tempdir().expect("a folder");
        let cache = Cache::at(root.path(), digest).renewed();
        let mut packing = Packing::default();
        packing.put(&text.path, &text);
        cache.save_rows(TABLE, &packing);
        assert_eq!(Remembered::of(&cache).rows().get("甲.docx"), Some(text));
    }
}
