//! `build`: the whole way, and what a person wants to know of it.

use std::time::Instant;

use super::args::Build;
use super::desk::Desk;
use super::exit::Exit;
use super::{compile, publish};
use crate::build::{self, Outcome, SITE};
use crate::cache;
use crate::diagnostic::{Finding, Severity, draw, tally};
use crate::duty::{self, StandingState};
use crate::error::Result;
use crate::filing;
use crate::model::{Every, Period};
use crate::office::Office;
use crate::register::{Register, ReviewState};
use crate::report::build as report;

/// Findings that are told at the terminal; all of them stand in reports/.
const TOLD: usize = 60;

/// Runs the command.
pub fn run(args: Build, desk: &mut Desk<'_>) -> Result<Exit> {
    let started = Instant::now();
    let office = desk.office()?;
    let out = args.out.as_ref().map_or_else(|| office.root.join(SITE), |out| desk.path(out));
    if args.fresh {
        cache::forget(&office)?;
    }
    let mut writer = desk.writer(&office)?;
    let work = desk.work();
    let outcome = build::build(&office, &mut writer, args.publish, &out, desk.now, &work)?;
    let seconds = started.elapsed().as_secs_f64();
    let errors = tally(report::findings(&outcome))[0];
    if desk.json {
        desk.print_json(&report::view(&office, &outcome, seconds))?;
    } else {
        tell_findings(&outcome, desk)?;
        tell_briefs(&outcome, writer.register(), desk)?;
        tell_issues(&office, &outcome, desk)?;
        tell_duties(&office, writer.register(), desk)?;
        let site = outcome.site;
        desk.print(&format!(
            "网页：{} 个文件，新写 {}，没变 {}，清除 {}。打开 {}",
            site.total,
            site.written,
            site.unchanged,
            site.removed,
            shown(&office, &out)
        ))?;
        desk.print("内部：reports/index.html（待办、问题、欠报；不对外）")?;
        desk.talk(&format!("用时 {seconds:.1} 秒。"))?;
        if desk.verbose {
            outcome.stages.iter().try_for_each(|stage| desk.talk(&format!("  {}", stage.told())))?;
        }
    }
    let refused = !outcome.sealed.refused.is_empty();
    Ok(if errors > 0 || refused { Exit::Findings } else { Exit::Done })
}

fn shown(office: &Office, out: &std::path::Path) -> String {
    let index = out.join("index.html");
    office.relative(&index).unwrap_or_else(|| index.display().to_string())
}

/// Findings that ask for something to be done, each on a line with its remedy below.
fn tell_findings(outcome: &Outcome, desk: &mut Desk<'_>) -> Result<()> {
    let least = if desk.verbose { Severity::Hint } else { Severity::Warning };
    let serious: Vec<&Finding> = report::findings(outcome).filter(|finding| finding.severity >= least).collect();
    for finding in serious.iter().take(TOLD) {
        desk.print(&format!("{}\n    办法：{}", draw::line(finding), finding.help))?;
    }
    if serious.len() > TOLD {
        desk.print(&format!("……还有 {} 处，见 reports/index.html 或运行 kuaibao check", serious.len() - TOLD))?;
    }
    let [errors, warnings, hints] = tally(report::findings(outcome));
    if !serious.is_empty() {
        desk.print(&format!("\n检查：错误 {errors} 处（须单位改正），注意 {warnings} 处，提示 {hints} 处"))?;
    }
    Ok(())
}

fn tell_briefs(outcome: &Outcome, register: &Register, desk: &mut Desk<'_>) -> Result<()> {
    let reception = &outcome.reception;
    let mut counts = [0; 7];
    for entry in register.entries() {
        counts[entry.review() as usize] += 1;
    }
    let of = |state: ReviewState| counts[state as usize];
    let waiting = of(ReviewState::Waiting) + of(ReviewState::Reopened);
    desk.print(&format!(
        "收文：共 {} 篇，本次新收 {}，修改 {}；待审 {waiting}，已采用未刊发 {}，退改 {}，缓办 {}，不采用 {}，已刊发 {}",
        register.entries().count(),
        reception.received.len(),
        reception.revised.len(),
        of(ReviewState::Accepted),
        of(ReviewState::Returned),
        of(ReviewState::Held),
        of(ReviewState::Declined),
        of(ReviewState::Published),
    ))?;
    if !reception.vanished.is_empty() {
        desk.print(&format!(
            "      有 {} 篇的原件已不在文件夹里（副本都在），详见 kuaibao inbox --all",
            reception.vanished.len()
        ))?;
    }
    for entry in register.entries().filter(|entry| entry.changed_since_published()) {
        let Some((issue, item, _)) = &entry.published else { continue };
        let mark =
            entry.facts().classification.as_ref().map(|mark| format!("，并标了密级“{mark}”")).unwrap_or_default();
        desk.print(&format!(
            "      收文 {} 已刊发于 {issue} 第 {item} 条，单位后来又改了原稿{mark}：请核实，需要时 correct（更正）或 withdraw（撤稿）",
            entry.receipt
        ))?;
    }
    Ok(())
}

fn tell_issues(office: &Office, outcome: &Outcome, desk: &mut Desk<'_>) -> Result<()> {
    compile::tell(office, &outcome.compiled, desk)?;
    publish::tell(&outcome.sealed, desk)?;
    let published = outcome.issues.published.iter().map(|issue| &issue.id);
    let drafts: Vec<String> = outcome
        .issues
        .drafts
        .iter()
        .filter(|draft| !outcome.sealed.issues.contains(&draft.folder.id))
        .map(|draft| match (&draft.written, &draft.issue) {
            (Err(fault), _) => format!("{}（{fault}）", draft.folder.id),
            (_, issue) => format!("{}（{} 条）", draft.folder.id, issue.as_ref().map_or(0, |issue| issue.items.len())),
        })
        .collect();
    let by_title = report::by_title(office, published);
    let by_title = if by_title.is_empty() { "还没有".into() } else { by_title };
    desk.print(&format!(
        "期刊：已刊发 {by_title}；送审稿 {}",
        if drafts.is_empty() { "无".into() } else { drafts.join("、") }
    ))
}

/// This month and the month before, in one line each: whoever wants more asks `quota`.
fn tell_duties(office: &Office, register: &Register, desk: &mut Desk<'_>) -> Result<()> {
    let month = Period::containing(Every::Month, desk.today());
    let filed = filing::filed(office, register, desk.today());
    for period in [month.previous(), month] {
        let standings = duty::standings(&filed, &office.roster, &office.settings, period, desk.today());
        let of = |state: StandingState| {
            standings.iter().filter(|standing| standing.period == period && standing.state == state).count()
        };
        let (met, open, short) = (of(StandingState::Met), of(StandingState::Open), of(StandingState::Short));
        desk.print(&format!(
            "任务：{}信息报送完成 {met} 家，未到期 {open} 家，欠报 {short} 家（kuaibao quota --month {period}）",
            period.name()
        ))?;
    }
    Ok(())
}
