//! The case volume (典型案例汇编): the cases of a year from all titles, ordered by field.
//!
//! In: settings, roster, the issues of a year with their titles. Out: the EPUB's bytes. A field is the special group
//! that a case names; cases without one come last. Refuses to know: other years.

use std::collections::BTreeMap;

use super::access::Access;
use super::binder::Binder;
use super::bindery::Bindery;
use super::chapter::Entry;
use super::cover::Cover;
use super::indexes::{Words, add_indexes};
use super::lines;
use super::package::{Book, Identity};
use super::volume::{Part, PartLine, contents, imprint};
use crate::config::Settings;
use crate::error::Result;
use crate::model::{Issue, Item, Roster};
use crate::render::archive::is_withdrawn;
use crate::render::changes::issue_changed;

/// The kind whose items are cases.
const CASE: &str = "案例";
/// What the volume is called.
const TITLE: &str = "典型案例汇编";

/// Whether an item is a case.
pub fn is_case(item: &Item) -> bool {
    item.kind.trim() == CASE
}

/// The name of a year's case volume.
pub fn cases_name(year: i32) -> String {
    format!("《{TITLE}》{year}年")
}

/// The EPUB of a year's cases; `issues` with their titles, in the order of titles and numbers.
pub fn cases<'a>(
    settings: &Settings,
    roster: &Roster,
    year: i32,
    issues: &[(&'a str, &'a Issue)],
    bindery: &Bindery<'a>,
) -> Result<Vec<u8>> {
    let fields = by_field(roster, issues);
    let entries: Vec<Entry<'a>> = fields.iter().flat_map(|(_, entries)| entries.iter().copied()).collect();
    let identity = cases_identity(year, issues);
    let date = identity.date;
    let said = [format!("共{}篇", entries.iter().filter(|entry| !is_withdrawn(entry.issue, entry.item)).count())];
    let cover = Cover::of(TITLE, &[&format!("{year}年"), &said[0]], &[&settings.office]);
    let book = Book::of(settings, identity, cover, Access::of(&entries, true));
    let mut parts = Vec::with_capacity(fields.len());
    for (name, entries) in fields {
        parts.push((name, bindery.chapters(&entries)?));
    }
    let words = Words::of(roster, parts.iter().flat_map(|(_, chapters)| chapters));
    let mut binder = Binder::new(bindery, &book)?;
    contents(&mut binder, &cases_name(year), &said, &listed(&parts))?;
    for (at, (name, part)) in parts.iter().enumerate() {
        add_field(&mut binder, at, name, part)?;
    }
    add_indexes(&mut binder, &words)?;
    imprint(&mut binder, &said)?;
    binder.bound(date)
}

/// What tells a year's case volume from other books; `issues` are those that hold its cases, with their titles.
pub fn cases_identity(year: i32, issues: &[(&str, &Issue)]) -> Identity {
    let date = |day: fn(&Issue) -> chrono::NaiveDate| issues.iter().map(|(_, issue)| day(issue)).max();
    Identity {
        // No issue's name holds a blank.
        key: format!("cases {year}"),
        title: cases_name(year),
        series: TITLE.to_owned(),
        position: u32::try_from(year).ok(),
        date: date(|issue| issue.date).unwrap_or_default(),
        modified: date(issue_changed).unwrap_or_default(),
    }
}

/// The cases of each field: special groups as the roster orders them, then fields that it does not know, by name, then
/// the cases without a field.
fn by_field<'a>(roster: &Roster, issues: &[(&'a str, &'a Issue)]) -> Vec<(String, Vec<Entry<'a>>)> {
    let mut fields: BTreeMap<(usize, String), Vec<Entry<'a>>> = BTreeMap::new();
    let entries = issues.iter().flat_map(|(title, issue)| Entry::of_issue(title, issue));
    for entry in entries.filter(|entry| is_case(entry.item)) {
        fields.entry(field(roster, entry.item)).or_default().push(entry);
    }
    let alone = fields.len() == 1;
    let name = |(place, name): (usize, String)| match place {
        usize::MAX if alone => "案例".to_owned(),
        usize::MAX => "其他案例".to_owned(),
        _ => name,
    };
    fields.into_iter().map(|(field, entries)| (name(field), entries)).collect()
}

fn field(roster: &Roster, item: &Item) -> (usize, String) {
    let Some(written) = item.group.as_deref().map(str::trim).filter(|group| !group.is_empty()) else {
        return (usize::MAX, String::new());
    };
    let unit = roster.resolve(written).map(|unit| unit.name.as_str());
    let place = unit.and_then(|name| roster.units().iter().position(|unit| unit.name == name));
    (place.unwrap_or(usize::MAX - 1), unit.unwrap_or(written).to_owned())
}

fn listed<'c>(parts: &'c [(String, Part<'_>)]) -> Vec<PartLine<'c>> {
    let line = |(at, (name, chapters)): (usize, &'c (String, Part<'_>))| PartLine {
        href: field_href(at),
        heading: name.clone(),
        date: None,
        chapters: lines(chapters),
    };
    parts.iter().enumerate().map(line).collect()
}

fn field_href(at: usize) -> String {
    format!("field-{:02}.xhtml", at + 1)
}

fn add_field<'b>(binder: &mut Binder<'_, 'b>, at: usize, name: &str, part: &Part<'b>) -> Result<()> {
    let href = field_href(at);
    let mut values = tera::Context::new();
    values.insert("name", name);
    values.insert("chapters", &lines(part));
    binder.page(&href, "field.xhtml", values)?;
    binder.entry(1, &href, name);
    for chapter in part {
        binder.chapter(chapter, 2, &chapter.line.title);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn fields_come_as_the_roster_orders_them_and_cases_without_one_come_last() {
        let office = sample::office();
        let mut issue = sample::issue("dongtai-2016-1", "2016-01-07");
        let groups = [None, Some("生态专项小组"), Some("民主法制专项小组"), Some(" "), Some("民主法制专项小组")];
        issue.items = groups.iter().zip(1..).map(|(group, number)| sample::case(number, *group)).collect();
        issue.items.push(sample::item(6, "不是案例"));
        let fields = by_field(&office.roster, &[("改革动态", &issue)]);
        let told: Vec<(&str, Vec<usize>)> = fields
            .iter()
            .map(|(name, entries)| (name.as_str(), entries.iter().map(|entry| entry.item.number).collect()))
            .collect();
        assert_eq!(told, [("民主法制专项小组", vec![3, 5]), ("生态专项小组", vec![2]), ("其他案例", vec![1, 4])]);
        issue.items.truncate(1);
        assert_eq!(by_field(&office.roster, &[("改革动态", &issue)])[0].0, "案例");
    }
}
