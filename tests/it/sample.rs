//! The sample office in the repository: its register and issues are what its story (tests/sample/timeline.txt) gives.
//!
//! `KUAIBAO_BLESS=1 cargo test sample` plays the story anew and writes `register/` and `issues/`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use kuaibao::cli::Exit;

use crate::bench::{Bench, files_below};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One line of the story.
enum Step {
    Drop { path: String, earlier: bool },
    Run(Vec<String>),
    Edit { path: String, from: String, to: String },
}

fn story() -> Vec<(String, Step)> {
    let text = std::fs::read_to_string(repository().join("tests/sample/timeline.txt")).expect("the story");
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(step).collect()
}

fn step(line: &str) -> (String, Step) {
    let (time, rest) = line.split_once(' ').expect("a time");
    let (verb, rest) = rest.split_once(' ').expect("a verb");
    let step = match verb {
        "drop" => match rest.strip_suffix(" earlier") {
            Some(path) => Step::Drop { path: path.trim().into(), earlier: true },
            None => Step::Drop { path: rest.trim().into(), earlier: false },
        },
        "run" => Step::Run(words(rest)),
        "edit" => match <[String; 3]>::try_from(words(rest)) {
            Ok([path, from, to]) => Step::Edit { path, from, to },
            Err(_) => panic!("{line}"),
        },
        _ => panic!("{line}"),
    };
    (time.trim_end_matches(":00+08:00").to_owned(), step)
}

/// Splits at blanks outside double quotes.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in text.trim().chars() {
        match character {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().expect("never empty").push(character),
        }
    }
    words
}

/// An office in which the story has been played.
fn played() -> Bench {
    let mut bench = Bench::empty();
    for name in ["kuaibao.toml", "units.toml"] {
        bench.write(name, std::fs::read(repository().join(name)).expect("readable"));
    }
    std::fs::create_dir_all(bench.path("submissions")).expect("a folder");
    for (time, step) in story() {
        bench.at(&time);
        match step {
            Step::Drop { path, earlier } => drop_file(&bench, &path, earlier, &time),
            Step::Edit { path, from, to } => edit(&bench, &format!("issues/{path}"), &from, &to),
            Step::Run(arguments) => {
                let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                let answer = bench.run(&arguments);
                assert_eq!(answer.exit, Exit::Done, "{time} {arguments:?}\n{}\n{}", answer.out, answer.err);
            }
        }
    }
    bench
}

/// Drops a file with the time at which it was dropped, as a share would show it.
fn drop_file(bench: &Bench, path: &str, earlier: bool, time: &str) {
    let folder = if earlier { "tests/sample/earlier" } else { "submissions" };
    let name = format!("submissions/{path}");
    bench.write(&name, std::fs::read(repository().join(folder).join(path)).unwrap_or_else(|e| panic!("{path}: {e}")));
    let moment = kuaibao::cli::moment(&format!("{time}:00+08:00")).expect("a time");
    let file = std::fs::File::options().write(true).open(bench.path(&name)).expect("it is there");
    file.set_modified(moment.into()).expect("a time can be set");
}

