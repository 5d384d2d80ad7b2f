//! Whatever is done in an office between two builds of one run: the pages are those that somebody would make who knows nothing.
//!
//! KUAIBAO_EDITS=1000 cargo test --release --lib memory_tests plays a thousand steps instead of a few.

mod steps;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};

use super::{Attempt, Memory, Turn, look, rebuild};
use crate::build::{Outcome, REPORTS, SITE, Survey, Task, build};
use crate::cache::{Stamp, stamps_below};
use crate::diagnostic::draw;
use crate::dice::Dice;
use crate::examine::Anew;
use crate::init;
use crate::office::Office;
use crate::progress::Progress;
use crate::register::Writer;
use crate::report;

/// Steps that are played where nobody asks for more.
const STEPS: usize = 48;
const FOLDERS: [&str; 4] = ["市民政局", "市发展改革委", "经济体制改革专项小组", "无此单位"];
const ROOMS: [&str; 3] = ["submissions", "issues", "templates"];

/// An office in which something is done at random, the same way each time.
struct Play {
    root: PathBuf,
    dice: Dice,
    day: i64,
    memory: Memory,
    /// Whether nothing is done but what units and the office do every day.
    quiet: bool,
    /// How often a build could begin where the last one ended, how often one ended well, and how often it was enough to look
    /// through a part of the folder.
    resumed: usize,
    done: usize,
    partly: usize,
    /// Issues of 改革动态, and what one of them said before somebody changed it behind the register's back.
    published: u32,
    before: Option<(String, Vec<u8>)>,
}

impl Play {
    fn now(&self) -> DateTime<FixedOffset> {
        let begin = DateTime::parse_from_rfc3339("2016-11-20T09:00:00+08:00").expect("a moment");
        begin + chrono::TimeDelta::days(self.day)
    }

    fn looks(&self) -> BTreeMap<String, Stamp> {
        let below = |room: &str| {
            let named = |(path, stamp): (String, Stamp)| (format!("{room}/{path}"), stamp);
            stamps_below(&self.root.join(room)).into_iter().map(named).collect::<Vec<_>>()
        };
        ROOMS.iter().flat_map(|room| below(room)).collect()
    }

    /// Builds where the last build ended, and holds it against what comes of a build that knows nothing.
    fn build_and_compare(&mut self, what: &str, before: &BTreeMap<String, Stamp>) {
        let now = self.looks();
        let differs = |path: &&String| now.get(*path) != before.get(*path);
        let touched: BTreeSet<String> = now.keys().chain(before.keys()).filter(differs).cloned().collect();
        let seen = Arc::new(look::all(&self.root));
        let (root, started) = (self.root.clone(), Instant::now());
        // Not every system can say, and none of names that are no text.
        let can_say = self.day % 3 < 2 && !touched.iter().any(|path| path.contains(char::REPLACEMENT_CHARACTER));
        let (by, touched) = ("编辑", Some(&touched).filter(|_| can_say));
        let attempt = Attempt { root: &root, by, now: self.now(), seen: &seen, started, touched };
        self.resumed += usize::from(self.memory.0.is_some());
        let elsewhere = tempfile::tempdir().expect("a folder");
        self.copy_to(elsewhere.path());
        let (mut found, mut partly) = (Vec::new(), false);
        let turn = rebuild(&attempt, &mut self.memory, &mut |finished| {
            found = findings(finished.outcome);
            partly = matches!(finished.outcome.reception.examination.anew, Anew::Some { .. });
            Ok(())
        });
        self.partly += usize::from(partly);
        let Turn::Taken { result, .. } = turn else { panic!("{what}: nobody else is there") };
        let anew = self.anew(elsewhere.path());
        // Where one cannot build, nobody can; the pages stay as they were.
        assert_eq!(result.as_ref().map_err(ToString::to_string).err(), anew.as_ref().err().cloned(), "{what}");
        assert_eq!(found, anew.unwrap_or_default(), "{what}");
        self.done += usize::from(result.is_ok());
        if result.is_ok() {
            for room in [SITE, REPORTS, "register"] {
                assert_eq!(names(&self.root.join(room)), names(&elsewhere.path().join(room)), "{what}: {room}");
                for name in names(&self.root.join(room)).into_iter().filter(|name| name != ".lock") {
                    let of = |root: &Path| std::fs::read(root.join(room).join(&name)).expect("there");
                    let (kept, made) = (of(&self.root), self.as_here(&of(elsewhere.path()), elsewhere.path()));
                    assert!(kept == made, "{what}: {room}/{name}\n{}", differing(&kept, &made));
                }
            }
        }
    }

