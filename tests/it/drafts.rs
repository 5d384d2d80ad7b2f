//! Review and compiling: numbers, drafts that the editor edits, decisions that hold for one text.

use kuaibao::cli::Exit;

use crate::bench::{Bench, brief};

fn draft_items(bench: &Bench, issue: &str) -> Vec<String> {
    let written = bench.read(&format!("issues/{issue}/issue.toml"));
    written.lines().filter_map(|line| line.strip_prefix("receipt = ")).map(|r| r.trim_matches('"').to_owned()).collect()
}

#[test]
fn items_per_issue_follow_the_series_and_what_is_too_few_waits() {
    let bench = Bench::small();
    bench.accepted(3, "dongtai");
    let answer = bench.run(&["compile"]).done();
    assert!(answer.out.contains("待编 3 篇，满 4 篇"), "{}", answer.out);
    bench.drop_brief("又一篇", "又一篇");
    bench.run(&["intake"]).done();
    bench.run(&["accept", "submissions/市民政局/又一篇.md", "--series", "改革动态"]).done();
    bench.run(&["compile"]).done();
    assert_eq!(draft_items(&bench, "dongtai/2016/001").len(), 4);
    assert!(bench.run(&["compile"]).done().out.contains("没有等待编发"), "nothing is compiled twice");
}

#[test]
fn many_accepted_briefs_become_even_issues_and_single_ones_one_issue_each() {
    let bench = Bench::small();
    bench.accepted(10, "dongtai");
    bench.accepted(2, "kuaibao");
    bench.run(&["compile"]).done();
    assert_eq!([1, 2].map(|n| draft_items(&bench, &format!("dongtai/2016/00{n}")).len()), [5, 5]);
    assert_eq!([1, 2].map(|n| draft_items(&bench, &format!("kuaibao/2016/00{n}")).len()), [1, 1]);
    assert!(bench.read("issues/kuaibao/2016/002/issue.toml").contains("total = 2"));
}

#[test]
fn how_many_are_printed_comes_from_the_series_when_drafted_and_from_the_issue_afterwards() {
    let series = "\n[[series]]\nid = \"kuaibao\"\ntitle = \"改革快报\"\nitems = { min = 1, max = 1 }\n";
    let bench = Bench::small_with(series);
    bench.accepted(1, "kuaibao");
    bench.run(&["compile"]).done();
    assert!(!bench.read("issues/kuaibao/2016/001/issue.toml").contains("printed ="));
    bench.write("kuaibao.toml", format!("{}printed = 60\n", bench.read("kuaibao.toml")));
    bench.run(&["build"]).done();
    let draft = |number: u32| bench.read(&format!("reports/drafts/kuaibao-2016-{number}.html"));
    assert!(!draft(1).contains("共印"), "the settings do not change what was drafted before");
    bench.accepted(2, "kuaibao");
    bench.run(&["build"]).done();
    assert!(draft(2).contains("（共印60份）"));
    let path = "issues/kuaibao/2016/002/issue.toml";
    bench.write(path, bench.read(path).replace("printed = 60", "printed = 75"));
    bench.run(&["build"]).done();
    assert!(draft(2).contains("（共印75份）"));
}

#[test]
fn the_editor_drops_an_item_and_it_waits_again() {
    let bench = Bench::small();
    bench.accepted(5, "dongtai");
    bench.run(&["compile"]).done();
    let path = "issues/dongtai/2016/001/issue.toml";
    let written = bench.read(path);
    let cut = written.rfind("[[item]]").expect("items");
    bench.write(path, &written[..cut]);
    let answer = bench.run(&["compile"]).done();
    assert!(answer.out.contains("待编 1 篇"), "{}", answer.out);
}

#[test]
fn a_draft_that_cannot_be_read_holds_its_title_up_and_nothing_is_compiled_twice() {
    let bench = Bench::small();
    bench.accepted(1, "kuaibao");
    bench.run(&["compile"]).done();
    bench.write("issues/kuaibao/2016/001/issue.toml", "series = \n");
    let answer = bench.run(&["compile"]).done();
    assert!(answer.out.contains("读不懂") && !bench.exists("issues/kuaibao/2016/002"), "{}", answer.out);
    bench.run(&["build"]).done();
}

#[test]
fn a_change_after_acceptance_opens_the_brief_again_and_stops_its_issue() {
    let bench = Bench::small();
    bench.accepted(1, "kuaibao");
    bench.run(&["compile"]).done();
    bench.write("submissions/市民政局/kuaibao1.md", brief("第1项改革（kuaibao）", "改过的正文。"));
    bench.run(&["intake"]).done();
    assert!(bench.run(&["inbox"]).done().out.contains("改后待审"));
    let answer = bench.run(&["publish", "kuaibao-2016-1"]).ended(Exit::Findings);
    assert!(answer.out.contains("又改过"), "{}", answer.out);
    bench.run(&["accept", "2016-0001"]).done();
    let stale = bench.run(&["publish", "kuaibao-2016-1"]).ended(Exit::Findings);
    assert!(stale.out.contains("还是旧稿"), "{}", stale.out);
    bench.run(&["compile"]).done();
    bench.run(&["publish", "kuaibao-2016-1"]).done();
    assert!(bench.read("issues/kuaibao/2016/001/01.md").contains("改过的正文"));
}

