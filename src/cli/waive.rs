//! `waive`: the office lets findings of a kind stand in one text, with a name and a reason.

use super::args::Waive;
use super::desk::Desk;
use super::exit::Exit;
use crate::compile;
use crate::error::{Error, Result};
use crate::examine;
use crate::model::IssueId;
use crate::office::Office;
use crate::register::Writer;
use crate::waive::{self, Place, Subject};

/// Runs the command.
pub fn run(args: Waive, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let mut writer = desk.writer(&office)?;
    let subject = match args.subject.parse::<IssueId>() {
        Ok(issue) => item(&office, &writer, issue, args.item, desk)?,
        Err(_) => brief(&office, &writer, &args.subject, desk)?,
    };
    let events = waive::order(&subject, &args.code, &args.because, args.lift)?;
    writer.record(events)?;
    let what = if args.lift { "已收回核准" } else { "已核准保留" };
    let of = match &subject.of {
        Place::Brief(receipt) => format!("收文 {receipt}"),
        Place::Item(issue, item) => format!("{issue} 第 {item} 条"),
    };
    desk.talk(&format!("{what}：{of} {}（经办人 {}）", args.code.join("、"), desk.by.clone()))?;
    Ok(Exit::Done)
}

fn brief(office: &Office, writer: &Writer, given: &str, desk: &Desk<'_>) -> Result<Subject> {
    let receipt = desk.receipt(office, writer.register(), given)?;
    let entry = writer.register().entry(receipt).ok_or_else(|| Error::defect("收文号对不上"))?;
    let judged = examine::judge_received(office, entry, writer.register(), &writer.originals(), desk.today())?;
    Ok(Subject { of: Place::Brief(receipt), digest: entry.latest().digest, findings: judged.findings })
}

fn item(office: &Office, writer: &Writer, issue: IssueId, item: Option<usize>, desk: &Desk<'_>) -> Result<Subject> {
    let item = item.ok_or_else(|| {
        Error::usage("请写明是第几条").help(format!("例如 kuaibao waive {issue} 3 --code 代码 --because \"理由\"。"))
    })?;
    let bench = compile::Bench { office, register: writer.register(), today: desk.today() };
    let (digest, findings) = compile::item_findings(&bench, &issue, item)?;
    Ok(Subject { of: Place::Item(issue, item), digest, findings })
}
