//! What internal pages show, as the templates get to see it. What is hashed here is all that a page depends on besides
//! templates and settings: a page whose values are the same is the same. (The briefs of a unit stand for themselves with the
//! marks of `piles`.)
//!
//! In: entries, findings, standings. Out: serde structs that can be hashed. Refuses to know: which page shows what.

use std::fmt::Display;

use chrono::NaiveDateTime;
use serde::{Serialize, Serializer};
use tera::Context;

use crate::diagnostic::Finding;
use crate::error::{self, Error};
use crate::model::ReceiptNo;

/// The first page.
#[derive(Serialize, Hash)]
pub struct Index<'a> {
    #[serde(flatten)]
    pub common: Common<'a>,
    /// The first of those that wait, how many there are, and how many stand on the pages of their units only.
    pub waiting: Vec<Brief<'a>>,
    pub waiting_count: usize,
    pub waiting_rest: usize,
    pub returned: Vec<Brief<'a>>,
    pub held: Vec<Brief<'a>>,
    pub accepted: Vec<Brief<'a>>,
    pub drafts: Vec<DraftLine>,
    pub files: Vec<(&'a str, FindingLine<'a>)>,
    pub units: Vec<UnitLine<'a>>,
    pub last_month: String,
    pub last_quota: String,
    pub month: String,
    pub quota: String,
}

/// The page of a unit.
#[derive(Serialize, Hash)]
pub struct OfUnit<'a> {
    #[serde(flatten)]
    pub common: Common<'a>,
    pub unit: &'a str,
    pub briefs: Vec<Brief<'a>>,
    pub files: Vec<(&'a str, FindingLine<'a>)>,
    pub owed: Vec<String>,
}

/// What all pages show.
#[derive(Serialize, Hash)]
pub struct Common<'a> {
    pub office: &'a str,
    pub today: String,
}

/// A brief. What has to be put into words is so only where a page is made.
#[derive(Serialize, Hash)]
pub struct Brief<'a> {
    #[serde(serialize_with = "in_words")]
    pub receipt: ReceiptNo,
    pub path: &'a str,
    pub title: &'a str,
    #[serde(serialize_with = "listed")]
    pub units: &'a [String],
    pub kind: &'a str,
    #[serde(serialize_with = "to_the_minute")]
    pub received: NaiveDateTime,
    pub state: &'static str,
    /// Whether its file is no longer in the folder.
    pub gone: bool,
    pub because: &'a str,
    pub findings: Vec<FindingLine<'a>>,
}

#[derive(Serialize, Hash)]
pub struct FindingLine<'a> {
    pub severity: &'static str,
    pub label: &'static str,
    pub code: &'static str,
    #[serde(serialize_with = "place")]
    pub place: Option<(usize, usize)>,
    pub message: &'a str,
    pub help: &'a str,
}

#[derive(Serialize, Hash)]
pub struct DraftLine {
    pub id: String,
    pub title: String,
    pub page: String,
    pub items: usize,
    pub trouble: String,
}

#[derive(Serialize, Hash)]
pub struct UnitLine<'a> {
    pub id: String,
    pub name: &'a str,
    pub class: &'static str,
    pub owed: String,
    /// Briefs that wait for the office, and those in its folder that must be mended.
    pub waiting: usize,
    pub to_mend: usize,
}

impl<'a> FindingLine<'a> {
    pub fn of(finding: &'a Finding) -> Self {
        FindingLine {
            severity: finding.severity.key(),
            label: finding.severity.label(),
            code: finding.code.name,
            place: finding.place.as_ref().map(|place| (place.line, place.column)),
            message: &finding.message,
            help: &finding.help,
        }
    }
}

fn in_words<S: Serializer>(value: &impl Display, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(value)
}

fn listed<S: Serializer>(names: &&[String], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&names.join("、"))
}

fn to_the_minute<S: Serializer>(moment: &NaiveDateTime, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&moment.format("%Y-%m-%d %H:%M"))
}

/// Line and column.
fn place<S: Serializer>(place: &Option<(usize, usize)>, to: S) -> Result<S::Ok, S::Error> {
    match place {
        Some((line, column)) => to.collect_str(&format_args!("第 {line} 行第 {column} 字")),
        None => to.serialize_str(""),
    }
}

/// The values of a page, for its template.
pub fn context(values: &impl Serialize) -> error::Result<Context> {
    Context::from_serialize(values).map_err(|fault| Error::defect("内部网页的内容写不出来").because(fault))
}
