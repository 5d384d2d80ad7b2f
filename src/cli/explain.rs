//! `explain`: what a finding means, with a right and a wrong example.

use super::args::Explain;
use super::desk::Desk;
use super::exit::Exit;
use crate::diagnostic::catalog;
use crate::error::{Error, Result};
use crate::report::manual;

/// Runs the command.
pub fn run(args: Explain, desk: &mut Desk<'_>) -> Result<Exit> {
    let Some(name) = args.code else {
        for code in catalog::all() {
            desk.print(&format!("{:　<4}{:<22}{}", code.severity.label(), code.name, code.title))?;
        }
        return Ok(Exit::Done);
    };
    let code = catalog::by_name(name.trim()).ok_or_else(|| {
        let near = catalog::all()
            .max_by(|a, b| strsim::jaro_winkler(a.name, &name).total_cmp(&strsim::jaro_winkler(b.name, &name)));
        let near = near.map(|code| format!("是不是“{}”？", code.name)).unwrap_or_default();
        Error::usage(format!("没有“{name}”这个代码")).help(format!("{near}kuaibao explain 列出全部代码。"))
    })?;
    let page = manual::page(code).ok_or_else(|| Error::defect(format!("{} 没有说明页", code.name)))?;
    desk.print(page.trim_end())?;
    Ok(Exit::Done)
}
