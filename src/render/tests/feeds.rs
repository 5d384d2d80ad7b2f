//! Feeds, catalogue, sitemap: what is in them, that it lasts, and that nothing in them leads elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use atom_syndication::Feed;
use serde_json::Value;

use super::site::resolved;
use super::{rendered, sample, text_of, xml};
use crate::model::{Issue, Notice, NoticeKind};
use crate::render::Templates;

const URL: &str = "https://gaige.example/";

/// Links of a list: media type, address, name of the entry.
type Links = Vec<(String, String, String)>;

type Files = BTreeMap<String, Vec<u8>>;

fn site_at(url: &str, issues: Vec<Issue>) -> Files {
    let mut office = sample::office();
    office.settings.url = url.into();
    rendered(&office.archive(issues), &Templates::built_in())
}

/// The sample's site, rendered once for all tests that only look.
fn sample_site() -> &'static Files {
    static SITE: OnceLock<Files> = OnceLock::new();
    SITE.get_or_init(|| site_at(URL, sample::issues()))
}

fn feed(files: &Files, path: &str) -> Feed {
    Feed::read_from(files[path].as_slice()).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

fn news(files: &Files) -> impl Iterator<Item = &String> {
    files.keys().filter(|path| path.ends_with(".xml") && !path.starts_with("opds/") && *path != "sitemap.xml")
}

fn withdrawn(mut issues: Vec<Issue>) -> Vec<Issue> {
    let notice =
        |kind, item, on| Notice { kind, item, on: sample::day(on), because: "误发<b>".into(), words: vec![] };
    issues[0].items[0].body = sample::document(vec![sample::paragraph(sample::WITHDRAWN)]).into();
    issues[0].notices.push(notice(NoticeKind::Withdrawn, Some(1), "2017-03-05"));
    issues[1].notices.push(notice(NoticeKind::Corrected, Some(1), "2017-03-04"));
    issues
}

#[test]
fn there_is_a_feed_beside_each_page_that_lists_items() {
    let files = sample_site();
    for path in ["feed.xml", "dongtai/feed.xml", "kuaibao/feed.xml", "units/minzheng.xml"] {
        assert!(files.contains_key(path), "{path}");
    }
    assert!(
        !files.contains_key("diaoyan/feed.xml") && !files.contains_key("units/zirangui.xml"),
        "they would be empty"
    );
    let topics = |ending: &str| files.keys().filter(|p| p.starts_with("topics/") && p.ends_with(ending)).count();
    assert_eq!(topics(".xml") + 1, topics(".html"));
    assert_eq!(feed(files, "feed.xml").entries.len(), 47);
}

#[test]
fn a_feed_does_not_grow_without_end() {
    let more = [7, 8].map(|at| sample::issue(&format!("dongtai-2016-{at}"), "2016-12-20"));
    let files = site_at(URL, sample::issues().into_iter().chain(more).collect());
    assert_eq!(feed(&files, "feed.xml").entries.len(), 50);
    assert_eq!(
        feed(&files, &crate::render::address::topic_paths(["基层治理"])["基层治理"].replace(".html", ".xml"))
            .entries
            .len(),
        20
    );
}

#[test]
fn what_changed_last_comes_first_and_a_withdrawn_text_is_gone() {
    let files = site_at(URL, withdrawn(sample::issues()));
    let feed = feed(&files, "feed.xml");
    let [first, second] = [&feed.entries[0], &feed.entries[1]];
    assert!(first.title.ends_with("（已撤稿）") && second.title.ends_with("（有更正）"));
    assert_eq!(first.updated.to_rfc3339(), "2017-03-05T00:00:00+08:00");
    assert_eq!(first.published.map(|day| day.to_rfc3339()).as_deref(), Some("2016-02-04T00:00:00+08:00"));
    assert_eq!(feed.updated, first.updated);
    let words =
        |entry: &atom_syndication::Entry| entry.content.clone().and_then(|content| content.value).unwrap_or_default();
    assert!(words(first).contains("\"><p>本条已于2017年3月5日撤稿。原因：误发&lt;b&gt;</p>"), "{}", words(first));
    assert!(words(second).contains("\"><p><strong>更正</strong>（2017年3月4日）：误发&lt;b&gt;</p>"));
    for path in news(&files) {
        assert!(!text_of(&files, path).contains(sample::WITHDRAWN), "{path}");
        let days: Vec<_> = self::feed(&files, path).entries.iter().map(|entry| entry.updated).collect();
        assert!(days.is_sorted_by(|a, b| a >= b), "{path}");
    }
}

#[test]
fn an_entry_holds_the_text_with_its_sources_topics_and_pictures() {
    let files = sample_site();
    let entries = feed(files, "dongtai/feed.xml").entries;
    let page = "https://gaige.example/dongtai/2016/006/01.html";
    let entry = entries.iter().find(|entry| entry.links[0].href == page).expect("its entry");
    assert_eq!(entry.authors[0].uri.as_deref(), Some("https://gaige.example/units/tongzhan.html"));
    assert!(entry.categories.iter().any(|category| category.term == "基层治理"));
    let content = entry.content.clone().expect("a text");
    let html = content.value.expect("a text");
    assert_eq!(content.base.as_deref(), Some(page), "its notes are found there");
    assert!(html.contains("src=\"https://gaige.example/dongtai/2016/006/"), "{html}");
    assert!(html.contains("<p>原载<a href=\"https://gaige.example/dongtai/2016/006.html\">"), "{html}");
}

/// All names of feeds and entries, with the pages that they stand for.
fn names(files: &Files) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for path in news(files) {
        let feed = feed(files, path);
        let within: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(within.len(), feed.entries.len(), "{path}");
        let entries = feed.entries.iter().map(|entry| (entry.id.clone(), entry.links[0].href.clone()));
        for (id, page) in entries.chain([(feed.id.clone(), feed.links[0].href.clone())]) {
            assert!(id.starts_with("urn:uuid:"));
            assert_eq!(names.entry(id).or_insert_with(|| page.clone()), &page);
        }
    }
    let pages: BTreeSet<&String> = names.values().collect();
    assert_eq!(pages.len(), names.len(), "one page, one name");
    names
}

