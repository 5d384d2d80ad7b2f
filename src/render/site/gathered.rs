//! Items gathered under a name: by topic, and by the special group whose field they are.
//!
//! In: the index. Out: a page for every topic and group, and their lists with counts. Refuses to know: who chose the
//! names.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::super::address;
use super::super::archive::{Index, Topic};
use super::super::view::Link;
use super::frame::PageHead;
use super::meta::About;
use super::{Counted, EntryYear, Pages, Site, by_year};
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
    about: |_| About::Page,
};

#[derive(Serialize)]
struct GatheredPage {
    name: String,
    count: usize,
    years: Vec<EntryYear>,
}

pub(super) fn add(pages: &mut Pages<'_>) {
    for gathering in [&TOPICS, &GROUPS] {
        let named: Vec<(&str, String)> =
            (gathering.of)(&pages.site.index).iter().map(|(name, topic)| (*name, topic.path.clone())).collect();
        for (name, path) in named {
            pages.add(path, move |site| page(site, gathering, name));
        }
        pages.add(gathering.list.to_owned(), move |site| list_page(site, gathering));
    }
}

/// What was gathered, with counts; what holds most comes first.
pub(super) fn counted(all: &BTreeMap<&str, Topic>) -> Vec<Counted> {
    let mut all: Vec<_> = all.iter().collect();
    all.sort_by_key(|(name, topic)| (Reverse(topic.items.len()), **name));
    all.into_iter().map(|(name, topic)| Counted::new(*name, topic.path.as_str(), topic.items.len())).collect()
}

fn page(site: &Site<'_>, gathering: &Gathering, name: &str) -> Result<Vec<u8>> {
    let topic = &(gathering.of)(&site.index)[name];
    let count = topic.items.len();
    let view = GatheredPage { name: name.to_owned(), count, years: by_year(site.entries(&topic.items)) };
    let description = format!("关于“{name}”的改革信息，共{count}条。");
    let head = PageHead::new(topic.path.as_str(), (gathering.title)(name), description);
    let head = head.below(vec![Link::new(gathering.way, gathering.list)]).about((gathering.about)(name));
    site.page(gathering.template, &head, gathering.value, &view)
}

fn list_page(site: &Site<'_>, gathering: &Gathering) -> Result<Vec<u8>> {
    let way = gathering.way;
    let head = PageHead::new(gathering.list, format!("{way}查阅"), format!("{way}列出已刊发的改革信息。"));
    site.page(gathering.list_template, &head, gathering.list_value, &counted((gathering.of)(&site.index)))
}
