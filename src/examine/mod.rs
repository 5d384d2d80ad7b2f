//! Everything that lies in the folder, read and judged: files → submissions → briefs with findings.
//!
//! In: an office, the replayed register, today. Out: one `Examined` a brief, in the order of the paths, and findings
//! about files that are no briefs. Each file is read once, on all cores; a broken one costs no other.
//! Refuses to know: how findings are shown, what is to be done about them.

mod again;
mod bench;
mod judging;
mod remembered;
#[cfg(test)]
mod tests;
mod together;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use self::again::Rest;
use self::bench::{Bench, Looked};
pub use self::judging::{Judged, judge_alone, judge_received};
use self::remembered::{Remembered, Row};
pub use self::together::weigh;
use crate::cache::{Cache, Stamps};
use crate::diagnostic::catalog::file::{self, FILE_UNREADABLE};
use crate::diagnostic::{Finding, tally};
use crate::disk;
use crate::error::Result;
use crate::intake::{self, Found, Listing, SUBMISSIONS};
use crate::model::Digest;
use crate::office::Office;
use crate::progress::Progress;
use crate::register::{Arrival, Originals, Register};
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
    /// Whether the next examination of the same run need not look where nothing was done. (Whoever registers what was found
    /// may know better.)
    pub is_steady: bool,
    /// Where it has to look in any case: paths at which something waits that could not be taken, as whoever registers what was
    /// found knows them.
    pub open: Vec<String>,
    /// How much of it was looked at.
    pub anew: Anew,
    /// What came of comparing the briefs, for the next examination of the same run.
    pub compared: twins::Memory,
    /// What stands behind 电话 in the texts that were read and judged, by their digests: whoever has to know all
    /// telephones need not read these once more.
    pub phones: Phones,
}

impl Examination {
    /// The briefs that were looked at; all others are as they were, and the register knows them so.
    pub fn fresh(&self) -> impl Iterator<Item = &Examined> {
        self.briefs.iter().filter(|brief| brief.fresh)
    }

    /// How many errors, warnings and hints there are.
    pub fn tally(&self) -> [usize; 3] {
        let briefs = self.briefs.par_iter().filter(|brief| !brief.findings.is_empty());
        let counts = briefs.map(|brief| tally(&brief.findings));
        let add = |a: [usize; 3], b: [usize; 3]| std::array::from_fn(|at| a[at] + b[at]);
        add(counts.reduce(|| [0; 3], add), tally(&self.files))
    }

    /// Takes in files that were looked at. Gives back what is to be remembered of them, by path.
    fn take_all<'f>(&mut self, looked: Vec<Looked>, found: &'f [Found]) -> Vec<(&'f str, Row)> {
        self.briefs.reserve_exact(looked.len());
        let paths = found.iter().map(|found| found.path.as_str());
        looked.into_iter().zip(paths).filter_map(|(looked, path)| Some((path, self.take(looked)?))).collect()
    }

    /// Takes in a file that was looked at. Gives back what is to be remembered of it.
    fn take(&mut self, looked: Looked) -> Option<Row> {
        let Looked { examined, text, doubtful, phone } = looked;
        self.doubtful |= doubtful;
        self.phones.extend(phone);
        match examined {
            Ok(examined) => self.briefs.push(examined),
            Err(finding) => self.files.push(finding),
        }
        text
    }

    /// Takes in what was found in some folders; of these it holds nothing so far.
    fn join(&mut self, part: Examination) {
        let Examination { briefs, mut ignored, mut files, doubtful, phones, .. } = part;
        again::join(&mut self.briefs, briefs);
        self.ignored.append(&mut ignored);
        self.ignored.sort();
        self.files.append(&mut files);
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.doubtful |= doubtful;
        self.phones = phones;
    }
}

