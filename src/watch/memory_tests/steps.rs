//! What is done in the office that is played: by units, by the editor, by other commands, by strangers.

use std::path::{Path, PathBuf};

use super::{FOLDERS, Play};
use crate::build::{SITE, Survey, Task, build};
use crate::compile;
use crate::dice::Dice;
use crate::office::Office;
use crate::progress::Progress;
use crate::register::{ReviewState, Verdict, Writer};
use crate::render::tests::sample;
use crate::review::{self, Order};

impl Play {
    /// A text; few enough that the same one, or nearly the same, comes again.
    pub(super) fn text(&mut self) -> String {
        let (unit, title, shown) = (self.dice.one(&FOLDERS), self.dice.any(6), self.dice.any(4));
        let secret = ["", "", "", "密级: 秘密\n"][self.dice.any(4)];
        // Whoever shows another unit's pictures has everything looked through.
        let abroad = if self.quiet { "" } else { "\n![图](../市民政局/图.png)\n" };
        let picture = ["", "", "\n![图](图.png)\n", abroad][shown];
        let body = match if self.quiet { self.dice.any(3) } else { 0 } {
            0 => format!("一是推进第{title}项改革，办结{}件，群众满意度明显提升。\n\n", self.dice.any(3))
                .repeat(1 + self.dice.any(6)),
            1 => words(&mut self.dice),
            // Nearly the same as others of the kind.
            _ => words(&mut Dice::new(1 + self.dice.any(3) as u64)) + &words(&mut self.dice)[..27],
        };
        let phone = format!("电话: 0000-123456{}\n", self.dice.any(3));
        let header = format!(
            "标题: 推进第{title}项改革\n单位: [{unit}]\n日期: 2016-11-{:02}\n{phone}{secret}",
            1 + self.dice.any(28)
        );
        format!("---\n{header}---\n\n{body}{picture}")
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        if path.is_symlink() {
            Play::remove(&path);
        }
        std::fs::write(path, bytes).expect("written");
    }

