//! Everything that lies in the folder, read and judged: files → submissions → briefs with findings.
//!
//! In: an office, the replayed register, today. Out: one `Examined` a brief, in the order of the paths, and findings
//! about files that are no briefs. Each file is read once, on all cores; a broken one costs no other.
//! Refuses to know: how findings are shown, what is to be done about them.

mod again;
mod judging;
mod remembered;
#[cfg(test)]
mod tests;
mod together;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::File;

use chrono::NaiveDate;
use rayon::prelude::*;

pub use self::judging::{Judged, judge_alone, judge_received};
use self::judging::{Surroundings, judge};
use self::remembered::{Remembered, Row, Text};
pub use self::together::weigh;
use crate::belongings;
use crate::cache::{Cache, Stamps};
use crate::diagnostic::Finding;
use crate::diagnostic::catalog::file::{self, FILE_UNREADABLE};
use crate::error::Result;
use crate::intake::{self, Found, Listing, Picture, SUBMISSIONS, Submission};
use crate::model::Digest;
use crate::office::Office;
use crate::progress::Progress;
use crate::register::{Arrival, Asset, AssetRole, Entry, Facts, Originals, Register, ReviewState};
use crate::twins;

/// Fewer texts than these are judged sooner than the table is written.
const FEW: usize = 32;

/// Everything in `submissions/`.
#[derive(Debug, Default)]
pub struct Examination {
    /// The briefs, by path.
    pub briefs: Vec<Examined>,
    /// Files that are never meant as submissions.
    pub ignored: Vec<String>,
    /// Findings about files that are no briefs, by path.
    pub files: Vec<Finding>,
    /// Whether there is nothing at all in the folder.
    pub bare: bool,
    /// Whether something is there that could not be opened: the next time it may be, without looking otherwise.
    pub doubtful: bool,
    /// What came of comparing the briefs, for the next examination of the same run.
    pub compared: twins::Memory,
    /// What stands behind 电话 in the texts that were read and judged, by their digests: whoever has to know all
    /// telephones need not read these once more.
    pub phones: Phones,
}

impl Examination {
    fn with_room_for(briefs: usize) -> Self {
        Examination { briefs: Vec::with_capacity(briefs), ..Examination::default() }
    }

    /// Takes in a file that was looked at, and the pictures that it shows. Gives back what is to be remembered of it.
    fn take(&mut self, looked: Looked, shown: &mut HashSet<String>) -> Option<Row> {
        let Looked { examined, pictures, text, doubtful, phone } = looked;
        self.doubtful |= doubtful;
        self.phones.extend(phone);
        shown.extend(pictures);
        match examined {
            Ok(examined) => self.briefs.push(examined),
            Err(finding) => self.files.push(finding),
        }
        text
    }
}

/// What stands behind 电话 in texts, as written, by the texts' digests; nothing where it does not stand there.
pub type Phones = BTreeMap<Digest, String>;

/// A brief in the folder, judged.
#[derive(Debug, Clone)]
pub struct Examined {
    /// What the register compares.
    pub arrival: Arrival,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Whether the same would be found again as long as nothing is done to it, to anything beside it, or in the register.
    pub settled: bool,
}

/// What was found the last time in the same run: with the same settings, on the same day, and when nobody but this run
/// has written in the register since.
pub struct Last<'a> {
    /// Everything.
    pub examination: Examination,
    /// What in `submissions/` may be other than then: paths in it.
    pub stirred: &'a BTreeSet<String>,
}

/// How much of the folder to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// Every brief.
    All,
    /// Those at or below these paths, whatever was decided about them.
    Within(&'a [String]),
    /// Not those that are done with (published or declined) and unchanged since: nobody has to mend them.
    Open,
    /// The same, of files that were looked at already.
    Lying(&'a Stamps),
}

impl Scope<'_> {
    /// Whether what nobody has to mend is left out.
    fn is_open(self) -> bool {
        matches!(self, Scope::Open | Scope::Lying(_))
    }
}

