//! `compile`: drafts the next issues from what was accepted.

use super::args::Compile;
use super::decide::series;
use super::desk::Desk;
use super::exit::Exit;
use crate::compile;
use crate::error::Result;
use crate::report;

/// Runs the command.
pub fn run(args: Compile, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let only = args.series.as_deref().map(|name| series(&office, name)).transpose()?;
    let mut writer = desk.writer(&office)?;
    let issues = desk.issues(&office, writer.register())?.shelf;
    let work = desk.work();
    work.begins("编刊");
    let compiled = compile::compile(&office, &mut writer, &issues, only.as_ref(), desk.today())?;
    work.ends();
    let lines = report::compiled(&office, &compiled);
    lines.iter().try_for_each(|line| desk.print(line))?;
    if lines.is_empty() {
        desk.print("没有等待编发的简报。先用 kuaibao accept 采用。")?;
    }
    Ok(Exit::Done)
}
