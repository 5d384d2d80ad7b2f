//! `init`: makes a new office folder.

use std::path::Path;

use super::args::Init;
use super::desk::Desk;
use super::exit::Exit;
use crate::error::Result;
use crate::init;

/// Runs the command.
pub fn run(args: Init, desk: &mut Desk<'_>) -> Result<Exit> {
    let dir = desk.path(args.dir.as_deref().or(desk.office_given()).unwrap_or(Path::new("")));
    init::office(&dir)?;
    desk.talk(&format!(
        "已建好办公文件夹 {}\n下一步：\n  1. 按本地情况修改 kuaibao.toml（编印单位、刊物）和 units.toml（报送单位）\n  \
         2. 在 submissions 里为各单位建文件夹，把简报放进去（格式见 样稿/简报样稿.md）\n  \
         3. 运行 kuaibao build",
        dir.display()
    ))?;
    Ok(Exit::Done)
}
