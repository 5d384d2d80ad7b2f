//! `mask`: masks personal numbers in a draft.

use serde::Serialize;

use super::args::Mask;
use super::desk::Desk;
use super::exit::Exit;
use crate::compile;
use crate::error::{Error, Result};

#[derive(Serialize)]
struct Answer {
    version: u32,
    issue: String,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    item: usize,
    file: String,
    now: Vec<String>,
}

/// Runs the command.
pub fn run(args: Mask, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    // The lock of the register: nobody compiles into a draft while its texts are changed.
    let writer = desk.writer(&office)?;
    let id = &args.issue;
    if writer.register().publications().contains_key(id) {
        return Err(Error::usage(format!("{id} 已经刊发，文字是封存的"))
            .help("请改好这一期文件夹里的文字，再用 kuaibao correct（更正）。"));
    }
    let issues = desk.issues(&office, writer.register())?;
    let draft = issues.drafts.iter().find(|draft| draft.folder.id == *id);
    let draft =
        draft.ok_or_else(|| Error::usage(format!("没有 {id} 的送审稿")).help("用 kuaibao compile 编成送审稿。"))?;
    let masked = compile::mask(&office, draft, args.item)?;
    if desk.json {
        let item = |masked: compile::Masked| Item { item: masked.item, file: masked.file, now: masked.now };
        let items = masked.into_iter().map(item).collect();
        desk.print_json(&Answer { version: 1, issue: id.to_string(), items })?;
        return Ok(Exit::Done);
    }
    if masked.is_empty() {
        desk.print(&format!("{id} 没有要遮盖的号码。"))?;
    }
    for item in masked {
        desk.print(&format!(
            "第 {} 条（{}）遮盖 {} 处：{}",
            item.item,
            item.file,
            item.now.len(),
            item.now.join("、")
        ))?;
    }
    Ok(Exit::Done)
}
