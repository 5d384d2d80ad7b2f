//! `compile`: drafts the next issues from what was accepted.

use super::args::Compile;
use super::decide::series;
use super::desk::Desk;
use super::exit::Exit;
use crate::compile::{self, Compiled};
use crate::error::Result;
use crate::office::Office;

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
    tell(&office, &compiled, desk)?;
    if compiled.drafts.is_empty()
        && compiled.renewed.is_empty()
        && compiled.short.is_empty()
        && compiled.unreadable.is_empty()
    {
        desk.print("没有等待编发的简报。先用 kuaibao accept 采用。")?;
    }
    Ok(Exit::Done)
}

/// What compiling made, and what waits.
pub fn tell(office: &Office, compiled: &Compiled, desk: &mut Desk<'_>) -> Result<()> {
    for id in &compiled.drafts {
        let folder = id.slot.folder();
        desk.print(&format!("编成送审稿 {id}，在 issues/{}/{}/{folder}/，可以直接修改", id.series, id.year))?;
    }
    for id in &compiled.renewed {
        desk.print(&format!("送审稿 {id} 里单位改过的稿件已换成新采用的"))?;
    }
    for short in &compiled.short {
        let title = office.settings.series.iter().find(|series| series.id == short.series).map(|s| s.title.as_str());
        let title = title.unwrap_or(short.series.as_str());
        desk.print(&format!("《{title}》已采用待编 {} 篇，满 {} 篇编成一期", short.waiting, short.needed))?;
    }
    for id in &compiled.unreadable {
        desk.print(&format!("{id} 的 issue.toml 读不懂，这种刊物暂不续编；请先改好它"))?;
    }
    Ok(())
}
