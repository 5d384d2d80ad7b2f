//! Appending to the journal: one writer at a time, whole lines, on the disk before anybody is told.
//!
//! In: events. Out: lines at the journal's end, and the state with them applied. An event that the state refuses is
//! not written. Refuses to know: why events happen.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, FixedOffset, TimeDelta, Timelike};

use super::event::{Event, Record};
use super::journal::{self, Head, Torn};
use super::lock::Lock;
use super::originals::Originals;
use super::snapshot::{self, State};
use super::state::Register;
use crate::cache::{Cache, Stamp};
use crate::error::{Error, Result};
use crate::model::Digest;

/// Clocks on one share may differ by this much; beyond it, one of them is wrong.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(15);

/// The only way to write in the register: holds its lock from reading to the last line.
pub struct Writer {
    state: State,
    torn: Option<Torn>,
    /// Where the state is kept for the next run, and how many lines it had when that was done last.
    memory: Option<(Cache, u64)>,
    /// How the journal's files looked when they were read or written to last.
    looks: Looks,
    by: String,
    now: DateTime<FixedOffset>,
    ahead: bool,
    lock: Lock,
}

/// How files look, by path.
type Looks = BTreeMap<PathBuf, Option<Stamp>>;

/// The register as a writer left it, for the next one of the same run.
pub struct Rested {
    state: State,
    kept: u64,
    turn: u64,
    looks: Looks,
}

impl Rested {
    /// Whether nobody has written in the register between this and the holder of the lock.
    pub fn is_just_before(&self, lock: &Lock) -> bool {
        lock.turn() == self.turn.checked_add(1) && journal::looks(lock.root()).ok().as_ref() == Some(&self.looks)
    }
}

impl Writer {
    /// Takes the lock of the office folder `root` and replays the journal.
    pub fn open(root: &Path, by: &str, now: DateTime<FixedOffset>) -> Result<Self> {
        Writer::holding(Lock::take(root)?, by, now, None)
    }

    /// Begins with the state that was kept of an earlier run, and keeps it for the next.
    pub fn resume(lock: Lock, by: &str, now: DateTime<FixedOffset>, memory: Cache) -> Result<Self> {
        Writer::holding(lock, by, now, Some(memory))
    }

    /// Goes on with the state that the last writer left, who must have held the lock just before.
    pub fn again(lock: Lock, by: &str, now: DateTime<FixedOffset>, memory: Cache, rested: Rested) -> Self {
        let now = now.with_nanosecond(0).unwrap_or(now);
        let Rested { state, kept, looks, .. } = rested;
        Writer { state, torn: None, memory: Some((memory, kept)), looks, by: by.to_owned(), now, ahead: false, lock }
    }

    /// Gives the lock back and keeps the state; `None` where it is not certain that the journal is what it stands for.
    pub fn rest(self) -> Option<Rested> {
        let turn = self.lock.turn().filter(|_| self.torn.is_none() && !self.ahead)?;
        let kept = self.memory.map_or(self.state.kept, |(_, kept)| kept);
        Some(Rested { state: self.state, kept, turn, looks: self.looks })
    }

    fn holding(lock: Lock, by: &str, now: DateTime<FixedOffset>, memory: Option<Cache>) -> Result<Self> {
        let looks = journal::looks(lock.root())?;
        let (state, torn) = journal::replayed(lock.root(), memory.as_ref())?;
        // The journal keeps whole seconds: what is remembered must be what is replayed.
        let now = now.with_nanosecond(0).unwrap_or(now);
        let memory = memory.map(|cache| (cache, state.kept));
        let mut writer = Writer { state, torn, memory, looks, by: by.to_owned(), now, ahead: false, lock };
        writer.remember();
        Ok(writer)
    }

    /// Keeps the state for the next run, when enough lines have come since that was done.
    fn remember(&mut self) {
        let Some((cache, kept)) = &mut self.memory else { return };
        let seq = self.state.head.seq;
        if snapshot::is_due(*kept, seq) {
            snapshot::save(&mut self.state, cache);
            *kept = seq;
        }
    }

    /// The state, with everything recorded so far.
    pub fn register(&self) -> &Register {
        &self.state.register
    }

