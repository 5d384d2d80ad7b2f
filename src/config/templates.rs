//! The office's own templates: files that replace built-in ones of the same name.
//!
//! In: the office folder. Out: names and bytes. Refuses to know: what templates mean.

use std::path::Path;

use crate::disk;
use crate::error::{Error, Result};

/// Every file below `templates/`, by name relative to it with `/`; none when there is no such folder.
pub fn own_templates(root: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let folder = root.join(super::TEMPLATES);
    let mut files = Vec::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in walkdir::WalkDir::new(&folder).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|fault| Error::work("无法读取模板文件夹").at(&folder).because(fault))?;
        if !entry.file_type().is_file() {
            continue;
        }
        let name = disk::relative(&folder, entry.path())
            .ok_or_else(|| Error::usage("模板的文件名读不出").at(entry.path()).help("请改用字母、数字或汉字命名。"))?;
        let bytes = std::fs::read(entry.path()).map_err(|cause| Error::io("读取模板", entry.path(), cause))?;
        files.push((name, bytes));
    }
    Ok(files)
}
