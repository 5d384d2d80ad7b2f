//! Issues and items → what templates get to see of them.
//!
//! In: an issue, what can be linked to, how texts are set. Out: the values of `view`. Asks `archive` what readers may
//! see, and shows that. Refuses to know: templates.

use std::collections::BTreeMap;

use super::super::archive::{
    Topic, group_of, is_corrected, is_withdrawn, note_of, text_of, topics_of, withdrawal, words_of,
};
use super::super::body::{self, Frame, Set};
use super::super::{address, numerals};
use super::{CopyLine, Day, HistoryLine, IssueLine, IssueText, ItemLine, ItemText, NoticeLine, OutlineLine, Source};
use crate::model::issue::Replaced;
use crate::model::{Document, Issue, Item, Notice, NoticeKind, Roster, SourceUnit};

/// Characters from which on a text gets a list of contents.
const LONG: usize = 600;

/// What can be reached from a page: an EPUB or a draft has neither units' nor topics' pages to link to.
#[derive(Clone, Copy, Default)]
pub struct Reach<'a> {
    /// The units with pages.
    pub roster: Option<&'a Roster>,
    /// The topics with pages.
    pub topics: Option<&'a BTreeMap<&'a str, Topic>>,
    /// The special groups with pages.
    pub groups: Option<&'a BTreeMap<&'a str, Topic>>,
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
        gathered(self.topics, name)
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
            corrected: is_corrected(issue, item),
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
    pub fn item_text(&self, title: &str, issue: &Issue, item: &Item, setting: &Setting<'_>) -> ItemText {
        let line = self.item_line(issue, item);
        let many = issue.items.len() > 1;
        let text = text_of(issue, item);
        let text = text.as_ref().map(|text| (text, set(text, item, setting)));
        ItemText {
            anchor: anchor(item.number),
            heading: if many { format!("{}、{}", line.numeral, line.title) } else { line.title.clone() },
            outline: text.as_ref().map(|(text, set)| outline(text, set, setting)).unwrap_or_default(),
            text: text.map(|(_, set)| set.markup),
            withdrawal: line.withdrawn.then(|| withdrawn_sentence(withdrawal(issue, item))),
            notices: notices(issue, Some(item.number)).map(|notice| notice_line(issue, notice)).collect(),
            tags: topics_of(item).map(|name| self.tag(name)).collect(),
            group: group_of(item).map(|name| gathered(self.groups, name)),
            cite: cite_item(title, issue, item),
            line,
        }
    }

    /// An issue with all its texts; `setting` tells how the item at a position is set.
    pub fn issue_text<'s>(&self, title: &str, issue: &Issue, setting: impl Fn(usize) -> Setting<'s>) -> IssueText {
        let text = |(at, item): (usize, &Item)| self.item_text(title, issue, item, &setting(at));
        let (note_label, note) = note_label(note_of(issue));
        IssueText {
            line: self.issue_line(title, issue),
            texts: issue.items.iter().enumerate().map(text).collect(),
            note_label,
            note: note.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
            signed: issue.signed.clone(),
            copies: copies(issue),
            printed: issue.printed,
            notices: notices(issue, None).map(|notice| notice_line(issue, notice)).collect(),
            history: history(issue),
            cite: cite_issue(title, issue),
            foot_lines: foot_lines(issue),
        }
    }
}

/// A topic or a special group as written, linked where it has a page.
fn gathered(known: Option<&BTreeMap<&str, Topic>>, name: &str) -> Source {
    let page = known.and_then(|known| known.get(name));
    Source { written: name.to_owned(), path: page.map(|page| page.path.clone()) }
}

/// An item's place on the page of its issue.
fn anchor(number: usize) -> String {
    format!("i{number}")
}

/// 市民政局, 临湖区. 标题[Z]. 改革动态, 2016(12): 第3条, 2016-11-17 — in the manner of GB/T 7714-2015, 4.2 and 4.4, where a
/// bulletin that is no journal is [Z], and a place stands for the pages.
fn cite_item(title: &str, issue: &Issue, item: &Item) -> String {
    let named = item.sources.iter().map(|source| source.written.trim()).filter(|name| !name.is_empty());
    let by = named.collect::<Vec<_>>().join(", ");
    let by = if by.is_empty() { by } else { format!("{by}. ") };
    let number = issue.id.number().map(|number| format!("({number})")).unwrap_or_default();
    let place = if issue.items.len() > 1 { format!(": 第{}条", item.number) } else { String::new() };
    format!("{by}{}[Z]. {title}, {}{number}{place}, {}", item.title, issue.id.year, issue.date)
}

