//! `build`: the whole way, and what a person wants to know of it.

use std::path::Path;
use std::time::Instant;

use super::args::Build;
use super::desk::Desk;
use super::exit::Exit;
use crate::build::{self, SITE, Standstill, Survey, Task};
use crate::cache;
use crate::error::Result;
use crate::office::Office;
use crate::progress::Stage;
use crate::publish::Delivery;
use crate::register::Lock;
use crate::report::Told;
use crate::report::build as report;

/// Runs the command.
pub fn run(args: Build, desk: &mut Desk<'_>) -> Result<Exit> {
    let started = Instant::now();
    let office = desk.office()?;
    let out = args.out.as_ref().map_or_else(|| office.root.join(SITE), |out| desk.path(out));
    if args.fresh {
        cache::forget(&office)?;
    }
    let lock = Lock::take(&office.root)?;
    let work = desk.work();
    work.begins(build::LOOKING);
    let mut survey = Survey::of(&office, &out)?;
    let site = Site { office: &office, out: &out, started };
    // Who publishes, or wants every figure, gets a build in any case.
    let standstill = Standstill::on(&survey, desk.today()).filter(|_| !(args.publish || desk.json));
    if let Some(standstill) = standstill {
        work.ends();
        return site.tell(&standstill.told, &standstill.site(), &work.stages(), desk);
    }
    let mut writer = desk.writer_with(&office, lock)?;
    survey.heal(&office, writer.register())?;
    let task = Task { office: &office, now: desk.now, seal: args.publish, goes_on: false, work: &work };
    let outcome = build::build(&task, &mut writer, &mut survey, None)?;
    let told = Told::of(&office, &outcome, writer.register());
    let exit = if desk.json {
        desk.print_json(&report::view(&office, &outcome, started.elapsed().as_secs_f64()))?;
        exit_of(&told)
    } else {
        site.tell(&told, &outcome.site, &outcome.stages, desk)?
    };
    if outcome.sure {
        Standstill::keep(&survey, told, &outcome.site, desk.today());
    }
    // The process ends here: giving back every finding and title one by one would only take time.
    std::mem::forget(outcome);
    Ok(exit)
}

fn exit_of(told: &Told) -> Exit {
    if told.errors > 0 || told.refused { Exit::Findings } else { Exit::Done }
}

/// Where the site lies, and since when it has been made.
struct Site<'a> {
    office: &'a Office,
    out: &'a Path,
    started: Instant,
}

impl Site<'_> {
    /// Its first page, as a person finds it; it has to be there.
    fn index(&self) -> String {
        let index = self.out.join("index.html");
        self.office.relative(&index).unwrap_or_else(|| index.display().to_string())
    }

    /// What was found and done.
    fn tell(&self, told: &Told, done: &Delivery, stages: &[Stage], desk: &mut Desk<'_>) -> Result<Exit> {
        let findings = if desk.verbose { &told.all_findings } else { &told.findings };
        findings.iter().chain(&told.lines).try_for_each(|line| desk.print(line))?;
        let Delivery { total, written, unchanged, removed, .. } = done;
        desk.print(&format!(
            "网页：{total} 个文件，新写 {written}，没变 {unchanged}，清除 {removed}。打开 {}",
            self.index()
        ))?;
        desk.print("内部：reports/index.html（待办、问题、欠报；不对外）")?;
        desk.talk(&format!("用时 {:.1} 秒。", self.started.elapsed().as_secs_f64()))?;
        if desk.verbose {
            stages.iter().try_for_each(|stage| desk.talk(&format!("  {}", stage.told())))?;
        }
        Ok(exit_of(told))
    }
}
