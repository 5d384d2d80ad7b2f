//! Everything that lies in the folder, read and judged: files → submissions → briefs with findings.
//!
//! In: an office, the replayed register, today. Out: one `Examined` a brief, in the order of the paths, and findings
//! about files that are no briefs. Each file is read once, on all cores; a broken one costs no other.
//! Refuses to know: how findings are shown, what is to be done about them.

use std::collections::HashSet;
use std::path::Path;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::belongings;
use crate::config::Settings;
use crate::diagnostic::catalog::{file, text};
use crate::diagnostic::{Finding, Findings, Message, Source};
use crate::error::Result;
use crate::intake::{self, Found, Listing, Picture, SUBMISSIONS, Submission};
use crate::model::{Brief, Edits, Prose, Roster};
use crate::normal::{self, Proper};
use crate::office::Office;
use crate::parse;
use crate::register::{Arrival, Asset, AssetRole, Entry, Facts, Originals, Register, ReviewState};
use crate::rules::{self, Case};
use crate::twins;
use crate::waive;

/// Everything in `submissions/`.
#[derive(Debug, Default)]
pub struct Examination {
    /// The briefs, by path.
    pub briefs: Vec<Examined>,
    /// Files that are never meant as submissions.
    pub ignored: Vec<String>,
    /// Findings about files that are no briefs, by path.
    pub files: Vec<Finding>,
}

/// A brief in the folder, judged.
#[derive(Debug, Clone)]
pub struct Examined {
    /// What the register compares.
    pub arrival: Arrival,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// How much of the folder to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every brief.
    All,
    /// Not those that are done with (published or declined) and unchanged since: nobody has to mend them.
    Open,
}

/// Reads and judges the folder. With `keep`, a copy of every text and picture is kept first.
pub fn examine(
    office: &Office,
    register: &Register,
    today: NaiveDate,
    scope: Scope,
    keep: Option<&Originals>,
) -> Result<Examination> {
    let Listing { briefs, pictures, ignored, findings, .. } = intake::walk(&office.root)?;
    let bench = Bench { office, register, today, scope, keep };
    let read: Vec<(Result<Examined, Finding>, Vec<String>)> =
        briefs.par_iter().map(|found| bench.examine(found)).collect::<Result<_>>()?;
    let mut examination = Examination { briefs: Vec::with_capacity(read.len()), ignored, files: findings };
    let mut shown: HashSet<String> = HashSet::new();
    for (examined, used) in read {
        shown.extend(used);
        match examined {
            Ok(examined) => examination.briefs.push(examined),
            Err(finding) => examination.files.push(finding),
        }
    }
    let stray = pictures.iter().filter(|picture| !shown.contains(&picture.path));
    examination.files.extend(stray.map(|picture| Finding::of_file(&picture.path, file::file_stray())));
    let is_open = |brief: &Examined| scope == Scope::All || !is_unchanged_and_done(brief, register);
    twins::tell(office, register, &mut examination.briefs, &is_open);
    for brief in &mut examination.briefs {
        weigh(&office.settings, &mut brief.findings);
        let entry = register.entry_at(&brief.arrival.path);
        let same = entry.filter(|entry| entry.latest().digest == brief.arrival.digest);
        waive::apply(&mut brief.findings, same.into_iter().flat_map(waive::of_brief));
    }
    weigh(&office.settings, &mut examination.files);
    examination.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(examination)
}

/// A text judged outside the folder: the copy of a received one, or a file outside any office.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The decoded text, as its author wrote it.
    pub source: Source,
    /// The brief as its author wrote it.
    pub written: Brief,
    /// What is put right in it.
    pub edits: Edits,
    /// The text put right; `None` when there is nothing to put right.
    pub proper: Option<Proper>,
    /// Its pictures.
    pub pictures: Vec<Picture>,
    /// Whether every byte was understood.
    pub whole: bool,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Judged {
    /// The brief, put right where that was certain.
    pub fn brief(&self) -> &Brief {
        self.proper.as_ref().map_or(&self.written, |proper| &proper.brief)
    }
}

