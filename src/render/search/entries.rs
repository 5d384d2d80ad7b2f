//! The items that can be found, and what a result says of each.
//!
//! In: the published issues. Out: entries, oldest first, so that the newest come out first when lists are read from
//! their end; of a withdrawn item its title only. Refuses to know: runs, lists, files.

use std::borrow::Cow;

use chrono::Datelike;

use super::super::address;
use super::super::archive::{Index, is_withdrawn, text_of, topics_of};
use super::super::escape::is_printable;
use super::super::view::issue_name;
use super::fold::is_unseen;
use crate::model::{Issue, Item};

/// An item with its issue.
pub struct Entry<'a> {
    issue: &'a Issue,
    item: &'a Item,
    title: &'a str,
}

/// All items, oldest first; those of one issue from the last to the first, since lists are read from their end.
pub fn entries<'a>(index: &Index<'a>) -> Vec<Entry<'a>> {
    let of_issue = |at: &usize| {
        let issue = index.issues[*at];
        let title = index.title_of(issue);
        issue.items.iter().map(move |item| Entry { issue, item, title })
    };
    let mut entries: Vec<Entry<'a>> = index.newest.iter().flat_map(of_issue).collect();
    entries.reverse();
    entries
}

impl<'a> Entry<'a> {
    /// The item's title.
    pub fn title(&self) -> Cow<'a, str> {
        seen(Cow::Borrowed(&self.item.title))
    }

    /// What readers may read: the text and its source line.
    pub fn text(&self) -> String {
        let Some(text) = text_of(self.issue, self.item) else { return String::new() };
        let mut text = text.text();
        text.push_str(&self.item.attribution);
        seen(Cow::Owned(text)).into_owned()
    }

    /// What a result shows: fields ended by tabs, in the order in which the page reads them; the text comes last.
    pub fn record(&self, text: &str) -> String {
        let (issue, item) = (self.issue, self.item);
        let sources: Vec<&str> = item.sources.iter().map(|source| source.written.as_str()).collect();
        let fields = [
            address::item_path(&issue.id, item.number),
            self.title().into_owned(),
            issue_name(self.title, issue),
            issue.date.to_string(),
            sources.join("、"),
            if is_withdrawn(issue, item) { "已撤稿".to_owned() } else { String::new() },
        ];
        let fields = fields.iter().map(|field| plain(field));
        fields.chain([plain(text)]).collect::<Vec<_>>().join("\t")
    }

    /// The id of its title.
    pub fn series(&self) -> &'a str {
        self.issue.id.series.as_str()
    }

    /// The year of its issue.
    pub fn year(&self) -> i32 {
        self.issue.id.year
    }

    /// The year on whose days its issue came out: entries stand in the order of days.
    pub fn printed_in(&self) -> i32 {
        self.issue.date.year()
    }

    /// The ids of the units that supplied it.
    pub fn units(&self) -> impl Iterator<Item = &'a str> {
        self.item.sources.iter().filter_map(|source| Some(source.unit.as_ref()?.as_str()))
    }

    /// Its topics.
    pub fn topics(&self) -> impl Iterator<Item = String> {
        topics_of(self.item).map(plain)
    }

    /// Its kind.
    pub fn kind(&self) -> String {
        plain(self.item.kind.trim())
    }
}

/// The text without what nobody sees.
fn seen(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.contains(is_unseen) {
        true => Cow::Owned(text.chars().filter(|c| !is_unseen(*c)).collect()),
        false => text,
    }
}

/// One line: blanks of all kinds as one, and nothing that cannot be shown.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() && c != '\u{3000}' {
            if !out.ends_with([' ', '\u{3000}']) {
                out.push(' ');
            }
        } else if is_printable(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn the_newest_items_come_last_and_a_withdrawn_one_has_only_its_title() {
        let office = sample::office();
        let mut newer = sample::issue("dongtai-2016-2", "2016-02-01");
        newer.items[0].withdrawn = true;
        let archive = office.archive(vec![newer, sample::issue("dongtai-2016-1", "2016-01-01")]);
        let index = Index::of(&archive);
        let entries = entries(&index);
        let last = entries.last().expect("items");
        let record = last.record(&last.text());
        assert!(record.starts_with("dongtai/2016/002/01.html\t") && record.contains("\t已撤稿\t"), "{record}");
        assert_eq!(last.text(), "");
        assert!(!entries[0].text().is_empty());
        assert_eq!(seen(Cow::Borrowed("改\u{200b}革\u{ad}创新")), "改革创新");
        assert_eq!(plain(" 甲\t\n乙\u{0}　丙 "), " 甲 乙　丙");
    }
}
