//! What a new office begins with, and the skeleton of a new brief.
//!
//! In: a folder, a unit, a title. Out: files; nothing that exists is overwritten. Refuses to know: the register.

mod word;

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::config::{SETTINGS_FILE, UNITS_FILE};
use crate::disk;
use crate::error::{Error, Result};
use crate::intake::SUBMISSIONS;
use crate::model::Unit;
use crate::office::Office;

/// The files of a new office. The sample lies outside `submissions/`, where it would count for a unit.
/// The settings come last: a folder with them is an office, and must be a whole one.
const FILES: [(&str, &str); 5] = [
    (UNITS_FILE, include_str!("units.toml")),
    ("样稿/简报样稿.md", include_str!("样稿.md")),
    (".gitattributes", include_str!("gitattributes")),
    (".gitignore", include_str!("gitignore")),
    (SETTINGS_FILE, include_str!("kuaibao.toml")),
];
const FOLDERS: [&str; 4] = [SUBMISSIONS, "register", "issues", "templates"];

/// Makes an office of `dir`; refuses a folder that is one already.
pub fn office(dir: &Path) -> Result<()> {
    if dir.join(SETTINGS_FILE).exists() {
        return Err(Error::usage("这里已经是办公文件夹").at(dir).help("请换一个文件夹；已有的设置没有改动。"));
    }
    for folder in FOLDERS {
        let path = dir.join(folder);
        std::fs::create_dir_all(&path).map_err(|cause| Error::io("建立文件夹", &path, cause))?;
    }
    for (name, text) in FILES {
        let path = dir.join(name);
        if !path.exists() {
            disk::write_whole(&path, text.as_bytes()).map_err(|cause| Error::io("写入", &path, cause))?;
        }
    }
    Ok(())
}

/// As what a skeleton is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text with a header.
    Text,
    /// A Word document with a form at its head.
    Word,
}

/// Writes a ready skeleton into the unit's folder and tells where.
pub fn brief(office: &Office, unit: &Unit, title: &str, kind: &str, form: Form, today: NaiveDate) -> Result<PathBuf> {
    let folder = office.root.join(SUBMISSIONS).join(&unit.name);
    std::fs::create_dir_all(&folder).map_err(|cause| Error::io("建立单位文件夹", &folder, cause))?;
    let ending = if form == Form::Word { "docx" } else { "md" };
    let path = folder.join(format!("{today}-{}.{ending}", file_word(title)));
    let bytes = match form {
        Form::Text => skeleton(unit, title, kind, today).into_bytes(),
        Form::Word => word::skeleton(&unit.name, title, kind, today)?,
    };
    let written = OpenOptions::new().write(true).create_new(true).open(&path);
    match written.and_then(|mut file| file.write_all(&bytes)) {
        Ok(()) => Ok(path),
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {
            Err(Error::usage("已经有同名的文件").at(path).help("请换一个标题，或者直接打开它修改。"))
        }
        Err(cause) => Err(Error::io("写入", &path, cause)),
    }
}

fn skeleton(unit: &Unit, title: &str, kind: &str, today: NaiveDate) -> String {
    let title = title.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "---\n标题: \"{title}\"\n单位: {}\n类型: {kind}\n报送日期: {today}\n审签人: \n审签职务: \n审签日期: \n\
         联络员: \n电话: \n关键词: []\n---\n\n",
        unit.name
    )
}

/// The part of a title that can be a file's name everywhere, at most 30 characters.
fn file_word(title: &str) -> String {
    let word: String = title.chars().filter(|c| c.is_alphanumeric()).take(30).collect();
    if word.is_empty() { "简报".into() } else { word }
}