    /// What was told of a copy of the office, as it would be told of the office itself.
    fn as_here(&self, told: &[u8], copy: &Path) -> Vec<u8> {
        match std::str::from_utf8(told) {
            Ok(text) => text.replace(&*copy.to_string_lossy(), &self.root.to_string_lossy()).into_bytes(),
            Err(_) => told.to_owned(),
        }
    }

    /// Copies the office as it lies there, but for its pages and for what is remembered.
    fn copy_to(&self, copy: &Path) {
        for entry in walkdir::WalkDir::new(&self.root).min_depth(1).into_iter().filter_map(Result::ok) {
            let inside = entry.path().strip_prefix(&self.root).expect("inside");
            let first = inside.iter().next().and_then(|name| name.to_str()).unwrap_or_default();
            match entry.file_type() {
                _ if [SITE, REPORTS].contains(&first) || first.starts_with('.') => {}
                kind if kind.is_dir() => std::fs::create_dir_all(copy.join(inside)).expect("made"),
                #[cfg(unix)]
                kind if kind.is_symlink() => {
                    let target = std::fs::read_link(entry.path()).expect("a link");
                    std::os::unix::fs::symlink(target, copy.join(inside)).expect("made");
                }
                _ => {
                    std::fs::copy(entry.path(), copy.join(inside)).expect("copied");
                    let written = entry.metadata().expect("there").modified().expect("a time");
                    let file = std::fs::File::options().write(true).open(copy.join(inside)).expect("there");
                    file.set_modified(written).expect("set back");
                }
            }
        }
    }

    /// Builds such a copy from nothing.
    fn anew(&self, copy: &Path) -> Result<Vec<String>, String> {
        let office = Office::open(copy).map_err(|fault| fault.to_string())?;
        let mut writer = Writer::open(copy, "编辑", self.now()).map_err(|fault| fault.to_string())?;
        let mut survey = Survey::of(&office, &copy.join(SITE)).map_err(|fault| fault.to_string())?;
        let task = Task { office: &office, now: self.now(), seal: false, goes_on: false, work: &Progress::new() };
        let outcome = build(&task, &mut writer, &mut survey, None);
        let outcome = outcome
            .map_err(|fault| fault.to_string().replace(&*copy.to_string_lossy(), &self.root.to_string_lossy()))?;
        Ok(findings(&outcome))
    }
}

fn findings(outcome: &Outcome) -> Vec<String> {
    report::build::findings(outcome).map(draw::line).collect()
}

/// The lines that stand in only one of two pages.
fn differing(one: &[u8], other: &[u8]) -> String {
    let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    let only = |sign: &str, here: &str, there: &str| {
        let there: BTreeSet<&str> = there.lines().collect();
        here.lines().filter(|line| !there.contains(line)).map(|line| format!("{sign}{line}\n")).collect::<String>()
    };
    only("- ", &one, &other) + &only("+ ", &other, &one)
}

fn names(folder: &Path) -> Vec<String> {
    let files = stamps_below(folder).into_iter().filter(|(path, _)| folder.join(path).is_file());
    files.map(|(path, _)| path).collect()
}

impl Play {
    /// An office in `root` in which nothing was done yet.
    fn begin(root: &Path, quiet: bool) -> Self {
        init::office(root).expect("an office");
        Play {
            root: root.canonicalize().expect("there"),
            dice: Dice::new(0x2016_1117),
            day: 0,
            memory: Memory::default(),
            quiet,
            resumed: 0,
            done: 0,
            partly: 0,
            published: 0,
            before: None,
        }
    }
}