    /// Something that lies in a room: a file, or a folder of it.
    fn something_in(&mut self, room: &str) -> Option<PathBuf> {
        let walk = walkdir::WalkDir::new(self.root.join(room)).min_depth(2).sort_by_file_name();
        let there: Vec<PathBuf> = walk.into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path).collect();
        (!there.is_empty()).then(|| there[self.dice.any(there.len())].clone())
    }

    fn remove(path: &Path) {
        let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        removed.expect("removed");
    }

    /// Something that a unit, the editor or a stranger does.
    pub(super) fn step(&mut self) -> &'static str {
        let (folder, name) = (self.dice.one(&FOLDERS), self.dice.any(8));
        let path = format!("submissions/{folder}/{name}.md");
        if let Some((path, text)) = self.before.take() {
            self.write(&path, text);
            return "what somebody has changed is as it was";
        }
        let kind = if self.quiet { self.dice.any(13) } else { self.dice.any(20) };
        match if self.quiet && kind > 10 { kind + 7 } else { kind } {
            0..=4 => {
                let text = self.text();
                self.write(&path, text);
                // Some were written the evening before.
                if self.dice.any(2) == 0 {
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
                // (A picture under a text's name would take longer than all the rest.)
                let there = self.something_in("submissions").filter(|there| !there.ends_with("图.png"));
                if let Some(there) = there {
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
                let ending = self.dice.one(&["pdf", "yaml", "txt", "xls", "tmp"]);
                let text = format!("标题: 甲{}\n", self.dice.any(3));
                self.write(&format!("submissions/{folder}/{name}.{ending}"), text);
                "something comes beside"
            }
            10 => {
                self.decide(folder);
                "the office decides"
            }
            11 => {
                let issue = format!("issues/kuaibao/2016/{:03}", 1 + self.dice.any(3));
                self.write(&format!("{issue}/issue.toml"), draft(&issue));
                let text = self.text();
                self.write(&format!("{issue}/01.md"), text);
                "a draft is written"
            }
            12 | 16 => {
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
            #[cfg(unix)]
            18 => {
                let there = self.root.join(&path);
                let _ = match there.symlink_metadata() {
                    Ok(found) if found.is_symlink() => std::fs::remove_file(there),
                    Ok(found) if found.is_file() => {
                        Play::remove(&there);
                        std::os::unix::fs::symlink("1.md", there)
                    }
                    _ => Ok(()),
                };
                "a link comes in a brief's place, or goes"
            }
            19 => {
                let issue = self.root.join(format!("submissions/{folder}/期刊"));
                match issue.is_file() {
                    true => Play::remove(&issue),
                    false if issue.is_dir() => {
                        Play::remove(&issue);
                        std::fs::write(issue, "甲").expect("written");
                    }
                    false => {
                        let text = self.text();
                        self.write(&format!("submissions/{folder}/期刊/{name}.md"), text);
                    }
                }
                "a folder comes, is a file then, and goes"
            }
            17 if self.published > 0 => {
                let path = format!("issues/dongtai/2016/{:03}/01.md", self.published);
                let text = std::fs::read(self.root.join(&path)).expect("there");
                self.write(&path, [text.clone(), "\n又一句。\n".into()].concat());
                self.before = Some((path, text));
                "a published text is changed without a word"
            }
            13 => {
                self.publish();
                "an issue is published, or a published text corrected"
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
        let receipts: Vec<_> = receipts.take(1 + self.dice.any(2)).collect();
        let verdict = self.dice.one(&[Verdict::Return, Verdict::Decline]);
        let because = Some("请核实".to_owned());
        let order = Order { verdict, series: None, grade: None, because, anyway: false, as_written: false };
        let _ = review::decide(&office, &mut writer, &receipts, &order, self.now().date_naive());
    }

    /// Another command seals a further issue of 改革动态, or corrects the last one.
    fn publish(&mut self) {
        let number = 1 + self.published;
        let text = |number: u32, times: usize| {
            let body = format!("一是推进第{number}项改革。办结{times}件。\n\n").repeat(times);
            format!("---\n标题: 推进第{number}项改革\n单位: [市民政局]\n关键词: [放管服]\n---\n\n{body}")
        };
        let folder = |number: u32| format!("issues/dongtai/2016/{number:03}");
        let office = Office::open(&self.root).expect("an office");
        if number > 1 && self.dice.any(2) == 0 {
            let again = text(number - 1, 1 + self.dice.any(5));
            self.write(&format!("{}/01.md", folder(number - 1)), again);
            let mut writer = Writer::open(&self.root, "编辑", self.now()).expect("a register");
            let id = format!("dongtai-2016-{}", number - 1).parse().expect("an issue");
            // What is as it was before is nothing to correct.
            let _ = compile::correct(&office, &mut writer, &id, "笔误", false);
            return;
        }
        let head = format!("series = \"dongtai\"\nyear = 2016\nnumber = {number}\ndate = 2016-11-19\n");
        self.write(&format!("{}/issue.toml", folder(number)), head + "\n[[item]]\nfile = \"01.md\"\n");
        self.write(&format!("{}/01.md", folder(number)), text(number, 2));
        let mut writer = Writer::open(&self.root, "编辑", self.now()).expect("a register");
        let mut survey = Survey::of(&office, &self.root.join(SITE)).expect("looked at");
        let task = Task { office: &office, now: self.now(), seal: true, goes_on: false, work: &Progress::new() };
        let outcome = build(&task, &mut writer, &mut survey, None);
        let sealed =
            outcome.is_ok_and(|outcome| outcome.sealed.issues.iter().any(|id| id.series.as_str() == "dongtai"));
        self.published += u32::from(sealed);
    }
}

/// A body that is like no other, unless the dice fall the same way.
pub(super) fn words(dice: &mut Dice) -> String {
    let mut character = || char::from_u32(0x4e00 + dice.any(0x4000) as u32).unwrap_or('改');
    (0..20).map(|_| (0..8).map(|_| character()).chain("。".chars()).collect::<String>()).collect()
}

fn draft(issue: &str) -> String {
    let number = issue.rsplit('/').next().and_then(|number| number.parse::<u32>().ok()).expect("a number");
    format!("series = \"kuaibao\"\nyear = 2016\nnumber = {number}\n\n[[item]]\nfile = \"01.md\"\n")
}
