//! Whatever is edited, and in whatever order: the site of a build that remembers is the one that would be made anew.
//!
//! KUAIBAO_EDITS=1000 cargo test --release --lib edits_tests plays a thousand edits instead of a few.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::{SITE, Standstill, Survey, Task, build, compile, site_differences};
use crate::dice::Dice;
use crate::init;
use crate::model::IssueId;
use crate::office::Office;
use crate::progress::Progress;
use crate::publish::Delivery;
use crate::register::Writer;
use crate::render::tests::sample;
use crate::report::Told;

/// Edits that are played where nobody asks for more.
const EDITS: usize = 20;
const UNITS: [&str; 4] = ["市民政局", "市发展改革委", "经济体制改革专项小组", "某某合作社"];
const TOPICS: [&str; 5] = ["放管服", "营商环境", "信用", "乡村振兴", "医改"];

/// An office that is edited at random, the same way each time.
struct Play {
    root: PathBuf,
    dice: Dice,
    /// The published issues with their number of items.
    issues: Vec<(IssueId, usize)>,
    day: i64,
}

impl Play {
    fn now(&self) -> DateTime<FixedOffset> {
        let begin = DateTime::parse_from_rfc3339("2016-11-20T09:00:00+08:00").expect("a moment");
        begin + chrono::TimeDelta::days(self.day)
    }

    fn writer(&self) -> (Office, Writer) {
        // A file that was written at this very moment is not remembered.
        std::thread::sleep(Duration::from_millis(20));
        let office = Office::open(&self.root).expect("an office");
        let writer = Writer::open(&self.root, "编辑", self.now()).expect("a register");
        (office, writer)
    }

    fn folder(&self, id: &IssueId) -> PathBuf {
        self.root.join("issues").join(compile::folder_name(id))
    }

    fn text(&mut self) -> String {
        let (unit, topic, other) = (UNITS[self.dice.any(4)], TOPICS[self.dice.any(5)], TOPICS[self.dice.any(5)]);
        let kind = ["信息", "案例"][self.dice.any(2)];
        let group = ["", "专项小组: 经济体制改革专项小组\n"][self.dice.any(2)];
        let (title, times) = (self.dice.any(1000), 1 + self.dice.any(4));
        let picture = if self.dice.any(4) == 0 { "\n![办事大厅](图.png)\n" } else { "" };
        let body = format!("一是推进第{title}项改革。办结{times}件。\n\n").repeat(times);
        let header =
            format!("标题: 推进第{title}项改革\n单位: [{unit}]\n关键词: [{topic}, {other}]\n类型: {kind}\n{group}");
        format!("---\n{header}---\n\n{body}{picture}")
    }

    /// Publishes a further issue.
    fn publish(&mut self) {
        let (series, year) = (["kuaibao", "dongtai"][self.dice.any(2)], [2015, 2016][self.dice.any(2)]);
        let taken = |(id, _): &&(IssueId, usize)| id.series.as_str() == series && id.year == year;
        let number = self.issues.iter().filter(taken).count() + 1;
        let id: IssueId = format!("{series}-{year}-{number}").parse().expect("an issue");
        let (folder, items) = (self.folder(&id), 1 + self.dice.any(3));
        std::fs::create_dir_all(&folder).expect("a folder");
        let mut toml = format!("series = \"{series}\"\nyear = {year}\nnumber = {number}\n");
        toml.push_str(&format!("date = {year}-{:02}-{:02}\n", 1 + self.dice.any(12), 1 + self.dice.any(28)));
        for item in 1..=items {
            toml.push_str(&format!("\n[[item]]\nfile = \"{item:02}.md\"\n"));
            self.write_item(&folder, item);
        }
        std::fs::write(folder.join("issue.toml"), toml).expect("written");
        let (office, mut writer) = self.writer();
        let mut survey = self.survey(&office);
        let outcome = build(
            &Task { office: &office, now: self.now(), seal: true, goes_on: false, work: &Progress::new() },
            &mut writer,
            &mut survey,
            None,
        );
        let sealed = outcome.expect("built").sealed;
        if sealed.issues.contains(&id) {
            self.issues.push((id, items));
        } else {
            // Its day may stand before that of an earlier number: nobody publishes that.
            std::fs::remove_dir_all(folder).expect("removed");
        }
    }

    fn write_item(&mut self, folder: &Path, item: usize) {
        let text = self.text();
        std::fs::write(folder.join(format!("{item:02}.md")), text).expect("written");
        let pictures = folder.join(format!("{item:02}"));
        std::fs::create_dir_all(&pictures).expect("a folder");
        std::fs::write(pictures.join("图.png"), sample::picture("图.png").bytes()).expect("written");
    }

