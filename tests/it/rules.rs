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
const BUILT_HERE: [&str; 6] =
    ["file-link", "file-unreadable", "file-name", "file-too-large", "file-place", "scan-unread"];

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
