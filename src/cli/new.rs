//! `new`: writes a ready skeleton of a brief.

use super::args::New;
use super::desk::Desk;
use super::exit::Exit;
use crate::error::{Error, Result};
use crate::init::{self, Form};

/// Runs the command.
pub fn run(args: New, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let unit = office.roster.resolve(&args.unit).ok_or_else(|| {
        let near = office.roster.nearest(&args.unit).map(|near| format!("是不是“{near}”？")).unwrap_or_default();
        Error::usage(format!("单位“{}”不在册", args.unit)).help(format!("{near}全部单位见 units.toml。"))
    })?;
    let kind = args.kind.as_deref().unwrap_or(office.settings.default_kind());
    if office.settings.kind(kind).is_none() {
        let known: Vec<&str> = office.settings.kinds.iter().map(|kind| kind.name.as_str()).collect();
        return Err(Error::usage(format!("没有“{kind}”这个类型")).help(format!("请从这些里选：{}。", known.join("、"))));
    }
    let form = if args.docx { Form::Word } else { Form::Text };
    let path = init::brief(&office, unit, &args.title, kind, form, desk.today())?;
    let shown = office.relative(&path).unwrap_or_else(|| path.display().to_string());
    desk.print(&shown)?;
    desk.talk(match form {
        Form::Text => "请打开填写：审签一栏须经领导同意后再填；正文写在第二行 --- 的下面。写完可用 kuaibao check 检查。",
        Form::Word => {
            "请用 Word 或 WPS 打开填写：文首表格里的审签各栏须经领导同意后再填；灰字是提示，不填也不会印出来。签批页的扫描件用同样的文件名放在旁边。写完可用 kuaibao check 检查。"
        }
    })?;
    Ok(Exit::Done)
}
