//! Seals, corrections, withdrawals, and what happens when somebody meddles.

use kuaibao::cli::Exit;

use crate::bench::{Bench, text_of};
use crate::way::unpacked;

fn published() -> Bench {
    let bench = Bench::small();
    bench.accepted(4, "dongtai");
    bench.run(&["build", "--publish"]).done();
    bench
}

#[test]
fn numbers_are_published_in_order_without_gaps() {
    let bench = Bench::small();
    bench.accepted(3, "kuaibao");
    bench.run(&["compile"]).done();
    let answer = bench.run(&["publish", "kuaibao-2016-2"]).ended(Exit::Findings);
    assert!(answer.out.contains("kuaibao-2016-1 还没有刊发"), "{}", answer.out);
    bench.run(&["publish", "kuaibao-2016-1", "kuaibao-2016-2"]).done();
    bench.run(&["publish", "--all"]).done();
    bench.run(&["publish", "kuaibao-2016-3"]).ended(Exit::Usage);
}

#[test]
fn a_draft_with_too_few_items_or_a_private_mark_waits() {
    let bench = Bench::small();
    bench.accepted(4, "dongtai");
    bench.run(&["compile"]).done();
    let path = "issues/dongtai/2016/001/issue.toml";
    let written = bench.read(path);
    bench.write(path, &written[..written.rfind("[[item]]").expect("items")]);
    let answer = bench.run(&["publish", "--all"]).ended(Exit::Findings);
    assert!(answer.out.contains("只有 3 条"), "{}", answer.out);
    bench.write(path, &written);
    let item = bench.read("issues/dongtai/2016/001/02.md");
    bench.write("issues/dongtai/2016/001/02.md", item.replacen("---\n", "---\n密级: 内部\n", 1));
    let answer = bench.run(&["publish", "--all"]).ended(Exit::Findings);
    assert!(answer.out.contains("secret"), "{}", answer.out);
}

#[test]
fn the_date_is_filled_in_on_the_day_of_publishing_and_the_editors_comments_stay() {
    let mut bench = Bench::small();
    bench.accepted(1, "kuaibao");
    bench.run(&["compile"]).done();
    let path = "issues/kuaibao/2016/001/issue.toml";
    bench.write(path, bench.read(path).replace("note = \"\"", "note = \"按语在此\" # 张主任改"));
    bench.at("2016-11-21T10:00").run(&["publish", "--all"]).done();
    let sealed = bench.read(path);
    assert!(sealed.contains("date = 2016-11-21") && sealed.contains("# 张主任改"), "{sealed}");
    bench.run(&["build"]).done();
    let page = text_of(&bench.read("site/kuaibao/2016/001.html"));
    assert!(page.contains("2016年11月21日") && page.contains("按语在此"), "{page}");
}

#[test]
fn a_sealed_issue_that_was_changed_stops_the_build_and_names_the_file() {
    let bench = published();
    let before = bench.files("site");
    bench.write("issues/dongtai/2016/001/02.md", "改了");
    let answer = bench.run(&["build"]).ended(Exit::Failed);
    assert!(answer.err.contains("02.md") && answer.err.contains("correct"), "{}", answer.err);
    assert_eq!(before, bench.files("site"));
    let verified = bench.run(&["verify"]).ended(Exit::Different);
    assert!(verified.out.contains("02.md 改动过"), "{}", verified.out);
    bench.run(&["correct", "dongtai-2016-1", "--restore"]).done();
    bench.run(&["build"]).done();
    bench.run(&["verify"]).done();
}

#[test]
fn a_correction_keeps_the_number_adds_a_notice_and_keeps_the_earlier_text() {
    let bench = published();
    let path = "issues/dongtai/2016/001/02.md";
    let earlier = bench.read(path);
    bench.write(path, earlier.replace("的正文。", "的正文（数字已核）。"));
    bench.run(&["correct", "dongtai-2016-1"]).ended(Exit::Usage);
    bench.run(&["correct", "dongtai-2016-1", "--because", "第2条数字有误"]).done();
    bench.run(&["build"]).done();
    for page in ["site/dongtai/2016/001.html", "site/dongtai/2016/001/02.html"] {
        let text = text_of(&bench.read(page));
        assert!(text.contains("数字已核") && text.contains("第2条数字有误") && text.contains("更正"), "{text}");
    }
    let originals: Vec<Vec<u8>> = bench.files("register/originals").into_values().collect();
    assert!(originals.contains(&earlier.into_bytes()), "the earlier text is kept");
    bench.run(&["verify"]).done();
}

#[test]
fn a_correction_cannot_bring_in_what_must_not_be_published_nor_move_the_date() {
    let bench = published();
    let (path, issue) = ("issues/dongtai/2016/001/02.md", "issues/dongtai/2016/001/issue.toml");
    let (item, written) = (bench.read(path), bench.read(issue));
    bench.write(path, item.replacen("---\n", "---\n密级: 秘密\n", 1));
    bench.run(&["correct", "dongtai-2016-1", "--because", "改"]).ended(Exit::Usage);
    bench.write(path, &item);
    bench.write(issue, written.replace("2016-11-17", "2018-01-01"));
    bench.run(&["correct", "dongtai-2016-1", "--because", "改"]).ended(Exit::Usage);
}

#[test]
fn a_correction_cannot_add_or_take_away_items() {
    let bench = published();
    let path = "issues/dongtai/2016/001/issue.toml";
    let written = bench.read(path);
    bench.write(path, &written[..written.rfind("[[item]]").expect("items")]);
    let answer = bench.run(&["correct", "dongtai-2016-1", "--because", "抽掉一条"]).ended(Exit::Usage);
    assert!(answer.err.contains("withdraw"), "{}", answer.err);
}

