//! What templates get to see of issues and items: structs of their own, made beside the templates.
//!
//! In: what `make` finds in issues and items. Out: serde structs whose fields are the contract
//! with an office's own templates. All texts are plain, save the one field that says it is mark-up.
//! Refuses to know: which template shows what, files, the register.

pub(super) mod fields;
mod make;

use chrono::NaiveDate;
use serde::Serialize;

use self::fields::fields;
pub use self::make::{Reach, Setting, issue_name};
use super::numerals;

/// A day, for people and for machines.
#[derive(Serialize)]
pub struct Day {
    /// 2016年11月17日
    pub text: String,
    /// 2016-11-17
    pub iso: String,
}

impl Day {
    /// That day.
    pub fn of(date: NaiveDate) -> Self {
        Day { text: numerals::day(date), iso: date.to_string() }
    }
}

/// A link to another page.
#[derive(Serialize)]
pub struct Link {
    /// What it says.
    pub name: String,
    /// The page, from the site's root.
    pub path: String,
}

impl Link {
    /// A link that says `name`.
    pub fn new(name: impl Into<String>, path: impl Into<String>) -> Self {
        Link { name: name.into(), path: path.into() }
    }
}

/// A supplying unit.
#[derive(Serialize)]
pub struct Source {
    /// As the unit wrote itself.
    pub written: String,
    /// The unit's page, where the unit is known and there are such pages.
    pub path: Option<String>,
}

/// A change made after publishing.
pub struct NoticeLine {
    /// 更正, 撤稿
    pub label: &'static str,
    /// When.
    pub date: Day,
    /// Why.
    pub because: String,
    /// What was replaced, in sentences: 原为“…”，现为“…”。
    pub words: Vec<String>,
}

fields!(NoticeLine: ; label, date, because, words);

/// An item in a list.
pub struct ItemLine {
    /// Its page.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Its place in the issue: 1, 2, …
    pub number: usize,
    /// The same as 一, 二, …
    pub numeral: String,
    /// The supplying units.
    pub sources: Vec<Source>,
    /// Whether its text was withdrawn.
    pub withdrawn: bool,
    /// Whether it was corrected.
    pub corrected: bool,
}

fields!(ItemLine: ; path, title, number, numeral, sources, withdrawn, corrected);

/// An issue in a list, with its items.
pub struct IssueLine {
    /// Its page.
    pub path: String,
    /// Its EPUB.
    pub epub: String,
    /// 《改革动态》2016年第12期（总第45期）
    pub name: String,
    /// What it is called below its title and year: 第12期（总第45期）, or the day where it has no number.
    pub label: String,
    /// 改革动态
    pub title: String,
    /// The page of its title.
    pub title_path: String,
    /// 第12期
    pub number: Option<String>,
    /// 总第45期
    pub total: Option<String>,
    /// The day on which it was signed off.
    pub date: Day,
    /// Whether it has one item only: then there is nothing to number.
    pub single: bool,
    /// Its items.
    pub items: Vec<ItemLine>,
}

fields!(IssueLine: ; path, epub, name, label, title, title_path, number, total, date, single, items);

/// A heading or numbered point of a text, for a list of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutlineLine {
    /// Its id on the page.
    pub anchor: String,
    /// What it says, shortened.
    pub label: String,
    /// 1 for the highest level.
    pub level: u8,
}

/// An item with its text.
pub struct ItemText {
    /// The item as in lists.
    pub line: ItemLine,
    /// Its place on the issue's page.
    pub anchor: String,
    /// 一、标题, or the title alone where the issue has but one item.
    pub heading: String,
    /// The text: the only field that is mark-up. Absent when the item was withdrawn.
    pub text: Option<String>,
    /// The text's contents, where it is long enough to need them; in an EPUB all headings and points.
    pub outline: Vec<OutlineLine>,
    /// What is printed instead of a withdrawn text.
    pub withdrawal: Option<String>,
    /// Corrections of this item.
    pub notices: Vec<NoticeLine>,
    /// Its topics; without pages where there are none.
    pub tags: Vec<Source>,
    /// The special group whose field it is; without page where there is none.
    pub group: Option<Source>,
    /// How to cite it: 市民政局. 标题[Z]. 改革动态, 2016(12): 第3条, 2016-11-17
    pub cite: String,
}

fields!(ItemText: line: ItemLine; anchor, heading, text, outline, withdrawal, notices, tags, group, cite);

/// An issue with all its texts.
pub struct IssueText {
    /// The issue as in lists, with the items' lines.
    pub line: IssueLine,
    /// The items with their texts.
    pub texts: Vec<ItemText>,
    /// What the note calls itself: 编者按 where the editor wrote so, else 按语.
    pub note_label: &'static str,
    /// 按语, by paragraphs, without that word.
    pub note: Vec<String>,
    /// Who signs.
    pub signed: String,
    /// 报, 送, 发, as far as given.
    pub copies: Vec<CopyLine>,
    /// 共印份数, where given.
    pub printed: Option<u32>,
    /// Lines that the foot takes on paper: the space that is kept for it at the bottom of the last page.
    pub foot_lines: usize,
    /// Changes of the issue as a whole.
    pub notices: Vec<NoticeLine>,
    /// Everything that was changed after publishing, of the issue as a whole and of its items, oldest first.
    pub history: Vec<HistoryLine>,
    /// How to cite it: 市委改革办. 改革动态[Z]. 2016(12), 2016-11-17
    pub cite: String,
}

fields!(IssueText: line: IssueLine;
    texts, note_label, note, signed, copies, printed, foot_lines, notices, history, cite);

/// A change in the history of an issue.
pub struct HistoryLine {
    /// The change.
    pub notice: NoticeLine,
    /// The number of the item that was changed; absent: the issue as a whole.
    pub item: Option<usize>,
    /// The item's place on the issue's page.
    pub anchor: Option<String>,
}

fields!(HistoryLine: notice: NoticeLine; item, anchor);

/// A line of receivers at the foot of an issue.
#[derive(Serialize)]
pub struct CopyLine {
    /// 报, 送, 发
    pub label: &'static str,
    /// The receivers.
    pub names: String,
}
