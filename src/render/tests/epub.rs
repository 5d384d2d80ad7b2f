//! The EPUBs: what is in them, in which order, that their contents reach everything, and that they say what the issues
//! say.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};
use std::sync::OnceLock;

use super::{rendered, sample, xml};
use crate::model::Issue;
use crate::render::epub::{Bindery, epub};
use crate::render::{Templates, address};

/// The files of an EPUB, in order.
pub fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip archive");
    let count = zip.len();
    let file = |at| {
        let mut file = zip.by_index(at).expect("an entry");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("a sound entry");
        (file.name().expect("a plain name").into_owned(), content)
    };
    (0..count).map(file).collect()
}

/// All files of an EPUB, one after the other.
pub fn all_text(bytes: &[u8]) -> Vec<u8> {
    unpacked(bytes).into_iter().flat_map(|(_, content)| content).collect()
}

fn sample_issue() -> Issue {
    sample::issues().remove(10)
}

fn made(issue: &Issue) -> Vec<u8> {
    let templates = Templates::built_in();
    epub(&sample::office().settings, "改革动态", issue, &Bindery::new(&templates)).expect("an EPUB")
}

type Files = Vec<(String, Vec<u8>)>;

fn file(files: &Files, name: &str) -> String {
    let found = files.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(found.1.clone()).expect("UTF-8")
}

/// All EPUBs of the sample's site, with cases among its items.
fn books() -> &'static BTreeMap<String, Files> {
    static BOOKS: OnceLock<BTreeMap<String, Files>> = OnceLock::new();
    BOOKS.get_or_init(made_books)
}

fn made_books() -> BTreeMap<String, Files> {
    let office = sample::office();
    let mut issues = sample::issues();
    for (issue, at) in [(10, 1), (10, 2), (4, 0), (11, 3)] {
        issues[issue].items[at].kind = "案例".into();
    }
    issues[10].items[1].group = Some("民主法制专项小组".into());
    let files = rendered(&office.archive(issues), &Templates::built_in());
    let epubs = files.into_iter().filter(|(path, _)| path.ends_with(".epub"));
    epubs.map(|(path, bytes)| (path, unpacked(&bytes))).collect()
}

#[test]
fn every_document_is_well_formed_and_every_link_leads_to_a_place_in_the_book() {
    for (path, files) in books() {
        assert_eq!(files[0], ("mimetype".to_owned(), b"application/epub+zip".to_vec()), "{path}");
        assert_eq!(files[1].0, "META-INF/container.xml", "{path}");
        let is_document = |name: &str| [".xhtml", ".opf", ".svg"].iter().any(|ending| name.ends_with(ending));
        let documents: BTreeMap<&str, xml::Read> = files
            .iter()
            .filter(|(name, _)| is_document(name))
            .map(|(name, bytes)| (name.as_str(), xml::read(name, std::str::from_utf8(bytes).expect("UTF-8"))))
            .collect();
        for (name, document) in &documents {
            for link in document.links.iter().filter(|link| !link.starts_with("https:")) {
                let (target, id) = link.split_once('#').map_or((link.as_str(), None), |(t, id)| (t, Some(id)));
                let target = if target.is_empty() { (*name).to_owned() } else { format!("EPUB/{target}") };
                assert!(files.iter().any(|(known, _)| *known == target), "{path} {name}: {link}");
                let there = id.is_none_or(|id| documents[target.as_str()].ids.iter().any(|known| known == id));
                assert!(there, "{path} {name}: {link}");
            }
            let ids: BTreeSet<_> = document.ids.iter().collect();
            assert_eq!(ids.len(), document.ids.len(), "{path} {name}: an id stands twice");
        }
        let listed = &documents["EPUB/package.opf"].links;
        for (name, _) in &files[2..] {
            let href = name.trim_start_matches("EPUB/");
            assert!(href == "package.opf" || listed.iter().any(|link| link == href), "{path}: {name} is not listed");
        }
    }
}

