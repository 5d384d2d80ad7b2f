//! Titles and their numbered issues.
//!
//! In: what an issue folder and the settings say. Out: issues, items and the names by which people and addresses
//! call them. Refuses to know: folders, seals, receipts' history, pages.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

pub use super::item::{Body, Item, ItemImage, SourceUnit};
use super::receipt::Malformed;
use super::unit::is_address_word;

/// Folders of the site that are no title's: no series may be called like one.
pub const SITE_FOLDERS: [&str; 8] = ["units", "topics", "groups", "years", "cases", "search", "opds", "assets"];

/// A series' short name for addresses and folders.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeriesId(String);

impl SeriesId {
    /// `None` unless the text is 1–40 lower-case ASCII letters, digits and inner hyphens.
    pub fn new(text: &str) -> Option<Self> {
        is_address_word(text).then(|| SeriesId(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SeriesId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for SeriesId {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        SeriesId::new(text).ok_or(Malformed)
    }
}

/// A title that the office publishes, such as 《改革动态》.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Short name for addresses and folders.
    pub id: SeriesId,
    /// The title, without book-title marks.
    pub title: String,
    /// Fewest items of an issue.
    pub min_items: usize,
    /// Most items of an issue.
    pub max_items: usize,
    /// Where counting starts, for offices that have published before.
    pub start: Option<SeriesStart>,
    /// 报, 送, 发: who gets an issue, unless the issue says otherwise.
    pub copies: Copies,
    /// 共印份数: how many copies of an issue are printed; new drafts take it over.
    pub printed: Option<u32>,
    /// Whether it goes to a higher office, where “我市” is nobody.
    pub upward: bool,
}

/// The first number that the tool hands out in a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesStart {
    /// In this year …
    pub year: i32,
    /// … the first number is this …
    pub number: u32,
    /// … and the running total of that issue is this.
    pub total: u32,
}

/// 报, 送, 发: the receivers at the foot of an issue.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Copies {
    /// 报: higher offices.
    pub report_to: Vec<String>,
    /// 送: equals.
    pub send_to: Vec<String>,
    /// 发: lower units.
    pub issue_to: Vec<String>,
}

/// What an issue's folder is called: its number, or a word where nobody knows the number any more.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// The number within the year, from 1.
    Number(u32),
    /// An old issue whose number is not known.
    Word(String),
}

impl Slot {
    /// The folder's name: three digits or more, or the word.
    pub fn folder(&self) -> String {
        match self {
            Slot::Number(number) => format!("{number:03}"),
            Slot::Word(word) => word.clone(),
        }
    }

    /// Reads a folder's name; `None` when it can be no slot.
    pub fn from_folder(name: &str) -> Option<Self> {
        if !name.is_empty() && name.len() <= 6 && name.bytes().all(|b| b.is_ascii_digit()) {
            let number = name.parse().ok().filter(|&n| n > 0)?;
            return (Slot::Number(number).folder() == name).then_some(Slot::Number(number));
        }
        let word = is_address_word(name) && !name.contains('-') && name.starts_with(|c: char| c.is_ascii_lowercase());
        word.then(|| Slot::Word(name.to_owned()))
    }
}

/// An issue's name for people and commands: `dongtai-2016-12`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IssueId {
    /// Its series.
    pub series: SeriesId,
    /// The year in which it counts.
    pub year: i32,
    /// Its number or word.
    pub slot: Slot,
}

impl IssueId {
    /// The number within the year, where it is known.
    pub fn number(&self) -> Option<u32> {
        match self.slot {
            Slot::Number(number) => Some(number),
            Slot::Word(_) => None,
        }
    }
}

impl fmt::Display for IssueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.slot {
            Slot::Number(number) => write!(f, "{}-{}-{}", self.series, self.year, number),
            Slot::Word(word) => write!(f, "{}-{}-{}", self.series, self.year, word),
        }
    }
}

impl FromStr for IssueId {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let mut parts = text.trim().rsplitn(3, '-');
        let (slot, year, series) = (parts.next(), parts.next(), parts.next());
        let slot = slot.ok_or(Malformed)?;
        let number = slot.parse().ok().filter(|&n: &u32| n > 0).map(Slot::Number);
        let year = year.filter(|y| y.len() == 4).and_then(|y| y.parse().ok()).ok_or(Malformed)?;
        Ok(IssueId {
            series: series.and_then(SeriesId::new).ok_or(Malformed)?,
            year,
            slot: number.or_else(|| Slot::from_folder(slot)).ok_or(Malformed)?,
        })
    }
}

/// An issue as readers get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Its name.
    pub id: IssueId,
    /// The running total of the series (总第N期).
    pub total: Option<u32>,
    /// The day on which it was signed off.
    pub date: NaiveDate,
    /// Who signs: the line at the foot.
    pub signed: String,
    /// 按语.
    pub note: String,
    /// 报, 送, 发.
    pub copies: Copies,
    /// 共印份数, where the issue says so.
    pub printed: Option<u32>,
    /// The items, in order.
    pub items: Vec<Item>,
    /// What was changed after publishing, oldest first.
    pub notices: Vec<Notice>,
}

/// What kind of change was made after publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// 更正
    Corrected,
    /// 撤稿
    Withdrawn,
}

impl NoticeKind {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            NoticeKind::Corrected => "更正",
            NoticeKind::Withdrawn => "撤稿",
        }
    }
}

/// A notice of a change made after publishing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Notice {
    /// What was done.
    pub kind: NoticeKind,
    /// To which item (from 1); `None`: the issue as a whole.
    pub item: Option<usize>,
    /// When.
    pub on: NaiveDate,
    /// Why, in the office's words.
    pub because: String,
    /// The words that a correction replaced, where they are few enough to be quoted.
    pub words: Vec<Replaced>,
}

/// Words that were replaced; one of the two may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Replaced {
    /// What readers read before.
    pub before: String,
    /// What they read now.
    pub after: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issue_is_called_by_series_year_and_number() {
        let id: IssueId = "dongtai-2016-12".parse().expect("a name");
        assert_eq!((id.series.as_str(), id.year, id.number()), ("dongtai", 2016, Some(12)));
        assert_eq!(id.slot.folder(), "012");
        assert_eq!(id.to_string(), "dongtai-2016-12");
        assert_eq!("dongtai-2016-012".parse(), Ok(id));
        let hyphenated: IssueId = "gai-ge-2016-3".parse().expect("a name");
        assert_eq!(hyphenated.series.as_str(), "gai-ge");
        for text in ["dongtai", "dongtai-2016", "dongtai-16-1", "dongtai-2016-0", "动态-2016-1"] {
            assert_eq!(text.parse::<IssueId>(), Err(Malformed), "{text}");
        }
    }

    #[test]
    fn a_folder_names_one_slot_only() {
        assert_eq!(Slot::from_folder("012"), Some(Slot::Number(12)));
        assert_eq!(Slot::from_folder("1012"), Some(Slot::Number(1012)));
        assert_eq!(Slot::from_folder("12"), None, "two folders would mean one number");
        assert_eq!(Slot::from_folder("zengkan"), Some(Slot::Word("zengkan".into())));
        assert_eq!(Slot::from_folder("第1期"), None);
    }
}
