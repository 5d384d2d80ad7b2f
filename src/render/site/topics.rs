//! Topics: what was written about what.
//!
//! In: the index. Out: a page for every topic and their list with counts. Refuses to know: who chose the topics.

use std::cmp::Reverse;

use serde::Serialize;

use super::super::address;
use super::super::view::Link;
use super::frame::PageHead;
use super::meta::About;
use super::{EntryYear, Pages, Site, by_year};
use crate::error::Result;

#[derive(Serialize)]
struct TopicPage {
    name: String,
    count: usize,
    years: Vec<EntryYear>,
}

#[derive(Serialize)]
struct TopicLine {
    link: Link,
    count: usize,
}

pub(super) fn add(pages: &mut Pages<'_>) {
    let topics: Vec<(&str, String)> =
        pages.site.index.topics.iter().map(|(name, topic)| (*name, topic.path.clone())).collect();
    for (name, path) in topics {
        pages.add(path, move |site| topic_page(site, name));
    }
    pages.add(address::TOPICS.to_owned(), topics_page);
}

fn topic_page(site: &Site<'_>, name: &str) -> Result<Vec<u8>> {
    let topic = &site.index.topics[name];
    let count = topic.items.len();
    let view = TopicPage { name: name.to_owned(), count, years: by_year(site.entries(&topic.items)) };
    let head =
        PageHead::new(topic.path.as_str(), format!("主题：{name}"), format!("关于“{name}”的改革信息，共{count}条。"));
    let head = head.below(vec![Link::new("按主题", address::TOPICS)]).about(About::Topic(name.to_owned()));
    site.page("topic.html", &head, "topic", &view)
}

fn topics_page(site: &Site<'_>) -> Result<Vec<u8>> {
    let mut topics: Vec<_> = site.index.topics.iter().collect();
    topics.sort_by_key(|(name, topic)| (Reverse(topic.items.len()), **name));
    let line = |(name, topic): (&&str, &super::super::archive::Topic)| TopicLine {
        link: Link::new(*name, topic.path.as_str()),
        count: topic.items.len(),
    };
    let lines: Vec<TopicLine> = topics.into_iter().map(line).collect();
    let head = PageHead::new(address::TOPICS, "按主题查阅", "按主题列出已刊发的改革信息。");
    site.page("topics.html", &head, "topics", &lines)
}
