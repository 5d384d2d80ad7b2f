//! Long work in a log: a line a step where it takes long, and nothing else changes.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::DateTime;
use kuaibao::cli::{Exit, Telling};
use kuaibao::examine::{self, Scope};
use kuaibao::office::Office;
use kuaibao::progress::Progress;
use kuaibao::publish::{self, Gate, Kept};
use kuaibao::register::Writer;
use kuaibao::render::{Edition, Page};
use kuaibao::verify;

use crate::bench::{Bench, files_below};

/// The sample office, without its register: everything in it has just arrived.
fn sample() -> Bench {
    let bench = Bench::empty();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, bytes) in files_below(&repository.join("submissions")) {
        bench.write(&format!("submissions/{name}"), bytes);
    }
    for name in ["kuaibao.toml", "units.toml"] {
        bench.write(name, std::fs::read(repository.join(name)).expect("there"));
    }
    bench
}

/// What a command answers, and its lines about steps that took so long.
fn steps(bench: &Bench, least: Duration, arguments: &[&str]) -> ((Exit, String, String), Vec<String>) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&lines);
    let line = move |line: &str| kept.lock().expect("one thread").push(line.to_owned());
    let answer = bench.run_telling(Telling::Lines(least, Arc::new(line)), arguments);
    let lines = lines.lock().expect("one thread").clone();
    ((answer.exit, answer.out, answer.err), lines)
}

fn names(lines: &[String]) -> Vec<&str> {
    lines.iter().filter_map(|line| line.split('：').next()).collect()
}

const LONG: Duration = Duration::from_secs(3600);

#[test]
fn every_step_of_a_build_gets_its_line_and_none_where_it_was_short() {
    let bench = sample();
    let briefs = files_below(&bench.path("submissions")).into_keys().filter(|name| name.ends_with(".md")).count();
    let ((_, _, err), lines) = steps(&bench, Duration::ZERO, &["build"]);
    let all = ["查看文件", "读期刊", "收文与检查", "编刊", "读期刊", "核对网页", "汇集不得公开的内容", "编排网页"];
    let more = ["读期刊", "网页和电子书", "搜索索引", "网页和电子书", "内部网页"];
    assert_eq!(names(&lines), [&all[..], &more].concat());
    let count: usize = lines[2].split(['：', ' ']).nth(1).and_then(|n| n.parse().ok()).expect("a number");
    assert!(count >= briefs && lines[2].contains(" 篇，用时 ") && lines[2].ends_with(" 秒"), "{}", lines[2]);
    assert!(lines[11].contains(" 个文件，用时 "), "{}", lines[11]);
    assert!(!err.contains('：'), "lines go their own way: {err}");
    let (quick, lines) = steps(&bench, LONG, &["verify"]);
    let plain = bench.run(&["verify"]);
    assert_eq!((lines, quick), (vec![], (plain.exit, plain.out, plain.err)));
}

#[test]
fn other_long_commands_tell_their_steps_too() {
    let bench = Bench::small();
    bench.drop_brief("甲", "甲项改革");
    let told = |arguments: &[&str]| steps(&bench, Duration::ZERO, arguments).1;
    assert_eq!(names(&told(&["check"])), ["检查"]);
    assert_eq!(names(&told(&["check", "--fix", "改好"])), ["改好副本"]);
    assert_eq!(names(&told(&["intake"])), ["收文与检查"]);
    assert_eq!(names(&told(&["accept", "--all", "--series", "kuaibao"])), ["检查待审的简报", "登记意见"]);
    assert_eq!(names(&told(&["compile"])), ["读期刊", "编刊"]);
    assert_eq!(names(&told(&["fmt", "kuaibao-2016-1"])), ["整理送审稿"]);
    assert_eq!(names(&told(&["publish", "--all"])), ["读期刊", "核对并刊发"]);
    bench.run(&["build"]).done();
    let checks = ["核对原文", "核对期刊", "读期刊", "汇集不得公开的内容", "编排网页", "核对网页"];
    assert_eq!(names(&told(&["verify"])), checks);
}

#[test]
fn every_piece_is_counted() {
    let bench = Bench::small();
    bench.accepted(2, "kuaibao");
    bench.run(&["build", "--publish"]).done();
    bench.drop_brief("丙", "丙项改革");
    let office = Office::open(bench.root()).expect("an office");
    let now = DateTime::parse_from_rfc3339("2016-11-17T09:00:00+08:00").expect("a moment");
    let writer = Writer::open(bench.root(), "编辑", now).expect("a register");
    let (work, register) = (Progress::new(), writer.register());
    let counted = || work.now().map(|now| (now.name, now.done, now.pieces)).expect("a step is under way");
    work.begins("检查");
    examine::examine(&office, register, now.date_naive(), (Scope::All, None), None, &work).expect("examined");
    assert_eq!(counted(), ("检查", 3, 3), "two that are known and one that is not");
    let pages = (0..7).map(|n| Page::new(format!("{n}.txt"), || Ok(b"text".to_vec())));
    let edition = Edition::from(pages.collect::<Vec<_>>());
    let out = bench.path("out");
    work.begins("网页");
    publish::deliver(&out, &edition, &Gate::open(), &Kept::default(), &work).expect("delivered");
    assert_eq!(counted(), ("网页", 7, 7));
    work.begins("核对网页");
    assert_eq!(publish::differences(&out, &edition, &work).expect("compared"), []);
    assert_eq!(counted(), ("核对网页", 7, 7));
    assert_eq!(verify::differences(&office, register, &writer.originals(), &work).expect("held"), [""; 0]);
    assert_eq!(counted(), ("核对期刊", 2, 2));
    let bytes: Vec<u64> = work.stages().iter().map(|stage| stage.bytes).collect();
    assert_eq!(bytes, [0, 28, 0, 0, 0]);
}

#[test]
fn who_asks_for_quiet_or_for_data_gets_no_lines() {
    let bench = Bench::small();
    bench.drop_brief("甲", "甲项改革");
    for option in ["--quiet", "--json"] {
        let ((_, _, err), lines) = steps(&bench, Duration::ZERO, &["build", option]);
        assert_eq!((lines, err.as_str()), (vec![], ""), "{option}");
    }
}

#[test]
fn a_failure_ends_no_step_well() {
    let bench = Bench::small();
    bench.accepted(1, "kuaibao");
    bench.write("templates/home.html", "<p>\n{% if %}");
    let ((exit, _, err), lines) = steps(&bench, Duration::ZERO, &["build"]);
    assert!(exit != Exit::Done && err.contains("没有办成"), "{err}");
    assert_eq!(names(&lines), ["查看文件"]);
}

#[test]
fn a_small_office_says_in_a_pipe_what_it_always_said() {
    let bench = Bench::small();
    bench.drop_brief("甲", "甲项改革");
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_kuaibao"))
        .args(["build", "--now", "2016-11-17T09:00:00+08:00", "--by", "编辑"])
        .current_dir(bench.root())
        .output()
        .expect("it runs");
    let err = String::from_utf8(run.stderr).expect("UTF-8");
    assert!(err.lines().count() == 1 && err.starts_with("用时 ") && err.ends_with(" 秒。\n"), "{err}");
    assert!(!run.stdout.contains(&b'\r') && !run.stdout.contains(&0x1b));
}