#[test]
fn a_withdrawn_item_keeps_its_address_and_shows_why_but_not_its_text() {
    let bench = published();
    bench.run(&["withdraw", "dongtai-2016-1", "3", "--because", "所述办法尚未公布"]).done();
    bench.run(&["withdraw", "dongtai-2016-1", "9", "--because", "没有"]).ended(Exit::Usage);
    bench.run(&["build"]).done();
    let item = bench.read("site/dongtai/2016/001/03.html");
    assert!(
        item.contains("所述办法尚未公布") && item.contains("撤稿") && !item.contains("第3项改革（dongtai）的正文"),
        "{item}"
    );
    let found = unpacked(&bench, "site")
        .into_iter()
        .find(|(_, bytes)| String::from_utf8_lossy(bytes).contains("第3项改革（dongtai）的正文"));
    assert_eq!(found.map(|(name, _)| name), None);
    bench.run(&["verify"]).done();
}

#[test]
fn a_seal_that_was_not_written_is_made_from_the_register() {
    let bench = published();
    let seal = bench.read("issues/dongtai/2016/001/seal.toml");
    std::fs::remove_file(bench.path("issues/dongtai/2016/001/seal.toml")).expect("removed");
    bench.run(&["build"]).done();
    assert_eq!(bench.read("issues/dongtai/2016/001/seal.toml"), seal);
}

#[test]
fn a_published_issue_that_is_gone_is_missed_and_can_be_restored() {
    let bench = published();
    std::fs::remove_dir_all(bench.path("issues/dongtai/2016/001")).expect("removed");
    let answer = bench.run(&["build"]).ended(Exit::Failed);
    assert!(answer.err.contains("不见了") && answer.err.contains("--restore"), "{}", answer.err);
    bench.run(&["correct", "dongtai-2016-1", "--restore"]).done();
    bench.run(&["build"]).done();
    bench.run(&["verify"]).done();
}

#[test]
fn an_old_issue_is_put_in_by_hand_with_or_without_a_number() {
    let bench = Bench::small();
    let item = "---\n标题: 旧刊的一条\n单位: 市民政局\n---\n\n旧刊的正文。\n";
    bench.write("issues/dongtai/2014/003/issue.toml", "number = 3\ndate = 2014-05-06\n\n[[item]]\nfile = \"01.md\"\n");
    bench.write("issues/dongtai/2014/003/01.md", item);
    bench.write("issues/dongtai/2013/zengkan/issue.toml", "date = 2013-05-06\n\n[[item]]\nfile = \"01.md\"\n");
    bench.write("issues/dongtai/2013/zengkan/01.md", item);
    bench.run(&["publish", "--all"]).done();
    bench.run(&["build"]).done();
    assert!(text_of(&bench.read("site/dongtai/2014/003.html")).contains("第3期"));
    assert!(!text_of(&bench.read("site/dongtai/2013/zengkan.html")).contains("第期"));
}

#[test]
fn a_stray_file_in_a_published_issue_is_named_and_never_sealed() {
    let bench = published();
    bench.write("issues/dongtai/2016/001/01 - 副本.md", "副本");
    let answer = bench.run(&["build"]).ended(Exit::Failed);
    assert!(answer.err.contains("01 - 副本.md") && answer.err.contains("移出"), "{}", answer.err);
    bench.run(&["correct", "dongtai-2016-1", "--because", "改"]).ended(Exit::Usage);
    bench.run(&["correct", "dongtai-2016-1", "--restore"]).ended(Exit::Findings);
}

#[test]
fn a_published_issue_without_its_issue_toml_stops_the_build() {
    let bench = published();
    std::fs::remove_file(bench.path("issues/dongtai/2016/001/issue.toml")).expect("removed");
    let answer = bench.run(&["build"]).ended(Exit::Failed);
    assert!(answer.err.contains("issue.toml"), "{}", answer.err);
    bench.run(&["correct", "dongtai-2016-1", "--restore"]).done();
    bench.run(&["build"]).done();
}

#[test]
fn a_later_unsigned_version_takes_no_published_brief_out_of_the_count() {
    let bench = published();
    let counted = || {
        let quota = bench.run(&["quota", "--month", "2016-11", "--json"]).done().json();
        let rows = quota["standings"].as_array().expect("a list").clone();
        rows.iter().find(|row| row["unit"] == "minzheng").expect("a row")["counted"].as_u64()
    };
    assert_eq!(counted(), Some(4));
    let path = "submissions/市民政局/dongtai1.md";
    bench.write(path, bench.read(path).replace("审签人: 沈若谷\n", ""));
    bench.run(&["intake"]).done();
    assert_eq!(counted(), Some(4));
    assert!(bench.run(&["inbox"]).done().out.contains("刊发后又改过"));
}

#[test]
fn a_copy_that_was_tampered_with_is_found() {
    let bench = published();
    let (name, _) = bench.files("register/originals").into_iter().next().expect("a copy");
    bench.write(&format!("register/originals/{name}"), "改了");
    let answer = bench.run(&["verify"]).ended(Exit::Different);
    assert!(answer.out.contains("副本缺失或被改动"), "{}", answer.out);
}

#[test]
fn a_site_that_somebody_edited_is_found() {
    let bench = published();
    bench.write("site/index.html", "hacked");
    let answer = bench.run(&["verify"]).ended(Exit::Different);
    assert!(answer.out.contains("site/index.html"), "{}", answer.out);
}
