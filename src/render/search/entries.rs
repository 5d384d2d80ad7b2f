//! The items that can be found, and what a result says of each.
//!
//! In: the published issues. Out: entries, oldest first, so that the newest come out first when lists are read from
//! their end; of a withdrawn item its title only. Refuses to know: runs, lists, files.

use chrono::Datelike;

use super::super::address;
use super::super::archive::{Index, is_withdrawn, topics_of, units_of};
use super::super::escape::is_printable;
use super::super::view::issue_name;
use super::fold::{is_unseen, seen};
use crate::model::{Issue, Item};

const TAB: u16 = 0x09;
const BLANK: u16 = 0x20;

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
    /// The item's title, in UTF-16 units.
    pub fn title(&self) -> Vec<u16> {
        seen(&self.item.title)
    }

    /// What readers may read: the text and its source line, in UTF-16 units.
    pub fn text(&self) -> Vec<u16> {
        let Some(mut text) = units_of(self.issue, self.item) else { return Vec::new() };
        text.extend(self.item.attribution.encode_utf16());
        // Most hold nothing of the kind, which is seen sooner than everything is moved.
        if text.iter().any(|unit| is_unseen(*unit)) {
            text.retain(|unit| !is_unseen(*unit));
        }
        text
    }

    /// What a result shows, in UTF-16 units: fields ended by tabs, in the order in which the page reads them; the text
    /// comes last.
    pub fn record(&self) -> Vec<u16> {
        let (issue, item) = (self.issue, self.item);
        let sources: Vec<&str> = item.sources.iter().map(|source| source.written.as_str()).collect();
        let units = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
        let fields = [
            units(&address::item_path(&issue.id, item.number)),
            self.title(),
            units(&issue_name(self.title, issue)),
            units(&issue.date.to_string()),
            units(&sources.join("、")),
            units(if is_withdrawn(issue, item) { "已撤稿" } else { "" }),
        ];
        let text = self.text();
        let mut record = Vec::with_capacity(text.len() + 256);
        for field in fields {
            push_plain(&field, &mut record);
            record.push(TAB);
        }
        push_plain(&text, &mut record);
        record
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

/// One line: blanks of all kinds as one, and nothing that cannot be shown.
fn push_plain(text: &[u16], out: &mut Vec<u16>) {
    let from = out.len();
    for (at, unit) in text.iter().enumerate() {
        match unit {
            // Nearly all of a text, at a glance.
            0x21..=0x7e | 0x3000..=0xd7ff => out.push(*unit),
            // The halves of a character go or stay with it.
            0xd800..=0xdbff => {
                let both = char::decode_utf16(text[at..].iter().copied().take(2)).next();
                if both.is_some_and(|both| both.is_ok_and(is_printable)) {
                    out.extend_from_slice(&text[at..at + 2]);
                }
            }
            0xdc00..=0xdfff => {}
            _ => push_other(char::from_u32((*unit).into()).unwrap_or_default(), *unit, from, out),
        }
    }
    let end = out[from..].iter().rposition(|unit| !is_blank(*unit)).map_or(from, |last| from + last + 1);
    out.truncate(end);
}

/// Appends a character that may be a blank, or none to be shown, to what began at `from`.
fn push_other(c: char, unit: u16, from: usize, out: &mut Vec<u16>) {
    if c.is_whitespace() {
        if !out[from..].last().is_some_and(|last| is_blank(*last)) {
            out.push(BLANK);
        }
    } else if is_printable(c) {
        out.push(unit);
    }
}

fn is_blank(unit: u16) -> bool {
    matches!(unit, BLANK | 0x3000)
}

/// The same of a text that is no piece of a record.
fn plain(text: &str) -> String {
    let (units, mut out) = (text.encode_utf16().collect::<Vec<u16>>(), Vec::new());
    push_plain(&units, &mut out);
    String::from_utf16_lossy(&out)
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
        let record = String::from_utf16(&last.record()).expect("whole characters");
        assert!(record.starts_with("dongtai/2016/002/01.html\t") && record.contains("\t已撤稿\t"), "{record}");
        assert!(last.text().is_empty());
        assert!(!entries[0].text().is_empty());
        assert_eq!(String::from_utf16_lossy(&seen("改\u{200b}革\u{ad}创新")), "改革创新");
        assert_eq!(plain(" 甲\t\n乙\u{0}　丙𠮷\u{10fffe}\u{a0}丁　 "), " 甲 乙　丙𠮷 丁");
    }
}
