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

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;
use rayon::prelude::*;

use self::bench::{Bench, Looked};
pub use self::judging::{Judged, judge_alone, judge_received};
use self::remembered::{Remembered, Row};
pub use self::together::weigh;
use crate::cache::{Cache, Stamps};
use crate::diagnostic::Finding;
use crate::diagnostic::catalog::file::{self, FILE_UNREADABLE};
use crate::error::Result;
use crate::intake::{self, Found, Listing};
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
