//! Items gathered under a name: by topic, and by the special group whose field they are.
//!
//! In: the index. Out: a page for every topic and group, and their lists with counts. Refuses to know: who chose the
//! names.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::super::address;
use super::super::archive::{Index, Topic, group_of};
use super::super::view::Link;
use super::frame::PageHead;
use super::meta::About;
use super::{Counted, EntryYear, Pages, Shown, Site, by_year};
use crate::error::Result;

/// What items are gathered by, with its pages.
struct Gathering {
    of: for<'s, 'a> fn(&'s Index<'a>) -> &'s BTreeMap<&'a str, Topic>,
    /// What the navigation calls the list.
    way: &'static str,
    list: &'static str,
    list_template: &'static str,
    list_value: &'static str,
    template: &'static str,
    value: &'static str,
    title: fn(&str) -> String,
    /// Whether the list is ordered by field.
    by_field: bool,
    about: fn(&str) -> About,
}

const TOPICS: Gathering = Gathering {
    of: |index| &index.topics,
    way: "按主题",
    list: address::TOPICS,
    list_template: "topics.html",
    list_value: "topics",
    template: "topic.html",
    value: "topic",
    title: |name| format!("主题：{name}"),
    by_field: true,
    about: |name| About::Topic(name.to_owned()),
};

const GROUPS: Gathering = Gathering {
    of: |index| &index.groups,
    way: "按专项小组",
    list: address::GROUPS,
    list_template: "groups.html",
    list_value: "groups",
    template: "group.html",
    value: "group",
    title: str::to_owned,
    by_field: false,
    about: |_| About::Page,
};

/// So many topics are seen at a glance; of more, the most frequent ones stand before the others.
const AT_A_GLANCE: usize = 40;
/// The most frequent ones.
const FREQUENT: usize = 16;

/// A list of names with counts.
#[derive(Serialize)]
struct GatheredList {
    /// Those with most items, where there are many; else all.
    most: Vec<Counted>,
    /// All, by the field in which they occur most, in the order of their names; none for fields themselves.
    fields: Vec<Field>,
}

#[derive(Serialize)]
struct Field {
    name: String,
    names: Vec<Counted>,
}

#[derive(Serialize)]
struct GatheredPage {
    name: String,
    count: usize,
    /// Items of which only the title is left.
    withdrawn: usize,
    /// The unit of that name, where a special group also reports itself.
    unit: Option<Link>,
    years: Vec<EntryYear>,
}

pub(super) fn add(pages: &mut Pages<'_>) {
    for gathering in [&TOPICS, &GROUPS] {
        let site = Arc::clone(&pages.site);
        for (&name, topic) in (gathering.of)(&site.index) {
            let shown = Shown::of(name).all(topic.items.iter().map(|place| site.marks.entry(*place)));
            pages.add(topic.path.clone(), shown, move |site| page(site, gathering, name));
        }
        pages.add_overview(gathering.list, move |site| list_page(site, gathering));
    }
}

/// What was gathered, with counts; what holds most comes first.
pub(super) fn counted(index: &Index<'_>, all: &BTreeMap<&str, Topic>) -> Vec<Counted> {
    let count = |(name, topic): (&&str, &Topic)| Counted::new(*name, topic.path.as_str(), index.readable(&topic.items));
    let mut all: Vec<Counted> = all.iter().map(count).collect();
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.link.name.cmp(&b.link.name)));
    all
}

/// Topics by the field in which they occur most.
fn fields(index: &Index<'_>) -> Vec<Field> {
    let mut fields: BTreeMap<&str, Vec<Counted>> = BTreeMap::new();
    let mut none = Vec::new();
    for (name, topic) in &index.topics {
        let topic_line = Counted::new(*name, topic.path.as_str(), index.readable(&topic.items));
        match field_of(index, topic) {
            Some(field) => fields.entry(field).or_default().push(topic_line),
            None => none.push(topic_line),
        }
    }
    if fields.is_empty() {
        return Vec::new();
    }
    let mut fields: Vec<Field> =
        fields.into_iter().map(|(name, names)| Field { name: name.to_owned(), names }).collect();
    if !none.is_empty() {
        fields.push(Field { name: "其他".to_owned(), names: none });
    }
    fields
}

fn field_of<'i>(index: &'i Index<'_>, topic: &Topic) -> Option<&'i str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for place in &topic.items {
        if let Some(group) = group_of(&index.issues[place.issue].items[place.item]) {
            *counts.entry(group).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(name, count)| (*count, Reverse(*name))).map(|(name, _)| name)
}

fn page(site: &Site<'_>, gathering: &Gathering, name: &str) -> Result<Vec<u8>> {
    let topic = &(gathering.of)(&site.index)[name];
    let count = site.index.readable(&topic.items);
    let unit = site.archive.roster.resolve(name).filter(|_| !gathering.by_field);
    let view = GatheredPage {
        name: name.to_owned(),
        count,
        withdrawn: topic.items.len() - count,
        unit: unit.map(super::units::link),
        years: by_year(site.entries(&topic.items)),
    };
    let description = format!("关于“{name}”的改革信息，共{count}条。");
    let head = PageHead::new(topic.path.as_str(), (gathering.title)(name), description);
    let head = head.below(vec![Link::new(gathering.way, gathering.list)]).about((gathering.about)(name));
    site.page(gathering.template, &head, gathering.value, &view)
}

fn list_page(site: &Site<'_>, gathering: &Gathering) -> Result<Vec<u8>> {
    let way = gathering.way;
    let head = PageHead::new(gathering.list, format!("{way}查阅"), format!("{way}列出已刊发的改革信息。"));
    let mut most = counted(&site.index, (gathering.of)(&site.index));
    let fields = if gathering.by_field { fields(&site.index) } else { Vec::new() };
    if !fields.is_empty() {
        most.truncate(if most.len() > AT_A_GLANCE { FREQUENT } else { 0 });
    }
    site.page(gathering.list_template, &head, gathering.list_value, &GatheredList { most, fields })
}