/// Judges the text that was received last under a receipt, from the copy that the register keeps.
pub fn judge_received(
    office: &Office,
    entry: &Entry,
    register: &Register,
    originals: &Originals,
    today: NaiveDate,
) -> Result<Judged> {
    let latest = entry.latest();
    let folder = entry.path.split('/').nth(1).unwrap_or_default();
    let header = originals.header_of(&latest.assets)?;
    let submission = Submission::kept(&entry.path, folder, originals.get(latest.digest)?, header.as_ref());
    let read = |source: &str| picture_kept(source, &latest.assets, originals);
    let received = latest.received_at.date_naive();
    let case = Surroundings { settings: &office.settings, roster: Some(&office.roster), today, received };
    let mut judged = judge(submission, &case, &read);
    judged.findings.extend(twins::of_received(office, register, entry));
    weigh(&office.settings, &mut judged.findings);
    waive::apply(&mut judged.findings, waive::of_brief(entry));
    Ok(judged)
}

/// Judges one file outside any office: what its text alone can tell.
pub fn judge_alone(path: &Path, settings: &Settings, today: NaiveDate) -> std::io::Result<Judged> {
    let submission = Submission::read_alone(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let read = |source: &str| intake::picture_beside(source, folder, folder);
    let case = Surroundings { settings, roster: None, today, received: today };
    let mut judged = judge(submission, &case, &read);
    weigh(settings, &mut judged.findings);
    Ok(judged)
}

/// What a brief is judged against.
struct Surroundings<'a> {
    settings: &'a Settings,
    roster: Option<&'a Roster>,
    today: NaiveDate,
    received: NaiveDate,
}

fn judge(submission: Submission, around: &Surroundings<'_>, read: &dyn Fn(&str) -> Result<Picture, Message>) -> Judged {
    let Submission { source, folder, whole, legible, pictures: inside, findings: mut all, .. } = submission;
    if !legible {
        let (written, edits) = (Brief::default(), Edits::default());
        return Judged { written, edits, proper: None, pictures: vec![], whole, findings: all, source };
    }
    let within = |name: &str| inside.iter().find(|(own, _)| own == name).map(|(_, bytes)| bytes.clone());
    let read = |source: &str| within(source).map_or_else(|| read(source), |bytes| Picture::of_bytes(source, bytes));
    let mut findings = Findings::about(&source);
    let written = parse::brief(&source, &mut findings);
    let (edits, mut proper) = normal::righted(&source, &written);
    if edits.is_empty() {
        proper = None;
    } else {
        findings = Findings::about_changed(&source, &edits);
        findings.whole(normal::told(&edits));
        proper = proper.or_else(|| Some(Proper::of(&source, &edits, &mut findings)));
    }
    let (brief, text) = proper.as_ref().map_or((&written, &source), |proper| (&proper.brief, &proper.source));
    let pictures = intake::pictures(&brief.body, &read, &mut findings);
    let prose = Prose::of(brief.title.as_ref(), &brief.body, &text.text);
    let Surroundings { settings, roster, today, received } = *around;
    let case = Case { brief, prose: &prose, settings, roster, folder: &folder, today, received };
    rules::check(&case, &mut findings);
    all.extend(findings.sorted());
    Judged { written, edits, proper, pictures, whole, findings: all, source }
}

struct Bench<'a> {
    office: &'a Office,
    register: &'a Register,
    today: NaiveDate,
    scope: Scope,
    keep: Option<&'a Originals>,
}

