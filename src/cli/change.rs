//! `correct` and `withdraw`: changes after publishing.

use super::args::{Correct, Withdraw};
use super::desk::Desk;
use super::exit::Exit;
use crate::compile::{self, Restored};
use crate::error::{Error, Result};

/// `correct`
pub fn correct(args: Correct, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let mut writer = desk.writer(&office)?;
    if args.restore {
        let restored = compile::restore(&office, &writer, &args.issue)?;
        return tell(&restored, desk);
    }
    let because = reason(args.because.as_deref())?;
    let corrected = compile::correct(&office, &mut writer, &args.issue, because, args.no_quote)?;
    let items: Vec<String> = corrected.items.iter().map(|item| format!("第 {item} 条")).collect();
    let where_ = if items.is_empty() { "刊头刊尾".into() } else { items.join("、") };
    desk.talk(&format!(
        "已更正 {} {where_}（{}）。运行 kuaibao build 更新网页。",
        args.issue,
        corrected.files.join("、")
    ))?;
    Ok(Exit::Done)
}

/// `withdraw`
pub fn withdraw(args: Withdraw, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let because = reason(Some(&args.because))?;
    let mut writer = desk.writer(&office)?;
    compile::withdraw(&office, &mut writer, &args.issue, args.item, because)?;
    desk.talk(&format!("已撤下 {} 第 {} 条，期号条号保留。运行 kuaibao build 更新网页。", args.issue, args.item))?;
    Ok(Exit::Done)
}

fn tell(restored: &Restored, desk: &mut Desk<'_>) -> Result<Exit> {
    if !restored.written.is_empty() {
        desk.talk(&format!("已恢复：{}", restored.written.join("、")))?;
    }
    if !restored.foreign.is_empty() {
        desk.talk(&format!("不属于这一期的文件，请自行移走：{}", restored.foreign.join("、")))?;
        return Ok(Exit::Findings);
    }
    if restored.written.is_empty() {
        desk.talk("各文件都与封存一致，不必恢复。")?;
    }
    Ok(Exit::Done)
}

fn reason(given: Option<&str>) -> Result<&str> {
    let given = given.map(str::trim).filter(|because| !because.is_empty());
    given.ok_or_else(|| Error::usage("要写明理由，读者会看到").help("请加上 --because \"理由\"。"))
}