#[test]
fn names_are_unique_and_outlast_templates_corrections_and_new_issues() {
    let before = names(sample_site());
    let mut office = sample::office();
    office.settings.url = URL.into();
    let mut later = withdrawn(sample::issues());
    later.push(sample::issue("dongtai-2016-7", "2016-12-20"));
    later.reverse();
    let own = vec![("item.html".to_owned(), "{{ item.title }}".into()), ("meta.html".to_owned(), Vec::new())];
    let after = names(&rendered(&office.archive(later), &Templates::new(&own).expect("sound templates")));
    let page_of: BTreeMap<&String, &String> = after.iter().map(|(id, page)| (page, id)).collect();
    let kept = before.iter().filter(|(_, page)| page_of.contains_key(page));
    assert!(kept.clone().count() > 50);
    kept.for_each(|(id, page)| assert_eq!(page_of[page], id));
}

/// Addresses that stand in a text, up to the character that ends them.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || "\"'<>&;，。）".contains(c);
    ["http://", "https://"]
        .into_iter()
        .flat_map(move |scheme| text.match_indices(scheme).map(|(at, _)| &text[at..]))
        .map(move |rest| rest.split(ends).next().unwrap_or(rest))
}

/// Names of vocabularies, which nobody fetches, and the one address that the sample's texts link to.
const FOREIGN: [&str; 7] = [
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/2005/Atom",
    "http://purl.org/dc/terms/",
    "http://opds-spec.org/",
    "http://www.sitemaps.org/schemas/sitemap/0.9",
    "http://schema.org/PublicationIssue",
    "https://www.km.gov.cn/",
];

