//! What templates get to see of issues and items: structs of their own, made beside the templates.
//!
//! In: issues and items with the addresses of their neighbours. Out: serde structs whose fields are the contract
//! with an office's own templates. All texts are plain, save the one field that says it is mark-up.
//! Refuses to know: which template shows what, files, the register.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::archive::{Topic, is_withdrawn, text_of, topics_of, withdrawal};
use super::body::{Frame, markup};
use super::{address, numerals};
use crate::model::{Document, Issue, Item, Notice, NoticeKind, Roster, SourceUnit};

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
#[derive(Serialize)]
pub struct NoticeLine {
    /// 更正, 撤稿
    pub label: &'static str,
    /// When.
    pub date: Day,
    /// Why.
    pub because: String,
}

/// An item in a list.
#[derive(Serialize)]
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

/// An issue in a list, with its items.
#[derive(Serialize)]
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

/// An item with its text.
#[derive(Serialize)]
pub struct ItemText {
    /// The item as in lists.
    #[serde(flatten)]
    pub line: ItemLine,
    /// Its place on the issue's page.
    pub anchor: String,
    /// 一、标题, or the title alone where the issue has but one item.
    pub heading: String,
    /// The text: the only field that is mark-up. Absent when the item was withdrawn.
    pub text: Option<String>,
    /// What is printed instead of a withdrawn text.
    pub withdrawal: Option<String>,
    /// Corrections of this item.
    pub notices: Vec<NoticeLine>,
    /// Its topics; without pages where there are none.
    pub tags: Vec<Source>,
    /// The special group whose field it is.
    pub group: Option<String>,
}

/// An issue with all its texts.
#[derive(Serialize)]
pub struct IssueText {
    /// The issue as in lists, with the items' lines.
    #[serde(flatten)]
    pub line: IssueLine,
    /// The items with their texts.
    pub texts: Vec<ItemText>,
    /// 按语, by paragraphs.
    pub note: Vec<String>,
    /// Who signs.
    pub signed: String,
    /// 报, 送, 发, as far as given.
    pub copies: Vec<CopyLine>,
    /// Changes of the issue as a whole.
    pub notices: Vec<NoticeLine>,
}

/// A line of receivers at the foot of an issue.
#[derive(Serialize)]
pub struct CopyLine {
    /// 报, 送, 发
    pub label: &'static str,
    /// The receivers.
    pub names: String,
}

/// What can be reached from a page: an EPUB or a draft has neither units' nor topics' pages to link to.
#[derive(Clone, Copy, Default)]
pub struct Reach<'a> {
    /// The units with pages.
    pub roster: Option<&'a Roster>,
    /// The topics with pages.
    pub topics: Option<&'a BTreeMap<&'a str, Topic>>,
}

/// How an item's text is set into a page.
pub struct Setting<'a> {
    /// The level of its highest headings.
    pub heading: u8,
    /// Where its pictures are, as seen from the page, by what the text calls them.
    pub pictures: &'a BTreeMap<&'a str, String>,
    /// Whether the page is part of an EPUB.
    pub epub: bool,
}

