//! Where each page is: the stable addresses of the site.
//!
//! In: the names of titles, issues, items, units, topics. Out: paths relative to the site's root, in ASCII, with `/`,
//! each with its file name, so that the site works from `file://`. Refuses to know: what stands on the pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Arguments, Write};

use crate::model::issue::ItemImage;
use crate::model::{Digest, IssueId, SeriesId, Slot, UnitId};

/// The first page.
pub const HOME: &str = "index.html";
/// The list of years.
pub const YEARS: &str = "years/index.html";
/// The list of units.
pub const UNITS: &str = "units/index.html";
/// The list of topics.
pub const TOPICS: &str = "topics/index.html";
/// The search page.
pub const SEARCH: &str = "search.html";
/// What is new, for people.
pub const NEW: &str = "new.html";
/// What is new, for feed readers.
pub const FEED: &str = "feed.xml";
/// The catalogue of all EPUBs, without the ending: `.xml` is OPDS 1.2, `.json` OPDS 2.0.
pub const CATALOGUE: &str = "opds/index";
/// The pages, for search engines.
pub const SITEMAP: &str = "sitemap.xml";
/// What machines may read.
pub const ROBOTS: &str = "robots.txt";
/// The list of special groups.
pub const GROUPS: &str = "groups/index.html";
/// The list of bound volumes and case volumes.
pub const VOLUMES: &str = "cases/index.html";
/// The style sheet.
pub const STYLE: &str = "assets/style.css";
/// The script of the reading aids.
pub const READING: &str = "assets/reading.js";
/// The sign of the site in tabs and bookmarks.
pub const ICON: &str = "assets/icon.svg";

/// The page of an issue.
pub fn issue_path(id: &IssueId) -> String {
    below_issue(id, format_args!(".html"))
}

/// The EPUB of an issue.
pub fn epub_path(id: &IssueId) -> String {
    below_issue(id, format_args!(".epub"))
}

/// The page of an issue's item.
pub fn item_path(id: &IssueId, number: usize) -> String {
    below_issue(id, format_args!("/{number:02}.html"))
}

/// A picture of an issue.
pub fn picture_path(id: &IssueId, name: &str) -> String {
    below_issue(id, format_args!("/{name}"))
}

/// What a picture's file is called: by its bytes, so that the same picture is the same file.
pub fn picture_name(picture: &ItemImage) -> String {
    format!("{}.{}", picture.digest.short(16), picture.format.extension())
}

/// The page of a title.
pub fn series_path(series: &SeriesId) -> String {
    format!("{}/index.html", word(series.as_str()))
}

/// The page of a title's year.
pub fn series_year_path(series: &SeriesId, year: i32) -> String {
    format!("{}/{year:04}/index.html", word(series.as_str()))
}

/// The bound volume of a title's year.
pub fn volume_path(series: &SeriesId, year: i32) -> String {
    format!("{}/{year:04}.epub", word(series.as_str()))
}

/// The case volume of a year.
pub fn cases_path(year: i32) -> String {
    format!("cases/{year:04}.epub")
}

/// The page of a year.
pub fn year_path(year: i32) -> String {
    format!("years/{year:04}.html")
}

/// The page of a unit.
pub fn unit_path(unit: &UnitId) -> String {
    format!("units/{}.html", word(unit.as_str()))
}

/// The pages of topics, named by the first ten digits of the name's digest. `topics` come in the order in which they
/// were first used: should two digests ever begin alike, the older topic keeps its address and the newer one gets
/// more digits.
pub fn topic_paths<'t>(topics: impl IntoIterator<Item = &'t str>) -> BTreeMap<&'t str, String> {
    paths_in("topics", topics)
}

/// The pages of special groups, by the same rule.
pub fn group_paths<'t>(groups: impl IntoIterator<Item = &'t str>) -> BTreeMap<&'t str, String> {
    paths_in("groups", groups)
}

fn paths_in<'t>(folder: &str, names: impl IntoIterator<Item = &'t str>) -> BTreeMap<&'t str, String> {
    let names = distinct_names(names, |name| Digest::of(name.as_bytes()).to_string());
    names.into_iter().map(|(name, file)| (name, format!("{folder}/{file}.html"))).collect()
}

fn distinct_names<'t>(
    topics: impl IntoIterator<Item = &'t str>,
    digest: impl Fn(&str) -> String,
) -> BTreeMap<&'t str, String> {
    let mut taken = BTreeSet::new();
    let mut names = BTreeMap::new();
    for topic in topics {
        if names.contains_key(topic) {
            continue;
        }
        let digits = digest(topic);
        let free = (10..=digits.len()).map(|length| &digits[..length]).find(|name| !taken.contains(*name));
        // Two names with one digest would be a broken SHA-256; even then they must not share a page.
        let name = free.map_or_else(|| format!("{digits}-{}", taken.len()), str::to_owned);
        taken.insert(name.clone());
        names.insert(topic, name);
    }
    names
}

/// The way from a page back to the site's root: every link on a page is this and the other page's path.
pub fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// The feed of a page that lists items: beside it, and in a folder of its own called `feed.xml`.
pub fn feed_path(page: &str) -> String {
    match page.strip_suffix("index.html") {
        Some(folder) => format!("{folder}{FEED}"),
        None => format!("{}.xml", page.strip_suffix(".html").unwrap_or(page)),
    }
}