/// 中共云湖市委全面深化改革领导小组办公室. 改革动态[Z]. 2016(12), 总第45期, 2016-11-17
fn cite_issue(title: &str, issue: &Issue) -> String {
    let by = if issue.signed.trim().is_empty() { String::new() } else { format!("{}. ", issue.signed.trim()) };
    let number = issue.id.number().map(|number| format!("({number})")).unwrap_or_default();
    let total = issue.total.map(|total| format!(", 总第{total}期")).unwrap_or_default();
    format!("{by}{title}[Z]. {}{number}{total}, {}", issue.id.year, issue.date)
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

fn set(text: &Document, item: &Item, setting: &Setting<'_>) -> Set {
    let frame = Frame {
        prefix: &format!("i{}-", item.number),
        title: &item.title,
        heading: setting.heading,
        attribution: if item.attribution.trim().is_empty() { "" } else { &item.attribution },
        picture: &|source| setting.pictures.get(source).cloned(),
        epub: setting.epub,
    };
    body::set(text, &frame)
}

/// A short text is seen at a glance, and two points are no outline. The navigation of an EPUB reaches all.
fn outline(text: &Document, set: &Set, setting: &Setting<'_>) -> Vec<OutlineLine> {
    let helps = || set.outline.len() >= 3 && text.text().chars().filter(|c| !c.is_whitespace()).nth(LONG - 1).is_some();
    if setting.epub || helps() { set.outline.clone() } else { Vec::new() }
}

/// Changes of one item, or of the issue as a whole. A withdrawn item says so in place of its text already.
fn notices(issue: &Issue, item: Option<usize>) -> impl Iterator<Item = &Notice> {
    let said_elsewhere = move |notice: &Notice| notice.kind == NoticeKind::Withdrawn && item.is_some();
    issue.notices.iter().filter(move |notice| notice.item == item && !said_elsewhere(notice))
}

fn notice_line(issue: &Issue, notice: &Notice) -> NoticeLine {
    NoticeLine {
        label: notice.kind.label(),
        date: Day::of(notice.on),
        because: notice.because.clone(),
        words: words_of(issue, notice).iter().map(words).collect(),
    }
}

fn words(words: &Replaced) -> String {
    match (words.before.as_str(), words.after.as_str()) {
        (before, "") => format!("删去“{before}”。"),
        ("", after) => format!("增加“{after}”。"),
        (before, after) => format!("原为“{before}”，现为“{after}”。"),
    }
}

/// All changes, oldest first; those of one day in the order in which they were made.
fn history(issue: &Issue) -> Vec<HistoryLine> {
    let mut notices: Vec<&Notice> = issue.notices.iter().collect();
    notices.sort_by_key(|notice| notice.on);
    let line = |notice: &Notice| HistoryLine {
        notice: notice_line(issue, notice),
        item: notice.item,
        anchor: notice.item.filter(|number| issue.items.iter().any(|item| item.number == *number)).map(anchor),
    };
    notices.into_iter().map(line).collect()
}

/// What a note calls itself, and the rest of it: the word is printed once.
fn note_label(note: &str) -> (&'static str, &str) {
    let rest = |word: &str| note.trim_start().strip_prefix(word)?.strip_prefix(['：', ':']);
    let written = ["编者按", "按语", "按"].into_iter().find_map(|word| rest(word).map(|rest| (word, rest)));
    match written {
        Some(("编者按", rest)) => ("编者按", rest),
        Some((_, rest)) => ("按语", rest),
        None => ("按语", note),
    }
}

fn withdrawn_sentence(notice: Option<&Notice>) -> String {
    match notice {
        Some(notice) if notice.because.trim().is_empty() => format!("本条已于{}撤稿。", numerals::day(notice.on)),
        Some(notice) => format!("本条已于{}撤稿。原因：{}", numerals::day(notice.on), notice.because.trim()),
        None => "本条已撤稿。".to_owned(),
    }
}

/// Letters of size 4 that a receiver's line of the foot holds on paper, without its label.
const FOOT_LINE: usize = 26;

/// Lines of the foot: 报, 送, 发 as they wrap, who prints and when, how many copies.
fn foot_lines(issue: &Issue) -> usize {
    let wrapped = |line: CopyLine| (line.names.chars().count() + 1).div_ceil(FOOT_LINE);
    copies(issue).into_iter().map(wrapped).sum::<usize>() + 1 + usize::from(issue.printed.is_some())
}

fn copies(issue: &Issue) -> Vec<CopyLine> {
    let lines = [("报", &issue.copies.report_to), ("送", &issue.copies.send_to), ("发", &issue.copies.issue_to)];
    let given = lines.into_iter().filter(|(_, names)| !names.is_empty());
    given.map(|(label, names)| CopyLine { label, names: names.join("，") }).collect()
}
