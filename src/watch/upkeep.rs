//! Round and round: wait for signals, look, and build when what has changed lies still.
//!
//! In: the office folder, signals, somebody who builds and tells. Out: builds, until told to end. Everything happens in
//! one thread: what changes during a build waits in the channel and makes one more.
//! Refuses to know: how it is built, what the day is, how things are told.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::keeper::{Keeper, News, Signal};
use super::look;
use super::matters;
use super::native::Native;
use super::probe;
use super::rebuild::Turn;
use super::settle::{Hint, Pace, Settling};
use super::touched::Touched;
use crate::config::{Mode, Watch};
use crate::disk::{self, Sightings, Stamp};
use crate::error::{Error, ErrorKind, Result};

/// An editor writes beside the file and renames; the office's own files are looked at once that must be over.
const OWN: Duration = Duration::from_millis(20);
/// The same for units' files whose writer has closed them.
const WHOLE: Duration = Duration::from_millis(50);
/// The same for those that somebody has open, where the system tells that files are closed.
const OPEN: Duration = Duration::from_secs(60);
/// How long what lies still waits for what does not.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long between the first two looks.
const FIRST: Duration = Duration::from_millis(300);
/// Where events come, how long until everything is looked at all the same.
const SELDOM: Duration = Duration::from_secs(30);
/// When to ask again for the register, and after how long somebody wants to know why nothing happens: most commands are
/// done at once.
const BUSY: Duration = Duration::from_millis(200);
const SAY: Duration = Duration::from_secs(1);
/// When to try again what failed although nothing has changed (a disk may be there again); longer each time.
const AGAIN: Duration = Duration::from_secs(15);
const AGAIN_AT_MOST: Duration = Duration::from_secs(600);

