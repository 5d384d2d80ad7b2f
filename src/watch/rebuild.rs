//! One build, as `watch` and `serve` do it.
//!
//! In: the office folder, who, when, the files that lie still, and where something was done. Out: what was done, and how
//! the files look that the build itself has written, so that they cause no other. The register is locked for one build at
//! a time: other commands work in between, and where one of them did, nothing of the last build is taken for true.
//! Settings are read anew each time. Refuses to know: what is done with the outcome.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::look;
use crate::build::{self, Outcome, SITE, Survey, Task};
use crate::cache::Cache;
use crate::compile::{ISSUES, Refusal};
use crate::disk::Sightings;
use crate::error::{Error, Result};
use crate::model::Digest;
use crate::office::Office;
use crate::progress::Progress;
use crate::register::{Lock, REGISTER, Register, Rested, Writer};

/// A build that ended well.
pub struct Finished<'a> {
    /// The office, with the settings of this moment.
    pub office: &'a Office,
    /// What was done.
    pub outcome: &'a Outcome,
    /// The register after it.
    pub register: &'a Register,
    /// How many errors, warnings and hints there are.
    pub tally: [usize; 3],
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
    /// When it began, for whoever wants to know how long it took.
    pub started: Instant,
    /// The paths of the office at which something was done since the last attempt that was taken; `None`: anywhere.
    pub touched: Option<&'a BTreeSet<String>>,
}

/// What one build leaves to the next of the same run: the office as it lies, the register, and what was done.
#[derive(Default)]
pub struct Memory(pub(super) Option<Left>);

pub(super) struct Left {
    settings: Digest,
    today: NaiveDate,
    survey: Survey,
    register: Rested,
    outcome: Outcome,
}

/// Builds once and tells the outcome while nobody else can write in the register. What the last build has left is used as
/// far as it still holds.
pub fn rebuild(attempt: &Attempt<'_>, memory: &mut Memory, told: &mut dyn FnMut(&Finished<'_>) -> Result<()>) -> Turn {
    let Attempt { root, seen, .. } = *attempt;
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
    let mut own = Sightings::new();
    // A defect costs one build and not the whole evening: the same texts may do in another form.
    let build = AssertUnwindSafe(|| begun(attempt, &office, lock, memory.0.take())?.finish(&office, &mut own, told));
    let left = catch_unwind(build).unwrap_or_else(|_| {
        Err(Error::defect("程序内部出错，这一次没有更新").help("文件没有损坏；请把出错的那一行告诉维护人员。"))
    });
    let result = left.map(|left| memory.0 = left);
    Turn::Taken { own, result }
}

/// A build with all that it begins with.
struct Begun<'a> {
    attempt: &'a Attempt<'a>,
    survey: Survey,
    writer: Writer,
    before: Option<Outcome>,
}

/// Begins where the last build ended, if nobody else has had the lock since and the settings are the same; else from what
/// lies there.
fn begun<'a>(attempt: &'a Attempt<'a>, office: &Office, lock: Lock, left: Option<Left>) -> Result<Begun<'a>> {
    let Attempt { root, by, now, touched, .. } = *attempt;
    let holds = |left: &Left| left.settings == office.digest && left.register.is_just_before(&lock);
    let Some(left) = left.filter(holds) else {
        let survey = Survey::of(office, &root.join(SITE))?;
        let writer = Writer::resume(lock, by, now, Cache::to_read(office))?;
        survey.heal(office, writer.register())?;
        return Ok(Begun { attempt, survey, writer, before: None });
    };
    let same_day = left.today == now.date_naive();
    let survey = left.survey.again(office, touched)?;
    let writer = Writer::again(lock, by, now, Cache::to_read(office), left.register);
    Ok(Begun { attempt, survey, writer, before: Some(left.outcome).filter(|_| same_day) })
}

impl Begun<'_> {
    /// Builds and tells. Tells besides how the files look that were written and that count.
    fn finish(
        mut self,
        office: &Office,
        own: &mut Sightings,
        told: &mut dyn FnMut(&Finished<'_>) -> Result<()>,
    ) -> Result<Option<Left>> {
        let Attempt { root, now, started, .. } = *self.attempt;
        let outcome = self.build(office, own);
        // Under the lock: whatever the journal looks like now was read or written by this build.
        own.extend(look::below(root, REGISTER));
        let (mut outcome, today) = (outcome?, now.date_naive());
        let register = self.writer.register();
        let missing = build::missing(office, register, &outcome.stock.shelf, &mut outcome.phones, today)?;
        let seconds = started.elapsed().as_secs_f64();
        let tally = outcome.reception.examination.tally();
        told(&Finished { office, outcome: &outcome, register, tally, missing, seconds })?;
        // What was just written in the office's own folders is looked at like anything else.
        let settled = !outcome.compiled.has_written();
        let register = self.writer.rest().filter(|_| settled);
        let (settings, survey) = (office.digest, self.survey);
        Ok(register.map(|register| Left { settings, today, survey, register, outcome }))
    }

    fn build(&mut self, office: &Office, own: &mut Sightings) -> Result<Outcome> {
        let task = Task { office, now: self.attempt.now, seal: false, goes_on: true, work: &Progress::new() };
        let outcome = build::build(&task, &mut self.writer, &mut self.survey, self.before.take())?;
        for id in &outcome.compiled.drafts {
            let folder = format!("{ISSUES}/{}/{:04}/{}", id.series, id.year, id.slot.folder());
            own.extend(look::below(&office.root, &folder));
        }
        Ok(outcome)
    }
}
