//! `mask`: masks personal numbers in a draft.

use serde::Serialize;

use super::args::Mask;
use super::desk::Desk;
use super::exit::Exit;
use crate::compile::{self, Mended};
use crate::diagnostic::Findings;
use crate::error::Result;
use crate::parse;
use crate::rules::gate;

#[derive(Serialize)]
struct Answer {
    version: u32,
    issue: String,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    item: usize,
    path: String,
    now: Vec<String>,
}

/// Runs the command.
pub fn run(args: Mask, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    // The lock of the register: nobody compiles into a draft while its texts are changed.
    let writer = desk.writer(&office)?;
    let masked = compile::edit(&office, writer.register(), &args.issue, args.item, false, &|_, source| {
        let brief = parse::brief(source, &mut Findings::about(source));
        gate::masks(source, &brief, &office.settings.gate, &|_| true)
    })?;
    let items: Vec<Item> = masked.iter().map(item).collect();
    if desk.json {
        desk.print_json(&Answer { version: 1, issue: args.issue.to_string(), items })?;
        return Ok(Exit::Done);
    }
    if items.is_empty() {
        desk.print(&format!("{} 没有要遮盖的号码。", args.issue))?;
    }
    for Item { item, path, now } in items {
        desk.print(&format!("第 {item} 条（{path}）遮盖 {} 处：{}", now.len(), now.join("、")))?;
    }
    Ok(Exit::Done)
}

fn item(mended: &Mended) -> Item {
    let now = mended.edits.iter().map(|edit| edit.put.replace("\\*", "*")).collect();
    Item { item: mended.item, path: mended.path.clone(), now }
}
