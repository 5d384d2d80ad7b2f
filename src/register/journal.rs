//! The journal's files: reading the lines, checking the chain, finding a torn end.
//!
//! In: `register/<year>.jsonl`. Out: the replayed register, and where the chain ends. A line that is not what the
//! chain says is a damaged register: nothing is done on top of it. A last line without its line feed is what a crash
//! leaves behind; it is reported, and set aside by the next writer.
//! Refuses to know: locks, appending.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::event::Record;
use super::line;
use super::state::Register;
use crate::error::{Error, Result};
use crate::model::Digest;

/// Where the chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The number of the last line; 0 when there is none.
    pub seq: u64,
    /// The digest of the last line; of nothing when there is none.
    pub digest: Digest,
    /// The year of the last file; `None` when there is none.
    pub year: Option<i32>,
}

/// A half-written last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Torn {
    /// The file.
    pub path: PathBuf,
    /// Bytes up to the last whole line.
    pub whole: u64,
    /// What stands behind it.
    pub rest: Vec<u8>,
}

/// The replayed journal of the office folder `root`, its end, and a torn last line if there is one.
pub fn read(root: &Path) -> Result<(Register, Head, Option<Torn>)> {
    let mut register = Register::default();
    let mut head = Head { seq: 0, digest: Digest::of(b""), year: None };
    let mut torn = None;
    let files = year_files(root)?;
    let last = files.len().saturating_sub(1);
    for (index, (year, path)) in files.iter().enumerate() {
        let bytes = std::fs::read(path).map_err(|cause| Error::io("读取收文簿", path, cause))?;
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        if whole < bytes.len() {
            if index != last {
                return Err(damaged(path, 0, "前一年的文件末尾不完整"));
            }
            torn = Some(Torn { path: path.clone(), whole: whole as u64, rest: bytes[whole..].to_vec() });
        }
        replay(&bytes[..whole], path, &mut register, &mut head)?;
        head.year = Some(*year);
    }
    Ok((register, head, torn))
}

fn replay(bytes: &[u8], path: &Path, register: &mut Register, head: &mut Head) -> Result<()> {
    let lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).collect();
    let parsed: Vec<(serde_json::Result<Record>, Digest)> =
        lines.par_iter().map(|line| (line::record(line), Digest::of(line))).collect();
    for (index, (record, digest)) in parsed.into_iter().enumerate() {
        let number = index + 1;
        let record = record.map_err(|fault| damaged(path, number, &format!("读不懂（{fault}）")))?;
        if record.seq != head.seq + 1 {
            return Err(damaged(path, number, &format!("序号应为 {}，实为 {}", head.seq + 1, record.seq)));
        }
        if record.prev != head.digest {
            return Err(damaged(path, number, "与上一行对不上，上一行可能被改动过"));
        }
        register.apply(&record).map_err(|fault| damaged(path, number, &fault))?;
        *head = Head { seq: record.seq, digest, year: head.year };
    }
    Ok(())
}

/// The journal's files, oldest first.
fn year_files(root: &Path) -> Result<Vec<(i32, PathBuf)>> {
    let folder = root.join("register");
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(Error::io("读取收文簿", &folder, cause)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|cause| Error::io("读取收文簿", &folder, cause))?.path();
        let year = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse().ok());
        if let (Some(year), Some("jsonl")) = (year, path.extension().and_then(|e| e.to_str())) {
            files.push((year, path));
        }
    }
    files.sort();
    Ok(files)
}

fn damaged(path: &Path, line: usize, what: &str) -> Error {
    let place = if line == 0 { path.to_owned() } else { PathBuf::from(format!("{}:{line}", path.display())) };
    Error::work("收文簿已损坏或被改动，为避免错上加错，没有继续")
        .at(place)
        .because(what)
        .help("请不要手工修改收文簿；从备份恢复这个文件后重试，`kuaibao verify` 可以核对。")
}
