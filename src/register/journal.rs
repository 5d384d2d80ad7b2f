//! The journal's files: reading the lines, checking the chain, finding a torn end.
//!
//! In: `register/<year>.jsonl`, and the state that an earlier run has kept. Out: the replayed register, and where the chain
//! ends. A line that is not what the chain says is a damaged register: nothing is done on top of it. A last line without its line feed is what a crash
//! leaves behind; it is reported, and set aside by the next writer.
//! Refuses to know: locks, appending.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use memchr::{memchr_iter, memrchr};
use rayon::prelude::*;

use super::event::Record;
use super::line;
use super::snapshot::{self, State};
use super::state::Register;
use crate::cache::{Cache, Stamp};
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

impl Default for Head {
    fn default() -> Self {
        Head { seq: 0, digest: Digest::of(b""), year: None }
    }
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
    let (state, torn) = replayed(root, None)?;
    Ok((state.register, state.head, torn))
}

/// The same, beginning with the state that was kept of an earlier run.
pub fn resume(root: &Path, cache: &Cache) -> Result<(Register, Head, Option<Torn>)> {
    let (state, torn) = replayed(root, Some(cache))?;
    Ok((state.register, state.head, torn))
}

/// The state that the journal gives. Only the lines behind those of a state that was kept are replayed.
pub(super) fn replayed(root: &Path, cache: Option<&Cache>) -> Result<(State, Option<Torn>)> {
    let files = year_files(root)?;
    let mut state = cache.and_then(|cache| snapshot::load(cache, &files)).unwrap_or_default();
    let mut torn = None;
    let last = files.len().saturating_sub(1);
    // Of the last file that is known, there may be more now.
    let (mut known, mut before) = state.cover.end();
    for (index, (year, path)) in files.iter().enumerate().skip(state.cover.finished()) {
        let bytes = read_from(path, known).map_err(|cause| Error::io("读取收文簿", path, cause))?;
        let whole = memrchr(b'\n', &bytes).map_or(0, |at| at + 1);
        if whole < bytes.len() {
            if index != last {
                return Err(damaged(path, 0, "前一年的文件末尾不完整"));
            }
            torn = Some(Torn { path: path.clone(), whole: known + whole as u64, rest: bytes[whole..].to_vec() });
        }
        replay(&bytes[..whole], before + 1, path, &mut state)?;
        state.head.year = Some(*year);
        state.cover.add(*year, &bytes[..whole], lines(&bytes[..whole]).count());
        (known, before) = (0, 0);
    }
    Ok((state, torn))
}

/// The journal's files, and how they look.
pub(super) fn looks(root: &Path) -> Result<BTreeMap<PathBuf, Option<Stamp>>> {
    let look = |(_, path): (i32, PathBuf)| {
        let stamp = Stamp::at(&path);
        (path, stamp)
    };
    Ok(year_files(root)?.into_iter().map(look).collect())
}

fn read_from(path: &Path, begin: u64) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let rest = file.metadata()?.len().saturating_sub(begin);
    let mut bytes = Vec::with_capacity(usize::try_from(rest).unwrap_or_default());
    file.seek(SeekFrom::Start(begin))?;
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Lines that are understood together, while those before them are applied.
const BATCH: usize = 4096;

type Parsed = Vec<(serde_json::Result<Record>, Digest)>;

/// `first` is the number of the first line.
fn replay(bytes: &[u8], first: usize, path: &Path, state: &mut State) -> Result<()> {
    let lines: Vec<&[u8]> = lines(bytes).collect();
    let parse =
        |batch: &[&[u8]]| -> Parsed { batch.par_iter().map(|line| (line::record(line), Digest::of(line))).collect() };
    let mut batches = lines.chunks(BATCH);
    let (mut parsed, mut number) = (batches.next().map(parse), first);
    while let Some(now) = parsed {
        let count = now.len();
        let (next, applied) = rayon::join(|| batches.next().map(parse), || apply(now, number, path, state));
        applied?;
        (parsed, number) = (next, number + count);
    }
    Ok(())
}

/// The lines that are not empty, without their line feeds. The last one has one too.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ends = memchr_iter(b'\n', bytes);
    let lines = ends.scan(0, |begin, end| Some(&bytes[std::mem::replace(begin, end + 1)..end]));
    lines.filter(|line| !line.is_empty())
}

fn apply(lines: Parsed, first: usize, path: &Path, State { register, head, .. }: &mut State) -> Result<()> {
    for (number, (record, digest)) in (first..).zip(lines) {
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
