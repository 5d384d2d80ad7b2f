//! A unit that must report: its names through time and the days on which it exists.
//!
//! In: what units.toml says. Out: answers about names and days. Refuses to know: files, briefs, duties.

use std::fmt;

use chrono::NaiveDate;

/// A unit's short name for addresses and files: ASCII letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitId(String);

impl UnitId {
    /// `None` unless the text is 1–40 lower-case ASCII letters, digits and inner hyphens.
    pub fn new(text: &str) -> Option<Self> {
        is_address_word(text).then(|| UnitId(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a word may stand in an address: lower-case ASCII letters, digits, inner hyphens, at most 40.
pub fn is_address_word(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=40).contains(&text.len()) && text.bytes().all(plain) && !text.starts_with('-') && !text.ends_with('-')
}

/// The four classes of reporting units in the regime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitClass {
    /// 专项小组
    Group,
    /// 市级部门
    Department,
    /// 县区
    County,
    /// 开发区
    Zone,
}

impl UnitClass {
    /// All classes, in the order in which the office lists them.
    pub const ALL: [UnitClass; 4] = [UnitClass::Group, UnitClass::Department, UnitClass::County, UnitClass::Zone];

    /// The office's word for it.
    pub fn label(self) -> &'static str {
        match self {
            UnitClass::Group => "专项小组",
            UnitClass::Department => "市级部门",
            UnitClass::County => "县区",
            UnitClass::Zone => "开发区",
        }
    }

    /// The class with that label.
    pub fn from_label(label: &str) -> Option<Self> {
        UnitClass::ALL.into_iter().find(|class| class.label() == label)
    }
}

/// A name that a unit bore until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerName {
    /// The earlier name.
    pub name: String,
    /// Its last day (inclusive).
    pub until: NaiveDate,
}

/// A reporting unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Short name for addresses; never changes.
    pub id: UnitId,
    /// The usual name (市民政局).
    pub name: String,
    /// The name in full (昆明市民政局), where it differs.
    pub full_name: Option<String>,
    /// Its class.
    pub class: UnitClass,
    /// Other ways in which it is written.
    pub aliases: Vec<String>,
    /// Earlier names.
    pub formerly: Vec<FormerName>,
    /// The first day on which it exists; `None`: since before anyone counts.
    pub from: Option<NaiveDate>,
    /// The last day on which it exists (inclusive); `None`: to this day.
    pub until: Option<NaiveDate>,
    /// The unit that took over its tasks.
    pub merged_into: Option<UnitId>,
}

impl Unit {
    /// Whether it exists on at least one day of `first..=last`.
    pub fn exists_within(&self, first: NaiveDate, last: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= last) && self.until.is_none_or(|until| until >= first)
    }

    /// Every name it answers to: usual, full, aliases, earlier ones.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str())
            .chain(self.full_name.as_deref())
            .chain(self.aliases.iter().map(String::as_str))
            .chain(self.formerly.iter().map(|former| former.name.as_str()))
    }
}
