//! The whole way in a small office, and what must always hold of it.

use std::collections::BTreeMap;

use kuaibao::cli::Exit;

use crate::bench::{Bench, brief, text_of};

#[test]
fn one_command_goes_from_folder_to_site() {
    let bench = Bench::small();
    bench.drop_brief("甲", "甲项改革");
    bench.run(&["intake"]).done();
    bench.run(&["accept", "2016-0001", "--series", "kuaibao"]).done();
    let answer = bench.run(&["build", "--publish"]).done();
    assert!(answer.out.contains("已刊发 kuaibao-2016-1"), "{}", answer.out);
    let page = text_of(&bench.read("site/kuaibao/2016/001.html"));
    assert!(page.contains("甲项改革的正文。") && page.contains("第1期"), "{page}");
    assert!(bench.exists("site/kuaibao/2016/001.epub"));
}

#[test]
fn building_twice_gives_the_same_bytes_and_writes_nothing() {
    let bench = Bench::small();
    bench.accepted(5, "dongtai");
    bench.run(&["build", "--publish"]).done();
    let before = (bench.files("site"), bench.files("register"), bench.files("issues"), times(&bench));
    let answer = bench.run(&["build", "--publish", "--json"]).done().json();
    assert_eq!((&answer["pages"]["written"], &answer["pages"]["removed"]), (&0.into(), &0.into()));
    assert_eq!(before, (bench.files("site"), bench.files("register"), bench.files("issues"), times(&bench)));
}

fn times(bench: &Bench) -> BTreeMap<String, std::time::SystemTime> {
    let time = |name: String| {
        let metadata = std::fs::metadata(bench.path(&format!("site/{name}"))).expect("there");
        (name, metadata.modified().expect("a time"))
    };
    bench.files("site").into_keys().map(time).collect()
}

#[test]
fn a_clock_with_fractions_of_seconds_leaves_nothing_that_does_not_agree() {
    let mut bench = Bench::small();
    bench.at_second("2016-11-17T09:00:00.123456789");
    bench.accepted(1, "kuaibao");
    bench.run(&["build", "--publish"]).done();
    bench.run(&["verify"]).done();
}

#[test]
fn the_site_cannot_be_put_into_the_offices_own_folders() {
    let bench = Bench::small();
    for out in ["reports", "submissions", "issues/x", "site/x", "."] {
        std::fs::create_dir_all(bench.path("issues")).expect("a folder");
        bench.run(&["build", "--out", out]).ended(Exit::Usage);
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let bench = Bench::small();
    bench.accepted(6, "dongtai");
    bench.run(&["build", "--publish"]).done();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    one.install(|| bench.run(&["build", "--out", "one"])).done();
    let seven = rayon::ThreadPoolBuilder::new().num_threads(7).build().expect("a pool");
    seven.install(|| bench.run(&["build", "--out", "seven"])).done();
    assert_eq!(bench.files("one"), bench.files("seven"));
    assert_eq!(bench.files("one"), bench.files("site"));
}

#[test]
fn only_what_is_published_reaches_the_site() {
    let bench = Bench::small();
    bench.accepted(4, "dongtai");
    bench.write("submissions/市民政局/未审.md", brief("未审的标题", "未审的正文，不能见人。"));
    let secret = brief("密件的标题", "密件的正文，不能见人。").replace("关键词", "密级: 内部\n关键词");
    bench.write("submissions/市民政局/密件.md", secret);
    bench.run(&["build", "--publish"]).done();
    let forbidden = ["未审", "密件", "0000-1234567", "顾清和", "沈若谷", "submissions", "2016-0001", "编辑"];
    for (name, bytes) in unpacked(&bench, "site") {
        let text = String::from_utf8_lossy(&bytes);
        for word in forbidden {
            assert!(!text.contains(word), "{word} stands in site/{name}");
        }
        assert!(!text.contains(&*bench.root().to_string_lossy()), "a path stands in site/{name}");
    }
}

/// The files below a folder, with what is in EPUBs beside them.
pub fn unpacked(bench: &Bench, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = bench.files(folder);
    for (name, bytes) in files.clone().into_iter().filter(|(name, _)| name.ends_with(".epub")) {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).expect("listed");
            let mut inside = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut inside).expect("readable");
            let chapter = entry.name().expect("a name").into_owned();
            files.insert(format!("{name}!{chapter}"), inside);
        }
    }
    files
}

#[test]
fn a_broken_brief_is_listed_and_stops_no_other() {
    let bench = Bench::small();
    bench.accepted(1, "kuaibao");
    bench.write("submissions/市民政局/坏.md", b"\xff\xfe\x00\xd8 not a text");
    bench.write("submissions/市民政局/无签.md", "---\n标题: 无签\n报送日期: 2016-11-16\n---\n\n正文。\n");
    let answer = bench.run(&["build", "--publish"]).ended(Exit::Findings);
    assert!(bench.exists("site/kuaibao/2016/001.html"));
    assert!(answer.out.contains("无签.md") && answer.out.contains("unsigned"), "{}", answer.out);
    assert!(answer.out.contains("坏.md") && answer.out.contains("encoding-broken"), "{}", answer.out);
}

#[test]
fn a_folder_that_is_not_ours_is_never_overwritten() {
    let bench = Bench::small();
    bench.write("home/diary.txt", "mine");
    let answer = bench.run(&["build", "--out", "home"]).ended(Exit::Usage);
    assert!(answer.err.contains("别的文件"), "{}", answer.err);
    assert_eq!(bench.read("home/diary.txt"), "mine");
}

#[test]
fn what_belongs_to_the_host_stays_and_what_is_gone_goes() {
    let bench = Bench::small();
    bench.accepted(1, "kuaibao");
    bench.run(&["build", "--publish"]).done();
    bench.write("site/.htaccess", "host");
    bench.write("site/old.html", "old");
    let answer = bench.run(&["build", "--json"]).done().json();
    assert_eq!(answer["pages"]["removed"], 1);
    assert!(bench.exists("site/.htaccess") && !bench.exists("site/old.html"));
}

#[test]
fn an_own_template_replaces_one_and_a_broken_one_leaves_the_old_site() {
    let bench = Bench::small();
    bench.accepted(1, "kuaibao");
    bench.write("templates/home.html", "<!DOCTYPE html><title>本市首页</title>");
    bench.run(&["build", "--publish"]).done();
    assert!(bench.read("site/index.html").contains("本市首页"));
    let before = bench.files("site");
    bench.write("templates/home.html", "<p>\n{% if %}");
    let answer = bench.run(&["build"]);
    assert_ne!(answer.exit, Exit::Done);
    assert!(answer.err.contains("home.html:2"), "{}", answer.err);
    assert_eq!(before, bench.files("site"));
}
