//! One text, judged: a submission → its brief, put right, with everything that its text alone and the units can tell.
//!
//! In: a submission, what it is judged against. Out: `Judged`. Refuses to know: the folder, what was judged before.

use std::path::Path;

use chrono::NaiveDate;

use super::weigh;
use crate::config::Settings;
use crate::diagnostic::catalog::text;
use crate::diagnostic::{Finding, Findings, Message, Source};
use crate::error::Result;
use crate::intake::{self, Picture, Submission};
use crate::model::{Brief, Edits, Prose, Roster};
use crate::normal::{self, Proper};
use crate::office::Office;
use crate::parse;
use crate::register::{Asset, Entry, Originals, Register};
use crate::rules::{self, Case};
use crate::twins;
use crate::waive;

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
    let folder = intake::folder_of(&entry.path);
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
pub(super) struct Surroundings<'a> {
    pub settings: &'a Settings,
    pub roster: Option<&'a Roster>,
    pub today: NaiveDate,
    pub received: NaiveDate,
}

pub(super) fn judge(
    submission: Submission,
    around: &Surroundings<'_>,
    read: &dyn Fn(&str) -> Result<Picture, Message>,
) -> Judged {
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

fn picture_kept(source: &str, assets: &[Asset], originals: &Originals) -> Result<Picture, Message> {
    let mut shown = assets.iter().filter(|asset| asset.is_picture());
    let asset = shown.find(|asset| asset.source == source).ok_or_else(|| text::image_missing(source))?;
    let bytes = originals.get(asset.digest).map_err(|_| text::image_missing(source))?;
    Picture::of_bytes(source, bytes)
}