/// Reads and judges the folder. With `keep`, a copy of every text and picture is kept first.
pub fn examine(
    office: &Office,
    register: &Register,
    today: NaiveDate,
    (scope, mut last): (Scope<'_>, Option<Last<'_>>),
    keep: Option<&Originals>,
    work: &Progress,
) -> Result<Examination> {
    let cache = if keep.is_some() { Cache::to_write(office) } else { Cache::to_read(office) };
    let remembered = Remembered::of(&cache);
    let Listing { briefs, pictures, ignored, findings, bare, doubtful, .. } = listing(office, scope)?;
    let bench = Bench { office, register, today, scope, keep, cache: &cache, remembered: &remembered };
    work.pieces(briefs.len(), "篇");
    let look = |found: &Found| bench.look(found).inspect(|_| work.one());
    let (resumed, compared) =
        last.as_mut().map(|last| (true, std::mem::take(&mut last.examination.compared))).unwrap_or_default();
    let at_hand = again::at_hand(&briefs, last);
    let at_hand = at_hand.into_par_iter().zip(&briefs);
    let read = at_hand.map(|(known, found)| known.map_or_else(|| look(found), |known| Ok(Looked::again(known))));
    let read: Vec<Looked> = read.collect::<Result<_>>()?;
    let mut examination =
        Examination { ignored, files: findings, bare, doubtful, compared, ..Examination::with_room_for(read.len()) };
    let mut shown = HashSet::new();
    let fresh: Vec<Option<Row>> = read.into_iter().map(|looked| examination.take(looked, &mut shown)).collect();
    // A few texts are read once more by whoever begins again, sooner than the table is written.
    if keep.is_some() && (!resumed || fresh.iter().flatten().count() >= FEW) {
        remembered.renew(&fresh, &briefs);
        drop(fresh);
    }
    // Whoever looks at a part only does not know which pictures the other briefs show.
    let whole = !matches!(scope, Scope::Within(_));
    let stray = pictures.iter().filter(|picture| whole && !shown.contains(&picture.path));
    examination.files.extend(stray.map(|picture| Finding::of_file(&picture.path, file::file_stray())));
    examination.doubtful |= examination.files.iter().any(|file| file.code == &FILE_UNREADABLE);
    together::tell(office, register, &mut examination, scope, &cache);
    examination.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(examination)
}

fn listing(office: &Office, scope: Scope<'_>) -> Result<Listing> {
    match scope {
        Scope::Within(paths) => intake::walk_within(&office.root, paths),
        Scope::Lying(submissions) => intake::walk_seen(&office.root, submissions),
        Scope::All | Scope::Open => intake::walk(&office.root),
    }
}

struct Bench<'a> {
    office: &'a Office,
    register: &'a Register,
    today: NaiveDate,
    scope: Scope<'a>,
    keep: Option<&'a Originals>,
    cache: &'a Cache,
    remembered: &'a Remembered<'a>,
}

/// One file, looked at.
struct Looked {
    /// The brief, or why it cannot be read.
    examined: Result<Examined, Finding>,
    /// Where the pictures are that it shows.
    pictures: Vec<String>,
    /// Whether something that belongs to it is there and could not be opened.
    doubtful: bool,
    /// What is to be remembered of it; `None` where that is known or not certain.
    text: Option<Row>,
    /// What stands behind 电话 in it, if that was read.
    phone: Option<(Digest, String)>,
}

impl Looked {
    /// A brief that is as it was found the last time in this run: it shows no pictures, and nothing about it is in doubt.
    fn again(examined: Examined) -> Self {
        Looked { examined: Ok(examined), pictures: vec![], text: None, doubtful: false, phone: None }
    }
}

