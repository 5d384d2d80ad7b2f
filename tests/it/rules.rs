//! Every code has a sample that triggers it and one that is right: tests/rules/<code>/{wrong,right}/, laid into the
//! folder of 市民政局. What git cannot hold is built here.

use std::collections::BTreeSet;
use std::path::Path;

use kuaibao::diagnostic::catalog;
use serde_json::Value;

use crate::bench::{Bench, brief, files_below};

fn samples() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

fn office() -> Bench {
    let mut bench = Bench::small();
    bench.at("2016-11-20T09:00");
    bench
}

/// The codes found about everything in the office's folder.
fn codes(bench: &Bench) -> BTreeSet<String> {
    let answer = bench.run(&["check", "--json"]).json();
    let findings = answer["submissions"].as_array().expect("a list").iter();
    findings
        .flat_map(|one| one["findings"].as_array().expect("a list"))
        .filter_map(|finding| finding["code"].as_str().map(str::to_owned))
        .collect()
}

fn sampled(code: &str, which: &str) -> Option<BTreeSet<String>> {
    let folder = samples().join(code).join(which);
    folder.is_dir().then(|| {
        let mut bench = match std::fs::read_to_string(samples().join(code).join("kuaibao.toml")) {
            Ok(settings) => Bench::small_with(&format!("\n{settings}")),
            Err(_) => office(),
        };
        bench.at("2016-11-20T09:00");
        for (name, bytes) in files_below(&folder) {
            bench.write(&format!("submissions/市民政局/{name}"), bytes);
        }
        codes(&bench)
    })
}

#[test]
fn every_wrong_sample_triggers_its_code_and_every_right_one_nothing() {
    for code in catalog::all() {
        if let Some(found) = sampled(code.name, "wrong") {
            assert!(found.contains(code.name), "{}: {found:?}", code.name);
        }
        if let Some(found) = sampled(code.name, "right") {
            assert!(found.is_empty(), "{}: {found:?}", code.name);
        }
    }
}

/// Codes whose samples git cannot hold. (`file-unreadable` needs a permission that a test run by root always has.)
const BUILT_HERE: [&str; 7] =
    ["file-link", "file-unreadable", "file-name", "file-too-large", "file-place", "scan-unread", "own-city"];

#[test]
fn every_code_is_triggered_by_something() {
    for code in catalog::all() {
        let sampled = samples().join(code.name).join("wrong").is_dir();
        assert!(sampled || BUILT_HERE.contains(&code.name), "{} has no sample", code.name);
    }
}

#[test]
fn a_file_that_is_too_large_or_lies_in_no_units_folder_is_named() {
    let bench = office();
    bench.write("submissions/市民政局/大.md", vec![b'a'; 9 << 20]);
    bench.write("submissions/散.md", brief("散", "正文。"));
    let found = codes(&bench);
    assert!(found.contains("file-too-large") && found.contains("file-place"), "{found:?}");
}

#[test]
fn a_scan_that_is_too_large_is_named_and_costs_nothing_else() {
    let bench = office();
    bench.write("submissions/市民政局/甲.md", brief("甲", "正文。"));
    bench.write("submissions/市民政局/甲.jpg", vec![b'a'; 21 << 20]);
    let found = codes(&bench);
    assert!(found.contains("scan-unread") && !found.contains("file-stray"), "{found:?}");
}

#[cfg(unix)]
#[test]
fn links_and_odd_names_are_named_and_never_followed() {
    use std::os::unix::ffi::OsStrExt;
    let bench = office();
    bench.write("outside.md", "SECRET");
    bench.write("submissions/市民政局/甲.md", brief("甲", "正文。"));
    std::os::unix::fs::symlink(bench.path("outside.md"), bench.path("submissions/市民政局/link.md")).expect("a link");
    let odd = std::ffi::OsStr::from_bytes(b"\xff\xfe.md");
    std::fs::write(bench.path("submissions/市民政局").join(odd), "x").expect("written");
    let found = codes(&bench);
    assert!(found.contains("file-link") && found.contains("file-name"), "{found:?}");
}

#[cfg(unix)]
#[test]
fn a_picture_behind_a_link_is_outside() {
    let bench = office();
    bench.write("secret.png", "SECRET");
    bench.write("submissions/市民政局/甲.md", brief("甲", "正文。\n\n![图](图.png)\n\n![图](../../kuaibao.toml)"));
    std::os::unix::fs::symlink(bench.path("secret.png"), bench.path("submissions/市民政局/图.png")).expect("a link");
    assert!(codes(&bench).contains("image-outside"));
}