fn foreign_addresses(files: &Files) -> Vec<String> {
    let texts = files.iter().filter(|(path, _)| [".html", ".xml", ".json", ".txt"].iter().any(|e| path.ends_with(e)));
    let foreign =
        |address: &&str| *address != "https://schema.org" && !FOREIGN.iter().any(|known| address.starts_with(known));
    texts
        .flat_map(|(path, _)| addresses(text_of(files, path)).filter(foreign).map(|a| a.to_owned()).collect::<Vec<_>>())
        .collect()
}

#[test]
fn every_address_in_full_is_the_sites_own_and_there() {
    let files = sample_site();
    let own = foreign_addresses(files);
    assert!(own.len() > 500);
    for address in own {
        let path = address.strip_prefix(URL).unwrap_or_else(|| panic!("{address}"));
        let path = path.split('#').next().unwrap_or(path);
        assert!(path.is_empty() || files.contains_key(path), "{address}");
    }
}

#[test]
fn an_office_without_an_address_has_none_in_full_and_a_whole_site() {
    let files = site_at("", sample::issues());
    assert_eq!(foreign_addresses(&files), Vec::<String>::new());
    assert!(!files.contains_key("sitemap.xml") && !text_of(&files, "robots.txt").contains("Sitemap"));
    assert!(!text_of(&files, "index.html").contains("canonical"));
    for path in files.keys().filter(|path| path.ends_with(".xml")) {
        let feed = feed(&files, path);
        let links = feed.links.iter().chain(feed.entries.iter().flat_map(|entry| &entry.links));
        links.for_each(|link| assert!(files.contains_key(&resolved(path, &link.href).0), "{path}: {}", link.href));
        for html in
            feed.entries.into_iter().filter_map(|entry| entry.content?.value.filter(|_| !path.starts_with("opds")))
        {
            let read = xml::read(path, &html);
            let ours = read.links.iter().filter(|link| !link.starts_with("https://www.km.gov.cn/"));
            ours.for_each(|link| assert!(files.contains_key(&resolved(path, link).0), "{path}: {link}"));
        }
    }
}

#[test]
fn an_empty_archive_promises_nothing() {
    let files = site_at(URL, vec![]);
    let made: Vec<_> = files.keys().filter(|path| path.ends_with(".xml") || path.ends_with(".json")).collect();
    assert_eq!(made, ["sitemap.xml"]);
    assert!(!text_of(&files, "index.html").contains("rel=\"alternate\""));
    assert!(text_of(&files, "new.html").contains("尚未刊发"));
}

// ---- the catalogue ------------------------------------------------------------

/// Every book of the catalogue in that form, by path, with its name; found by following links from the entrance.
fn books(files: &Files, ending: &str, entries: &dyn Fn(&str) -> Links) -> BTreeMap<String, String> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![format!("opds/index.{ending}")]);
    let mut books = BTreeMap::new();
    while let Some(path) = open.pop().filter(|_| seen.len() < 999) {
        if !seen.insert(path.clone()) {
            continue;
        }
        for (kind, href, id) in entries(text_of(files, &path)) {
            let target = href.strip_prefix(URL).unwrap_or_else(|| panic!("{path}: {href}")).to_owned();
            match kind.as_str() {
                "application/epub+zip" => drop(books.insert(target, id)),
                "text/html" => assert!(files.contains_key(&target)),
                _ => open.push(target),
            }
        }
    }
    books
}

fn atom_entries(text: &str) -> Links {
    let feed = Feed::read_from(text.as_bytes()).expect("a feed");
    let kind = |link: &atom_syndication::Link| link.mime_type.clone().expect("every link says what it leads to");
    let of_entry = |entry: &atom_syndication::Entry| {
        entry.links.iter().map(|link| (kind(link), link.href.clone(), entry.id.clone())).collect::<Vec<_>>()
    };
    let own = feed.links.iter().map(|link| (kind(link), link.href.clone(), String::new()));
    own.chain(feed.entries.iter().flat_map(of_entry)).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned()
}

