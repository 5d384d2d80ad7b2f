//! `fmt`: puts right what is certain in the texts of a draft.

use super::args::Fmt;
use super::desk::Desk;
use super::exit::Exit;
use crate::compile::{self, Mended};
use crate::error::Result;
use crate::report::changes;

/// Runs the command.
pub fn run(args: Fmt, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    // The lock of the register: nobody seals a draft while its texts are changed.
    let writer = desk.writer(&office)?;
    let work = desk.work();
    work.begins("整理送审稿");
    work.pieces(args.issues.len(), "期");
    for issue in &args.issues {
        let mended = compile::mend(&office, writer.register(), issue, args.dry_run)?;
        if mended.is_empty() {
            desk.print(&format!("{issue} 没有需要整理的地方。"))?;
        }
        for Mended { path, source, edits, .. } in &mended {
            desk.print(&format!("{path}：{}", changes::summary(edits)))?;
            if args.dry_run || desk.verbose {
                desk.print(&changes::drawn(source, edits))?;
            }
        }
        work.one();
    }
    work.ends();
    Ok(Exit::Done)
}