/// A file of the site as another file calls it that is read away from the site: in full where the site's address is
/// known, else the way there.
pub fn from_afar(url: &str, from: &str, to: &str) -> String {
    if url.is_empty() { root_of(from) + to } else { format!("{url}{to}") }
}

/// What an item's document is called in a book: the same in every book that holds it.
pub fn chapter_name(id: &IssueId, number: usize) -> String {
    format!("{}-{number:02}.xhtml", part_stem(id))
}

/// What an issue's own document is called in a bound volume.
pub fn part_name(id: &IssueId) -> String {
    format!("{}.xhtml", part_stem(id))
}

fn part_stem(id: &IssueId) -> String {
    format!("{}-{:04}-{}", id.series, id.year, id.slot.folder())
}

/// The folder of an issue, and what follows. Pages name others by the dozen, so nothing is made on the way.
fn below_issue(id: &IssueId, rest: Arguments<'_>) -> String {
    let mut path = String::with_capacity(40);
    push_word(id.series.as_str(), &mut path);
    let year = id.year;
    // A string takes whatever is written.
    let _ = match &id.slot {
        Slot::Number(number) => write!(path, "/{year:04}/{number:03}"),
        Slot::Word(name) => {
            let _ = write!(path, "/{year:04}/");
            push_word(name, &mut path);
            Ok(())
        }
    };
    let _ = path.write_fmt(rest);
    path
}

/// A name as it stands in an address. `index` would take the place of a folder's own page, and Windows has files
/// with the other names nowhere; a hyphen at the end sets them apart, since no name of the office ends in one.
fn word(name: &str) -> String {
    let mut word = String::with_capacity(name.len() + 1);
    push_word(name, &mut word);
    word
}

fn push_word(name: &str, out: &mut String) {
    let device = matches!(name, "con" | "prn" | "aux" | "nul")
        || (name.len() == 4
            && (name.starts_with("com") || name.starts_with("lpt"))
            && name.ends_with(char::is_numeric));
    out.push_str(name);
    if device || name == "index" {
        out.push('-');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(name: &str) -> IssueId {
        name.parse().expect("a name")
    }

    #[test]
    fn addresses_are_those_that_were_promised() {
        let id = issue("dongtai-2016-12");
        assert_eq!(issue_path(&id), "dongtai/2016/012.html");
        assert_eq!(epub_path(&id), "dongtai/2016/012.epub");
        assert_eq!(item_path(&id, 1), "dongtai/2016/012/01.html");
        assert_eq!(series_path(&id.series), "dongtai/index.html");
        assert_eq!(series_year_path(&id.series, 2016), "dongtai/2016/index.html");
        assert_eq!(volume_path(&id.series, 2016), "dongtai/2016.epub");
        assert_eq!(cases_path(2016), "cases/2016.epub");
        assert_eq!(chapter_name(&id, 3), "dongtai-2016-012-03.xhtml");
        assert_eq!(part_name(&id), "dongtai-2016-012.xhtml");
        assert_eq!(issue_path(&issue("dongtai-2016-zengkan")), "dongtai/2016/zengkan.html");
        let picture = ItemImage::new("图", std::sync::Arc::from(*b"x"), crate::model::ImageFormat::Jpeg);
        assert_eq!(picture_name(&picture), "2d711642b726b044.jpg");
    }

    #[test]
    fn a_name_cannot_take_the_place_of_a_list_or_of_a_device() {
        assert_eq!(issue_path(&issue("dongtai-2016-index")), "dongtai/2016/index-.html");
        assert_eq!(unit_path(&UnitId::new("index").expect("an id")), "units/index-.html");
        assert_eq!(unit_path(&UnitId::new("com1").expect("an id")), "units/com1-.html");
        assert_eq!(unit_path(&UnitId::new("community").expect("an id")), "units/community.html");
    }

    #[test]
    fn a_feed_stands_beside_its_page() {
        let feeds = ["index.html", "dongtai/index.html", "units/index-.html", "topics/0123456789.html"].map(feed_path);
        assert_eq!(feeds, ["feed.xml", "dongtai/feed.xml", "units/index-.xml", "topics/0123456789.xml"]);
    }

    #[test]
    fn a_file_that_is_read_elsewhere_calls_others_in_full_where_it_can() {
        assert_eq!(from_afar("https://gaige.example/", "opds/index.xml", "a.html"), "https://gaige.example/a.html");
        assert_eq!(from_afar("", "opds/index.xml", "a.html"), "../a.html");
    }

    #[test]
    fn two_topics_never_share_a_page_and_the_older_one_keeps_its_address() {
        let alike = |name: &str| format!("0123456789{}", Digest::of(name.as_bytes()));
        let names = distinct_names(["乙", "甲", "乙"], alike);
        assert_eq!(names["乙"], "0123456789");
        assert_eq!(names["甲"].len(), 11);
        let same = distinct_names(["甲", "乙"], |_| "0".repeat(64));
        assert_ne!(same["甲"], distinct_names(["甲", "乙", "丙"], |_| "0".repeat(64))["丙"]);
        let paths = topic_paths(["放管服"]);
        assert_eq!(paths["放管服"], format!("topics/{}.html", Digest::of("放管服".as_bytes()).short(10)));
    }

    #[test]
    fn the_root_is_as_far_up_as_the_page_is_deep() {
        assert_eq!(root_of("index.html"), "");
        assert_eq!(root_of("dongtai/2016/012/01.html"), "../../../");
    }
}
