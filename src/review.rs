//! The office's decisions on received briefs: 采用, 退改, 不采用, 缓办.
//!
//! In: receipts, a verdict, a reason. Out: events. What must not be published cannot be accepted, and what has errors
//! can only be accepted against them with a reason that stays in the register.
//! Refuses to know: issues' folders, how decisions are told to units.

use chrono::NaiveDate;

use crate::diagnostic::catalog::gate;
use crate::diagnostic::{Finding, Severity, catalog, draw};
use crate::error::{Error, Result};
use crate::examine;
use crate::model::{ReceiptNo, SeriesId};
use crate::office::Office;
use crate::register::{Entry, Event, ReviewState, Reviewed, Verdict, Writer};

/// A decision to be made.
#[derive(Debug, Clone)]
pub struct Order {
    /// What.
    pub verdict: Verdict,
    /// The title, for 采用.
    pub series: Option<SeriesId>,
    /// The grade, for 采用.
    pub grade: Option<String>,
    /// The reason.
    pub because: Option<String>,
    /// 采用 although there are errors; needs a reason.
    pub anyway: bool,
    /// 采用 of the text as its unit wrote it, without what would be put right in it.
    pub as_written: bool,
}

/// Decides on several briefs: all of them or, when one cannot be decided on, none.
pub fn decide(
    office: &Office,
    writer: &mut Writer,
    receipts: &[ReceiptNo],
    order: &Order,
    today: NaiveDate,
) -> Result<()> {
    let needs_reason = matches!(order.verdict, Verdict::Return | Verdict::Decline) || order.anyway;
    if needs_reason && order.because.as_deref().is_none_or(|because| because.trim().is_empty()) {
        return Err(Error::usage(format!("{}要写明理由", order.verdict.label())).help("请加上 --because \"理由\"。"));
    }
    let events: Vec<Event> = receipts
        .iter()
        .map(|&receipt| {
            let entry = writer.register().entry(receipt);
            let entry =
                entry.ok_or_else(|| Error::usage(format!("没有收文 {receipt}")).help("用 kuaibao inbox 看有哪些。"))?;
            event(office, writer, entry, order, today)
        })
        .collect::<Result<_>>()?;
    writer.record(events)
}

/// Why a brief cannot be accepted; empty when it can.
pub fn obstacles(findings: &[Finding]) -> Vec<&Finding> {
    let forbids = |finding: &&Finding| catalog::forbids_publishing(finding) || is_final(finding);
    findings.iter().filter(forbids).collect()
}

/// What no reason can overrule: what nobody can let stand, and marks and words that cannot be masked (a number can, and
/// is when it is compiled).
fn is_final(finding: &Finding) -> bool {
    let stops = finding.severity == Severity::Error && gate::is_gate(finding.code);
    catalog::is_final(finding.code) || (stops && !gate::can_be_masked(finding.code))
}

fn event(office: &Office, writer: &Writer, entry: &Entry, order: &Order, today: NaiveDate) -> Result<Event> {
    let published = entry.review() == ReviewState::Published;
    if published && (order.verdict == Verdict::Accept || !entry.changed_since_published()) {
        return Err(Error::usage(format!("收文 {} 已经刊发", entry.receipt))
            .help("刊发后的改动请用 kuaibao correct（更正）或 kuaibao withdraw（撤稿）。"));
    }
    let on = Reviewed {
        receipt: entry.receipt,
        digest: entry.latest().digest,
        assets: entry.latest().assets.clone(),
        because: order.because.clone(),
    };
    Ok(match order.verdict {
        Verdict::Accept => {
            let judged = examine::judge_received(office, entry, writer.register(), &writer.originals(), today)?;
            may_be_accepted(entry, &judged.findings, order)?;
            // Whoever accepts a changed text again means the same title, unless another is named.
            let before = entry.decision.as_ref().and_then(|decision| decision.series.clone());
            Event::Accepted {
                on,
                series: order.series.clone().or(before),
                grade: order.grade.clone(),
                as_written: order.as_written,
            }
        }
        Verdict::Return => Event::Returned(on),
        Verdict::Decline => Event::Declined(on),
        Verdict::Hold => Event::Held(on),
    })
}

fn may_be_accepted(entry: &Entry, findings: &[Finding], order: &Order) -> Result<()> {
    let obstacles = obstacles(findings);
    let Some(worst) = obstacles.iter().find(|finding| is_final(finding)).or(obstacles.first()) else { return Ok(()) };
    if order.anyway && !is_final(worst) {
        return Ok(());
    }
    let way_out = if gate::is_gate(worst.code) && is_final(worst) {
        "请退改（return）；核实后确可公开的，用 kuaibao waive 写明理由核准保留，再采用。"
    } else if gate::is_gate(worst.code) {
        "请退改（return）；内容可用的，加 --anyway --because \"理由\"，编稿时号码会自动遮盖；可以公开的，用 kuaibao waive 核准保留。"
    } else if is_final(worst) {
        "这一条不能破例；请退改（return）或缓办（hold）。"
    } else {
        "请退改（return）；核实无误的，用 kuaibao waive 核准保留，或加 --anyway --because \"理由\"，理由记入收文簿。"
    };
    Err(Error::usage(format!("收文 {}《{}》不能采用", entry.receipt, entry.title()))
        .because(draw::line(worst))
        .help(way_out))
}
