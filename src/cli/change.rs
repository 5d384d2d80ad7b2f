//! `correct` and `withdraw`: changes after publishing.

use super::args::{Correct, Withdraw};
use super::desk::Desk;
use super::exit::Exit;
use crate::cache::Cache;
use crate::compile::{self, Restored};
use crate::error::{Error, Result};
use crate::guard::Held;
use crate::office::Office;
use crate::register::Writer;

/// `correct`
pub fn correct(args: Correct, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let mut writer = desk.writer(&office)?;
    if args.restore {
        let restored = compile::restore(&office, &writer, &args.issue)?;
        return tell(&restored, desk);
    }
    let because = reason(args.because.as_deref())?;
    may_be_read(&office, &writer, because)?;
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
    may_be_read(&office, &writer, because)?;
    compile::withdraw(&office, &mut writer, &args.issue, args.item, because)?;
    desk.talk(&format!("已撤下 {} 第 {} 条，期号条号保留。运行 kuaibao build 更新网页。", args.issue, args.item))?;
    Ok(Exit::Done)
}

/// Readers read the reason for ever, so nothing may stand in it at which the finished pages would be stopped.
fn may_be_read(office: &Office, writer: &Writer, because: &str) -> Result<()> {
    let cache = Cache::to_read(office);
    let gate = Held::of(writer.register(), &writer.originals(), &cache).gate(office, [].iter())?;
    match gate.leaks("", because.as_bytes())?.is_empty() {
        true => Ok(()),
        false => Err(Error::usage("理由会印给读者看，里面有不得公开的内容")
            .help("请换一种说法，例如“误登了个人信息”，不要写出号码和有密级的内容。")),
    }
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
