//! Whatever is done in an office between two builds of one run: the pages are those that somebody would make who knows nothing.
//!
//! KUAIBAO_EDITS=1000 cargo test --release --lib memory_tests plays a thousand steps instead of a few.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};

use super::{Attempt, Memory, Turn, look, rebuild};
use crate::build::{Outcome, REPORTS, SITE, Survey, Task, build};
use crate::cache::{Stamp, stamps_below};
use crate::diagnostic::draw;
use crate::init;
use crate::office::Office;
use crate::progress::Progress;
use crate::register::{ReviewState, Verdict, Writer};
use crate::render::tests::sample;
use crate::report;
use crate::review::{self, Order};

/// Steps that are played where nobody asks for more.
const STEPS: usize = 24;
const FOLDERS: [&str; 4] = ["市民政局", "市发展改革委", "经济体制改革专项小组", "无此单位"];
const ROOMS: [&str; 3] = ["submissions", "issues", "templates"];

/// An office in which something is done at random, the same way each time.
struct Play {
    root: PathBuf,
    state: u64,
    day: i64,
    memory: Memory,
    /// How often a build could begin where the last one ended.
    resumed: usize,
}

impl Play {
    /// A number below `most`.
    fn any(&mut self, most: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state % most as u64) as usize
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        let at = self.any(of.len());
        of[at]
    }

    fn now(&self) -> DateTime<FixedOffset> {
        let begin = DateTime::parse_from_rfc3339("2016-11-20T09:00:00+08:00").expect("a moment");
        begin + chrono::TimeDelta::days(self.day)
    }

    /// A text; few enough that the same one, or nearly the same, comes again.
    fn text(&mut self) -> String {
        let (unit, title, shown) = (self.one(&FOLDERS), self.any(6), self.any(4));
        let secret = ["", "", "", "密级: 秘密\n"][self.any(4)];
        let picture = ["", "", "\n![图](图.png)\n", "\n![图](../外.png)\n"][shown];
        let body =
            format!("一是推进第{title}项改革，办结{}件，群众满意度明显提升。\n\n", self.any(3)).repeat(1 + self.any(6));
        let phone = format!("电话: 0000-123456{}\n", self.any(3));
        let header = format!(
            "标题: 推进第{title}项改革\n单位: [{unit}]\n日期: 2016-11-{:02}\n{phone}{secret}",
            1 + self.any(28)
        );
        format!("---\n{header}---\n\n{body}{picture}")
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }

    /// Something that lies in a room: a file, or a folder of it.
    fn something_in(&mut self, room: &str) -> Option<PathBuf> {
        let walk = walkdir::WalkDir::new(self.root.join(room)).min_depth(2).sort_by_file_name();
        let there: Vec<PathBuf> = walk.into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path).collect();
        (!there.is_empty()).then(|| there[self.any(there.len())].clone())
    }

    fn remove(path: &Path) {
        let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        removed.expect("removed");
    }

    /// Something that a unit, the editor or a stranger does.
    fn step(&mut self) -> &'static str {
        let (folder, name) = (self.one(&FOLDERS), self.any(8));
        let path = format!("submissions/{folder}/{name}.md");
        match self.any(17) {
            0..=4 => {
                let text = self.text();
                self.write(&path, text);
                // Some were written the evening before.
                if self.any(2) == 0 {
                    let evening = self.now() - chrono::TimeDelta::hours(10);
                    let file = std::fs::File::options().write(true).open(self.root.join(&path)).expect("there");
                    file.set_modified(evening.into()).expect("set back");
                }
                "a brief comes or is written anew"
            }
            5 => {
                if let Some(there) = self.something_in("submissions").filter(|there| there.is_file()) {
                    let text = std::fs::read(&there).expect("there");
                    std::fs::write(there, [text, "\n又办结一批。\n".into()].concat()).expect("written");
                }
                "a file is added to"
            }
            6 => {
                self.something_in("submissions").iter().for_each(|there| Play::remove(there));
                "something is taken away"
            }
            7 => {
                if let Some(there) = self.something_in("submissions") {
                    let to = self.root.join(format!("submissions/{folder}/移来{name}.md"));
                    std::fs::create_dir_all(to.parent().expect("a folder")).expect("made");
                    if !to.exists() && !to.starts_with(&there) {
                        std::fs::rename(there, to).expect("moved");
                    }
                }
                "something is moved"
            }
            8 => {
                self.write(&format!("submissions/{folder}/图.png"), sample::picture("图.png").bytes());
                "a picture comes"
            }
            9 => {
                let ending = self.one(&["pdf", "yaml", "txt", "xls", "tmp"]);
                let text = format!("标题: 甲{}\n", self.any(3));
                self.write(&format!("submissions/{folder}/{name}.{ending}"), text);
                "something comes beside"
            }
            10 => {
                self.decide(folder);
                "the office decides"
            }
            11 | 12 => {
                let issue = format!("issues/kuaibao/2016/{:03}", 1 + self.any(3));
                self.write(&format!("{issue}/issue.toml"), draft(&issue));
                let text = self.text();
                self.write(&format!("{issue}/01.md"), text);
                "a draft is written"
            }
            13 => {
                self.something_in("issues/kuaibao").iter().for_each(|there| Play::remove(there));
                "something of an issue is taken away"
            }
            #[cfg(unix)]
            15 => {
                use std::os::unix::ffi::OsStrExt;
                // 改革 in GB18030: no text here.
                let name = std::ffi::OsStr::from_bytes(&[0xb8, 0xc4, 0xb8, 0xef, b'.', b'm', b'd']);
                let there = self.root.join("submissions").join(folder).join(name);
                let _ = if there.exists() { std::fs::remove_file(there) } else { std::fs::write(there, "甲") };
                "a name that is no text"
            }
            14 => {
                let settings = self.root.join("kuaibao.toml");
                let text = std::fs::read_to_string(&settings).expect("there");
                std::fs::write(settings, text + "\n").expect("written");
                "settings are touched"
            }
            _ => "nothing",
        }
    }

    /// Another command takes, returns or declines a brief.
    fn decide(&mut self, folder: &str) {
        let office = Office::open(&self.root).expect("an office");
        let mut writer = Writer::open(&self.root, "编辑", self.now()).expect("a register");
        let waiting = writer.register().entries().filter(|entry| entry.review() == ReviewState::Waiting);
        let receipts = waiting.filter(|entry| entry.path.contains(folder)).map(|entry| entry.receipt);
        let receipts: Vec<_> = receipts.take(1 + self.any(2)).collect();
        let verdict = self.one(&[Verdict::Return, Verdict::Decline]);
        let because = Some("请核实".to_owned());
        let order = Order { verdict, series: None, grade: None, because, anyway: false, as_written: false };
        let _ = review::decide(&office, &mut writer, &receipts, &order, self.now().date_naive());
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
        let mut found = Vec::new();
        let turn = rebuild(&attempt, &mut self.memory, &mut |finished| {
            found = findings(finished.outcome);
            Ok(())
        });
        let Turn::Taken { result, .. } = turn else { panic!("{what}: nobody else is there") };
        let anew = self.anew(elsewhere.path());
        // Where one cannot build, nobody can; the pages stay as they were.
        assert_eq!(result.as_ref().map_err(ToString::to_string).err(), anew.as_ref().err().cloned(), "{what}");
        assert_eq!(found, anew.unwrap_or_default(), "{what}");
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

fn draft(issue: &str) -> String {
    let number = issue.rsplit('/').next().and_then(|number| number.parse::<u32>().ok()).expect("a number");
    format!("series = \"kuaibao\"\nyear = 2016\nnumber = {number}\n\n[[item]]\nfile = \"01.md\"\n")
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

#[test]
fn the_pages_of_a_run_that_goes_on_are_those_of_one_that_begins() {
    let root = tempfile::tempdir().expect("a folder");
    init::office(root.path()).expect("an office");
    let root = root.path().canonicalize().expect("there");
    let mut play = Play { root, state: 0x2016_1117, day: 0, memory: Memory::default(), resumed: 0 };
    let mut before = BTreeMap::new();
    let steps = std::env::var("KUAIBAO_EDITS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(STEPS);
    for nth in 0..steps {
        let what = play.step();
        // Some things are done so soon after another that the clock of the files does not tell.
        std::thread::sleep(Duration::from_millis([0, 0, 25][play.any(3)]));
        play.day += i64::from(nth % 11 == 10);
        play.build_and_compare(&format!("{nth}: {what}"), &before);
        before = play.looks();
    }
    assert!(play.resumed * 2 > steps, "only {} of {steps} builds went on from the last one", play.resumed);
}
