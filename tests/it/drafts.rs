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
    bench.run(&["publish", "--all"]).ended(Exit::Findings);
    std::fs::remove_dir_all(bench.path("issues/kuaibao/2016/001")).expect("removed");
    bench.run(&["compile"]).done();
    bench.run(&["publish", "--all"]).done();
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