impl Bench<'_> {
    fn look(&self, found: &Found) -> Result<Looked> {
        if let Some(looked) = self.remembered.text(found).and_then(|text| self.look_back(found, text)) {
            return Ok(looked);
        }
        let submission = match Submission::read(found) {
            Ok(submission) => submission,
            Err(message) => {
                let examined = Err(Finding::of_file(&found.path, message));
                return Ok(Looked { examined, pictures: vec![], text: None, doubtful: false, phone: None });
            }
        };
        let known = self.known(found, submission.digest);
        if let Some(entry) = known.filter(|entry| self.is_done_with(found, entry)) {
            let text = Text::read(found, submission.digest, self.cache).and_then(|text| text.row());
            return Ok(Looked { text, ..unchanged_and_done(found, entry) });
        }
        self.judge(found, submission, known)
    }

    /// A registered text that lies there as it was judged before, or as it was when the office was done with it.
    fn look_back(&self, found: &Found, text: Text) -> Option<Looked> {
        let entry = self.known(found, text.digest())?;
        if self.is_done_with(found, entry) {
            return Some(unchanged_and_done(found, entry));
        }
        let (arrival, findings, pictures) = text.told(self.office, found, entry, self.today)?;
        let examined = Ok(Examined { arrival, findings, settled: pictures.is_empty() });
        Some(Looked { examined, pictures, text: None, doubtful: false, phone: None })
    }

    /// The entry of a file whose text is the one that was received last.
    fn known(&self, found: &Found, digest: Digest) -> Option<&Entry> {
        self.register.entry_at(&found.path).filter(|entry| entry.latest().digest == digest)
    }

    /// Whether nobody has to mend it any more.
    fn is_done_with(&self, found: &Found, entry: &Entry) -> bool {
        self.scope.is_open() && is_done(entry) && same_header(found, entry)
    }

    fn judge(&self, found: &Found, submission: Submission, known: Option<&Entry>) -> Result<Looked> {
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
        let is_text = submission.is_text_anywhere();
        let mut judged = judge(submission, &case, &read);
        let phone = || judged.written.phone.as_ref().map(|phone| phone.value.clone()).unwrap_or_default();
        let phone = is_text.then(|| (digest, phone()));
        self.keep_pictures(&judged.pictures)?;
        // Damaged pictures are referred to all the same; those of a Word document lie in it.
        let images = if judged.source.is_transcript() { vec![] } else { judged.brief().body.images() };
        let shown: Vec<String> =
            images.iter().filter_map(|(image, _)| self.office.relative(&beside.join(&image.source))).collect();
        let pictured = !images.is_empty();
        let mut assets = assets(&judged.pictures);
        assets.extend(belongings::take(found, &shown, self.keep, &mut judged.findings)?);
        // What the register knows of this very text need not be worked out again.
        let known = known.filter(|entry| same_header(found, entry));
        let registered = known.is_some_and(|entry| entry.latest().assets == assets);
        let facts = known.map(|entry| &entry.latest().facts).filter(|facts| facts.sketch.is_some()).cloned();
        let facts = facts.unwrap_or_else(|| Facts::of(&judged.written, &folder, judged.whole).into());
        let arrival = Arrival { path: found.path.clone(), digest, assets, modified, facts };
        let (days, around) = ((received, self.today), (self.office, self.cache));
        // Room for more findings in each of tens of thousands of texts would be more than what they take.
        let mut findings = judged.findings;
        findings.shrink_to_fit();
        let text = Text::judged(found, &arrival, &findings, &shown, days, around);
        // Pictures may come and go anywhere in the unit's folder; what is new gets a day of receipt, and is judged by it.
        let settled = registered && !pictured && text.as_ref().is_some_and(Text::is_judged);
        let closed = |path: &String| File::open(self.office.root.join(path)).is_err();
        let doubtful = intake::is_doubtful(&found.beside) || shown.iter().any(closed);
        let examined = Ok(Examined { arrival, findings, settled: settled && !doubtful });
        Ok(Looked { examined, pictures: shown, text: text.and_then(|text| text.row()), doubtful, phone })
    }

    fn keep_pictures(&self, pictures: &[Picture]) -> Result<()> {
        let Some(originals) = self.keep else { return Ok(()) };
        pictures.iter().try_for_each(|picture| originals.keep(&picture.bytes).map(drop))
    }
}

fn is_done(entry: &Entry) -> bool {
    matches!(entry.review(), ReviewState::Declined | ReviewState::Published)
}

/// Whether the header beside a document is the one that was received with it.
fn same_header(found: &Found, entry: &Entry) -> bool {
    belongings::header(&found.beside) == belongings::header_kept(entry)
}

fn unchanged_and_done(found: &Found, entry: &Entry) -> Looked {
    let pictures = shown_by(found, entry);
    let (arrival, settled) = (untouched(found, entry), pictures.is_empty());
    let examined = Ok(Examined { arrival, findings: Vec::new(), settled });
    Looked { examined, pictures, text: None, doubtful: false, phone: None }
}

fn untouched(found: &Found, entry: &Entry) -> Arrival {
    let latest = entry.latest();
    Arrival {
        path: found.path.clone(),
        digest: latest.digest,
        assets: latest.assets.clone(),
        modified: None,
        facts: latest.facts.clone(),
    }
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
