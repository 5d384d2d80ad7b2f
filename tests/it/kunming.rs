//! The real issue of 《改革动态》 of 17 November 2016: four submissions dropped into a fresh office, and what must come
//! out.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use crate::bench::{Bench, files_below, shared, text_of};

const ITEMS: [(&str, &str); 4] = [
    ("市委统战部/协商民主体系.md", "市委统战部"),
    ("市政务服务局/第三方评价.md", "市政务服务局"),
    ("石林县/供销社综合改革.md", "石林县委改革办"),
    ("市民政局/居民议事厅.md", "市民政局、盘龙区"),
];

#[test]
fn the_issue_that_was_printed_comes_out_of_the_submissions_as_they_came() {
    let Some(real) = shared("real/kunming-2016-11") else { return };
    let expected: serde_json::Value =
        serde_json::from_slice(&std::fs::read(real.join("expected.json")).expect("readable")).expect("JSON");
    let bench = published(&real);
    let page = bench.read("site/dongtai/2016/001.html");
    let text = text_of(&page);
    let list = |key: &str| -> Vec<String> {
        expected[key].as_array().expect("a list").iter().map(|v| v.as_str().expect("a text").to_owned()).collect()
    };
    in_order(&text, &list("contents"), "contents");
    in_order(
        &text,
        &list("contents").iter().map(|title| title.replacen('、', "", 1)[3..].to_owned()).collect::<Vec<_>>(),
        "items",
    );
    let attributions: Vec<String> = list("attributions").iter().map(|a| format!("({a})")).collect();
    in_order(&text, &attributions, "attributions");
    for attribution in &attributions {
        assert_eq!(text.matches(attribution.as_str()).count(), 1, "{attribution} is printed once");
    }
    let signed = expected["signed"].as_str().expect("a text");
    assert!(text.contains(signed) && text.contains("2016年11月17日") && text.contains("改革动态"));
}

#[test]
fn every_character_of_every_body_stands_in_the_page_and_in_the_epub_in_order() {
    let Some(real) = shared("real/kunming-2016-11") else { return };
    let bench = published(&real);
    let page = text_of(&bench.read("site/dongtai/2016/001.html"));
    let epub = epub_text(&bench.path("site/dongtai/2016/001.epub"));
    for (path, _) in ITEMS {
        let source = std::fs::read_to_string(real.join("submissions").join(path)).expect("readable");
        let body: String =
            source.splitn(3, "---").nth(2).expect("a body").chars().filter(|c| !c.is_whitespace()).collect();
        for (name, text) in [("page", &page), ("EPUB", &epub)] {
            let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(text.contains(&body), "{path} does not stand whole in the {name}");
        }
    }
}

#[test]
fn put_right_the_bodies_have_the_same_letters_and_no_half_width_comma() {
    let Some(real) = shared("real/kunming-2016-11") else { return };
    let bench = accepted(&real, &[]);
    let page = text_of(&bench.read("site/dongtai/2016/001.html"));
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    for (path, _) in ITEMS {
        let source = std::fs::read_to_string(real.join("submissions").join(path)).expect("readable");
        let body = source.splitn(3, "---").nth(2).expect("a body");
        assert!(letters(&page).contains(&letters(body)), "{path}: a letter was changed");
    }
    for (name, bytes) in bench.files("issues/dongtai/2016/001").iter().filter(|(name, _)| name.ends_with(".md")) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let body = text.splitn(3, "---").nth(2).expect("a body");
        assert!(!body.contains(','), "{name}: a half-width comma is left");
    }
}

#[test]
fn the_joint_item_counts_for_both_units_and_the_alias_for_its_county() {
    let Some(real) = shared("real/kunming-2016-11") else { return };
    let bench = published(&real);
    let quota = bench.run(&["quota", "--month", "2016-11", "--json"]).done().json();
    let counted = |unit: &str| {
        let rows = quota["standings"].as_array().expect("a list");
        let row =
            rows.iter().find(|row| row["name"] == unit && row["obligation"] == "信息" && row["period"] == "2016-11");
        row.unwrap_or_else(|| panic!("no row for {unit}"))["counted"].as_u64()
    };
    for unit in ["市委统战部", "市政务服务局", "石林县", "市民政局", "盘龙区"] {
        assert_eq!(counted(unit), Some(1), "{unit}");
    }
    assert_eq!(counted("官渡区"), Some(0));
}

/// The office after intake, review, compiling, publishing and building, with the texts as they were written.
fn published(real: &Path) -> Bench {
    accepted(real, &["--as-written"])
}

fn accepted(real: &Path, how: &[&str]) -> Bench {
    let bench = Bench::empty();
    bench.run(&["init"]).done();
    for (path, bytes) in files_below(&real.join("submissions")) {
        bench.write(&format!("submissions/{path}"), bytes);
    }
    bench.run(&["check"]).done();
    bench.run(&["intake"]).done();
    for (path, _) in ITEMS {
        bench.run(&[&["accept", path, "--series", "改革动态"], how].concat()).done();
    }
    bench.run(&["compile", "dongtai"]).done();
    bench.run(&["publish", "dongtai-2016-1"]).done();
    bench.run(&["build"]).done();
    bench
}

#[track_caller]
fn in_order(text: &str, parts: &[String], what: &str) {
    let mut from = 0;
    for part in parts {
        let at = text[from..].find(part.as_str());
        from += at.unwrap_or_else(|| panic!("{what}: {part} is missing or out of order")) + part.len();
    }
}

fn epub_text(path: &Path) -> String {
    let file = std::fs::File::open(path).expect("an EPUB");
    let mut archive = zip::ZipArchive::new(file).expect("a zip");
    let mut chapters = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("listed");
        let name = entry.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("readable");
        chapters.insert(name, bytes);
    }
    let chapters = chapters.into_iter().filter(|(name, _)| name.ends_with(".xhtml"));
    chapters.map(|(_, bytes)| text_of(&String::from_utf8(bytes).expect("UTF-8"))).collect()
}