/// Builds now and whenever something has changed, until `End` comes.
pub fn keep_fresh(
    root: &Path,
    how: &Watch,
    (send, receive): (Sender<Signal>, &Receiver<Signal>),
    keeper: &mut dyn Keeper,
) -> Result<()> {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let mut upkeep = Upkeep::start(&root, how, send, keeper)?;
    loop {
        upkeep.build_if_wanted(keeper)?;
        match receive.recv_timeout(upkeep.rest()) {
            Ok(first) => {
                for signal in std::iter::once(first).chain(receive.try_iter()) {
                    if signal == Signal::End {
                        return Ok(());
                    }
                    upkeep.take(signal);
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        upkeep.look();
        upkeep.wanted |= upkeep.built_on.is_some_and(|day| day != keeper.today());
    }
}

struct Upkeep<'a> {
    root: &'a Path,
    started: Instant,
    native: Option<Native>,
    every: Duration,
    settling: Settling,
    seen: Arc<Sightings>,
    touched: Touched,
    /// Whether the system has said that it cannot tell of everything.
    blind: bool,
    next_scan: Duration,
    wanted: bool,
    not_before: Duration,
    /// Since when somebody else has been writing in the register, and whether that was told.
    busy: Option<(Duration, bool)>,
    built_on: Option<NaiveDate>,
    told: Option<String>,
    again: Duration,
}

impl<'a> Upkeep<'a> {
    fn start(root: &'a Path, how: &Watch, send: Sender<Signal>, keeper: &mut dyn Keeper) -> Result<Self> {
        let native = native(root, how, send, keeper)?;
        let whole = if native.is_some() { WHOLE } else { how.quiet };
        let open = if cfg!(target_os = "linux") { OPEN.max(how.quiet) } else { how.quiet };
        let pace = Pace { own: OWN, whole, quiet: how.quiet, open, patience: PATIENCE.max(how.quiet) };
        let mut upkeep = Upkeep {
            root,
            started: Instant::now(),
            every: if native.is_some() { SELDOM } else { how.every },
            native,
            settling: Settling::new(pace),
            seen: Arc::new(look::all(root)),
            touched: Touched::anywhere(),
            blind: false,
            next_scan: Duration::ZERO,
            wanted: true,
            not_before: Duration::ZERO,
            busy: None,
            built_on: None,
            told: None,
            again: AGAIN,
        };
        // What is being copied while we start must not be taken for whole either.
        std::thread::sleep(FIRST);
        upkeep.scan();
        Ok(upkeep)
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// How long nothing needs to be done.
    fn rest(&self) -> Duration {
        let build = self.wanted.then_some(self.not_before);
        let next = [Some(self.next_scan), self.settling.due(), build].into_iter().flatten().min();
        next.unwrap_or(SELDOM).saturating_sub(self.now())
    }

    fn take(&mut self, signal: Signal) {
        match signal {
            Signal::Changed { path, hint } => {
                self.touched.add(&path);
                self.changed(&path, hint);
            }
            Signal::Room(room) => {
                self.touched = Touched::anywhere();
                // Where the system cannot watch it any more, the next slow look finds what is new.
                if let Some(native) = &mut self.native {
                    self.blind |= native.enter(room).is_err();
                }
                self.next_scan = Duration::ZERO;
            }
            Signal::Blind => (self.blind, self.touched, self.next_scan) = (true, Touched::anywhere(), Duration::ZERO),
            Signal::Rescan => (self.touched, self.next_scan) = (Touched::anywhere(), Duration::ZERO),
            Signal::End => {}
        }
    }

    fn changed(&mut self, path: &str, hint: Hint) {
        let (now, there) = (self.now(), self.root.join(path));
        let stamp = disk::stamp(&there);
        if let (Some(owner), Some(_)) = (matters::owner(path), stamp) {
            return self.settling.noticed(owner, path, stamp, hint, now);
        }
        if there.is_dir() {
            if matters::may_hold(path) {
                self.compare(path, &look::below(self.root, path));
            }
            return;
        }
        // It is gone, and may have been a folder.
        if let Some(owner) = matters::owner(path).filter(|_| self.seen.contains_key(path)) {
            return self.settling.noticed(owner, path, None, Hint::Whole, now);
        }
        if matters::may_hold(path) {
            self.compare(path, &Sightings::new());
        }
    }

    /// Notices what differs below a folder.
    fn compare(&mut self, folder: &str, found: &Sightings) {
        let prefix = format!("{folder}/");
        let known = self.seen.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix));
        let known: Sightings = known.map(|(path, stamp)| (path.clone(), *stamp)).collect();
        self.notice(look::changes(&known, found));
    }

    fn notice(&mut self, changes: Vec<(String, Option<Stamp>)>) {
        let now = self.now();
        for (path, stamp) in changes {
            self.touched.add(&path);
            if let Some(owner) = matters::owner(&path) {
                self.settling.looked(owner, &path, stamp, now);
            }
        }
    }

    /// Looks at everything, if it is time for it, and at what waits.
    fn look(&mut self) {
        if self.now() >= self.next_scan {
            self.scan();
        }
        if self.settling.due().is_none_or(|due| self.now() < due) {
            return;
        }
        let now = self.now();
        for (owner, path) in self.settling.waiting() {
            let stamp = disk::stamp(&self.root.join(&path));
            self.settling.looked(owner, &path, stamp, now);
        }
        let settled = self.settling.take(now);
        let seen = Arc::make_mut(&mut self.seen);
        for (path, stamp) in settled {
            let before = match stamp {
                Some(stamp) => seen.insert(path, stamp),
                None => seen.remove(&path),
            };
            // What looks as it did when it was last read or written has not changed.
            if before != stamp {
                (self.wanted, self.not_before) = (true, Duration::ZERO);
            }
        }
    }

    fn scan(&mut self) {
        let before = self.now();
        let found = look::all(self.root);
        self.notice(look::changes(&self.seen, &found));
        // A folder that takes long to look through is looked through less often.
        self.next_scan = self.now() + self.every.max((self.now() - before) * 10);
    }

    fn build_if_wanted(&mut self, keeper: &mut dyn Keeper) -> Result<()> {
        if !self.wanted || self.now() < self.not_before {
            return Ok(());
        }
        if self.busy.is_none() {
            keeper.tell(News::Building)?;
        }
        let today = keeper.today();
        match keeper.rebuild(&self.seen, self.touched.paths()) {
            Turn::Busy => {
                let now = self.now();
                let (since, told) = self.busy.unwrap_or((now, false));
                let say = now - since >= SAY;
                if say && !told {
                    keeper.tell(News::Waiting)?;
                }
                (self.busy, self.not_before) = (Some((since, say)), now + BUSY);
            }
            Turn::Taken { own, result } => {
                // Where nobody tells of changes, or not of all, anything may have been done by the next time. (Windows says nothing of
                // events that it has dropped, and macOS tells of several in one.)
                let told = cfg!(target_os = "linux") && self.native.is_some() && !self.blind;
                self.touched = if told { Touched::at(own.keys()) } else { Touched::anywhere() };
                Arc::make_mut(&mut self.seen).extend(own);
                (self.busy, self.wanted, self.built_on) = (None, false, Some(today));
                self.ended(result, keeper)?;
            }
        }
        Ok(())
    }

    fn ended(&mut self, result: Result<()>, keeper: &mut dyn Keeper) -> Result<()> {
        let Err(fault) = result else {
            self.told = None;
            return Ok(());
        };
        self.wanted = fault.kind() == ErrorKind::Work;
        let text = fault.to_string();
        let again = self.told.as_ref() == Some(&text);
        self.again = if again { (self.again * 2).min(AGAIN_AT_MOST) } else { AGAIN };
        self.not_before = self.now() + self.again;
        self.told = Some(text);
        keeper.tell(News::Failed { fault: &fault, again })
    }
}

/// Events, where they are wanted and come.
fn native(root: &Path, how: &Watch, send: Sender<Signal>, keeper: &mut dyn Keeper) -> Result<Option<Native>> {
    let silence = match how.mode {
        Mode::Poll => return Ok(None),
        Mode::Events => None,
        Mode::Auto => probe::silence(root).map(str::to_owned),
    };
    let started = silence.map_or_else(|| Native::start(root, send), Err);
    match started {
        Ok(native) => Ok(Some(native)),
        Err(reason) if how.mode == Mode::Events => Err(Error::work(format!("{reason}，无法只靠系统通知"))
            .at(root)
            .help("请把 kuaibao.toml 里 [watch] 的 mode 改成 auto 或 poll。")),
        Err(reason) => {
            keeper.tell(News::Polling(&reason, how.every))?;
            Ok(None)
        }
    }
}