#[test]
fn an_edited_draft_is_never_overwritten_by_a_newer_text() {
    let bench = Bench::small();
    bench.accepted(1, "kuaibao");
    bench.run(&["compile"]).done();
    let path = "issues/kuaibao/2016/001/01.md";
    bench.write(path, bench.read(path).replace("的正文", "的正文（编辑改）"));
    bench.write("submissions/市民政局/kuaibao1.md", brief("第1项改革（kuaibao）", "改过的正文。"));
    bench.run(&["intake"]).done();
    bench.run(&["accept", "2016-0001"]).done();
    bench.run(&["compile"]).done();
    assert!(bench.read(path).contains("编辑改"));
    let stale = bench.run(&["publish", "--all"]).ended(Exit::Findings);
    assert!(stale.out.contains("再 accept 一次"), "{}", stale.out);
    bench.run(&["accept", "2016-0001"]).done();
    bench.run(&["publish", "--all"]).done();
    assert!(bench.read(path).contains("编辑改"));
}

#[test]
fn renewing_one_item_says_nothing_about_the_others() {
    let bench = Bench::small();
    bench.accepted(4, "dongtai");
    bench.run(&["compile"]).done();
    let edited = "issues/dongtai/2016/001/02.md";
    bench.write(edited, bench.read(edited).replace("的正文", "的正文（编辑改）"));
    for number in [1, 2] {
        let path = format!("submissions/市民政局/dongtai{number}.md");
        bench.write(&path, bench.read(&path).replace("的正文", "的正文（单位改）"));
    }
    bench.run(&["intake"]).done();
    bench.run(&["accept", "2016-0001", "2016-0002"]).done();
    bench.run(&["compile"]).done();
    assert!(bench.read("issues/dongtai/2016/001/01.md").contains("单位改"));
    let refused = bench.run(&["publish", "--all"]).ended(Exit::Findings);
    assert!(refused.out.contains("收文 2016-0002") && !refused.out.contains("收文 2016-0001"), "{}", refused.out);
}