    /// Something that an editor, a unit or a stranger does.
    fn edit(&mut self) -> &'static str {
        let at = self.dice.any(self.issues.len());
        let (id, items) = self.issues[at].clone();
        let (folder, item) = (self.folder(&id), 1 + self.dice.any(items));
        match self.dice.any(12) {
            0 | 1 => {
                self.write_item(&folder, item);
                self.correct(&id);
                "an item is corrected"
            }
            10 | 11 => {
                let path = folder.join(format!("{item:02}.md"));
                let text = std::fs::read_to_string(&path).expect("there");
                std::fs::write(path, format!("{text}\n又办结{}件。\n", self.dice.any(1000))).expect("written");
                self.correct(&id);
                "a sentence is added"
            }
            2 => {
                let path = folder.join("issue.toml");
                let toml = std::fs::read_to_string(&path).expect("there");
                let note = format!("note = \"按语第{}号\"\n", self.dice.any(100));
                let rest = toml.lines().filter(|line| !line.starts_with("note")).collect::<Vec<_>>().join("\n");
                std::fs::write(path, note + &rest + "\n").expect("written");
                self.correct(&id);
                "a note is corrected"
            }
            3 => {
                let (office, mut writer) = self.writer();
                let _ = compile::withdraw(&office, &mut writer, &id, item, "误发");
                "an item is withdrawn"
            }
            4 | 5 => {
                self.publish();
                "an issue is published"
            }
            6 => {
                let folder = self.root.join("submissions/市民政局");
                std::fs::create_dir_all(&folder).expect("a folder");
                let (name, phone) = (self.dice.any(1000), self.dice.any(3));
                let text = format!("---\n标题: 来文{name}\n电话: 0000-123456{phone}\n---\n\n正文{name}。\n");
                std::fs::write(folder.join(format!("{name}.md")), text).expect("written");
                "a brief comes in"
            }
            7 => {
                let walk = walkdir::WalkDir::new(self.root.join(SITE)).sort_by_file_name().into_iter();
                let files: Vec<_> = walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_file()).collect();
                let file = files[self.dice.any(files.len())].path();
                if file.file_name().is_some_and(|name| name == "kuaibao-site.txt") {
                    return "nothing";
                }
                match self.dice.any(2) {
                    0 => std::fs::write(file, "别的").expect("written"),
                    _ => std::fs::remove_file(file).expect("removed"),
                }
                "a page is changed or lost"
            }
            8 => {
                let folder = self.root.join("templates/static");
                std::fs::create_dir_all(&folder).expect("a folder");
                std::fs::write(folder.join("公告.txt"), format!("第{}号", self.dice.any(5))).expect("written");
                "a file of the office's own"
            }
            _ => "nothing",
        }
    }

    /// Builds; the site must be the one that would be made anew.
    fn build_and_compare(&self, what: &str) -> Delivery {
        let (office, mut writer) = self.writer();
        let (out, work) = (self.root.join(SITE), Progress::new());
        let (mut survey, today) = (self.survey(&office), self.now().date_naive());
        let standstill = Standstill::on(&survey, today);
        let outcome = build(
            &Task { office: &office, now: self.now(), seal: false, goes_on: false, work: &work },
            &mut writer,
            &mut survey,
            None,
        );
        let outcome = outcome.unwrap_or_else(|error| panic!("{what}: {error}"));
        let told = Told::of(&office, &outcome, writer.register());
        if let Some(standstill) = &standstill {
            let news = outcome.site.is_news() || outcome.reports.is_news() || !outcome.reception.is_idle();
            assert!(!news && standstill.told == told, "{what}: there was something to be done");
        }
        let site = outcome.site;
        outcome.sure.then(|| Standstill::keep(&survey, told.clone(), &site, today));
        let found = site_differences(&office, writer.register(), &out, self.now(), &work).expect("compared");
        assert!(found.is_empty(), "{what}: {found:?}");
        site
    }

    fn survey(&self, office: &Office) -> Survey {
        Survey::of(office, &self.root.join(SITE)).expect("looked at")
    }

    fn correct(&self, id: &IssueId) {
        let (office, mut writer) = self.writer();
        // What is as it was before is nothing to correct.
        let _ = compile::correct(&office, &mut writer, id, "笔误", false);
    }
}

#[test]
fn a_site_that_was_edited_at_random_is_the_one_that_would_be_made_anew() {
    let root = tempfile::tempdir().expect("a folder");
    init::office(root.path()).expect("an office");
    let mut play = Play { root: root.path().to_owned(), dice: Dice::new(0x2016_1117), issues: Vec::new(), day: 0 };
    play.build_and_compare("an empty office");
    while play.issues.len() < 6 {
        play.publish();
        play.build_and_compare("a first issue");
    }
    let edits = std::env::var("KUAIBAO_EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(EDITS);
    for nth in 0..edits {
        let what = play.edit();
        play.day += i64::from(nth % 7 == 0);
        let site = play.build_and_compare(&format!("{nth}: {what}"));
        let many = matches!(what, "a brief comes in" | "nothing") && site.written > 0;
        assert!(!many, "{nth}: {what}: {} pages were written", site.written);
    }
}