impl Bench<'_> {
    /// One file: the brief, or why it cannot be read; and the paths of the pictures it shows.
    fn examine(&self, found: &Found) -> Result<(Result<Examined, Finding>, Vec<String>)> {
        let submission = match Submission::read(found) {
            Ok(submission) => submission,
            Err(message) => return Ok((Err(Finding::of_file(&found.path, message)), vec![])),
        };
        let known = self.register.entry_at(&found.path).filter(|entry| entry.latest().digest == submission.digest);
        let same_header = |entry: &&Entry| belongings::header(&found.beside) == belongings::header_kept(entry);
        if let Some(entry) = known.filter(|entry| self.scope == Scope::Open && is_done(entry)).filter(same_header) {
            return Ok((Ok(untouched(found, entry)), shown_by(found, entry)));
        }
        self.judge(found, submission, known).map(|(examined, shown)| (Ok(examined), shown))
    }

    fn judge(&self, found: &Found, submission: Submission, known: Option<&Entry>) -> Result<(Examined, Vec<String>)> {
        let beside = found.file.parent().unwrap_or(&self.office.root);
        let boundary = self.office.root.join(SUBMISSIONS).join(&found.folder);
        let read = |source: &str| intake::picture_beside(source, beside, &boundary);
        let received = known.map_or(self.today, |entry| entry.latest().received_at.date_naive());
        let Office { settings, roster, .. } = self.office;
        let case = Surroundings { settings, roster: Some(roster), today: self.today, received };
        let (digest, modified, folder) = (submission.digest, submission.modified, submission.folder.clone());
        if let Some(originals) = self.keep.filter(|_| known.is_none()) {
            originals.keep(&submission.bytes)?;
        }
        let mut judged = judge(submission, &case, &read);
        self.keep_pictures(&judged.pictures)?;
        // Damaged pictures are referred to all the same; those of a Word document lie in it.
        let images = if judged.source.is_transcript() { vec![] } else { judged.brief().body.images() };
        let shown: Vec<String> =
            images.iter().filter_map(|(image, _)| self.office.relative(&beside.join(&image.source))).collect();
        let mut assets = assets(&judged.pictures);
        assets.extend(belongings::take(found, &shown, self.keep, &mut judged.findings)?);
        // What the register knows of this very text need not be worked out again.
        let known = known.filter(|entry| belongings::header(&found.beside) == belongings::header_kept(entry));
        let facts = known.map(|entry| entry.facts().clone()).filter(|facts| facts.sketch.is_some());
        let facts = facts.unwrap_or_else(|| Facts::of(&judged.written, &folder, judged.whole));
        let arrival = Arrival { path: found.path.clone(), digest, assets, modified, facts };
        Ok((Examined { arrival, findings: judged.findings }, shown))
    }

    fn keep_pictures(&self, pictures: &[Picture]) -> Result<()> {
        let Some(originals) = self.keep else { return Ok(()) };
        pictures.iter().try_for_each(|picture| originals.keep(&picture.bytes).map(drop))
    }
}

fn is_done(entry: &Entry) -> bool {
    matches!(entry.review(), ReviewState::Declined | ReviewState::Published)
}

fn is_unchanged_and_done(brief: &Examined, register: &Register) -> bool {
    let known = register.entry_at(&brief.arrival.path);
    known.is_some_and(|entry| entry.latest().digest == brief.arrival.digest && is_done(entry))
}

fn untouched(found: &Found, entry: &Entry) -> Examined {
    let latest = entry.latest();
    let arrival = Arrival {
        path: found.path.clone(),
        digest: latest.digest,
        assets: latest.assets.clone(),
        modified: None,
        facts: latest.facts.clone(),
    };
    Examined { arrival, findings: Vec::new() }
}

/// The pictures that a brief showed when it was received, by where its text says they are.
fn shown_by(found: &Found, entry: &Entry) -> Vec<String> {
    let folder = found.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let shown = entry.latest().assets.iter().filter(|asset| asset.is_picture());
    shown.map(|asset| format!("{folder}/{}", asset.source)).collect()
}

fn assets(pictures: &[Picture]) -> Vec<Asset> {
    let asset = |p: &Picture| Asset { source: p.source.clone(), digest: p.digest, role: AssetRole::Picture };
    pictures.iter().map(asset).collect()
}

fn picture_kept(source: &str, assets: &[Asset], originals: &Originals) -> Result<Picture, Message> {
    let mut shown = assets.iter().filter(|asset| asset.is_picture());
    let asset = shown.find(|asset| asset.source == source).ok_or_else(|| text::image_missing(source))?;
    let bytes = originals.get(asset.digest).map_err(|_| text::image_missing(source))?;
    Picture::of_bytes(source, bytes)
}

/// Gives every finding the weight it has in this office.
pub fn weigh(settings: &Settings, findings: &mut Vec<Finding>) {
    findings.retain_mut(|finding| match settings.severity(finding.code) {
        Some(severity) => {
            finding.severity = severity;
            true
        }
        None => false,
    });
}