/// Asserts what the specification requires of a feed and its publications on the way.
fn json_entries(text_of_file: &str) -> Links {
    let feed: Value = serde_json::from_str(text_of_file).expect("JSON");
    assert!(!text(&feed["metadata"]["title"]).is_empty());
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let own = list(&feed["links"]);
    assert!(own.iter().any(|link| link["rel"] == "self"));
    let mut found: Links = Vec::new();
    let mut enter = |link: &Value, id: &str| found.push((text(&link["type"]), text(&link["href"]), id.to_owned()));
    own.iter().for_each(|link| enter(link, ""));
    assert!(feed.get("navigation").is_some() != feed.get("publications").is_some());
    for link in list(&feed["navigation"]) {
        assert!(!text(&link["title"]).is_empty() && !text(&link["rel"]).is_empty());
        enter(&link, "");
    }
    for publication in list(&feed["publications"]) {
        let metadata = &publication["metadata"];
        assert_eq!(metadata["language"], "zh-CN");
        assert!(!text(&metadata["title"]).is_empty());
        assert!(chrono::DateTime::parse_from_rfc3339(&text(&metadata["modified"])).is_ok());
        let links = list(&publication["links"]);
        assert!(links.iter().any(|link| text(&link["rel"]).starts_with("http://opds-spec.org/acquisition")));
        links.iter().for_each(|link| enter(link, &text(&metadata["identifier"])));
    }
    found
}

#[test]
fn both_catalogues_lead_to_every_book_and_call_it_what_it_calls_itself() {
    let files = sample_site();
    let (old, new) = (books(files, "xml", &atom_entries), books(files, "json", &json_entries));
    let epubs: Vec<&String> = files.keys().filter(|path| path.ends_with(".epub")).collect();
    assert_eq!(old.keys().collect::<Vec<_>>(), epubs);
    assert_eq!(old, new);
    for (path, identifier) in old {
        let package = super::epub::all_text(&files[&path]);
        let named = format!("<dc:identifier id=\"id\">{identifier}</dc:identifier>");
        assert!(String::from_utf8_lossy(&package).contains(&named), "{path}");
    }
}

// ---- search engines ------------------------------------------------------------

#[test]
fn the_sitemap_lists_every_page_with_the_day_of_its_last_change() {
    let files = site_at(URL, withdrawn(sample::issues()));
    let sitemap = text_of(&files, "sitemap.xml");
    drop(xml::read("sitemap.xml", sitemap));
    for path in files.keys().filter(|path| path.ends_with(".html")) {
        assert!(sitemap.contains(&format!("<loc>{URL}{path}</loc>")), "{path}");
    }
    for (path, day) in [
        ("kuaibao/2016/001/01.html", "2017-03-05"),
        ("kuaibao/2016/001.html", "2017-03-05"),
        ("kuaibao/2016/003/01.html", "2016-06-06"),
        ("dongtai/2016/006.html", "2016-12-01"),
        ("dongtai/2016/006/02.html", "2016-11-17"),
        ("dongtai/index.html", "2016-12-01"),
        ("index.html", "2017-03-05"),
    ] {
        assert!(sitemap.contains(&format!("<loc>{URL}{path}</loc><lastmod>{day}</lastmod>")), "{path}");
    }
    assert!(text_of(&files, "robots.txt").ends_with("\nSitemap: https://gaige.example/sitemap.xml\n"));
}

#[test]
fn an_office_keeps_its_own_rules_for_robots() {
    let office = sample::office();
    let own = Templates::new(&[("static/robots.txt".to_owned(), b"Disallow: /".to_vec())]).expect("a sound name");
    assert_eq!(text_of(&rendered(&office.archive(vec![]), &own), "robots.txt"), "Disallow: /");
}
