//! The command line itself: Chinese surface, exit codes, JSON shapes, the binary's wiring.

use std::process::Command;

use kuaibao::cli::Exit;

use crate::bench::{Bench, brief};

#[test]
fn wrong_usage_is_told_in_chinese_with_a_way_out() {
    let bench = Bench::small();
    let told = |arguments: &[&str]| bench.run(arguments).ended(Exit::Usage).err;
    assert!(told(&["bulid"]).contains("没有“bulid”这个命令"));
    assert!(told(&["bulid"]).contains("是不是“build”"));
    assert!(told(&["quota", "--month", "2016-13"]).contains("2016-11（月）"));
    assert!(told(&["publish", "第一期"]).contains("dongtai-2016-12"));
    assert!(told(&["show"]).contains("还缺"));
    assert!(told(&["quota", "--month", "2016-11", "--year", "2016"]).contains("不能与"));
    assert!(told(&["show", "2016-0099"]).contains("没有收文"));
    assert!(told(&["accept", "2016-0001", "--series", "晚报"]).contains("没有“晚报”这种刊物"));
    for arguments in [&["bulid"][..], &["quota", "--moth", "x"], &[]] {
        let text = told(arguments);
        for english in ["error", "Usage", "tip", "For more"] {
            assert!(!text.contains(english), "{text}");
        }
    }
}

#[test]
fn help_is_chinese_throughout() {
    let bench = Bench::small();
    let commands = [
        "init", "new", "check", "intake", "inbox", "show", "accept", "return", "decline", "hold", "quota", "compile",
        "mask", "publish", "correct", "withdraw", "build", "watch", "serve", "verify", "explain",
    ];
    let top = bench.run(&["--help"]).done().out;
    for command in commands {
        assert!(top.contains(&format!("  {command}")), "{command} is missing in {top}");
        let help = bench.run(&[command, "--help"]).done().out;
        for english in ["Usage", "Options", "Arguments", "default:", "possible values", "Print help"] {
            assert!(!help.contains(english), "{command}: {help}");
        }
    }
}

#[test]
fn outside_an_office_a_single_file_can_be_checked() {
    let bench = Bench::empty();
    bench.write("甲.md", brief("甲", &"这里是正文。".repeat(30)));
    assert!(bench.run(&["check", "甲.md"]).done().out.contains("没有发现问题"));
    bench.write("乙.md", "没有文头的正文。");
    let answer = bench.run(&["check", "乙.md", "--json"]).ended(Exit::Findings).json();
    let findings = answer["submissions"][0]["findings"].as_array().expect("a list");
    let codes: Vec<&str> = findings.iter().filter_map(|finding| finding["code"].as_str()).collect();
    for code in ["header-missing", "title-missing", "date-missing", "unsigned"] {
        assert!(codes.contains(&code), "everything is told at once: {codes:?}");
    }
    assert!(bench.run(&["build"]).ended(Exit::Usage).err.contains("kuaibao init"));
}

#[test]
fn check_json_has_the_promised_shape() {
    let bench = Bench::small();
    bench.write("submissions/市民政局/甲.md", brief("甲", "正文。").replace("2016-11-16", "2016-11-31"));
    bench.write("submissions/市民政局/~$甲.docx", "lock");
    let answer = bench.run(&["check", "--json"]).ended(Exit::Findings).json();
    assert_eq!(answer["version"], 1);
    let one = &answer["submissions"][0];
    let keys: Vec<&String> = one.as_object().expect("an object").keys().collect();
    for key in ["path", "receipt", "title", "units", "kind", "date", "period", "state", "characters", "findings"] {
        assert!(keys.iter().any(|k| *k == key), "{key}");
    }
    assert_eq!(one["path"], "submissions/市民政局/甲.md");
    assert_eq!((&one["receipt"], &one["characters"]), (&serde_json::Value::Null, &3.into()));
    let finding = one["findings"].as_array().expect("a list").iter().find(|f| f["code"] == "date-impossible");
    let finding = finding.expect("the date does not exist");
    assert_eq!((&finding["line"], &finding["column"], &finding["severity"]), (&4.into(), &7.into(), &"error".into()));
    assert!(finding["excerpt"].as_str().is_some_and(|line| line.contains("2016-11-31")));
    assert_eq!(answer["ignored"][0], "submissions/市民政局/~$甲.docx");
    assert_eq!(answer["summary"]["errors"], 1);
}

