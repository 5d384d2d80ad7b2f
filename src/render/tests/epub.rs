//! The EPUB: what is in it, in which order, and that it says what the issue says.

use std::io::{Cursor, Read as _};

use super::{sample, xml};
use crate::model::Issue;
use crate::render::Templates;
use crate::render::epub::epub;

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
    epub(&sample::office().settings, "改革动态", issue, &Templates::built_in()).expect("an EPUB")
}

fn file(files: &[(String, Vec<u8>)], name: &str) -> String {
    let found = files.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(found.1.clone()).expect("UTF-8")
}

#[test]
fn every_document_is_well_formed_and_every_file_is_in_the_manifest() {
    let files = unpacked(&made(&sample_issue()));
    assert_eq!(files[0], ("mimetype".to_owned(), b"application/epub+zip".to_vec()));
    assert_eq!(files[1].0, "META-INF/container.xml");
    let package = file(&files, "EPUB/package.opf");
    let listed = xml::read("package", &package).links;
    for (name, bytes) in &files[2..] {
        if [".xhtml", ".opf", ".svg"].iter().any(|ending| name.ends_with(ending)) {
            let page = xml::read(name, std::str::from_utf8(bytes).expect("UTF-8"));
            for link in page.links.iter().filter(|link| !link.starts_with("https:") && !link.starts_with('#')) {
                let target = link.split('#').next().unwrap_or(link);
                assert!(files.iter().any(|(known, _)| *known == format!("EPUB/{target}")), "{name}: {link}");
            }
        }
        let href = name.trim_start_matches("EPUB/");
        assert!(href == "package.opf" || listed.iter().any(|link| link == href), "{name} is not listed");
    }
}

#[test]
fn the_package_says_what_and_when_without_a_clock() {
    let package = file(&unpacked(&made(&sample_issue())), "EPUB/package.opf");
    for words in [
        "<dc:title>《改革动态》2016年第6期（总第39期）</dc:title>",
        "<dc:date>2016-11-17</dc:date>",
        "<meta property=\"dcterms:modified\">2016-12-01T00:00:00Z</meta>",
        "group-position\">39</meta>",
        "properties=\"nav\"",
        "properties=\"cover-image\"",
        "accessMode\">visual",
        "alternativeText",
    ] {
        assert!(package.contains(words), "{words}\n{package}");
    }
    assert_eq!(made(&sample_issue()), made(&sample_issue()));
}

#[test]
fn the_book_holds_the_text_of_every_item() {
    let mut issue = sample_issue();
    // A picture without a file would be printed as its words, which are not part of the text.
    issue.items.iter_mut().for_each(|item| item.images = vec![sample::picture("图.png")]);
    let files = unpacked(&made(&issue));
    let nav = file(&files, "EPUB/nav.xhtml");
    for item in &issue.items {
        let page = file(&files, &format!("EPUB/item-{:02}.xhtml", item.number));
        assert!(nav.contains(&format!("item-{:02}.xhtml", item.number)));
        if !item.withdrawn {
            assert_eq!(
                crate::render::body::tests::words_of(&page_body(&page)),
                crate::render::body::tests::expected(&item.body, &item.attribution)
            );
        }
    }
    assert!(file(&files, "EPUB/item-01.xhtml").contains("epub:type=\"noteref\""));
}

/// The text's part of an item's document.
fn page_body(page: &str) -> String {
    let from = page.find("<div class=\"text\">").expect("a text") + "<div class=\"text\">".len();
    page[from..page.rfind("</div>").expect("its end")].to_owned()
}