impl Reach<'_> {
    fn source(&self, source: &SourceUnit) -> Source {
        let unit = source.unit.as_ref().and_then(|id| self.roster?.get(id));
        Source { written: source.written.clone(), path: unit.map(|unit| address::unit_path(&unit.id)) }
    }

    fn tag(&self, name: &str) -> Source {
        let topic = self.topics.and_then(|topics| topics.get(name));
        Source { written: name.to_owned(), path: topic.map(|topic| topic.path.clone()) }
    }

    /// An item as lists show it.
    pub fn item_line(&self, issue: &Issue, item: &Item) -> ItemLine {
        ItemLine {
            path: address::item_path(&issue.id, item.number),
            title: item.title.clone(),
            number: item.number,
            numeral: numerals::chinese(item.number),
            sources: item.sources.iter().map(|source| self.source(source)).collect(),
            withdrawn: is_withdrawn(issue, item),
            corrected: notices(issue, Some(item.number)).next().is_some(),
        }
    }

    /// An issue as lists show it.
    pub fn issue_line(&self, title: &str, issue: &Issue) -> IssueLine {
        IssueLine {
            path: address::issue_path(&issue.id),
            epub: address::epub_path(&issue.id),
            name: issue_name(title, issue),
            label: number_text(issue).unwrap_or_else(|| numerals::day_of_year(issue.date)),
            title: title.to_owned(),
            title_path: address::series_path(&issue.id.series),
            number: issue.id.number().map(|number| format!("第{number}期")),
            total: issue.total.map(|total| format!("总第{total}期")),
            date: Day::of(issue.date),
            single: issue.items.len() == 1,
            items: issue.items.iter().map(|item| self.item_line(issue, item)).collect(),
        }
    }

    /// An item with its text.
    pub fn item_text(&self, issue: &Issue, item: &Item, setting: &Setting<'_>) -> ItemText {
        let line = self.item_line(issue, item);
        let many = issue.items.len() > 1;
        ItemText {
            anchor: format!("i{}", item.number),
            heading: if many { format!("{}、{}", line.numeral, line.title) } else { line.title.clone() },
            text: text_of(issue, item).map(|text| text_markup(text, item, setting)),
            withdrawal: line.withdrawn.then(|| withdrawn_sentence(withdrawal(issue, item))),
            notices: notices(issue, Some(item.number)).map(notice_line).collect(),
            tags: topics_of(item).map(|name| self.tag(name)).collect(),
            group: item.group.clone().filter(|group| !group.trim().is_empty()),
            line,
        }
    }

    /// An issue with all its texts; `setting` tells how the item at a position is set.
    pub fn issue_text<'s>(&self, title: &str, issue: &Issue, setting: impl Fn(usize) -> Setting<'s>) -> IssueText {
        let text = |(at, item): (usize, &Item)| self.item_text(issue, item, &setting(at));
        IssueText {
            line: self.issue_line(title, issue),
            texts: issue.items.iter().enumerate().map(text).collect(),
            note: issue.note.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
            signed: issue.signed.clone(),
            copies: copies(issue),
            notices: notices(issue, None).map(notice_line).collect(),
        }
    }
}

/// 《改革动态》2016年第12期（总第45期）
pub fn issue_name(title: &str, issue: &Issue) -> String {
    match number_text(issue) {
        Some(number) => format!("《{title}》{}年{number}", issue.id.year),
        None => format!("《{title}》（{}）", numerals::day(issue.date)),
    }
}

/// 第12期（总第45期), as far as it is known.
fn number_text(issue: &Issue) -> Option<String> {
    match (issue.id.number(), issue.total) {
        (Some(number), Some(total)) => Some(format!("第{number}期（总第{total}期）")),
        (Some(number), None) => Some(format!("第{number}期")),
        (None, Some(total)) => Some(format!("总第{total}期")),
        (None, None) => None,
    }
}

fn text_markup(text: &Document, item: &Item, setting: &Setting<'_>) -> String {
    let frame = Frame {
        prefix: &format!("i{}-", item.number),
        title: &item.title,
        heading: setting.heading,
        attribution: if item.attribution.trim().is_empty() { "" } else { &item.attribution },
        picture: &|source| setting.pictures.get(source).cloned(),
        epub: setting.epub,
    };
    markup(text, &frame)
}

/// Changes of one item, or of the issue as a whole. A withdrawn item says so in place of its text already.
fn notices(issue: &Issue, item: Option<usize>) -> impl Iterator<Item = &Notice> {
    let said_elsewhere = move |notice: &Notice| notice.kind == NoticeKind::Withdrawn && item.is_some();
    issue.notices.iter().filter(move |notice| notice.item == item && !said_elsewhere(notice))
}

fn notice_line(notice: &Notice) -> NoticeLine {
    let label = match notice.kind {
        NoticeKind::Corrected => "更正",
        NoticeKind::Withdrawn => "撤稿",
    };
    NoticeLine { label, date: Day::of(notice.on), because: notice.because.clone() }
}

fn withdrawn_sentence(notice: Option<&Notice>) -> String {
    match notice {
        Some(notice) if notice.because.trim().is_empty() => format!("本条已于{}撤稿。", numerals::day(notice.on)),
        Some(notice) => format!("本条已于{}撤稿。原因：{}", numerals::day(notice.on), notice.because.trim()),
        None => "本条已撤稿。".to_owned(),
    }
}

fn copies(issue: &Issue) -> Vec<CopyLine> {
    let lines = [("报", &issue.copies.report_to), ("送", &issue.copies.send_to), ("发", &issue.copies.issue_to)];
    let given = lines.into_iter().filter(|(_, names)| !names.is_empty());
    given.map(|(label, names)| CopyLine { label, names: names.join("，") }).collect()
}