/// The editor changes some words of a file.
fn edit(bench: &Bench, name: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(bench.path(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    assert_eq!(text.matches(from).count(), 1, "{name}: {from}");
    bench.write(name, text.replace(from, to));
}

fn recorded(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for folder in ["register", "issues"] {
        let below = files_below(&root.join(folder));
        files.extend(below.into_iter().filter(|(name, _)| name != ".lock").map(|(n, b)| (format!("{folder}/{n}"), b)));
    }
    files
}

#[test]
fn the_register_and_the_issues_in_the_repository_are_what_the_story_gives() {
    let bench = played();
    let made = recorded(bench.root());
    if std::env::var_os("KUAIBAO_BLESS").is_some() {
        bless(&made);
    }
    let there = recorded(repository());
    let names: BTreeSet<&String> = made.keys().chain(there.keys()).collect();
    let differing: Vec<&&String> = names.iter().filter(|name| made.get(**name) != there.get(**name)).collect();
    assert!(differing.is_empty(), "play the story anew with KUAIBAO_BLESS=1: {differing:?}");
}

fn bless(made: &BTreeMap<String, Vec<u8>>) {
    for folder in ["register", "issues"] {
        let _ = std::fs::remove_dir_all(repository().join(folder));
    }
    for (name, bytes) in made {
        let path: PathBuf = repository().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("written");
    }
}

/// The repository as a user has it after cloning, without what is built.
pub fn cloned() -> Bench {
    let mut bench = Bench::empty();
    for name in ["kuaibao.toml", "units.toml"] {
        bench.write(name, std::fs::read(repository().join(name)).expect("readable"));
    }
    for folder in ["submissions", "register", "issues"] {
        for (name, bytes) in files_below(&repository().join(folder)) {
            bench.write(&format!("{folder}/{name}"), bytes);
        }
    }
    bench.at("2016-11-20T09:00");
    bench
}

#[test]
fn every_state_is_visible_in_the_sample() {
    let bench = cloned();
    let check = bench.run(&["check", "--json"]).ended(Exit::Findings).json();
    let submissions = check["submissions"].as_array().expect("a list");
    let of = |key: &str| -> BTreeSet<&str> { submissions.iter().filter_map(|s| s[key].as_str()).collect() };
    for state in ["published", "accepted", "waiting", "returned", "declined", "held"] {
        assert!(of("state").contains(state), "{state} in {:?}", of("state"));
    }
    let codes: BTreeSet<&str> = submissions
        .iter()
        .flat_map(|s| s["findings"].as_array().expect("a list"))
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    for code in ["unsigned", "secret", "same-text", "unit-unknown", "date-impossible", "html-raw", "image-missing"] {
        assert!(codes.contains(code), "{code} in {codes:?}");
    }
    assert!(submissions.len() >= 40);
    let units: BTreeSet<&str> =
        submissions.iter().flat_map(|s| s["units"].as_array().expect("a list")).filter_map(|u| u.as_str()).collect();
    assert!(units.len() >= 14, "{units:?}");
    assert!(
        submissions.iter().any(|s| s["units"].as_array().is_some_and(|u| u.len() > 1) && s["state"] == "published")
    );
    let quota = bench.run(&["quota", "--month", "2016-10", "--json"]).done().json();
    let standings = quota["standings"].as_array().expect("a list");
    for state in ["met", "short"] {
        assert!(standings.iter().any(|s| s["state"] == state), "{state}");
    }
    let september = bench.run(&["quota", "--month", "2016-09", "--json"]).done().json();
    let rows = september["standings"].as_array().expect("a list");
    assert!(rows.iter().any(|row| row["state"] == "exempt"), "a unit that did not exist yet");
    assert!(rows.iter().any(|row| row["late"].as_f64().is_some_and(|late| late > 0.0)), "somebody is late");
}

#[test]
fn the_sample_builds_into_a_site_with_both_titles() {
    let bench = cloned();
    let build = bench.run(&["build", "--json"]).ended(Exit::Findings).json();
    assert_eq!(build["received"], 0, "everything in the repository is registered");
    let issues = build["issues"].as_array().expect("a list");
    let count = |series: &str, state: &str| {
        issues
            .iter()
            .filter(|i| i["id"].as_str().is_some_and(|id| id.starts_with(series)) && i["state"] == state)
            .count()
    };
    assert!(count("kuaibao", "published") >= 5 && count("dongtai", "published") >= 3);
    assert!(count("kuaibao", "draft") + count("dongtai", "draft") >= 1);
    for issue in issues.iter().filter(|issue| issue["state"] == "published") {
        for file in ["html", "epub"] {
            let path = issue[file].as_str().expect("a path");
            assert!(bench.exists(&format!("site/{path}")), "{path}");
        }
    }
    bench.run(&["verify"]).done();
}