#[test]
fn the_contents_reach_each_item_and_each_point() {
    for (path, files) in books() {
        let nav = xml::read("nav", &file(files, "EPUB/nav.xhtml"));
        let reached: BTreeSet<&str> = nav.links.iter().map(String::as_str).collect();
        let mut points = 0;
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".xhtml") && !name.ends_with("nav.xhtml")) {
            let href = name.trim_start_matches("EPUB/");
            assert!(href == "cover.xhtml" || reached.contains(href), "{path}: {name}");
            let document = xml::read(name, std::str::from_utf8(bytes).expect("UTF-8"));
            let anchors = document.ids.iter().filter(|id| id.contains("-p"));
            for anchor in anchors {
                assert!(reached.contains(format!("{href}#{anchor}").as_str()), "{path} {name}: {anchor}");
                points += 1;
            }
        }
        assert!(points > 0, "{path} has points");
    }
}

#[test]
fn a_nested_contents_list_is_what_was_asked_for() {
    let nav = file(&books()["dongtai/2016.epub"], "EPUB/nav.xhtml");
    let from = nav.find("第1期（总第34期）").expect("the first issue");
    let to = nav.find("第2期（总第35期）").expect("the second");
    let part = &nav[from..to];
    let item = part.find("一、盘龙区金沙社区").expect("its first item");
    let point = part.find("#i1-p1\">一是政党协商规范化</a></li>").expect("its first point");
    assert!(item < point && part[..item].contains("<ol>") && part[item..point].contains("<ol>"), "{part}");
    assert!(nav.contains("单位索引") && nav.contains("主题索引") && nav.contains("epub:type=\"index\""));
}

#[test]
fn the_package_says_what_and_when_without_a_clock() {
    let package = file(&unpacked(&made(&sample_issue())), "EPUB/package.opf");
    for words in [
        "<dc:title>《改革动态》2016年第6期（总第39期）</dc:title>",
        "<dc:date>2016-11-17</dc:date>",
        "<meta property=\"dcterms:modified\">2016-11-30T16:00:00Z</meta>",
        "group-position\">39</meta>",
        "properties=\"nav\"",
        "properties=\"cover-image\"",
        "accessMode\">visual",
        "alternativeText",
    ] {
        assert!(package.contains(words), "{words}\n{package}");
    }
    let package = file(&books()["dongtai/2016.epub"], "EPUB/package.opf");
    for words in [
        "<dc:title>《改革动态》2016年合订本</dc:title>",
        "<dc:date>2016-11-17</dc:date>",
        "<meta property=\"dcterms:modified\">2016-11-30T16:00:00Z</meta>",
        "accessibilityFeature\">index",
    ] {
        assert!(package.contains(words), "{words}\n{package}");
    }
    assert_eq!(made(&sample_issue()), made(&sample_issue()));
    assert!(*books() == made_books(), "the same issues, the same bytes");
}

#[test]
fn no_two_books_share_an_identifier() {
    let identifier = |files: &Files| {
        let package = file(files, "EPUB/package.opf");
        package.split("urn:uuid:").nth(1).expect("an identifier").split('<').next().map(str::to_owned)
    };
    let all: BTreeSet<_> = books().values().map(identifier).collect();
    assert_eq!(all.len(), books().len());
}

#[test]
fn the_book_holds_the_text_of_every_item() {
    let mut issue = sample_issue();
    // A picture without a file would be printed as its words, which are not part of the text.
    issue.items.iter_mut().for_each(|item| item.images = vec![sample::picture("图.png")]);
    let files = unpacked(&made(&issue));
    for item in issue.items.iter().filter(|item| !item.withdrawn) {
        let page = file(&files, &format!("EPUB/{}", address::chapter_name(&issue.id, item.number)));
        assert_eq!(
            crate::render::body::tests::words_of(&page_body(&page)),
            crate::render::body::tests::expected(&item.text(), &item.attribution)
        );
    }
    assert!(file(&files, "EPUB/dongtai-2016-006-01.xhtml").contains("epub:type=\"noteref\""));
}