#[test]
fn a_signature_after_the_day_of_receiving_is_no_signature() {
    let bench = office();
    let late = brief("甲", "正文。").replace("审签日期: 2016-11-15", "审签日期: 2016-11-21");
    bench.write("submissions/市民政局/甲.md", late);
    assert!(codes(&bench).contains("signed-late"));
}

#[test]
fn the_office_sets_the_weight_of_a_rule_or_switches_it_off() {
    let bench = Bench::small_with("\n[rules]\ntext-short = \"error\"\nsigned-when = \"off\"\n");
    let unsaid = brief("甲", "短。").replace("审签日期: 2016-11-15\n", "");
    bench.write("submissions/市民政局/甲.md", unsaid);
    let answer: Value = bench.run(&["check", "--json"]).json();
    let findings = answer["submissions"][0]["findings"].as_array().expect("a list");
    let told: Vec<(&str, &str)> =
        findings.iter().map(|f| (f["code"].as_str().unwrap_or(""), f["severity"].as_str().unwrap_or(""))).collect();
    assert_eq!(told, [("text-short", "error")]);
}

/// A text of some length, of which `part` is one's own.
fn long(part: &str) -> String {
    let streets = ["东门", "西坝", "南屏", "北辰", "青年路", "白塔", "吴井", "金马"];
    let told = |street: &str| {
        format!("{street}街道列出清单，逐项过筛，{part}由居民商量着办，结果张榜公布，逾期未办的说明原因。")
    };
    streets.map(told).join("\n\n")
}

fn messages(bench: &Bench, code: &str) -> Vec<(String, String)> {
    let answer = bench.run(&["check", "--json"]).json();
    let mut told = Vec::new();
    for one in answer["submissions"].as_array().expect("a list") {
        for finding in one["findings"].as_array().expect("a list").iter().filter(|finding| finding["code"] == code) {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            told.push((text(&one["path"]), text(&finding["message"])));
        }
    }
    told
}

#[test]
fn a_text_nearly_the_same_as_another_units_is_told_with_where_and_how_much() {
    let mut bench = office();
    bench.write("submissions/市民政局/议事.md", brief("居民议事厅", &long("停车、充电、晾晒等事项")));
    bench.run(&["intake"]);
    bench.at("2016-11-21T09:00");
    let again = brief("再推议事厅", &long("停车、充电、晾晒等事项").replacen("逾期", "超期", 1));
    bench.write("submissions/盘龙区/议事.md", again.replace("单位: 市民政局", "单位: 盘龙区"));
    bench.write("submissions/市民政局/别的.md", brief("河长", "三级河长巡河一万余次，水质达标断面增加到二十六个。"));
    let told = messages(&bench, "near-text");
    assert_eq!(told.len(), 1, "{told:?}");
    let (path, message) = &told[0];
    assert_eq!(path, "submissions/盘龙区/议事.md");
    assert!(message.contains("收文 2016-0001《居民议事厅》（市民政局，2016-11-16）"), "{message}");
    // It is told when the brief is looked at, too; the earlier one is no twin of a later.
    bench.run(&["intake"]);
    assert!(
        bench.run(&["show", "2016-0002"]).out.contains("near-text")
            || bench.run(&["show", "2016-0003"]).out.contains("near-text")
    );
    assert!(!bench.run(&["show", "2016-0001"]).out.contains("near-text"));
}

#[test]
fn a_mended_or_renamed_brief_is_no_twin_of_itself() {
    let mut bench = office();
    bench.write("submissions/市民政局/议事.md", brief("居民议事厅", &long("停车事项")));
    bench.run(&["intake"]);
    bench.at("2016-11-21T09:00");
    let mended = brief("居民议事厅", &long("停车事项").replacen("逾期", "超期", 1));
    bench.write("submissions/市民政局/议事.md", &mended);
    assert!(messages(&bench, "near-text").is_empty(), "mended");
    std::fs::remove_file(bench.path("submissions/市民政局/议事.md")).expect("removed");
    bench.write("submissions/市民政局/议事（改）.md", &mended);
    assert!(messages(&bench, "near-text").is_empty(), "renamed and mended");
}

#[test]
fn what_goes_up_calls_the_city_by_its_name() {
    let up = "\n[[series]]\nid = \"dongtai\"\ntitle = \"改革动态\"\n[[series]]\nid = \"up\"\ntitle = \"改革上报\"\nupward = true\n";
    let mut bench = Bench::small_with(up);
    bench.at("2016-11-20T09:00");
    let text = brief("甲", "我市推行一窗受理。");
    bench.write("submissions/市民政局/甲.md", &text);
    assert!(messages(&bench, "own-city").is_empty());
    bench.write("submissions/市民政局/甲.md", text.replace("单位: 市民政局", "单位: 市民政局\n投向: 改革上报"));
    assert_eq!(messages(&bench, "own-city").len(), 1);
}
