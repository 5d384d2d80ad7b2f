//! What a person is told of a build, apart from what it wrote: findings, briefs, issues, duties, in a few lines.
//!
//! In: a build's outcome and the register after it. Out: lines. Refuses to know: the terminal.

use serde::{Deserialize, Serialize};

use super::build::{by_title, findings};
use super::lately::Lately;
use crate::build::Outcome;
use crate::compile::{Compiled, Draft, Sealed};
use crate::diagnostic::{Finding, Severity, draw};
use crate::duty::{Standing, StandingState};
use crate::model::Period;
use crate::office::Office;
use crate::register::{Entry, Register, ReviewState};

/// Findings that are told at the terminal; all of them stand in reports/.
const TOLD: usize = 60;

/// The lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Findings that ask for something to be done.
    pub findings: Vec<String>,
    /// The same with hints, for those who want to know more.
    pub all_findings: Vec<String>,
    /// What there is and what waits.
    pub lines: Vec<String>,
    /// How many findings are errors.
    pub errors: usize,
    /// Whether a draft was refused.
    pub refused: bool,
}

impl Told {
    /// What there is to tell of a build.
    pub fn of(office: &Office, outcome: &Outcome, register: &Register) -> Self {
        let briefs = briefs(outcome, register);
        let (compiled, sealed) = (compiled(office, &outcome.compiled), sealed(&outcome.sealed));
        let issues = issues(office, outcome);
        let duties = duties(&outcome.lately);
        Told {
            findings: serious(outcome, Severity::Warning),
            all_findings: serious(outcome, Severity::Hint),
            lines: [briefs, compiled, sealed, vec![issues], duties].concat(),
            errors: outcome.reception.examination.tally()[0],
            refused: !outcome.sealed.refused.is_empty(),
        }
    }
}

/// Findings of this weight at least, each on a line with its remedy below.
fn serious(outcome: &Outcome, least: Severity) -> Vec<String> {
    let serious: Vec<&Finding> = findings(outcome).filter(|finding| finding.severity >= least).collect();
    let line = |finding: &&Finding| format!("{}\n    办法：{}", draw::line(finding), finding.help);
    let mut lines: Vec<String> = serious.iter().take(TOLD).map(line).collect();
    if serious.len() > TOLD {
        lines.push(format!("……还有 {} 处，见 reports/index.html 或运行 kuaibao check", serious.len() - TOLD));
    }
    let [errors, warnings, hints] = outcome.reception.examination.tally();
    if !serious.is_empty() {
        lines.push(format!("\n检查：错误 {errors} 处（须单位改正），注意 {warnings} 处，提示 {hints} 处"));
    }
    lines
}

fn briefs(outcome: &Outcome, register: &Register) -> Vec<String> {
    let reception = &outcome.reception;
    let mut counts = [0; 7];
    for entry in register.entries() {
        counts[entry.review() as usize] += 1;
    }
    let of = |state: ReviewState| counts[state as usize];
    let waiting = of(ReviewState::Waiting) + of(ReviewState::Reopened);
    let mut lines = vec![format!(
        "收文：共 {} 篇，本次新收 {}，修改 {}；待审 {waiting}，已采用未刊发 {}，退改 {}，缓办 {}，不采用 {}，已刊发 {}",
        register.entries().count(),
        reception.received.len(),
        reception.revised.len(),
        of(ReviewState::Accepted),
        of(ReviewState::Returned),
        of(ReviewState::Held),
        of(ReviewState::Declined),
        of(ReviewState::Published),
    )];
    if !reception.vanished.is_empty() {
        lines.push(format!(
            "      有 {} 篇的原件已不在文件夹里（副本都在），详见 kuaibao inbox --all",
            reception.vanished.len()
        ));
    }
    lines.extend(register.entries().filter(|entry| entry.changed_since_published()).filter_map(changed_since));
    lines
}

fn changed_since(entry: &Entry) -> Option<String> {
    let (issue, item, _) = entry.published.as_ref()?;
    let mark = entry.facts().classification.as_ref().map(|mark| format!("，并标了密级“{mark}”")).unwrap_or_default();
    Some(format!(
        "      收文 {} 已刊发于 {issue} 第 {item} 条，单位后来又改了原稿{mark}：请核实，需要时 correct（更正）或 withdraw（撤稿）",
        entry.receipt
    ))
}

/// What compiling made, and what waits.
pub fn compiled(office: &Office, compiled: &Compiled) -> Vec<String> {
    let drafts = compiled
        .drafts
        .iter()
        .map(|id| format!("编成送审稿 {id}，在 issues/{}/{}/{}/，可以直接修改", id.series, id.year, id.slot.folder()));
    let renewed = compiled.renewed.iter().map(|id| format!("送审稿 {id} 里单位改过的稿件已换成新采用的"));
    let short = compiled.short.iter().map(|short| {
        let title = office.settings.series.iter().find(|series| series.id == short.series).map(|s| s.title.as_str());
        let title = title.unwrap_or(short.series.as_str());
        format!("《{title}》已采用待编 {} 篇，满 {} 篇编成一期", short.waiting, short.needed)
    });
    let unreadable = compiled.unreadable.iter();
    let unreadable = unreadable.map(|id| format!("{id} 的 issue.toml 读不懂，这种刊物暂不续编；请先改好它"));
    drafts.chain(renewed).chain(short).chain(unreadable).collect()
}

/// What was sealed, and what was not and why.
pub fn sealed(sealed: &Sealed) -> Vec<String> {
    let done = sealed.issues.iter().map(|id| format!("已刊发 {id}"));
    let refused = sealed.refused.iter().flat_map(|refusal| {
        let reasons = refusal.reasons.iter().map(|reason| format!("  · {reason}"));
        std::iter::once(format!("暂不能刊发 {}：", refusal.issue)).chain(reasons)
    });
    done.chain(refused).collect()
}

fn issues(office: &Office, outcome: &Outcome) -> String {
    let published = outcome.stock.shelf.published.iter().map(|issue| &issue.id);
    let draft = |draft: &Draft| match (&draft.written, &draft.issue) {
        (Err(fault), _) => format!("{}（{fault}）", draft.folder.id),
        (_, issue) => format!("{}（{} 条）", draft.folder.id, issue.as_ref().map_or(0, |issue| issue.items.len())),
    };
    let open = |draft: &&Draft| !outcome.sealed.issues.contains(&draft.folder.id);
    let drafts: Vec<String> = outcome.stock.shelf.drafts.iter().filter(open).map(draft).collect();
    let by_title = by_title(office, published);
    let by_title = if by_title.is_empty() { "还没有".into() } else { by_title };
    let drafts = if drafts.is_empty() { "无".into() } else { drafts.join("、") };
    format!("期刊：已刊发 {by_title}；送审稿 {drafts}")
}

/// This month and the month before, in one line each: whoever wants more asks `quota`.
fn duties(Lately { month, last, now }: &Lately) -> Vec<String> {
    let line = |period: Period, standings: &[Standing]| {
        let of = |state: StandingState| {
            standings.iter().filter(|standing| standing.period == period && standing.state == state).count()
        };
        let (met, open, short) = (of(StandingState::Met), of(StandingState::Open), of(StandingState::Short));
        format!(
            "任务：{}信息报送完成 {met} 家，未到期 {open} 家，欠报 {short} 家（kuaibao quota --month {period}）",
            period.name()
        )
    };
    [line(month.previous(), last), line(*month, now)].into()
}
