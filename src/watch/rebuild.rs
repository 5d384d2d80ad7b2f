//! One build, as `watch` and `serve` do it.
//!
//! In: the office folder, who, when, and the files that lie still. Out: what was done, and how the files look that the
//! build itself has written, so that they cause no other. The register is locked for one build at a time: other
//! commands work in between. Settings are read anew each time.
//! Refuses to know: what is done with the outcome.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, FixedOffset};

use super::look;
use super::matters::REGISTER;
use crate::build::{self, Outcome, SITE, Survey};
use crate::cache::Cache;
use crate::compile::{self, ISSUES, Refusal};
use crate::disk::Sightings;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::progress::Progress;
use crate::register::{Lock, Register, Writer};

/// A build that ended well.
pub struct Finished<'a> {
    /// The office, with the settings of this moment.
    pub office: &'a Office,
    /// What was done.
    pub outcome: &'a Outcome,
    /// The register after it.
    pub register: &'a Register,
    /// Every draft with what keeps it from being published.
    pub missing: Vec<Refusal>,
    /// How long it took.
    pub seconds: f64,
}

/// What became of an attempt.
pub enum Turn {
    /// Somebody else is writing in the register.
    Busy,
    /// It was done, or could not be.
    Taken {
        /// How the files look that it wrote, and that count.
        own: Sightings,
        /// Whether it ended well.
        result: Result<()>,
    },
}

/// What a build is done with.
pub struct Attempt<'a> {
    /// The office folder.
    pub root: &'a Path,
    /// Who is asking.
    pub by: &'a str,
    /// When.
    pub now: DateTime<FixedOffset>,
    /// The files that lie still.
    pub seen: &'a Arc<Sightings>,
    /// Whether seals that an interrupted run left out are to be made: once is enough.
    pub first: bool,
}

/// Builds once and tells the outcome while nobody else can write in the register.
pub fn rebuild(attempt: &Attempt<'_>, told: &mut dyn FnMut(&Finished<'_>) -> Result<()>) -> Turn {
    let Attempt { root, by, now, seen, first } = *attempt;
    let failed = |fault| Turn::Taken { own: Sightings::new(), result: Err(fault) };
    let office = match Office::open(root) {
        Ok(office) => Office { seen: Some(Arc::clone(seen)), ..office },
        Err(fault) => return failed(fault),
    };
    let lock = match Lock::try_take(root) {
        Ok(Some(lock)) => lock,
        Ok(None) => return Turn::Busy,
        Err(fault) => return failed(fault),
    };
    let survey = Survey::of(&office, &root.join(SITE));
    let opened = survey.and_then(|survey| Ok((survey, Writer::resume(lock, by, now, Cache::to_read(&office))?)));
    let (mut survey, mut writer) = match opened {
        Ok(opened) => opened,
        Err(fault) => return failed(fault),
    };
    let mut own = Sightings::new();
    // A defect costs one build and not the whole evening: the same texts may do in another form.
    let build = AssertUnwindSafe(|| build(&office, &mut writer, &mut survey, (now, first), &mut own, told));
    let result = catch_unwind(build).unwrap_or_else(|_| {
        Err(Error::defect("程序内部出错，这一次没有更新").help("文件没有损坏；请把出错的那一行告诉维护人员。"))
    });
    // Under the lock: whatever the journal looks like now was read or written by this build.
    own.extend(look::below(root, REGISTER));
    Turn::Taken { own, result }
}

fn build(
    office: &Office,
    writer: &mut Writer,
    survey: &mut Survey,
    (now, first): (DateTime<FixedOffset>, bool),
    own: &mut Sightings,
    told: &mut dyn FnMut(&Finished<'_>) -> Result<()>,
) -> Result<()> {
    let started = Instant::now();
    // A folder that cannot be named is told by the build.
    if first && let Ok(folders) = compile::folders(&office.root) {
        compile::heal(&folders, writer.register(), &Cache::to_read(office))?;
    }
    let outcome = build::build(office, writer, survey, false, now, &Progress::new())?;
    for id in &outcome.compiled.drafts {
        let folder = format!("{ISSUES}/{}/{:04}/{}", id.series, id.year, id.slot.folder());
        own.extend(look::below(&office.root, &folder));
    }
    let missing = build::missing(office, writer.register(), &outcome.issues, now.date_naive())?;
    let seconds = started.elapsed().as_secs_f64();
    told(&Finished { office, outcome: &outcome, register: writer.register(), missing, seconds })
}