/// How much of the folder was looked at.
#[derive(Debug, Default)]
pub enum Anew {
    /// All of it.
    #[default]
    All,
    /// Only what is fresh.
    Some {
        /// The briefs that had lain there, before they were changed, or gone.
        before: Vec<Examined>,
        /// The paths that were open.
        open: Vec<String>,
    },
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
    /// A number for all that is told of that, once the office has made of it what it makes.
    pub mark: u64,
    /// The pictures that it shows, by their paths in the office.
    pub pictures: Vec<String>,
    /// Whether the same would be found again as long as nothing is done to it, to anything in its unit's folder but other
    /// briefs, or in the register.
    pub settled: bool,
    /// Whether it was looked at, and is not as it was found the last time in this run.
    pub fresh: bool,
}

impl Examined {
    /// Whether it shows a picture that lies in no folder of its unit.
    fn looks_abroad(&self) -> bool {
        let folder = || format!("{SUBMISSIONS}/{}", intake::folder_of(&self.arrival.path));
        self.pictures.iter().any(|picture| !disk::is_within(picture, &folder()))
    }
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
    (scope, last): (Scope<'_>, Option<Last<'_>>),
    keep: Option<&Originals>,
    work: &Progress,
) -> Result<Examination> {
    let cache = if keep.is_some() { Cache::to_write(office) } else { Cache::to_read(office) };
    let remembered = Remembered::of(&cache);
    let goes_on = last.is_some();
    let mut rest = last.map(Rest::of).unwrap_or_default();
    let Listing { briefs, pictures, ignored, findings, bare, doubtful, .. } = listing(office, scope, &rest)?;
    let (at_hand, before) = rest.at_hand(&briefs);
    // Of a few texts that were changed a moment ago, the table knows nothing.
    let known = !goes_on || at_hand.iter().filter(|known| known.is_none()).count() > FEW;
    let bench = Bench { office, register, today, scope, keep, cache: &cache, remembered: known.then_some(&remembered) };
    let looked = bench.look_at(&briefs, at_hand, work)?;
    let mut part = Examination { ignored, files: findings, doubtful, ..Examination::default() };
    let rows = part.take_all(looked, &briefs);
    let abroad = part.briefs.iter().any(Examined::looks_abroad);
    let Rest { elsewhere, folders, .. } = rest;
    if abroad && folders.is_some() {
        // What lies in another unit's folder may be a stray there, or be none any more.
        return examine(office, register, today, (scope, None), keep, work);
    }
    // Whoever looks at a part only does not know which pictures the other briefs show.
    if !matches!(scope, Scope::Within(_)) {
        part.files.extend(strays(&pictures, &part.briefs));
    }
    part.doubtful |= part.files.iter().any(|file| file.code == &FILE_UNREADABLE);
    let mut examination = Examination { bare, ..elsewhere };
    let open = std::mem::take(&mut examination.open);
    examination.anew = folders.map_or(Anew::All, |_| Anew::Some { before, open });
    examination.join(part);
    // A few texts are read once more by whoever begins again, sooner than the table is written.
    if keep.is_some() && (!goes_on || rows.len() >= FEW) {
        remembered.renew(&rows, examination.briefs.iter().map(|brief| brief.arrival.path.as_str()));
    }
    drop(rows);
    together::tell(office, register, &mut examination, scope, &cache);
    examination.is_steady = !examination.doubtful && !abroad;
    Ok(examination)
}

fn listing(office: &Office, scope: Scope<'_>, rest: &Rest<'_>) -> Result<Listing> {
    match scope {
        Scope::Within(paths) => intake::walk_within(&office.root, paths),
        Scope::Lying(submissions) => intake::walk_seen(&office.root, submissions, rest.folders.as_ref()),
        Scope::All | Scope::Open => intake::walk(&office.root),
    }
}

/// Findings about pictures that no brief shows.
fn strays(pictures: &[Found], briefs: &[Examined]) -> Vec<Finding> {
    let shown: FxHashSet<&str> = briefs.iter().flat_map(|brief| &brief.pictures).map(String::as_str).collect();
    let stray = pictures.iter().filter(|picture| !shown.contains(picture.path.as_str()));
    stray.map(|picture| Finding::of_file(&picture.path, file::file_stray())).collect()
}