    /// The copies of received texts.
    pub fn originals(&self) -> Originals {
        Originals::of(self.lock.root())
    }

    /// A half-written line that the next `record` sets aside.
    pub fn torn(&self) -> Option<&Torn> {
        self.torn.as_ref()
    }

    /// The digest of the last line: it stands for all of the journal.
    pub fn digest(&self) -> Digest {
        self.state.head.digest
    }

    /// The number that the next recorded event gets.
    pub fn next_seq(&self) -> u64 {
        self.state.head.seq + 1
    }

    /// Appends events in order, in one flushed write. When this returns, they are on the disk.
    pub fn record(&mut self, events: Vec<Event>) -> Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        if self.ahead {
            return Err(Error::defect("上一次写收文簿没有成功，不能接着写").help("请重新运行。"));
        }
        let at = self.moment()?;
        self.set_torn_aside()?;
        let (mut head, mut lines, count) = (self.state.head, Vec::new(), events.len());
        // Until the lines are on the disk the state runs ahead of them; after a failure it must not be used again.
        self.ahead = true;
        for event in events {
            let record = Record { seq: head.seq + 1, at, by: self.by.clone(), event, prev: head.digest };
            self.state
                .register
                .apply(&record)
                .map_err(|fault| Error::defect("要写入收文簿的内容自相矛盾").because(fault))?;
            let line = serde_json::to_vec(&record).map_err(|fault| Error::defect("无法写成一行").because(fault))?;
            head = Head { seq: record.seq, digest: Digest::of(&line), year: head.year };
            lines.extend_from_slice(&line);
            lines.push(b'\n');
        }
        let year = head.year.map_or(at.year(), |last| last.max(at.year()));
        self.append(year, &lines)?;
        self.state.head = Head { year: Some(year), ..head };
        self.state.cover.add(year, &lines, count);
        self.ahead = false;
        self.remember();
        Ok(())
    }

    /// The time to write down: now, but never before the last line.
    fn moment(&self) -> Result<DateTime<FixedOffset>> {
        let Some(last) = self.state.register.last_at().filter(|last| *last > self.now) else { return Ok(self.now) };
        if last - self.now <= CLOCK_TOLERANCE {
            return Ok(last);
        }
        let text = format!("现在的时间 {} 早于收文簿最后一笔 {}", self.now.to_rfc3339(), last.to_rfc3339());
        Err(Error::work(text).help("请核对电脑的日期和时间（或 --now 的写法）后重试；收文簿只能往后记。"))
    }

    fn set_torn_aside(&mut self) -> Result<()> {
        let Some(torn) = &self.torn else { return Ok(()) };
        let aside = self.lock.root().join(format!("register/torn-{}.txt", self.state.head.seq + 1));
        std::fs::write(&aside, &torn.rest).map_err(|cause| Error::io("存放不完整的一行", &aside, cause))?;
        let file = OpenOptions::new().write(true).open(&torn.path);
        file.and_then(|file| file.set_len(torn.whole).and_then(|()| file.sync_all()))
            .map_err(|cause| Error::io("修整收文簿", &torn.path, cause))?;
        self.torn = None;
        Ok(())
    }

    fn append(&mut self, year: i32, lines: &[u8]) -> Result<()> {
        let path = self.lock.root().join(format!("register/{year:04}.jsonl"));
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(|cause| Error::io("打开收文簿", &path, cause))?;
        let before = file.metadata().map_err(|cause| Error::io("打开收文簿", &path, cause))?.len();
        let written = file.write_all(lines).and_then(|()| file.sync_all());
        written.map_err(|cause| {
            // A full disk: take the half-written lines back, so that the journal ends where it did.
            let _ = file.set_len(before);
            Error::io("写入收文簿", &path, cause)
        })?;
        // If it is not what was read with these lines behind it, somebody has written without the lock.
        let read = self.looks.get(&path).copied().flatten().map_or(0, |stamp| stamp.size());
        if read == before {
            self.looks.insert(path.clone(), Stamp::at(&path).filter(|now| now.size() == before + lines.len() as u64));
        }
        Ok(())
    }
}
