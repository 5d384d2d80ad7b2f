//! What pages show, as numbers: a page whose number stays the same stays the same, byte for byte.
//!
//! In: the index. Out: for each issue and item a number for what lists show of it and one for all there is to it; and,
//! put together of these by those who add pages, a number for each page, with the issues whose texts it takes to make it.
//! What all pages depend on (settings, roster, templates, the program) is in none of these numbers.
//! Refuses to know: pages. A text is known by its digest: numbers can be had without reading any.

use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use super::super::archive::{Index, Place, group_of, is_corrected, is_withdrawn, topics_of};
use crate::model::{Issue, IssueId, Item};

/// What a page shows.
#[derive(Default)]
pub struct Shown<'a> {
    hasher: DefaultHasher,
    /// The issues whose texts it takes to make it.
    pub texts: Vec<&'a IssueId>,
}

impl<'a> Shown<'a> {
    /// Something of which it depends.
    pub fn of(what: impl Hash) -> Self {
        Shown::default().and(what)
    }

    /// And something else.
    pub fn and(mut self, what: impl Hash) -> Self {
        what.hash(&mut self.hasher);
        self
    }

    /// And these, however many.
    pub fn all(self, what: impl Iterator<Item = impl Hash>) -> Self {
        let (shown, count) = what.fold((self, 0_usize), |(shown, count), one| (shown.and(one), count + 1));
        shown.and(count)
    }

    /// The texts of an issue are needed to make it.
    pub fn with_texts(mut self, issue: &'a Issue) -> Self {
        if self.texts.last() != Some(&&issue.id) {
            self.texts.push(&issue.id);
        }
        self
    }

    /// The number.
    pub fn number(&self) -> u64 {
        self.hasher.finish()
    }
}

/// The numbers of all issues and items.
pub struct Marks {
    issues: Vec<IssueMarks>,
    /// Of everything there is.
    pub everything: u64,
}

struct IssueMarks {
    name: u64,
    line: u64,
    whole: u64,
    /// Line and whole of each item.
    items: Vec<(u64, u64)>,
}

impl Marks {
    /// The numbers of the index, issue by issue.
    pub fn of(index: &Index<'_>) -> Self {
        let issues: Vec<IssueMarks> = index.issues.par_iter().map(|issue| of_issue(index, issue)).collect();
        let everything = Shown::default().all(issues.iter().map(|issue| issue.whole)).number();
        Marks { issues, everything }
    }

    /// What links to an issue show: its name and its day.
    pub fn name(&self, issue: usize) -> u64 {
        self.issues[issue].name
    }

    /// What lists of issues show of one, with its items.
    pub fn line(&self, issue: usize) -> u64 {
        self.issues[issue].line
    }

    /// Everything about an issue.
    pub fn whole(&self, issue: usize) -> u64 {
        self.issues[issue].whole
    }

    /// What lists of items show of one, with its issue.
    pub fn entry(&self, Place { issue, item }: Place) -> u64 {
        Shown::of(self.issues[issue].name).and(self.issues[issue].items[item].0).number()
    }

    /// Everything about an item, with the name of its issue.
    pub fn item(&self, Place { issue, item }: Place) -> u64 {
        Shown::of(self.issues[issue].name).and(self.issues[issue].items[item].1).number()
    }
}

fn of_issue(index: &Index<'_>, issue: &Issue) -> IssueMarks {
    let items: Vec<(u64, u64)> = issue.items.iter().map(|item| of_item(index, issue, item)).collect();
    let name = Shown::of(&issue.id).and(issue.total).and(issue.date).number();
    let line = Shown::of(name).all(items.iter().map(|(line, _)| line)).number();
    let whole = Shown::of(name).and((&issue.signed, &issue.note, &issue.copies, issue.printed, &issue.notices));
    let whole = whole.all(items.iter().map(|(_, whole)| whole)).number();
    IssueMarks { name, line, whole, items }
}

