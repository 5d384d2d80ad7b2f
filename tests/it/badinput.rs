//! Careless and hostile submissions: nothing crashes, nothing leaks, nothing is lost without a word.

use std::process::Command;

use crate::bench::{Bench, brief, shared};

#[test]
fn every_case_of_the_shared_collection_ends_as_expected() {
    let (Some(make), Some(judge)) = (shared("tools/badinput.py"), shared("tools/badinput-run.py")) else { return };
    let office = Bench::small();
    let units = office.read("units.toml");
    office
        .write("units.toml", format!("{units}\n[[unit]]\nid = \"lab\"\nname = \"第一实验室\"\nclass = \"市级部门\"\n"));
    let cases = tempfile::tempdir().expect("a folder");
    let made = Command::new("python3").arg(make).arg(cases.path()).output().expect("python3 runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let script = format!(
        "cd {{root}} && '{0}' intake && '{0}' accept --all --series kuaibao; '{0}' build --publish --out {{out}}",
        env!("CARGO_BIN_EXE_kuaibao")
    );
    let judged = Command::new("python3")
        .arg(judge)
        .arg(cases.path())
        .arg("--project")
        .arg(office.root())
        .args(["--", "bash", "-c", &script])
        .output()
        .expect("python3 runs");
    let told = String::from_utf8_lossy(&judged.stdout);
    let summary = told.lines().last().unwrap_or_default();
    assert!(judged.status.success() && summary.contains("control lost in 0"), "{told}");
}

#[test]
fn deep_nesting_long_lines_and_odd_bytes_are_survived() {
    let bench = Bench::small();
    let bodies = [
        ("深", ">".repeat(10_000) + " 深\n"),
        ("列", "- ".repeat(5_000) + "列\n"),
        ("括", "[".repeat(50_000) + &"]".repeat(50_000)),
        ("星", "*a_".repeat(20_000)),
        ("长", "试验数据，".repeat(60_000)),
        ("表", format!("|{}\n|{}\n|{}\n", "列|".repeat(500), "--|".repeat(500), "值|".repeat(500))),
        ("注", (0..2000).map(|n| format!("[^{n}]")).collect::<String>() + "\n\n[^1]: 注\n"),
        ("替", "\u{e000}\u{e001}\u{fffd}\u{feff}\u{202e}正文".into()),
    ];
    for (name, body) in &bodies {
        bench.write(&format!("submissions/市民政局/{name}.md"), brief(name, body));
    }
    bench.run(&["intake"]).done();
    bench.run(&["accept", "--all", "--series", "kuaibao"]).done();
    let built = bench.run(&["build", "--publish"]);
    assert!(bench.exists("site/kuaibao/2016/008.html"), "{}\n{}", built.out, built.err);
    bench.run(&["verify"]).done();
}

#[test]
fn two_hundred_headers_of_garbage_are_read_without_a_word_lost() {
    let bench = Bench::small();
    for index in 0..200 {
        let garbage: String =
            (0..50).map(|n| char::from_u32((index * 7919 + n * 104_729) % 0xd7ff).unwrap_or('?')).collect();
        bench.write(&format!("submissions/市民政局/{index}.md"), format!("---\n{garbage}: {garbage}\n---\n{garbage}"));
    }
    let answer = bench.run(&["check", "--json"]).json();
    assert_eq!(answer["submissions"].as_array().map(Vec::len), Some(200));
    bench.run(&["build"]);
    assert!(bench.exists("site/index.html"));
}
