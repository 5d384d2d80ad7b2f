//! `verify`: register chain, originals, seals and site against what the register says. Writes nothing.

use serde::Serialize;

use super::desk::Desk;
use super::exit::Exit;
use crate::build::{self, SITE};
use crate::error::Result;
use crate::verify;

#[derive(Serialize)]
struct Answer {
    version: u32,
    differences: Vec<String>,
}

/// Runs the command.
pub fn run(desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let work = desk.work();
    let differences = match desk.register_afresh(&office) {
        // What cannot be replayed is the first and only difference: nothing else can be held against it.
        Err(fault) => vec![fault.to_string()],
        Ok(register) => {
            let originals = desk.originals(&office);
            let mut found = verify::differences(&office, &register, &originals, &work)?;
            // A site can only be held against issues that are whole themselves.
            if found.is_empty() {
                found = build::site_differences(&office, &register, &office.root.join(SITE), desk.now, &work)?;
            }
            found
        }
    };
    work.ends();
    let exit = if differences.is_empty() { Exit::Done } else { Exit::Different };
    if desk.json {
        desk.print_json(&Answer { version: 1, differences })?;
        return Ok(exit);
    }
    for difference in &differences {
        desk.print(&format!("· {difference}"))?;
    }
    let summary = match differences.len() {
        0 if office.root.join(SITE).join("index.html").exists() => "收文簿、原文、封存和网页都对得上。".to_owned(),
        0 => "收文簿、原文和封存都对得上；还没有生成网页。".to_owned(),
        count => format!(
            "有 {count} 处对不上。期刊可用 kuaibao correct 期 --restore 恢复，网页可用 kuaibao build --fresh 全部重做，其余请从备份恢复。"
        ),
    };
    desk.print(&summary)?;
    Ok(exit)
}