#[test]
fn quota_strict_tells_by_its_exit_code_that_somebody_owes() {
    let mut bench = Bench::small();
    bench.run(&["quota", "--strict"]).done();
    bench.at("2016-12-01T09:00").run(&["quota", "--month", "2016-11", "--strict"]).ended(Exit::Short);
    bench.run(&["quota", "--month", "2016-11"]).done();
}

#[test]
fn explain_knows_every_code_and_suggests_the_nearest() {
    let bench = Bench::small();
    assert!(bench.run(&["explain", "unsigned"]).done().out.starts_with("# unsigned"));
    assert!(bench.run(&["explain", "unsinged"]).ended(Exit::Usage).err.contains("是不是“unsigned”"));
    assert!(bench.run(&["explain"]).done().out.lines().count() > 40);
}

#[test]
fn new_writes_a_skeleton_that_check_can_judge_and_never_overwrites() {
    let bench = Bench::small();
    let made = bench.run(&["new", "--unit", "盘龙区委改革办", "--title", "“居民议事厅”: 新模式"]).done();
    let path = made.out.trim();
    assert!(path.starts_with("submissions/盘龙区/2016-11-17-"), "{path}");
    let answer = bench.run(&["check", path, "--json"]).ended(Exit::Findings).json();
    assert_eq!(answer["submissions"][0]["title"], "“居民议事厅”: 新模式");
    bench.run(&["new", "--unit", "盘龙区", "--title", "“居民议事厅”: 新模式"]).ended(Exit::Usage);
    assert!(bench.run(&["new", "--unit", "盘尤区", "--title", "甲"]).ended(Exit::Usage).err.contains("是不是“盘龙区”"));
}

#[test]
fn init_makes_an_office_that_builds_and_refuses_a_second_time() {
    let bench = Bench::empty();
    bench.run(&["init", "办公"]).done();
    assert!(bench.exists("办公/样稿/简报样稿.md"));
    let built = bench.run(&["build", "--office", "办公"]).done();
    assert!(bench.exists("办公/site/index.html") && built.out.contains("打开 site/index.html"), "{}", built.out);
    bench.run(&["init", "办公"]).ended(Exit::Usage);
}

#[test]
fn a_wrong_setting_is_a_usage_error_with_its_place() {
    let bench = Bench::small_with("\n[countnig]\njoint = \"each\"\n");
    let answer = bench.run(&["build"]).ended(Exit::Usage);
    assert!(answer.err.contains("kuaibao.toml:7:2") && answer.err.contains("是不是“counting”"), "{}", answer.err);
}

#[test]
fn a_damaged_register_stops_everything_and_is_named() {
    let bench = Bench::small();
    bench.accepted(1, "kuaibao");
    let journal = bench.read("register/2016.jsonl");
    bench.write("register/2016.jsonl", journal.replacen("市民政局", "市民政厅", 1));
    let answer = bench.run(&["build"]).ended(Exit::Failed);
    assert!(answer.err.contains("2016.jsonl:2"), "{}", answer.err);
    bench.run(&["verify"]).ended(Exit::Different);
}

#[test]
fn the_binary_runs_returns_its_exit_code_and_survives_a_closed_pipe() {
    let bench = Bench::small();
    let binary = env!("CARGO_BIN_EXE_kuaibao");
    let run =
        |arguments: &[&str]| Command::new(binary).args(arguments).current_dir(bench.root()).output().expect("it runs");
    assert_eq!(run(&["quota", "--json"]).status.code(), Some(0));
    assert_eq!(run(&["bulid"]).status.code(), Some(2));
    let piped =
        Command::new("sh").arg("-c").arg(format!("'{binary}' explain | head -1")).current_dir(bench.root()).output();
    let piped = piped.expect("it runs");
    assert!(piped.status.success() && piped.stderr.is_empty(), "{}", String::from_utf8_lossy(&piped.stderr));
    let wrong = Command::new(binary).arg("inbox").env("KUAIBAO_NOW", "gestern").current_dir(bench.root()).output();
    assert_eq!(wrong.expect("it runs").status.code(), Some(2));
}