#[test]
fn a_new_picture_of_an_accepted_brief_reaches_its_draft() {
    let bench = Bench::small();
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("submissions/市水务局/断面达标个数.png");
    let picture = std::fs::read(sample).expect("a picture");
    bench.write("submissions/市民政局/图.png", &picture);
    bench.write("submissions/市民政局/甲.md", brief("甲", "正文。\n\n![图](图.png)"));
    bench.run(&["intake"]).done();
    bench.run(&["accept", "2016-0001", "--series", "kuaibao"]).done();
    bench.run(&["compile"]).done();
    bench.write("submissions/市民政局/图.png", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;");
    bench.run(&["intake"]).done();
    bench.run(&["accept", "2016-0001"]).done();
    bench.run(&["publish", "--all"]).ended(Exit::Findings);
    bench.run(&["compile"]).done();
    bench.run(&["publish", "--all"]).done();
    assert_eq!(bench.files("issues/kuaibao/2016/001/01")["图.png"], b"GIF89a\x01\x00\x01\x00\x00\x00\x00;");
}

#[test]
fn texts_that_somebody_has_begun_to_put_in_are_not_overwritten() {
    let bench = Bench::small();
    bench.accepted(1, "kuaibao");
    bench.write("issues/kuaibao/2016/001/01.md", "旧刊的一条，issue.toml 还没写。");
    let answer = bench.run(&["compile"]).done();
    assert!(answer.out.contains("kuaibao-2016-1") && answer.out.contains("issue.toml"), "{}", answer.out);
    assert_eq!(bench.read("issues/kuaibao/2016/001/01.md"), "旧刊的一条，issue.toml 还没写。");
}

#[test]
fn a_brief_that_is_renamed_and_mended_in_one_go_stays_one_brief() {
    let bench = Bench::small();
    bench.drop_brief("稿", "一篇");
    bench.run(&["intake"]).done();
    std::fs::remove_file(bench.path("submissions/市民政局/稿.md")).expect("removed");
    bench.write("submissions/市民政局/稿（修改）.md", brief("一篇", "一篇的正文，改了。"));
    let answer = bench.run(&["intake"]).done();
    assert!(answer.out.contains("换了位置 2016-0001") && answer.out.contains("单位修改 2016-0001"), "{}", answer.out);
    bench.run(&["build"]).done();
}

#[test]
fn a_title_cannot_change_its_id_under_its_issues() {
    let bench = Bench::small();
    bench.accepted(1, "kuaibao");
    bench.run(&["build", "--publish"]).done();
    let settings = bench.read("kuaibao.toml");
    bench.write("kuaibao.toml", format!("{settings}\n[[series]]\nid = \"kb\"\ntitle = \"改革快报\"\n"));
    let answer = bench.run(&["build"]).ended(Exit::Usage);
    assert!(answer.err.contains("“kuaibao”"), "{}", answer.err);
}

#[test]
fn a_share_that_is_not_connected_is_not_a_folder_from_which_all_was_taken() {
    let bench = Bench::small();
    bench.accepted(1, "kuaibao");
    std::fs::remove_dir_all(bench.path("submissions")).expect("removed");
    std::fs::create_dir(bench.path("submissions")).expect("a folder");
    let before = bench.files("register");
    bench.run(&["build"]).ended(Exit::Failed);
    assert_eq!(bench.files("register"), before);
}

#[test]
fn a_draft_whose_predecessor_was_deleted_waits_for_that_number() {
    let bench = Bench::small();
    bench.accepted(2, "kuaibao");
    bench.run(&["compile"]).done();
    std::fs::remove_dir_all(bench.path("issues/kuaibao/2016/001")).expect("removed");
    let answer = bench.run(&["publish", "kuaibao-2016-2"]).ended(Exit::Findings);
    assert!(answer.out.contains("接下来应是第1期"), "{}", answer.out);
    bench.run(&["compile"]).done();
    bench.run(&["publish", "--all"]).done();
    assert!(bench.exists("issues/kuaibao/2016/002/seal.toml"));
}

#[test]
fn what_must_not_be_published_cannot_be_accepted() {
    let bench = Bench::small();
    let write = |name: &str, from: &str, to: &str| {
        bench.write(
            &format!("submissions/市民政局/{name}.md"),
            brief(name, &format!("{name}的正文。")).replace(from, to),
        );
    };
    write("密件", "关键词", "密级: 秘密★\n关键词");
    write("无签", "审签人: 沈若谷\n", "");
    bench.run(&["intake"]).done();
    let refused = bench.run(&["accept", "市民政局/密件.md"]).ended(Exit::Usage);
    assert!(refused.err.contains("密级") && refused.err.contains("不能破例"), "{}", refused.err);
    bench.run(&["accept", "市民政局/密件.md", "--anyway", "--because", "急"]).ended(Exit::Usage);
    bench.run(&["accept", "市民政局/无签.md"]).ended(Exit::Usage);
    bench.run(&["accept", "市民政局/无签.md", "--anyway"]).ended(Exit::Usage);
    bench.run(&["accept", "市民政局/无签.md", "--anyway", "--because", "电话核实已审签"]).done();
    assert!(bench.run(&["show", "市民政局/无签.md"]).done().out.contains("电话核实已审签"));
}

#[test]
fn returning_and_declining_need_a_reason_and_several_are_decided_together_or_not_at_all() {
    let bench = Bench::small();
    bench.drop_brief("甲", "甲");
    bench.drop_brief("乙", "乙");
    bench.run(&["intake"]).done();
    bench.run(&["return", "2016-0001"]).ended(Exit::Usage);
    bench.run(&["decline", "2016-0001", "2016-0099", "--because", "不是改革"]).ended(Exit::Usage);
    assert!(bench.run(&["inbox"]).done().out.contains("共 2 篇"));
    bench.run(&["return", "2016-0001", "--because", "请补数据"]).done();
    bench.run(&["hold", "2016-0002"]).done();
    assert!(bench.run(&["inbox"]).done().out.contains("没有等待"));
    let all = bench.run(&["inbox", "--all", "--json"]).done().json();
    let states: Vec<&str> =
        all["waiting"].as_array().expect("a list").iter().filter_map(|l| l["state"].as_str()).collect();
    assert_eq!(states, ["returned", "held"]);
}

#[test]
fn a_returned_brief_does_not_count_and_a_mended_one_counts_once() {
    let mut bench = Bench::small();
    bench.drop_brief("甲", "甲");
    bench.run(&["intake"]).done();
    let counted = |bench: &Bench| {
        let quota = bench.run(&["quota", "--month", "2016-11", "--json"]).done().json();
        let row = quota["standings"].as_array().expect("a list").iter().find(|r| r["unit"] == "minzheng").cloned();
        row.expect("a row")["counted"].as_u64()
    };
    assert_eq!(counted(&bench), Some(1));
    bench.run(&["return", "2016-0001", "--because", "请补数据"]).done();
    assert_eq!(counted(&bench), Some(0));
    bench.at("2016-11-18T09:00").write("submissions/市民政局/甲.md", brief("甲", "甲的正文，补了数据。"));
    bench.run(&["intake"]).done();
    assert_eq!(counted(&bench), Some(1));
}

#[test]
fn counting_starts_where_the_office_says() {
    let bench = Bench::small_with(
        "\n[[series]]\nid = \"kuaibao\"\ntitle = \"某市快报\"\nitems = { min = 1, max = 1 }\n\
         start = { year = 2016, number = 12, total = 45 }\n",
    );
    bench.accepted(2, "kuaibao");
    bench.run(&["build", "--publish"]).done();
    let page = bench.read("site/kuaibao/2016/013.html");
    assert!(page.contains("第13期") && page.contains("46"), "{page}");
}
