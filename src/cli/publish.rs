//! `publish`: seals drafts in the order of their numbers.

use super::args::Publish;
use super::desk::Desk;
use super::exit::Exit;
use crate::build;
use crate::error::{Error, Result};
use crate::report;

/// Runs the command.
pub fn run(args: Publish, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let mut writer = desk.writer(&office)?;
    let mut issues = desk.issues(&office, writer.register())?;
    for id in &args.issues {
        if writer.register().publications().contains_key(id) {
            return Err(
                Error::usage(format!("{id} 已经刊发")).help("刊发后的改动请用 correct（更正）或 withdraw（撤稿）。")
            );
        }
        if !issues.shelf.drafts.iter().any(|draft| draft.folder.id == *id) {
            return Err(Error::usage(format!("没有 {id} 的送审稿")).help("用 kuaibao compile 编成送审稿。"));
        }
    }
    let wanted = (!args.all).then_some(args.issues.as_slice());
    let work = desk.work();
    work.begins("核对并刊发");
    let sealed = build::publish(&office, &mut writer, &mut issues, wanted, desk.now)?;
    work.ends();
    report::sealed(&sealed).iter().try_for_each(|line| desk.print(line))?;
    if sealed.issues.is_empty() && sealed.refused.is_empty() {
        desk.print("没有待刊发的送审稿。")?;
    } else if !sealed.issues.is_empty() {
        desk.talk("运行 kuaibao build 更新网页和电子书。")?;
    }
    Ok(if sealed.refused.is_empty() { Exit::Done } else { Exit::Findings })
}