fn of_item(index: &Index<'_>, issue: &Issue, item: &Item) -> (u64, u64) {
    let corrected = is_corrected(issue, item);
    let line =
        Shown::of((item.number, &item.title, &item.sources)).and((is_withdrawn(issue, item), corrected)).number();
    let topics = topics_of(item).map(|name| (name, index.topics.get(name).map(|topic| &topic.path)));
    let group = group_of(item).map(|name| (name, index.groups.get(name).map(|group| &group.path)));
    let whole = Shown::of(line).and((&item.kind, &item.attribution, item.digest)).and((group, &issue.notices));
    let pictures = item.images.iter().map(|picture| (&picture.source, picture.digest, picture.format));
    (line, whole.all(topics).all(pictures).number())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::Site;
    use super::*;
    use crate::model::{Digest, Notice, NoticeKind};
    use crate::render::Templates;
    use crate::render::tests::sample;

    fn numbers(issue: Issue) -> [u64; 5] {
        let office = sample::office();
        let archive = office.archive(vec![issue]);
        let marks = Marks::of(&Index::of(&archive));
        let place = Place { issue: 0, item: 0 };
        [marks.name(0), marks.line(0), marks.whole(0), marks.entry(place), marks.item(place)]
    }

    fn changed(change: impl Fn(&mut Issue)) -> [bool; 5] {
        let issue = || sample::issue("dongtai-2016-1", "2016-01-07");
        let mut other = issue();
        change(&mut other);
        let (before, after) = (numbers(issue()), numbers(other));
        std::array::from_fn(|at| before[at] != after[at])
    }

    /// Issues that differ in one thing or another, and in several at once.
    fn variants() -> Vec<Issue> {
        let notice =
            |kind, item| Notice { kind, item, on: sample::day("2016-02-01"), because: "误发".into(), words: vec![] };
        type Change = Box<dyn Fn(&mut Issue)>;
        let changes: Vec<Change> = vec![
            Box::new(|issue| issue.total = Some(7)),
            Box::new(|issue| issue.items[0].title.push('新')),
            Box::new(|issue| issue.items[0].sources.clear()),
            Box::new(|issue| issue.items[0].tags = vec!["信用".into()]),
            Box::new(|issue| drop(issue.items.pop())),
            Box::new(|issue| issue.items[0].withdrawn = true),
            Box::new(move |issue| issue.notices.push(notice(NoticeKind::Corrected, Some(1)))),
            Box::new(move |issue| issue.notices.push(notice(NoticeKind::Withdrawn, Some(1)))),
            Box::new(move |issue| issue.notices.push(notice(NoticeKind::Withdrawn, None))),
            Box::new(move |issue| issue.notices.push(notice(NoticeKind::Corrected, None))),
        ];
        let made = |bits: usize| {
            let mut issue = sample::issue("dongtai-2016-1", "2016-01-07");
            changes.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).for_each(|(_, change)| change(&mut issue));
            issue
        };
        (0..1 << 10).filter(|bits: &usize| bits.count_ones() < 4).map(made).collect()
    }

    #[test]
    fn where_numbers_are_the_same_lists_are_the_same() {
        let office = sample::office();
        let templates = Templates::built_in();
        let mut known: HashMap<(&str, u64), String> = HashMap::new();
        for issue in variants() {
            let archive = office.archive(vec![issue]);
            let site = Site::of(&archive, &templates);
            let place = Place { issue: 0, item: 0 };
            let json = |value: serde_json::Result<String>| value.expect("JSON");
            let shown = [
                ("entry", site.marks.entry(place), json(serde_json::to_string(&site.entry(place)))),
                ("line", site.marks.line(0), json(serde_json::to_string(&site.issue_line(0)))),
            ];
            for (what, number, shown) in shown {
                assert_eq!(known.entry((what, number)).or_insert_with(|| shown.clone()), &shown, "{what}");
            }
        }
        assert!(known.len() > 40, "{}", known.len());
    }

    #[test]
    fn each_number_changes_with_what_it_stands_for() {
        assert_eq!(changed(|_| {}), [false; 5]);
        assert_eq!(changed(|issue| issue.total = Some(7)), [true; 5]);
        assert_eq!(changed(|issue| issue.items[0].title.push('新')), [false, true, true, true, true]);
        assert_eq!(changed(|issue| issue.items[1].title.push('新')), [false, true, true, false, false]);
        assert_eq!(changed(|issue| issue.items[0].digest = Digest::of(b"x")), [false, false, true, false, true]);
        assert_eq!(changed(|issue| issue.note = "按语".into()), [false, false, true, false, false]);
        let notice = |item| Notice {
            kind: NoticeKind::Withdrawn,
            item,
            on: sample::day("2016-02-01"),
            because: "误发".into(),
            words: vec![],
        };
        assert_eq!(changed(|issue| issue.notices.push(notice(None))), [false, true, true, true, true]);
        assert_eq!(changed(|issue| issue.notices.push(notice(Some(2)))), [false, true, true, false, true]);
    }
}