/// The text's part of an item's document.
fn page_body(page: &str) -> String {
    let from = page.find("<div class=\"text\">").expect("a text") + "<div class=\"text\">".len();
    page[from..page.rfind("</div>").expect("its end")].to_owned()
}

#[test]
fn a_volume_holds_each_item_of_its_year_once_and_as_its_issue_does() {
    let books = books();
    let chapters = |files: &Files| -> Vec<String> {
        let names = files.iter().map(|(name, _)| name.trim_start_matches("EPUB/").trim_end_matches(".xhtml"));
        names.filter(|name| name.matches('-').count() == 3 && !name.starts_with("images")).map(str::to_owned).collect()
    };
    for (volume, issues) in [("dongtai/2015.epub", "dongtai/2015/"), ("dongtai/2016.epub", "dongtai/2016/")] {
        let of_issues: Vec<String> =
            books.iter().filter(|(path, _)| path.starts_with(issues)).flat_map(|(_, files)| chapters(files)).collect();
        assert_eq!(chapters(&books[volume]), of_issues, "{volume}");
        for (path, files) in books.iter().filter(|(path, _)| path.starts_with(issues)) {
            for name in chapters(files).iter().map(|name| format!("EPUB/{name}.xhtml")) {
                assert_eq!(file(files, &name), file(&books[volume], &name), "{path}");
            }
        }
    }
    let cases = chapters(&books["cases/2016.epub"]);
    assert_eq!(cases, ["dongtai-2016-006-02", "kuaibao-2016-005-01", "dongtai-2016-006-03"], "by field");
    assert!(books.contains_key("cases/2015.epub"));
    assert!(!books.contains_key("diaoyan/2016.epub") && !books.contains_key("cases/2014.epub"));
}

#[test]
fn cases_say_where_they_were_published_and_a_withdrawn_one_says_so() {
    let files = &books()["cases/2016.epub"];
    let field = file(files, "EPUB/field-01.xhtml");
    assert!(
        field.contains("民主法制专项小组") && field.contains("原载《改革动态》2016年第6期（总第39期）第二条"),
        "{field}"
    );
    let contents = file(files, "EPUB/contents.xhtml");
    assert!(contents.contains("（已撤稿）"));
    let withdrawn = file(files, "EPUB/dongtai-2016-006-03.xhtml");
    assert!(withdrawn.contains("本条已于2016年12月1日撤稿。原因：数据有误"), "{withdrawn}");
}

#[test]
fn indexes_lead_to_every_item_of_a_unit_and_of_a_topic() {
    let files = &books()["dongtai/2016.epub"];
    let units = xml::read("units", &file(files, "EPUB/units.xhtml"));
    let (minzheng, jinsha) = (units.text.find("市民政局"), units.text.find("金沙社区"));
    assert!(minzheng.is_some() && minzheng < jinsha, "known units come first, then the others");
    let topics = xml::read("topics", &file(files, "EPUB/topics.xhtml"));
    assert!(topics.text.contains("社区治理"));
    let items = sample::issues()
        .iter()
        .filter(|i| i.id.to_string().starts_with("dongtai-2016"))
        .map(|i| i.items.len())
        .sum::<usize>();
    assert_eq!(topics.links.iter().filter(|link| link.contains("-0")).count(), 2 * items, "two topics each");
}

#[test]
fn a_withdrawn_text_is_in_no_book_and_a_correction_is_told() {
    for (path, files) in books() {
        for (name, bytes) in files {
            assert!(!String::from_utf8_lossy(bytes).contains(sample::WITHDRAWN), "{path} {name}");
        }
    }
    let chapter = file(&books()["dongtai/2016.epub"], "EPUB/dongtai-2016-006-01.xhtml");
    assert!(
        chapter.contains("更正") && chapter.contains("2016年12月1日") && chapter.contains("应为“1284件”"),
        "{chapter}"
    );
    let part = file(&books()["dongtai/2016.epub"], "EPUB/dongtai-2016-006.xhtml");
    assert!(
        part.contains("刊头日期误为11月16日") && part.contains("（有更正）") && part.contains("（已撤稿）"),
        "{part}"
    );
}
