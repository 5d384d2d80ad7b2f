//! `build`: the whole way, and what a person wants to know of it.

use std::time::Instant;

use super::args::Build;
use super::desk::Desk;
use super::exit::Exit;
use crate::build::{self, SITE, Standstill, Survey};
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
    // Who publishes, or wants every figure, gets a build in any case.
    let standstill = Standstill::on(&survey, desk.today()).filter(|_| !(args.publish || desk.json));
    if let Some(standstill) = standstill {
        work.ends();
        let index = shown(&office, &out);
        return tell(&standstill.told, &standstill.site(), &index, desk).and_then(|exit| {
            tell_time(started, &work.stages(), desk)?;
            Ok(exit)
        });
    }
    let mut writer = desk.writer_with(&office, lock)?;
    let outcome = build::build(&office, &mut writer, &mut survey, args.publish, desk.now, &work)?;
    let told = Told::of(&office, &outcome, writer.register(), desk.today());
    let exit = if desk.json {
        desk.print_json(&report::view(&office, &outcome, started.elapsed().as_secs_f64()))?;
        exit_of(&told)
    } else {
        tell(&told, &outcome.site, &shown(&office, &out), desk)?
    };
    if !desk.json {
        tell_time(started, &outcome.stages, desk)?;
    }
    if let Some(ground) = outcome.ground {
        Standstill::keep(ground, told, &outcome.site, survey.cache());
    }
    // The process ends here: giving back every finding and title one by one would only take time.
    std::mem::forget(outcome);
    Ok(exit)
}

fn exit_of(told: &Told) -> Exit {
    if told.errors > 0 || told.refused { Exit::Findings } else { Exit::Done }
}

/// What was found and done; `index` is where the site begins.
fn tell(told: &Told, site: &Delivery, index: &str, desk: &mut Desk<'_>) -> Result<Exit> {
    let findings = if desk.verbose { &told.all_findings } else { &told.findings };
    findings.iter().chain(&told.lines).try_for_each(|line| desk.print(line))?;
    desk.print(&format!(
        "网页：{} 个文件，新写 {}，没变 {}，清除 {}。打开 {index}",
        site.total, site.written, site.unchanged, site.removed,
    ))?;
    desk.print("内部：reports/index.html（待办、问题、欠报；不对外）")?;
    Ok(exit_of(told))
}

fn tell_time(started: Instant, stages: &[Stage], desk: &mut Desk<'_>) -> Result<()> {
    desk.talk(&format!("用时 {:.1} 秒。", started.elapsed().as_secs_f64()))?;
    if desk.verbose {
        stages.iter().try_for_each(|stage| desk.talk(&format!("  {}", stage.told())))?;
    }
    Ok(())
}

fn shown(office: &Office, out: &std::path::Path) -> String {
    let index = out.join("index.html");
    office.relative(&index).unwrap_or_else(|| index.display().to_string())
}
