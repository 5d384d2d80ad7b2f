//! One file of `submissions/`, looked at: remembered, or read and judged.
//!
//! In: what was found in the folder, the register, what is remembered. Out: the brief with its findings, what it shows, what is
//! to be remembered of it. Refuses to know: the other briefs, what the office makes of findings.

use std::fs::File;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::judging::{Surroundings, judge};
use super::remembered::{Remembered, Row, Text};
use super::{Examined, Scope};
use crate::belongings;
use crate::cache::Cache;
use crate::diagnostic::Finding;
use crate::error::Result;
use crate::intake::{self, Found, Picture, SUBMISSIONS, Submission};
use crate::model::Digest;
use crate::office::Office;
use crate::progress::Progress;
use crate::register::{Arrival, Asset, AssetRole, Entry, Facts, Originals, Register, ReviewState};

/// What one file is looked at with.
pub(super) struct Bench<'a> {
    pub office: &'a Office,
    pub register: &'a Register,
    pub today: NaiveDate,
    pub scope: Scope<'a>,
    pub keep: Option<&'a Originals>,
    pub cache: &'a Cache,
    pub remembered: Option<&'a Remembered<'a>>,
}

/// One file, looked at.
pub(super) struct Looked {
    /// The brief, or why it cannot be read.
    pub examined: Result<Examined, Finding>,
    /// Whether something that belongs to it is there and could not be opened.
    pub doubtful: bool,
    /// What is to be remembered of it; `None` where that is known or not certain.
    pub text: Option<Row>,
    /// What stands behind 电话 in it, if that was read.
    pub phone: Option<(Digest, String)>,
}

impl Looked {
    /// A brief that is as it was found before: nothing about it is in doubt, and nothing of it has to be remembered.
    pub fn again(examined: Examined) -> Self {
        Looked { examined: Ok(examined), text: None, doubtful: false, phone: None }
    }
}

impl Bench<'_> {
    /// Looks at those of these files of which nothing is at hand, on all cores.
    pub fn look_at(&self, found: &[Found], at_hand: Vec<Option<Examined>>, work: &Progress) -> Result<Vec<Looked>> {
        work.pieces(found.len(), "篇");
        let look = |found| self.look(found).inspect(|_| work.one());
        let looked = at_hand.into_par_iter().zip(found);
        looked.map(|(known, found)| known.map_or_else(|| look(found), |known| Ok(Looked::again(known)))).collect()
    }

    /// Looks at a file, or tells what was found of it before.
    pub fn look(&self, found: &Found) -> Result<Looked> {
        let remembered = self.remembered.and_then(|remembered| remembered.text(found));
        if let Some(looked) = remembered.and_then(|text| self.look_back(found, text)) {
            return Ok(looked);
        }
        let submission = match Submission::read(found) {
            Ok(submission) => submission,
            Err(message) => {
                let examined = Err(Finding::of_file(&found.path, message));
                return Ok(Looked { examined, text: None, doubtful: false, phone: None });
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
        Some(Looked::again(Examined { arrival, findings, mark: 0, pictures, settled: true, fresh: true }))
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
        let doubtful = self.is_doubtful(found, &shown);
        // What is new gets a day of receipt, and is judged by it.
        let settled = registered && !doubtful && text.as_ref().is_some_and(Text::is_judged);
        let examined = Ok(Examined { arrival, findings, mark: 0, pictures: shown, settled, fresh: true });
        Ok(Looked { examined, text: text.and_then(|text| text.row()), doubtful, phone })
    }

    /// Whether something that belongs to a brief is there and cannot be opened.
    fn is_doubtful(&self, found: &Found, shown: &[String]) -> bool {
        let closed = |path: &String| File::open(self.office.root.join(path)).is_err();
        intake::is_doubtful(&found.beside) || shown.iter().any(closed)
    }

    fn keep_pictures(&self, pictures: &[Picture]) -> Result<()> {
        let Some(originals) = self.keep else { return Ok(()) };
        pictures.iter().try_for_each(|picture| originals.keep(&picture.bytes).map(drop))
    }
}

/// Whether the office is done with a brief.
pub(super) fn is_done(entry: &Entry) -> bool {
    matches!(entry.review(), ReviewState::Declined | ReviewState::Published)
}

/// Whether the header beside a document is the one that was received with it.
fn same_header(found: &Found, entry: &Entry) -> bool {
    belongings::header(&found.beside) == belongings::header_kept(entry)
}

fn unchanged_and_done(found: &Found, entry: &Entry) -> Looked {
    let (arrival, pictures) = (untouched(found, entry), shown_by(found, entry));
    Looked::again(Examined { arrival, findings: Vec::new(), mark: 0, pictures, settled: true, fresh: true })
}

/// A brief as it was received last.
pub(super) fn untouched(found: &Found, entry: &Entry) -> Arrival {
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
