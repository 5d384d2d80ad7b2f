//! What is put right in texts, what is let stand, and that the originals stay as they came.

use kuaibao::cli::Exit;

use crate::bench::{Bench, brief, text_of};

const HALF_WIDTH: &str = "今年以来,全市推行一窗受理改革,群众满意度明显提升。";
const FULL_WIDTH: &str = "今年以来，全市推行一窗受理改革，群众满意度明显提升。";

fn office(body: &str) -> Bench {
    let bench = Bench::small();
    bench.write("submissions/市民政局/甲.md", brief("甲项改革", body));
    bench.run(&["intake"]);
    bench
}

#[test]
fn a_draft_is_made_of_the_text_put_right_and_the_original_stays_as_it_came() {
    let bench = office(HALF_WIDTH);
    let diff = bench.run(&["show", "2016-0001", "--diff"]).done().out;
    assert!(diff.contains("- 今年以来,全市") && diff.contains("+ 今年以来，全市"), "{diff}");
    bench.run(&["accept", "2016-0001", "--series", "kuaibao"]).done();
    bench.run(&["build", "--publish"]).done();
    assert!(text_of(&bench.read("site/kuaibao/2016/001.html")).contains(FULL_WIDTH));
    let originals = bench.files("register/originals");
    assert!(originals.values().any(|bytes| String::from_utf8_lossy(bytes).contains(HALF_WIDTH)));
}

#[test]
fn a_text_accepted_as_written_is_printed_as_written_and_the_office_may_change_its_mind() {
    let bench = office(HALF_WIDTH);
    bench.run(&["accept", "2016-0001", "--series", "kuaibao", "--as-written"]).done();
    bench.run(&["compile"]).done();
    assert!(bench.read("issues/kuaibao/2016/001/01.md").contains(HALF_WIDTH));
    bench.run(&["accept", "2016-0001", "--series", "kuaibao"]).done();
    bench.run(&["compile"]).done();
    assert!(bench.read("issues/kuaibao/2016/001/01.md").contains(FULL_WIDTH));
    assert!(bench.run(&["show", "2016-0001"]).done().out.contains("采用，照原稿"));
}

#[test]
fn fmt_mends_a_draft_and_never_a_sealed_issue() {
    let bench = office(FULL_WIDTH);
    bench.run(&["accept", "2016-0001", "--series", "kuaibao"]).done();
    bench.run(&["compile"]).done();
    let file = "issues/kuaibao/2016/001/01.md";
    let edited = bench.read(file).replace('，', ",");
    bench.write(file, &edited);
    let told = bench.run(&["fmt", "kuaibao-2016-1", "--dry-run"]).done().out;
    assert!(told.contains("半角标点 2") && bench.read(file) == edited, "{told}");
    bench.run(&["fmt", "kuaibao-2016-1"]).done();
    assert!(bench.read(file).contains(FULL_WIDTH));
    assert!(bench.run(&["fmt", "kuaibao-2016-1"]).done().out.contains("没有需要整理"));
    bench.run(&["publish", "kuaibao-2016-1"]).done();
    bench.run(&["fmt", "kuaibao-2016-1"]).ended(Exit::Usage);
}

#[test]
fn corrected_copies_go_where_the_unit_says_and_nowhere_else() {
    let bench = office(HALF_WIDTH);
    let before = bench.files("submissions");
    let (folder, inside) = (bench.path("改好"), bench.path("submissions/市民政局/改好"));
    let fix = |folder: &std::path::Path| bench.run(&["check", "--fix", &folder.to_string_lossy()]);
    fix(&folder).done();
    assert!(bench.read("改好/市民政局/甲.md").contains(FULL_WIDTH));
    fix(&folder).ended(Exit::Usage);
    fix(&inside).ended(Exit::Usage);
    assert_eq!(before, bench.files("submissions"));
}

#[test]
fn what_the_office_lets_stand_by_name_may_be_printed_and_is_told_as_such() {
    let bench = office("见图。\n\n![图上是什么](没有.png)\n");
    let refused = bench.run(&["accept", "2016-0001", "--series", "kuaibao"]).ended(Exit::Usage).err;
    assert!(refused.contains("kuaibao waive"), "{refused}");
    let waive = |more: &[&str]| bench.run(&[&["waive"], more].concat());
    waive(&["2016-0001", "--code", "text-long", "--because", "无此问题"]).ended(Exit::Usage);
    waive(&["2016-0001", "--code", "image-missing", "--because", "图另行补登"]).done();
    let shown = bench.run(&["show", "2016-0001"]).done().out;
    assert!(shown.contains("已核准保留：编辑，图另行补登") && shown.contains("核准保留 image-missing"), "{shown}");
    bench.run(&["accept", "2016-0001", "--series", "kuaibao"]).done();
    bench.run(&["build", "--publish"]).done();
    assert!(bench.exists("site/kuaibao/2016/001.html"));
}

#[test]
fn an_item_of_a_draft_can_be_let_stand_until_its_text_changes() {
    let bench = office("正文。");
    bench.run(&["accept", "2016-0001", "--series", "kuaibao"]).done();
    bench.run(&["compile"]).done();
    let file = "issues/kuaibao/2016/001/01.md";
    bench.write(file, bench.read(file) + "\n![图上是什么](没有.png)\n");
    bench.run(&["publish", "kuaibao-2016-1"]);
    assert!(!bench.exists("issues/kuaibao/2016/001/seal.toml"));
    let code = ["--code", "image-missing", "--because", "图另行补登"];
    bench.run(&[&["waive", "kuaibao-2016-1", "2"], &code[..]].concat()).ended(Exit::Usage);
    bench.run(&[&["waive", "kuaibao-2016-1", "1"], &code[..]].concat()).done();
    bench.write(file, bench.read(file) + "\n再加一句。\n");
    bench.run(&["publish", "kuaibao-2016-1"]);
    assert!(!bench.exists("issues/kuaibao/2016/001/seal.toml"), "another text has to be looked at again");
    bench.run(&[&["waive", "kuaibao-2016-1", "1"], &code[..]].concat()).done();
    bench.run(&["publish", "kuaibao-2016-1"]).done();
    assert!(bench.exists("issues/kuaibao/2016/001/seal.toml"));
}