/// Plays so many steps in an office, each followed by a build.
fn played(quiet: bool, steps: usize) -> Play {
    let root = tempfile::tempdir().expect("a folder");
    let mut play = Play::begin(root.path(), quiet);
    let mut before = BTreeMap::new();
    for nth in 0..steps {
        let what = play.step();
        // Some things are done so soon after another that the clock of the files does not tell.
        std::thread::sleep(Duration::from_millis([0, 0, 25][play.dice.any(3)]));
        play.day += i64::from(nth % 11 == 10);
        play.build_and_compare(&format!("{nth}: {what}"), &before);
        before = play.looks();
    }
    assert!(play.resumed * 2 > steps, "only {} of {steps} builds went on from the last one", play.resumed);
    play
}

fn steps() -> usize {
    std::env::var("KUAIBAO_EDITS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(STEPS)
}

#[test]
fn the_pages_of_a_run_that_goes_on_are_those_of_one_that_begins() {
    let (steps, play) = (steps(), played(false, steps()));
    assert!(play.done * 4 > steps * 3 && play.published > 0, "{} of {steps} ended well", play.done);
}

#[test]
fn on_a_quiet_day_a_part_of_the_folder_tells_the_same_as_all_of_it() {
    let (steps, play) = (steps(), played(true, steps()));
    assert!(play.partly * 3 > steps, "a part was enough for {} of {steps}", play.partly);
}

#[cfg(unix)]
#[test]
fn a_brief_behind_something_that_cannot_be_read_is_missed_once_that_goes_too() {
    let root = tempfile::tempdir().expect("a folder");
    let mut play = Play::begin(root.path(), true);
    let [one, other] = ["市民政局/1.md", "市发展改革委/2.md"].map(|path| play.root.join("submissions").join(path));
    let text = |play: &mut Play, path: &Path| {
        let text = play.text();
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    };
    let mut before = BTreeMap::new();
    for step in ["both come", "nothing", "a link", "the other is added to", "the link goes"] {
        match step {
            "both come" => [&one, &other].into_iter().for_each(|path| text(&mut play, path)),
            "a link" => {
                std::fs::remove_file(&one).expect("removed");
                std::os::unix::fs::symlink(&other, &one).expect("made");
            }
            "the link goes" => std::fs::remove_file(&one).expect("removed"),
            "the other is added to" => {
                let text = std::fs::read(&other).expect("there");
                std::fs::write(&other, [text, "\n又办结一批。\n".into()].concat()).expect("written");
            }
            _ => {}
        }
        std::thread::sleep(Duration::from_millis(25));
        play.build_and_compare(step, &before);
        before = play.looks();
    }
    assert_eq!(play.partly, 4, "a part is enough but for the first time");
    let index = std::fs::read_to_string(play.root.join(REPORTS).join("index.html")).expect("there");
    assert_eq!(index.matches("（原件已不在）").count(), 1);
}

#[test]
fn briefs_that_come_together_are_told_of_by_their_receipts_once_they_have_some() {
    let root = tempfile::tempdir().expect("a folder");
    let mut play = Play::begin(root.path(), true);
    let body = steps::words(&mut Dice::new(1));
    for (folder, more) in [("市民政局", "又办结一批"), ("市发展改革委", "还办结一批")] {
        let folder = play.root.join("submissions").join(folder);
        std::fs::create_dir_all(&folder).expect("made");
        let text = format!("---\n标题: 推进改革\n单位: 市民政局\n日期: 2016-11-05\n---\n\n{body}{more}。\n");
        std::fs::write(folder.join("1.md"), text).expect("written");
    }
    let mut before = BTreeMap::new();
    for step in ["both come", "they have receipts", "nothing"] {
        std::thread::sleep(Duration::from_millis(25));
        play.build_and_compare(step, &before);
        before = play.looks();
    }
    assert_eq!(play.partly, 2);
}
